import { msg } from '#messages/message.ts';
import { ResponseMode, type DeviceCodeRequest } from '@azure/msal-node';
import { z } from 'zod';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import type { GrantType } from '#contract/grants.ts';
import { demandClientProof, nothingKept } from '../grant-errors.ts';
import { signInByBrowser } from '../browser-answer.ts';
import { readRedirectAnswer } from '../grants/token-answer.ts';
import { EngineGrant, settledDeps, type EngineDeps, type GrantEngineDeps } from '../provider-exchange.ts';
import type { Grant, GrantRequest, Interaction, Issued } from '../grant.ts';
import { ownAttempt } from '../shared-attempts.ts';
import { MsalApplication, scopesOf } from './msal-application.ts';
import { readCache } from './token-cache.ts';

/** The grants that go through Microsoft's library; the password grant and other providers go through the generic engine. */
export function makeMicrosoftGrants(
  deps: GrantEngineDeps,
): Readonly<Pick<Record<GrantType, Grant>, 'authorization-code' | 'device-code' | 'client-credentials'>> {
  const settled = settledDeps(deps);
  return {
    'authorization-code': new MsalAuthorizationCodeGrant(settled),
    'device-code': new MsalDeviceCodeGrant(settled),
    'client-credentials': new MsalClientCredentialsGrant(settled),
  };
}

/** The authorization code grant: MSAL makes the URL and redeems the code, our receiver catches the answer. */
class MsalAuthorizationCodeGrant extends EngineGrant {
  override readonly interactive = true;

  renew(request: GrantRequest): Promise<Issued> {
    return renewSilently(this.deps, request, 'authorization-code');
  }

  override async signIn(request: GrantRequest, interaction: Interaction): Promise<Issued> {
    const application = new MsalApplication(this.deps, request, 'authorization-code', {
      initial: undefined,
    });
    const msal = application.own();
    const scopes = scopesOf(request);
    const { login_hint: hint, ...further } = request.client.authorizationParameters;
    return signInByBrowser(this.deps, request, interaction, {
      page: ({ redirectUri, state, challenge }) =>
        msal.getAuthCodeUrl({
          scopes,
          extraScopesToConsent: request.alsoConsent?.split(' '),
          redirectUri,
          state,
          responseMode: ResponseMode.QUERY,
          codeChallenge: challenge,
          codeChallengeMethod: 'S256',
          loginHint: hint ?? request.account.address,
          extraQueryParameters: further,
        }),
      redeem: (answer, { redirectUri, state, verifier }) => {
        const code = this.#code(request, answer, state);
        return application.run(() =>
          msal.acquireTokenByCode({ scopes, redirectUri, code, codeVerifier: verifier }),
        );
      },
    });
  }

  #code(request: GrantRequest, answer: URLSearchParams, state: string): string {
    const { account, client } = request;
    const code = answer.get('code');
    if (answer.has('error') || code === null || code === '') {
      const secrets = [state, ...answer.getAll('code')];
      const context = { provider: client.provider, account: account.address, clientName: client.name };
      throw explainProviderAnswer(readRedirectAnswer(answer, secrets), {
        grant: 'authorization-code',
        ...context,
      });
    }
    return code;
  }
}

/** The device code grant (RFC 8628) by MSAL. */
class MsalDeviceCodeGrant extends EngineGrant {
  override readonly interactive = true;

  renew(request: GrantRequest): Promise<Issued> {
    return renewSilently(this.deps, request, 'device-code');
  }

  override async signIn(request: GrantRequest, interaction: Interaction): Promise<Issued> {
    const application = new MsalApplication(this.deps, request, 'device-code', { initial: undefined });
    const { network } = application;
    const { clock } = this.deps;
    const attempt = interaction.attempt ?? ownAttempt;
    const begun = givenSchema.safeParse(attempt.begun).data;
    const { promise: notShown, reject } = Promise.withResolvers<never>();
    notShown.catch(() => undefined);
    const show = ({ userCode, verificationUri, expiresAt }: GivenCode): Promise<void> => {
      const { address } = request.account;
      const message = msg('signIn.openAnyDeviceTypeCode', { url: verificationUri, code: userCode, address });
      return interaction.showCode({ userCode, verificationUri, expiresAt, message });
    };
    const flow: DeviceCodeRequest = {
      scopes: scopesOf(request),
      deviceCodeCallback: ({ userCode, verificationUri, expiresIn }) => {
        if (begun !== undefined) return;
        const expiresAt = clock.now() + expiresIn * 1000;
        const given = { userCode, verificationUri, expiresAt, device: network.givenDevice ?? {} };
        attempt
          .keep(given, expiresAt)
          .then(() => show(given))
          .catch(reject);
      },
    };
    if (begun !== undefined) await show(begun);
    try {
      return await attempt.once(
        async () => {
          if (begun !== undefined)
            network.givenDevice = { ...begun.device, expires_in: (begun.expiresAt - clock.now()) / 1000 };
          const issued = await Promise.race([
            notShown,
            application.run(() => application.asPublic().acquireTokenByDeviceCode(flow)),
          ]);
          return { ...issued, doubt: await interaction.settle?.(issued) };
        },
        ({ doubt }) => ({ doubt }),
      );
    } finally {
      // MSAL looks at it before it asks again
      flow.cancel = true;
    }
  }
}

/** A code that Microsoft has given, as the node that asked for it keeps it for the others. */
const givenSchema = z.object({
  userCode: z.string(),
  verificationUri: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  /** What MSAL is given as the answer. */
  device: z.record(z.string(), z.unknown()),
});
type GivenCode = z.infer<typeof givenSchema>;

/** The client credentials grant by MSAL, with a secret or a certificate. Keeps nothing. */
class MsalClientCredentialsGrant extends EngineGrant {
  async renew(request: GrantRequest): Promise<Issued> {
    demandClientProof(request);
    const application = new MsalApplication(this.deps, request, 'client-credentials', undefined);
    const msal = application.asConfidential();
    return application.run(() =>
      msal.acquireTokenByClientCredential({ scopes: scopesOf(request), skipCache: true }),
    );
  }
}

/** With the refresh token in MSAL's cache, and nobody present. */
async function renewSilently(
  deps: EngineDeps,
  request: GrantRequest,
  grant: 'authorization-code' | 'device-code',
): Promise<Issued> {
  const cache = readCache(request.state);
  if (cache === undefined) throw nothingKept(request);
  const application = new MsalApplication(deps, request, grant, { initial: cache });
  const msal = grant === 'device-code' ? application.asPublic() : application.own();
  return application.run(async () => {
    // every sign-in begins with an empty cache, so it holds one account
    const [account] = await msal.getTokenCache().getAllAccounts();
    if (account === undefined) throw nothingKept(request);
    return msal.acquireTokenSilent({ account, scopes: scopesOf(request), forceRefresh: request.fresh });
  });
}
