import { describe, expect, it, vi } from 'vitest';
import {
  autostartEntry,
  autostartPath,
  entryIsOn,
  launchCommand,
  loginItemState,
  launchOptions,
} from '../../electron/autostart.ts';

vi.mock('electron', () => ({ app: {} }));

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
