import { english } from '../support/english.ts';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import { settingsSchema } from '#contract/settings.ts';
import type { GatewayInSandbox } from '../support/gateway-in-sandbox.ts';
import { ProxyStandIn } from '../support/network-proxies.ts';
import type { Sandbox } from '../support/sandbox/sandbox.ts';
import {
  accepted,
  localPassword,
  refusals,
  SystemBench,
  type SystemBenchOptions,
} from '../support/system-bench.ts';

const anna = 'anna@example.org';
let bench: SystemBench;
let sandbox: Sandbox;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  bench = await SystemBench.start();
  ({ sandbox } = bench);
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});
afterAll(() => bench.stop());

let count = 0;
async function start(options: SystemBenchOptions = {}): Promise<GatewayInSandbox> {
  count += 1;
  const folder = join(bench.folder, String(count));
  // as if the sandbox were far away
  const running = await bench.open({ folder, isOwnMachine: () => false, ...options });
  await running.addDesktopClient();
  return running;
}

async function proxy(making: Promise<ProxyStandIn>): Promise<ProxyStandIn> {
  const made = await making;
  endings.push(() => made.stop());
  return made;
}

function answer(running: GatewayInSandbox, protocol: Protocol): Promise<string> {
  return bench.answer(protocol, anna, localPassword, running);
}

/** Provider and mail servers, as the proxy was asked for them. */
function everything(): Set<string> {
  const { provider, imap, pop, smtp } = sandbox;
  return new Set([
    new URL(provider.secureUrl ?? '').host,
    ...[imap, pop, smtp].map(({ host, port }) => `${host}:${String(port)}`),
  ]);
}

describe.each([
  ['an HTTP proxy', 'http', () => ProxyStandIn.http({ login: 'anna:p@ss' })],
  ['a SOCKS proxy', 'socks5', () => ProxyStandIn.socks({ login: 'anna:p@ss' })],
] as const)('behind %s', (_title, scheme, make) => {
  it('providers and mail servers are reached through it, by their names', async () => {
    const made = await proxy(make());
    const running = await start();
    await running.run('settings-set', {
      networkProxy: `${scheme}://anna:p%40ss@127.0.0.1:${String(made.port)}`,
    });
    await running.addSignedInAccount(anna, localPassword);
    for (const protocol of protocols) expect(await answer(running, protocol)).toMatch(accepted[protocol]);
    expect(new Set(made.asked)).toEqual(everything());
    // taken away again: nothing more goes through it
    await running.run('settings-set', { networkProxy: '' });
    const before = made.asked.length;
    for (const protocol of protocols) expect(await answer(running, protocol)).toMatch(accepted[protocol]);
    expect(made.asked).toHaveLength(before);
  });

  it('from the environment, but for what NO_PROXY names', async () => {
    const made = await proxy(make());
    const url = `${scheme}://anna:p%40ss@127.0.0.1:${String(made.port)}`;
    const running = await start({
      environment: { ALL_PROXY: url, NO_PROXY: `${sandbox.pop.host}:${String(sandbox.pop.port)}` },
    });
    await running.addSignedInAccount(anna, localPassword);
    for (const protocol of protocols) expect(await answer(running, protocol)).toMatch(accepted[protocol]);
    const all = everything();
    all.delete(`${sandbox.pop.host}:${String(sandbox.pop.port)}`);
    expect(new Set(made.asked)).toEqual(all);
  });

  it('this machine is reached without it', async () => {
    const made = await proxy(make());
    const running = await start({
      environment: { ALL_PROXY: `${scheme}://127.0.0.1:${String(made.port)}` },
      isOwnMachine: undefined,
    });
    await running.addSignedInAccount(anna, localPassword);
    expect(await answer(running, 'imap')).toMatch(accepted.imap);
    expect(made.asked).toEqual([]);
  });

  it('that does not take the login, the trouble is told and the password is nowhere', async () => {
    const made = await proxy(make());
    const running = await start();
    await running.addSignedInAccount(anna, localPassword);
    await running.run('settings-set', {
      networkProxy: `${scheme}://anna:wr%40ng@127.0.0.1:${String(made.port)}`,
    });
    expect(await answer(running, 'imap')).toMatch(refusals.temporary.imap);
    const result = await running.gateway.run('account-authorize', { account: anna });
    expect(result).toMatchObject({ ok: false, code: 'unreachable' });
    const told = JSON.stringify(
      english([running.gateway.activity.entries(), result, running.gateway.snapshot]),
    );
    expect(told).toContain('did not take the user name and the password');
    expect(told).not.toMatch(/wr@ng|wr%40ng/);
  });
});

describe('what the operating system says of its proxies', () => {
  it('serves tokens and mail, as it serves the browser', async () => {
    const made = await proxy(ProxyStandIn.http());
    const running = await start({ systemProxy: async () => `PROXY 127.0.0.1:${String(made.port)}` });
    await running.addSignedInAccount(anna, localPassword);
    for (const protocol of protocols) expect(await answer(running, protocol)).toMatch(accepted[protocol]);
    expect(new Set(made.asked)).toEqual(everything());
  });

  it('does not keep mail out where the proxy is for the web only', async () => {
    const [web, full] = [await proxy(ProxyStandIn.http()), await proxy(ProxyStandIn.http({ status: 403 }))];
    const { port } = new URL(sandbox.provider.secureUrl ?? '');
    const running = await start({
      systemProxy: async (url) => `PROXY 127.0.0.1:${String((new URL(url).port === port ? web : full).port)}`,
    });
    await running.addSignedInAccount(anna, localPassword);
    expect(web.asked).not.toEqual([]);
    for (const protocol of protocols) expect(await answer(running, protocol)).toMatch(accepted[protocol]);
    expect(new Set(full.asked)).toEqual(
      new Set([...everything()].filter((one) => one !== new URL(sandbox.provider.secureUrl ?? '').host)),
    );
  });

  it('is told by name, with what to do, where nothing leads to the provider', async () => {
    const made = await proxy(ProxyStandIn.http({ login: 'anna:p@ss' }));
    const running = await start({ systemProxy: async () => `PROXY 127.0.0.1:${String(made.port)}` });
    await running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    const result = await running.gateway.run('account-authorize', { account: anna });
    expect(result).toMatchObject({
      ok: false,
      code: 'unreachable',
      fix: 'Enter this proxy in the settings of Mailwicket, with its user name and password.',
    });
  });
});

function settingsText(running: GatewayInSandbox): Promise<string> {
  return readFile(join(running.folder, 'settings.json'), 'utf8');
}

describe('the password of a proxy', () => {
  it('is in no settings and stays while its user does; it goes with another user, and with the proxy', async () => {
    const made = await proxy(ProxyStandIn.http({ login: 'anna:p@ss' }));
    const address = `127.0.0.1:${String(made.port)}`;
    const running = await start();
    const shown = (): unknown => running.gateway.snapshot.settings?.networkProxy;
    await running.run('settings-set', { networkProxy: `http://anna:p%40ss@localhost:${String(made.port)}` });
    await running.run('settings-set', { networkProxy: `http://anna@${address}` });
    expect(shown()).toEqual({ url: `http://${address}`, user: 'anna', hasPassword: true });
    await running.addSignedInAccount(anna, localPassword);
    expect(await answer(running, 'imap')).toMatch(accepted.imap);
    expect(made.asked).not.toEqual([]);
    expect(await settingsText(running)).toContain(`"http://anna@${address}"`);
    expect(await settingsText(running)).not.toMatch(/p@ss|p%40ss/);
    await running.run('settings-set', { networkProxy: `http://bea@${address}` });
    await running.run('settings-set', { networkProxy: `http://anna@${address}` });
    expect(shown()).toEqual({ url: `http://${address}`, user: 'anna', hasPassword: false });
    await running.run('settings-set', { networkProxyPassword: 'p@ss' });
    expect(shown()).toMatchObject({ hasPassword: true });
    await running.run('settings-set', { networkProxy: '' });
    await running.run('settings-set', { networkProxy: `http://anna@${address}` });
    expect(shown()).toMatchObject({ hasPassword: false });
    expect(JSON.stringify([running.gateway.snapshot, running.gateway.activity.entries()])).not.toMatch(
      /p@ss|p%40ss/,
    );
  });

  it('without a proxy is refused', async () => {
    const running = await start();
    expect(await running.gateway.run('settings-set', { networkProxyPassword: 'p@ss' })).toMatchObject({
      ok: false,
      code: 'not-found',
    });
  });

  it('that another process enters is used here', async () => {
    const made = await proxy(ProxyStandIn.http({ login: 'anna:p@ss' }));
    const running = await start();
    await running.addSignedInAccount(anna, localPassword);
    await running.run('settings-set', { networkProxy: `http://anna:old@127.0.0.1:${String(made.port)}` });
    expect(await answer(running, 'imap')).toMatch(refusals.temporary.imap);
    const other = await bench.open({ folder: dirname(running.folder) });
    await other.run('settings-set', { networkProxyPassword: 'p@ss' });
    await expect.poll(() => answer(running, 'imap'), { timeout: 10_000 }).toMatch(accepted.imap);
  });

  it('that somebody wrote into the settings is moved to the vault at a reload, and used', async () => {
    const made = await proxy(ProxyStandIn.http({ login: 'anna:p@ss' }));
    const running = await start();
    await running.addSignedInAccount(anna, localPassword);
    const path = join(running.folder, 'settings.json');
    const url = `http://anna:p%40ss@127.0.0.1:${String(made.port)}`;
    const { networkProxy: _, ...kept } = settingsSchema.parse(JSON.parse(await settingsText(running)));
    await writeFile(path, JSON.stringify({ ...kept, networkProxy: url }), { mode: 0o600 });
    await running.gateway.reload();
    expect(await settingsText(running)).not.toContain('p%40ss');
    expect(await answer(running, 'imap')).toMatch(accepted.imap);
    expect(made.asked).not.toEqual([]);
  });
});

it('a proxy that is not understood is refused, and what was set before stays', async () => {
  const running = await start();
  const result = await running.gateway.run('settings-set', { networkProxy: 'ftp://anna:secret@proxy' });
  expect(result).toMatchObject({ ok: false, code: 'malformed-proxy' });
  expect(JSON.stringify(result)).not.toContain('secret');
  await running.addSignedInAccount(anna, localPassword);
  expect(await answer(running, 'imap')).toMatch(accepted.imap);
});
