import type { ServerAddress } from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { commonExtensions } from '#core/mail/smtp-extensions.ts';

/**
 * What the providers' SMTP servers can do, as each said in its EHLO: learned at every login and by asking
 * once ahead. Before login a client is told only what all of them keep.
 */
export class EhloCache {
  readonly #learned = new Map<string, readonly string[]>();

  /** Takes note of a server's EHLO keywords. */
  learned(server: ServerAddress, extensions: readonly string[]): void {
    this.#learned.set(keyOf(server), extensions);
  }

  /** The servers of these clients that have not been asked yet. */
  unknown(clients: readonly Pick<OAuthClient, 'servers'>[]): ServerAddress[] {
    return serversOf(clients).filter((server) => !this.#learned.has(keyOf(server)));
  }

  /** What to announce: nothing beyond logging in, as long as one of the servers is not known. */
  announced(clients: readonly Pick<OAuthClient, 'servers'>[]): readonly string[] {
    const lists: (readonly string[])[] = [];
    for (const server of serversOf(clients)) {
      const list = this.#learned.get(keyOf(server));
      if (list === undefined) return [];
      lists.push(list);
    }
    return commonExtensions(lists);
  }
}

function serversOf(clients: readonly Pick<OAuthClient, 'servers'>[]): ServerAddress[] {
  const servers = new Map<string, ServerAddress>();
  for (const { servers: of } of clients) if (of.smtp !== undefined) servers.set(keyOf(of.smtp), of.smtp);
  return [...servers.values()];
}

function keyOf(server: ServerAddress): string {
  return `${server.host.toLowerCase()}:${String(server.port)}`;
}
