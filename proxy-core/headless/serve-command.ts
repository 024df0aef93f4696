import net from 'node:net';
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { networkSchema } from '#contract/device.ts';
import { defaultPanelPort, defaultPorts, localPorts, protocolName } from '#contract/endpoints.ts';
import { endpointUrlSchema } from '#contract/oauth-client.ts';
import type { CommandHost } from './command-host.ts';
import { readSecret } from './secret-input.ts';

const port = z.union([z.number(), z.literal('off')]).optional();
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const serveSchema = z.object({
  imap: port,
  pop: port,
  smtp: port,
  imaps: port,
  pops: port,
  smtps: port,
  listen: z.array(z.string()).optional(),
  proxyFrom: z.array(z.string()).optional(),
  drain: z.number(),
  drainNotice: z.number(),
  workers: z.number(),
  monitor: z.object({ host: z.string(), port: z.number() }).optional(),
  panel: z.union([z.literal(true), z.number()]).optional(),
  open: z.boolean().default(false),
  logLevel: z.enum(levels),
  onTrouble: z.string().optional(),
  onTroubleUrl: z.string().optional(),
  onTroubleUrlFile: z.string().optional(),
});

const examples = `
Without options the ports of the settings are taken; an option holds for this run only.
It runs until Ctrl+C or SIGTERM. SIGHUP reads the settings again; changes by other mailwicket commands are
seen by themselves. The log goes to standard error, a JSON document on each line.

Examples:
  mailwicket serve
  mailwicket serve --pop off --smtp 2525
  mailwicket serve --panel
  mailwicket serve --monitor 9464                (curl http://127.0.0.1:9464/readyz)
  mailwicket serve --on-trouble /usr/local/bin/tell-the-admin
  mailwicket serve --listen 0.0.0.0 --imaps 1993 --smtps 1465    (for printers and phones, with TLS only)`;

/** `serve`: the gateway in the foreground, until a signal ends it. */
export function addServeCommand(program: Command, host: CommandHost): void {
  const serve = program
    .command('serve')
    .description('serve mail programs until stopped; prints one line "ready" with the ports')
    .addHelpText('after', examples);
  for (const { key, protocol, implicitTls } of localPorts) {
    const what = `${protocolName[protocol]}${implicitTls ? ' with TLS' : ''}`;
    const usual = `${implicitTls ? 'off; usually ' : ''}${String(defaultPorts[key])}`;
    serve.option(`--${key} <port>`, `${what}: a port, 0 for any free one, or off (${usual})`, portOf);
  }
  serve
    .option(
      '--listen <address...>',
      'addresses to listen on; beyond this machine only the TLS ports',
      addressOf,
    )
    .option(
      '--proxy-from <network...>',
      'load balancers: addresses and networks whose connections begin with a PROXY protocol header',
      networkOf,
    )
    .option(
      '--panel [port]',
      `show the screens in a browser of this machine (${String(defaultPanelPort)}); prints their address, which is a key: keep it to yourself`,
      panelPortOf,
    )
    .option('--open', 'show them, and open the browser with them')
    .option(
      '--on-trouble <command>',
      'a program that is started when an account needs its person: without arguments and without a shell, with one line of JSON on its standard input',
      textOf,
    )
    .option('--on-trouble-url <url>', 'where the same JSON is sent by POST', urlOf)
    .option('--on-trouble-url-file <file>', 'read that address from a file, as it may hold a key')
    .option(
      '--drain <seconds>',
      'how long sessions have at a stop to end by themselves, before they are ended',
      secondsOf(1),
      3,
    )
    .option(
      '--monitor <[host:]port>',
      'answer probes and Prometheus there over plain HTTP: /healthz, /readyz, /metrics; on this machine only, unless another address is named',
      placeOf,
    )
    .option(
      '--drain-notice <seconds>',
      'how long connections are still taken at a stop, after /readyz has said that they are to go elsewhere',
      secondsOf(0),
      0,
    )
    .option(
      '--workers <number>',
      'processes for mail programs, up to 64; auto: one a processor',
      workersOf,
      1,
    )
    .addOption(new Option('--log-level <level>', 'what to log').choices(levels).default('info'))
    .action(async (given: unknown) => {
      const options = serveSchema.parse(given);
      const {
        listen,
        proxyFrom,
        drain,
        drainNotice,
        workers,
        monitor,
        logLevel,
        panel,
        open,
        onTrouble,
        onTroubleUrl,
        onTroubleUrlFile,
        ...chosen
      } = options;
      const fromFile = await readSecret({ file: onTroubleUrlFile }, host.terminal, 'address');
      const url = onTroubleUrl ?? (fromFile === undefined ? undefined : urlOf(fromFile));
      const { serveUntilSignal } = await import('./service.ts');
      await serveUntilSignal(host, {
        logLevel,
        panelPort: panel === true || (panel === undefined && open) ? 'usual' : panel,
        openPanel: open,
        drain: drain * 1_000,
        drainNotice: drainNotice * 1_000,
        workers,
        monitor,
        onTrouble: { command: onTrouble, url },
        // they are laid over the settings: what was not chosen must not be there
        listeners: Object.fromEntries(
          Object.entries({ ...chosen, addresses: listen, proxyFrom }).filter(
            ([, value]) => value !== undefined,
          ),
        ),
      });
    });
}

function secondsOf(least: number): (text: string) => number {
  return (text) => {
    const seconds = Number(text);
    if (!/^\d{1,4}$/.test(text) || seconds < least || seconds > 3_600)
      throw new InvalidArgumentError(`It is a number of seconds from ${String(least)} to 3600.`);
    return seconds;
  };
}

function workersOf(text: string): number {
  const number = text === 'auto' ? Math.min(availableParallelism(), 64) : Number(text);
  if (!/^(?:auto|\d{1,2})$/.test(text) || number === 0 || number > 64)
    throw new InvalidArgumentError('It is a number from 1 to 64, or auto.');
  return number;
}

/** `[host:]port`; an IPv6 address stands in brackets. */
function placeOf(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]*)\]:|([^:]*):)?(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '127.0.0.1';
  const isAddress = bracketed === undefined ? net.isIPv4(host) || host === 'localhost' : net.isIPv6(host);
  if (digits === '' || Number(digits) > 65_535 || !isAddress)
    throw new InvalidArgumentError(
      'It is a port from 0 to 65535, with an address of this machine before it where need be, such as 9464, 0.0.0.0:9464 or [::]:9464.',
    );
  return { host, port: Number(digits) };
}

function portOf(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535)
    throw new InvalidArgumentError('It is a port from 0 to 65535, or off.');
  return number;
}

function panelPortOf(text: string): number {
  const wanted = portOf(text);
  if (wanted === 'off') throw new InvalidArgumentError('It is a port from 0 to 65535.');
  return wanted;
}

function textOf(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It names no program.');
  return text;
}

function urlOf(text: string): string {
  if (!endpointUrlSchema.safeParse(text).success)
    throw new InvalidArgumentError('It is an https address, or plain http to this machine.');
  return text;
}

function addressOf(text: string, before: string[] | undefined): string[] {
  const address = text.replace(/^\[|\]$/g, '');
  if (net.isIP(address) === 0 && address !== 'localhost')
    throw new InvalidArgumentError('It is an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0.');
  return [...(before ?? []), address];
}

function networkOf(text: string, before: string[] | undefined): string[] {
  const networks = text.split(',');
  if (!networks.every((network) => networkSchema.safeParse(network).success))
    throw new InvalidArgumentError('It is an address or a network, such as 192.0.2.10 or 10.0.0.0/8.');
  return [...(before ?? []), ...networks.map((network) => network.trim())];
}

const optionsSchema = z.object({ once: z.boolean().default(false) });
/** The demo is beside the tests, with the sandbox that it needs; or beside the bundle that this file is in. */
const demoModule = new URL(
  import.meta.url.endsWith('.ts') ? '../../test/support/demo/demo.ts' : './demo.js',
  import.meta.url,
).href;
const demoSchema = z.object({ runDemo: z.custom<RunDemo>((value) => typeof value === 'function') });
type RunDemo = (options: {
  readonly once: boolean;
  readonly output: NodeJS.WritableStream;
}) => Promise<boolean>;

/** `demo`: a provider and mail servers of the sandbox, and the whole way of a login shown in words. */
export function addDemoCommand(program: Command, host: CommandHost): void {
  program
    .command('demo')
    .description('show the whole way of a login against a sandbox; stays up with settings to try')
    .option('--once', 'end after the demonstration: 0 if all went well, else 1')
    .action(async (given: unknown) => {
      const { once } = optionsSchema.parse(given);
      // its mail programs are old on purpose: what Node says of them helps nobody
      process.noDeprecation = true;
      const { runDemo } = demoSchema.parse(await import(demoModule));
      if (!(await runDemo({ once, output: host.terminal.output }))) host.fail();
    });
}
