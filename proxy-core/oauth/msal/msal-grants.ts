import { ResponseMode, type DeviceCodeRequest } from '@azure/msal-node';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import { signInByBrowser } from '../browser-answer.ts';
import type { Grants, GrantRequest, Interaction, Issued } from '../grant.ts';
import { type GivenCode, signInByDeviceCode } from '../grants/device-code.ts';
import { type EngineDeps, readRedirectAnswer } from '../provider-exchange.ts';
import { demandClientProof } from '../grants/client-authentication.ts';
import { failure } from '../token-errors.ts';
import { MsalApplication, scopesOf } from './msal-application.ts';
import { readCache } from './msal-network.ts';

/** The grants that go through Microsoft's library; the password grant and other providers go through the generic engine. */
export type MicrosoftGrants = Grants<'authorization-code' | 'device-code' | 'client-credentials'>;

/** The grants with MSAL set up for each request. */
export function makeMicrosoftGrants(deps: EngineDeps): MicrosoftGrants {
  return {
    'authorization-code': {
      renew: (request) => renewSilently(deps, request, 'authorization-code'),
      signIn: (request, interaction) => signInByCode(deps, request, interaction),
    },
    'device-code': {
      renew: (request) => renewSilently(deps, request, 'device-code'),
      signIn: (request, interaction) => signInByDevice(deps, request, interaction),
    },
    'client-credentials': { renew: (request) => renewByClientCredentials(deps, request) },
  };
}

/** The authorization code grant: MSAL makes the URL and redeems the code, our receiver catches the answer. */
async function signInByCode(
  deps: EngineDeps,
  request: GrantRequest,
  interaction: Interaction,
): Promise<Issued> {
  const application = new MsalApplication(deps, request, 'authorization-code', { initial: undefined });
  const msal = application.own();
  const scopes = scopesOf(request);
  const { login_hint: hint, ...further } = request.client.authorizationParameters;
  return signInByBrowser(deps, request, interaction, {
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
      const code = answer.get('code') ?? '';
      if (answer.has('error') || code === '') {
        const said = readRedirectAnswer(answer, [state, ...answer.getAll('code')]);
        throw explainProviderAnswer(said, application.network.context);
      }
      return application.run(() =>
        msal.acquireTokenByCode({ scopes, redirectUri, code, codeVerifier: verifier }),
      );
    },
  });
}

/** The device code grant (RFC 8628) by MSAL, which tells the code by a callback and goes on waiting. */
async function signInByDevice(
  deps: EngineDeps,
  request: GrantRequest,
  interaction: Interaction,
): Promise<Issued> {
  const application = new MsalApplication(deps, request, 'device-code', { initial: undefined });
  const { clock } = deps;
  const told = Promise.withResolvers<GivenCode>();
  const flow: DeviceCodeRequest = {
    scopes: scopesOf(request),
    deviceCodeCallback: ({ deviceCode, userCode, verificationUri, interval, expiresIn }) =>
      told.resolve({
        deviceCode,
        userCode,
        verificationUri,
        interval,
        expiresAt: clock.now() + expiresIn * 1000,
      }),
  };
  let running: Promise<Issued> | undefined;
  const run = (): Promise<Issued> => {
    running ??= application.run(() => application.asPublic().acquireTokenByDeviceCode(flow));
    // where the code cannot be shown nobody waits for it any more
    running.catch(() => undefined);
    return running;
  };
  try {
    return await signInByDeviceCode(request, interaction, {
      ask: async () => {
        // without a code there is no token: the first to end is the code, or why there is none
        await Promise.race([told.promise, run()]);
        return told.promise;
      },
      redeem: ({ deviceCode, userCode, verificationUri, interval, expiresAt }) => {
        application.network.givenDevice = {
          device_code: deviceCode,
          user_code: userCode,
          verification_uri: verificationUri,
          interval,
          expires_in: (expiresAt - clock.now()) / 1000,
          message: '',
        };
        return run();
      },
    });
  } finally {
    // MSAL looks at it before it asks again
    flow.cancel = true;
  }
}

/** The client credentials grant by MSAL, with a secret or a certificate. Keeps nothing. */
async function renewByClientCredentials(deps: EngineDeps, request: GrantRequest): Promise<Issued> {
  demandClientProof(request);
  const application = new MsalApplication(deps, request, 'client-credentials', undefined);
  const msal = application.asConfidential();
  return application.run(() => msal.acquireTokenByClientCredential({ scopes: scopesOf(request) }));
}

/** With the refresh token in MSAL's cache, and nobody present. */
async function renewSilently(
  deps: EngineDeps,
  request: GrantRequest,
  grant: 'authorization-code' | 'device-code',
): Promise<Issued> {
  const cache = readCache(request.state);
  if (cache === undefined) throw failure('signIn.notSigned', { address: request.account.address });
  const application = new MsalApplication(deps, request, grant, { initial: cache });
  const msal = grant === 'device-code' ? application.asPublic() : application.own();
  return application.run(async () => {
    // every sign-in begins with an empty cache, so it holds one account
    const [account] = await msal.getTokenCache().getAllAccounts();
    if (account === undefined) throw failure('signIn.notSigned', { address: request.account.address });
    return msal.acquireTokenSilent({ account, scopes: scopesOf(request), forceRefresh: request.fresh });
  });
}
