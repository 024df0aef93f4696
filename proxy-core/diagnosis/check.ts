import { type SubmissionApi, submissionName } from '#contract/submission.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import { mailApiOf } from '#core/submission/delivery.ts';
import { notAccepted, type Posted, unreachable } from '#core/submission/mail-api.ts';
import type { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { type Message, msg, sentences } from '#messages/message.ts';
import { type Account, isForPeople, isWholeDomain } from '#contract/account.ts';
import { protocols } from '#contract/endpoints.ts';
import type { Settings } from '#contract/settings.ts';
import type { CheckStep } from '#contract/views.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { TokenManager } from '#core/oauth/token-manager.ts';
import { submissionApi, graphPermission } from '#core/accounts/submission.ts';
import type { Fetch } from '#core/oauth/http.ts';
import type { UpstreamAccess } from '#core/relay/upstream-connection.ts';
import { CheckedTokens, type CheckedTokensOptions, CheckSteps } from './checked-tokens.ts';
import { LoginCheck, type RefusedCheck } from './login-check.ts';
import { describeToken, readTokenClaims } from './token-claims.ts';

export interface CheckDeps {
  readonly settings: Settings;
  readonly tokens: TokenManager;
  readonly clock: Clock;
  readonly upstream: UpstreamAccess;
  /** How APIs are asked. */
  readonly fetch: Fetch;
}

export interface CheckOptions {
  /** Which one of a whole-domain account. */
  readonly mailbox?: string;
  readonly signal: AbortSignal;
  readonly onStep?: (step: CheckStep) => void;
  /** Called with each login that a mail server refused: what a session would be told. */
  readonly onRefused?: (refused: RefusedCheck) => void;
}

/**
 * Goes the way of a login, end to end: a token, then for each protocol the server, its TLS and the login. Each step
 * says how long it took; one that fails ends its protocol's way, and says why, who can do something, and what.
 * Nothing is changed in the mailbox; a token that a server does not take is replaced, as it would be for a session.
 */
export async function checkAccount(
  account: Account,
  deps: CheckDeps,
  options: CheckOptions,
): Promise<readonly CheckStep[]> {
  const { clock, upstream } = deps;
  const { signal } = options;
  const steps = new CheckSteps(clock, options.onStep);
  const found = new AccountDirectory(deps.settings).find(options.mailbox ?? account.address);
  const withoutMailbox = (message: Message, fix: Message): readonly CheckStep[] => {
    const outcome = { ok: false, milliseconds: 0, message, code: 'whole-domain', fix, who: 'user' } as const;
    steps.add({ name: 'account' }, outcome);
    return steps.all;
  };
  // a whole-domain account has no mailbox of its own to look into
  if (found === undefined || (isWholeDomain(account.address) && options.mailbox === undefined)) {
    return withoutMailbox(
      msg('check.standsWholeDomain', { address: account.address }),
      msg('check.nameOneMailboxDomainCheck'),
    );
  }
  if (isForPeople(found.account.address, found.client.grant)) {
    return withoutMailbox(
      msg('check.noFirstLoginYet', { address: found.subject }),
      msg('check.firstLoginMakesAccount'),
    );
  }
  const client = resolveClient(found.client);
  const tokens = new CheckedTokens({ found, client, tokens: deps.tokens, clock, steps, signal });
  const described = new Set<string>();
  for (const protocol of protocols) {
    const api = submissionApi(found, protocol);
    if (api !== undefined) {
      await checkSubmission({ found, api, fetch: deps.fetch, clock, tokens, steps, signal });
      continue;
    }
    const server = client.servers[protocol];
    if (server === undefined) continue;
    const token = await tokens.for(protocol);
    if (token === undefined) continue;
    const about = { found, protocol, server, upstream, clock, tokens, steps, described, signal };
    const refused = await new LoginCheck(about).run(token);
    if (refused !== undefined) options.onRefused?.(refused);
  }
  return steps.all;
}

/** A message to nobody: an API refuses it as such once it has let the token in, and nothing is sent. */
const toNobody = { header: Buffer.from('Subject: Mailwicket\r\n\r\n'), body: [], size: 23 };

interface SubmissionCheckOptions extends Omit<CheckedTokensOptions, 'client' | 'tokens'> {
  readonly api: SubmissionApi;
  readonly fetch: Fetch;
  readonly tokens: CheckedTokens;
}

/** The way of a message through an API, up to where it would be sent: a token, what it permits, and the API's word. */
async function checkSubmission(options: SubmissionCheckOptions): Promise<void> {
  const { tokens, steps, clock, api, found } = options;
  let token = await tokens.for('smtp');
  if (token === undefined) return;
  let since = clock.now();
  let posted = await post(options, token);
  if (posted.kind === 'unauthorized') {
    const renewed = await tokens.replace('smtp', token);
    if (renewed === 'none') return;
    if (renewed !== undefined) {
      token = renewed;
      since = clock.now();
      posted = await post(options, token);
    }
  }
  describe(options, token, letIn(posted));
  const step = { name: 'login', protocol: 'smtp' } as const;
  if (letIn(posted)) {
    tokens.worked('smtp', token);
    const text = msg('check.apiTakesMail', { name: submissionName[api], address: found.identity.smtp });
    steps.passed(step, since, text);
  } else steps.failed(step, since, refusalIn(posted, options));
}

function post(
  { found, api, fetch, clock, signal }: SubmissionCheckOptions,
  token: AccessToken,
): Promise<Posted> {
  return mailApiOf(found, api, { fetch, clock }).post(toNobody, token.value, signal);
}

/** Whether only the message was wrong. */
function letIn(posted: Posted): boolean {
  if (posted.kind === 'accepted') return true;
  return posted.kind === 'refused' && ['554 5.1.3', '554 5.6.0'].includes(posted.refusal.code);
}

function refusalIn(posted: Posted, { found, api }: SubmissionCheckOptions): SubmissionRefusedError {
  switch (posted.kind) {
    case 'refused':
    case 'later':
      return posted.refusal;
    case 'unknown':
      return unreachable(posted.why);
    case 'accepted':
      return notAccepted(api, found.identity.smtp, '');
    case 'unauthorized':
      return notAccepted(api, found.identity.smtp, posted.words ?? '');
    default:
      return posted satisfies never;
  }
}

/** What the token says of itself; that it lacks the permission is no fault where Exchange itself grants it. */
function describe({ api, steps }: SubmissionCheckOptions, token: AccessToken, works: boolean): void {
  const claims = readTokenClaims(token.value);
  const has = claims.permissions.some((one) => one.split('/').at(-1) === graphPermission);
  const lacks = api === 'graph' && claims.kind === 'jwt' && !has;
  const byExchange = claims.actsAs === 'application';
  steps.add(
    { name: 'permissions', protocol: 'smtp' },
    {
      ok: works || !lacks || byExchange,
      milliseconds: 0,
      message: sentences(
        describeToken(claims),
        lacks ? msg(byExchange ? 'check.noMailSendInToken' : 'check.mailSendMissing') : undefined,
      ),
      ...(lacks && !works ? { fix: msg('submission.grantMailSend'), who: 'administrator' as const } : {}),
    },
  );
}
