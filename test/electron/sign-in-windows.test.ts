import { describe, expect, it, vi } from 'vitest';
import { externalPages } from '../../electron/navigation.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { AccountView, Snapshot } from '#contract/views.ts';
import { verbatim } from '#messages/message.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { FakeIpc } from './fake-ipc.ts';
import { account, accountIdOf, client, snapshot } from './samples.ts';

vi.mock('electron', () => ({ ipcMain: {} }));
const { IpcRegistrar } = await import('../../electron/ipc/registrar.ts');
const { SignInWindows } = await import('../../electron/windows/sign-in-windows.ts');
type Made = Parameters<ConstructorParameters<typeof SignInWindows>[0]['makeWindow']>[0];

const id = accountIdOf(1);
const page = 'https://login.microsoftonline.com/authorize';

class FakeSignIn {
  readonly about: Made;
  showsOutcome = false;
  closed = false;
  over = false;
  drawn = 0;
  focused = 0;

  constructor(about: Made) {
    this.about = about;
  }

  close(): void {
    this.closed = true;
  }

  focus(): void {
    this.focused += 1;
  }

  isBar(): boolean {
    return false;
  }

  tellBar(): void {}

  redraw(): void {
    this.drawn += 1;
  }

  ended(): void {
    this.over = true;
  }

  act(): void {}

  answer(): void {}
}

type Place = 'window' | 'browser';

function room(now: Snapshot, place: Place | (() => Place) = 'window', hasBrowser = true) {
  const made: FakeSignIn[] = [];
  const cancelled: string[] = [];
  const opened: string[] = [];
  const notOpened: string[] = [];
  const clock = new FakeClock();
  const windows = new SignInWindows({
    snapshot: () => now,
    cancel: (accountId) => cancelled.push(accountId),
    external: externalPages(async (url) => {
      if (!hasBrowser) throw new Error('no application is registered');
      opened.push(url);
    }),
    notOpened: (accountId) => notOpened.push(accountId),
    place: typeof place === 'function' ? place : () => place,
    registrar: new IpcRegistrar({ logger: silentLogger, ipc: new FakeIpc().main }),
    clock,
    logger: silentLogger,
    makeWindow: (about) => {
      const window = new FakeSignIn(about);
      made.push(window);
      return window;
    },
  });
  const follow = (state: AccountView['state']): void => windows.follow(snapshot([account(1, { state })]));
  return { windows, made, cancelled, opened, notOpened, clock, follow };
}

const needing = snapshot([account(1, { state: 'needs-sign-in' })]);

describe("a sign-in's page", () => {
  it('is shown in a window that names the account', async () => {
    const { windows, made } = room(needing);
    await windows.openPage(page, { accountId: id });
    expect(made[0]?.about).toMatchObject({ url: page, account: 'user1@example.org' });
  });

  it('of a device code comes with the code', async () => {
    const { windows, made } = room(needing);
    windows.shown({ url: page, userCode: 'ABCD' }, id);
    await windows.openPage(page, { accountId: id });
    expect(made[0]?.about.userCode).toBe('ABCD');
  });

  it('of Google, of a person who wants it so, and of nobody known here is opened in the browser', async () => {
    const google = snapshot([account(1)], { clients: [client({ provider: 'google' })] });
    for (const there of [room(google), room(needing, 'browser'), room(snapshot([]))]) {
      await there.windows.openPage(page, { accountId: id });
      expect([there.made.length, there.opened]).toEqual([0, [page]]);
    }
  });

  it('that no browser opens leads to where its address can be copied', async () => {
    const { windows, notOpened } = room(needing, 'browser', false);
    await windows.openPage(page, { accountId: id });
    expect(notOpened).toEqual([id]);
  });

  it('that is neither https nor of this machine is not shown at all', async () => {
    const { windows, made, opened } = room(needing);
    await expect(windows.openPage('http://login.example/', { accountId: id })).rejects.toMatchObject({
      code: 'page-refused',
    });
    expect([made, opened]).toEqual([[], []]);
  });

  it('takes the place of an earlier one of the same account', async () => {
    const { windows, made } = room(needing);
    await windows.openPage(page, { accountId: id });
    await windows.openPage(page, { accountId: id });
    expect(made.map(({ closed }) => closed)).toEqual([true, false]);
    expect(windows.open).toBe(1);
  });
});

describe('the window of a sign-in', () => {
  it('goes when the next one is shown in the browser: to close it afterwards would cancel that one', async () => {
    let place: Place = 'window';
    const { windows, made, opened } = room(needing, () => place);
    await windows.openPage(page, { accountId: id });
    place = 'browser';
    await windows.openPage(page, { accountId: id });
    expect([made[0]?.closed, windows.open, opened]).toEqual([true, 0, [page]]);
  });

  it('goes a moment after the success, so that the last page can be read', async () => {
    const { windows, made, clock, follow } = room(needing);
    await windows.openPage(page, { accountId: id });
    follow('signing-in');
    follow('ready');
    await clock.advance(1_000);
    expect(made[0]?.closed).toBe(false);
    await clock.advance(1_000);
    expect([made[0]?.closed, windows.open]).toEqual([true, 0]);
  });

  it('stays after a success in doubt, until its person closes it', async () => {
    const { windows, made, clock, follow } = room(needing);
    await windows.openPage(page, { accountId: id });
    follow('signing-in');
    follow('ready');
    windows.shown({ doubt: verbatim('bob@example.org signed in.') }, id);
    await clock.advance(10_000);
    expect(made[0]).toMatchObject({ closed: false, over: true });
    await windows.openPage(page, { accountId: id });
    expect(made[0]?.closed).toBe(true);
  });

  it('does not go over a snapshot from before the sign-in began', async () => {
    const { windows, made, clock, follow } = room(needing);
    await windows.openPage(page, { accountId: id });
    follow('ready');
    await clock.advance(10_000);
    expect(made[0]?.closed).toBe(false);
  });

  it('goes at once when the sign-in was ended elsewhere, but not before its last words were read', async () => {
    const silent = room(needing);
    await silent.windows.openPage(page, { accountId: id });
    silent.follow('signing-in');
    silent.follow('needs-sign-in');
    expect(silent.made[0]?.closed).toBe(true);

    const speaking = room(needing);
    await speaking.windows.openPage(page, { accountId: id });
    speaking.follow('signing-in');
    for (const window of speaking.made) window.showsOutcome = true;
    speaking.follow('needs-sign-in');
    // and it offers nothing that would go on with what has ended
    expect(speaking.made[0]).toMatchObject({ closed: false, over: true });
  });

  it('stays while its account is paused: the sign-in goes on', async () => {
    const { windows, made, follow } = room(needing);
    await windows.openPage(page, { accountId: id });
    follow('signing-in');
    windows.follow(snapshot([account(1, { state: 'paused', signIn: { url: page } })]));
    expect(made[0]?.closed).toBe(false);
  });

  it('goes with its account', async () => {
    const { windows, made } = room(needing);
    await windows.openPage(page, { accountId: id });
    windows.follow(snapshot([]));
    expect(made[0]?.closed).toBe(true);
  });

  it('that its person closes cancels the sign-in', async () => {
    const { windows, made, cancelled } = room(needing);
    await windows.openPage(page, { accountId: id });
    made[0]?.about.closedByPerson();
    expect([cancelled, windows.open]).toEqual([[id], 0]);
  });

  it('given up for the browser opens the same page there and cancels nothing', async () => {
    const { windows, made, opened, cancelled } = room(needing);
    await windows.openPage(page, { accountId: id });
    made[0]?.about.useBrowser();
    await settle();
    expect([opened, cancelled, windows.open]).toEqual([[page], [], 0]);
  });

  it('comes to the front when its account is asked for again', async () => {
    const { windows, made } = room(needing);
    expect(windows.focus(id)).toBe(false);
    await windows.openPage(page, { accountId: id });
    expect(windows.focus(id)).toBe(true);
    expect(made[0]?.focused).toBe(1);
  });
});
