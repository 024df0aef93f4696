import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';

/** A port on which a device sends without logging in: what is behind it, for the listener that has it. */
export interface DevicePort {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
  /** Whether somebody at this address may send; that one may not is noted. */
  admits(peer: string): boolean;
  /**
   * Talks with a device until the connection has ended.
   * @param peer - its address
   * @param startTls - for STARTTLS; undefined where it is not offered
   */
  serve(socket: Socket, peer: string, startTls: SecureContext | undefined): Promise<void>;
}
