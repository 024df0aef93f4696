import { describe, expect, it } from 'vitest';
import { fitSender, fitted, stuffed } from '#core/devices/device-session.ts';
import { HourlyLimit } from '#core/devices/hourly-limit.ts';
import { peersIn } from '#core/relay/ip-network.ts';
import { SubmissionRefusedError } from '#core/submission/refusal.ts';

const anna = 'anna@example.org';
const header = (...lines: readonly string[]): Buffer =>
  Buffer.from([...lines, '', ''].join('\r\n'), 'latin1');
const rewritten = (...lines: readonly string[]): string =>
  fitSender(header(...lines), anna, 'rewrite').toString('latin1');

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function all(from: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of from) text += piece.toString('latin1');
  return text;
}

describe('From of a device’s message', () => {
  it.each([
    ['the account’s own', `From: Anna <${anna.toUpperCase()}>`],
    ['the same in Sender', `From: ${anna}\r\nSender: ${anna}`],
    ['the same with an encoded name', `From: =?utf-8?q?=C3=A9_x?= =?utf-8?b?w6k=?= <${anna}>`],
  ])('%s: the header stays as it is', (_, lines) => {
    const given = header(lines, 'Subject: x');
    expect(fitSender(given, anna, 'rewrite')).toBe(given);
    expect(fitSender(given, anna, 'refuse')).toBe(given);
  });

  it.each([
    [
      'another one',
      ['From: Scanner <scan@office.example>'],
      `From: "Scanner" <${anna}>\r\nReply-To: <scan@office.example>`,
    ],
    [
      'one that answers to somebody',
      ['From: <scan@office.example>', 'Reply-To: <it@office.example>'],
      `From: <${anna}>\r\nReply-To: <it@office.example>`,
    ],
    ['one that nobody can answer to', ['From: root@localhost'], `From: <${anna}>`],
    [
      'a name with @ in it, which Graph takes for a sender',
      ['From: "a@b.example" <a@b.example>'],
      `From: <${anna}>\r\nReply-To: <a@b.example>`,
    ],
    ['the account’s own address as its name', [`From: ${anna} <${anna}>`], `From: <${anna}>`],
    [
      'such a name that is encoded, with others in the same field',
      [`From: =?utf-8?q?me=40work?= =?utf-8?q?_=C3=A9?= <${anna}>`],
      `From: <${anna}>`,
    ],
    [
      'such a name in base64',
      ['From: =?UTF-8?B?YUBi?= <a@b.example>'],
      `From: <${anna}>\r\nReply-To: <a@b.example>`,
    ],
    ['a name with @ in it for the account’s own', [`From: "me@work" <${anna}>`], `From: <${anna}>`],
    ['several', [`From: ${anna}, other@office.example`, 'Sender: other@office.example'], `From: <${anna}>`],
    ['a second field', [`From: ${anna}`, 'From: other@office.example'], `From: <${anna}>`],
    ['none', [], `From: <${anna}>`],
  ])('%s is written anew', (_, lines, expected) => {
    expect(rewritten(...lines, 'Subject: x')).toBe(`${expected}\r\nSubject: x\r\n\r\n`);
  });

  it('a message that is empty, as of a test button, gets no bare line feed', () => {
    expect(fitSender(Buffer.alloc(0), anna, 'rewrite').toString()).toBe(`From: <${anna}>\r\n`);
  });

  it('an international domain is the same in either spelling', () => {
    const given = header('From: Info <info@xn--bcher-kva.example>', 'Subject: x');
    expect(fitSender(given, 'info@bücher.example', 'refuse')).toBe(given);
  });

  it('an address in the place of the name goes where only one sender may, too', () => {
    expect(fitSender(header(`From: ${anna} <${anna}>`), anna, 'refuse').toString()).toBe(
      `From: <${anna}>\r\n\r\n`,
    );
  });

  it.each([
    ['another one', 'From: other@office.example'],
    ['another one in Sender', `From: ${anna}\r\nSender: other@office.example`],
    ['several', `From: ${anna}, other@office.example`],
    ['none', 'Subject: x'],
  ])('%s is refused where only one sender may', (_, line) => {
    expect(() => fitSender(header(line), anna, 'refuse')).toThrow(SubmissionRefusedError);
  });
});

describe('a device’s message on its way', () => {
  const given = 'From: a\rTo: b\nSubject: c\r\n\r\n.one\n.\ntwo\r.\r\rthree\r\n..\r\nend';
  const expected =
    'From: a\r\nTo: b\r\nSubject: c\r\n\r\n..one\r\n..\r\ntwo\r\n..\r\n\r\nthree\r\n...\r\nend\r\n.\r\n';

  it('has CRLF for every line end and a dot before each dot, wherever it is cut', async () => {
    for (let size = 1; size <= given.length; size += 1) {
      expect(await all(stuffed(fitted(pieces(given, size), (head) => head)))).toBe(expected);
    }
  });

  it.each([
    ['a whole line at the end', 'A: b\r\n\r\nx\r\n', 'A: b\r\n\r\nx\r\n.\r\n'],
    ['no body', 'A: b\r\n\r\n', 'A: b\r\n\r\n.\r\n'],
    ['a header that does not end', 'A: b\r\n', 'A: b\r\n.\r\n'],
    ['a bare CR at the end', 'A: b\r\n\r\nx\r', 'A: b\r\n\r\nx\r\n.\r\n'],
  ])('%s ends as a message does', async (_, text, told) => {
    for (const size of [1, 2, 3, 1000]) {
      expect(await all(stuffed(fitted(pieces(text, size), (head) => head)))).toBe(told);
    }
  });
});

describe('who may send on a device’s port', () => {
  it.each([
    ['192.0.2.57', ['192.0.2.57']],
    ['::ffff:192.0.2.57', ['192.0.2.0/24']],
    ['::FFFF:192.0.2.57', ['192.0.2.57']],
    ['2001:db8::57', ['192.0.2.1', '2001:db8::/64']],
    ['fe80::1%eth0', ['fe80::/10']],
  ])('%s is among %j', (peer, networks) => {
    expect(peersIn(networks)(peer)).toBe(true);
  });

  it.each([
    ['192.0.3.1', ['192.0.2.0/24']],
    ['::ffff:192.0.3.1', ['192.0.2.0/24']],
    ['2001:db8:1::1', ['2001:db8::/64']],
    ['::1', ['127.0.0.0/8']],
    ['', ['192.0.2.0/24']],
    ['unknown', ['192.0.2.0/24']],
  ])('%s is not among %j', (peer, networks) => {
    expect(peersIn(networks)(peer)).toBe(false);
  });
});

it('as many messages are taken as an hour may have, and again when the first of them is an hour old', () => {
  const sent = new HourlyLimit();
  expect(sent.take(2, 0)).toBe(true);
  expect(sent.take(2, 1_000)).toBe(true);
  expect(sent.take(2, 3_599_999)).toBe(false);
  expect(sent.count(3_599_999)).toBe(2);
  expect(sent.take(2, 3_600_000)).toBe(true);
  expect(sent.take(2, 3_600_001)).toBe(false);
});
