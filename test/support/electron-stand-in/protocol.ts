import type Electron from 'electron';
import { lifecycle } from './lifecycle.ts';
import { addStandardScheme } from './scheme-address.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** One session's schemes of the app's own. */
export class StandInProtocol {
  readonly #handlers = new Map<string, Handler>();

  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    if (lifecycle.ready)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of customSchemes) {
      if (privileges?.standard === true) addStandardScheme(scheme);
    }
  }

  handle(scheme: string, handler: Handler): void {
    lifecycle.needReady('protocol');
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  /** The answer to a request of a page; undefined where nobody handles the scheme. */
  static async answer(one: StandInProtocol, scheme: string, request: Request): Promise<Response | undefined> {
    return one.#handlers.get(scheme)?.(request);
  }
}
