import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { type Clock, pause } from '#core/logging/clock.ts';
import { msg } from '#messages/message.ts';
import type { GrantRequest, Interaction, Issued } from '../grant.ts';
import { type EngineDeps, jsonResponse } from '../provider-exchange.ts';
import { ownAttempt } from '../shared-attempts.ts';
import { failure, providerFailure } from '../token-errors.ts';
import { TokenEndpoint, type TokenGrant } from './token-endpoint.ts';

/** RFC 8628 section 3.2: what a server means that tells no interval. */
export const DEFAULT_INTERVAL_SECONDS = 5;
export const DEFAULT_EXPIRY_SECONDS = 900;
const MAX_EXPIRY_SECONDS = 3600;
/** RFC 8628 section 3.5: added for good at every slow_down. */
const SLOW_DOWN_MS = 5000;
/** A server that is unreachable is asked less and less often, but a person is waiting. */
const MAX_BACK_OFF_MS = 60_000;

/** A code that a provider has given, as the node that asked for it keeps it for the others. */
const givenSchema = z.object({
  deviceCode: z.string(),
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string().optional(),
  /** Seconds between two questions. */
  interval: z.number(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
export type GivenCode = z.infer<typeof givenSchema>;

/**
 * One sign-in by a code to type on any device (RFC 8628), as both engines run it; what it brought is judged and kept
 * before it has ended.
 * @param engine.redeem - waits until the code was typed
 * @throws OAuthError
 */
export async function signInByDeviceCode(
  request: GrantRequest,
  interaction: Interaction,
  engine: { ask(): Promise<GivenCode>; redeem(given: GivenCode): Promise<Issued> },
): Promise<Issued> {
  const attempt = interaction.attempt ?? ownAttempt;
  const begun = givenSchema.safeParse(attempt.begun).data;
  const show = ({
    userCode,
    verificationUri,
    verificationUriComplete,
    expiresAt,
  }: GivenCode): Promise<void> => {
    const named = { url: verificationUri, code: userCode, address: request.account.address };
    const message = msg('signIn.openAnyDeviceTypeCode', named);
    return interaction.showCode({ userCode, verificationUri, verificationUriComplete, expiresAt, message });
  };
  if (begun !== undefined) await show(begun);
  return attempt.once(
    async () => {
      const given = begun ?? (await engine.ask());
      if (begun === undefined) {
        await attempt.keep(given, given.expiresAt);
        await show(given);
      }
      const issued = await engine.redeem(given);
      return { ...issued, doubt: await interaction.settle?.(issued) };
    },
    ({ doubt }) => ({ doubt }),
  );
}

/** Asks whether a device code was typed, at the pace that the provider sets (RFC 8628 section 3.5). */
export class DevicePolling {
  readonly #clock: Clock;
  readonly #request: GrantRequest;
  #interval: number;
  #backOff = 0;

  /** @param interval - milliseconds between two questions; 0 where the caller keeps them by itself */
  constructor(clock: Clock, request: GrantRequest, interval: number) {
    this.#clock = clock;
    this.#request = request;
    this.#interval = interval;
  }

  /**
   * One question.
   * @returns the answer, or undefined where it is still pending: slow_down and trouble of the network are so too, with a
   *   longer pause before the next question
   * @throws OAuthError - the provider said no
   */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const said = error.answer?.error;
      if (said === 'slow_down') this.#interval += SLOW_DOWN_MS;
      else if (error.code === 'unreachable') {
        const first = this.#interval === 0 ? SLOW_DOWN_MS : this.#interval * 2;
        this.#backOff = Math.min(Math.max(this.#backOff * 2, first, error.retryAfter ?? 0), MAX_BACK_OFF_MS);
        return undefined;
      } else if (said !== 'authorization_pending') throw error;
      this.#backOff = 0;
      return undefined;
    }
  }

  /** Waits until the next question is due. @throws OAuthError - cancelled */
  async pause(): Promise<void> {
    const due = Math.max(this.#interval, this.#backOff);
    if (due === 0) return;
    const { signal, account } = this.#request;
    await pause(this.#clock, due, signal).catch(() => {
      throw failure('tokens.gettingTokenCancelled', { account: account.address });
    });
  }
}

/** The device authorization grant of any provider. @param keep - keeps what came */
export async function redeemDeviceCode(
  deps: EngineDeps,
  request: GrantRequest,
  interaction: Interaction,
  keep: (granted: TokenGrant) => Promise<Issued>,
): Promise<Issued> {
  const { client, account } = request;
  const { deviceUrl } = client;
  if (deviceUrl === undefined) throw failure('signIn.clientNoDeviceCodeUrl', { client: client.name });
  const endpoint = new TokenEndpoint(deps, request, 'device-code');
  return signInByDeviceCode(request, interaction, {
    async ask() {
      const askedAt = deps.clock.now();
      const device = await askForCode(endpoint, request, deviceUrl);
      return {
        deviceCode: device.device_code,
        userCode: device.user_code,
        verificationUri: device.verification_uri,
        verificationUriComplete: device.verification_uri_complete,
        interval: device.interval ?? DEFAULT_INTERVAL_SECONDS,
        expiresAt: askedAt + Math.min(device.expires_in, MAX_EXPIRY_SECONDS) * 1000,
      };
    },
    async redeem({ deviceCode, interval, expiresAt }) {
      const polling = new DevicePolling(deps.clock, request, interval * 1000);
      for (;;) {
        await polling.pause();
        if (deps.clock.now() >= expiresAt)
          throw failure('signIn.nobodyTypedCodeTime', { address: account.address });
        const granted = await polling.ask(() =>
          endpoint.grant(
            ({ server, client: self, authentication, options }) =>
              oauth.deviceCodeGrantRequest(server, self, authentication, deviceCode, options),
            { secrets: [deviceCode] },
          ),
        );
        if (granted !== undefined) return keep(granted);
      }
    },
  });
}

/** It is shown and opened: a page, and nothing that starts a program. */
const pageSchema = z.string().regex(/^https?:\/\//i);

const answerSchema = z.looseObject({
  verification_uri: z.string().optional(),
  /** Google's name for it. */
  verification_url: z.string().optional(),
  interval: z.coerce.number().positive().max(300).optional().catch(undefined),
  expires_in: z.coerce.number().positive().catch(DEFAULT_EXPIRY_SECONDS),
  message: z.string().optional().catch(undefined),
  verification_uri_complete: pageSchema.optional().catch(undefined),
});

async function askForCode(
  endpoint: TokenEndpoint,
  { scope, account, client: { name } }: GrantRequest,
  deviceUrl: string,
): Promise<oauth.DeviceAuthorizationResponse> {
  const parameters: Record<string, string> = scope === '' ? {} : { scope };
  const response = await endpoint.send(deviceUrl, ({ server, client, authentication, options }) =>
    oauth.deviceAuthorizationRequest(server, client, authentication, parameters, options),
  );
  const body = await response.text();
  try {
    const { verification_url: googles, ...lenient } = answerSchema.parse(JSON.parse(body));
    return await oauth.processDeviceAuthorizationResponse(
      endpoint.server,
      endpoint.client,
      jsonResponse({ ...lenient, verification_uri: pageSchema.parse(lenient.verification_uri ?? googles) }),
    );
  } catch {
    throw providerFailure('signIn.providerGaveNoUsableCode', { address: account.address, client: name });
  }
}
