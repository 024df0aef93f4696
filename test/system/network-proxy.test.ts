import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { protocols, type Protocol } from '../../proxy-core/accounts/protocol.ts';
import { GatewayInSandbox, type GatewayInSandboxOptions } from '../support/gateway-in-sandbox.ts';
import { ProxyStandIn } from '../support/network-proxies.ts';
import { RawClient } from '../support/raw-client.ts';
import { startSandbox, type Sandbox } from '../support/sandbox/sandbox.ts';
import { accepted, localPassword, logIn, refusals } from '../support/system-bench.ts';

const anna = 'anna@example.org';
let folder: string;
let sandbox: Sandbox;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwicket-proxy-'));
  sandbox = await startSandbox({ caFolder: folder });
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

let count = 0;
async function start(options: Partial<GatewayInSandboxOptions> = {}): Promise<GatewayInSandbox> {
  count += 1;
  const running = await GatewayInSandbox.start({
    sandbox,
    folder: join(folder, String(count)),
    // as if the sandbox were far away
    isOwnMachine: () => false,
    ...options,
  });
  endings.push(() => running.stop());
  await running.addDesktopClient();
  return running;
}

async function proxy(making: Promise<ProxyStandIn>): Promise<ProxyStandIn> {
  const made = await making;
  endings.push(() => made.stop());
  return made;
}

async function answer(running: GatewayInSandbox, protocol: Protocol): Promise<string> {
  const client = await RawClient.connect(running.port(protocol));
  await client.until(/\r\n/);
  if (protocol === 'smtp') await client.ask('EHLO client.example', /^250 .*\r\n/m);
  const said = await logIn(client, protocol, anna, localPassword);
  client.destroy();
  return said;
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
    const running = await GatewayInSandbox.start({
      sandbox,
      folder: join(folder, `near-${scheme}`),
      environment: { ALL_PROXY: `${scheme}://127.0.0.1:${String(made.port)}` },
    });
    endings.push(() => running.stop());
    await running.addDesktopClient();
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
    const told = JSON.stringify([running.gateway.activity.entries(), result, running.gateway.snapshot]);
    expect(told).toContain('did not take the user name and the password');
    expect(told).not.toMatch(/wr@ng|wr%40ng/);
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
