import { msg } from '#messages/message.ts';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { GrantRequest, Interaction, Issued } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { ownAttempt } from '../shared-attempts.ts';
import { codeRanOut } from '../grant-errors.ts';
import { DevicePolling } from './device-polling.ts';
import { keep, renewKept } from './refresh-token.ts';
import { jsonResponse } from './token-answer.ts';
import { EngineGrant } from '../provider-exchange.ts';
import { TokenEndpoint, type TokenGrant } from './token-endpoint.ts';

/** RFC 8628 section 3.2: what a server means that tells no interval. */
const DEFAULT_INTERVAL_SECONDS = 5;
const DEFAULT_EXPIRY_SECONDS = 900;
const MAX_EXPIRY_SECONDS = 3600;

const answerSchema = z.looseObject({
  verification_uri: z.string().optional(),
  /** Google's name for it. */
  verification_url: z.string().optional(),
  interval: z.coerce.number().positive().max(300).optional().catch(undefined),
  expires_in: z.coerce.number().positive().catch(DEFAULT_EXPIRY_SECONDS),
  message: z.string().optional().catch(undefined),
  verification_uri_complete: z.string().min(1).optional().catch(undefined),
});

/** A code that a provider has given, as the node that asked for it keeps it for the others. */
const givenSchema = z.object({
  device: z.object({
    device_code: z.string(),
    user_code: z.string(),
    verification_uri: z.string(),
    verification_uri_complete: z.string().optional(),
    interval: z.number().optional(),
  }),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
type GivenCode = z.infer<typeof givenSchema>;

/** The device authorization grant (RFC 8628): a code to type on any device. */
export class DeviceCodeGrant extends EngineGrant {
  override readonly interactive = true;

  renew(request: GrantRequest): Promise<Issued> {
    return renewKept(this.deps, request, 'device-code');
  }

  override async signIn(request: GrantRequest, interaction: Interaction): Promise<Issued> {
    const { deviceUrl } = request.client;
    if (deviceUrl === undefined) {
      throw new OAuthError('refused', msg('signIn.clientNoDeviceCodeUrl', { client: request.client.name }), {
        fix: msg('signIn.providerMayNotOfferSign'),
        who: 'administrator',
      });
    }
    const endpoint = new TokenEndpoint(this.deps, request, 'device-code');
    const attempt = interaction.attempt ?? ownAttempt;
    const begun = givenSchema.safeParse(attempt.begun).data;
    const show = ({ device, expiresAt }: GivenCode): Promise<void> =>
      interaction.showCode({
        userCode: device.user_code,
        verificationUri: device.verification_uri,
        verificationUriComplete: device.verification_uri_complete,
        expiresAt,
        message: msg('signIn.openAnyDeviceTypeCode', {
          url: device.verification_uri,
          code: device.user_code,
          address: request.account.address,
        }),
      });
    if (begun !== undefined) await show(begun);
    return attempt.once(
      async () => {
        let given = begun;
        if (given === undefined) {
          given = await this.#ask(endpoint, request, deviceUrl);
          await attempt.keep(given, given.expiresAt);
          await show(given);
        }
        const granted = await this.#poll(endpoint, request, given);
        const issued = await keep(request, granted, undefined);
        return { ...issued, doubt: await interaction.settle?.(issued) };
      },
      ({ doubt }) => ({ doubt }),
    );
  }

  async #ask(endpoint: TokenEndpoint, request: GrantRequest, deviceUrl: string): Promise<GivenCode> {
    const askedAt = this.deps.clock.now();
    const device = await askForCode(endpoint, request, deviceUrl);
    return { device, expiresAt: askedAt + Math.min(device.expires_in, MAX_EXPIRY_SECONDS) * 1000 };
  }

  async #poll(
    endpoint: TokenEndpoint,
    request: GrantRequest,
    { device, expiresAt }: GivenCode,
  ): Promise<TokenGrant> {
    const polling = new DevicePolling(
      this.deps.clock,
      request,
      (device.interval ?? DEFAULT_INTERVAL_SECONDS) * 1000,
    );
    for (;;) {
      await polling.pause();
      if (this.deps.clock.now() >= expiresAt) throw codeRanOut(request.account.address);
      const granted = await polling.ask(() =>
        endpoint.grant(
          ({ server, client, authentication, options }) =>
            oauth.deviceCodeGrantRequest(server, client, authentication, device.device_code, options),
          [device.device_code],
        ),
      );
      if (granted !== undefined) return granted;
    }
  }
}

async function askForCode(
  endpoint: TokenEndpoint,
  request: GrantRequest,
  deviceUrl: string,
): Promise<oauth.DeviceAuthorizationResponse> {
  const parameters: Record<string, string> = request.scope === '' ? {} : { scope: request.scope };
  const response = await endpoint.send(deviceUrl, ({ server, client, authentication, options }) =>
    oauth.deviceAuthorizationRequest(server, client, authentication, parameters, options),
  );
  const body = await response.text();
  let device: oauth.DeviceAuthorizationResponse;
  try {
    const { verification_url: googles, ...lenient } = answerSchema.parse(JSON.parse(body));
    device = await oauth.processDeviceAuthorizationResponse(
      endpoint.server,
      endpoint.client,
      jsonResponse({ ...lenient, verification_uri: lenient.verification_uri ?? googles }),
    );
  } catch {
    throw noUsableCode(request);
  }
  // it is shown and opened: a page, and nothing that starts a program
  if (!/^https?:\/\//i.test(device.verification_uri)) throw noUsableCode(request);
  const complete = device.verification_uri_complete;
  if (complete === undefined || /^https?:\/\//i.test(complete)) return device;
  const { verification_uri_complete: _unusable, ...without } = device;
  return without;
}

function noUsableCode(request: GrantRequest): OAuthError {
  const { client, account } = request;
  return new OAuthError('refused', msg('signIn.providerGaveNoUsableCode', { address: account.address }), {
    fix: msg('signIn.checkDeviceCodeUrlClient', { client: client.name }),
    who: 'administrator',
  });
}
