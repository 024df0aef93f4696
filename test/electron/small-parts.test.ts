import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDesktopRuntime } from '../../build/desktop-runtime.ts';
import { isFresh } from '../../build/freshness.ts';
import { packIco } from '../../build/icons/pack.ts';
import { openLog, LogFile } from '../../electron/log.ts';
import { ShellState, openingBounds } from '../../electron/shell-state.ts';
import { Localizer, textsIn } from '../../electron/localizer.ts';
import { languageOf } from '#messages/languages.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const ended = (file: LogFile): Promise<void> => new Promise((resolve) => file.end(resolve));

describe('the log file', () => {
  it('is kept within its size, with a few older ones beside it', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'logs', 'mailwicket.log');
    const file = new LogFile({ path, largest: 100, older: 2 });
    for (let line = 0; line < 50; line += 1) file.write(`line ${String(line).padStart(4, '0')}\n`);
    await ended(file);
    const names = await readdir(join(folder, 'logs'));
    expect(names.toSorted()).toEqual(['mailwicket.log', 'mailwicket.log.1', 'mailwicket.log.2']);
    for (const name of names) expect((await stat(join(folder, 'logs', name))).size).toBeLessThanOrEqual(100);
    expect(await readFile(path, 'utf8')).toMatch(/line 0049\n$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('goes on where the last run ended', async () => {
    const path = join(await scratchFolder(), 'mailwicket.log');
    await writeFile(path, 'before\n');
    const file = new LogFile({ path });
    file.write('after\n');
    await ended(file);
    expect(await readFile(path, 'utf8')).toBe('before\nafter\n');
  });

  it('that cannot be written fails nobody', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'file'), '');
    const file = new LogFile({ path: join(folder, 'file', 'mailwicket.log') });
    file.write('lost\n');
    await ended(file);
  });

  it('holds no secret', async () => {
    const path = join(await scratchFolder(), 'mailwicket.log');
    const log = openLog(path);
    log.logger.warn('refused: access_token=abcdef', { refreshToken: 'xyz', password: 'geheim' });
    await log.close();
    const text = await readFile(path, 'utf8');
    expect(text).toContain('refused');
    expect(text).not.toMatch(/abcdef|geheim/);
  });
});

describe('what the shell remembers', () => {
  it('is there after a restart', async () => {
    const path = join(await scratchFolder(), 'shell.json');
    const first = new ShellState({ path });
    await first.set({ toldStillRunning: true, windowBounds: { x: 1, y: 2, width: 900, height: 640 } });
    const second = new ShellState({ path });
    await second.load();
    expect(second.values).toEqual(first.values);
  });

  it('is forgotten, and stops nothing, where it cannot be read', async () => {
    const path = join(await scratchFolder(), 'shell.json');
    await writeFile(path, 'nonsense');
    const state = new ShellState({ path });
    await state.load();
    expect(state.values.updates).toBe(true);
    await state.set({ toldStillRunning: true });
    expect(state.values.toldStillRunning).toBe(true);
  });
});

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };

  it('opens where it was', () => {
    const bounds = { x: 100, y: 50, width: 1000, height: 700 };
    expect(openingBounds(bounds, [screen])).toEqual(bounds);
    expect(openingBounds(undefined, [screen])).toEqual({ width: 900, height: 640 });
  });

  it('does not open on a screen that is not there any more, or smaller than can be used', () => {
    expect(openingBounds({ x: 2000, y: 50, width: 100, height: 100 }, [screen])).toEqual({
      width: 480,
      height: 400,
    });
    expect(openingBounds({ x: 100, y: -500, width: 900, height: 640 }, [screen])).toEqual({
      width: 900,
      height: 640,
    });
  });
});

describe('the texts', () => {
  it('go on in the language that is chosen, and say so once', () => {
    const speech = new Localizer('en');
    const { texts } = speech;
    let changes = 0;
    const end = speech.onChange(() => (changes += 1));
    speech.choose('en');
    expect([texts('menu.open'), changes]).toEqual(['Open Mailwicket', 0]);
    speech.choose('de');
    expect([texts('menu.open'), changes, speech.language]).toEqual(['Mailwicket öffnen', 1, 'de']);
    end();
    speech.choose('en');
    expect([texts('menu.open'), changes]).toEqual(['Open Mailwicket', 1]);
  });

  it('come in the first of the languages of this person that there are texts in', () => {
    expect(languageOf(['fr-FR', 'de-AT', 'en-US'])).toBe('de');
    expect(languageOf(['ja'])).toBe('en');
    expect(textsIn('de')('menu.quit')).toBe('Mailwicket beenden');
  });

  it('take an address as it is, whatever it looks like', () => {
    expect(textsIn('en')('bar.account', { address: '<b>$t(menu.quit)</b>@x' })).toBe(
      'Sign in as <b>$t(menu.quit)</b>@x',
    );
  });
});

async function reasonOf(...given: Parameters<typeof findDesktopRuntime>): Promise<string | undefined> {
  const runtime = await findDesktopRuntime(...given);
  return runtime.kind === 'missing' ? runtime.reason : undefined;
}

describe('npm start', () => {
  it('finds the desktop where its program and a display are', async () => {
    const electron = await scratchFolder();
    await writeFile(join(electron, 'path.txt'), 'electron');
    await writeFile(join(electron, 'electron'), '');
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: electron, DISPLAY: ':0' };
    expect(await findDesktopRuntime({ electron, platform: 'linux', environment })).toEqual({
      kind: 'there',
      binary: join(electron, 'electron'),
    });
    const noDisplay = { ELECTRON_OVERRIDE_DIST_PATH: electron };
    expect(await reasonOf({ electron, platform: 'linux', environment: noDisplay })).toContain('display');
    expect(await findDesktopRuntime({ electron, platform: 'darwin', environment: noDisplay })).toMatchObject({
      kind: 'there',
    });
  });

  it('says so where the program was not downloaded', async () => {
    const electron = await scratchFolder();
    const environment = { DISPLAY: ':0' };
    expect(await reasonOf({ electron, platform: 'linux', environment })).toContain('install-electron');
  });

  it('builds only what is older than its sources', async () => {
    const folder = await scratchFolder();
    const [built, source] = [join(folder, 'built.js'), join(folder, 'source.ts')];
    await writeFile(source, '');
    expect(await isFresh(built, [source])).toBe(false);
    await writeFile(built, '');
    await utimes(source, 1, 1);
    expect(await isFresh(built, [source])).toBe(true);
    await utimes(built, 0, 0);
    expect(await isFresh(built, [source])).toBe(false);
  });
});

describe('an .ico file', () => {
  it('holds each picture where its directory says', () => {
    const pictures = [
      { size: 16, png: Buffer.from('small') },
      { size: 256, png: Buffer.from('larger one') },
    ];
    const ico = packIco(pictures);
    expect(ico.readUInt16LE(4)).toBe(2);
    expect([ico.readUInt8(6), ico.readUInt8(22)]).toEqual([16, 0]);
    const at = ico.readUInt32LE(22 + 12);
    expect(ico.subarray(at, at + ico.readUInt32LE(22 + 8)).toString()).toBe('larger one');
  });
});
