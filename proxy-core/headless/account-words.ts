import { submissionName } from '#contract/submission.ts';
import { inEnglish } from '#messages/format.ts';
import { type Message, msg, sentences, sentencesIfAny } from '#messages/message.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import type { Problem } from '#contract/problem.ts';
import { expiryText } from '#core/accounts/credential-expiry.ts';
import { sameAddress } from '#contract/account.ts';
import { factLines, quoted } from './terminal.ts';

export const stateWords = {
  ready: 'ready',
  'signing-in': 'somebody is signing in',
  'needs-sign-in': 'needs somebody to sign in',
  'needs-password': 'needs a local password',
  refused: 'refused',
  unreachable: 'cannot be reached',
  paused: 'paused',
} as const satisfies Record<AccountView['state'], string>;

const passwordWords = {
  own: 'local passwords',
  'adopt-first': 'the first that a mail program sends',
  'pass-on': 'the account’s own, passed on',
} as const satisfies Record<AccountView['passwordMode'], string>;

export function describeAccount(view: AccountView): string {
  const { address, state, problem, clientName, token, passwords } = view;
  const words = view.forPeople === true && state === 'ready' ? 'lets its people in' : stateWords[state];
  const parts = [address, words, `by ${clientName}`];
  if (token !== undefined) parts.push(`token until ${new Date(token.expiresAt).toISOString()}`);
  if (passwords.length === 0 && view.passwordMode === 'own' && state !== 'needs-password')
    parts.push(
      view.forPeople === true ? 'no password is waiting for a first login' : 'no local password yet',
    );
  if (view.forPeople === true && passwords.length > 0)
    parts.push(`${String(passwords.length)} waiting for a first login`);
  if (problem !== undefined && state !== 'ready')
    parts.push(inEnglish(sentences(problem.message, problem.fix, clientCommand(problem, clientName))));
  return parts.join('\t');
}

/** How the OAuth client is looked at, where that is what mends a problem. */
export function clientCommand(
  { remedy }: Pick<Problem, 'remedy'>,
  client: string | undefined,
): Message | undefined {
  if (remedy !== 'open-client' || client === undefined) return undefined;
  return msg('command.commandIs', { command: `mailwicket client show ${quoted(client)}` });
}

/** That a client's secret or certificate has ended or ends soon; undefined where neither is so. */
export function endingOf(client: ClientView): string | undefined {
  const text = expiryText(client, client.credentialExpiresInDays);
  return text && inEnglish(text);
}

function time(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** An account, a fact on each line. */
export function accountFacts(view: AccountView): string[] {
  const { problem, token, sessions, passwords, lastActivityAt } = view;
  const fix = problem && sentencesIfAny(problem.fix, clientCommand(problem, view.clientName));
  return factLines([
    ['address', view.address],
    ['state', stateWords[view.state]],
    ['first login', view.firstLogin && `${view.firstLogin.at} from ${view.firstLogin.peer}`],
    ['problem', problem && inEnglish(problem.message)],
    ['fix', fix && inEnglish(fix)],
    ['OAuth client', view.clientName],
    ['signed in as', view.identity],
    ['signed in at', time(view.signedInAt)],
    ['token until', time(token?.expiresAt)],
    ['mailbox', view.mailbox],
    ['over SMTP', view.smtpUser],
    ['sends by', submissionName[view.sendsBy]],
    ['password', passwordWords[view.passwordMode]],
    ...passwords.map(({ name }) => ['local password', name] as const),
    ['sessions', `IMAP ${String(sessions.imap)}, POP ${String(sessions.pop)}, SMTP ${String(sessions.smtp)}`],
    ['last login', time(lastActivityAt)],
  ]);
}

/** What an account still lacks before a mail program can use it: the commands, in words for a person. */
export function nextSteps(accounts: readonly AccountView[], address: string): string[] {
  const view = accounts.find((candidate) => sameAddress(candidate.address, address));
  if (view === undefined) return [];
  const name = quoted(view.address);
  const steps: string[] = [];
  if (view.state === 'needs-sign-in') {
    steps.push(
      view.passwordMode === 'pass-on'
        ? `Next, let its mail program check for mail, with the account’s own password; or: mailwicket account authorize ${name} --password-stdin`
        : `Next, sign it in: mailwicket account authorize ${name}`,
    );
  }
  if (view.passwordMode === 'own' && view.passwords.length === 0) {
    steps.push(
      view.forPeople === true
        ? `Next, make a password for each person: mailwicket password new ${name} --name PERSON`
        : `Next, make a password for its mail program: mailwicket password new ${name}`,
    );
  }
  return steps;
}
