/** The part of hoodiecrow-imap 2.1 that the sandbox uses: its plugin interface (lib/server.js, lib/plugins). */
declare module 'hoodiecrow-imap' {
  import type { Duplex } from 'node:stream';

  namespace hoodiecrow {
    interface Attribute {
      readonly type: string;
      readonly value: string;
    }

    interface ParsedCommand {
      readonly tag: string;
      readonly command: string;
      readonly attributes?: readonly (Attribute | null | readonly unknown[])[];
    }

    type CommandHandler = (
      connection: ImapConnection,
      parsed: ParsedCommand,
      data: string,
      callback: () => void,
    ) => void;

    interface Response {
      readonly tag: string;
      readonly command?: string;
      readonly attributes?: readonly (Attribute | number)[];
    }

    interface ImapConnection {
      server: ImapServer;
      socket: Duplex | null;
      state: 'Not Authenticated' | 'Authenticated' | 'Selected' | 'Logout';
      secureConnection: boolean;
      directNotifications: boolean;
      inputHandler: ((line: string) => void) | false;
      readonly _notificationCallback: (notification: unknown) => void;
      onData(chunk: Buffer): void;
      onClose(): void;
      onError(error: Error): void;
      send(response: Response, description: string, parsed?: ParsedCommand, data?: string): void;
      processNotifications(): void;
    }

    interface ImapServer {
      readonly connectionHandlers: ((connection: ImapConnection) => void)[];
      readonly capabilities: Record<string, (connection: ImapConnection) => boolean>;
      createClient(socket: Duplex): void;
      registerCapability(keyword: string, handler?: (connection: ImapConnection) => boolean): void;
      setCommandHandler(command: string, handler: CommandHandler): void;
      getMailbox(path: string): object | undefined;
      notify(command: Response, mailbox: object, ignoreConnection?: ImapConnection | false): void;
      on(event: 'notify', listener: (notification: unknown) => void): this;
      removeListener(event: 'notify', listener: (notification: unknown) => void): this;
      setMaxListeners(count: number): this;
    }

    interface Options {
      readonly plugins: readonly (string | ((server: ImapServer) => void))[];
      readonly id?: Readonly<Record<string, string>>;
      readonly storage: Record<string, object>;
      readonly credentials?: object;
    }
  }

  function hoodiecrow(options: hoodiecrow.Options): hoodiecrow.ImapServer;
  export = hoodiecrow;
}
