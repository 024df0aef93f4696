import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger } from '#core/logging/logger.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  autostartEntry,
  autostartOf,
  autostartPath,
  autostartUnderPolicy,
  entryIsOn,
  launchCommand,
  loginItemState,
  launchOptions,
} from '../../electron/autostart.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

vi.mock('electron', () => ({ app: { isPackaged: true } }));

afterEach(() => vi.unstubAllEnvs());

describe('start at login on Linux', () => {
  it('is an entry of the XDG autostart folder', () => {
    expect(autostartPath({}, '/home/anna')).toBe('/home/anna/.config/autostart/mailwicket.desktop');
    expect(autostartPath({ XDG_CONFIG_HOME: '/etc/anna' }, '/home/anna')).toBe(
      '/etc/anna/autostart/mailwicket.desktop',
    );
    expect(autostartPath({ XDG_CONFIG_HOME: 'relative' }, '/home/anna')).toContain('/home/anna/.config/');
  });

  it('starts hidden', () => {
    const command = launchCommand({ execPath: '/usr/bin/mailwicket', environment: {}, appFolder: undefined });
    expect(autostartEntry(command)).toContain('\nExec=/usr/bin/mailwicket --autostart\n');
    expect(launchOptions(['/usr/bin/mailwicket', ...command.args]).hidden).toBe(true);
    expect(launchOptions(['/usr/bin/mailwicket']).hidden).toBe(false);
  });

  it('starts the AppImage itself, not the mount that it runs from', () => {
    const environment = { APPIMAGE: '/home/anna/Apps/Mailwicket.AppImage' };
    const command = launchCommand({
      execPath: '/tmp/.mount_x/mailwicket',
      environment,
      appFolder: undefined,
    });
    expect(autostartEntry(command)).toContain('Exec=/home/anna/Apps/Mailwicket.AppImage --autostart');
  });

  it('tells Electron what to run where it is not packaged', () => {
    const command = launchCommand({ execPath: '/x/electron', environment: {}, appFolder: '/src/mailwicket' });
    expect(command.args).toEqual(['/src/mailwicket', '--autostart']);
  });

  it('is not misled by blanks, quotes, percent signs and dollars in a path', () => {
    const entry = autostartEntry({ file: '/home/a b/50%/"x"$y\\z', args: [] });
    expect(entry).toContain('Exec="/home/a b/50%%/\\\\"x\\\\"\\\\$y\\\\\\\\z"\n');
  });

  it('is read back from the entry as the desktop understands it', () => {
    const entry = autostartEntry({ file: '/usr/bin/mailwicket', args: ['--autostart'] });
    expect(entryIsOn(entry)).toBe(true);
    expect(entryIsOn(`${entry}Hidden=true\n`)).toBe(false);
    expect(entryIsOn(entry.replace('enabled=true', 'enabled=false'))).toBe(false);
    expect(entryIsOn('')).toBe(false);
  });

  it('of macOS is shown as waiting where the person has yet to allow it', () => {
    const item = { openAtLogin: true, executableWillLaunchAtLogin: true, status: 'enabled' } as const;
    expect(loginItemState('darwin', item)).toBe('on');
    expect(loginItemState('darwin', { ...item, openAtLogin: false, status: 'requires-approval' })).toBe(
      'needs-approval',
    );
    expect(loginItemState('darwin', { ...item, openAtLogin: false, status: 'not-registered' })).toBe('off');
  });

  it('of Windows is off where the person turned it off in the task manager', () => {
    const item = { openAtLogin: true, executableWillLaunchAtLogin: true, status: 'not-found' } as const;
    expect(loginItemState('win32', item)).toBe('on');
    expect(loginItemState('win32', { ...item, executableWillLaunchAtLogin: false })).toBe('off');
  });

  it('on macOS is what the system says', () => {
    expect(launchOptions(['Mailwicket'], true).hidden).toBe(true);
  });
});

describe('start at login that cannot be read or changed', () => {
  it('is off where its folder is a file, and tells why it cannot be switched on', async () => {
    const file = join(await scratchFolder(), 'config');
    await writeFile(file, '');
    vi.stubEnv('XDG_CONFIG_HOME', file);
    const autostart = autostartOf('linux');
    expect(await autostart.state()).toBe('off');
    await expect(autostart.set(true)).rejects.toMatchObject({
      code: 'start-at-login-not-set',
      message: 'Start at login couldn’t be changed: a file is where a folder should be (ENOTDIR).',
    });
  });

  it('is off where the entry cannot be read', async () => {
    const config = await scratchFolder();
    vi.stubEnv('XDG_CONFIG_HOME', config);
    await mkdir(join(config, 'autostart', 'mailwicket.desktop'), { recursive: true });
    expect(await autostartOf('linux').state()).toBe('off');
  });

  it('keeps no mail from starting where an organization has set it', async () => {
    const set = vi.fn(() => Promise.reject(new Error('EROFS')));
    const policy = { values: { startAtLogin: true }, refuseChange: () => {} };
    const autostart = await autostartUnderPolicy({ state: async () => 'off', set }, policy, silentLogger);
    expect(set).toHaveBeenCalledWith(true);
    expect(await autostart.state()).toBe('off');
  });
});

describe('start at login in a Flatpak', () => {
  it('is not offered: no session reads the entries of its own configuration folder', async () => {
    vi.stubEnv('FLATPAK_ID', 'org.mailwicket.Mailwicket');
    expect(await autostartOf('linux').state()).toBeUndefined();
  });

  it('outside of one is an entry that is written and taken away', async () => {
    const config = await scratchFolder();
    vi.stubEnv('XDG_CONFIG_HOME', config);
    vi.stubEnv('FLATPAK_ID', undefined);
    const autostart = autostartOf('linux');
    await autostart.set(true);
    expect(await readFile(autostartPath(process.env, '/nowhere'), 'utf8')).toContain('--autostart');
    expect(await autostart.state()).toBe('on');
    await autostart.set(false);
    expect(await autostart.state()).toBe('off');
  });
});
