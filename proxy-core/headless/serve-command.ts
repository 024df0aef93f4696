import { availableParallelism } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { listenAddressSchema, networkSchema } from '#contract/settings.ts';
import { defaultPanelPort, defaultPorts } from '#contract/endpoints.ts';
import { endpointUrlSchema } from '#contract/oauth-client.ts';
import type { CommandHost } from './command-host.ts';
import { addCommand, flag, numberOf, option, takes } from './command-options.ts';
import { readSecret } from './secret-input.ts';
import { UsageError } from './terminal.ts';

const portWrong = 'It is a port from 0 to 65535';
const portOf = numberOf(0, 65_535, `${portWrong}, or off.`);

/** The port of a listener: `what` it speaks, and where it usually is. */
function portOption(what: string, usual: number, isOff = false) {
  const help = `${what}: a port, 0 for any free one, or off (${isOff ? 'off; usually ' : ''}${String(usual)})`;
  return option('<port>', help, z.union([z.number(), z.literal('off')]).optional(), {
    parse: (given) => (given === 'off' ? 'off' : portOf(given)),
  });
}

const serveOptions = z.object({
  imap: portOption('IMAP', defaultPorts.imap),
  pop: portOption('POP', defaultPorts.pop),
  smtp: portOption('SMTP', defaultPorts.smtp),
  imaps: portOption('IMAP with TLS', defaultPorts.imaps, true),
  pops: portOption('POP with TLS', defaultPorts.pops, true),
  smtps: portOption('SMTP with TLS', defaultPorts.smtps, true),
  listen: option(
    '<address...>',
    'addresses to listen on; beyond this machine only the TLS ports',
    z.array(z.string()).optional(),
    { parse: addressOf },
  ),
  proxyFrom: option(
    '<network...>',
    'load balancers: addresses and networks whose connections begin with a PROXY protocol header',
    z.array(z.string()).optional(),
    { parse: networkOf },
  ),
  panel: option(
    '[port]',
    `show the screens in a browser of this machine (${String(defaultPanelPort)}); prints their address, which is a key: keep it to yourself`,
    z.union([z.literal(true), z.number()]).optional(),
    { parse: numberOf(0, 65_535, `${portWrong}.`) },
  ),
  open: flag('show them, and open the browser with them'),
  onTrouble: takes(
    '<command>',
    'a program that is started when an account needs its person: without arguments and without a shell, with one line of JSON on its standard input',
    programOf,
  ),
  onTroubleUrl: takes('<url>', 'where the same JSON is sent by POST', urlOf),
  onTroubleUrlFile: takes('<file>', 'read that address from a file, as it may hold a key'),
  drain: option(
    '<seconds>',
    'how long sessions have at a stop to end by themselves, before they are ended',
    z.number().default(3),
    { parse: numberOf(1, 3_600, 'It is a number of seconds from 1 to 3600.') },
  ),
  monitor: option(
    '<[host:]port>',
    'answer probes and Prometheus there over plain HTTP: /healthz, /readyz, /metrics; on this machine only, unless another address is named',
    z.object({ host: z.string(), port: z.number() }).optional(),
    { parse: placeOf },
  ),
  drainNotice: option(
    '<seconds>',
    'how long connections are still taken at a stop, after /readyz has said that they are to go elsewhere',
    z.number().default(0),
    { parse: numberOf(0, 3_600, 'It is a number of seconds from 0 to 3600.') },
  ),
  workers: option(
    '<number>',
    'processes for mail programs, up to 64; auto: one a processor',
    z.number().default(1),
    { parse: workersOf },
  ),
  logLevel: option(
    '<level>',
    'what to log',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
});

const examples = `
Without options the ports of the settings are taken; an option holds for this run only.
It runs until Ctrl+C or SIGTERM. SIGHUP reads the settings again; changes by other mailwicket commands
are taken up by themselves. The log goes to standard error, a JSON document on each line.

Examples:
  mailwicket serve
  mailwicket serve --pop off --smtp 2525
  mailwicket serve --panel
  mailwicket serve --monitor 9464                (curl http://127.0.0.1:9464/readyz)
  mailwicket serve --on-trouble /usr/local/bin/tell-the-admin
  mailwicket serve --listen 0.0.0.0 --imaps 1993 --smtps 1465    (for printers and phones, with TLS only)`;

/** `serve`: the gateway in the foreground, until a signal ends it. */
export function addServeCommand(program: Command, host: CommandHost): void {
  const what = 'serve mail programs until stopped; prints one line "ready" with the ports';
  addCommand(program, 'serve', what, serveOptions, async (options) => {
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
      ...ports
    } = options;
    const fromFile = await readSecret({ file: onTroubleUrlFile }, host.terminal, 'address');
    // commander tells of what it has parsed itself only
    if (fromFile !== undefined && !isHookUrl(fromFile))
      throw new UsageError(`${String(onTroubleUrlFile)}: ${wrongHookUrl}`);
    const url = onTroubleUrl ?? fromFile;
    const { serveUntilSignal } = await import('./service.ts');
    const chosen = { ...ports, addresses: listen, proxyFrom };
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
      listeners: Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
    });
  }).addHelpText('after', examples);
}

function workersOf(given: string): number {
  const number = given === 'auto' ? Math.min(availableParallelism(), 64) : Number(given);
  if (!/^(?:auto|\d{1,2})$/.test(given) || number === 0 || number > 64)
    throw new InvalidArgumentError('It is a number from 1 to 64, or auto.');
  return number;
}

/** `[host:]port`; an IPv6 address stands in brackets. */
function placeOf(given: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]*)\]:|([^:]*):)?(\d{1,5})$/.exec(given) ?? [];
  const host = bracketed ?? plain ?? '127.0.0.1';
  const isAddress =
    listenAddressSchema.safeParse(host).success && host.includes(':') === (host === bracketed);
  if (digits === '' || Number(digits) > 65_535 || !isAddress)
    throw new InvalidArgumentError(
      'It is a port from 0 to 65535, with an address of this machine before it where need be, such as 9464, 0.0.0.0:9464 or [::]:9464.',
    );
  return { host, port: Number(digits) };
}

function programOf(given: string): string {
  if (given.trim() === '') throw new InvalidArgumentError('It names no program.');
  return given;
}

const wrongHookUrl = 'It is an https address, or plain http to this machine.';

function isHookUrl(given: string): boolean {
  return endpointUrlSchema.safeParse(given).success;
}

function urlOf(given: string): string {
  if (!isHookUrl(given)) throw new InvalidArgumentError(wrongHookUrl);
  return given;
}

function addressOf(given: string, before: readonly string[]): string[] {
  const address = given.replace(/^\[|\]$/g, '');
  if (!listenAddressSchema.safeParse(address).success)
    throw new InvalidArgumentError('It is an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0.');
  return [...before, address];
}

function networkOf(given: string, before: readonly string[]): string[] {
  const networks = given.split(',');
  if (!networks.every((network) => networkSchema.safeParse(network).success))
    throw new InvalidArgumentError('It is an address or a network, such as 192.0.2.10 or 10.0.0.0/8.');
  return [...before, ...networks.map((network) => network.trim())];
}

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
  addCommand(
    program,
    'demo',
    'show the whole way of a login against a sandbox; stays up with settings to try',
    z.object({ once: flag('end after the demonstration: 0 if all went well, else 1') }),
    async ({ once }) => {
      // its mail programs are old on purpose: what Node says of them helps nobody
      process.noDeprecation = true;
      const { runDemo } = demoSchema.parse(await import(demoModule));
      if (!(await runDemo({ once, output: host.terminal.output }))) host.fail();
    },
  );
}
