import { inEnglish } from '#messages/format.ts';
import { mapWords, type Message } from '#messages/message.ts';
import { isLoopbackHost, protocolName, type Servers } from './endpoints.ts';
import type { Endpoints } from './providers/preset.ts';
import { allPresets } from './providers/presets.ts';
import { submissionName } from './submission.ts';
import type { Snapshot, ActivityEntry } from './views.ts';

const address = /[^\s@<>"'(),;:]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu;
const ipv4 = /\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b/g;
const ipv6 =
  /(?<![\w:])(?!::1(?![\w:]))(?=[\da-f:]*:[\da-f:]*:)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/giu;
const guid = /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi;
/** A folder that is called as its user. */
const home = /(?<=(?:\/home\/|\/Users\/|\\Users\\))[^/\\\s]+/g;

/** What stands where a device, a password or a client can be named, and is none of them. */
const ownNames: ReadonlySet<string> = new Set([
  ...Object.values(protocolName),
  ...Object.values(submissionName),
]);
/** Where servers and URLs stand, of clients and of presets. */
interface Places extends Endpoints {
  readonly servers?: Servers;
  readonly submissionUrl?: string | undefined;
}

const providersHosts = new Set(allPresets.flatMap((preset) => hostsOf({ ...preset.endpoints, ...preset })));
const providersDomains = new Set(allPresets.flatMap(({ domains }) => domains));

/** What is blotted out, and what stands in its place. */
type Blot = readonly [name: string, blot: string];

/** What is known by name. */
type Known = Pick<Snapshot, 'accounts' | 'clients' | 'devices' | 'settings'>;

/**
 * Texts for others to read: accounts, OAuth clients, devices and local passwords are numbered instead of named; addresses
 * of people and of other machines, and hosts that are no provider's, are blotted out. Secrets were never in what a screen
 * knows.
 */
export class Redactor {
  readonly #names = new Map<string, string>();
  readonly #addresses: readonly Blot[];
  readonly #others: readonly Blot[];
  readonly #accounts = new Map<string, string>();

  constructor({ accounts, clients, devices, settings }: Known) {
    accounts.forEach((account, index) => {
      const name = `account ${String(index + 1)}`;
      this.#accounts.set(account.id, name);
      this.#add(name, account.address, account.identity, account.mailbox, account.smtpUser);
      const domain = account.address.slice(account.address.lastIndexOf('@') + 1);
      if (!providersDomains.has(domain.toLowerCase())) this.#add('[domain]', domain);
    });
    clients.forEach((client, index) => {
      this.#add(`client ${String(index + 1)}`, client.name);
      this.#add('[tenant]', client.tenant);
      this.#add('[client id]', client.clientId);
      this.#add('[server]', ...hostsOf(client).filter((host) => !providersHosts.has(host)));
    });
    devices.forEach(({ name }, index) => this.#add(`device ${String(index + 1)}`, name));
    accounts
      .flatMap(({ passwords }) => passwords)
      .forEach(({ name }, index) => this.#add(`password ${String(index + 1)}`, name));
    const { networkProxy, certificateNames = [] } = settings ?? {};
    this.#add('[proxy]', ...hostsOf({ authorizationUrl: networkProxy?.url }), networkProxy?.user);
    this.#add('[machine]', ...certificateNames.filter((name) => !isLoopbackHost(name)));
    // a long name first: it may hold a short one
    const all = [...this.#names]
      .filter(([name]) => name.length > 2)
      .toSorted(([a], [b]) => b.length - a.length);
    this.#addresses = all.filter(([name]) => name.includes('@'));
    this.#others = all.filter(([name]) => !name.includes('@'));
  }

  account(id: string | undefined): string | undefined {
    return id === undefined ? undefined : (this.#accounts.get(id) ?? 'a removed account');
  }

  /** In English. Its own words stay as they are, whatever names there are: one may be called 'first'. */
  message(message: Message): string {
    const blotted = mapWords(message, (words, name, code) =>
      name === 'name' && /^(?:activity|devices)\./.test(code) ? this.#name(words) : this.text(words),
    );
    return blotPatterns(inEnglish(blotted));
  }

  /** Words of others. */
  text(text: string): string {
    const whole = this.#names.get(text);
    if (whole !== undefined) return whole;
    // an address before the domain that is in it
    return replaced(blotPatterns(replaced(text, this.#addresses)), this.#others);
  }

  /** A line of activity; who connected is left out where it was another machine. */
  entry(entry: ActivityEntry): object {
    const { accountId, text, peer, details, ...rest } = entry;
    const told = Object.entries(details ?? {}).map(
      ([name, value]) => [name, this.#detail(name, value)] as const,
    );
    return {
      ...rest,
      at: new Date(entry.at).toISOString(),
      text: this.message(text),
      account: this.account(accountId),
      peer: peer && this.text(peer),
      details: details && Object.fromEntries(told),
    };
  }

  #detail(name: string, value: NonNullable<ActivityEntry['details']>[string]): string | number | boolean {
    if (typeof value === 'object') return this.message(value);
    if (typeof value !== 'string') return value;
    return name === 'device' ? this.#name(value) : this.text(value);
  }

  /** What somebody called something: it may be gone by now, and known no more. */
  #name(name: string): string {
    return this.#names.get(name) ?? (ownNames.has(name) ? name : '[name]');
  }

  #add(blot: string, ...names: readonly (string | undefined)[]): void {
    for (const name of names) {
      if (name !== undefined && name !== '' && !this.#names.has(name)) this.#names.set(name, blot);
    }
  }
}

function replaced(text: string, blots: readonly Blot[]): string {
  return blots.reduce((clean, [name, blot]) => clean.replaceAll(name, blot), text);
}

function blotPatterns(text: string): string {
  return text
    .replaceAll(address, '[address]')
    .replaceAll(ipv4, '[machine]')
    .replaceAll(ipv6, '[machine]')
    .replaceAll(guid, '[id]')
    .replaceAll(home, '[user]');
}

/** The hosts of servers and of URLs that are another machine's. */
function hostsOf({ servers = {}, ...urls }: Places): string[] {
  const ofServers = Object.values(servers).map((server) => server?.host);
  const ofUrls = [
    urls.authorizationUrl,
    urls.tokenUrl,
    urls.deviceUrl,
    urls.adminConsentUrl,
    urls.submissionUrl,
  ].map((url) => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined));
  return [...ofServers, ...ofUrls]
    .filter((host) => host !== undefined)
    .filter((host) => !isLoopbackHost(host));
}
