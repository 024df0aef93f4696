import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { CommandInput } from '#contract/commands.ts';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import type { Snapshot } from '#contract/views.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { listenOnLoopback } from '#core/oauth/loopback-address.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import { openPostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { GatewayInSandbox } from '../../support/gateway-in-sandbox.ts';
import { type PostgresqlServer, startPostgresql, withoutPostgresql } from '../../support/postgresql.ts';
import { RawClient } from '../../support/raw-client.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { vaultKey } from '../../support/storage-contract.ts';
import { accepted, localPassword, logIn } from '../../support/system-bench.ts';
import { CommandBench, pageAddress } from '../../support/command-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
/** A node that is killed is taken for dead after 12 seconds. */
const untilDead = 40_000;

let server: PostgresqlServer;
let bench: CommandBench;

/** A gateway as another machine has it: where it listens for browsers is not where the other nodes do. */
class Node {
  readonly running: GatewayInSandbox;
  readonly #listening: ReadonlyMap<number, number>;

  private constructor(running: GatewayInSandbox, listening: ReadonlyMap<number, number>) {
    this.running = running;
    this.#listening = listening;
  }

  static async start(address: string): Promise<Node> {
    const store = await openPostgresqlStore({
      address,
      schema: settingsSchema,
      empty: emptySettings,
      key: async () => vaultKey,
      clock: systemClock,
      logger: silentLogger,
      patience: 5_000,
      isNode: true,
    });
    const listening = new Map<number, number>();
    const browserPorts = new LoopbackPorts(async (wanted, make) => {
      const { servers, port } = await listenOnLoopback({ ...wanted, host: '127.0.0.1', port: 0 }, make);
      listening.set(wanted.port || port, port);
      return { servers, port: wanted.port || port };
    });
    const running = await GatewayInSandbox.start({
      sandbox: bench.sandbox,
      folder: await scratchFolder(),
      openPage: async () => {},
      store,
      browserPorts,
    });
    onTestFinished(async () => {
      await running.stop();
      await store.close();
    });
    return new Node(running, listening);
  }

  /** Waits until there is something to see. */
  async see<T>(look: (snapshot: Snapshot) => T | undefined): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const check = (snapshot: Snapshot): void => {
      const seen = look(snapshot);
      if (seen !== undefined) resolve(seen);
    };
    onTestFinished(this.running.gateway.onSnapshot(check));
    check(this.running.gateway.snapshot);
    return promise;
  }

  /** Waits until it listens for the browser of a page. */
  async listensFor(page: string): Promise<void> {
    const { port } = new URL(new URL(page).searchParams.get('redirect_uri') ?? '');
    await expect.poll(() => this.#listening.has(Number(port))).toBe(true);
  }

  /** The browser comes back to this machine. @returns the page; 'nobody' where nobody listens */
  async comeBack(redirected: string): Promise<string> {
    const { host, port, pathname, search } = new URL(redirected);
    const where = { host: '127.0.0.1', port: this.#listening.get(Number(port)) ?? 1 };
    const { promise, resolve } = Promise.withResolvers<string>();
    request({ ...where, path: `${pathname}${search}`, headers: { host } }, (response) =>
      resolve(text(response)),
    )
      .on('error', () => resolve('nobody'))
      .end();
    return promise;
  }

  /** Anna's mail program logs in here. */
  async logIn(): Promise<string> {
    const client = await RawClient.connect(this.running.port('imap'));
    onTestFinished(() => client.destroy());
    await client.until(/^\* OK .*\r\n/m);
    return logIn(client, 'imap', anna, localPassword);
  }
}

const pageOf = ({ accounts }: Snapshot): string | undefined => accounts[0]?.signIn?.url;
const isSignedIn = ({ accounts }: Snapshot): true | undefined =>
  accounts.every(({ state }) => state === 'ready') ? true : undefined;
const consentOf = ({ clients }: Snapshot): string | undefined =>
  clients.find(({ consentUrl }) => consentUrl !== undefined)?.consentUrl;
const pageOtherThan = (before: string) => (snapshot: Snapshot) => {
  const page = pageOf(snapshot);
  return page === before ? undefined : page;
};

/** Two nodes with a client, and an account that nobody has signed in yet. */
async function nodes(
  client: Partial<CommandInput<'client-add'>> = {},
): Promise<{ readonly here: Node; readonly there: Node; readonly store: string }> {
  const store = server.newDatabase();
  const [here, there] = [await Node.start(store), await Node.start(store)];
  await here.running.addDesktopClient('Work', client);
  await here.running.run('account-add', { address: anna, client: 'Work', password: localPassword });
  return { here, there, store };
}

/** A third node, which is killed: the command that has somebody sign in. */
async function begunByCommand(store: string, address = anna): Promise<ReturnType<CommandBench['spawn']>> {
  const place = ['--data', await scratchFolder()];
  const environment = { MAILWICKET_STORE: store, MAILWICKET_VAULT_KEY: vaultKey.toString('base64') };
  return bench.spawn(['account', 'authorize', address, '--no-browser', ...place], { environment });
}

describe.skipIf(withoutPostgresql() !== undefined)('what one node has begun for a person', () => {
  beforeAll(async () => {
    [server, bench] = await Promise.all([startPostgresql(), CommandBench.start()]);
  }, 60_000);
  afterAll(() => Promise.all([server.remove(), bench.stop()]), 60_000);

  test('a sign-in ends at the node that the browser comes back to; the account works at both, the answer once', async () => {
    const { here, there, store } = await nodes();
    const signedIn = here.running.gateway.run('account-authorize', { account: anna });
    const page = await there.see(pageOf);
    await there.listensFor(page);
    // nothing of it is readable in the database
    const dump = server.run('pg_dump', ['--inserts', new URL(store).pathname.slice(1)]);
    expect(dump).toContain('waited-for/sign-in/');
    expect(dump).not.toContain(new URL(page).searchParams.get('state'));
    const { provider } = bench.sandbox;
    const redeemed = (): number => provider.requests.count(({ path }) => path.endsWith('/token'));
    const before = redeemed();
    const { url } = await provider.approve(page, anna, { elsewhere: true });
    const forged = new URL(url);
    forged.searchParams.set('state', 'forged');
    expect(await there.comeBack(forged.href)).toContain('another sign-in');
    const [first, second] = await Promise.all([there.comeBack(url), here.comeBack(url)]);
    expect([first, second].filter((told) => told.includes('You’re signed in'))).toHaveLength(1);
    expect(await signedIn).toMatchObject({ ok: true, value: { identity: anna } });
    await there.see(isSignedIn);
    expect([await here.logIn(), await there.logIn()]).toEqual([
      expect.stringMatching(accepted.imap),
      expect.stringMatching(accepted.imap),
    ]);
    expect(redeemed() - before).toBe(1);
    expect([await here.comeBack(url), await there.comeBack(url)]).toEqual(['nobody', 'nobody']);
  });

  test('a sign-in whose node is killed ends at another, to which the browser comes', async () => {
    const { here, there, store } = await nodes();
    const command = await begunByCommand(store);
    const [page] = await command.until(pageAddress);
    await there.see(pageOf);
    command.signal('SIGKILL');
    await command.ended();
    await there.listensFor(page);
    const { url } = await bench.sandbox.provider.approve(page, anna, { elsewhere: true });
    expect(await there.comeBack(url)).toContain('signed in');
    await here.see(isSignedIn);
    expect(await here.logIn()).toMatch(accepted.imap);
  });

  test('a sign-in that was refused, cancelled or begun anew at one node has ended at the others', async () => {
    const { here, there } = await nodes();
    const refused = here.running.gateway.run('account-authorize', { account: anna });
    const page = await there.see(pageOf);
    await there.listensFor(page);
    const { url } = await bench.sandbox.provider.approve(page, anna, { elsewhere: true, action: 'cancel' });
    await there.comeBack(url);
    expect(await refused).toMatchObject({ ok: false });
    const cancelled = here.running.gateway.run('account-authorize', { account: anna });
    const second = await there.see(pageOtherThan(page));
    await there.running.run('account-cancel-sign-in', { account: anna });
    expect(await cancelled).toMatchObject({ ok: false, code: 'cancelled' });
    const earlier = here.running.gateway.run('account-authorize', { account: anna });
    const third = await there.see(pageOtherThan(second));
    const later = there.running.gateway.run('account-authorize', { account: anna });
    expect(await earlier).toMatchObject({ ok: false, code: 'cancelled' });
    const last = await here.see(pageOtherThan(third));
    await here.listensFor(last);
    const answer = await bench.sandbox.provider.approve(last, anna, { elsewhere: true });
    expect(await here.comeBack(answer.url)).toContain('You’re signed in');
    expect(await later).toMatchObject({ ok: true });
  });

  test(
    'a device code is shown at all nodes, and polled by another when its node is killed',
    async () => {
      const { here, there, store } = await nodes({ grant: 'device-code' });
      await here.running.addDesktopClient('Microsoft', { provider: 'microsoft365', grant: 'device-code' });
      await here.running.run('account-add', { address: bo, client: 'Microsoft', password: localPassword });
      // each library polls in its own way
      const killed = [anna, bo].map(async (address) => {
        const command = await begunByCommand(store, address);
        const [, code = ''] = await command.until(/code ([A-Z0-9-]{6,})/);
        const shown = ({ accounts }: Snapshot): string | undefined =>
          accounts.find((account) => account.address === address)?.signIn?.userCode;
        expect([await here.see(shown), await there.see(shown)]).toEqual([code, code]);
        command.signal('SIGKILL');
        await command.ended();
        expect(bench.sandbox.provider.approveDevice(code, address)).toBe(true);
      });
      await Promise.all(killed);
      await Promise.all([here.see(isSignedIn), there.see(isSignedIn)]);
      expect(await there.logIn()).toMatch(accepted.imap);
    },
    untilDead,
  );

  test('an administrator’s consent ends at the node that the browser comes back to', async () => {
    const { here, there } = await nodes();
    const { tokenUrl } = here.running.endpoints('example.org');
    await here.running.run('client-add', {
      name: 'Service',
      provider: 'microsoft365',
      grant: 'client-credentials',
      tenant: 'example.org',
      clientId: bench.sandbox.clients.unconsented.clientId,
      credential: { kind: 'secret', secret: 'unconsented~demo~secret' },
      tokenUrl,
    });
    const consent = here.running.gateway.run('admin-consent', { client: 'Service', open: false });
    const page = await there.see(consentOf);
    await there.listensFor(page);
    const { url } = await bench.sandbox.provider.approve(page, anna, { elsewhere: true });
    await there.comeBack(url);
    expect(await consent).toMatchObject({ ok: true, value: { granted: true } });
    await there.see((snapshot) => (consentOf(snapshot) === undefined ? true : undefined));
    expect(await there.comeBack(url)).toBe('nobody');
  });
});
