declare module 'pgpass' {
  interface ConnectionInfo {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  }

  /** Looks a connection up in the file PGPASSFILE or ~/.pgpass; says on standard error why it is not read. */
  export default function pgpass(
    connection: ConnectionInfo,
    done: (password: string | undefined) => void,
  ): void;
  export type { ConnectionInfo };
}
