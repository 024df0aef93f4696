import type { ListenerView } from '../../../proxy-core/contract.ts';

export type MailProtocol = ListenerView['protocol'];

/** Where a mail program finds one protocol. */
export interface Door {
  readonly protocol: MailProtocol;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** The door of a protocol: plain or TLS as wanted, the other one where it may be; undefined where none is open. */
export function doorOf(
  listeners: readonly ListenerView[],
  protocol: MailProtocol,
  wanted: 'plain' | 'tls' | 'tls-only',
): Door | undefined {
  const open = listeners.filter((each) => each.protocol === protocol && each.addresses.length > 0);
  const plain = open.find(({ implicitTls }) => !implicitTls);
  const tls = open.find(({ implicitTls }) => implicitTls);
  const chosen = wanted === 'plain' ? (plain ?? tls) : wanted === 'tls' ? (tls ?? plain) : tls;
  if (chosen === undefined) return undefined;
  return { protocol, port: chosen.port, tls: chosen.implicitTls, host: hostOf(chosen) };
}

/** The port for sending that other devices reach: TLS, on an address that is not of this machine alone. */
export function doorForDevices(
  listeners: readonly ListenerView[],
): (Door & { readonly everywhere: boolean }) | undefined {
  const found = listeners.find(
    (each) => each.protocol === 'smtp' && each.implicitTls && each.addresses.some((one) => !isLoopback(one)),
  );
  const address = found?.addresses.find((one) => !isLoopback(one));
  if (found === undefined || address === undefined) return undefined;
  const everywhere = address === '0.0.0.0' || address === '::';
  return { protocol: 'smtp', host: address, port: found.port, tls: true, everywhere };
}

/** The local certificate is for localhost by name; without TLS the address, so that no name is looked up. */
function hostOf({ addresses, implicitTls }: ListenerView): string {
  const own = addresses.some((one) => isLoopback(one) || one === '0.0.0.0' || one === '::');
  if (!own) return addresses[0] ?? '127.0.0.1';
  if (implicitTls) return 'localhost';
  return addresses.every((one) => one === '::1') ? '::1' : '127.0.0.1';
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}
