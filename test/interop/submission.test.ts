import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { curlSend } from '../support/mail-programs/curl.ts';
import { msmtp } from '../support/mail-programs/msmtp.ts';
import type { Envelope, Login, Run } from '../support/mail-programs/program.ts';
import { smtplib } from '../support/mail-programs/python.ts';
import { swaks } from '../support/mail-programs/swaks.ts';
import { localPassword, SystemBench } from '../support/system-bench.ts';
import { ordinaryMessages } from './message-corpus.ts';
import { difference } from './same-bytes.ts';

const anna = 'anna@example.org';
const blind = 'blind@example.com';

const programs: readonly (readonly [string, (login: Login, message: Envelope) => Promise<Run>])[] = [
  ['curl', (login, message) => curlSend(login, message)],
  ['msmtp', msmtp],
  ['swaks', swaks],
  ['Python’s smtplib', smtplib],
];

describeWith(
  ['curl', 'msmtp', 'swaks', '/usr/bin/python3'],
  'mail programs send through Microsoft Graph',
  () => {
    let bench: SystemBench;

    beforeAll(async () => {
      bench = await SystemBench.start();
      const { running, sandbox } = bench;
      await running.run('client-add', {
        name: 'Graph',
        provider: 'custom',
        grant: 'authorization-code',
        clientId: sandbox.clients.desktop.clientId,
        credential: { kind: 'none' },
        scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
        submission: 'graph',
        submissionUrl: sandbox.api.graphUrl,
        ...running.endpoints(),
      });
      await running.addSignedInAccount(anna, localPassword, 'Graph');
    });
    afterEach(() => bench.sandbox.api.sent.clear());
    afterAll(() => bench.stop());

    test.each(programs)(
      '%s: what is posted is what was sent, octet by octet behind the blind copy',
      async (_name, send) => {
        const login = { port: bench.running.port('smtp'), user: anna, password: localPassword };
        for (const { name, content } of ordinaryMessages) {
          await send(login, { from: anna, to: blind, content: withoutRecipients(content) });
          const sent = bench.sandbox.api.sent.entries.at(-1);
          const wanted = Buffer.concat([Buffer.from(`Bcc: <${blind}>\r\n`), withoutRecipients(content)]);
          expect(difference(sent?.raw, wanted), name).toBeUndefined();
          expect(sent?.recipients).toEqual([blind]);
        }
        expect(bench.sandbox.api.sent.entries).toHaveLength(ordinaryMessages.length);
      },
    );
  },
);

/** The message from the account itself, to nobody who stands in it. */
function withoutRecipients(content: Buffer): Buffer {
  const text = content.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const header = text
    .slice(0, end + 2)
    .split(/(?<=\r\n)(?![ \t])/)
    .filter((field) => !/^(?:to|cc|bcc):/i.test(field))
    .map((field) => (/^from:/i.test(field) ? `From: <${anna}>\r\n` : field))
    .join('');
  return Buffer.from(header + text.slice(end + 2), 'latin1');
}
