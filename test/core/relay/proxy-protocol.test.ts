import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyHeader } from '#core/relay/client-address.ts';
import { binaryHeader } from '../../support/proxy-header.ts';

const rest = Buffer.from('a LOGIN x y\r\n', 'latin1');

function line(text: string): Buffer {
  return Buffer.from(`${text}\r\n`, 'latin1');
}

describe('version 1', () => {
  it.each([
    ['PROXY TCP4 192.0.2.1 198.51.100.1 56324 993', '192.0.2.1'],
    ['PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535', '255.255.255.255'],
    ['PROXY TCP6 2001:DB8:0:0:0:0:0:1 2001:db8::2 0 993', '2001:db8::1'],
    ['PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2', '192.0.2.1'],
    ['PROXY UNKNOWN', undefined],
    ['PROXY UNKNOWN ffff:f...f:ffff whatever 65535 65535', undefined],
  ])('%s', (text, client) => {
    const header = line(text);
    expect(readProxyHeader(Buffer.concat([header, rest]))).toEqual({
      kind: 'header',
      length: header.length,
      client,
    });
  });

  it.each([
    'PROXY',
    'PROXY ',
    'PROXY TCP4',
    'PROXY TCP4 192.0.2.1 198.51.100.1 56324',
    'PROXY TCP4 192.0.2.1 198.51.100.1 56324 993 1',
    'PROXY TCP4  192.0.2.1 198.51.100.1 56324 993',
    'PROXY TCP4 192.0.2.1 198.51.100.1 56324 65536',
    'PROXY TCP4 192.0.2.1 198.51.100.1 056 993',
    'PROXY TCP4 192.0.2.1 198.51.100.1 -1 993',
    'PROXY TCP4 2001:db8::1 198.51.100.1 1 2',
    'PROXY TCP6 192.0.2.1 2001:db8::1 1 2',
    'PROXY TCP6 fe80::1%eth0 2001:db8::1 1 2',
    'PROXY UDP4 192.0.2.1 198.51.100.1 1 2',
    'proxy TCP4 192.0.2.1 198.51.100.1 1 2',
  ])('is refused as %s', (text) => {
    expect(readProxyHeader(line(text))).toEqual({ kind: 'wrong' });
  });

  it('is waited for up to its 107 octets and no longer', () => {
    const endless = Buffer.from(`PROXY UNKNOWN ${'x'.repeat(200)}`, 'latin1');
    expect(readProxyHeader(endless.subarray(0, 106))).toEqual({ kind: 'more' });
    expect(readProxyHeader(endless.subarray(0, 107))).toEqual({ kind: 'wrong' });
    const longest = line(`PROXY UNKNOWN ${'x'.repeat(107 - 2 - 14)}`);
    expect(readProxyHeader(longest)).toMatchObject({ kind: 'header', length: 107 });
  });
});

describe('version 2', () => {
  const ipv4 = [192, 0, 2, 1, 198, 51, 100, 1, 0xdc, 0x04, 0x03, 0xe1];
  const ipv6 = [...Buffer.from('20010db8000000000000000000000001'.repeat(2), 'hex'), 0, 1, 0, 2];
  const mapped = [...Buffer.from(`${'00'.repeat(10)}ffffc0000201`.repeat(2), 'hex'), 0, 1, 0, 2];

  it.each([
    ['an IPv4 address', 0x21, 0x11, ipv4, '192.0.2.1'],
    ['an IPv4 address, with additions behind it', 0x21, 0x11, [...ipv4, 4, 0, 2, 0, 0], '192.0.2.1'],
    ['an IPv6 address', 0x21, 0x21, ipv6, '2001:db8::1'],
    ['an IPv4 address in the form of IPv6', 0x21, 0x21, mapped, '192.0.2.1'],
    ['the health check of the proxy', 0x20, 0x00, [], undefined],
    ['the health check of the proxy, whatever family it names', 0x20, 0xff, ipv4, undefined],
    ['a client that the proxy does not know', 0x21, 0x00, [1, 2, 3], undefined],
    ['a client of a socket file', 0x21, 0x31, Array.from({ length: 216 }, () => 0), undefined],
  ])('says %s', (_what, command, family, block, client) => {
    const header = binaryHeader(command, family, block);
    expect(readProxyHeader(Buffer.concat([header, rest]))).toEqual({
      kind: 'header',
      length: header.length,
      client,
    });
  });

  it.each([
    ['another version', 0x11, 0x11, ipv4],
    ['an unknown command', 0x22, 0x11, ipv4],
    ['an unknown family', 0x21, 0x41, ipv4],
    ['an unknown transport', 0x21, 0x13, ipv4],
    ['a family without its transport', 0x21, 0x10, ipv4],
    ['an address that is cut off', 0x21, 0x11, ipv4.slice(1)],
    ['an IPv6 address that is cut off', 0x21, 0x21, ipv6.slice(1)],
    ['more than 2,048 octets', 0x21, 0x11, Array.from({ length: 2_033 }, () => 0)],
  ])('is refused with %s', (_what, command, family, block) => {
    expect(readProxyHeader(binaryHeader(command, family, block))).toEqual({ kind: 'wrong' });
  });
});

describe('a header', () => {
  const headers = fc.oneof(
    fc.tuple(fc.ipV4(), fc.ipV4(), fc.nat(65_535), fc.nat(65_535)).map(([from, to, ...ports]) => ({
      bytes: line(`PROXY TCP4 ${from} ${to} ${ports.join(' ')}`),
      client: from,
    })),
    fc
      .tuple(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.uint8Array({ maxLength: 600 }))
      .map(([block, additions]) => ({
        bytes: binaryHeader(0x21, 0x11, [...block, ...additions]),
        client: block.slice(0, 4).join('.'),
      })),
  );

  it('that is cut off anywhere is waited for, and whole it is read the same with whatever follows', () => {
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 100 }), ({ bytes, client }, behind) => {
        for (let length = 0; length < bytes.length; length += 1)
          expect(readProxyHeader(bytes.subarray(0, length))).toEqual({ kind: 'more' });
        expect(readProxyHeader(Buffer.concat([bytes, behind]))).toEqual({
          kind: 'header',
          length: bytes.length,
          client,
        });
      }),
    );
  });

  it('is never read into anything longer than was sent, and more than 2,048 octets are never waited for', () => {
    const starts = fc.constantFrom(
      '',
      'PROXY ',
      'PROXY TCP6 ',
      '\r\n\r\n\0\r\nQUIT\n',
      '\r\n\r\n\0\r\nQUIT\n!\x21',
    );
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 2_100 }), (start, behind) => {
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), behind]);
        const header = readProxyHeader(bytes);
        if (header.kind === 'header') expect(header.length).toBeLessThanOrEqual(bytes.length);
        if (bytes.length > 2_048) expect(header.kind).not.toBe('more');
      }),
    );
  });

  it('is not what a mail program or TLS begins with', () => {
    for (const start of ['a LOGIN', 'EHLO x', 'USER x', '\x16\x03\x01', '\r\n\r\nx'])
      expect(readProxyHeader(Buffer.from(start, 'latin1'))).toEqual({ kind: 'wrong' });
  });
});
