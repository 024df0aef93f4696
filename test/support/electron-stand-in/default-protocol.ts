import type Electron from 'electron';
import { StandInProtocol } from './protocol.ts';
import { StandInSession } from './session.ts';

const beforeReady = new StandInProtocol();

/** Electron's `protocol`: the default session's, except for what has to be said before there is one. */
export const protocol = {
  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    beforeReady.registerSchemesAsPrivileged(customSchemes);
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    StandInSession.defaultSession.protocol.handle(scheme, handler);
  },
  unhandle(scheme: string): void {
    StandInSession.defaultSession.protocol.unhandle(scheme);
  },
};
