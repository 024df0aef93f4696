import { isDeepStrictEqual } from 'node:util';
import { domainToASCII } from 'node:url';
import { type Message, msg, verbatim } from '#messages/message.ts';
import { z } from 'zod';
import { type Account, canonicalAddress } from '#contract/account.ts';
import { type Device, emptySettings, type Listeners, type Settings } from '#contract/settings.ts';
import {
  allAddresses,
  defaultPorts,
  hasTlsPort,
  isLoopbackHost,
  localPorts,
  tlsPorts,
} from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import {
  type PolicyKey,
  policyKeySchema,
  policySchema,
  type PolicyValues,
  type PolicyView,
} from '#contract/policy.ts';
import type { Problem } from '#contract/problem.ts';
import { presetFor, type ProviderId } from '#contract/providers/presets.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { describeIssues } from '#core/errors/schema-issues.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { PolicyError } from './policy-file.ts';

/** A place where a policy can stand. */
export interface PolicySource {
  /** As an administrator knows it. */
  readonly name: string;
  /**
   * What stands there; undefined where nothing does.
   * @throws PolicyError - it is there and cannot be read, or is not an administrator's
   */
  read(): Promise<unknown>;
}

interface ReadPolicy {
  readonly values: PolicyValues;
  /** Named there, with what cannot be used: held all the same. */
  readonly broken: readonly PolicyKey[];
  readonly problems: Problem[];
}

/** What counts where a key cannot be read: nothing that lets others in, or does more than is known to be wanted. */
const closedWhereUnknown = ['lanAccess', 'panel', 'updates'] as const satisfies readonly PolicyKey[];

/**
 * What an organization sets for everybody: read from files and from the system's own administration, laid over the
 * settings wherever these are read, and never written to them. What cannot be read of it is told, and unlocks nothing.
 */
export class Policy {
  readonly #sources: readonly PolicySource[];
  /** What was read of each, and why it could not be read the last time. */
  readonly #found = new Map<
    PolicySource,
    { readonly read?: ReadPolicy | undefined; readonly failed?: Problem }
  >();
  /** What stands in it. */
  #said: PolicyValues = {};
  /** The same, and what counts for keys that cannot be read. */
  #values: PolicyValues = {};
  #broken: ReadonlySet<PolicyKey> = new Set();
  /** There is a policy that was not read in this run: all that could stand in it is held. */
  #unread = false;

  /** @param sources - where it may stand; a later one goes before an earlier one */
  constructor(sources: readonly PolicySource[] = []) {
    this.#sources = sources;
  }

  /**
   * Reads it, once more where it was read before; until all of it is read, what was read before holds. Never rejects: see
   * `view`.
   */
  async load(): Promise<void> {
    let unread = false;
    for (const source of this.#sources) {
      try {
        const content = await source.read();
        if (content === undefined) this.#found.delete(source);
        else {
          const read = readPolicy(content, source.name);
          this.#found.set(source, { read: withBefore(read, this.#found.get(source)?.read) });
        }
      } catch (error) {
        // what others may have written counts for nothing; what was read before stays in force
        const isUntrusted = error instanceof PolicyError && error.code === 'policy-untrusted';
        const read = isUntrusted ? undefined : this.#found.get(source)?.read;
        this.#found.set(source, { read, failed: problemOf(error) });
        if (read === undefined && !isUntrusted) unread = true;
      }
    }
    const found = this.#sources.flatMap((source) => this.#found.get(source)?.read ?? []);
    const said = found.reduce<PolicyValues>((all, { values }) => ({ ...all, ...values }), {});
    this.#broken = new Set(found.flatMap(({ broken }) => broken).filter((key) => said[key] === undefined));
    this.#unread = unread;
    this.#said = said;
    this.#values = { ...said };
    for (const key of closedWhereUnknown) if (this.#isUnknown(key)) this.#values[key] = false;
  }

  /** Whether there is a place where it could stand. */
  get hasSources(): boolean {
    return this.#sources.length > 0;
  }

  /** What is set, as far as it could be read. */
  get values(): PolicyValues {
    return this.#values;
  }

  /** What is told of it; undefined where there is none. */
  get view(): PolicyView | undefined {
    const found = this.#sources.flatMap((source) => {
      const of = this.#found.get(source);
      return of === undefined ? [] : [{ ...of, name: source.name }];
    });
    if (found.length === 0) return undefined;
    return {
      from: found.map(({ name }) => name),
      locked: policyKeySchema.options.filter((key) => this.holds(key)),
      problems: found.flatMap(({ failed, read }) => [failed ?? [], read?.problems ?? []].flat()),
    };
  }

  /** Whether nobody can change what a key is about. */
  holds(key: PolicyKey): boolean {
    return this.#values[key] !== undefined || this.#isUnknown(key);
  }

  /**
   * Refuses ports and addresses that were chosen for a run against what is set. Where that cannot be read they are not
   * refused, as mail goes on: see `layListeners`.
   * @param kept - those that hold where nothing was chosen
   * @throws PolicyError - set-by-organization
   */
  refuseChosen(kept: Listeners, chosen: Partial<Listeners>): void {
    const wanted = { ...kept, ...chosen };
    const laid = this.layListeners(wanted);
    for (const { key } of localPorts)
      if (chosen[key] !== undefined && laid[key] !== chosen[key]) this.refuseChange(key);
    if (!isDeepStrictEqual(laid.addresses, wanted.addresses) && !this.#isUnknown('lanAccess'))
      this.refuseChange('lanAccess');
  }

  /**
   * Whether the screens may be shown in a browser; where that cannot be read they are not, and mail goes on.
   * @throws PolicyError - set-by-organization
   */
  allowsPanel(): boolean {
    if (this.#values.panel !== false) return true;
    if (!this.#isUnknown('panel')) this.refuseChange('panel');
    return false;
  }

  /** @throws PolicyError - set-by-organization */
  refuseChange(key: PolicyKey): void {
    if (!this.holds(key)) return;
    const text = msg('policy.setByOrganization', { what: msg(`policy.keys.${key}`) });
    throw new PolicyError('set-by-organization', text, msg('policy.askAdministrator'));
  }

  /**
   * Refuses an account that is to be added or changed.
   * @param provider - left out: it is not known yet
   * @throws PolicyError - not-allowed
   */
  refuseNew(address: string, provider: ProviderId | undefined): void {
    const why = this.refusalOf(address, provider);
    if (why !== undefined) throw notAllowed(why);
    if (this.#isUnknown('allowedDomains') || this.#isUnknown('allowedProviders'))
      throw notAllowed(msg('policy.cannotTellWhatIsAllowed'));
  }

  /** Why an account may not be used; undefined where it may. Where the policy cannot be read, mail goes on. */
  refusalOf(address: string, provider: ProviderId | undefined): Message | undefined {
    const { allowedDomains, allowedProviders } = this.#values;
    const domain = canonicalAddress(address).split('@').at(-1) ?? '';
    if (allowedDomains?.some((allowed) => isWithin(domain, allowed)) === false)
      return msg('policy.domainNotAllowed', { domain });
    if (provider === undefined || allowedProviders?.includes(provider) !== false) return undefined;
    return msg('policy.providerNotAllowed', { provider: nameOf(provider) });
  }

  /** The same settings with what is set in the place of what a person has chosen. */
  lay(settings: Settings): Settings {
    const { networkProxy, extraCertificateAuthorities } = this.#values;
    return {
      ...settings,
      listeners: this.layListeners(settings.listeners),
      ...(networkProxy === undefined ? {} : { networkProxy: networkProxy === '' ? undefined : networkProxy }),
      ...(extraCertificateAuthorities === undefined ? {} : { extraCertificateAuthorities }),
      devices: settings.devices.map((device) =>
        this.#shutsOut(device) ? { ...device, paused: true } : device,
      ),
    };
  }

  /** Whether a device's port would let others in where nobody may be. */
  #shutsOut({ listen }: Device): boolean {
    return this.#values.lanAccess === false && !isLoopbackHost(listen.address);
  }

  /** Ports and addresses with what is set in the place of what a person has chosen. */
  layListeners(chosen: Listeners): Listeners {
    const { lanAccess } = this.#values;
    const listeners = { ...chosen };
    for (const { key } of localPorts) listeners[key] = this.#values[key] ?? chosen[key];
    const outside = chosen.addresses.filter((address) => !isLoopbackHost(address));
    if (lanAccess === true) {
      if (outside.length === 0) listeners.addresses = [...allAddresses];
      // beyond this machine nothing is served without TLS
      if (!hasTlsPort(listeners))
        for (const { key } of tlsPorts) listeners[key] = this.#values[key] ?? defaultPorts[key];
    } else if (lanAccess === false) {
      const inside = chosen.addresses.filter(isLoopbackHost);
      listeners.addresses = inside.length > 0 ? inside : emptySettings.listeners.addresses;
    }
    return listeners;
  }

  /** The same store, where what is set stands above what is kept, is never written, and is changed by nobody. */
  over(store: SettingsStore<Settings>): SettingsStore<Settings> {
    return {
      read: async () => this.lay(await store.read()),
      update: async (change) =>
        this.lay(
          await store.update((kept) => {
            const shown = this.lay(kept);
            const next = change(shown);
            this.#refuse(shown, next);
            return unlaid(kept, shown, next);
          }),
        ),
      watch: (changed) => store.watch(changed),
    };
  }

  /** Whether something may be set that could not be read. */
  #isUnknown(key: PolicyKey): boolean {
    return this.#broken.has(key) || (this.#unread && this.#said[key] === undefined);
  }

  /** @throws PolicyError */
  #refuse(shown: Settings, next: Settings): void {
    for (const { key } of localPorts)
      if (shown.listeners[key] !== next.listeners[key]) this.refuseChange(key);
    if (!isDeepStrictEqual(shown.listeners.addresses, next.listeners.addresses))
      this.refuseChange('lanAccess');
    if (shown.networkProxy !== next.networkProxy) this.refuseChange('networkProxy');
    if (!isDeepStrictEqual(shown.extraCertificateAuthorities, next.extraCertificateAuthorities))
      this.refuseChange('extraCertificateAuthorities');
    for (const device of next.devices)
      if (!device.paused && this.#shutsOut(device)) this.refuseChange('lanAccess');
    for (const client of next.clients) this.#refuseClient(shown, client);
    const before = new Map(shown.accounts.map((account) => [account.id, account]));
    for (const account of next.accounts) this.#refuseAccount(before.get(account.id), next, account);
  }

  #refuseClient(shown: Settings, client: OAuthClient): void {
    const before = shown.clients.find(({ id }) => id === client.id);
    if (before?.provider === client.provider) return;
    const { allowedProviders } = this.#values;
    if (allowedProviders?.includes(client.provider) !== false && !this.#isUnknown('allowedProviders')) return;
    throw notAllowed(msg('policy.providerNotAllowed', { provider: nameOf(client.provider) }));
  }

  #refuseAccount(before: Account | undefined, next: Settings, account: Account): void {
    if (before?.address === account.address && before.clientId === account.clientId) return;
    this.refuseNew(account.address, next.clients.find(({ id }) => id === account.clientId)?.provider);
  }
}

function notAllowed(why: Message): PolicyError {
  return new PolicyError('not-allowed', why, msg('policy.askAdministrator'));
}

/** What is kept after a change: where it left what was laid over, that of before. */
function unlaid(kept: Settings, shown: Settings, next: Settings): Settings {
  const same = isDeepStrictEqual;
  const listeners = { ...next.listeners };
  for (const { key } of localPorts)
    if (listeners[key] === shown.listeners[key]) listeners[key] = kept.listeners[key];
  if (same(listeners.addresses, shown.listeners.addresses)) listeners.addresses = kept.listeners.addresses;
  const devices = next.devices.map((device) => {
    const before = shown.devices.find(({ id }) => id === device.id);
    return same(device, before) ? (kept.devices.find(({ id }) => id === device.id) ?? device) : device;
  });
  return {
    ...next,
    listeners,
    devices,
    networkProxy: next.networkProxy === shown.networkProxy ? kept.networkProxy : next.networkProxy,
    extraCertificateAuthorities: same(next.extraCertificateAuthorities, shown.extraCertificateAuthorities)
      ? kept.extraCertificateAuthorities
      : next.extraCertificateAuthorities,
  };
}

const contentSchema = z.record(z.string(), z.unknown());

/** What can be used of a policy, and what is wrong with the rest. */
function readPolicy(content: unknown, where: string): ReadPolicy {
  const object = contentSchema.safeParse(content);
  if (!object.success) throw invalid(where, msg('policy.notAnObject'), 'policy-unreadable');
  const { error } = policySchema.safeParse(object.data);
  if (error === undefined) return { values: policySchema.parse(object.data), broken: [], problems: [] };
  const faulty = new Set(
    error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
  const rest = Object.entries(object.data).filter(([key]) => !faulty.has(key));
  return {
    values: policySchema.parse(Object.fromEntries(rest)),
    broken: [...faulty].flatMap((key) => policyKeySchema.safeParse(key).data ?? []),
    problems: [problemOf(invalid(where, describeIssues(error), 'policy-invalid'))],
  };
}

/** What is broken now and could be used before stays in force, as where a whole file cannot be read any more. */
function withBefore(read: ReadPolicy, before: ReadPolicy | undefined): ReadPolicy {
  const kept = Object.entries(before?.values ?? {}).filter(
    ([name]) => read.broken.some((key) => key === name) && !closedWhereUnknown.some((key) => key === name),
  );
  return { ...read, values: policySchema.parse({ ...read.values, ...Object.fromEntries(kept) }) };
}

function invalid(where: string, why: Message, code: 'policy-invalid' | 'policy-unreadable'): PolicyError {
  return new PolicyError(code, msg('policy.invalid', { where, why }), msg('policy.mendInvalid'));
}

/** Whether a domain is the allowed one; '*.example.org' allows all below it. */
function isWithin(domain: string, allowed: string): boolean {
  return allowed.startsWith('*.')
    ? ascii(domain).endsWith(`.${ascii(allowed.slice(2))}`)
    : ascii(domain) === ascii(allowed);
}

function ascii(domain: string): string {
  return domainToASCII(domain).toLowerCase() || domain.toLowerCase();
}

function nameOf(provider: ProviderId): Message {
  const { name } = presetFor({ provider });
  return typeof name === 'string' ? verbatim(name) : name;
}
