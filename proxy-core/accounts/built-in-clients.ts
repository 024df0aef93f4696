import { withoutByteOrderMark } from '#messages/plain-text.ts';
import { type Message, msg, problemText } from '#messages/message.ts';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { audienceSchema, type Audience, type Cloud, cloudSchema } from '#contract/grants.ts';
import {
  builtInIdPrefix,
  isBuiltInClient,
  isClientOfOrganization,
  type OAuthClient,
  organizationIdPrefix,
  type PresetClient,
  type Registration,
  registrationsSchema,
} from '#contract/oauth-client.ts';
import type { PolicyValues } from '#contract/policy.ts';
import type { Problem } from '#contract/problem.ts';
import {
  credentialsFor,
  isMicrosoft,
  presetFor,
  providerIds,
  type ProviderId,
} from '#contract/providers/presets.ts';
import type { Settings } from '#contract/settings.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { canonicalName } from '#contract/account.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { describeIssues } from '#core/errors/schema-issues.ts';
import type { Activity } from '#core/logging/activity.ts';
import { jsonOf, notJson } from '#core/storage/json.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import { resolveClient } from './resolve-client.ts';

/** What brings built-in clients cannot be used; the service goes on without them. */
class RegistrationsError extends CodedError<'registrations-unusable'> {
  /** @param code - how it is said; another where `why` is whole sentences */
  constructor(
    file: string | Message,
    why: Message,
    code:
      'accounts.registrationsUnusable' | 'accounts.registrationUnusable' = 'accounts.registrationsUnusable',
  ) {
    super('registrations-unusable', { code, params: { file, why } }, msg('accounts.mendRegistrations'));
  }
}

/** By their ids. */
type Clients = ReadonlyMap<string, BuiltInClient>;

interface BuiltInClient {
  readonly client: OAuthClient;
  readonly audience: Audience;
  readonly secret: string | undefined;
}

/** What can be told of a built-in client beyond its settings. */
export interface BuiltInStanding {
  readonly audience: Audience;
  /** An account uses it, and this build comes without it by now. */
  readonly withdrawn: boolean;
  /** It does not come with the build: the organization's policy brings it. */
  readonly byOrganization: boolean;
}

/**
 * The OAuth clients that come with the build, or with the organization's policy: they stand among those of the settings wherever these are read, and are
 * never written to them.
 */
export class BuiltInClients {
  readonly #file: string | undefined;
  readonly #activity: Pick<Activity, 'note'>;
  #registered: Clients = new Map();
  /** From the organization's policy. */
  #preset: Clients = new Map();
  #problem: Problem | undefined;

  /** @param options.file - the registrations (JSON); none where left out */
  constructor(options: { readonly file?: string | undefined; readonly activity: Pick<Activity, 'note'> }) {
    this.#file = options.file;
    this.#activity = options.activity;
  }

  /** Why there are none, where there should be. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /**
   * Reads the registrations, once more where they were read before. Never fails: see `problem`.
   * @param policy - what an organization sets: its registrations go before those of the file
   */
  async load(policy: Pick<PolicyValues, 'registrations' | 'clients'> = {}): Promise<void> {
    const before = this.#problem;
    this.#problem = undefined;
    this.#registered = await this.#unless(this.#registered, async () =>
      policy.registrations === undefined
        ? await readRegistrations(this.#file)
        : checked(msg('policy.itself'), policy.registrations.flatMap(clientsOf)),
    );
    this.#preset = await this.#unless(this.#preset, async () => presetClients(policy.clients ?? []));
    if (this.#problem === undefined || before !== undefined) return;
    this.#activity.note({ kind: 'settings', level: 'warning', text: problemText(this.#problem) });
  }

  /** Those of before, and a problem, where it cannot be read: their accounts go on. */
  async #unless(before: Clients, read: () => Promise<Clients>): Promise<Clients> {
    try {
      return await read();
    } catch (error) {
      this.#problem ??= problemOf(error);
      return before;
    }
  }

  #find(clientId: string): BuiltInClient | undefined {
    return this.#preset.get(clientId) ?? this.#registered.get(clientId);
  }

  /** What a built-in client proves itself with; undefined where this build comes without it. */
  credentialOf(
    clientId: string,
  ): { readonly kind: 'none' } | { readonly kind: 'secret'; readonly secret: string } | undefined {
    const found = this.#find(clientId);
    if (found === undefined) return undefined;
    return found.secret === undefined ? { kind: 'none' } : { kind: 'secret', secret: found.secret };
  }

  /** Undefined for a client of the settings. */
  standingOf(clientId: string): BuiltInStanding | undefined {
    if (!isBuiltInClient(clientId)) return undefined;
    const audience = this.#find(clientId)?.audience;
    return {
      audience: audience ?? 'both',
      withdrawn: audience === undefined,
      byOrganization: isClientOfOrganization(clientId),
    };
  }

  /** The same settings with the built-in clients among the others, wherever they are read. */
  over(store: SettingsStore<Settings>): SettingsStore<Settings> {
    return {
      read: async () => this.#with(await store.read()),
      update: async (change) =>
        this.#with(await store.update((current) => ownOnly(change(this.#with(current))))),
      watch: (changed) => store.watch(changed),
    };
  }

  #with(settings: Settings): Settings {
    const { clients } = ownOnly(settings);
    // an account is refused, and not lost, where its client is gone
    const wanted = new Set(settings.accounts.map(({ clientId }) => clientId).filter(isBuiltInClient));
    const gone = [...wanted].filter((id) => this.#find(id) === undefined).map(withdrawnClient);
    const present = [...this.#registered.values(), ...this.#preset.values()].map(({ client }) => client);
    return { ...settings, clients: [...clients, ...present, ...gone] };
  }
}

function ownOnly(settings: Settings): Settings {
  return { ...settings, clients: settings.clients.filter(({ id }) => !isBuiltInClient(id)) };
}

/** @throws RegistrationsError */
async function readRegistrations(file: string | undefined): Promise<Clients> {
  if (file === undefined) return new Map();
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new RegistrationsError(file, systemErrorText(error));
  });
  const content = jsonOf(withoutByteOrderMark(text));
  if (content === undefined) throw new RegistrationsError(file, notJson(text));
  const parsed = registrationsSchema.safeParse(content);
  if (!parsed.success) throw new RegistrationsError(file, describeIssues(parsed.error));
  return checked(file, parsed.data.flatMap(clientsOf));
}

/** The clients of an organization. @throws RegistrationsError */
function presetClients(presets: readonly PresetClient[]): Clients {
  const clients = presets.map(({ secret, ...client }): BuiltInClient => {
    const digest = createHash('sha256').update(canonicalName(client.name)).digest('hex');
    const id = `${organizationIdPrefix}${digest.slice(0, 12)}`;
    const credential = secret === undefined ? 'none' : 'secret';
    return { audience: 'both', secret, client: { ...client, id, credential } };
  });
  return checked(msg('policy.itself'), clients);
}

/** By their ids, each one usable. @throws RegistrationsError */
function checked(source: string | Message, clients: readonly BuiltInClient[]): Clients {
  const found = new Map<string, BuiltInClient>();
  const names = new Set<string>();
  for (const one of clients) {
    const { id, name } = one.client;
    if (names.has(canonicalName(name)))
      throw new RegistrationsError(source, msg('accounts.registrationTwice', { name }));
    try {
      resolveClient(one.client);
    } catch (error) {
      throw new RegistrationsError(source, problemText(problemOf(error)), 'accounts.registrationUnusable');
    }
    if (one.secret === undefined && !credentialsFor(one.client).includes('none'))
      throw new RegistrationsError(source, msg('accounts.registrationWithoutSecret', { name }));
    names.add(canonicalName(name));
    found.set(id, one);
  }
  return found;
}

/**
 * What a registration serves. Microsoft's can be for organizations and persons alike, whose tenants and servers differ:
 * it is two clients then.
 */
function clientsOf(registration: Registration): BuiltInClient[] {
  return servedBy(registration).map(({ audience, ...served }) => {
    const { secret, provider: _, audience: __, ...fieldsOfClient } = registration;
    return {
      audience,
      secret,
      client: {
        ...fieldsOfClient,
        provider: served.provider,
        grant: 'authorization-code',
        credential: secret === undefined ? 'none' : 'secret',
        id: builtInId({ ...served, audience }),
        name: nameOf({ ...served, audience }),
      },
    };
  });
}

interface Served {
  readonly provider: ProviderId;
  readonly cloud: Cloud | undefined;
  readonly audience: Audience;
}

function servedBy({ provider, cloud, audience }: Pick<Registration, keyof Served>): Served[] {
  if (!isMicrosoft(provider)) return [{ provider, cloud, audience }];
  const organization: Served = { provider: 'microsoft365', cloud, audience: 'organization' };
  const personal: Served = { provider: 'outlook', cloud, audience: 'personal' };
  if (audience === 'both') return [organization, personal];
  return audience === 'organization' ? [organization] : [personal];
}

/** The same in every build, so that an account finds its client after an update. */
function builtInId({ provider, cloud = 'global', audience }: Served): string {
  const digest = createHash('sha256').update(`${provider} ${cloud} ${audience}`).digest('hex');
  return `${builtInIdPrefix}${digest.slice(0, 12)}`;
}

/** As the provider knows us: a name that is the same in every language. */
function nameOf({ provider, cloud, audience }: Served): string {
  const { name } = presetFor({ provider, cloud });
  if (typeof name !== 'string') return 'Mailwicket';
  // beside one for persons, Google's may be for one organization only
  const own = audience === 'organization' && provider !== 'microsoft365';
  return `Mailwicket (${name}${own ? ', organization' : ''})`;
}

/** What a built-in client of any build served, by its id. */
function servedUnder(id: string): Served | undefined {
  return providerIds
    .flatMap((provider) => [undefined, ...cloudSchema.options].map((cloud) => ({ provider, cloud })))
    .flatMap((one) => audienceSchema.options.flatMap((audience) => servedBy({ ...one, audience })))
    .findLast((served) => builtInId(served) === id);
}

/** Stands in for a client that this build comes without, as far as its id tells what it was. */
function withdrawnClient(id: string): OAuthClient {
  const served = servedUnder(id) ?? { provider: 'custom', cloud: undefined, audience: 'both' };
  const { provider, cloud } = served;
  const rest = {
    grant: 'authorization-code',
    credential: 'none',
    clientId: 'withdrawn',
    servers: {},
  } as const;
  return { ...rest, id, provider, cloud, name: nameOf(served) };
}
