import { adoptedName } from '#contract/account.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { isInteractive } from '#contract/grants.ts';
import type { SubmissionApi } from '#contract/submission.ts';
import type { AccountView, CheckStep, ClientView } from '#contract/views.ts';
import { languages } from '#messages/languages.ts';
import { type Message, messageSchema } from '#messages/message.ts';

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

type TokenEvent = CommandOutput<'token-details'>['history'][number];

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
      return account.problem?.remedy === 'open-client' ? 'open-client' : 'check';
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

/** They say to whom it happened, which the page says already. */
const openings = new Set<Message['code']>([
  'providers.asksToSignIn',
  'providers.refusedAccount',
  'providers.refusedPassword',
  'providers.noTokenNow',
  'providers.signInNotCompleted',
]);

/** Of what went wrong, the sentence that says why, on a page that names the account and the provider. */
export function causeOf(message: Message): Message {
  const { parts, why } = message.params ?? {};
  if (message.code === 'tokens.noToken' && isMessage(why)) return why;
  if (message.code !== 'common.sentences' || !isList(parts)) return message;
  const [opening, cause] = parts;
  return isMessage(opening) && openings.has(opening.code) && isMessage(cause) ? cause : message;
}

function isList(param: unknown): param is readonly unknown[] {
  return Array.isArray(param);
}

function isMessage(param: unknown): param is Message {
  return messageSchema.safeParse(param).success;
}

/** What begins the name that passwords get which are made for a whole list, in any language. */
const setUpNames = Object.values(languages).map(
  ({ screens }) => screens.client.setup.passwordName.split('{{date}}')[0] ?? '',
);

/**
 * The name of the mail program, where there is only one: each has a local password of its own. Names that Mailwicket
 * gave are no program's: of a password that was adopted or is passed on, or was made for a whole list.
 */
export function onlyProgram({ passwords, passwordMode }: AccountView): string | undefined {
  const [only, ...others] = passwords;
  if (only === undefined || others.length > 0 || passwordMode !== 'own') return undefined;
  const isOurs = only.name === adoptedName || setUpNames.some((beginning) => only.name.startsWith(beginning));
  return isOurs ? undefined : only.name;
}

/**
 * Whether the next token comes without anybody: a refresh token, an application's own right, or the kept password.
 * A client whose scope leaves offline_access out is given none to renew with, at Microsoft's.
 */
export function renewsItself(client: ClientView | undefined): boolean {
  if (client === undefined) return true;
  const narrow = client.scope !== undefined && /office(?:365)?\.(?:com|us|cn)\//.test(client.scope);
  return !isInteractive(client.grant) || !narrow || /(?:^|\s)offline_access(?:\s|$)/.test(client.scope ?? '');
}

/**
 * The tokens that came by themselves: not the one that a sign-in brought, nor the first of a client that needs none.
 * After a sign-in a token counts as issued where the one before it had ended.
 */
export function renewalsOf<Event extends Pick<TokenEvent, 'at' | 'kind'>>(
  history: readonly Event[],
  signedInAt: number | undefined,
): readonly Event[] {
  return history.filter(
    ({ at, kind }) =>
      kind === 'renewed' || (kind === 'issued' && signedInAt !== undefined && at > signedInAt),
  );
}

/** What a check has found, as a person asks it: does mail come in, does it go out. */
export type CheckOutcome = 'good' | `bad.${'none' | 'sending' | 'receiving' | 'both' | 'some'}`;

export function checkOutcome(steps: readonly CheckStep[]): CheckOutcome {
  if (steps.every(({ ok }) => ok)) return 'good';
  const works = (ways: readonly CheckStep['protocol'][]): boolean | undefined => {
    const tried = steps.filter(({ protocol }) => protocol !== undefined && ways.includes(protocol));
    if (tried.every(({ ok }) => ok)) return tried.length > 0 ? true : undefined;
    // one of IMAP and POP may work where the other does not
    return tried.some(({ name, ok }) => name === 'login' && ok) ? undefined : false;
  };
  const receiving = works(['imap', 'pop']);
  const sending = works(['smtp']);
  if (steps.every(({ protocol }) => protocol === undefined)) return 'bad.none';
  if (receiving === true && sending === false) return 'bad.sending';
  if (receiving === false && sending === true) return 'bad.receiving';
  return receiving === false && sending === false ? 'bad.both' : 'bad.some';
}

/**
 * A local password that was just made: it is shown until the page is left, or until it is put away. That of a set-up
 * which was left unfinished is shown again.
 */
export interface ShownPassword {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}
