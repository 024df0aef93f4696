import type { Protocol } from '#contract/endpoints.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { submissionApi } from '#core/accounts/submission.ts';
import type { UpstreamRefusal } from '#core/mail/dialogue.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import type { Authenticated } from './authenticator.ts';
import type { EhloCache } from './ehlo-cache.ts';
import {
  changedMeanwhile,
  notAuthenticatedBy,
  refusedByServer,
  withoutServer,
  type ExplainRefusal,
  type NotAuthenticated,
  type RefusedLogin,
} from './refused-login.ts';
import type { SessionRegistry } from './session-registry.ts';
import {
  logInUpstream,
  withinThisProcess,
  type OpenSubmission,
  type UpstreamAccess,
  type UpstreamOutcome,
} from './upstream-connection.ts';

export interface AccountLoginDeps extends UpstreamAccess {
  readonly explain: ExplainRefusal;
  readonly registry: SessionRegistry;
  readonly smtpExtensions: EhloCache;
  /** A server within this process for an account that sends through an API. */
  readonly openSubmission: OpenSubmission;
}

/** Which account is to be logged in, and for whom. */
export interface WantedLogin {
  readonly authenticated: Authenticated;
  readonly protocol: Protocol;
  /** The address of the mail program or the device. */
  readonly peer: string;
  /** SMTP: how that one named itself. */
  readonly clientName: string | undefined;
  /** The registry's count of endings when this login began. */
  readonly endingsBefore: number;
  readonly signal: AbortSignal;
}

type LoggedIn = Extract<UpstreamOutcome, { kind: 'accepted' }> & {
  /** SMTP: what the server said that it can do. */
  readonly extensions: readonly string[];
};
/** A logged-in connection to the account's provider, or to its stand-in within this process. */
export type AccountLoggedIn = LoggedIn & { readonly token: AccessToken };

/**
 * Logs an account in at its provider; a token that it does not accept is renewed once and tried once more. Never throws for
 * what a provider can cause: that is a refusal.
 */
export async function logInAccount(
  deps: AccountLoginDeps,
  wanted: WantedLogin,
): Promise<AccountLoggedIn | NotAuthenticated> {
  const { authenticated, protocol } = wanted;
  const { found } = authenticated;
  try {
    let { token } = authenticated;
    let outcome = await tryUpstream(deps, wanted, token);
    if (outcome.kind === 'refused' && outcome.refusal.kind === 'credentials') {
      const renewed = await authenticated.renewed(token);
      if (renewed !== undefined) {
        token = renewed;
        outcome = await tryUpstream(deps, wanted, token);
      }
    }
    if (outcome.kind === 'refused') {
      const { refusal } = outcome;
      const explained = explainedRefusal(deps, { found, protocol, token: token.value, refusal });
      return refusedByServer(found, refusal.kind, explained);
    }
    if (outcome.kind === 'not-authenticated') return outcome;
    if (deps.registry.wasEnded(found.account.id, wanted.endingsBefore)) {
      outcome.socket.on('error', () => {}).destroy();
      return changedMeanwhile(found);
    }
    if (submissionApi(found, protocol) === undefined) authenticated.worked(token);
    return { ...outcome, token };
  } catch (error) {
    return notAuthenticatedBy(found, error);
  }
}

async function tryUpstream(
  deps: AccountLoginDeps,
  { authenticated, protocol, peer, clientName, signal }: WantedLogin,
  token: AccessToken,
): Promise<LoggedIn | NotAuthenticated | { kind: 'refused'; refusal: UpstreamRefusal }> {
  const { found } = authenticated;
  const api = submissionApi(found, protocol);
  const server = api === undefined ? resolveClient(found.client).servers[protocol] : withinThisProcess;
  if (server === undefined) return withoutServer(found, protocol);
  let extensions: readonly string[] = [];
  const outcome = await logInUpstream(deps, {
    protocol,
    server,
    joined: api && (await deps.openSubmission({ authenticated, api, peer })),
    signal,
    credentials: { username: found.identity[protocol], token: token.value },
    clientName,
    learned: (list) => {
      extensions = list;
      if (protocol === 'smtp') deps.smtpExtensions.learned(server, list);
    },
  });
  if (outcome.kind === 'learned') throw new Error('a login with credentials ended without a verdict');
  return outcome.kind === 'accepted' ? { ...outcome, extensions } : outcome;
}

/** What a mail server's refusal of an account means, and what to do. */
export function explainedRefusal(
  deps: Pick<AccountLoginDeps, 'explain' | 'clock'>,
  refused: Omit<RefusedLogin, 'host' | 'now'>,
): ReturnType<ExplainRefusal> {
  const host = resolveClient(refused.found.client).servers[refused.protocol]?.host;
  return deps.explain({ ...refused, host, now: deps.clock.now() });
}
