import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { msg } from '#messages/message.ts';
import type { HostCommandsOptions } from '../../electron/host-commands.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

let answer: { readonly canceled: boolean; readonly filePath: string };
vi.mock('electron', () => ({
  app: { getPath: () => '/downloads', getVersion: () => '0' },
  clipboard: {},
  dialog: { showSaveDialog: () => Promise.resolve(answer) },
}));

const { savePasswords } = await import('../../electron/host-commands.ts');

const made = {
  fileName: 'passwords.csv',
  mediaType: 'text/csv',
  content: '"anna@example.org","pass"\r\n',
  count: 1,
  skipped: [],
};
const input = { accounts: ['anna@example.org'], name: 'Printer' };

const saving = (makePasswords: HostCommandsOptions['makePasswords']) =>
  savePasswords(input, { window: () => undefined, makePasswords });

describe('passwords for all accounts on the desktop', () => {
  it('are written once, for this user only, and the screen is told none', async () => {
    const filePath = join(await scratchFolder(), 'all.csv');
    answer = { canceled: false, filePath };
    const run = vi.fn(() => Promise.resolve({ ok: true as const, value: made }));
    expect(await saving(run)).toEqual({ saved: true, count: 1, skipped: [] });
    expect(await readFile(filePath, 'utf8')).toBe(made.content);
    if (process.platform !== 'win32') expect((await stat(filePath)).mode & 0o777).toBe(0o600);
  });

  it('are not made where the person changes their mind, or the place takes no file', async () => {
    const run = vi.fn();
    answer = { canceled: true, filePath: '' };
    expect(await saving(run)).toMatchObject({ saved: false });
    answer = { canceled: false, filePath: join(await scratchFolder(), 'no', 'such', 'folder') };
    await expect(saving(run)).rejects.toMatchObject({ code: 'save-failed' });
    expect(run).not.toHaveBeenCalled();
  });

  it('leave the table of before as it is where none can be made', async () => {
    const folder = await scratchFolder();
    const filePath = join(folder, 'all.csv');
    answer = { canceled: false, filePath };
    await writeFile(filePath, made.content);
    const skipped = [
      {
        address: 'anna@example.org',
        problem: { code: 'password-name-taken', message: msg('storage.notJson') },
      },
    ];
    const value = { ...made, content: '"address","password"\r\n', count: 0, skipped };
    expect(await saving(() => Promise.resolve({ ok: true, value }))).toEqual({
      saved: false,
      count: 0,
      skipped,
    });
    expect(await readFile(filePath, 'utf8')).toBe(made.content);
    const refused = Promise.resolve({ ok: false as const, code: 'failed', message: msg('storage.notJson') });
    await expect(saving(() => refused)).rejects.toMatchObject({ code: 'failed' });
    expect(await readFile(filePath, 'utf8')).toBe(made.content);
    // nor is a file begun that would have nothing in it
    answer = { canceled: false, filePath: join(folder, 'new.csv') };
    await saving(() => Promise.resolve({ ok: true, value }));
    expect(await readdir(folder)).toEqual(['all.csv']);
  });

  it('that cannot be made are told with their cause', async () => {
    answer = { canceled: false, filePath: join(await scratchFolder(), 'all.csv') };
    const run = vi.fn(() =>
      Promise.resolve({ ok: false as const, code: 'settings-unreadable', message: msg('storage.notJson') }),
    );
    await expect(saving(run)).rejects.toMatchObject({ code: 'settings-unreadable' });
  });
});
