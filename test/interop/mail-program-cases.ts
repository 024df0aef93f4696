import type { ProgramName } from '../support/mail-programs/requirement.ts';
import type { Envelope, Login, MailboxRun, Run } from '../support/mail-programs/program.ts';
import { curlImapAppend, curlImapCommand, curlImapFetch } from '../support/mail-programs/curl.ts';
import { curlPopDelete, curlPopFetch, curlSend, type CurlOptions } from '../support/mail-programs/curl.ts';
import { imaplib, poplib, smtplib } from '../support/mail-programs/python.ts';
import { fetchmail } from '../support/mail-programs/fetchmail.ts';
import { getmail } from '../support/mail-programs/getmail.ts';
import { mbsync } from '../support/mail-programs/mbsync.ts';
import { msmtp } from '../support/mail-programs/msmtp.ts';
import { muttFetch, muttSend } from '../support/mail-programs/mutt.ts';
import { offlineimap } from '../support/mail-programs/offlineimap.ts';
import { veryLongLines } from './message-corpus.ts';
import { fdm, gitSendEmail, mpop, sNail } from '../support/mail-programs/small-programs.ts';
import { swaks } from '../support/mail-programs/swaks.ts';

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
  ...curlImapForms.map(({ name, options }): FetchCase => ({
    name,
    program: 'curl',
    endpoint: 'imap',
    lineEnds: 'CRLF',
    fetch: curlEach(curlImapFetch, options),
  })),
  {
    name: 'imaplib, LOGIN',
    program: '/usr/bin/python3',
    endpoint: 'imap',
    lineEnds: 'CRLF',
    fetch: (login) => imaplib(login, { fetch: true }),
  },
  {
    name: 'imaplib, AUTHENTICATE PLAIN',
    program: '/usr/bin/python3',
    endpoint: 'imap',
    lineEnds: 'CRLF',
    fetch: (login) => imaplib({ ...login, mechanism: 'PLAIN' }, { fetch: true }),
  },
  {
    name: 'imaplib, AUTHENTICATE LOGIN',
    program: '/usr/bin/python3',
    endpoint: 'imap',
    lineEnds: 'CRLF',
    fetch: (login) => imaplib({ ...login, mechanism: 'LOGIN' }, { fetch: true }),
  },
  { name: 'mbsync', program: 'mbsync', endpoint: 'imap', lineEnds: 'LF', fetch: (login) => mbsync(login) },
  {
    name: 'mbsync, LOGIN',
    program: 'mbsync',
    endpoint: 'imap',
    lineEnds: 'LF',
    fetch: (login) => mbsync(login, { mechanism: 'LOGIN' }),
  },
  {
    name: 'fetchmail',
    program: 'fetchmail',
    endpoint: 'imap',
    lineEnds: 'LF',
    except: veryLongLines,
    fetch: (login) => fetchmail({ ...login, protocol: 'IMAP' }, { keep: true }),
  },
  {
    name: 'getmail',
    program: 'getmail',
    endpoint: 'imap',
    lineEnds: 'LF',
    fetch: (login) => getmail({ ...login, protocol: 'IMAP' }, { keep: true }),
  },
  {
    name: 'offlineimap',
    program: 'offlineimap',
    endpoint: 'imap',
    lineEnds: 'LF',
    fetch: (login) => offlineimap(login),
  },
  { name: 'mutt', program: 'mutt', endpoint: 'imap', lineEnds: 'LF', fetch: (login) => muttFetch(login) },
  {
    name: 'fdm',
    program: 'fdm',
    endpoint: 'imap',
    lineEnds: 'LF',
    fetch: (login) => fdm({ ...login, protocol: 'imap' }, { keep: true }),
  },
];

const popFetchCases: readonly FetchCase[] = [
  ...curlForms.map(({ name, options }): FetchCase => ({
    name,
    program: 'curl',
    endpoint: 'pop',
    lineEnds: 'CRLF',
    fetch: curlEach(curlPopFetch, options),
  })),
  {
    name: 'poplib',
    program: '/usr/bin/python3',
    endpoint: 'pop',
    lineEnds: 'CRLF',
    fetch: (login) => poplib(login, { fetch: true }),
  },
  {
    name: 'fetchmail',
    program: 'fetchmail',
    endpoint: 'pop',
    lineEnds: 'LF',
    except: veryLongLines,
    fetch: (login) => fetchmail({ ...login, protocol: 'POP3' }, { keep: true }),
  },
  {
    name: 'getmail',
    program: 'getmail',
    endpoint: 'pop',
    lineEnds: 'LF',
    fetch: (login) => getmail({ ...login, protocol: 'POP3' }, { keep: true }),
  },
  {
    name: 'mpop',
    program: 'mpop',
    endpoint: 'pop',
    lineEnds: 'LF',
    fetch: (login) => mpop(login, { keep: true }),
  },
  {
    name: 'fdm',
    program: 'fdm',
    endpoint: 'pop',
    lineEnds: 'LF',
    fetch: (login) => fdm({ ...login, protocol: 'pop3' }, { keep: true }),
  },
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
  {
    name: 'curl',
    program: 'curl',
    endpoint: 'imap',
    delete: async (login) => {
      const marked = await curlImapCommand(login, 'STORE 1 +FLAGS.SILENT (\\Deleted)');
      return marked.code === 0 ? await curlImapCommand(login, 'EXPUNGE') : marked;
    },
  },
  { name: 'curl', program: 'curl', endpoint: 'pop', delete: (login) => curlPopDelete(login, 1) },
  {
    name: 'imaplib',
    program: '/usr/bin/python3',
    endpoint: 'imap',
    delete: (login) => imaplib(login, { delete: 1 }),
  },
  {
    name: 'poplib',
    program: '/usr/bin/python3',
    endpoint: 'pop',
    delete: (login) => poplib(login, { delete: 1 }),
  },
  {
    name: 'mbsync',
    program: 'mbsync',
    endpoint: 'imap',
    delete: (login) => mbsync(login, { deleteAll: true }),
  },
  {
    name: 'fetchmail',
    program: 'fetchmail',
    endpoint: 'imap',
    delete: (login) => fetchmail({ ...login, protocol: 'IMAP' }, { keep: false }),
  },
  {
    name: 'fetchmail',
    program: 'fetchmail',
    endpoint: 'pop',
    delete: (login) => fetchmail({ ...login, protocol: 'POP3' }, { keep: false }),
  },
  {
    name: 'getmail',
    program: 'getmail',
    endpoint: 'pop',
    delete: (login) => getmail({ ...login, protocol: 'POP3' }, { keep: false }),
  },
  { name: 'mpop', program: 'mpop', endpoint: 'pop', delete: (login) => mpop(login, { keep: false }) },
  {
    name: 'fdm',
    program: 'fdm',
    endpoint: 'imap',
    delete: (login) => fdm({ ...login, protocol: 'imap' }, { keep: false }),
  },
];

export const sendCases: readonly SendCase[] = [
  ...curlForms.map(({ name, options }): SendCase => ({
    name,
    program: 'curl',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => curlSend(login, mail, options),
  })),
  {
    name: 'smtplib, mechanism of its choice',
    program: '/usr/bin/python3',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => smtplib(login, mail),
  },
  {
    name: 'smtplib, PLAIN in two steps',
    program: '/usr/bin/python3',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => smtplib({ ...login, mechanism: 'PLAIN', initialResponse: false }, mail),
  },
  {
    name: 'smtplib, LOGIN with the user',
    program: '/usr/bin/python3',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => smtplib({ ...login, mechanism: 'LOGIN' }, mail),
  },
  {
    name: 'msmtp, PLAIN',
    program: 'msmtp',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => msmtp(login, mail),
  },
  {
    name: 'msmtp, LOGIN',
    program: 'msmtp',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => msmtp({ ...login, mechanism: 'login' }, mail),
  },
  {
    name: 'swaks, mechanism of its choice',
    program: 'swaks',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => swaks(login, mail),
  },
  {
    name: 'swaks, PLAIN',
    program: 'swaks',
    endpoint: 'smtp',
    keeps: 'message',
    send: (login, mail) => swaks({ ...login, mechanism: 'PLAIN' }, mail),
  },
  {
    name: 'mutt',
    program: 'mutt',
    endpoint: 'smtp',
    keeps: 'body',
    send: (login, mail) => muttSend(login, mail),
  },
  {
    name: 's-nail',
    program: 's-nail',
    endpoint: 'smtp',
    keeps: 'body',
    send: (login, mail) => sNail(login, mail),
  },
  {
    name: 'git send-email',
    program: '/usr/lib/git-core/git-send-email',
    endpoint: 'smtp',
    keeps: 'body',
    send: (login, mail) => gitSendEmail(login, mail),
  },
];
