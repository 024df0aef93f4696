import type { ServerAddress } from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { commonExtensions } from '#core/mail/ehlo.ts';
import { logInUpstream, type UpstreamAccess } from './upstream-connection.ts';
import { UpstreamError } from './dial.ts';

/** How the accounts send: the clients of those that do by SMTP, and the limits of size of the others' APIs. */
interface Announcing {
  readonly bySmtp: readonly Pick<OAuthClient, 'servers'>[];
  readonly apiSizes: readonly number[];
}

/**
 * The extensions of the providers' SMTP servers, as each lists them in its EHLO reply: learned at every login, and by
 * one probe ahead. Before login a client is offered only what all of them have.
 */
export class EhloCache {
  readonly #learned = new Map<string, readonly string[]>();

  /** Takes note of a server's EHLO keywords. */
  learned(server: ServerAddress, extensions: readonly string[]): void {
    this.#learned.set(keyOf(server), extensions);
  }

  /** The servers of these clients whose extensions are not known yet. */
  unknown(clients: readonly Pick<OAuthClient, 'servers'>[]): ServerAddress[] {
    return serversOf(clients).filter((server) => !this.#learned.has(keyOf(server)));
  }

  /**
   * What a mail program is told ahead of its login: what the servers of all accounts can do; nothing beyond logging in, as
   * long as one of them is not known. DSN, which no API carries, is not in it where one sends through an API, nor is BDAT;
   * nor is an API's limit of size where others send by SMTP, whose larger messages it would hold back: behind the login it
   * is told.
   */
  announced({ bySmtp, apiSizes }: Announcing): readonly string[] {
    const size = bySmtp.length > 0 ? 'SIZE' : `SIZE ${String(Math.min(...apiSizes))}`;
    const lists: (readonly string[])[] =
      apiSizes.length === 0 ? [] : [['PIPELINING', size, '8BITMIME', 'SMTPUTF8']];
    for (const server of serversOf(bySmtp)) {
      const list = this.#learned.get(keyOf(server));
      if (list === undefined) return [];
      lists.push(list);
    }
    return commonExtensions(lists);
  }
}

/** Learns the extensions of the SMTP servers that are not known yet. One that does not answer stays unknown. */
export async function probeEhlo(options: {
  readonly extensions: EhloCache;
  readonly clients: readonly Pick<OAuthClient, 'servers'>[];
  readonly access: UpstreamAccess;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { extensions, access, signal } = options;
  const probes = extensions.unknown(options.clients).map(async (server) => {
    try {
      await logInUpstream(access, {
        protocol: 'smtp',
        server,
        signal,
        learned: (list) => extensions.learned(server, list),
      });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
    }
  });
  await Promise.all(probes);
}

function serversOf(clients: readonly Pick<OAuthClient, 'servers'>[]): ServerAddress[] {
  const servers = new Map<string, ServerAddress>();
  for (const { servers: of } of clients) if (of.smtp !== undefined) servers.set(keyOf(of.smtp), of.smtp);
  return [...servers.values()];
}

function keyOf(server: ServerAddress): string {
  return `${server.host.toLowerCase()}:${String(server.port)}`;
}
