import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { curlSend } from '../support/mail-programs/curl.ts';
import { msmtp, swaks } from '../support/mail-programs/small-programs.ts';
import type { Envelope, Login, Run } from '../support/mail-programs/program.ts';
import { smtplib } from '../support/mail-programs/python.ts';
import { localPassword, SystemBench } from '../support/system-bench.ts';
import { ordinaryMessages } from './message-corpus.ts';
import { difference } from './same-bytes.ts';

const anna = 'anna@example.org';
const mia = 'mia@example.org';
const blind = 'blind@example.com';

const programs: readonly (readonly [string, (login: Login, message: Envelope) => Promise<Run>])[] = [
  ['curl', (login, message) => curlSend(login, message)],
  ['msmtp', msmtp],
  ['swaks', swaks],
  ['Python’s smtplib', smtplib],
];

describeWith(['curl', 'msmtp', 'swaks', '/usr/bin/python3'], 'mail programs send through an API', () => {
  let bench: SystemBench;

  beforeAll(async () => {
    bench = await SystemBench.start();
    const { running, sandbox } = bench;
    await running.addDesktopClient('Graph', { submission: 'graph', submissionUrl: sandbox.api.graphUrl });
    await running.addSignedInAccount(anna, localPassword, 'Graph');
    await running.addGmailClient();
    await running.addSignedInAccount(mia, localPassword, 'Gmail');
  });
  afterEach(() => bench.sandbox.api.sent.clear());
  afterAll(() => bench.stop());

  const ways = programs.flatMap(
    ([program, send]) =>
      [
        [program, 'Microsoft Graph', anna, send],
        [program, 'the Gmail API', mia, send],
      ] as const,
  );

  test.each(ways)(
    '%s through %s: what is posted is what was sent, octet by octet behind the blind copy',
    async (_program, _api, user, send) => {
      const login = { port: bench.running.port('smtp'), user, password: localPassword };
      for (const { name, content } of ordinaryMessages) {
        const message = withoutRecipients(content, user);
        await send(login, { from: user, to: blind, content: message });
        const sent = bench.sandbox.api.sent.entries.at(-1);
        const wanted = Buffer.concat([Buffer.from(`Bcc: <${blind}>\r\n`), message]);
        expect(difference(sent?.raw, wanted), name).toBeUndefined();
        expect(sent).toMatchObject({ mailbox: user, recipients: [blind] });
      }
      expect(bench.sandbox.api.sent.entries).toHaveLength(ordinaryMessages.length);
    },
  );
});

/** The message from the account itself, to nobody who stands in it. */
function withoutRecipients(content: Buffer, from: string): Buffer {
  const text = content.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const header = text
    .slice(0, end + 2)
    .split(/(?<=\r\n)(?![ \t])/)
    .filter((field) => !/^(?:to|cc|bcc):/i.test(field))
    .map((field) => (/^from:/i.test(field) ? `From: <${from}>\r\n` : field))
    .join('');
  return Buffer.from(header + text.slice(end + 2), 'latin1');
}
