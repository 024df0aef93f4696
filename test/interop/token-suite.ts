import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import { maildirMessages } from '../support/mail-programs/maildir.ts';
import {
  inWorkspace,
  messageDrop,
  runProgram,
  type Run,
  type Workspace,
} from '../support/mail-programs/program.ts';
import { describeWith } from '../support/mail-programs/requirement.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import { suiteMailboxes, withoutReceived } from './mail-program-suite.ts';
import { message, ordinaryMessages } from './message-corpus.ts';
import { difference } from './same-bytes.ts';

const { reader, writer } = suiteMailboxes;
const otto = 'otto@example.net';
const page = readFileSync(join(import.meta.dirname, '../../docs/tokens.md'), 'utf8');

function fetched(messages: readonly Buffer[], said: string): void {
  expect(messages.length, said).toBe(ordinaryMessages.length);
}

/** The lines of a program in docs/tokens.md, with these texts in the place of others; each of them must be there. */
function lines(program: string, address: string, replaced: Readonly<Record<string, string>>): string {
  let text = new RegExp(`\`\`\`${program}\\n([^]*?)\`\`\``, 'u').exec(page)?.[1] ?? '';
  for (const [from, to] of Object.entries({ ...replaced, 'anna@contoso.com': address })) {
    expect(text).toContain(from);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** What the programs need: a service that has the tokens, and the server that they log in to by themselves. */
export interface TokenPlace {
  readonly gateway: GatewayUnderTest;
  readonly dovecot: Dovecot;
  readonly authorityFile: string;
}

/**
 * The programs of docs/tokens.md with the very lines that stand there, but for the server and the account: they log in to
 * Dovecot themselves, with the tokens that the command gives them.
 */
export function tokenSuite(place: () => TokenPlace): void {
  /** Runs a program that finds `mailwicket` on its path. */
  const run = (
    workspace: Workspace,
    program: string,
    args: readonly string[],
    input?: Uint8Array,
  ): Promise<Run> => {
    const { gateway, authorityFile } = place();
    const path = `${gateway.commandFolder}:/usr/local/bin:/usr/bin:/bin`;
    return runProgram(program, args, {
      folder: workspace.folder,
      environment: { PATH: path, NODE_EXTRA_CA_CERTS: authorityFile, SSL_CERT_FILE: authorityFile },
      ...(input === undefined ? {} : { input }),
    });
  };

  const muttrc = (workspace: Workspace, address: string): string => {
    const { dovecot, authorityFile } = place();
    const given = lines('muttrc', address, {
      'imaps://outlook.office365.com/': `imaps://${dovecot.imap.host}:${dovecot.imap.implicit}/`,
      'smtp.office365.com:587': `${dovecot.submission.host}:${dovecot.submission.starttls}`,
    });
    const ours = [
      `set certificate_file=${authorityFile}`,
      'set confirmcreate=no confirmappend=no quit=yes move=no mark_old=no copy=no mbox_type=Maildir header_cache=',
      'set hostname=client.test abort_nosubject=no',
      `set from=${address} use_envelope_from=yes envelope_from_address=${address}`,
    ];
    return workspace.file('muttrc', [given, ...ours, ''].join('\n'));
  };

  describeWith(['dovecot', 'mbsync', 'libkdexoauth2.so'], 'mbsync, with a token', () => {
    test('fetches every message', async () => {
      const { dovecot, authorityFile } = place();
      await inWorkspace(async (workspace) => {
        const local = workspace.directory('local/INBOX');
        const account = lines('mbsyncrc', reader, {
          'Host outlook.office365.com\n': `Host ${dovecot.imap.host}\nPort ${dovecot.imap.implicit}\nCertificateFile ${authorityFile}\n`,
        });
        const stores = [
          ['IMAPStore remote', 'Account work', ''],
          ['MaildirStore local', `Path ${workspace.path('local')}/`, `Inbox ${local}`, ''],
          ['Channel mail', 'Far :remote:INBOX', 'Near :local:INBOX', 'Create Near', 'Sync Pull'],
          [`SyncState ${workspace.directory('state')}/`, ''],
        ].flat();
        const configuration = workspace.file('mbsyncrc', [account, ...stores].join('\n'));
        const { code, stderr } = await run(workspace, 'mbsync', ['-c', configuration, '-V', 'mail']);
        expect(code, stderr).toBe(0);
        fetched(maildirMessages(local), stderr);
      });
    });
  });

  describeWith(['dovecot', 'msmtp'], 'msmtp, with a token', () => {
    test('sends, byte for byte', async () => {
      const { dovecot, authorityFile } = place();
      const content = message('sent by msmtp with a token', 'a few words\r\n.\r\nGrüße\r\n');
      await inWorkspace(async (workspace) => {
        const configuration = lines('msmtprc', writer, {
          'host smtp.office365.com': `host ${dovecot.submission.host}\ndomain client.test\ntls_trust_file ${authorityFile}`,
          'port 587': `port ${dovecot.submission.starttls}`,
        });
        const options = [`--file=${workspace.file('msmtprc', configuration)}`, '--account=work'];
        const { code, stderr } = await run(workspace, 'msmtp', [...options, '--', otto], content);
        expect(code, stderr).toBe(0);
      });
      const arrived = await dovecot.sent.next();
      expect(difference(withoutReceived(arrived.content), content)).toBeUndefined();
    });
  });

  describeWith(['dovecot', 'mutt'], 'mutt, with a token', () => {
    test('fetches every message', async () => {
      await inWorkspace(async (workspace) => {
        const local = workspace.path('local');
        const tag = '<tag-pattern>~A<enter>';
        const push = `push "${tag}${tag}<tag-prefix><copy-message>${local}<enter><exit>"`;
        const configuration = muttrc(workspace, reader);
        const command = `mutt -n -F ${configuration} -e '${push}'`;
        const { stderr, stdout } = await run(workspace, 'script', ['-qec', command, '/dev/null']);
        fetched(maildirMessages(local), stderr + stdout.toString());
      });
    });

    test('sends', async () => {
      await inWorkspace(async (workspace) => {
        const configuration = muttrc(workspace, writer);
        const args = ['-n', '-F', configuration, '-s', 'sent by mutt with a token', '--', otto];
        const { code, stderr } = await run(workspace, 'mutt', args, Buffer.from('a few words\n'));
        expect(code, stderr).toBe(0);
      });
      const arrived = await place().dovecot.sent.next();
      expect(arrived.content.toString()).toContain('a few words');
    });
  });

  describeWith(['dovecot', 'getmail'], 'getmail, with a token', () => {
    test('fetches every message', async () => {
      const { dovecot, authorityFile } = place();
      await inWorkspace(async (workspace) => {
        const drop = messageDrop(workspace);
        const given = lines('getmailrc', reader, {
          'server = outlook.office365.com': `server = ${dovecot.imap.host}\nport = ${dovecot.imap.implicit}\nca_certs = ${authorityFile}`,
        });
        const destination = ['[destination]', 'type = MDA_external', 'path = /bin/sh'];
        const ours = [`arguments = ("${drop.script}",)`, 'allow_root_commands = true', '[options]'];
        const text = [given, ...destination, ...ours, 'read_all = true', 'delete = false', ''].join('\n');
        const { code, stderr, stdout } = await run(workspace, 'getmail', [
          `--getmaildir=${workspace.directory('home')}`,
          `--rcfile=${workspace.file('getmailrc', text)}`,
        ]);
        expect(code, stderr + stdout.toString()).toBe(0);
        fetched(drop.messages(), stderr);
      });
    });
  });

  describeWith(['dovecot', 'offlineimap'], 'OfflineIMAP, with a token', () => {
    test('fetches every message', async () => {
      const { dovecot, authorityFile } = place();
      await inWorkspace(async (workspace) => {
        const given = lines('offlineimaprc', reader, {
          'remotehost = outlook.office365.com': `remotehost = ${dovecot.imap.host}\nremoteport = ${dovecot.imap.implicit}`,
          '/etc/ssl/certs/ca-certificates.crt': authorityFile,
        });
        const ours = [
          ['[general]', `metadata = ${workspace.directory('metadata')}`, 'accounts = mail', 'ui = basic'],
          ['[Account mail]', 'localrepository = local', 'remoterepository = remote'],
          ['[Repository local]', 'type = Maildir', `localfolders = ${workspace.directory('local')}`],
        ].flat();
        const text = [...ours, given, "folderfilter = lambda name: name == 'INBOX'", ''].join('\n');
        const configuration = workspace.file('offlineimaprc', text);
        const { code, stderr, stdout } = await run(workspace, 'offlineimap', ['-o', '-c', configuration]);
        expect(code, stderr + stdout.toString()).toBe(0);
        fetched(maildirMessages(workspace.path('local/INBOX')), stderr + stdout.toString());
      });
    });
  });
}
