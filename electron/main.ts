import { app, dialog } from 'electron';
import { systemClock } from '#core/logging/clock.ts';
import { setAppMenu } from './app-menu.ts';
import { appPaths } from './app-paths.ts';
import { logCrashes } from './crash-log.ts';
import { drainOnQuit } from './drain-on-quit.ts';
import { identify } from './identity.ts';
import { launchOptions } from './launch-options.ts';
import { openLog } from './log.ts';
import { guardDefaultSession, guardPages, registerAppScheme, serveAppFiles } from './security.ts';
import { AppFiles } from './security/app-files.ts';
import { screensOrigin, signInBarOrigin } from './security/origins.ts';
import { watchSessionEnd } from './session-end.ts';
import { startShell, type RunningShell } from './shell.ts';
import { Localizer } from './localizer.ts';
import { languageOf } from '#messages/languages.ts';

if (app.requestSingleInstanceLock()) void main();
else app.quit();

/** The desktop application, from top to bottom. Everything up to `whenReady` has to come before that. */
async function main(): Promise<void> {
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
    hide: () => running?.hide(),
    stop: async () => running?.stop(),
    closeLog: () => log.close(),
    clock: systemClock,
    logger,
  });

  await app.whenReady();
  guardDefaultSession();
  watchSessionEnd(process.platform, quit);
  // macOS knows only now whether it was the login that started us
  const { hidden } = launchOptions(process.argv, app.getLoginItemSettings().wasOpenedAtLogin);
  const speech = new Localizer(languageOf(app.getPreferredSystemLanguages()));
  const { texts } = speech;
  const showAppMenu = (): void => setAppMenu(process.platform, texts, quit);
  speech.onChange(showAppMenu);
  showAppMenu();
  const files = new AppFiles();
  await files.add(screensOrigin, paths.renderer);
  await files.add(signInBarOrigin, paths.signInBar);
  serveAppFiles(files);
  logger.info('Mailwicket starts', { version: app.getVersion(), platform: process.platform });
  try {
    running = await startShell({ paths, speech, logger, rules, quit, restart, hidden: hidden && !asked });
    if (asked && hidden) running.openWindow();
  } catch (error) {
    logger.error('Mailwicket cannot start', { error });
    const detail = error instanceof Error ? error.message : '';
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

/** An AppImage runs from a mount that goes with it: the file itself is what is started. */
function restart(): void {
  const appImage = process.env['APPIMAGE'];
  app.relaunch(appImage === undefined ? {} : { execPath: appImage, args: process.argv.slice(1) });
  app.quit();
}
