import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As Node's own downloads are named. */
type System = 'linux' | 'darwin' | 'win';

/**
 * Puts the Node that the command in an installer runs on into a folder, with its license: most computers that get an
 * installer have none of their own, and the desktop's program must not become one (fuse runAsNode). It is of the
 * version that builds. For this machine's kind it is that program itself; for another, nodejs.org's, whose SHA-256
 * has to be what is published beside it.
 * @param platform - as `process.platform` has it
 * @param arch - `x64` or `arm64`
 * @param site - where Node is published
 * @throws if it cannot be fetched, or is not what was published
 */
export async function putNode(options: {
  readonly platform: string;
  readonly arch: string;
  readonly folder: string;
  readonly site?: string;
}): Promise<void> {
  const { platform, arch, folder, site = 'https://nodejs.org/dist' } = options;
  await mkdir(folder, { recursive: true });
  const target = path.join(folder, platform === 'win32' ? 'node.exe' : 'node');
  if (platform === process.platform && arch === process.arch) await copyFile(process.execPath, target);
  else await download({ site, system: systemOf(platform), arch, target });
  await chmod(target, 0o755);
  await copyFile(await licenceOfNode(), path.join(folder, 'node-license.txt'));
}

function systemOf(platform: string): System {
  if (platform === 'win32') return 'win';
  if (platform === 'darwin' || platform === 'linux') return platform;
  throw new Error(`There is no Node for ${platform}.`);
}

async function download(options: {
  readonly site: string;
  readonly system: System;
  readonly arch: string;
  readonly target: string;
}): Promise<void> {
  const { site, system, arch, target } = options;
  const name = `node-${process.version}-${system}-${arch}`;
  const file = system === 'win' ? `win-${arch}/node.exe` : `${name}.tar.gz`;
  const base = `${site}/${process.version}`;
  const sums = new TextDecoder().decode(await get(`${base}/SHASUMS256.txt`));
  const content = await get(`${base}/${file}`);
  const sum = createHash('sha256').update(content).digest('hex');
  if (!sums.split('\n').includes(`${sum}  ${file}`)) {
    throw new Error(`${base}/${file} is not what was published: its SHA-256 is ${sum}.`);
  }
  if (system === 'win') {
    await writeFile(target, content);
    return;
  }
  const scratch = await mkdtemp(path.join(tmpdir(), 'mailwicket-node-'));
  try {
    const archive = path.join(scratch, 'node.tar.gz');
    await writeFile(archive, content);
    await run('tar', ['-xzf', archive, '-C', scratch, `${name}/bin/node`]);
    await copyFile(path.join(scratch, name, 'bin/node'), target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function get(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}.`);
  return response.bytes();
}

/** The license lies where Node was unpacked: beside `bin` (on Windows beside the program), or in npm's package of it. */
async function licenceOfNode(): Promise<string> {
  const program = await realpath(process.execPath);
  const folders = [path.dirname(program), path.resolve(program, '../..')];
  try {
    const system = systemOf(process.platform);
    const prefix = system === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
    const required = createRequire(createRequire(import.meta.url).resolve('node/package.json'));
    folders.push(path.dirname(required.resolve(`${prefix}-${system}-${process.arch}/package.json`)));
  } catch {
    // it is not npm's Node that runs
  }
  for (const folder of folders) {
    const file = path.join(folder, 'LICENSE');
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.startsWith('Node.js is licensed')) return file;
  }
  throw new Error(`The license of Node is in none of ${folders.join(', ')}.`);
}
