import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { z } from 'zod';

/**
 * Makes the package of the service for Debian and Ubuntu, from what is built:
 *   node build/deb.ts [--out FOLDER] [--version VERSION]
 * It holds what the package for npm holds, the unit, and the command for its administrator. Prints its path.
 */

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' }, version: { type: 'string' } } });
const about = z
  .looseObject({ version: z.string(), description: z.string(), homepage: z.string() })
  .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
const out = path.resolve(values.out ?? path.join(root, 'dist/installers'));
// what comes before a release is older than it
const version = (values.version ?? about.version).replace('-', '~');

const staging = await mkdtemp(path.join(tmpdir(), 'mailwicket-deb-'));
try {
  // made as a private folder, which the package's top must not be
  await chmod(staging, 0o755);
  await putProgram();
  await put('deploy/mailwicket.service', 'usr/lib/systemd/system/mailwicket.service', 0o644);
  await put('deploy/debian/mailwicket-service', 'usr/sbin/mailwicket-service', 0o755);
  await put('dist/renderer/licences.txt', 'usr/share/doc/mailwicket-service/licences.txt', 0o644);
  await put('LICENSE', 'usr/share/doc/mailwicket-service/copyright', 0o644);
  for (const script of ['postinst', 'prerm', 'postrm']) {
    await put(`deploy/debian/${script}`, `DEBIAN/${script}`, 0o755);
  }
  await writeFile(
    path.join(staging, 'DEBIAN/control'),
    [
      'Package: mailwicket-service',
      `Version: ${version}`,
      'Architecture: all',
      'Section: mail',
      'Priority: optional',
      'Maintainer: The Mailwicket authors <mailwicket@users.noreply.github.com>',
      `Homepage: ${about.homepage}`,
      'Depends: nodejs (>= 20.19), passwd, coreutils',
      'Recommends: ca-certificates',
      'Description: lets mail programs sign in with OAuth 2.0, as a service',
      ` ${about.description}`,
      '',
    ].join('\n'),
  );
  await mkdir(out, { recursive: true });
  const file = path.join(out, `mailwicket-service_${version}_all.deb`);
  await run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', staging, file]);
  process.stdout.write(`${file}\n`);
} finally {
  await rm(staging, { recursive: true, force: true });
}

/** The files that npm would pack, but the page that it shows; the command has another name here. */
async function putProgram(): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
  const [packed] = z
    .array(z.object({ files: z.array(z.object({ path: z.string() })) }))
    .parse(JSON.parse(stdout));
  for (const { path: file } of packed?.files ?? []) {
    if (/^(?:dist|build)\/|^package\.json$/.test(file)) {
      await put(file, `usr/lib/mailwicket-service/${file}`, 0o644);
    }
  }
  await writeFile(
    path.join(staging, 'usr/lib/mailwicket-service/package.json'),
    JSON.stringify({ ...about, bin: { 'mailwicket-service': 'dist/command/mailwicket.js' } }, undefined, 2),
  );
}

async function put(from: string, to: string, mode: number): Promise<void> {
  const target = path.join(staging, to);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
  await cp(path.join(root, from), target);
  await chmod(target, mode);
}
