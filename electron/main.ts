import { app, dialog } from 'electron';
import { systemClock } from '#core/logging/clock.ts';
import { appPaths, identify } from './app-paths.ts';
import { drainOnQuit } from './drain-on-quit.ts';
import { watchSessionEnd } from './system.ts';
import { launchOptions, withoutAutostart } from './autostart.ts';
import { openLog } from './log.ts';
import { setAppMenu } from './app-menu.ts';
import {
  AppFiles,
  guardDefaultSession,
  guardPages,
  hasSandbox,
  registerAppScheme,
  serveAppFiles,
} from './security.ts';
import { screensOrigin, signInBarOrigin } from './navigation.ts';
import { startShell, type RunningShell } from './shell.ts';
import { Localizer } from './localizer.ts';
import { languageOf } from '#messages/languages.ts';
import { verbatim } from '#messages/message.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Logger } from '#core/logging/logger.ts';
import { prepareNode } from '#core/headless/prepare-node.ts';

if (app.requestSingleInstanceLock()) void main();
else app.quit();

/** The desktop application, from top to bottom. Everything up to `whenReady` has to come before that. */
async function main(): Promise<void> {
  prepareNode();
  app.enableSandbox();
  identify(app, process.platform);
  registerAppScheme();
  const paths = appPaths({
    app: app.getAppPath(),
    userData: app.getPath('userData'),
    logs: app.getPath('logs'),
  });
  const log = openLog(paths.log);
  const { logger } = log;
  logCrashes(logger);
  const rules = guardPages(logger);

  let starting: Promise<RunningShell> | undefined;
  let running: RunningShell | undefined;
  let asked = false;
  const openWindow = (): void => {
    asked = true;
    running?.openWindow();
  };
  app.on('second-instance', openWindow);
  app.on('activate', openWindow);
  // closing the window does not quit
  app.on('window-all-closed', () => {});
  drainOnQuit({
    stop: async () => {
      // one that still starts has connections already, and tokens that must be written
      const shell = running ?? (await starting?.catch(() => undefined));
      shell?.hide();
      await shell?.stop();
    },
    quitAndInstall: () => running?.quitAndInstall() === true,
    startAgain: () => relaunch(withoutAutostart(process.argv)),
    closeLog: () => log.close(),
    clock: systemClock,
    logger,
  });

  await app.whenReady();
  guardDefaultSession();
  watchSessionEnd(process.platform, quit);
  // macOS knows only now whether it was the login that started us
  const { hidden } = launchOptions(process.argv, app.getLoginItemSettings().wasOpenedAtLogin);
  const localizer = new Localizer(languageOf(app.getPreferredSystemLanguages()));
  const { texts } = localizer;
  const showAppMenu = (): void => setAppMenu(process.platform, texts, quit);
  localizer.onChange(showAppMenu);
  showAppMenu();
  const files = new AppFiles();
  await files.add(screensOrigin, paths.renderer);
  await files.add(signInBarOrigin, paths.signInBar);
  serveAppFiles(files);
  const sandboxed = hasSandbox();
  if (!sandboxed)
    logger.warn("Chromium's sandbox is switched off (--no-sandbox): people sign in in their browser only");
  logger.info('Mailwicket starts', { version: app.getVersion(), platform: process.platform });
  try {
    starting = startShell({ paths, localizer, logger, rules, sandboxed, quit, restart });
    running = await starting;
    await running.show({ hidden: hidden && !asked });
  } catch (error) {
    logger.error('Mailwicket cannot start', { error });
    const { message, fix = verbatim('') } = problemOf(error);
    const detail = texts('notice.action-failed.body', { message, fix }).trim();
    await dialog.showMessageBox({
      type: 'error',
      title: 'Mailwicket',
      message: texts('start.failed'),
      detail,
    });
    quit();
  }
}

function quit(): void {
  app.quit();
}

function restart(): void {
  relaunch(process.argv);
  app.quit();
}

/** Has the program start once this process has ended. An AppImage runs from a mount that goes with it: the file itself is started. */
function relaunch(argv: readonly string[]): void {
  const appImage = process.env['APPIMAGE'];
  app.relaunch({ ...(appImage === undefined ? {} : { execPath: appImage }), args: argv.slice(1) });
}

/** What nobody caught is logged, and everybody's mail goes on: one bad session must not end the process. */
function logCrashes(logger: Logger): void {
  const stray =
    (kind: string) =>
    (error: unknown): void => {
      const stack = error instanceof Error ? (error.stack ?? '').slice(0, 4_000) : '';
      logger.error(`${kind}: Mailwicket goes on`, { error, stack });
    };
  process.on('uncaughtException', stray('an exception that nobody caught'));
  process.on('unhandledRejection', stray('a rejection that nobody handled'));
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    if (reason !== 'clean-exit') logger.error('a page has crashed', { reason, exitCode });
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name = '' }) => {
    if (reason !== 'clean-exit') logger.error('a helper process is gone', { type, reason, exitCode, name });
  });
}
