import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SecretEcho } from '#core/mail/client/base.ts';
import { asciiReplyText, utf8ReplyText } from '#core/mail/reply-text.ts';

describe('a text on the wire', () => {
  it.each([
    ['Sign in again.', 'Sign in again.'],
    ['two\r\nlines\u2028three', 'two lines three'],
    ['Jörg’s “Büro” – straße…', 'Jorg\'s "Buro" - strasse...'],
    ['日本', '??'],
    ['\r\n\0', 'nothing'],
    ['', 'nothing'],
  ])('%j is said as %j', (text, said) => {
    expect(asciiReplyText(text, 'nothing')).toBe(said);
  });

  it('is one line of printable ASCII, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(asciiReplyText(text, 'x')).toMatch(/^[\x20-\x7e]{1,440}$/);
      }),
    );
  });

  it('to IMAP letters stay, and what would move the cursor or turn the direction goes', () => {
    expect(utf8ReplyText(' ü\t\r\n x ')).toBe('ü x');
    expect(utf8ReplyText('\u001b[31mno\u202e tahc \u200bx\u009b2J')).toBe('[31mno tahc x 2J');
  });
});

describe('a long text on the wire', () => {
  it('is cut to what a reply line has room for', () => {
    expect(asciiReplyText('x'.repeat(441), 'nothing')).toBe('x'.repeat(440));
    expect(asciiReplyText(`${'\u0301'.repeat(440)}${'x'.repeat(440)}`, 'nothing')).toBe('x'.repeat(440));
  });

  it('to IMAP shows that it was cut, and is not cut in the midst of a character', () => {
    expect(utf8ReplyText('x'.repeat(400))).toBe('x'.repeat(400));
    expect(utf8ReplyText('x'.repeat(401))).toBe(`${'x'.repeat(399)}…`);
    expect(utf8ReplyText(`${'x'.repeat(398)}🔑🔑`)).toBe(`${'x'.repeat(398)}…`);
  });
});

describe('a secret that a server repeats', () => {
  const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.payload-of-the-token.signature';

  it.each([
    ['whole', `no: ${token}!`, 'no: […]!'],
    ['at the beginning', `${token} no`, '[…] no'],
    ['cut off', `no: ${token.slice(5, 40)}`, 'no: […]'],
    ['broken in two', `no ${token.slice(0, 30)} ${token.slice(30)}`, 'no […] […]'],
    ['twice', `${token}${token}`, '[…]'],
    ['not at all', '535 5.7.3 Authentication unsuccessful', '535 5.7.3 Authentication unsuccessful'],
  ])('is struck: %s', (_title, text, left) => {
    const echo = new SecretEcho([token]);
    expect(echo.struckFrom(text)).toBe(left);
    expect(echo.isIn(text)).toBe(left !== text);
  });

  it('a short one is struck whole, an empty one strikes nothing', () => {
    expect(new SecretEcho(['tok']).struckFrom('say tok please')).toBe('say […] please');
    expect(new SecretEcho(['']).struckFrom('say tok please')).toBe('say tok please');
  });

  it('one with white space in it is struck, and so is what carries one in base64', () => {
    const echo = new SecretEcho(['open it all '.repeat(3)], () => ['b3BlbiBpdCBhbGxvcGVuIGl0']);
    expect(echo.struckFrom('say it all open it all now')).toBe('say[…]now');
    expect(echo.struckFrom('say b3BlbiBpdCBhbGxvcGVu now')).toBe('say […] now');
  });

  it('no piece of 16 characters is left of one, from wherever in it', () => {
    const secrets = fc.array(fc.stringMatching(/^[a-zA-Z0-9]{16,200}$/), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(secrets, fc.nat(), fc.string(), fc.string(), (all, at, before, after) => {
        const [secret = ''] = all;
        const from = at % (secret.length - 15);
        const piece = secret.slice(from, from + 16);
        const text = `${before}${piece}${after}`;
        expect(new SecretEcho(all).struckFrom(text)).not.toContain(piece);
      }),
    );
  });

  it('never is in the text, wherever it stood', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,40}$/);
    fc.assert(
      fc.property(word, fc.string(), fc.string(), (secret, before, after) => {
        const left = new SecretEcho([secret]).struckFrom(`${before}${secret}${after}`);
        expect(left).not.toContain(secret);
      }),
    );
  });
});
