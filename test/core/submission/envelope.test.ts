import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitHeader, messageId, HeaderSplitter, longestHeader } from '#core/submission/envelope.ts';
import { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { addressesIn, fieldsOf } from '../../support/sandbox/mail-api-message.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';

function fit(header: string, recipients: readonly string[], rewrite = false): string {
  return fitHeader(Buffer.from(`${header}\r\n\r\n`), recipients, rewrite).toString();
}

/** The reply with which the header is refused; undefined where it is taken. */
function refusal(header: string | Buffer, recipients: readonly string[]): string | undefined {
  try {
    fitHeader(Buffer.from(header), recipients, false);
    return undefined;
  } catch (error) {
    if (error instanceof SubmissionRefusedError) return error.code;
    throw error;
  }
}

describe('the headers say the same as the envelope', () => {
  test('a header that names everybody stays as it is, octet by octet', () => {
    const header = `From: ${anna}\r\nTO : "Bo, the \\"first\\"" <BO@Example.org>\r\nx-folded: a\r\n\tb\r\nSubject: =?utf-8?q?h=C3=A9?=`;
    expect(fit(header, [bo])).toBe(`${header}\r\n\r\n`);
  });

  test('who is in no header becomes a blind copy once, in one field at the top', () => {
    expect(fit(`To: ${anna}\r\nSubject: x`, [anna, bo, bo.toUpperCase(), 'c@d.example'])).toBe(
      `Bcc: <BO@example.org>,\r\n <c@d.example>\r\nTo: ${anna}\r\nSubject: x\r\n\r\n`,
    );
  });

  test('a Bcc that the mail program left in is not sent to beyond the envelope, and stands once', () => {
    expect(fit(`Bcc: x@y.example, ${bo}\r\nTo: ${anna}\r\nbcc: ${bo}`, [anna, bo])).toBe(
      `Bcc: <${bo}>\r\nTo: ${anna}\r\n\r\n`,
    );
    expect(fit(`To: ${anna}\r\nBcc: ${bo},\r\n\tx@y.example\r\nSubject: s`, [anna])).toBe(
      `To: ${anna}\r\nSubject: s\r\n\r\n`,
    );
  });

  test.each([
    ['a group', `To: Team: ${anna}, other@example.com;`],
    ['a quoted name with a comma', `To: "Other, Anna" <other@example.com>, ${anna}`],
    ['a name that is encoded', `To: =?utf-8?q?A=2C_B?= <other@example.com>, ${anna}`],
    ['a comment', `To: ${anna}, other@example.com (a (nested) comment, with ${bo})`],
    ['folding in the midst of an address', `To: ${anna},\r\n <other@example.com\r\n >`],
    ['a route', `To: ${anna}, <@relay.example:other@example.com>`],
    ['a quoted local part', `To: ${anna}, "odd one"@example.com`],
    ['another spelling of the field', `To: ${anna}\r\ncC : other@example.com`],
    ['what only a careless reader takes for an address', `To: other@example.com <${anna}>`],
    ['an address behind an unclosed quote', `To: "${anna}, <other@example.com>`],
  ])('somebody beyond the envelope is found in %s', (_what, header) => {
    expect(refusal(`${header}\r\n\r\n`, [anna])).toBe('554 5.7.0');
  });

  test.each([
    ['in a quoted name', `To: "other@example.com" <${anna}>`],
    ['in quotes as Outlook makes them', `To: '${anna}' <${anna}>`],
    ['in a comment', `To: ${anna} (formerly other@example.com)`],
    ['in an encoded name', `To: =?utf-8?q?other=40example.com?= <${anna}>`],
    ['in From', `From: other@example.com\r\nTo: ${anna}`],
    ['in no address at all', `To: undisclosed-recipients:;`],
  ])('what looks like an address %s keeps nobody from sending', (_what, header) => {
    expect(refusal(`${header}\r\n\r\n`, [anna])).toBeUndefined();
  });

  test.each([
    ['a bare CR', 'To: a@b.example\rBcc: c@d.example\r\n\r\n'],
    ['a bare LF among CRLF', 'Subject: x\nBcc: c@d.example\r\n\r\n'],
    ['a NUL', 'Subject: x\0\r\n\r\n'],
    ['a line that is no field', 'To: a@b.example\r\nnonsense\r\n\r\n'],
    ['a field name with a space in it', 'To x: a@b.example\r\n\r\n'],
    ['To twice', 'To: a@b.example\r\nto: c@d.example\r\n\r\n'],
    ['an encoded address', 'To: <=?utf-8?q?a?=@b.example>\r\n\r\n'],
  ])('%s is refused: others could read it in another way', (_what, header) => {
    expect(refusal(header, ['a@b.example'])).toBe('554 5.6.0');
  });

  test('lines that end in LF alone are taken, and stay so', () => {
    const header = Buffer.from(`To: ${anna}\nSubject: x\n\n`);
    expect(fitHeader(header, [anna], false)).toEqual(header);
    expect(fitHeader(header, [anna, bo], false).toString()).toBe(`Bcc: <${bo}>\nTo: ${anna}\nSubject: x\n\n`);
  });

  test('octets that are no UTF-8 stay what they are', () => {
    const header = Buffer.concat([
      Buffer.from('Subject: '),
      Buffer.from([0xe9, 0xff]),
      Buffer.from(`\r\nTo: ${anna}\r\n\r\n`),
    ]);
    expect(fitHeader(header, [anna, bo], false).subarray(`Bcc: <${bo}>\r\n`.length)).toEqual(header);
  });

  test('domains in letters of their own are the same however they are written', () => {
    expect(refusal('To: anna@xn--bcher-kva.example\r\n\r\n', ['anna@bücher.example'])).toBeUndefined();
    expect(fit('Subject: x', ['anna@bücher.example'])).toContain('Bcc: <anna@xn--bcher-kva.example>');
  });

  test('rewritten, To and Cc keep who is in the envelope, with their names', () => {
    const header = `From: ${anna}\r\nTo: "Bo, B" <${bo}>, other@example.com\r\nCc: =?utf-8?q?X?= <x@y.example>\r\nSubject: s`;
    expect(fit(header, [bo, 'z@y.example'], true)).toBe(
      `Bcc: <z@y.example>\r\nFrom: ${anna}\r\nTo: "Bo, B" <${bo}>\r\nSubject: s\r\n\r\n`,
    );
    // resent to somebody else altogether
    expect(fit(`To: ${anna}\r\nResent-To: ${bo}`, [bo], true)).toBe(
      `Bcc: <${bo}>\r\nTo: undisclosed-recipients:;\r\nResent-To: ${bo}\r\n\r\n`,
    );
  });

  test('of a group those stay who are in the envelope', () => {
    expect(fit(`To: Team: ${anna}, other@example.com;`, [anna], true)).toBe(`To: <${anna}>\r\n\r\n`);
  });

  test('the message’s own name is read, and nothing that could break out of a query', () => {
    expect(messageId(Buffer.from('message-id: <a.b@c>\r\n\r\n'))).toBe('<a.b@c>');
    expect(messageId(Buffer.from("Message-ID: <a' or 'b@c>\r\n\r\n"))).toBeUndefined();
  });
});

const local = fc
  .stringMatching(/^[a-z0-9]([a-z0-9._+-]{0,8}[a-z0-9])?$/)
  .filter((text) => !text.includes('..'));
const address = fc
  .tuple(local, fc.constantFrom('a.example', 'b.example', 'C.Example'))
  .map((parts) => parts.join('@'));
const name = fc.constantFrom('', 'Plain ', '"Q, \\"uoted\\" x@y.example" ', '=?utf-8?b?w6k=?= ', "'single' ");
const mailbox = fc.tuple(name, address).map(([before, one]) => (before === '' ? one : `${before}<${one}>`));
const list = fc.array(mailbox, { maxLength: 5 }).map((all) => all.join(',\r\n '));

describe('whatever the header and the envelope', () => {
  test('exactly the envelope gets the message, blind copies stand in no other field, and the rest stays', () => {
    fc.assert(
      fc.property(
        list,
        list,
        list,
        fc.array(address, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (to, cc, bcc, envelope, rewrite) => {
          const lines = [
            'From: Anna <anna@a.example>',
            to === '' ? undefined : `To: ${to}`,
            'Subject: kept\r\n  as it is',
            cc === '' ? undefined : `Cc: ${cc}`,
            bcc === '' ? undefined : `Bcc: ${bcc}`,
            'X-Last: 1',
          ].filter((line) => line !== undefined);
          const visible = new Set(addressesIn([to, cc]).map((one) => one.toLowerCase()));
          const wanted = new Set(envelope.map((one) => one.toLowerCase()));
          const strays = [...visible].some((one) => !wanted.has(one));
          const header = `${lines.join('\r\n')}\r\n\r\n`;
          if (strays && !rewrite) {
            expect(refusal(header, envelope)).toBe('554 5.7.0');
            return;
          }
          const fitted = fitHeader(Buffer.from(header), envelope, rewrite);
          const fields = fieldsOf(fitted);
          const get = (field: string): string[] =>
            addressesIn(fields.get(field) ?? []).map((one) => one.toLowerCase());
          expect(new Set([...get('to'), ...get('cc'), ...get('bcc')])).toEqual(wanted);
          for (const blind of get('bcc')) expect([...get('to'), ...get('cc')]).not.toContain(blind);
          expect(fields.get('bcc')?.length ?? 0).toBeLessThanOrEqual(1);
          expect(fitted.toString()).toContain('Subject: kept\r\n  as it is\r\n');
          expect(fitted.toString().endsWith('X-Last: 1\r\n\r\n')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('no octets break the reader: they are taken, or refused as malformed', () => {
    const sign = fc.constantFrom(
      'To',
      'Bcc',
      ':',
      ' ',
      '\r\n',
      '\n',
      '\r',
      ',',
      ';',
      '"',
      '(',
      ')',
      '<',
      '>',
      '@',
      '\\',
      'a',
      '=?',
      '[',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        expect([undefined, '554 5.6.0', '554 5.7.0']).toContain(refusal(`${signs.join('')}\r\n\r\n`, [anna]));
      }),
      { numRuns: 500 },
    );
  });

  test('the header ends at the same place wherever the message is cut', () => {
    for (const message of ['A: b\r\nC: d\r\n\r\nbody\r\n\r\nmore', '\r\nbody', 'A: b\n\nbody', 'A: b\r\n']) {
      const whole = new HeaderSplitter().feed(Buffer.from(message), true);
      for (let at = 0; at <= message.length; at += 1) {
        const splitter = new HeaderSplitter();
        const first = splitter.feed(Buffer.from(message.slice(0, at)));
        const rest = Buffer.from(message.slice(at));
        const header = first?.header ?? splitter.feed(rest, true)?.header;
        expect(header).toEqual(whole?.header);
      }
    }
  });

  test('a header without end is refused before it fills the memory', () => {
    const splitter = new HeaderSplitter();
    expect(() => {
      for (let sent = 0; sent <= longestHeader; sent += 1024) splitter.feed(Buffer.alloc(1024, 'x'));
    }).toThrow(SubmissionRefusedError);
  });
});
