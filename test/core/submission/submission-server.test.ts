import { expect, describe, onTestFinished, test, vi } from 'vitest';
import { inEnglish } from '#messages/format.ts';
import { address, opened } from './submission-bench.ts';

const header = `From: ${address}\r\nTo: ${address}\r\n\r\n`;
/** The shortest limit that a client can have. */
const size = 10_000;

/** A message of exactly so many octets. */
function long(octets: number): string {
  const body = 'x'.repeat(octets - header.length - 2).replace(/(.{998})../g, '$1\r\n');
  return `${header}${body}\r\n`;
}

/** What Graph is given. */
function graph(options: Parameters<typeof opened>[1] = {}) {
  const messages: string[] = [];
  const bench = opened(async (_url, { body }) => {
    messages.push(Buffer.from(typeof body === 'string' ? body : '', 'base64').toString());
    return new Response(undefined, { status: 202 });
  }, options);
  return { ...bench, messages };
}

describe('a session that sends through an API', () => {
  test('says what it can do, and nothing else', async () => {
    const sender = await graph({ limits: { size } }).session();
    const extensions = await sender.ask('EHLO client.example', /^250 .*\r\n/m);
    for (const extension of ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 10000'])
      expect(extensions).toContain(extension);
    expect(extensions).not.toMatch(/DSN|CHUNKING|BINARYMIME|ENHANCEDSTATUSCODES|STARTTLS/);
  });

  test('the octets behind BDAT are no commands: it ends', async () => {
    const sender = await graph().session();
    expect(await sender.ask(`BDAT 40 LAST\r\nMAIL FROM:<${address}>`)).toMatch(/^421 4\.7\.0 /);
    expect(await sender.ended()).not.toContain('250');
  });

  test('takes recipients that can stand in a header, and refuses others', async () => {
    const sender = await graph().session();
    await sender.ask(`MAIL FROM:<${address}>`);
    for (const good of ['bo@example.org', 'bo@bücher.example', 'bo@[192.0.2.1]', 'postmaster'])
      expect(await sender.ask(`RCPT TO:<${good}>`), good).toMatch(/^250 /);
    expect(await sender.ask('RCPT TO:<bo@a.example,b.example>')).toMatch(/^553 5\.1\.3 /);
  });

  test('takes a sender in any spelling, as the mailbox is the sender', async () => {
    const sender = await graph().session();
    expect(await sender.ask('MAIL FROM:<root@HP_2>')).toMatch(/^250 /);
  });

  test('each message is noted when it is sent', async () => {
    const { activity, messages, session } = graph();
    const message = `${header}..dot\r\n`;
    expect(await (await session()).post(message)).toMatch(/^250 2\.6\.0 /);
    expect(messages).toEqual([`${header}.dot\r\n`]);
    const [entry, ...others] = activity.entries();
    expect(entry).toMatchObject({ kind: 'message-sent', protocol: 'smtp', peer: '127.0.0.1' });
    expect(entry && inEnglish(entry.text)).toMatch(/anna@example\.org.*Microsoft Graph/);
    expect(entry && inEnglish(entry.text)).not.toContain('twice');
    expect(others).toEqual([]);
  });
});

test('a session in which nothing is said for five minutes ends; what is said keeps it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const opening = graph().session();
  let isOpen = false;
  void opening.then(() => (isOpen = true));
  // its greeting comes after a moment
  await vi.waitFor(() => expect(isOpen).toBe(true));
  const sender = await opening;
  for (let times = 0; times < 3; times += 1) {
    await vi.advanceTimersByTimeAsync(299_000);
    expect(await sender.ask('NOOP')).toMatch(/^250 /);
  }
  await vi.advanceTimersByTimeAsync(301_000);
  expect(await sender.ended()).toMatch(/421 /);
});

describe('a message that is refused', () => {
  test('is read to its end, so that the answer is heard, and the session goes on', async () => {
    const { activity, messages, session } = graph();
    const sender = await session();
    const message = `From: ${address}\r\nTo: other@example.com\r\n\r\n${'x'.repeat(998)}\r\n`;
    expect(await sender.post(message + `${'y'.repeat(998)}\r\n`.repeat(500))).toMatch(
      /^554 5\.7\.0 .*other@example\.com/,
    );
    expect(activity.entries()).toMatchObject([
      { kind: 'message-refused', level: 'warning', details: { reply: '554 5.7.0' } },
    ]);
    expect(messages).toEqual([]);
    expect(await sender.post(header)).toMatch(/^250 /);
  });

  test('for its headers is sent where the account has them cut down to the envelope', async () => {
    const { messages, session } = graph({ account: { submissionRewrites: true } });
    const sender = await session();
    const other = `From: ${address}\r\nTo: other@example.com, ${address}\r\n\r\n`;
    expect(await sender.post(other)).toMatch(/^250 /);
    expect(messages[0]).not.toContain('other@example.com');
  });
});

describe('the longest message', () => {
  test.each([
    ['of the longest size is taken', 0, /^250 /],
    ['one octet longer is not', 1, /^552 5\.3\.4 .*0\.0 MB/],
  ])('%s', async (_what, more, answer) => {
    const { session } = graph({ limits: { size } });
    const sender = await session();
    expect(await sender.post(long(size + more))).toMatch(answer);
    // the room for it is free again
    expect(await sender.post(header)).toMatch(/^250 /);
  });

  test('blind copies count, as they are written into its header', async () => {
    const { messages, session } = graph({ limits: { size } });
    const recipients = [address, 'blind@example.com'];
    expect(await (await session()).post(long(size), { recipients })).toMatch(/^552 5\.3\.4 /);
    expect(messages).toEqual([]);
  });

  test('a size said ahead that is too large is refused at once, and without a size nothing is', async () => {
    const sender = await graph({ limits: { size } }).session();
    expect(await sender.ask(`MAIL FROM:<${address}> SIZE=${String(size + 1)}`)).toMatch(/^552 5\.3\.4 /);
    expect(await sender.ask(`MAIL FROM:<${address}> SIZE=${String(size)}`)).toMatch(/^250 /);
  });

  test('what a program says of the size may be little: headers and line ends are often left out', async () => {
    const sender = await graph().session();
    expect(await sender.post(long(60_000), { sizeSaid: 1 })).toMatch(/^250 /);
    expect(await sender.post(long(70_000), { sizeSaid: 1 })).toMatch(/^552 5\.3\.4 /);
  });
});
