import { inEnglish } from '#messages/format.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol, ServerAddress } from '#contract/endpoints.ts';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import type { AccountView, Snapshot, ActivityEntry } from '#contract/views.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { Gateway } from '#core/gateway.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import { GatewayInSandbox, type GatewayInSandboxOptions } from './gateway-in-sandbox.ts';
import { RawClient } from './raw-client.ts';
import type { SandboxCertificates } from './sandbox/certificates.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.ts';
import { ScriptedUpstream } from './scripted-upstream.ts';

const patience = 15_000;
export const localPassword = 'plain-password';

export interface SystemBenchOptions extends Omit<Partial<GatewayInSandboxOptions>, 'sandbox' | 'openPage'> {
  readonly sandbox?: SandboxOptions;
  readonly openPage?: (bench: SystemBench, url: string) => Promise<void>;
}

/** A gateway against the sandbox, with raw clients and scripted servers that are closed with it. */
export class SystemBench {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly #clients: RawClient[] = [];
  readonly #scripted: { readonly upstream: ScriptedUpstream; readonly address: string }[] = [];
  #scriptedSoFar = 0;
  readonly #running: GatewayInSandbox[] = [];
  readonly #gateways: Gateway[] = [];

  private constructor(sandbox: Sandbox, folder: string) {
    this.sandbox = sandbox;
    this.folder = folder;
  }

  static async start(options: SystemBenchOptions = {}): Promise<SystemBench> {
    const folder = await mkdtemp(join(tmpdir(), 'mailwicket-system-'));
    const sandbox = await startSandbox({ caFolder: folder, ...options.sandbox });
    const bench = new SystemBench(sandbox, folder);
    await bench.open(options);
    return bench;
  }

  /** One more gateway, over the same folder where none is named: another process, or the next start. */
  async open({ openPage, ...options }: SystemBenchOptions = {}): Promise<GatewayInSandbox> {
    const running = await GatewayInSandbox.start({
      folder: this.folder,
      ...options,
      sandbox: this.sandbox,
      openPage: openPage === undefined ? undefined : (url) => openPage(this, url),
    });
    this.#running.push(running);
    return running;
  }

  /** A gateway over the same folder as it is, whatever its settings are like. */
  async startBare(): Promise<Gateway> {
    const folder = join(this.folder, 'data');
    const key = await loadVaultKey({ dataFolder: folder, environment: {} });
    const gateway = new Gateway({
      settings: new SettingsFile({
        path: join(folder, 'settings.json'),
        schema: settingsSchema,
        empty: emptySettings,
      }),
      vault: new VaultFiles({ folder: join(folder, 'vault'), key }),
      clock: systemClock,
      logger: silentLogger,
      openPage: () => Promise.resolve(),
      listeners: { imap: 0, pop: 0, smtp: 0 },
    });
    this.#gateways.push(gateway);
    await gateway.start();
    return gateway;
  }

  /** The first gateway. */
  get running(): GatewayInSandbox {
    const [running] = this.#running;
    if (running === undefined) throw new Error('the gateway has not been started');
    return running;
  }

  /** A client of the gateway; its greeting is still to come. */
  async client(
    protocol: Protocol,
    options: { readonly running?: GatewayInSandbox; readonly allowHalfOpen?: boolean } = {},
  ): Promise<RawClient> {
    const { running = this.running, allowHalfOpen } = options;
    return this.keep(await RawClient.connect(running.port(protocol), { allowHalfOpen }));
  }

  /** Any connection, closed with the bench. */
  keep(client: RawClient): RawClient {
    this.#clients.push(client);
    return client;
  }

  /** A client that has heard the greeting (SMTP: and said EHLO). */
  async greeted(
    protocol: Protocol,
    options: { readonly running?: GatewayInSandbox; readonly allowHalfOpen?: boolean } = {},
  ): Promise<RawClient> {
    const client = await this.client(protocol, options);
    await client.until(/\r\n/);
    if (protocol === 'smtp') await client.ask('EHLO client.example', /^250 .*\r\n/m);
    return client;
  }

  /** What a login with this name and password is answered with: the last line of the answer. */
  async answer(
    protocol: Protocol,
    user: string,
    password: string = localPassword,
    running?: GatewayInSandbox,
  ): Promise<string> {
    const client = await this.greeted(protocol, { running });
    const answer = await logIn(client, protocol, user, password);
    client.destroy();
    return answer;
  }

  /** A scripted server, and an account (signed in, app-only) whose protocol it serves. */
  async scripted(
    protocol: Protocol,
    options: {
      readonly tls?: ServerAddress['tls'];
      readonly trusted?: boolean;
      readonly certificates?: SandboxCertificates;
    } = {},
  ): Promise<ScriptedUpstream> {
    const upstream = await ScriptedUpstream.start({
      tls: options.tls ?? 'implicit',
      certificates: options.certificates,
    });
    this.#scriptedSoFar += 1;
    const name = `Scripted ${String(this.#scriptedSoFar)}`;
    const address = this.scriptedAddress;
    if (options.trusted !== false) await this.trust(upstream.certificates.ca);
    const running = this.running;
    const { servers, ...endpoints } = running.endpoints();
    await running.run('client-add', {
      name,
      provider: 'custom',
      grant: 'client-credentials',
      clientId: this.sandbox.clients.appOnly.clientId,
      credential: { kind: 'secret', secret: 'app~demo~secret' },
      scope: 'https://outlook.office365.com/.default',
      ...endpoints,
      tokenUrl: endpoints.tokenUrl?.replace('/organizations/', '/example.org/') ?? '',
      servers: { ...servers, [protocol]: upstream.address },
    });
    await running.run('account-add', { address, client: name, password: localPassword });
    this.#scripted.push({ upstream, address });
    if (protocol === 'smtp') {
      // it is asked once ahead what it can do
      const learning = await upstream.next();
      learning.send('220 ready\r\n');
      await learning.until(/EHLO .*\r\n/);
      learning.send('250-server\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250 AUTH XOAUTH2\r\n');
      await learning.ended();
      learning.end();
    }
    return upstream;
  }

  /** The address of the account of the newest scripted server. */
  get scriptedAddress(): string {
    return `scripted${String(this.#scriptedSoFar)}@example.org`;
  }

  /** Trusts one more authority. */
  async trust(ca: string): Promise<void> {
    const file = join(this.folder, `authority-${String(this.#scriptedSoFar)}.pem`);
    await writeFile(file, ca);
    await this.running.run('settings-set', {
      extraCertificateAuthorities: [this.sandbox.caFile ?? '', file].filter((path) => path !== ''),
    });
  }

  /** An account as it is now, with no snapshot still on its way. */
  async account(address: string, running = this.running): Promise<AccountView> {
    await running.gateway.reload();
    const found = running.gateway.snapshot.accounts.find((account) => account.address === address);
    if (found === undefined) throw new Error(`no account ${address}`);
    return found;
  }

  /** The first snapshot, of now or of those to come, that fits. */
  snapshot(fits: (snapshot: Snapshot) => boolean, running = this.running): Promise<Snapshot> {
    return first(
      'no such snapshot',
      fits,
      () => [running.gateway.snapshot],
      (listener) => running.gateway.onSnapshot(listener),
    );
  }

  /** The first activity entry, of those there are or of those to come, that fits. */
  activity(
    fits: (entry: ActivityEntry) => boolean,
    options: { readonly running?: GatewayInSandbox; readonly after?: number } = {},
  ): Promise<ActivityEntry> {
    const { activity } = (options.running ?? this.running).gateway;
    const after = options.after ?? 0;
    return first(
      () =>
        `no such activity among: ${activity
          .entries({ after })
          .map((entry) => inEnglish(entry.text))
          .join(' | ')}`,
      fits,
      () => activity.entries({ after }),
      (listener) => activity.onEntry(listener),
    );
  }

  /** How many activity entries there are, to look only at later ones. */
  get activityNow(): number {
    return this.running.gateway.activity.entries().at(-1)?.sequence ?? 0;
  }

  /** Closes the clients and the scripted servers and clears all planned faults: for between two tests. */
  async tidy(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.destroy();
    const { provider, imap, pop, smtp } = this.sandbox;
    provider.faults.clear();
    for (const server of [imap, pop, smtp]) server.faults.clear();
    for (const { upstream, address } of this.#scripted.splice(0)) {
      await this.running.run('account-remove', { account: address });
      await upstream.stop();
    }
  }

  async stop(): Promise<void> {
    await this.tidy();
    // servers first: the gateway would wait for sessions whose client has only hung up
    await this.sandbox.stop();
    for (const running of this.#running) await running.stop();
    for (const gateway of this.#gateways) await gateway.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Logs in in the simplest form; the last line of the answer. */
export async function logIn(
  client: RawClient,
  protocol: Protocol,
  user: string,
  password: string = localPassword,
): Promise<string> {
  switch (protocol) {
    case 'imap':
      return lastLine(await client.ask(`a1 LOGIN ${quoted(user)} ${quoted(password)}`, /^a1 .*\r\n/m));
    case 'pop':
      await client.ask(`USER ${user}`, /\r\n/);
      return lastLine(await client.ask(`PASS ${password}`, /^[+-].*\r\n/m));
    case 'smtp':
      return lastLine(await client.ask(`AUTH PLAIN ${plain(user, password)}`, /^\d{3} .*\r\n/m));
    default:
      return protocol satisfies never;
  }
}

/** The message of SASL PLAIN in base64. */
export function plain(user: string, password: string, authzid = ''): string {
  return base64(`${authzid}\0${user}\0${password}`);
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** An IMAP quoted string. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** How a login is accepted, by protocol. */
export const accepted: Readonly<Record<Protocol, RegExp>> = {
  imap: /^a1 OK /,
  pop: /^\+OK/,
  smtp: /^235 /,
};

/** How each kind of refusal begins, by protocol. */
export const refusals = {
  wrongPassword: { imap: /^a1 NO \[AUTHENTICATIONFAILED\]/, pop: /^-ERR \[AUTH\]/, smtp: /^535 5\.7\.8/ },
  temporary: { imap: /^a1 NO \[UNAVAILABLE\]/, pop: /^-ERR \[SYS\/TEMP\]/, smtp: /^454 4\.7\.0/ },
  refused: { imap: /^a1 NO \[AUTHORIZATIONFAILED\]/, pop: /^-ERR \[SYS\/PERM\]/, smtp: /^535 5\.7\.0/ },
  busy: { imap: /^a1 NO \[LIMIT\]/, pop: /^-ERR \[IN-USE\]/, smtp: /^454 4\.3\.2/ },
} as const satisfies Record<string, Record<Protocol, RegExp>>;

function lastLine(text: string): string {
  return text.trimEnd().split('\r\n').at(-1) ?? '';
}

function first<T>(
  problem: string | (() => string),
  fits: (value: T) => boolean,
  present: () => readonly T[],
  listen: (listener: (value: T) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const found = present().find((value) => fits(value));
    if (found !== undefined) {
      resolve(found);
      return;
    }
    const end = listen((value) => {
      if (!fits(value)) return;
      over();
      resolve(value);
    });
    const timer = setTimeout(() => {
      over();
      reject(new Error(typeof problem === 'string' ? problem : problem()));
    }, patience);
    const over = (): void => {
      clearTimeout(timer);
      end();
    };
  });
}
