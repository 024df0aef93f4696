import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import { curlImapFetch, curlPopFetch, curlSend } from '../support/mail-programs/curl.ts';
import { doveadmBackup } from '../support/mail-programs/doveadm.ts';
import { exim } from '../support/mail-programs/exim.ts';
import { imapFlow, nodeImap, nodemailerPool, script } from '../support/mail-programs/libraries.ts';
import { fetchmail } from '../support/mail-programs/fetchmail.ts';
import { mbsync } from '../support/mail-programs/mbsync.ts';
import { msmtp } from '../support/mail-programs/msmtp.ts';
import { muttFetch } from '../support/mail-programs/mutt.ts';
import { nullmailer, openSmtpd, postfix } from '../support/mail-programs/relays.ts';
import type { Door, Envelope, MailboxRun, Run, Tls } from '../support/mail-programs/program.ts';
import { aerc, gitSendEmail, mpop } from '../support/mail-programs/small-programs.ts';
import { swaks } from '../support/mail-programs/swaks.ts';
import { describeWith, type ProgramName } from '../support/mail-programs/requirement.ts';
import { startGateway, type GatewayUnderTest } from './gateway-under-test.ts';
import { suiteMailboxes, suitePassword } from './mail-program-suite.ts';
import { message } from './message-corpus.ts';
import { started, startTestProvider, type TestProvider } from './test-provider.ts';

const { reader, writer } = suiteMailboxes;
const everyTls = ['none', 'starttls', 'implicit'] as const;
const body = 'a few words for each program';

interface Program {
  readonly name: string;
  readonly needs: readonly ProgramName[];
  readonly endpoint: 'imap' | 'pop' | 'smtp';
  /** How it can connect; each way where left out. */
  readonly tls?: readonly Tls[];
  /** Prints the first message, or sends this one. */
  readonly run: (door: Door, mail: Envelope) => Promise<Run>;
}

const programs: readonly Program[] = [
  {
    name: 'curl',
    needs: ['curl'],
    endpoint: 'imap',
    run: async (door) => fetched(await curlImapFetch(door, 1)),
  },
  {
    name: 'curl',
    needs: ['curl'],
    endpoint: 'pop',
    run: async (door) => fetched(await curlPopFetch(door, 1)),
  },
  { name: 'curl', needs: ['curl'], endpoint: 'smtp', run: curlSend },
  { name: 'mbsync', needs: ['mbsync'], endpoint: 'imap', run: async (door) => fetched(await mbsync(door)) },
  {
    name: 'fetchmail',
    needs: ['fetchmail'],
    endpoint: 'imap',
    run: async (door) => fetched(await fetchmail({ ...door, protocol: 'IMAP' }, { keep: true })),
  },
  {
    name: 'mpop',
    needs: ['mpop'],
    endpoint: 'pop',
    run: async (door) => fetched(await mpop(door, { keep: true })),
  },
  { name: 'msmtp', needs: ['msmtp'], endpoint: 'smtp', run: msmtp },
  { name: 'swaks', needs: ['swaks'], endpoint: 'smtp', run: swaks },
  {
    name: 'git send-email',
    needs: ['/usr/lib/git-core/git-send-email'],
    endpoint: 'smtp',
    run: gitSendEmail,
  },
  {
    name: 'PHP imap',
    needs: ['php'],
    endpoint: 'imap',
    // its STARTTLS speaks TLS 1.0 only
    tls: ['none', 'implicit'],
    run: (door) => script('phpImap', door, { protocol: 'imap' }),
  },
  {
    name: 'PHP imap',
    needs: ['php'],
    endpoint: 'pop',
    tls: ['none', 'implicit'],
    run: (door) => script('phpImap', door, { protocol: 'pop3' }),
  },
  {
    name: 'Ruby Net::IMAP, LOGIN',
    needs: ['ruby'],
    endpoint: 'imap',
    run: (door) => script('rubyImap', door, { protocol: 'imap, LOGIN' }),
  },
  {
    name: 'Ruby Net::IMAP, PLAIN',
    needs: ['ruby'],
    endpoint: 'imap',
    run: (door) => script('rubyImap', door),
  },
  {
    name: 'Ruby Net::POP3',
    needs: ['ruby'],
    endpoint: 'pop',
    tls: ['none', 'implicit'],
    run: (door) => script('rubyPop', door),
  },
  {
    name: 'Ruby Net::SMTP',
    needs: ['ruby'],
    endpoint: 'smtp',
    run: (door, mail) => script('rubySmtp', door, { mail }),
  },
  {
    name: 'Perl Mail::IMAPClient',
    needs: ['Mail::IMAPClient'],
    endpoint: 'imap',
    run: (door) => script('perlImapClient', door),
  },
  {
    name: 'Perl Net::IMAP::Simple',
    needs: ['Net::IMAP::Simple'],
    endpoint: 'imap',
    // as PHP's
    tls: ['none', 'implicit'],
    run: (door) => script('perlImapSimple', door),
  },
  { name: 'Perl Net::POP3', needs: ['perl'], endpoint: 'pop', run: (door) => script('perlPop', door) },
  {
    name: 'Perl Net::SMTP',
    needs: ['perl'],
    endpoint: 'smtp',
    run: (door, mail) => script('perlSmtp', door, { mail }),
  },
  {
    name: 'neomutt',
    needs: ['neomutt'],
    endpoint: 'imap',
    run: async (door) => fetched(await muttFetch(door, 'neomutt')),
  },
  { name: 'aerc', needs: ['aerc', '/usr/bin/python3'], endpoint: 'imap', run: aerc },
  {
    name: "Dovecot's imapc",
    needs: [],
    endpoint: 'imap',
    run: async (door) => fetched(await doveadmBackup(door)),
  },
  { name: 'node-imap', needs: [], endpoint: 'imap', run: nodeImap },
  { name: 'ImapFlow', needs: [], endpoint: 'imap', run: imapFlow },
  {
    name: 'go-imap, LOGIN',
    needs: ['go'],
    endpoint: 'imap',
    run: (door) => script('go', door, { protocol: 'imap, LOGIN' }),
  },
  { name: 'go-imap, PLAIN', needs: ['go'], endpoint: 'imap', run: (door) => script('go', door) },
  {
    name: 'Go net/smtp',
    needs: ['go'],
    endpoint: 'smtp',
    run: (door, mail) => script('go', door, { protocol: 'smtp', mail }),
  },
  {
    name: 'JavaMail',
    needs: ['javac', 'javax.mail.jar'],
    endpoint: 'imap',
    run: (door) => script('java', door, { protocol: 'imap' }),
  },
  {
    name: 'JavaMail',
    needs: ['javac', 'javax.mail.jar'],
    endpoint: 'pop',
    run: (door) => script('java', door, { protocol: 'pop3' }),
  },
  {
    name: 'JavaMail',
    needs: ['javac', 'javax.mail.jar'],
    endpoint: 'smtp',
    run: (door, mail) => script('java', door, { protocol: 'smtp', mail }),
  },
  { name: 'a pool of nodemailer', needs: [], endpoint: 'smtp', run: nodemailerPool },
  { name: 'Postfix', needs: ['postfix'], endpoint: 'smtp', run: postfix },
  {
    name: 'Exim',
    needs: ['/usr/local/sbin/exim4'],
    endpoint: 'smtp',
    run: async (door, mail) => {
      const run = await exim(door, mail);
      return { ...run, code: run.firstTry === 'delivered' ? 0 : 1 };
    },
  },
  { name: 'nullmailer', needs: ['/usr/local/lib/nullmailer/smtp'], endpoint: 'smtp', run: nullmailer },
  {
    name: 'OpenSMTPD',
    needs: ['/usr/local/lib/opensmtpd/smtpctl'],
    endpoint: 'smtp',
    tls: ['starttls', 'implicit'],
    run: openSmtpd,
  },
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

  programs.forEach(({ name, needs, endpoint, tls: can = everyTls, run }, number) => {
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
