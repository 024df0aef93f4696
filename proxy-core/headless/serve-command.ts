import net from 'node:net';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { defaultPorts, localPorts, protocolName } from '#contract/endpoints.ts';
import type { CommandHost } from './command-host.ts';

const port = z.union([z.number(), z.literal('off')]).optional();
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const optionsSchema = z.object({
  imap: port,
  pop: port,
  smtp: port,
  imaps: port,
  pops: port,
  smtps: port,
  listen: z.array(z.string()).optional(),
  panel: z.union([z.literal(true), z.number()]).optional(),
  logLevel: z.enum(levels),
});

const examples = `
Without options the ports of the settings are taken; an option holds for this run only.
It runs until Ctrl+C or SIGTERM. SIGHUP reads the settings again; changes by other mailwicket commands are
seen by themselves. The log goes to standard error, a JSON document on each line.

Examples:
  mailwicket serve
  mailwicket serve --pop off --smtp 2525
  mailwicket serve --panel
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
      '--panel [port]',
      'show the screens in a browser of this machine; prints their address, which is a key: keep it to yourself',
      panelPortOf,
    )
    .addOption(new Option('--log-level <level>', 'what to log').choices(levels).default('info'))
    .action(async (given: unknown) => {
      const { listen, logLevel, panel, ...chosen } = optionsSchema.parse(given);
      const { serveUntilSignal } = await import('./service.ts');
      await serveUntilSignal(host, {
        logLevel,
        panelPort: panel === true ? 0 : panel,
        // they are laid over the settings: what was not chosen must not be there
        listeners: Object.fromEntries(
          Object.entries({ ...chosen, addresses: listen }).filter(([, value]) => value !== undefined),
        ),
      });
    });
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

function addressOf(text: string, before: string[] | undefined): string[] {
  const address = text.replace(/^\[|\]$/g, '');
  if (net.isIP(address) === 0 && address !== 'localhost')
    throw new InvalidArgumentError('It is an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0.');
  return [...(before ?? []), address];
}
