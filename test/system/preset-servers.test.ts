import { afterAll, beforeAll, expect, it } from 'vitest';
import { localPassword, refusals, SystemBench } from '../support/system-bench.ts';

const anna = 'anna@example.org';
const looked: string[] = [];
let bench: SystemBench;

// nobody is asked outside of this machine: the name is noted, and there is no address for it
const lookup = (name: string, _options: unknown, callback: (error: Error, address: string) => void): void => {
  looked.push(name);
  callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '');
};

beforeAll(async () => {
  bench = await SystemBench.start({ lookup });
  const { running, sandbox } = bench;
  await running.run('client-add', {
    name: 'Preset',
    provider: 'microsoft365',
    grant: 'client-credentials',
    tenant: 'example.org',
    clientId: sandbox.clients.appOnly.clientId,
    credential: { kind: 'secret', secret: 'app~demo~secret' },
    tokenUrl: `${sandbox.provider.secureUrl ?? ''}/example.org/oauth2/v2.0/token`,
  });
  await running.run('account-add', { address: anna, client: 'Preset', password: localPassword });
  looked.length = 0;
});

afterAll(() => bench.stop());

it.each([
  ['imap', 'outlook.office365.com', 993],
  ['pop', 'outlook.office365.com', 995],
  ['smtp', 'smtp.office365.com', 587],
] as const)(
  'an account of a preset provider is carried to the preset’s %s server',
  async (protocol, host, port) => {
    const said = await bench.answer(protocol, anna);
    expect(said).toMatch(refusals.temporary[protocol]);
    expect(said).toContain(`${host}:${String(port)}`);
    expect(looked).toContain(host);
  },
);
