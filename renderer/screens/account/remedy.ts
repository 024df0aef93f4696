import { isInteractive } from '#contract/grants.ts';
import type { SubmissionApi } from '#contract/submission.ts';
import type { AccountView, ClientView } from '#contract/views.ts';

/** What mends an account, or brings it on: the one main action. */
export type Remedy =
  | 'sign-in'
  | 'sign-in-again'
  | 'account-password'
  | 'make-password'
  | 'open-client'
  | 'switch-client'
  | 'send-by-api'
  | 'check'
  | 'resume'
  | 'cancel';

/** Answers of a token endpoint that speak of the client, not of the person (RFC 6749 section 5.2). */
const clientErrors = new Set(['invalid_client', 'unauthorized_client']);

/** AADSTS7000222: the client secret has expired. */
const secretExpired = 7_000_222;

/** The action that helps an account most; undefined where nothing is to be done. */
export function remedyOf(account: AccountView, client: ClientView | undefined): Remedy | undefined {
  switch (account.state) {
    case 'paused':
      return 'resume';
    case 'signing-in':
      return 'cancel';
    case 'needs-sign-in':
      if (client?.grant === 'password') return 'account-password';
      return account.signedInAt === undefined ? 'sign-in' : 'sign-in-again';
    case 'refused':
      if (account.problem?.remedy === 'switch-client') return 'switch-client';
      if (account.problem?.remedy === 'send-by-api' && apiOf(account) !== undefined) return 'send-by-api';
      return clientErrors.has(account.problem?.answer?.error ?? '') ? 'open-client' : 'check';
    case 'unreachable':
      return 'check';
    case 'needs-password':
      return 'make-password';
    case 'ready':
      return undefined;
    default:
      return account.state satisfies never;
  }
}

/** The API by which an account could send in the place of SMTP; undefined where it has none, or does already. */
export function apiOf({ sendsBy, submissions }: AccountView): SubmissionApi | undefined {
  if (sendsBy !== 'smtp') return undefined;
  return submissions.find((way): way is SubmissionApi => way !== 'smtp');
}

/** Whether it is the client's secret that has to be made anew. */
export function secretHasExpired({ problem }: AccountView): boolean {
  return problem?.answer?.codes?.includes(secretExpired) === true;
}

/** Whether somebody must come to a page or a prompt for this client's sign-in. */
export function signsInWithPerson(client: ClientView | undefined): boolean {
  return isInteractive(client?.grant);
}
