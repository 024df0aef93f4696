import type { Page } from 'playwright-core';
import {
  type Ask,
  type DesktopState,
  desktopStateSchema,
  type MenuLine,
  type ResourceCounts,
  type ShownNotification,
  type TrayState,
  type WindowState,
} from '../../support/electron-stand-in/control-messages.ts';
import type { DesktopConnection } from './desktop-connection.ts';

/** How long something that has to happen may take. */
const patience = 20_000;

/**
 * The running desktop application, looked at and used as a person would: the same on the stand-in and on real
 * Electron. URLs are the application's (app://…) wherever they are given or asked for.
 */
export class DesktopApp {
  readonly #connection: DesktopConnection;
  readonly #relaunch: (args: readonly string[]) => Promise<DesktopConnection>;

  constructor(
    connection: DesktopConnection,
    relaunch: (args: readonly string[]) => Promise<DesktopConnection>,
  ) {
    this.#connection = connection;
    this.#relaunch = relaunch;
  }

  /** Everything that can be looked at, now. */
  async look(): Promise<DesktopState> {
    return desktopStateSchema.parse(await this.#connection.ask({ do: 'look' }));
  }

  /**
   * Waits until `read` finds something, looking again whenever something changed.
   * @throws Error - it did not happen in time; says what was waited for, and what there was
   */
  async until<Found>(
    what: string,
    read: (state: DesktopState) => Found | undefined | Promise<Found | undefined>,
    timeout = patience,
  ): Promise<Found> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), timeout);
    try {
      for (;;) {
        // asked for before the look, so that nothing falls between
        const change = this.#connection.change();
        const state = await this.look();
        const found = await read(state);
        if (found !== undefined) return found;
        const outcome = await Promise.race([change, late.promise]);
        if (outcome !== 'late') continue;
        throw new Error(`not in time: ${what}\n${inShort(state)}\n${this.output}`);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until the application has written such a text on its standard outputs. */
  async printed(text: string): Promise<void> {
    await this.until(`'${text}' printed`, () => this.output.includes(text) || undefined);
  }

  // --- windows

  async windows(): Promise<readonly WindowState[]> {
    return (await this.look()).windows;
  }

  /** Waits for a window with a page at such a URL. */
  window(url: RegExp): Promise<WindowState> {
    return this.until(`a window with a page at ${String(url)}`, ({ windows }) =>
      windows.find(({ pages }) => pages.some((page) => url.test(page.url))),
    );
  }

  /** Waits for a page at such a URL, in whichever window, to drive it with Playwright. */
  page(url: RegExp): Promise<Page> {
    return this.until(`a page at ${String(url)}`, async ({ windows }) => {
      const found = windows.flatMap(({ pages }) => pages).find((page) => url.test(page.url));
      return found === undefined ? undefined : this.#connection.page(found);
    });
  }

  /** Waits until no window has a page at such a URL. */
  async noWindow(url: RegExp): Promise<void> {
    await this.until(
      `no window with a page at ${String(url)}`,
      ({ windows }) => !windows.some(({ pages }) => pages.some((page) => url.test(page.url))) || undefined,
    );
  }

  /** As a person closes it, on its frame. */
  async closeWindow(window: Pick<WindowState, 'id'>): Promise<void> {
    await this.#act({ do: 'close-window', id: window.id });
  }

  async resizeWindow(window: Pick<WindowState, 'id'>, width: number, height: number): Promise<void> {
    await this.#act({ do: 'resize-window', id: window.id, width, height });
  }

  // --- tray and menus

  /** Waits for the tray icon. */
  tray(): Promise<TrayState> {
    return this.until('a tray icon', ({ tray }) => tray);
  }

  async hasTray(): Promise<boolean> {
    return (await this.look()).tray !== undefined;
  }

  /** Waits until the tray is as asked: 'a tooltip with …', 'the icon …'. */
  trayThat(what: string, is: (tray: TrayState) => boolean): Promise<TrayState> {
    return this.until(what, ({ tray }) => (tray !== undefined && is(tray) ? tray : undefined));
  }

  /** A line of the tray's menu by its labels from the top; undefined where there is none. */
  async trayLine(...path: readonly string[]): Promise<MenuLine | undefined> {
    return lineAt((await this.look()).tray?.menu ?? [], path);
  }

  /** Waits for a line of the tray's menu that can be chosen, and chooses it. */
  async chooseInTray(...path: readonly string[]): Promise<void> {
    await this.until(`'${path.join(' > ')}' in the tray's menu`, ({ tray }) => {
      const line = lineAt(tray?.menu ?? [], path);
      return line?.enabled === true ? line : undefined;
    });
    await this.#act({ do: 'choose', path: [...path] });
  }

  async chooseInApplicationMenu(...path: readonly string[]): Promise<void> {
    await this.#act({ do: 'choose-in-application-menu', path: [...path] });
  }

  async clickTray(double = false): Promise<void> {
    await this.#act({ do: 'click-tray', double });
  }

  // --- what goes to the desktop

  /** Every notification that was shown, oldest first. */
  async notifications(): Promise<readonly ShownNotification[]> {
    return (await this.look()).notifications;
  }

  /** Waits for a notification that is still open; its number. */
  notification(title: RegExp): Promise<number> {
    return this.until(`a notification ${String(title)}`, ({ notifications }) => {
      const index = notifications.findIndex((one) => one.open && title.test(one.title));
      return index === -1 ? undefined : index;
    });
  }

  async clickNotification(index: number): Promise<void> {
    await this.#act({ do: 'click-notification', index });
  }

  /** URLs that were given to the system's browser. */
  async openedExternally(): Promise<readonly string[]> {
    return (await this.look()).opened;
  }

  async clipboard(): Promise<string> {
    return (await this.look()).clipboard;
  }

  /** The next 'save as' is answered with this path; null: the person cancels. */
  async answerSaveDialog(path: string | null): Promise<void> {
    await this.#act({ do: 'answer-save-dialog', path });
  }

  // --- what the desktop does

  async power(event: 'suspend' | 'resume' | 'shutdown'): Promise<void> {
    await this.#act({ do: 'power', event });
  }

  async setOnline(on: boolean): Promise<void> {
    await this.#act({ do: 'set-online', on });
  }

  async setDark(on: boolean): Promise<void> {
    await this.#act({ do: 'set-dark', on });
  }

  /** A proxy asks the newest page for a login; what it is answered with. */
  async askProxyLogin(host: string, port: number, first = true): Promise<unknown> {
    return this.#connection.ask({ do: 'ask-proxy-login', host, port, first });
  }

  /** A server, by its host and port, asks the newest page for a certificate; the subject of the one that it is given. */
  async askCertificate(server: string, subjects: readonly string[]): Promise<unknown> {
    return this.#connection.ask({ do: 'ask-certificate', server, subjects: [...subjects] });
  }

  /** The person unlocks the keyring that was locked. */
  async unlockKeyring(): Promise<void> {
    await this.#act({ do: 'unlock-keyring' });
  }

  /** macOS: a click on the dock. */
  async activate(): Promise<void> {
    await this.#act({ do: 'activate' });
  }

  /** Starts the application once more, by the same person; the exit status of the second one. */
  async startAgain(...args: readonly string[]): Promise<number> {
    const second = await this.#relaunch(args);
    return second.exited;
  }

  // --- resources and ending

  /** What is there, when everything that was closed is gone. */
  async resources(): Promise<ResourceCounts> {
    await this.#act({ do: 'settle' });
    return (await this.look()).resources;
  }

  /** What it wrote on its standard outputs. */
  get output(): string {
    return this.#connection.output;
  }

  /** Resolves with the exit status when the process has ended, however. */
  get exited(): Promise<number> {
    return this.#connection.exited;
  }

  /** Asks the application to quit, as the system does at its end; its exit status. */
  async quit(): Promise<number> {
    await this.#act({ do: 'quit' });
    return this.exited;
  }

  /** Ends the process at once, as a crash of it would. */
  kill(): Promise<number> {
    this.#connection.kill();
    return this.exited;
  }

  async #act(ask: Ask): Promise<void> {
    await this.#connection.ask(ask);
  }
}

/** What there was, for the message of a test that waited in vain. */
function inShort({ windows, tray, notifications, resources }: DesktopState): string {
  const labels = (menu: readonly MenuLine[]): string[] =>
    menu.flatMap(({ label, submenu }) => (label === '' ? [] : [label, ...labels(submenu ?? [])]));
  return [
    ...windows.map((window) => JSON.stringify(window)),
    tray === undefined ? 'no tray icon' : `${tray.icon}: ${tray.toolTip}: ${labels(tray.menu).join(' · ')}`,
    ...notifications.map((notification) => JSON.stringify(notification)),
    JSON.stringify(resources),
  ].join('\n');
}

function lineAt(menu: readonly MenuLine[], [first, ...rest]: readonly string[]): MenuLine | undefined {
  const line = menu.find((one) => one.visible && (one.label === first || one.id === first));
  return rest.length === 0 || line === undefined ? line : lineAt(line.submenu ?? [], rest);
}
