import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { LocalTls } from '#core/relay/local-tls.ts';
import { isSignable, rangeOctets, signableNames } from '#core/relay/lan-names.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryDisk, MemoryVault } from '../../support/memory-vault.ts';

/** What somebody could do who has got hold of the authority's key: judged by openssl. */

const machine = ['pc.example.org', 'pc.local', '192.168.1.5', '203.0.113.5', '2001:db8:0:1::5'];
const openssl = spawnSync('openssl', ['version']).status === 0;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwicket-authority-'));
  const disk = new MemoryDisk();
  const local = new LocalTls({
    vault: new MemoryVault(disk),
    clock: new FakeClock(Date.now()),
    machineNames: () => machine,
  });
  await local.certificate(machine);
  const kept = z
    .object({ authority: z.object({ certificate: z.string(), privateKey: z.string() }) })
    .parse(JSON.parse(disk.entries.get('local-tls') ?? ''));
  await Promise.all([
    writeFile(join(folder, 'ca.pem'), kept.authority.certificate),
    writeFile(join(folder, 'ca.key'), kept.authority.privateKey),
  ]);
});

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

function run(...options: string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('openssl', options, { cwd: folder, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

/** A certificate under the authority, as a thief would make it. */
async function sign(
  name: string,
  request: { subject: string; names?: string; usage?: string },
): Promise<void> {
  const lines = [
    'basicConstraints=critical,CA:FALSE',
    `extendedKeyUsage=${request.usage ?? 'serverAuth'}`,
    ...(request.names === undefined ? [] : [`subjectAltName=${request.names}`]),
  ];
  await writeFile(join(folder, `${name}.ext`), lines.join('\n'));
  const made = (options: string): void => {
    execFileSync('openssl', options.split(' '), { cwd: folder, stdio: 'ignore' });
  };
  made(
    `req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${name}.key -out ${name}.csr -subj ${request.subject}`,
  );
  made(`x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -days 30 -extfile ${name}.ext -out ${name}.pem`);
}

describe.runIf(openssl)('with the key of the local authority', () => {
  test.each([
    ['localhost', 'DNS:localhost'],
    ['this computer’s names', 'DNS:pc.example.org,DNS:pc.local'],
    ['its addresses', 'IP:192.168.1.5,IP:203.0.113.5,IP:2001:db8:0:1::77'],
    ['loopback and private addresses', 'IP:127.0.0.1,IP:::1,IP:10.1.2.3,IP:172.31.0.1,IP:fd00::1,IP:fe80::1'],
  ])('certificates can be made for %s', async (_title, names) => {
    await sign('good', { subject: '/CN=localhost', names });
    expect(run('verify', '-CAfile', 'ca.pem', '-purpose', 'sslserver', 'good.pem')).toMatchObject({
      status: 0,
    });
  });

  test.each([
    ['a provider', 'DNS:outlook.office365.com'],
    ['a provider beside localhost', 'DNS:localhost,DNS:imap.gmail.com'],
    ['a neighbour in the domain', 'DNS:mail.example.org'],
    ['a domain that only ends like it', 'DNS:evilpc.example.org'],
    ['a public address', 'IP:203.0.113.6'],
    ['an address beside a private range', 'IP:172.32.0.1'],
    ['an IPv6 address of another network', 'IP:2001:db8:0:2::5'],
  ])('no certificate is accepted for %s', async (_title, names) => {
    await sign('bad', { subject: '/CN=localhost', names });
    const { status, said } = run('verify', '-CAfile', 'ca.pem', '-purpose', 'sslserver', 'bad.pem');
    expect(status).not.toBe(0);
    expect(said).toContain('permitted subtree violation');
  });

  test('no certificate is accepted that has the provider’s name only in its subject', async () => {
    await sign('subject', { subject: '/CN=outlook.office365.com' });
    const { status, said } = run('verify', '-CAfile', 'ca.pem', 'subject.pem');
    expect(status).not.toBe(0);
    expect(said).toContain('permitted subtree violation');
  });

  test.each([
    ['people', 'smimesign', 'emailProtection'],
    ['clients', 'sslclient', 'clientAuth'],
  ])('no certificate is accepted that proves who %s are', async (_title, purpose, usage) => {
    await sign('other', { subject: '/CN=localhost', names: 'DNS:localhost', usage });
    expect(run('verify', '-CAfile', 'ca.pem', '-purpose', purpose, 'other.pem').status).not.toBe(0);
  });

  test('no further authority is accepted', async () => {
    await sign('sub', { subject: '/CN=sub', names: 'DNS:localhost' });
    await sign('leaf', { subject: '/CN=localhost', names: 'DNS:localhost' });
    const issue = (name: string, issuer: string, extensions: string): void => {
      const by = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-extfile', extensions];
      run('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`);
    };
    await writeFile(join(folder, 'authority.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign');
    issue('sub', 'ca', 'authority.ext');
    issue('leaf', 'sub', 'leaf.ext');
    const { status, said } = run('verify', '-CAfile', 'ca.pem', '-untrusted', 'sub.pem', 'leaf.pem');
    expect(status).not.toBe(0);
    expect(said).toContain('path length constraint exceeded');
  });

  test('a client that connects to such a server refuses, and one that connects to a good one does not', async () => {
    await sign('good', { subject: '/CN=localhost', names: 'DNS:localhost' });
    await sign('bad', { subject: '/CN=localhost', names: 'DNS:localhost,DNS:imap.gmail.com' });
    for (const [name, verdict] of [
      ['good', 'Verify return code: 0 (ok)'],
      ['bad', 'Verify return code: 47 (permitted subtree violation)'],
    ] as const) {
      const server = spawn(
        'openssl',
        ['s_server', '-cert', `${name}.pem`, '-key', `${name}.key`, '-accept', '0'],
        {
          cwd: folder,
        },
      );
      onTestFinished(() => void server.kill());
      let said = '';
      while (!/ACCEPT .*?:(\d+)/.test(said)) {
        const chunk: unknown = (await once(server.stdout, 'data')).at(0);
        said += String(chunk);
      }
      const port = /ACCEPT .*?:(\d+)/.exec(said)?.[1] ?? '';
      const client = run(
        's_client',
        '-connect',
        `localhost:${port}`,
        '-CAfile',
        'ca.pem',
        '-verify_return_error',
      );
      expect(
        client.said.includes(verdict) ||
          (name === 'bad' && client.said.includes('permitted subtree violation')),
      ).toBe(true);
      expect(client.status === 0).toBe(name === 'good');
      server.kill();
    }
  });

  test('the constraints are critical: who does not know them refuses', () => {
    const { said } = run('x509', '-in', 'ca.pem', '-noout', '-text');
    expect(said).toMatch(/X509v3 Name Constraints: critical\s+Permitted:\s+DNS:localhost\s/);
    expect(said).toContain('IP:10.0.0.0/255.0.0.0');
    expect(said).toMatch(/X509v3 Extended Key Usage: \s+TLS Web Server Authentication\n/);
  });
});

test('ranges are written as octets of address and mask, with nothing behind the mask', () => {
  expect(rangeOctets('172.16.9.9/12')?.toString('hex')).toBe('ac100000fff00000');
  expect(rangeOctets('fe80::1/10')?.toString('hex')).toBe(`fe80${'00'.repeat(14)}ffc0${'00'.repeat(14)}`);
  expect(rangeOctets('2001:db8:0:1::5/64')?.toString('hex')).toBe(
    `20010db800000001${'00'.repeat(8)}${'ff'.repeat(8)}${'00'.repeat(8)}`,
  );
  expect(rangeOctets('pc.example.org')).toBeUndefined();
});

test('what may be signed for: names with what is below them, ranges, and nothing else', () => {
  const signable = signableNames(machine);
  for (const name of ['localhost', 'pc.local', 'x.pc.local', '127.9.9.9', 'fd12::1', '2001:db8:0:1::9']) {
    expect(isSignable(name, signable)).toBe(true);
  }
  for (const name of ['local', 'apc.local', '8.8.8.8', '203.0.113.6', '2001:db8:0:2::9', '::2']) {
    expect(isSignable(name, signable)).toBe(false);
  }
});
