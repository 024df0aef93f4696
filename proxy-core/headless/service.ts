import type { Writable } from 'node:stream';
import { msg, lines } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import type { Listeners } from '#contract/settings.ts';
import { isServed } from '#contract/status.ts';
import type { ListenerView, Snapshot } from '#contract/views.ts';
import { systemClock, pause } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { LogLevel } from '#core/logging/pino-logger.ts';
import type { Gateway } from '#core/gateway.ts';
import { onEndSignal, type CommandHost } from './command-host.ts';
import { noteStray, openGateway, type OpenedGateway } from './open-gateway.ts';
import { builtScreenFiles, openPanel, removePanelFile, writePanelFile } from './panel/panel.ts';
import type { Monitor, MonitorPlace } from './monitor/monitor.ts';
import type { PanelServer } from './panel/panel-server.ts';
import { openSystemd } from './systemd.ts';
import { Workers } from './workers.ts';
import type { ScreenFiles } from '#core/screens/screen-files.ts';
import { Service } from '#core/service/service.ts';
import { complain, openInBrowser, tell, type Terminal, UsageError } from './terminal.ts';
import { TroubleHook } from './trouble-hook.ts';
import {
  defaultPanelPort,
  hasTlsPort,
  isLoopbackHost,
  localPorts,
  type PortKey,
} from '#contract/endpoints.ts';

export interface ServiceOptions {
  readonly logLevel: LogLevel;
  /** What goes before the settings in this run. */
  readonly listeners: Partial<Listeners>;
  /** Where the screens are shown in a browser; 0: any free port; 'usual': the one of each start; undefined: nowhere. */
  readonly panelPort?: number | 'usual' | undefined;
  /** The browser is opened with them. */
  readonly openPanel: boolean;
  /** How long sessions have at a stop to end by themselves, in milliseconds. */
  readonly drain: number;
  /** How long they are still let in after the monitor has said that they are to go elsewhere, in milliseconds. */
  readonly drainNotice: number;
  /** Where probes and collectors ask how it stands; undefined: nowhere. */
  readonly monitor?: MonitorPlace | undefined;
  /** How many processes serve mail programs; 1: this one, alone. */
  readonly workers: number;
  /** What is told when an account needs its person. */
  readonly onTrouble: { readonly command: string | undefined; readonly url: string | undefined };
}

/** How long a stop may take behind the time of the sessions, with all that it brings to an end; milliseconds. */
const stopPatience = 1_500;

/**
 * Serves mail programs until SIGTERM or SIGINT. The exit status is 1 where nothing could be served.
 * @throws UsageError - the options do not go together
 * @throws CodedError, VaultError - nothing was begun
 */
export async function serveUntilSignal(host: CommandHost, options: ServiceOptions): Promise<void> {
  const monitor = options.monitor && (await openMonitor(host.terminal, options.monitor));
  try {
    await serveWith(monitor, host, options);
  } finally {
    await monitor?.close();
  }
}

async function serveWith(
  monitor: Monitor | undefined,
  host: CommandHost,
  options: ServiceOptions,
): Promise<void> {
  const { terminal, signals } = host;
  const { logLevel, listeners: chosen, drain } = options;
  const workers =
    options.workers === 1
      ? undefined
      : new Workers(
          options.workers,
          { place: host.place, logLevel, listeners: chosen, drain },
          monitor?.requested,
        );
  const opened = await openGateway({
    ...host.place,
    logLevel,
    logTo: terminal.errors,
    listeners: chosen,
    isService: true,
    tokenRequested: monitor?.requested,
    drain,
    workers,
    sharedLimits: workers?.limits,
  });
  monitor?.watch(opened);
  const { gateway, dataFolder, logger } = opened;
  const service = await Service.begin({ dataFolder, clock: systemClock, logger }).catch(
    async (error: unknown) => {
      await gateway.stop();
      await opened.close();
      throw error;
    },
  );
  const { promise: stopped, resolve: stop } = Promise.withResolvers<'stop'>();
  onEndSignal(signals, () => stop('stop'));
  const systemd = openSystemd({
    environment: { ...process.env, NOTIFY_SOCKET: host.place.environment['NOTIFY_SOCKET'] },
    clock: systemClock,
    logger,
  });
  const reload = (): void => {
    workers?.reload();
    void gateway.reload();
  };
  // one bad session or a stray rejection must not end everybody's mail
  const stray = (error: unknown): void => noteStray(gateway, error);
  signals.on('SIGHUP', reload).on('uncaughtException', stray).on('unhandledRejection', stray);
  let panel: PanelServer | undefined;
  let endHook: (() => Promise<void>) | undefined;
  // with every port off, or none to be opened yet, signals alone do not keep a process alive
  const running = setInterval(() => {}, 60_000);
  try {
    await opened.policy.load();
    await refuseWrongPorts(opened, chosen);
    const showsPanel = options.panelPort !== undefined && opened.policy.allowsPanel();
    const screens = showsPanel ? await builtScreenFiles() : undefined;
    service.remind(gateway);
    await workers?.start(gateway.activity);
    await gateway.start();
    if (!(await settingsAreReadable(gateway, logger, stopped))) return;
    const { listeners } = gateway.snapshot;
    if (listeners.length > 0 && !listeners.some(isServed)) {
      complainOfPorts(terminal, listeners);
      host.fail();
      return;
    }
    await service.tell(gateway);
    endHook = beginHook(opened, service, options.onTrouble);
    announce(terminal, listeners);
    if (screens !== undefined) {
      panel = await showPanel(opened, screens, options, terminal);
    }
    systemd.ready();
    if (monitor !== undefined) monitor.phase = 'serving';
    await stopped;
    if (monitor !== undefined) monitor.phase = 'draining';
    await pause(systemClock, options.drainNotice);
  } finally {
    systemd.stopping();
    signals.off('SIGHUP', reload);
    const latest = endAtTheLatest(drain + stopPatience, logger);
    await Promise.all([panel?.close(), panel && removePanelFile(dataFolder), endHook?.()]);
    await gateway.stop();
    await service.end();
    await opened.close();
    // who has stopped reading them must not keep the process
    await Promise.all([terminal.output, terminal.errors].map(allWritten));
    clearInterval(running);
    clearTimeout(latest);
    signals.off('uncaughtException', stray).off('unhandledRejection', stray);
  }
}

/** Loaded where it is asked for only. */
async function openMonitor(terminal: Terminal, place: MonitorPlace): Promise<Monitor> {
  const { Monitor } = await import('./monitor/monitor.ts');
  const monitor = await Monitor.open(place);
  tell(terminal, { monitor: monitor.address }, `monitor ${monitor.address}`);
  return monitor;
}

/** Opens the panel, and tells where it is: on standard output, and to other commands of the same folder. */
async function showPanel(
  { gateway, dataFolder }: OpenedGateway,
  files: ScreenFiles,
  { panelPort = 0, openPanel: open }: ServiceOptions,
  terminal: Terminal,
): Promise<PanelServer> {
  const panel = await openPanel({ gateway, files, port: panelPort });
  const { address } = panel;
  if (panelPort === 'usual' && new URL(address).port !== String(defaultPanelPort))
    terminal.errors.write(
      `Port ${String(defaultPanelPort)} is in use: the panel is on another one in this run, where an installed app does not find it.\n`,
    );
  await writePanelFile(dataFolder, address);
  tell(terminal, { panel: address }, `panel ${address}`);
  if (open) await openInBrowser(panel.link());
  return panel;
}

/** @returns what ends it; undefined where nobody is to be told */
function beginHook(
  { gateway, logger }: OpenedGateway,
  { lastKnown: before }: Service,
  onTrouble: ServiceOptions['onTrouble'],
): (() => Promise<void>) | undefined {
  if (onTrouble.command === undefined && onTrouble.url === undefined) return undefined;
  const { fetch } = gateway;
  const hook = new TroubleHook({ ...onTrouble, fetch, clock: systemClock, logger, before });
  const end = gateway.onSnapshot((snapshot) => hook.look(snapshot));
  hook.look(gateway.snapshot);
  return async () => {
    end();
    await hook.stop();
  };
}

/**
 * Waits while the settings cannot be read: they are mended by hand, and then SIGHUP, or the watch on the file,
 * has them read again. Mail programs are not told meanwhile that there is no such account.
 * @returns false - it is to stop
 */
async function settingsAreReadable(
  gateway: Gateway,
  logger: Logger,
  stopped: Promise<'stop'>,
): Promise<boolean> {
  const { problem } = gateway.snapshot;
  if (problem === undefined) return true;
  logger.error('nothing is served until the settings are mended', {
    problem: inEnglish(problem.message),
    fix: problem.fix && inEnglish(problem.fix),
  });
  const { promise: mended, resolve } = Promise.withResolvers<'mended'>();
  const look = (snapshot: Snapshot): void => {
    if (snapshot.problem === undefined) resolve('mended');
  };
  const end = gateway.onSnapshot(look);
  look(gateway.snapshot);
  const outcome = await Promise.race([mended, stopped]);
  end();
  return outcome === 'mended';
}

/**
 * One port cannot be two listeners', which the settings' screen does not take either. And nothing would listen on an
 * address beyond this machine without a TLS port: settings that ask for it are told in the log, and the rest is served.
 * @throws UsageError - the command line asks for it
 * @throws PolicyError - the organization has set something else
 */
async function refuseWrongPorts(
  { settings, policy, logger }: Pick<OpenedGateway, 'settings' | 'policy' | 'logger'>,
  chosen: Partial<Listeners>,
): Promise<void> {
  const kept = await settings.read().then(
    (read) => read.listeners,
    // told where the settings are read to be served
    () => undefined,
  );
  if (kept !== undefined) policy.refuseChosen(kept, chosen);
  const twice = kept === undefined ? undefined : namedTwice({ ...kept, ...chosen });
  if (twice !== undefined && twice.some((name) => chosen[name] !== undefined)) {
    const [first, second] = twice.map((name) => `--${name}`);
    throw new UsageError(
      `${String(first)} and ${String(second)} name the same port: choose one of its own for each.`,
    );
  }
  const exposed = kept === undefined ? [] : exposedWithoutTls({ ...kept, ...chosen });
  if (exposed.length === 0) return;
  const why = `On ${exposed.join(', ')} others can listen in, so only TLS ports are opened there, and none is on.`;
  if (chosen.addresses === undefined) logger.warn(why, { fix: 'Switch imaps, pops or smtps on.' });
  else throw new UsageError(`${why} Add one: --imaps 1993, --pops 1995 or --smtps 1465.`);
}

/** Two listeners with the same port; 0 is any free one. */
function namedTwice(listeners: Listeners): PortKey[] | undefined {
  const open = localPorts
    .map(({ key }) => key)
    .filter((key) => listeners[key] !== 'off' && listeners[key] !== 0);
  for (const name of open) {
    const same = open.filter((other) => listeners[other] === listeners[name]);
    if (same.length > 1) return same;
  }
  return undefined;
}

function announce(terminal: Terminal, listeners: readonly ListenerView[]): void {
  const open = listeners.filter(isServed);
  const ports = open.map((listener) => `${nameOf(listener)}=${String(listener.port)}`);
  tell(terminal, { ready: true, listeners }, ['ready', ...ports].join(' '));
}

function complainOfPorts(terminal: Terminal, listeners: readonly ListenerView[]): void {
  const reasons = listeners.map((listener) =>
    msg('command.portProblem', {
      name: nameOf(listener).toUpperCase(),
      port: listener.port,
      why: listener.problem?.message ?? msg('command.couldNotBeOpened'),
    }),
  );
  complain(terminal, {
    code: 'no-listener',
    message: lines(msg('command.noPortOpened'), ...reasons),
    fix: msg('command.endThoseProgramsOrChoose', { options: '--imap, --pop and --smtp' }),
  });
}

function nameOf(listener: ListenerView): string {
  return listener.implicitTls ? `${listener.protocol}s` : listener.protocol;
}

/** Resolves when all that was said there has been taken, or nobody is there to take it. */
function allWritten(stream: Writable): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** What hangs must not hang the system's shutdown. Does not keep the process alive by itself. */
function endAtTheLatest(milliseconds: number, logger: Logger): NodeJS.Timeout {
  return setTimeout(() => {
    logger.warn('what was still under way at the stop was cut off');
    process.exit();
  }, milliseconds).unref();
}

/**
 * The addresses on which nothing would listen: they are to be reached from elsewhere, where passwords are not
 * taken without TLS, and no TLS port is on.
 */
export function exposedWithoutTls(listeners: Listeners): string[] {
  return hasTlsPort(listeners) ? [] : listeners.addresses.filter((address) => !isLoopbackHost(address));
}
