import { describe, expect, test } from 'vitest';
import { describeDesktop, DesktopBench, openWindow, screens, traySays } from './support/desktop-bench.ts';
import { desktopKind } from './support/launch-desktop.ts';

// what macOS says of the launch can be told to the stand-in only
describe.skipIf(desktopKind === 'electron')('a start at login', () => {
  test('opens no window where it is the system that says so, which it does only once the app is ready', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch({ args: [], machine: { openedAtLogin: true } });
    await traySays(app, /No account yet/);
    expect(await app.windows()).toEqual([]);
  });
});

describeDesktop('the window', () => {
  test('opens by a second start when it was hidden, and there is one of it only', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch();
    await app.tray();
    expect(await app.windows()).toEqual([]);
    expect(await app.startAgain()).toBe(0);
    const window = await app.until('the window in front', ({ windows }) =>
      windows.find(({ visible, focused }) => visible && focused),
    );
    expect(window.pages[0]?.url).toMatch(screens);
    expect(await app.startAgain()).toBe(0);
    expect(await app.windows()).toHaveLength(1);
    expect((await app.resources()).windows).toBe(1);
  });

  test('closed it is gone, which is told once and never again; the mail goes on', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch();
    for (let round = 0; round < 2; round += 1) {
      await openWindow(app);
      await app.closeWindow(await app.window(screens));
      await app.noWindow(screens);
    }
    await traySays(app, /No account yet/);
    expect((await app.notifications()).map(({ title }) => title)).toEqual(['Mailwicket is still running']);
    await app.clickNotification(0);
    await app.window(screens);
    expect(await app.quit()).toBe(0);
    // started by a person it opens at once
    const again = await bench.launch({ args: [] });
    await again.closeWindow(await again.window(screens));
    await again.noWindow(screens);
    expect(await again.notifications()).toEqual([]);
  });

  test('comes back as large as it was', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch();
    await openWindow(app);
    await app.resizeWindow(await app.window(screens), 700, 520);
    await app.closeWindow(await app.window(screens));
    await app.noWindow(screens);
    const page = await openWindow(app);
    await expect.poll(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([700, 520]);
  });

  test('without a tray it stays in the taskbar: minimised at the start, minimised when closed', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch({ trays: false });
    const minimised = (): Promise<unknown> =>
      app.until('the minimised window', ({ windows }) => windows.find(({ minimized }) => minimized));
    await minimised();
    expect(await app.hasTray()).toBe(false);
    expect(await app.startAgain()).toBe(0);
    const window = await app.until('the window in front', ({ windows }) =>
      windows.find(({ minimized, visible }) => visible && !minimized),
    );
    await app.closeWindow(window);
    await minimised();
    expect(await app.notifications()).toEqual([]);
    expect(await app.quit()).toBe(0);
  });

  test('leads nowhere but to itself, and no frame in it has a way to the core', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch();
    const page = await openWindow(app);
    const before = page.url();
    for (const url of [
      bench.providerOrigin,
      'app://sign-in/index.html',
      'file:///etc/passwd',
      'data:text/html,x',
    ]) {
      await page.evaluate(`void (location.href = '${url}')`);
      await page.evaluate(`void window.open('${url}')`);
    }
    expect(page.url()).toBe(before);
    const inFrame = `new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.addEventListener('load', () => resolve(typeof frame.contentWindow.mailwicket));
      document.body.append(frame);
    })`;
    expect(await page.evaluate(inFrame)).toBe('undefined');
    expect(await page.evaluate("window.mailwicket.run('no-such-command', {})")).toMatchObject({ ok: false });
    expect(await page.evaluate('Object.keys(window.mailwicket).sort()')).toEqual([
      'host',
      'onActivity',
      'onSnapshot',
      'run',
    ]);
    expect(await app.windows()).toHaveLength(1);
    expect(bench.sandbox.provider.requests.count(() => true)).toBe(0);
  });

  test('a hundred times opened and closed leaves no listener, no window and no timer behind', async () => {
    const bench = await DesktopBench.start();
    const app = await bench.launch();
    const cycle = async (): Promise<void> => {
      await app.chooseInTray('Open Mailwicket');
      await app.closeWindow(await app.window(screens));
      await app.noWindow(screens);
    };
    await cycle();
    await cycle();
    const before = await app.resources();
    for (let round = 0; round < 100; round += 1) await cycle();
    const after = await app.resources();
    expect(before).toMatchObject({ windows: 0, contents: 0 });
    // a timer of the start may have run out meanwhile
    const { timers, ...kept } = before;
    expect(after).toMatchObject(kept);
    expect(after.timers).toBeLessThanOrEqual(timers);
  }, 400_000);
});
