import { describe, expect, it, vi } from 'vitest';
import type { Updater } from '../../electron/updates.ts';
import { silentLogger } from '#core/logging/logger.ts';

vi.mock('electron', () => ({ app: { isPackaged: false } }));
const { Updates, updaterOfBuild } = await import('../../electron/updates.ts');

class FakeUpdater implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  allowDowngrade = true;
  find: () => void = () => this.tell('update-not-available');
  readonly #listeners = new Map<string, (about: never) => void>();

  on(event: string, listener: (about: never) => void): void {
    this.#listeners.set(event, listener);
  }

  async checkForUpdates(): Promise<void> {
    this.find();
  }

  tell(event: string, ...about: never[]): void {
    for (const [name, listener] of this.#listeners) {
      if (name === event) Reflect.apply(listener, undefined, about);
    }
  }
}

function updates(
  updater: Updater | undefined,
  fetches = true,
): { looking: InstanceType<typeof Updates>; seen: string[] } {
  const seen: string[] = [];
  const looking = new Updates({
    updater,
    fetches,
    changed: ({ state }) => seen.push(state),
    logger: silentLogger,
  });
  return { looking, seen };
}

describe('updates', () => {
  it('are off in a build that was not packaged', async () => {
    expect(await updaterOfBuild(true)).toBeUndefined();
    const { looking: off, seen } = updates(undefined);
    expect((await off.check()).state).toBe('off');
    expect(seen).toEqual([]);
  });

  it('are looked for, and none is no news', async () => {
    const { looking, seen } = updates(new FakeUpdater());
    expect((await looking.check()).state).toBe('idle');
    expect(seen).toEqual(['checking', 'idle']);
  });

  it('that cannot be looked for are said to, and looked for again', async () => {
    const updater = new FakeUpdater();
    updater.find = () => {
      throw new Error('offline');
    };
    const { looking } = updates(updater);
    expect((await looking.check()).state).toBe('failed');
    updater.find = () => updater.tell('update-not-available');
    expect((await looking.check()).state).toBe('idle');
  });

  it('are fetched and installed on quit only where their signature is checked; never an older version', () => {
    const checked = new FakeUpdater();
    updates(checked);
    expect(checked).toMatchObject({ autoDownload: true, autoInstallOnAppQuit: true, allowDowngrade: false });
    const unchecked = new FakeUpdater();
    updates(unchecked, false);
    expect(unchecked).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false });
  });
});
