import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { GrantType } from '#contract/grants.ts';
import { loginHosts } from '#contract/providers/microsoft.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import { jsonOf } from '#core/storage/json.ts';
import { type PageValues, signInByBrowser } from '../browser-answer.ts';
import type { GrantRequest, Grants, Interaction, Issued } from '../grant.ts';
import { type EngineDeps, readRedirectAnswer } from '../provider-exchange.ts';
import { failure, passwordNeeded, providerFailure } from '../token-errors.ts';
import { demandClientProof } from './client-authentication.ts';
import { redeemDeviceCode } from './device-code.ts';
import { renewByServiceAccount } from './service-account.ts';
import { scopeParameters, TokenEndpoint, type TokenGrant } from './token-endpoint.ts';

/** The grants of any OAuth 2.0 provider that is known by its endpoints. */
export function makeGenericGrants(deps: EngineDeps): Grants<GrantType> {
  return {
    'authorization-code': {
      renew: (request) => renewKept(deps, request, 'authorization-code'),
      signIn: (request, interaction) => signInByCode(deps, request, interaction),
    },
    'device-code': {
      renew: (request) => renewKept(deps, request, 'device-code'),
      // what was kept before belongs to an earlier sign-in, perhaps somebody else's
      signIn: (request, interaction) =>
        redeemDeviceCode(deps, request, interaction, (granted) => keep(request, granted, undefined)),
    },
    'client-credentials': { renew: (request) => renewByClientCredentials(deps, request) },
    'service-account': { renew: (request) => renewByServiceAccount(deps, request) },
    password: { renew: (request) => renewByPassword(deps, request) },
  };
}

/** The client credentials grant (RFC 6749 section 4.4), with a secret or a certificate. Keeps nothing. */
async function renewByClientCredentials(deps: EngineDeps, request: GrantRequest): Promise<Issued> {
  demandClientProof(request);
  const endpoint = new TokenEndpoint(deps, request, 'client-credentials');
  const parameters = scopeParameters(request.client.tokenUrl, request.scope);
  const { token, identity, scope } = await endpoint.grant(({ server, client, authentication, options }) =>
    oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options),
  );
  // RFC 6749 section 4.4.3: no refresh token; one that comes all the same is not needed
  return { token, identity, scope };
}

/**
 * The resource owner password credentials grant (RFC 6749 section 4.3). With the password at hand the provider judges
 * it; without, the refresh token that it brought the last time is used.
 */
async function renewByPassword(deps: EngineDeps, request: GrantRequest): Promise<Issued> {
  const { password, subject, client, account } = request;
  if (password !== undefined) {
    const endpoint = new TokenEndpoint(deps, request, 'password');
    const parameters = { username: subject, password, ...scopeParameters(client.tokenUrl, request.scope) };
    const granted = await endpoint.grant(({ server, client: self, authentication, options }) =>
      oauth.genericTokenEndpointRequest(server, self, authentication, 'password', parameters, options),
    );
    return keep(request, granted, undefined);
  }
  const kept = readKeptState(request.state);
  if (kept === undefined) throw passwordNeeded(account.address);
  try {
    // judged as any refresh token is: nothing that is refused here is about the password
    return await renewByRefreshToken(deps, request, 'authorization-code', kept);
  } catch (error) {
    if (!(error instanceof OAuthError) || error.code !== 'needs-sign-in') throw error;
    const { answer, retryAfter } = error;
    const { fix } = passwordNeeded(account.address);
    throw new OAuthError('needs-sign-in', error.text, { fix, answer, retryAfter, cause: error });
  }
}

/** The authorization code grant (RFC 6749 section 4.1) with PKCE S256 (RFC 7636), by a loopback redirect (RFC 8252). */
async function signInByCode(
  deps: EngineDeps,
  request: GrantRequest,
  interaction: Interaction,
): Promise<Issued> {
  const { authorizationUrl, name, tokenUrl } = request.client;
  if (authorizationUrl === undefined) throw failure('signIn.clientNoAuthorizationUrl', { client: name });
  const endpoint = new TokenEndpoint(deps, request, 'authorization-code');
  return signInByBrowser(deps, request, interaction, {
    page: (values) => pageUrl(authorizationUrl, request, values),
    redeem: async (answer, { redirectUri, state, verifier }) => {
      const code = checkedAnswer(endpoint, answer, state);
      // the token is for one of two audiences
      const additionalParameters =
        request.alsoConsent === undefined ? {} : scopeParameters(tokenUrl, request.scope);
      const granted = await endpoint.grant(
        ({ server, client, authentication, options }) =>
          oauth.authorizationCodeGrantRequest(server, client, authentication, code, redirectUri, verifier, {
            ...options,
            additionalParameters,
          }),
        { secrets: [verifier, code.get('code') ?? ''], uses: 'what-it-sends' },
      );
      return keep(request, granted, undefined);
    },
  });
}

function checkedAnswer(endpoint: TokenEndpoint, answer: URLSearchParams, state: string): URLSearchParams {
  const parameters = new URLSearchParams(answer);
  // looked at before; the library would compare it with the token URL
  parameters.delete('iss');
  if (parameters.has('error')) {
    const secrets = [state, ...parameters.getAll('code')];
    throw explainProviderAnswer(readRedirectAnswer(parameters, secrets), endpoint.context);
  }
  try {
    const checked = oauth.validateAuthResponse(endpoint.server, endpoint.client, parameters, state);
    if (checked.has('code')) return checked;
  } catch {
    // said below: the library's error holds the parameters, code and all
  }
  const { account } = endpoint.context;
  throw providerFailure('tokens.providerSentNoUsableAnswer', { account });
}

function pageUrl(authorizationUrl: string, request: GrantRequest, values: PageValues): string {
  const url = new URL(authorizationUrl);
  const { client, account, alsoConsent } = request;
  const scope = [request.scope, alsoConsent ?? ''].filter((one) => one !== '').join(' ');
  const parameters = {
    ...(scope === '' ? {} : { scope }),
    ...(asksForConsent(url, scope) ? { prompt: 'consent' } : {}),
    login_hint: account.address,
    // the preset's and the user's own parameters may replace what is above, never what guards the sign-in
    ...client.authorizationParameters,
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: values.redirectUri,
    state: values.state,
    code_challenge: values.challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * Offline access has to be asked for with the question for consent: a server may pass over it otherwise, and give no
 * refresh token (OpenID Connect Core section 11). Entra gives one all the same, and where people may not consent nobody
 * but an administrator gets past its question.
 */
function asksForConsent(page: URL, scope: string): boolean {
  return (
    scope.split(/\s+/).includes('offline_access') &&
    !page.searchParams.has('prompt') &&
    !loginHosts.has(page.hostname)
  );
}

const keptStateSchema = z.object({
  /** The form of this record. */
  version: z.literal(1),
  refreshToken: z.string().min(1),
  /** All that was asked for when somebody signed in. */
  scope: z.string(),
  identity: z.string().optional(),
});
type KeptState = z.infer<typeof keptStateSchema>;

/** What a grant kept, or undefined: nothing, or nothing that this version can read. */
export function readKeptState(state: string | undefined): KeptState | undefined {
  return keptStateSchema.safeParse(jsonOf(state ?? '')).data;
}

/**
 * Keeps what a token answer brought, before anybody gets the token: a refresh token that was replaced is on disk before
 * its access token is used. An answer without one leaves the old one valid (RFC 6749 section 6).
 * @param old - undefined for a sign-in: what was kept before is another's, perhaps
 */
async function keep(
  request: GrantRequest,
  { token, scope, ...granted }: TokenGrant,
  old: KeptState | undefined,
): Promise<Issued> {
  const refreshToken = granted.refreshToken ?? old?.refreshToken;
  const identity = granted.identity ?? old?.identity;
  if (refreshToken !== undefined) {
    const all = old?.scope ?? [request.scope, request.alsoConsent ?? ''].join(' ').trim();
    const next: KeptState = { version: 1, refreshToken, scope: all, identity };
    if (refreshToken !== old?.refreshToken || identity !== old.identity)
      await request.save(JSON.stringify(next));
  }
  return { token, identity, scope };
}

/**
 * Renews by the refresh token that an earlier sign-in left.
 * @throws OAuthError - `needs-sign-in` where there is none
 */
async function renewKept(deps: EngineDeps, request: GrantRequest, grant: GrantType): Promise<Issued> {
  const kept = readKeptState(request.state);
  if (kept === undefined) throw failure('signIn.notSigned', { address: request.account.address });
  return renewByRefreshToken(deps, request, grant, kept);
}

/** The refresh token grant (RFC 6749 section 6). */
async function renewByRefreshToken(
  deps: EngineDeps,
  request: GrantRequest,
  grant: GrantType,
  kept: KeptState,
): Promise<Issued> {
  const endpoint = new TokenEndpoint(deps, request, grant);
  // named only where it is narrower than what was asked: people may have granted less, and asking for all of it again
  // would then be refused; left out, it means what was granted
  const additionalParameters =
    request.scope === kept.scope ? {} : scopeParameters(request.client.tokenUrl, request.scope);
  const granted = await endpoint.grant(
    ({ server, client, authentication, options }) =>
      oauth.refreshTokenGrantRequest(server, client, authentication, kept.refreshToken, {
        ...options,
        additionalParameters,
      }),
    {
      secrets: [kept.refreshToken],
      uses: 'what-it-sends',
      saveRefreshToken: (refreshToken) => request.save(JSON.stringify({ ...kept, refreshToken })),
    },
  );
  return keep(request, granted, kept);
}
