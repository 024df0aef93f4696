import { msg } from '#messages/message.ts';
import { join } from 'node:path';
import { clipboard, safeStorage, session, shell } from 'electron';
import { systemClock, within } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Gateway } from '#core/gateway.ts';
import { type AppPaths, trayGuid } from './app-paths.ts';
import { autostartOf, autostartUnderPolicy } from './autostart.ts';
import { openDesktopGateway } from './gateway-host.ts';
import { hostHandlers } from './host-commands.ts';
import { HostState, ShellState } from './shell-state.ts';
import { IpcRegistrar, answerScreens } from './ipc/registrar.ts';
import { screenCalls } from '#core/screens/screen-calls.ts';
import { NotificationController } from './notifications/notification-controller.ts';
import { accountPage, watchForNotifications } from './notifications/notification-rules.ts';
import { externalPages, type NavigationRules } from './navigation.ts';
import { ShellActions } from './shell-actions.ts';
import type { VaultStanding } from './storage/desktop-vault.ts';
import { systemProxy, watchPower } from './system.ts';
import type { Localizer, Texts } from './localizer.ts';
import { statusNotifierIsThere, showWhenPossible } from './tray/status-notifier.ts';
import { trayPlatformOf } from './tray/tray-menu.ts';
import { TrayIcon } from './tray/tray.ts';
import { buildIsSigned, UpdateNotifications, Updates, updaterOfBuild } from './updates.ts';
import { MainWindow } from './windows/main-window.ts';
import { SignInWindow } from './windows/sign-in-window.ts';
import { SignInWindows } from './windows/sign-in-windows.ts';

export interface ShellOptions {
  readonly paths: AppPaths;
  /** In the system's language; it goes on in the one that was chosen. */
  readonly localizer: Localizer;
  readonly logger: Logger;
  readonly rules: NavigationRules;
  /** False: a stranger's page is not shown here, but in the person's browser. */
  readonly sandboxed: boolean;
  readonly quit: () => void;
  readonly restart: () => void;
}

export interface RunningShell {
  /** Shows the icon, as soon as the desktop has a place for it, and the window. */
  show(how: { readonly hidden: boolean }): Promise<void>;
  openWindow(page?: string): void;
  /** At once: windows and icon go. */
  hide(): void;
  /** Has carried out what pages asked for as they went, ends mail sessions, and lets them finish. */
  stop(): Promise<void>;
  /** The last thing: see `Updates.quitAndInstall`. */
  quitAndInstall(): boolean;
}

/** How long a page that goes may take to have carried out what it has put off. Milliseconds. */
const pagePatience = 500;
/** A day: updates are looked for at the start and then so often. */
const updatesEvery = 24 * 3_600_000;

/**
 * Composes the desktop: the gateway, and around it the tray, the windows, the notices. The gateway serves when this
 * resolves, before any of them is there.
 * @throws CodedError - the data folder cannot be used
 */
export async function startShell(options: ShellOptions): Promise<RunningShell> {
  const { paths, localizer, logger, rules, sandboxed, quit, restart } = options;
  const { texts } = localizer;
  const platform = trayPlatformOf(process.platform);
  const clock = systemClock;
  const icon = join(paths.icons, platform === 'windows' ? 'mailwicket.ico' : 'mailwicket.png');
  const host = new HostState();
  const state = new ShellState({ path: paths.shellState, logger });
  await state.load();
  localizer.choose(state.values.language ?? localizer.language);
  const registrar = new IpcRegistrar({ logger });
  const external = externalPages((url) => shell.openExternal(url));
  const notices = new NotificationController(logger);
  const notify = notices.show.bind(notices);
  const openWindow = (page?: string): void => window.open(page);

  const signIns = new SignInWindows({
    snapshot: () => gateway.snapshot,
    cancel: (account) => void gateway.run('account-cancel-sign-in', { account }),
    place: () =>
      sandboxed && (policy.values.signInWindow ?? state.values.signInWindow) ? 'window' : 'browser',
    makeWindow: (about) =>
      new SignInWindow({
        ...about,
        paths,
        icon,
        registrar,
        rules,
        localizer,
        logger,
      }),
    external,
    // a window that is there waits on the page where the sign-in was begun
    notOpened: (id) => openWindow(window.window === undefined ? accountPage(id) : undefined),
    registrar,
    clock,
    logger,
  });
  const { gateway, standing, service, policy } = await openDesktopGateway({
    data: paths.data,
    registrations: process.env['MAILWICKET_REGISTRATIONS'] ?? paths.registrations,
    safeStorage,
    platform: process.platform,
    logger,
    openPage: signIns.openPage,
    systemProxy: systemProxy({ session: session.defaultSession, clock, logger }),
  });
  const autostart = await autostartUnderPolicy(autostartOf(process.platform), policy, logger);
  host.set({
    secretsKept: standing.kind !== 'memory-only',
    restartHelps: standing.kind !== 'kept',
    startAtLogin: await autostart.state(),
  });

  const updatesAllowed = (): boolean => policy.values.updates !== false;
  const updateNotifications = new UpdateNotifications({ state, texts, notify, openWindow });
  const updates = new Updates({
    updater: await updaterOfBuild({ chosen: state.values.updates, allowed: updatesAllowed() }),
    allowed: updatesAllowed,
    downloads: platform !== 'linux',
    changed: (updateState) => {
      host.set({ updates: updateState });
      updateNotifications.follow(updateState);
    },
    quit,
    logger,
  });
  const window = new MainWindow({
    paths,
    icon,
    registrar,
    source: gateway,
    state,
    logger,
    staysReachable: () => tray.shown,
    closed: () => tellStillRunning(state, texts, notify, () => window.open()),
  });
  const actions = new ShellActions({
    gateway,
    host,
    texts,
    language: () => localizer.language,
    logger,
    openWindow,
    focusSignIn: (accountId) => signIns.focus(accountId),
    notify,
    copy: (text) => clipboard.writeText(text),
    setStartAtLogin: async (on) => {
      await autostart.set(on);
      host.set({ startAtLogin: await autostart.state() });
    },
    checkUpdates: () => updateNotifications.answer(() => updates.check()),
    quit,
    restart,
  });
  const tray = new TrayIcon({
    icons: paths.icons,
    platform,
    guid: platform !== 'linux' && (await buildIsSigned()) ? trayGuid : undefined,
    texts,
    snapshot: () => gateway.snapshot,
    circumstances: () => ({ ...host.facts, updates: updates.state.state !== 'off' }),
    perform: actions.perform,
  });
  const calls = screenCalls({
    gateway,
    host: hostHandlers({
      host,
      state,
      policy,
      localizer,
      autostart,
      updates,
      external,
      licences: paths.licences,
      sandboxed,
      window: () => window.window,
      signInPages: () => gateway.snapshot.accounts.flatMap(({ signIn }) => signIn?.url ?? []),
      makePasswords: (input) => gateway.run('passwords-for-all', input),
    }),
    failed: (command, error) => logger.warn('a request of a screen has failed', { command, error }),
  });
  answerScreens(registrar, gateway, calls);

  const ends = [
    gateway.onSignIn((shown, accountId) => signIns.shown(shown, accountId)),
    gateway.onSnapshot((snapshot) => {
      signIns.follow(snapshot);
      tray.render();
    }),
    host.onChange(() => tray.render()),
    localizer.onChange(() => {
      tray.render();
      signIns.redraw();
    }),
    watchForNotifications({
      source: gateway,
      state,
      texts,
      notify,
      clock,
      signIn: (accountId) => void actions.perform({ do: 'sign-in', accountId }),
      openWindow,
      vaultLocked: standing.kind === 'locked',
    }),
  ];
  await gateway.start();
  await service.tell(gateway);
  ends.push(
    watchPower({
      resumed: () => gateway.resumed(),
      online: (online) => host.set({ online }),
      shutdown: quit,
    }),
    repeat(updatesEvery, () => void updates.check()),
  );

  let ending = false;
  let lastCalls = Promise.resolve();
  const showTray = (): void => {
    if (ending) return;
    tray.show();
    host.set({ tray: true });
  };
  const possible = (): Promise<boolean> =>
    platform === 'linux' ? statusNotifierIsThere() : Promise.resolve(true);
  return {
    async show({ hidden }) {
      const reachable = await showWhenPossible({ possible, show: showTray, clock });
      if (ending) return;
      if (!hidden) window.open();
      else if (!reachable) window.open(undefined, { minimized: true });
      await tellStanding(standing, { state, gateway, texts, notify }, restart);
      void updates.check();
    },
    openWindow,
    hide() {
      ending = true;
      for (const end of ends) end();
      const answered = registrar.callsFromNow();
      lastCalls = window.quit().then(answered);
      signIns.closeAll();
      notices.closeAll();
      tray.hide();
    },
    async stop() {
      await within(clock, pagePatience, lastCalls);
      registrar.close();
      await gateway.stop();
      await service.end();
    },
    quitAndInstall: () => updates.quitAndInstall(),
  };
}

type Notify = NotificationController['show'];

function tellStillRunning(state: ShellState, texts: Texts, notify: Notify, clicked: () => void): void {
  if (state.values.toldStillRunning) return;
  void state.set({ toldStillRunning: true });
  notify({ title: texts('notice.still-running.title'), body: texts('notice.still-running.body') }, clicked);
}

const standingTexts = {
  'memory-only': msg('storage.secretsInMemory'),
  unprotected: msg('storage.secretsUnprotected'),
} as const;
const standingNotifications = {
  'memory-only': 'secrets-in-memory',
  unprotected: 'secrets-unprotected',
  locked: 'vault-locked',
} as const;

/**
 * Where secrets are not kept, people are told once; where they are not protected or cannot be opened, each time. A
 * click starts anew: Electron asks the keyring once in the life of a process.
 */
async function tellStanding(
  standing: VaultStanding,
  context: {
    readonly state: ShellState;
    readonly gateway: Gateway;
    readonly texts: Texts;
    readonly notify: Notify;
  },
  clicked: () => void,
): Promise<void> {
  const { state, gateway, texts, notify } = context;
  const { kind } = standing;
  const told = state.values.toldSecretsInMemory;
  if (kind === 'kept') return told ? state.set({ toldSecretsInMemory: false }) : undefined;
  const text = kind === 'locked' ? standing.error.text : standingTexts[kind];
  gateway.activity.note({ kind: 'settings', level: 'warning', text });
  if (kind === 'memory-only' && told) return;
  const name = standingNotifications[kind];
  const body = texts(`notice.${name}.body`, { message: text });
  notify({ title: texts(`notice.${name}.title`), body }, clicked);
  if (kind === 'memory-only') await state.set({ toldSecretsInMemory: true });
}

function repeat(every: number, work: () => void): () => void {
  const timer = setInterval(work, every);
  timer.unref();
  return () => clearInterval(timer);
}
