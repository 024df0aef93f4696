import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayInSandbox } from '../support/gateway-in-sandbox.ts';
import { RawClient } from '../support/raw-client.ts';
import { startSandbox, type Sandbox } from '../support/sandbox/sandbox.ts';

const anna = 'anna@example.org';
const password = 'plain-password';
const looked: string[] = [];
let folder: string;
let sandbox: Sandbox;
let running: GatewayInSandbox;

// nobody is asked outside of this machine: the name is noted, and there is no address for it
const lookup = (name: string, _options: unknown, callback: (error: Error, address: string) => void): void => {
  looked.push(name);
  callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '');
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwicket-presets-'));
  sandbox = await startSandbox({ caFolder: folder });
  running = await GatewayInSandbox.start({ sandbox, folder, lookup });
  await running.run('client-add', {
    name: 'Preset',
    provider: 'microsoft365',
    grant: 'client-credentials',
    tenant: 'example.org',
    clientId: sandbox.clients.appOnly.clientId,
    credential: { kind: 'secret', secret: 'app~demo~secret' },
    tokenUrl: `${sandbox.provider.secureUrl ?? ''}/example.org/oauth2/v2.0/token`,
  });
  await running.run('account-add', { address: anna, client: 'Preset', password });
  looked.length = 0;
});

afterAll(async () => {
  await sandbox.stop();
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  [
    'imap',
    `a LOGIN ${anna} ${password}\r\n`,
    /^a NO \[UNAVAILABLE\] .*outlook\.office365\.com:993/m,
    'outlook.office365.com',
  ],
  [
    'pop',
    `USER ${anna}\r\nPASS ${password}\r\n`,
    /^-ERR \[SYS\/TEMP\] .*outlook\.office365\.com:995/m,
    'outlook.office365.com',
  ],
  [
    'smtp',
    `EHLO me\r\nAUTH PLAIN ${Buffer.from(`\0${anna}\0${password}`).toString('base64')}\r\n`,
    /^454 4\.7\.0 .*smtp\.office365\.com:587/m,
    'smtp.office365.com',
  ],
] as const)(
  'an account of a preset provider is carried to the preset’s %s server',
  async (protocol, login, answer, host) => {
    const client = await RawClient.connect(running.port(protocol));
    await client.until(/\r\n/);
    client.send(login);
    await client.until(answer);
    client.destroy();
    expect(looked).toContain(host);
  },
);
