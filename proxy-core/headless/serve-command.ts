import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { listenersSchema, type Listeners } from '../accounts/settings.ts';
import type { ListenerView } from '../contract.ts';
import type { Gateway } from '../gateway.ts';
import type { CommandHost } from './command-host.ts';
import { openGateway } from './open-gateway.ts';
import { removeServiceRecord, writeServiceRecord } from './service-record.ts';
import { complain, tell, type Terminal } from './terminal.ts';
import { definedOnly } from '../defined-only.ts';

const optionsSchema = z.object({
  imap: listenersSchema.shape.imap.unwrap().optional(),
  pop: listenersSchema.shape.imap.unwrap().optional(),
  smtp: listenersSchema.shape.imap.unwrap().optional(),
  imaps: listenersSchema.shape.imap.unwrap().optional(),
  pops: listenersSchema.shape.imap.unwrap().optional(),
  smtps: listenersSchema.shape.imap.unwrap().optional(),
  listen: z.array(z.string()).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
});

/** `serve`: the gateway in the foreground, until a signal ends it. */
export function addServeCommand(program: Command, host: CommandHost): void {
  const serve = program
    .command('serve')
    .description('serve mail programs until stopped; prints one line "ready" with the ports');
  for (const name of ['imap', 'pop', 'smtp', 'imaps', 'pops', 'smtps']) {
    serve.option(
      `--${name} <port>`,
      `the port for ${name.toUpperCase()}, 0 for any free one, or off`,
      portOf,
    );
  }
  serve
    .option('--listen <address...>', 'addresses to listen on; beyond this machine only with TLS')
    .option('--log-level <level>', 'debug, info, warn, error or silent', 'info')
    .action(async (given: unknown) => {
      const { listen, logLevel, ...ports } = optionsSchema.parse(given);
      const listeners: Partial<Listeners> = definedOnly({ ...ports, addresses: listen });
      const { gateway, dataFolder } = await openGateway({
        data: host.data,
        logLevel,
        logTo: host.terminal.errors,
        listeners,
      });
      await serveUntilSignal(gateway, dataFolder, host);
    });
}

async function serveUntilSignal(gateway: Gateway, dataFolder: string, host: CommandHost): Promise<void> {
  const { terminal } = host;
  const reload = (): void => void gateway.reload();
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  // one bad session or a stray rejection must not end everybody's mail
  const stray = (error: unknown): void => {
    gateway.activity.note({
      kind: 'connection',
      trouble: true,
      text: `Something unexpected happened, and Mailwicket goes on: ${error instanceof Error ? error.message : 'unknown'}`,
      details: { stack: error instanceof Error ? (error.stack ?? '').slice(0, 2_000) : '' },
    });
  };
  process.on('SIGHUP', reload);
  process.on('uncaughtException', stray);
  process.on('unhandledRejection', stray);
  try {
    await gateway.start();
    const { listeners, problem } = gateway.snapshot;
    if (problem !== undefined) complain(terminal, problem);
    if (listeners.length > 0 && listeners.every((listener) => listener.addresses.length === 0)) {
      complain(terminal, {
        code: 'no-listener',
        message: 'No port could be opened.',
        fix: 'Choose other ports with --imap, --pop and --smtp.',
      });
      host.fail();
      return;
    }
    await writeServiceRecord(dataFolder, { pid: process.pid, startedAt: Date.now(), listeners });
    announce(terminal, listeners);
    const running = keepAlive();
    await stopped;
    clearInterval(running);
  } finally {
    process.off('SIGHUP', reload);
    await gateway.stop();
    await removeServiceRecord(dataFolder);
    process.off('uncaughtException', stray);
    process.off('unhandledRejection', stray);
  }
}

function announce(terminal: Terminal, listeners: readonly ListenerView[]): void {
  const open = listeners.filter((listener) => listener.addresses.length > 0);
  const ports = open.map((listener) => `${nameOf(listener)}=${String(listener.port)}`);
  tell(terminal, { ready: true, listeners }, `ready ${ports.join(' ')}`);
}

function nameOf(listener: ListenerView): string {
  return listener.implicitTls ? `${listener.protocol}s` : listener.protocol;
}

/** With every port off only the signals are left to wait for, which does not keep a process alive. */
function keepAlive(): NodeJS.Timeout {
  return setInterval(() => {}, 60_000);
}

function portOf(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It is a port from 0 to 65535, or off.');
  return port;
}
