import { type Socket, isIPv4, isIPv6, SocketAddress } from 'node:net';
import type { Clock } from '#core/logging/clock.ts';
import { unmapped } from './ip-network.ts';
import { limits } from './limits.ts';

interface HeaderWait {
  readonly clock: Clock;
  /** The header has come; undefined: the proxy speaks for itself, or does not know the client. What follows it is unread. */
  known(client: string | undefined): void;
  /** Something else has come, or nothing whole in time. */
  wrong(): void;
  /** It was closed before the header was whole: a check whether the port is open. */
  gone(): void;
}

/**
 * Reads the header of the PROXY protocol off a connection that has to begin with one; one of the three is called in the
 * end. A header that comes slowly is waited for as long as {@link limits.proxyHeader}.
 */
export function readClientAddress(socket: Socket, end: HeaderWait): void {
  let held = Buffer.alloc(0);
  const over = (): void => {
    cancel();
    socket.off('readable', received).off('end', gone).off('close', gone);
  };
  const received = (): void => {
    for (let chunk = next(socket); chunk !== undefined; chunk = next(socket)) {
      held = Buffer.concat([held, chunk]);
      const header = readProxyHeader(held);
      if (header.kind === 'more') continue;
      over();
      if (header.kind === 'wrong') return end.wrong();
      // TLS may come first on this port: it reads what is put back here before it reads the network
      if (held.length > header.length) socket.unshift(held.subarray(header.length));
      return end.known(header.client);
    }
  };
  const gone = (): void => {
    over();
    end.gone();
  };
  const cancel = end.clock.after(limits.proxyHeader, () => {
    over();
    end.wrong();
  });
  socket.on('readable', received).once('end', gone).once('close', gone);
}

function next(socket: Socket): Buffer | undefined {
  const chunk: unknown = socket.read();
  return Buffer.isBuffer(chunk) ? chunk : undefined;
}

/** What the first octets of a connection are, where it has to begin with a header of the PROXY protocol. */
type ProxyHeader =
  /** The header is not whole yet. */
  | { readonly kind: 'more' }
  /** It is none, or none that is allowed. */
  | { readonly kind: 'wrong' }
  | {
      readonly kind: 'header';
      /** How many octets it has; what follows is the client's. */
      readonly length: number;
      /** The address of the client; undefined where the proxy itself speaks (a health check) or does not know it. */
      readonly client: string | undefined;
    };

/** Section 2.1: the longest line of version 1, with its CR LF. */
const longestLine = 107;
/**
 * Section 2.2 lets a header of version 2 have 64 kB. Addresses need 52 octets, and what proxies add to them a few
 * hundred more at most: names, identifiers, the subject of a certificate.
 */
const longestBinary = 2_048;
const lineStart = Buffer.from('PROXY ', 'latin1');
const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
/** The signature, version and command, family, length. */
const fixedLength = 16;

const more: ProxyHeader = { kind: 'more' };
const wrong: ProxyHeader = { kind: 'wrong' };

/**
 * Reads a header of the PROXY protocol, version 1 or 2 (HAProxy's proxy-protocol.txt, sections 2.1 and 2.2).
 * @param bytes - all that the connection has sent so far
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader {
  if (beginsLike(bytes, lineStart)) return bytes.length < lineStart.length ? more : readLine(bytes);
  if (beginsLike(bytes, signature)) return bytes.length < fixedLength ? more : readBinary(bytes);
  return wrong;
}

/** Whether these octets, as far as they go, are those of the beginning. */
function beginsLike(bytes: Buffer, beginning: Buffer): boolean {
  const length = Math.min(bytes.length, beginning.length);
  return bytes.subarray(0, length).equals(beginning.subarray(0, length));
}

/** Version 1: `PROXY TCP4 192.0.2.1 198.51.100.1 56324 993` and CR LF. */
function readLine(bytes: Buffer): ProxyHeader {
  const head = bytes.subarray(0, longestLine);
  const end = head.indexOf('\r\n', 0, 'latin1');
  if (end === -1) return head.length === longestLine ? wrong : more;
  const [, family, source = '', destination = '', ...ports] = head.toString('latin1', 0, end).split(' ');
  const length = end + 2;
  // what follows UNKNOWN has to be ignored
  if (family === 'UNKNOWN') return { kind: 'header', length, client: undefined };
  const isAddress = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isPlainIPv6 : undefined;
  if (isAddress === undefined || ![source, destination].every(isAddress)) return wrong;
  if (ports.length !== 2 || !ports.every(isPort)) return wrong;
  return { kind: 'header', length, client: family === 'TCP4' ? source : canonical(source) };
}

/** Without a zone, which means something only on the machine that has said it. */
function isPlainIPv6(text: string): boolean {
  return isIPv6(text) && !text.includes('%');
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
}

/** Where the client's address is, by family and transport; `undefined`: allowed, and nothing that is used here. */
const families: ReadonlyMap<number, { readonly octets: number } | undefined> = new Map([
  [0x00, undefined],
  [0x11, { octets: 4 }],
  [0x12, undefined],
  [0x21, { octets: 16 }],
  [0x22, undefined],
  [0x31, undefined],
  [0x32, undefined],
]);

/** Version 2, whose signature is there. Additions (TLVs) behind the addresses are skipped. */
function readBinary(bytes: Buffer): ProxyHeader {
  const versionAndCommand = bytes.readUInt8(12);
  const length = fixedLength + bytes.readUInt16BE(14);
  if (length > longestBinary) return wrong;
  const isLocal = versionAndCommand === 0x20;
  if (!isLocal && versionAndCommand !== 0x21) return wrong;
  const family = bytes.readUInt8(13);
  // the family of a connection that the proxy makes for itself has to be ignored
  if (!isLocal && !families.has(family)) return wrong;
  const addresses = isLocal ? undefined : families.get(family);
  // two addresses and two ports
  if (addresses !== undefined && length < fixedLength + 2 * addresses.octets + 4) return wrong;
  if (bytes.length < length) return more;
  if (addresses === undefined) return { kind: 'header', length, client: undefined };
  const source = bytes.subarray(fixedLength, fixedLength + addresses.octets);
  const client = addresses.octets === 4 ? source.join('.') : canonical(groupsOf(source));
  return { kind: 'header', length, client };
}

function groupsOf(octets: Buffer): string {
  return (octets.toString('hex').match(/.{4}/g) ?? []).join(':');
}

/** One form for one address. */
function canonical(address: string): string {
  return unmapped(new SocketAddress({ address, family: 'ipv6' }).address);
}
