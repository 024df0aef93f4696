import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { decodeClone, encodeClone, listOf } from './page/clone-text.ts';

/** The handlers' first argument: the part of Electron's event that the stand-in has. */
export interface InvokeEvent {
  readonly sender: unknown;
  readonly senderFrame: unknown;
}

type Handler = Parameters<Electron.IpcMain['handle']>[1];
type Reply = (kind: 'value' | 'error', text: string) => void;

export class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, (event: InvokeEvent, ...values: unknown[]) => unknown>();

  handle(channel: string, listener: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    const call: Function = listener;
    this.#handlers.set(channel, (event, ...values): unknown =>
      Reflect.apply(call, undefined, [event, ...values]),
    );
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Handlers that are there now, for tests that count what is left. */
  static handlerCount(one: StandInIpcMain): number {
    return one.#handlers.size;
  }

  /** A page invoked: calls the handler and replies as Electron does. Never rejects. */
  static async invoked(
    one: StandInIpcMain,
    channel: string,
    event: InvokeEvent,
    text: string,
    reply: Reply,
  ): Promise<void> {
    try {
      const handler = one.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const values = decodeClone(text);
      reply('value', encodeClone(await handler(event, ...listOf(values))));
    } catch (error) {
      process.stderr.write(`Error occurred in handler for '${channel}': ${String(error)}\n`);
      reply('error', `Error invoking remote method '${channel}': ${String(error)}`);
    }
  }

  /** A page sent. */
  static sent(one: StandInIpcMain, channel: string, event: InvokeEvent, text: string): void {
    const values = decodeClone(text);
    one.emit(channel, event, ...listOf(values));
  }
}

export const ipcMain = new StandInIpcMain();
