import type { Socket } from 'node:net';
import { SandboxMailServer, type MailServerOptions } from './mail-server.ts';
import { popGreeting, PopSession } from './pop-session.ts';

/** A POP3 server that takes bearer tokens only, over the sandbox's mailboxes. */
export class SandboxPopServer extends SandboxMailServer {
  constructor(options: MailServerOptions) {
    super('pop', popGreeting, options);
  }

  protected serve(socket: Socket): void {
    const { refusals = 'challenge', store } = this.options;
    void new PopSession(socket, { refusals, gate: this.gate, store });
  }
}
