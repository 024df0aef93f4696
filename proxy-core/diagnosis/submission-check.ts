import { graphPermission } from '#core/accounts/submission.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import { type SubmissionApi, submissionName } from '#contract/submission.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import type { Fetch } from '#core/oauth/http.ts';
import { mailApiOf } from '#core/submission/delivery.ts';
import { notAccepted, type Posted, unreachable } from '#core/submission/mail-api.ts';
import type { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { msg, sentences } from '#messages/message.ts';
import type { CheckedTokens, CheckSteps } from './checked-tokens.ts';
import { describeToken, readTokenClaims } from './token-claims.ts';

/** A message to nobody: an API refuses it as such once it has let the token in, and nothing is sent. */
const toNobody = { header: Buffer.from('Subject: Mailwicket\r\n\r\n'), body: [], size: 23 };

export interface SubmissionCheckOptions {
  readonly found: FoundAccount;
  readonly api: SubmissionApi;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly tokens: CheckedTokens;
  readonly steps: CheckSteps;
  readonly signal: AbortSignal;
}

/** The way of a message through an API, up to where it would be sent: a token, what it permits, and the API's word. */
export async function checkSubmission(options: SubmissionCheckOptions): Promise<void> {
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
