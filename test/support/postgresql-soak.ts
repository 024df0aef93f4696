import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { accountSchema } from '#contract/account.ts';
import { oauthClientSchema } from '#contract/oauth-client.ts';
import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { LocalPasswords } from '#core/accounts/local-passwords.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import type { Vault } from '#core/storage/vault.ts';
import { openPostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { startPostgresql } from './postgresql.ts';
import { type ProviderCount, StrictProvider } from './strict-provider.ts';

const program = join(import.meta.dirname, '../../proxy-core/headless/mailwicket.ts');

export interface SoakOptions {
  readonly accounts: number;
  /** How many renewals the middle part is to see at least. */
  readonly renewals: number;
  readonly kills: number;
  readonly restarts: number;
  /** Which of the random courses it takes. */
  readonly seed: number;
  readonly say?: (line: string) => void;
}

export interface SoakResult {
  readonly provider: ProviderCount;
  readonly signedOut: readonly string[];
  /** Token requests for one login of each account at each node at once, all tokens having run out. */
  readonly stormRequests: number;
  readonly logins: number;
  /** Logins with live tokens while the database was away, and those of them that were refused. */
  readonly whileAway: number;
  readonly refusedWhileAway: readonly string[];
  /**
   * Logins that a living node refused: all but those that were refused for now, while the database was being restarted or
   * within seconds of its return.
   */
  readonly refused: readonly string[];
  /** Those that are excused so. */
  readonly refusedAtRestart: number;
  /** The longest that a login of a living node took. Milliseconds. */
  readonly longestLogin: number;
}

export interface SoakAccount {
  readonly id: string;
  readonly address: string;
  readonly password: string;
}

/** A login that was not let in. Times are those of `performance.now()`. */
interface Refusal {
  readonly node: GatewayNode;
  readonly account: SoakAccount;
  readonly told: string;
  readonly began: number;
  readonly ended: number;
}

/** Everything goes on by itself so long after the return of the database at the latest. Milliseconds. */
const goesOnWithin = 5_000;

interface GatewayNode {
  readonly process: ChildProcess;
  readonly port: number;
  isGoing: boolean;
}

/**
 * Three gateways over one PostgreSQL, with accounts whose tokens run out all the time, and a provider that signs out
 * whoever uses a refresh token twice; gateways are killed at random, and the database is restarted.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const random = seeded(options.seed);
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-soak-'));
  const server = await startPostgresql();
  const provider = await StrictProvider.start();
  const key = randomBytes(32);
  const store = server.newDatabase();
  const nodes: (GatewayNode | undefined)[] = [undefined, undefined, undefined];
  const opened = await open(store, key);
  const accounts = await addSoakAccounts(opened, provider, options.accounts);
  await opened.close();
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, provider.certificateAuthority);
  const say = options.say ?? ((): void => {});
  const begun = performance.now();
  let logins = 0;
  let longestLogin = 0;
  const refused: Refusal[] = [];
  const restarts: { readonly from: number; readonly to: number }[] = [];

  const start = async (place: number): Promise<void> => {
    nodes[place] = await startNode(join(folder, `node-${String(place)}`), { store, key, caFile });
  };
  /** @returns that it was refused by a node that lives */
  const login = async (node: GatewayNode, account: SoakAccount): Promise<Refusal[]> => {
    const began = performance.now();
    const told = await logIn(node.port, account);
    if (node.isGoing) return [];
    logins += 1;
    const ended = performance.now();
    longestLogin = Math.max(longestLogin, ended - began);
    return told === 'OK' ? [] : [{ node, account, told, began, ended }];
  };
  const living = (): GatewayNode[] =>
    nodes.flatMap((node) => (node === undefined || node.isGoing ? [] : [node]));
  const everyLogin = async (): Promise<Refusal[]> => {
    const told = await Promise.all(living().flatMap((node) => accounts.map((one) => login(node, one))));
    return told.flat();
  };
  const isExcused = ({ told, began, ended }: Refusal): boolean =>
    told.startsWith('NO [UNAVAILABLE]') &&
    restarts.some(({ from, to }) => began < to && from < ended && ended < to + goesOnWithin);

  const whenOf = ({ began, ended }: Refusal): string => {
    const back = restarts.findLast(({ to }) => to < ended)?.to ?? begun;
    return `(from ${String(Math.round(began - back))} to ${String(Math.round(ended - back))} ms after the last start of the database)`;
  };

  try {
    await Promise.all(nodes.map((_, place) => start(place)));
    // nobody has a token yet
    refused.push(...(await everyLogin()));
    const stormRequests = provider.count.renewals;
    say(`storm: ${String(stormRequests)} requests for ${String(logins)} logins, ${summary(refused)}`);
    // who was refused by a node that had too much to do comes again, as mail programs do: each node has each token then
    for (let again: readonly Refusal[] = refused; again.length > 0;) {
      const next: Refusal[] = [];
      for (const { node, account } of again) next.push(...(await login(node, account)));
      again = next;
    }

    await server.stop('kill');
    const before = logins;
    const refusedWhileAway = await everyLogin();
    const whileAway = logins - before;
    await server.start();
    say(`away: ${String(whileAway)} logins, ${summary(refusedWhileAway)}`);

    provider.lifetime = 4;
    const course = shuffled([...times(options.kills, 'kill'), ...times(options.restarts, 'restart')], random);
    const steps = course.length;
    const over = { is: false };
    const traffic = times(12, '').map(async () => {
      while (!over.is) {
        const node = pick(living(), random);
        const account = pick(accounts, random);
        if (node !== undefined && account !== undefined) refused.push(...(await login(node, account)));
        await delay(5);
      }
    });
    // the long lives of the beginning are left behind
    await forgetTokens(store, key, accounts.length, provider);
    for (const [step, what] of course.entries()) {
      const wanted = (options.renewals * (step + 1)) / (steps + 1);
      while (provider.count.renewals < wanted) await delay(20);
      await delay(random() * 500);
      if (what === 'kill') {
        const place = Math.floor(random() * nodes.length);
        const node = nodes[place];
        if (node === undefined) continue;
        node.isGoing = true;
        const exit = once(node.process, 'exit');
        node.process.kill('SIGKILL');
        await exit;
        await excuse(store, key, accounts, provider);
        await start(place);
      } else {
        const from = performance.now();
        await server.stop(random() < 0.5 ? 'kill' : undefined);
        await delay(1_000 * random());
        await server.start();
        restarts.push({ from, to: performance.now() });
      }
      say(`${what}: ${String(provider.count.renewals)} renewals, ${summary(refused)}`);
    }
    while (provider.count.renewals < options.renewals) await delay(20);
    over.is = true;
    await Promise.all(traffic);
    refused.push(...(await everyLogin()));
    return {
      provider: provider.count,
      signedOut: provider.signedOut,
      stormRequests,
      logins,
      whileAway,
      refusedWhileAway: refusedWhileAway.map(inWords),
      refused: refused.filter((one) => !isExcused(one)).map((one) => `${inWords(one)} ${whenOf(one)}`),
      refusedAtRestart: refused.filter(isExcused).length,
      longestLogin,
    };
  } finally {
    for (const node of nodes) node?.process.kill('SIGKILL');
    await provider.stop();
    await server.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function inWords({ account, told }: Refusal): string {
  return `${account.address}: ${told}`;
}

function summary(refusals: readonly Refusal[]): string {
  const kinds = new Set(refusals.map(({ account, told }) => told.replaceAll(account.address, '…')));
  return [`${String(refusals.length)} refused`, ...kinds].join('\n  ');
}

/**
 * Puts a client and its accounts, signed in at the provider, with a local password each, into a store.
 * @returns the accounts with their passwords
 */
export async function addSoakAccounts(
  store: { readonly settings: SettingsStore<Settings>; readonly vault: Vault },
  provider: StrictProvider,
  count: number,
): Promise<SoakAccount[]> {
  const client = oauthClientSchema.parse({
    id: randomUUID(),
    name: 'Strict',
    provider: 'custom',
    grant: 'authorization-code',
    clientId: 'mailwicket',
    credential: 'none',
    authorizationUrl: provider.tokenUrl.replace(/token$/u, 'authorize'),
    tokenUrl: provider.tokenUrl,
    scope: 'mail',
    servers: { imap: { host: '127.0.0.1', port: provider.imapPort, tls: 'implicit' } },
  });
  const passwords = new LocalPasswords({ vault: store.vault, clock: systemClock });
  const accounts = await Promise.all(
    times(count, '').map(async (_, index) => {
      const account = accountSchema.parse({
        id: randomUUID(),
        address: `user${String(index)}@example.org`,
        clientId: client.id,
        passwordMode: 'own',
      });
      const state = { version: 1, refreshToken: provider.signIn(account.address), scope: 'mail' };
      const entry = { version: 1, clientId: client.id, state: JSON.stringify(state), tokens: {} };
      await store.vault.set(`account/${account.id}/tokens`, JSON.stringify(entry));
      const { password = '' } = await passwords.add(account.id, { name: 'soak' });
      return { account, password };
    }),
  );
  await store.settings.update((current) => ({
    ...current,
    clients: [client],
    accounts: accounts.map(({ account }) => account),
  }));
  await passwords.close();
  return accounts.map(({ account: { id, address: of }, password }) => ({ id, address: of, password }));
}

/** Has the provider take again what a killed gateway was answered, and could not write down. */
async function excuse(
  address: string,
  key: Buffer,
  accounts: readonly SoakAccount[],
  provider: StrictProvider,
): Promise<void> {
  const store = await open(address, key);
  const { orphans } = provider;
  for (const account of accounts) {
    const before = orphans.get(account.address);
    if (before === undefined) continue;
    const kept = (await store.vault.get(`account/${account.id}/tokens`)) ?? '';
    if (kept.includes(`${before}\\"`)) provider.takeAgain(account.address);
  }
  await store.close();
}

/** Takes the access tokens out of the store, as another administrator would: the next login of each asks for a new one. */
async function forgetTokens(
  address: string,
  key: Buffer,
  count: number,
  provider: StrictProvider,
): Promise<void> {
  const store = await open(address, key);
  const names = (await store.vault.names('account/')).filter((name) => name.endsWith('/tokens'));
  if (names.length !== count || provider.signedOut.length > 0) throw new Error('somebody is signed out');
  for (const name of names) {
    await store.vault.exclusively(`${name}-renewal`, async () => {
      const entry: unknown = JSON.parse((await store.vault.get(name)) ?? '{}');
      await store.vault.set(name, JSON.stringify({ ...Object(entry), tokens: {} }));
    });
  }
  await store.close();
}

function open(address: string, key: Buffer) {
  return openPostgresqlStore({
    address,
    schema: settingsSchema,
    empty: emptySettings,
    key: async () => key,
    clock: systemClock,
    logger: silentLogger,
    patience: 30_000,
  });
}

/**
 * Starts `mailwicket serve` with IMAP alone, on any port.
 * @param flags - for Node itself
 */
export async function startNode(
  data: string,
  options: {
    readonly store?: string;
    readonly key: Buffer;
    readonly caFile: string;
    readonly flags?: readonly string[];
  },
): Promise<GatewayNode> {
  const { store, key, caFile, flags = [] } = options;
  const ports = ['--imap', '0', '--pop', 'off', '--smtp', 'off', '--listen', '127.0.0.1'];
  const place = ['--data', data, ...(store === undefined ? [] : ['--store', store])];
  const child = spawn(
    process.execPath,
    [...flags, program, 'serve', ...ports, ...place, '--log-level', 'error'],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        MAILWICKET_VAULT_KEY: key.toString('base64'),
        NODE_EXTRA_CA_CERTS: caFile,
      },
    },
  );
  if (child.stdout === null) throw new Error('the gateway has no output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const port = /\bimap=(\d+)/u.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return { process: child, port: Number(port), isGoing: false };
  }
  throw new Error('the gateway has ended');
}

/** @returns 'OK', or what the login was told */
async function logIn(port: number, { address, password }: SoakAccount): Promise<string> {
  const socket = net.connect({ host: '127.0.0.1', port });
  const { promise, resolve } = Promise.withResolvers<string>();
  let said = '';
  socket.setEncoding('utf8');
  socket.on('error', (error) => resolve(error.message)).on('close', () => resolve('closed'));
  socket.on('data', (chunk: string) => {
    if (said === '') socket.write(`a LOGIN ${address} "${password}"\r\n`);
    said += chunk;
    const told = /^a (.*)\r\n/mu.exec(said)?.[1];
    if (told !== undefined) resolve(told.startsWith('OK') ? 'OK' : told);
  });
  const told = await promise;
  socket.destroy();
  return told;
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

function pick<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)];
}

function shuffled<T>(from: readonly T[], random: () => number): T[] {
  return from
    .map((value) => ({ value, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/** Mulberry32: a course that can be taken again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
