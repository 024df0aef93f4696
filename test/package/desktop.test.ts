import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { listPackage, extractFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { LinuxPackager } from 'app-builder-lib';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js';
import { build, Platform, type Configuration } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { putNode } from '../../build/command-runtime.ts';
import configuration from '../../build/electron-builder.config.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { listening } from '../support/listening.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/**
 * Where Electron's program keeps its fuses: after this text, their version, how many there are, and a digit each
 * (@electron/fuses reads and writes them there, whatever is around).
 */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fusesOfElectron = 10;
const digit = (text: '0' | '1'): number => text.charCodeAt(0);

/** What electron-builder makes of the application, without Electron's program: that is a stub with its fuses. */
let unpacked = '';
let desktopEntry = '';
let scratch = '';

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'mailwicket-packaging-'));
  const electronDist = path.join(scratch, 'electron');
  await mkdir(path.join(electronDist, 'resources'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 0\n${fuseSentinel}`),
    Buffer.from([1, fusesOfElectron]),
    Buffer.alloc(fusesOfElectron, '0'),
  ]);
  await writeFile(path.join(electronDist, 'electron'), wire, { mode: 0o755 });
  await writeFile(path.join(electronDist, 'LICENSE'), 'of Electron');
  const config: Configuration = {
    ...configuration,
    electronDist,
    directories: { ...configuration.directories, output: path.join(scratch, 'out') },
    async afterPack(context) {
      await configuration.afterPack(context);
      const { packager } = context;
      if (!(packager instanceof LinuxPackager)) throw new Error('It is Linux that is packed here.');
      const helper = new LinuxTargetHelper(packager);
      desktopEntry = await helper.computeDesktopEntry({ ...configuration.linux, ...configuration.deb });
    },
  };
  await build({ targets: Platform.LINUX.createTarget('dir'), config, projectDir: root, publish: 'never' });
  unpacked = path.join(scratch, 'out/linux-unpacked');
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

const asar = (): string => path.join(unpacked, 'resources/app.asar');

/** Whether a program of Debian's is there; where everything is to be tested it must be. */
function has(program: string): boolean {
  const there = existsSync(`/usr/bin/${program}`);
  if (!there && process.env['MAILWICKET_REQUIRE_INTEROP'] === '1')
    throw new Error(`${program} is not installed.`);
  return there;
}

describe('the application in the installers', () => {
  test('holds what runs on the desktop, and nothing else', () => {
    const files = listPackage(asar(), { isPack: false }).map((file) => file.replaceAll('\\', '/'));
    const named = files.filter((file) => path.extname(file) !== '' && !file.startsWith('/renderer/assets/'));
    const trays = ['needs-you', 'offline', 'paused', 'ready', 'working'].flatMap((state) =>
      [
        '-Template.png',
        '-Template@2x.png',
        '-colour.png',
        '-colour@2x.png',
        '-on-dark.ico',
        '-on-light.ico',
      ].map((look) => `/icons/tray-${state}${look}`),
    );
    expect(named.filter((file) => !file.startsWith('/sign-in-bar/assets/')).toSorted()).toEqual(
      [
        ...trays,
        '/icons/mailwicket.ico',
        '/icons/mailwicket.png',
        '/main/main.js',
        '/main/protected-file-worker.cjs',
        '/package.json',
        '/preload/preload.cjs',
        '/preload/sign-in-bar.cjs',
        '/registrations.json',
        '/renderer/icon-256.png',
        '/renderer/icon-512.png',
        '/renderer/index.html',
        '/renderer/licences.txt',
        '/renderer/manifest.webmanifest',
        '/sign-in-bar/index.html',
      ].toSorted(),
    );
    expect(files.filter((file) => /\.ts$|\.map$|node_modules|\.vite/.test(file))).toEqual([]);
  });

  test('says that it is not signed, and so looks for no updates', () => {
    const manifest: unknown = JSON.parse(extractFile(asar(), 'package.json').toString('utf8'));
    expect(manifest).toMatchObject({ main: 'main/main.js', mailwicket: { signed: false } });
    expect(manifest).not.toHaveProperty('dependencies');
  });

  test('starts with fuses that let nobody make something else of it', async () => {
    const { version, ...wire } = await getCurrentFuseWire(path.join(unpacked, 'mailwicket'));
    const on = Object.entries(wire).filter(([, state]) => Number(state) === digit('1'));
    const off = Object.entries(wire).filter(([, state]) => Number(state) === digit('0'));
    expect(version).toBe('1');
    expect(on.map(([fuse]) => FuseV1Options[Number(fuse)])).toEqual(
      expect.arrayContaining([
        'EnableCookieEncryption',
        'EnableEmbeddedAsarIntegrityValidation',
        'OnlyLoadAppFromAsar',
      ]),
    );
    expect(off.map(([fuse]) => FuseV1Options[Number(fuse)])).toEqual(
      expect.arrayContaining([
        'RunAsNode',
        'EnableNodeOptionsEnvironmentVariable',
        'EnableNodeCliInspectArguments',
        'GrantFileProtocolExtraPrivileges',
      ]),
    );
  });

  test("comes with the licenses of all that is in it, Electron's too", async () => {
    const resources = await readdir(path.join(unpacked, 'resources'));
    expect(resources.toSorted()).toEqual(['LICENSE.txt', 'app.asar', 'bin', 'cli', 'licences.txt']);
    expect(await readFile(path.join(unpacked, 'resources/licences.txt'), 'utf8')).toContain(
      '\nelectron-updater 6.',
    );
    expect(await readFile(path.join(unpacked, 'LICENSE.electron.txt'), 'utf8')).toBe('of Electron');
  });

  test('has a command that needs no Node of the computer', async () => {
    const bin = path.join(unpacked, 'resources/bin');
    expect((await readdir(bin)).toSorted()).toEqual([
      'mailwicket-cli',
      'mailwicket-cli.cmd',
      'node',
      'node-license.txt',
    ]);
    const folder = await scratchFolder();
    for (const program of ['dirname', 'readlink']) {
      await symlink(`/usr/bin/${program}`, path.join(folder, program));
    }
    const { stdout } = await run(path.join(bin, 'mailwicket-cli'), ['--version'], { env: { PATH: folder } });
    const about: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    expect(stdout.trim()).toBe(z.object({ version: z.string() }).parse(about).version);
    const help = await run(path.join(bin, 'mailwicket-cli'), ['--help'], { env: { PATH: folder } });
    expect(help.stdout).toMatch(/^Usage: mailwicket-cli [^]*\n {2}mailwicket-cli client add /);
  });
});

describe('the Node of an installer for another kind of computer', () => {
  const other = process.arch === 'x64' ? 'arm64' : 'x64';
  const name = `node-${process.version}-linux-${other}`;

  /** What nodejs.org has of this version: a program for Linux and one for Windows, and their sums. */
  async function publish(
    sums: (sum: (content: Buffer) => string, archive: Buffer) => string,
  ): Promise<string> {
    const folder = await scratchFolder();
    await mkdir(path.join(folder, name, 'bin'), { recursive: true });
    await writeFile(path.join(folder, name, 'bin/node'), 'for Linux');
    await run('tar', ['-czf', path.join(folder, 'archive'), '-C', folder, name]);
    const archive = await readFile(path.join(folder, 'archive'));
    const files = new Map<string, string | Buffer>([
      ['SHASUMS256.txt', sums((content) => createHash('sha256').update(content).digest('hex'), archive)],
      [`${name}.tar.gz`, archive],
      [`win-${other}/node.exe`, 'for Windows'],
    ]);
    const server = createServer((request, response) => {
      const content = files.get((request.url ?? '').replace(`/dist/${process.version}/`, ''));
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    const port = await listening(server);
    onTestFinished(() => {
      server.close();
    });
    return `http://127.0.0.1:${String(port)}/dist`;
  }

  test.each([
    ['linux', 'node', 'for Linux'],
    ['win32', 'node.exe', 'for Windows'],
  ])('is what was published (%s)', async (platform, file, content) => {
    const site = await publish(
      (sum, archive) =>
        `${sum(archive)}  ${name}.tar.gz\n${sum(Buffer.from('for Windows'))}  win-${other}/node.exe\n`,
    );
    const folder = await scratchFolder();
    await putNode({ platform, arch: other, folder, site });
    expect(await readFile(path.join(folder, file), 'utf8')).toBe(content);
    expect(await readFile(path.join(folder, 'node-license.txt'), 'utf8')).toContain('Node.js is licensed');
  });

  test('is refused with another sum', async () => {
    const site = await publish((sum) => `${sum(Buffer.from('another'))}  ${name}.tar.gz\n`);
    const folder = await scratchFolder();
    await expect(putNode({ platform: 'linux', arch: other, folder, site })).rejects.toThrow(
      /is not what was published/,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('is not made up where there is none', async () => {
    const site = await publish(() => '');
    const folder = await scratchFolder();
    await expect(putNode({ platform: 'darwin', arch: other, folder, site })).rejects.toThrow('answered 404');
    await expect(putNode({ platform: 'freebsd', arch: other, folder, site })).rejects.toThrow('no Node for');
  });
});

describe('what Linux is told of the application', () => {
  test.runIf(has('desktop-file-validate'))('is an entry that desktops take', async () => {
    const file = path.join(await scratchFolder(), 'mailwicket.desktop');
    await writeFile(file, desktopEntry);
    expect((await run('desktop-file-validate', [file])).stdout).toBe('');
    expect(desktopEntry).toMatch(/^Exec=\/opt\/Mailwicket\/mailwicket %U$/m);
    expect(desktopEntry).toMatch(/^StartupWMClass=mailwicket$/m);
    expect(desktopEntry).toMatch(/^Categories=Network;Email;$/m);
  });

  test.runIf(has('appstreamcli'))('is data that software centres take, of this version', async () => {
    const file = path.join(root, 'build/linux/org.mailwicket.Mailwicket.metainfo.xml');
    await run('appstreamcli', ['validate', '--no-net', file]);
    const about: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const { version, homepage } = z.object({ version: z.string(), homepage: z.string() }).parse(about);
    const text = await readFile(file, 'utf8');
    expect(/<release version="([^"]+)"/.exec(text)?.[1]).toBe(version);
    expect(text).toContain(`<url type="homepage">${homepage}</url>`);
  });

  test('has icons of each usual size, and macOS one file of all', async () => {
    const made = path.join(root, 'build/icons/made');
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      const png = await readFile(path.join(made, `sizes/${String(size)}x${String(size)}.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
    const icns = await readFile(path.join(made, 'mailwicket.icns'));
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  });
});

describe('a removal', () => {
  const script = path.join(root, 'build/linux/after-remove.sh');
  const entry = 'home/anna/.config/autostart/mailwicket.desktop';

  async function installation(exec: string): Promise<string> {
    const folder = await scratchFolder();
    for (const file of [entry, 'usr/bin/mailwicket', 'etc/apparmor.d/mailwicket']) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), file === entry ? `[Desktop Entry]\nExec=${exec}\n` : '');
    }
    await chmod(folder, 0o755);
    return folder;
  }
  const remove = (folder: string, how: string) =>
    run('sh', [script, how], { env: { ...process.env, DPKG_ROOT: folder } });
  const left = (folder: string): string[] =>
    [entry, 'usr/bin/mailwicket', 'etc/apparmor.d/mailwicket'].filter((file) =>
      existsSync(path.join(folder, file)),
    );

  test.each(['remove', '0'])('(%s) leaves nothing that would start at the next login', async (how) => {
    const folder = await installation('/opt/Mailwicket/mailwicket --autostart');
    await remove(folder, how);
    expect(left(folder)).toEqual([]);
  });

  test.each(['upgrade', '1'])('by an update (%s) takes nothing away', async (how) => {
    const folder = await installation('/opt/Mailwicket/mailwicket --autostart');
    await remove(folder, how);
    expect(left(folder)).toHaveLength(3);
  });

  test('leaves the entry of another copy', async () => {
    const folder = await installation('/home/anna/Mailwicket.AppImage --autostart');
    await remove(folder, 'remove');
    expect(left(folder)).toEqual([entry]);
  });

  test('on Windows takes the entry away that the desktop makes, unless it is an update', async () => {
    const include = await readFile(path.join(root, 'build/windows/installer.nsh'), 'utf8');
    // without a name of our own Electron takes the application's id
    expect(include).toContain(`CurrentVersion\\Run" "${configuration.appId}"`);
    expect(include).toMatch(/\$\{ifNot\} \$\{isUpdated\}\n\s+DeleteRegValue/);
  });
});
