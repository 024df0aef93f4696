import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { trustedAuthorities } from '#core/network/trusted-authorities.ts';
import { listening } from '../../support/listening.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const core = new URL('../../../proxy-core/', import.meta.url);

/** Asks a provider and dials a mail server, in a process of its own, as a system is asked once in its life. */
const program = `
import { providerFetch } from '${new URL('oauth/http.ts', core).href}';
import { dial, upstreamSecureContext } from '${new URL('relay/dial.ts', core).href}';
import { systemClock } from '${new URL('logging/clock.ts', core).href}';
const port = Number(process.argv[1]);
const said = async (what) => console.log(await what().then((it) => it, (error) => String(error.cause?.cause?.code ?? error.cause?.code ?? error.code ?? error)));
await said(async () => (await providerFetch([])('https://localhost:' + port + '/token', {})).text());
await said(async () => {
  const socket = await dial({
    server: { host: 'localhost', port, tls: 'implicit' },
    signal: new AbortController().signal,
    secureContext: upstreamSecureContext([]),
    clock: systemClock,
  });
  socket.destroy();
  return 'secured';
});
process.exit();
`;

test.runIf(process.platform === 'linux')(
  'a provider and a mail server whose authority only the operating system trusts are reached; another one is not',
  async () => {
    const { ca, cert, key } = await makeCertificates();
    const server = createServer({ cert, key }, (_request, response) => response.end('a token'));
    const port = await listening(server, 'localhost');
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const file = join(await scratchFolder(), 'system-authorities.pem');
    await writeFile(file, ca);
    const run = async (environment: Record<string, string>): Promise<string> => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', program, String(port)],
        { cwd: fileURLToPath(core), env: { PATH: process.env['PATH'], ...environment } },
      );
      return stdout;
    };
    // where OpenSSL looks for the system's authorities
    expect(await run({ SSL_CERT_FILE: file })).toBe('a token\nsecured\n');
    expect(await run({})).toMatch(/^(UNABLE_TO_VERIFY_LEAF_SIGNATURE\n){2}$/);
  },
);

test('an authority that several sources have is there once', () => {
  const [known = ''] = tls.getCACertificates('default');
  const before = trustedAuthorities([]);
  expect(before.length).toBeGreaterThan(50);
  expect(trustedAuthorities([`${known}\n`])).toEqual(before);
});
