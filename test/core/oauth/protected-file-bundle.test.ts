import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createPrivateKey } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { protectedFileWorker } from '../../../build/node-bundle.ts';
import { makeCertificate } from '#core/oauth/certificate.ts';
import { systemClock } from '#core/logging/clock.ts';

import { main as desktop } from '../../../build/bundles.ts';

const source = fileURLToPath(new URL('../../../proxy-core/oauth/protected-file.ts', import.meta.url));

test('a bundle of the core finds the thread that opens certificates beside it, with no package near', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-bundle-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [protectedFileWorker()],
      ssr: { noExternal: true },
      build: {
        ssr: source,
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: { output: { format: 'es', entryFileNames: 'bundle.mjs', codeSplitting: false } },
      },
    });
    const { privateKey } = await makeCertificate({ commonName: 'x', days: 1, clock: systemClock });
    const pem = createPrivateKey(privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' })
      .toString();
    const file = { kind: 'key', pem, passphrase: 'sesame' };
    await writeFile(
      join(folder, 'program.mjs'),
      `import { openProtectedFile } from ${JSON.stringify(pathToFileURL(join(folder, 'bundle.mjs')).href)};
      process.stdout.write((await openProtectedFile(${JSON.stringify(file)})).keyPem);`,
    );
    const opened = execFileSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' });
    expect(opened).toBe(privateKey);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('the desktop’s bundle is built with it', () => {
  expect(desktop.plugins).toContainEqual(expect.objectContaining({ name: protectedFileWorker().name }));
});
