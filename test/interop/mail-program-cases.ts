import type { ProgramName } from '../support/mail-programs/requirement.ts';
import type { Envelope, Login, MailboxRun, Run } from '../support/mail-programs/program.ts';
import { curlImapAppend, curlImapCommand, curlImapFetch } from '../support/mail-programs/curl.ts';
import { curlPopDelete, curlPopFetch, curlSend, type CurlOptions } from '../support/mail-programs/curl.ts';
import { imaplib, poplib, smtplib } from '../support/mail-programs/python.ts';
import { getmail } from '../support/mail-programs/getmail.ts';
import { mbsync } from '../support/mail-programs/mbsync.ts';
import { muttFetch, muttSend } from '../support/mail-programs/mutt.ts';
import { veryLongLines } from './message-corpus.ts';
import {
  fdm,
  gitSendEmail,
  mpop,
  sNail,
  msmtp,
  swaks,
  fetchmail,
  offlineimap,
} from '../support/mail-programs/small-programs.ts';

type MailEndpoint = 'imap' | 'pop' | 'smtp';

interface Case {
  readonly name: string;
  readonly program: ProgramName;
  readonly endpoint: MailEndpoint;
}

/** Fetches every message of a mailbox that holds `count` of them. */
export interface FetchCase extends Case {
  /** How the program stores the ends of lines. */
  readonly lineEnds: 'CRLF' | 'LF';
  /** The subject of a message that this program itself changes. */
  readonly except?: string;
  readonly fetch: (login: Login, count: number) => Promise<MailboxRun>;
}

/** Puts one message into the mailbox. */
export interface AppendCase extends Case {
  readonly append: (login: Login, content: Buffer) => Promise<Run>;
}

/** Deletes the one message of a mailbox. */
export interface DeleteCase extends Case {
  readonly delete: (login: Login) => Promise<Run>;
}

export interface SendCase extends Case {
  readonly send: (login: Login, message: Envelope) => Promise<Run>;
  /** What the program does to a message of lines: nothing, or it writes the header itself. */
  readonly keeps: 'message' | 'body';
}

function fetches(
  endpoint: MailEndpoint,
  name: string,
  program: ProgramName,
  lineEnds: FetchCase['lineEnds'],
  fetch: FetchCase['fetch'],
  except?: string,
): FetchCase {
  return { endpoint, name, program, lineEnds, fetch, ...(except === undefined ? {} : { except }) };
}

function deletes(
  endpoint: MailEndpoint,
  name: string,
  program: ProgramName,
  doIt: DeleteCase['delete'],
): DeleteCase {
  return { endpoint, name, program, delete: doIt };
}

function sends(
  name: string,
  program: ProgramName,
  keeps: SendCase['keeps'],
  send: SendCase['send'],
): SendCase {
  return { endpoint: 'smtp', name, program, keeps, send };
}

/** curl fetches one message a run. */
function curlEach(
  fetchOne: (login: Login, number: number, options?: CurlOptions) => Promise<MailboxRun>,
  options: CurlOptions,
): (login: Login, count: number) => Promise<MailboxRun> {
  return async (login, count) => {
    const messages: Buffer[] = [];
    let last: MailboxRun = { code: 0, stdout: Buffer.alloc(0), stderr: '', messages };
    for (let number = 1; number <= count && last.code === 0; number += 1) {
      last = await fetchOne(login, number, options);
      messages.push(...last.messages);
    }
    return { ...last, messages };
  };
}

const curlForms: readonly { readonly name: string; readonly options: CurlOptions }[] = [
  { name: 'curl, mechanism of its choice', options: {} },
  { name: 'curl, PLAIN in two steps', options: { login: 'PLAIN' } },
  { name: 'curl, PLAIN with an initial response', options: { login: 'PLAIN', initialResponse: true } },
  { name: 'curl, SASL LOGIN', options: { login: 'LOGIN' } },
  { name: 'curl, SASL LOGIN with an initial response', options: { login: 'LOGIN', initialResponse: true } },
];

// curl sends only mechanisms that were announced, and over IMAP that is PLAIN alone; imaplib sends LOGIN below
const curlImapForms = curlForms.filter(({ options }) => options.login !== 'LOGIN');

const imapFetchCases: readonly FetchCase[] = [
  ...curlImapForms.map(({ name, options }) =>
    fetches('imap', name, 'curl', 'CRLF', curlEach(curlImapFetch, options)),
  ),
  fetches('imap', 'imaplib, LOGIN', '/usr/bin/python3', 'CRLF', (login) => imaplib(login, { fetch: true })),
  fetches('imap', 'imaplib, AUTHENTICATE PLAIN', '/usr/bin/python3', 'CRLF', (login) =>
    imaplib({ ...login, mechanism: 'PLAIN' }, { fetch: true }),
  ),
  fetches('imap', 'imaplib, AUTHENTICATE LOGIN', '/usr/bin/python3', 'CRLF', (login) =>
    imaplib({ ...login, mechanism: 'LOGIN' }, { fetch: true }),
  ),
  fetches('imap', 'mbsync', 'mbsync', 'LF', (login) => mbsync(login)),
  fetches('imap', 'mbsync, LOGIN', 'mbsync', 'LF', (login) => mbsync(login, { mechanism: 'LOGIN' })),
  fetches(
    'imap',
    'fetchmail',
    'fetchmail',
    'LF',
    (login) => fetchmail({ ...login, protocol: 'IMAP' }, { keep: true }),
    veryLongLines,
  ),
  fetches('imap', 'getmail', 'getmail', 'LF', (login) =>
    getmail({ ...login, protocol: 'IMAP' }, { keep: true }),
  ),
  fetches('imap', 'offlineimap', 'offlineimap', 'LF', (login) => offlineimap(login)),
  fetches('imap', 'mutt', 'mutt', 'LF', (login) => muttFetch(login)),
  fetches('imap', 'fdm', 'fdm', 'LF', (login) => fdm({ ...login, protocol: 'imap' }, { keep: true })),
];

const popFetchCases: readonly FetchCase[] = [
  ...curlForms.map(({ name, options }) =>
    fetches('pop', name, 'curl', 'CRLF', curlEach(curlPopFetch, options)),
  ),
  fetches('pop', 'poplib', '/usr/bin/python3', 'CRLF', (login) => poplib(login, { fetch: true })),
  fetches(
    'pop',
    'fetchmail',
    'fetchmail',
    'LF',
    (login) => fetchmail({ ...login, protocol: 'POP3' }, { keep: true }),
    veryLongLines,
  ),
  fetches('pop', 'getmail', 'getmail', 'LF', (login) =>
    getmail({ ...login, protocol: 'POP3' }, { keep: true }),
  ),
  fetches('pop', 'mpop', 'mpop', 'LF', (login) => mpop(login, { keep: true })),
  fetches('pop', 'fdm', 'fdm', 'LF', (login) => fdm({ ...login, protocol: 'pop3' }, { keep: true })),
];

export const fetchCases: readonly FetchCase[] = [...imapFetchCases, ...popFetchCases];

export const appendCases: readonly AppendCase[] = [
  {
    name: 'curl',
    program: 'curl',
    endpoint: 'imap',
    append: (login, content) => curlImapAppend(login, content),
  },
  {
    name: 'imaplib',
    program: '/usr/bin/python3',
    endpoint: 'imap',
    append: (login, content) => imaplib(login, { append: content }),
  },
];

export const deleteCases: readonly DeleteCase[] = [
  deletes('imap', 'curl', 'curl', async (login) => {
    const marked = await curlImapCommand(login, 'STORE 1 +FLAGS.SILENT (\\Deleted)');
    return marked.code === 0 ? await curlImapCommand(login, 'EXPUNGE') : marked;
  }),
  deletes('pop', 'curl', 'curl', (login) => curlPopDelete(login, 1)),
  deletes('imap', 'imaplib', '/usr/bin/python3', (login) => imaplib(login, { delete: 1 })),
  deletes('pop', 'poplib', '/usr/bin/python3', (login) => poplib(login, { delete: 1 })),
  deletes('imap', 'mbsync', 'mbsync', (login) => mbsync(login, { deleteAll: true })),
  deletes('imap', 'fetchmail', 'fetchmail', (login) =>
    fetchmail({ ...login, protocol: 'IMAP' }, { keep: false }),
  ),
  deletes('pop', 'fetchmail', 'fetchmail', (login) =>
    fetchmail({ ...login, protocol: 'POP3' }, { keep: false }),
  ),
  deletes('pop', 'getmail', 'getmail', (login) => getmail({ ...login, protocol: 'POP3' }, { keep: false })),
  deletes('pop', 'mpop', 'mpop', (login) => mpop(login, { keep: false })),
  deletes('imap', 'fdm', 'fdm', (login) => fdm({ ...login, protocol: 'imap' }, { keep: false })),
];

export const sendCases: readonly SendCase[] = [
  ...curlForms.map(({ name, options }) =>
    sends(name, 'curl', 'message', (login, mail) => curlSend(login, mail, options)),
  ),
  sends('smtplib, mechanism of its choice', '/usr/bin/python3', 'message', (login, mail) =>
    smtplib(login, mail),
  ),
  sends('smtplib, PLAIN in two steps', '/usr/bin/python3', 'message', (login, mail) =>
    smtplib({ ...login, mechanism: 'PLAIN', initialResponse: false }, mail),
  ),
  sends('smtplib, LOGIN with the user', '/usr/bin/python3', 'message', (login, mail) =>
    smtplib({ ...login, mechanism: 'LOGIN' }, mail),
  ),
  sends('msmtp, PLAIN', 'msmtp', 'message', (login, mail) => msmtp(login, mail)),
  sends('msmtp, LOGIN', 'msmtp', 'message', (login, mail) => msmtp({ ...login, mechanism: 'login' }, mail)),
  sends('swaks, mechanism of its choice', 'swaks', 'message', (login, mail) => swaks(login, mail)),
  sends('swaks, PLAIN', 'swaks', 'message', (login, mail) => swaks({ ...login, mechanism: 'PLAIN' }, mail)),
  sends('mutt', 'mutt', 'body', (login, mail) => muttSend(login, mail)),
  sends('s-nail', 's-nail', 'body', (login, mail) => sNail(login, mail)),
  sends('git send-email', '/usr/lib/git-core/git-send-email', 'body', (login, mail) =>
    gitSendEmail(login, mail),
  ),
];
