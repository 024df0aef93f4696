import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { commonExtensions } from '#core/mail/ehlo.ts';

const keywords = (lines: readonly string[]): string[] =>
  lines.map((each) => each.split(' ')[0]?.toUpperCase() ?? '').toSorted();

describe('what every SMTP upstream keeps', () => {
  it('nothing is promised before anything is known', () => {
    expect(commonExtensions([])).toEqual([]);
    expect(commonExtensions([[], ['DSN']])).toEqual([]);
    expect(commonExtensions([['DSN'], []])).toEqual([]);
  });

  it('one server: its extensions in their order, without those of one hop', () => {
    const exchange = [
      'SIZE 157286400',
      'PIPELINING',
      'DSN',
      'ENHANCEDSTATUSCODES',
      'STARTTLS',
      'AUTH LOGIN XOAUTH2',
      'AUTH=LOGIN',
      'X-ANONYMOUSTLS',
      'XCLIENT NAME ADDR',
      'xforward NAME',
      'REQUIRETLS',
      '8BITMIME',
      'BINARYMIME',
      'CHUNKING',
      'SMTPUTF8',
    ];
    expect(commonExtensions([exchange])).toEqual([
      'SIZE 157286400',
      'PIPELINING',
      'DSN',
      'ENHANCEDSTATUSCODES',
      '8BITMIME',
      'BINARYMIME',
      'CHUNKING',
      'SMTPUTF8',
    ]);
  });

  it('an extension that one server lacks is not promised; case does not matter', () => {
    expect(
      commonExtensions([
        ['DSN', '8BITMIME'],
        ['8bitmime', 'CHUNKING'],
      ]),
    ).toEqual(['8BITMIME']);
  });

  it.each([
    [['SIZE 100', 'SIZE 50'], ['SIZE 50']],
    [['SIZE 0', 'SIZE 50'], ['SIZE 50']],
    [['SIZE', 'SIZE 50'], ['SIZE 50']],
    [['SIZE 0', 'SIZE'], ['SIZE']],
    [['SIZE x', 'SIZE 9'], ['SIZE 9']],
    [['SIZE 99999999999999999999', 'SIZE 99999999999999999998'], ['SIZE 99999999999999999998']],
  ])('the smallest size that any server sets: %j is %j', (sizes, common) => {
    expect(commonExtensions(sizes.map((size) => [size]))).toEqual(common);
  });

  it.each([
    [['BURL imap', 'BURL IMAP http'], ['BURL imap']],
    [['BURL imap', 'BURL http'], []],
    [['BURL', 'BURL http'], ['BURL']],
    [['DELIVERBY 240', 'DELIVERBY 240'], ['DELIVERBY 240']],
    [['DELIVERBY 240', 'DELIVERBY 300'], []],
    [['FUTURERELEASE 9 2030', 'FUTURERELEASE 9 2031'], []],
    [['LIMITS RCPTMAX=100 MAILMAX=5', 'LIMITS RCPTMAX=30'], ['LIMITS RCPTMAX=30 MAILMAX=5']],
  ])('parameters are those in common: %j is %j', (lines, common) => {
    expect(commonExtensions(lines.map((line) => [line]))).toEqual(common);
  });

  it('BINARYMIME is not promised without CHUNKING', () => {
    expect(
      commonExtensions([
        ['BINARYMIME', 'CHUNKING', 'DSN'],
        ['BINARYMIME', 'DSN'],
      ]),
    ).toEqual(['DSN']);
  });

  it('what would break the reply is dropped', () => {
    expect(
      commonExtensions([
        ['', ' ', 'DSN\r\n250 X', '-A', 'A_B', 'É', `HELP ${'x'.repeat(600)}`, 'DSN', 'dsn 2'],
      ]),
    ).toEqual(['DSN']);
  });

  it('whatever the lists: well-formed, no order of servers matters for what is promised, twice is once', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'SIZE 10',
        'SIZE 0',
        'size',
        'SIZE 7',
        'DSN',
        'dsn',
        'AUTH PLAIN',
        'BURL imap',
        'BURL a imap',
        'CHUNKING',
      ),
      fc.string({ maxLength: 12 }),
    );
    const lists = fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(lists, (all) => {
        const common = commonExtensions(all);
        for (const each of common) expect(each).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]*(?: [\x21-\x7e]+)*$/);
        expect(keywords(common)).not.toContain('AUTH');
        expect(new Set(keywords(common)).size).toBe(common.length);
        expect(keywords(commonExtensions(all.toReversed()))).toEqual(keywords(common));
        expect(commonExtensions([common])).toEqual(common);
      }),
    );
  });
});
