import { z } from 'zod';

/** The three mail protocols that a session can speak. */
export const protocolSchema = z.enum(['imap', 'pop', 'smtp']);
export type Protocol = z.infer<typeof protocolSchema>;
export const protocols = protocolSchema.options;

/** A protocol's name, as people see it. */
export const protocolName = { imap: 'IMAP', pop: 'POP', smtp: 'SMTP' } as const satisfies Record<
  Protocol,
  string
>;

/** Where a provider's server listens, and how its TLS begins. */
export const serverAddressSchema = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535),
  tls: z.enum(['implicit', 'starttls']),
});
export type ServerAddress = z.infer<typeof serverAddressSchema>;

export const serversSchema = z.object({
  imap: serverAddressSchema.optional(),
  pop: serverAddressSchema.optional(),
  smtp: serverAddressSchema.optional(),
});
export type Servers = z.infer<typeof serversSchema>;

/** The port of each listener where nobody has chosen another one, by its name in the settings. */
export const defaultPorts = {
  imap: 1143,
  imaps: 1993,
  pop: 1110,
  pops: 1995,
  smtp: 1587,
  smtps: 1465,
} as const;
/**
 * The panel's port, where nobody has chosen another: always the same, as an installed web app belongs to one address.
 */
export const defaultPanelPort = 1180;
export type PortKey = keyof typeof defaultPorts;

/** What a port of the settings serves. */
export interface LocalPort {
  readonly key: PortKey;
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
}

export const plainPorts: readonly LocalPort[] = protocols.map((protocol) => ({
  key: protocol,
  protocol,
  implicitTls: false,
}));
/** Closed where nobody has switched them on. */
export const tlsPorts: readonly LocalPort[] = protocols.map((protocol) => ({
  key: `${protocol}s`,
  protocol,
  implicitTls: true,
}));
export const localPorts: readonly LocalPort[] = [...plainPorts, ...tlsPorts];

/** Whether a port with TLS is on. */
export function hasTlsPort(ports: { readonly [Key in PortKey]: number | 'off' }): boolean {
  return tlsPorts.some(({ key }) => ports[key] !== 'off');
}

/** The addresses to listen on for programs of this machine, and for those of the network too. */
export const loopbackAddresses = ['127.0.0.1', '::1'];
export const allAddresses = ['0.0.0.0', '::'];

/** Whether a host name or an address is this machine's own, which nobody else can reach (RFC 1122, RFC 4291). */
export function isLoopbackHost(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    host === '[::1]' ||
    /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(host)
  );
}

/** Whether an address to listen on stands for all of this machine's. */
export function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

export interface OpenPort {
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  readonly port: number;
  /** None: it is closed. */
  readonly addresses: readonly string[];
}

export interface MailEndpoint {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'tls';
}

/** What a mail program of this machine enters for a port. */
export function endpointOf({ protocol, implicitTls, port, addresses }: OpenPort): MailEndpoint {
  return { protocol, port, host: hostOf(addresses, implicitTls), security: implicitTls ? 'tls' : 'none' };
}

/** The endpoint of a protocol, plain or with TLS as preferred; the other one where that is closed. */
export function endpointFor(
  ports: readonly OpenPort[],
  protocol: Protocol,
  preference: 'plain-first' | 'tls-first',
): MailEndpoint | undefined {
  const open = ports.filter((port) => port.protocol === protocol && port.addresses.length > 0);
  const preferred = open.find(({ implicitTls }) => implicitTls === (preference === 'tls-first'));
  const chosen = preferred ?? open[0];
  return chosen === undefined ? undefined : endpointOf(chosen);
}

/** The TLS port of a protocol that other devices of the network reach; `everywhere`: on every address of this machine. */
export function endpointFromElsewhere(
  ports: readonly OpenPort[],
  protocol: Protocol,
): (MailEndpoint & { readonly everywhere: boolean }) | undefined {
  for (const { protocol: served, implicitTls, port, addresses } of ports) {
    if (served !== protocol || !implicitTls) continue;
    const host = addresses.find((one) => !isLoopbackHost(one));
    if (host !== undefined) return { protocol, host, port, security: 'tls', everywhere: isWildcard(host) };
  }
  return undefined;
}

/**
 * The local certificate is for localhost, 127.0.0.1 and ::1; not every TLS library compares addresses, so there the
 * name is used. Without TLS the address, so that no name needs to be looked up.
 */
function hostOf(addresses: readonly string[], tls: boolean): string {
  if (addresses.some((one) => one === '127.0.0.1' || one === 'localhost' || isWildcard(one))) {
    return tls ? 'localhost' : '127.0.0.1';
  }
  if (addresses.includes('::1')) return tls ? 'localhost' : '::1';
  return addresses[0] ?? '127.0.0.1';
}
