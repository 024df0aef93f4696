import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import { curlImapFetch, curlPopFetch, curlSend } from '../support/mail-programs/curl.ts';
import { exim } from '../support/mail-programs/exim.ts';
import { imapFlow, nodeImap, nodemailerPool, script } from '../support/mail-programs/libraries.ts';
import { mbsync } from '../support/mail-programs/mbsync.ts';
import { muttFetch } from '../support/mail-programs/mutt.ts';
import { nullmailer, openSmtpd, postfix } from '../support/mail-programs/relays.ts';
import type { Door, Envelope, MailboxRun, Run, Tls } from '../support/mail-programs/program.ts';
import {
  aerc,
  gitSendEmail,
  mpop,
  msmtp,
  swaks,
  fetchmail,
  doveadmBackup,
} from '../support/mail-programs/small-programs.ts';
import { describeWith, type ProgramName } from '../support/mail-programs/requirement.ts';
import { startGateway, type GatewayUnderTest } from './gateway-under-test.ts';
import { suiteMailboxes, suitePassword } from './mail-program-suite.ts';
import { message } from './message-corpus.ts';
import { started, startTestProvider, type TestProvider } from './test-provider.ts';

const { reader, writer } = suiteMailboxes;
const everyTls = ['none', 'starttls', 'implicit'] as const;
/** Of programs whose STARTTLS speaks TLS 1.0 only, or that have none. */
const withoutStartTls = ['none', 'implicit'] as const;
const body = 'a few words for each program';

interface Program {
  readonly name: string;
  readonly needs: readonly ProgramName[];
  readonly endpoint: 'imap' | 'pop' | 'smtp';
  /** How it can connect. */
  readonly tls: readonly Tls[];
  /** Prints the first message, or sends this one. */
  readonly run: (door: Door, mail: Envelope) => Promise<Run>;
}

function program(
  endpoint: Program['endpoint'],
  name: string,
  needs: readonly ProgramName[],
  run: Program['run'],
  tls: readonly Tls[] = everyTls,
): Program {
  return { endpoint, name, needs, run, tls };
}

const programs: readonly Program[] = [
  program('imap', 'curl', ['curl'], async (door) => fetched(await curlImapFetch(door, 1))),
  program('pop', 'curl', ['curl'], async (door) => fetched(await curlPopFetch(door, 1))),
  program('smtp', 'curl', ['curl'], curlSend),
  program('imap', 'mbsync', ['mbsync'], async (door) => fetched(await mbsync(door))),
  program('imap', 'fetchmail', ['fetchmail'], async (door) =>
    fetched(await fetchmail({ ...door, protocol: 'IMAP' }, { keep: true })),
  ),
  program('pop', 'mpop', ['mpop'], async (door) => fetched(await mpop(door, { keep: true }))),
  program('smtp', 'msmtp', ['msmtp'], msmtp),
  program('smtp', 'swaks', ['swaks'], swaks),
  program('smtp', 'git send-email', ['/usr/lib/git-core/git-send-email'], gitSendEmail),
  program(
    'imap',
    'PHP imap',
    ['php'],
    (door) => script('phpImap', door, { protocol: 'imap' }),
    withoutStartTls,
  ),
  program(
    'pop',
    'PHP imap',
    ['php'],
    (door) => script('phpImap', door, { protocol: 'pop3' }),
    withoutStartTls,
  ),
  program('imap', 'Ruby Net::IMAP, LOGIN', ['ruby'], (door) =>
    script('rubyImap', door, { protocol: 'imap, LOGIN' }),
  ),
  program('imap', 'Ruby Net::IMAP, PLAIN', ['ruby'], (door) => script('rubyImap', door)),
  program('pop', 'Ruby Net::POP3', ['ruby'], (door) => script('rubyPop', door), withoutStartTls),
  program('smtp', 'Ruby Net::SMTP', ['ruby'], (door, mail) => script('rubySmtp', door, { mail })),
  program('imap', 'Perl Mail::IMAPClient', ['Mail::IMAPClient'], (door) => script('perlImapClient', door)),
  program(
    'imap',
    'Perl Net::IMAP::Simple',
    ['Net::IMAP::Simple'],
    (door) => script('perlImapSimple', door),
    withoutStartTls,
  ),
  program('pop', 'Perl Net::POP3', ['perl'], (door) => script('perlPop', door)),
  program('smtp', 'Perl Net::SMTP', ['perl'], (door, mail) => script('perlSmtp', door, { mail })),
  program('imap', 'neomutt', ['neomutt'], async (door) => fetched(await muttFetch(door, 'neomutt'))),
  program('imap', 'aerc', ['aerc', '/usr/bin/python3'], aerc),
  program('imap', "Dovecot's imapc", [], async (door) => fetched(await doveadmBackup(door))),
  program('imap', 'node-imap', [], nodeImap),
  program('imap', 'ImapFlow', [], imapFlow),
  program('imap', 'go-imap, LOGIN', ['go'], (door) => script('go', door, { protocol: 'imap, LOGIN' })),
  program('imap', 'go-imap, PLAIN', ['go'], (door) => script('go', door)),
  program('smtp', 'Go net/smtp', ['go'], (door, mail) => script('go', door, { protocol: 'smtp', mail })),
  program('imap', 'JavaMail', ['javac', 'javax.mail.jar'], (door) =>
    script('java', door, { protocol: 'imap' }),
  ),
  program('pop', 'JavaMail', ['javac', 'javax.mail.jar'], (door) =>
    script('java', door, { protocol: 'pop3' }),
  ),
  program('smtp', 'JavaMail', ['javac', 'javax.mail.jar'], (door, mail) =>
    script('java', door, { protocol: 'smtp', mail }),
  ),
  program('smtp', 'a pool of nodemailer', [], nodemailerPool),
  program('smtp', 'Postfix', ['postfix'], postfix),
  program('smtp', 'Exim', ['/usr/local/sbin/exim4'], async (door, mail) => {
    const run = await exim(door, mail);
    return { ...run, code: run.firstTry === 'delivered' ? 0 : 1 };
  }),
  program('smtp', 'nullmailer', ['/usr/local/lib/nullmailer/smtp'], nullmailer),
  program('smtp', 'OpenSMTPD', ['/usr/local/lib/opensmtpd/smtpctl'], openSmtpd, ['starttls', 'implicit']),
];

/** What was fetched, in the place of what was printed; without it the run has failed, whatever its status. */
function fetched({ messages, ...run }: MailboxRun): Run {
  return { ...run, code: messages.length === 0 ? 1 : run.code, stdout: Buffer.concat(messages) };
}

describeWith(['dovecot'], 'with the TLS ports on', () => {
  const identity = started<TestProvider>();
  const dovecot = started<Dovecot>();
  const gateway = started<GatewayUnderTest>();

  beforeAll(async () => {
    identity.set(await startTestProvider());
    dovecot.set(await identity.get().startTokenDovecot());
    dovecot.get().deliver(reader, message('first', `${body}\r\n`));
    const accounts = [reader, writer].map((address) => ({ address, password: suitePassword }));
    gateway.set(
      await startGateway({ identity: identity.get(), dovecot: dovecot.get(), accounts, tlsPorts: true }),
    );
  });
  afterAll(async () => {
    await gateway.peek()?.stop();
    await dovecot.peek()?.stop();
    await identity.peek()?.stop();
  });

  const door = (endpoint: Program['endpoint'], tls: Tls): Door => {
    const { ports, tlsPorts } = gateway.get();
    return {
      port: (tls === 'implicit' ? tlsPorts : ports)[endpoint],
      user: endpoint === 'smtp' ? writer : reader,
      password: suitePassword,
      tls,
      authority: gateway.get().authorityFile,
    };
  };

  const arrived = (to: string): string[] =>
    dovecot
      .get()
      .sent.messages.filter((one) => one.to.includes(to))
      .map(({ content }) => content.toString('latin1'));

  programs.forEach(({ name, needs, endpoint, tls: can, run }, number) => {
    const isLetIn = async (from: Door, to: string): Promise<void> => {
      const accepted = await run(from, { from: writer, to, content: message(name, `${body}\r\n`) });
      expect(accepted.code, `${from.tls}: ${accepted.stderr}`).toBe(0);
      if (endpoint === 'smtp') expect(arrived(to)).toEqual([expect.stringContaining(`\r\n${body}`)]);
      else expect(accepted.stdout.toString()).toContain(body);
    };

    describeWith(needs, `${name} over ${endpoint}`, () => {
      test('a wrong password is reported, and the right one does, without TLS, with it, and once the token is revoked', async () => {
        const tryOut = async (tls: Tls): Promise<void> => {
          const right = door(endpoint, tls);
          const to = `${tls}-${number}@example.net`;
          const mail = { from: writer, to, content: message(name, `${body}\r\n`) };
          const refused = await run({ ...right, password: 'not the password' }, mail);
          expect(refused.code, `${tls}: ${refused.stderr}`).not.toBe(0);
          expect(refused.stdout.toString()).not.toContain(body);
          expect(arrived(to)).toEqual([]);
          await isLetIn(right, to);
        };
        await Promise.all(can.map(tryOut));
        // and it notices nothing of a token that was revoked meanwhile
        const again = door(endpoint, can[1] ?? 'none');
        expect(identity.get().revokeAccessTokens(again.user)).toBeGreaterThan(0);
        await isLetIn(again, `again-${number}@example.net`);
      });
    });
  });

  describeWith(
    ['/usr/local/sbin/exim4'],
    'Exim, which stops sending behind its QUIT, on a plain port',
    () => {
      test('hears each verdict at its first try, and sends no message twice', async () => {
        const tries: string[] = [];
        const { sent } = dovecot.get();
        const before = sent.messages.length;
        for (let round = 1; round <= 12; round += 1) {
          const content = message(`round ${round}`, `${body}\r\n`);
          const run = await exim(door('smtp', 'none'), { from: writer, to: 'otto@example.net', content });
          tries.push(run.firstTry === 'delivered' ? run.firstTry : run.stderr);
        }
        expect(tries).toEqual(Array.from({ length: 12 }, () => 'delivered'));
        expect(sent.messages).toHaveLength(before + 12);
      });
    },
  );
});
