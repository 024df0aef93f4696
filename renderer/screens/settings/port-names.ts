import {
  listenerViewSchema,
  protocolName,
  type ListenerView,
  type Protocol,
} from '../../../proxy-core/contract.ts';

export const protocols = listenerViewSchema.shape.protocol.options;

/** How the ports are called in the settings. */
export const plainKeys = { imap: 'imap', pop: 'pop', smtp: 'smtp' } as const satisfies Record<
  Protocol,
  string
>;
export const tlsKeys = { imap: 'imaps', pop: 'pops', smtp: 'smtps' } as const satisfies Record<
  Protocol,
  string
>;
export type PortKey = (typeof plainKeys)[Protocol] | (typeof tlsKeys)[Protocol];

/** What a port is where nobody has chosen another one. */
export const usualPorts = {
  imap: 1143,
  pop: 1110,
  smtp: 1587,
  imaps: 1993,
  pops: 1995,
  smtps: 1465,
} as const satisfies Record<PortKey, number>;

export interface PortOf {
  readonly key: PortKey;
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  /** 'IMAP' */
  readonly name: string;
}

export const plainPorts: readonly PortOf[] = protocols.map((protocol) => ({
  key: plainKeys[protocol],
  protocol,
  implicitTls: false,
  name: protocolName[protocol],
}));
export const tlsPorts: readonly PortOf[] = protocols.map((protocol) => ({
  key: tlsKeys[protocol],
  protocol,
  implicitTls: true,
  name: protocolName[protocol],
}));

/** The listener of a port, as it stands. */
export function listenerOf(listeners: readonly ListenerView[], port: PortOf): ListenerView | undefined {
  return listeners.find(
    ({ protocol, implicitTls }) => protocol === port.protocol && implicitTls === port.implicitTls,
  );
}

/** An address that only this computer reaches. */
export function isOwn(address: string): boolean {
  return address === '::1' || address === 'localhost' || address.startsWith('127.');
}
