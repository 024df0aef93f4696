import { inEnglish } from '#messages/format.ts';
import type { ActivityEntry } from './activity.ts';
import type { AccountView, ClientView } from './views.ts';

const address = /[^\s@<>"'(),;:]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu;
const ipv4 = /\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b/g;
const ipv6 =
  /(?<![\w:])(?!::1(?![\w:]))(?=[\da-f:]*:[\da-f:]*:)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/giu;
const guid = /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi;

/**
 * Texts for others to read: accounts and OAuth clients are numbered instead of named, and addresses of people and of
 * other machines are blotted out. Secrets were never in what a screen knows.
 */
export class Redactor {
  readonly #names = new Map<string, string>();
  readonly #accounts = new Map<string, string>();

  constructor(known: { readonly accounts: readonly AccountView[]; readonly clients: readonly ClientView[] }) {
    known.accounts.forEach((account, index) => {
      const name = `account ${String(index + 1)}`;
      this.#accounts.set(account.id, name);
      for (const one of [account.address, account.identity, account.mailbox, account.smtpUser])
        if (one !== undefined && !this.#names.has(one)) this.#names.set(one, name);
    });
    known.clients.forEach((client, index) => {
      this.#names.set(client.name, `client ${String(index + 1)}`);
      if (client.tenant !== undefined) this.#names.set(client.tenant, '[tenant]');
      this.#names.set(client.clientId, '[client id]');
    });
    // a long name first: it may hold a short one
    this.#names = new Map([...this.#names].toSorted(([a], [b]) => b.length - a.length));
  }

  account(id: string | undefined): string | undefined {
    return id === undefined ? undefined : (this.#accounts.get(id) ?? 'a removed account');
  }

  text(text: string): string {
    let clean = text;
    for (const [name, blot] of this.#names) if (name.length > 2) clean = clean.replaceAll(name, blot);
    return clean
      .replaceAll(address, '[address]')
      .replaceAll(ipv4, '[machine]')
      .replaceAll(ipv6, '[machine]')
      .replaceAll(guid, '[id]');
  }

  /** A line of activity; who connected is left out where it was another machine. */
  entry(entry: ActivityEntry): object {
    const { accountId, text, peer, details, ...rest } = entry;
    const account = this.account(accountId);
    return {
      ...rest,
      at: new Date(entry.at).toISOString(),
      text: this.text(inEnglish(text)),
      ...(account === undefined ? {} : { account }),
      ...(peer === undefined ? {} : { peer: this.text(peer) }),
      ...(details === undefined
        ? {}
        : {
            details: Object.fromEntries(
              Object.entries(details).map(([name, value]) => [
                name,
                typeof value === 'string'
                  ? this.text(value)
                  : typeof value === 'object'
                    ? this.text(inEnglish(value))
                    : value,
              ]),
            ),
          }),
    };
  }
}
