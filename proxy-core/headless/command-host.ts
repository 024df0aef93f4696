import { type Message, msg, sentences } from '#messages/message.ts';
import type { EventEmitter } from 'node:events';
import { z } from 'zod';
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type { Gateway } from '#core/gateway.ts';
import type { DataPlace } from './open-gateway.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import { quoted, complain, tell, type Terminal } from './terminal.ts';

/** Where the signals of the system come in. */
export type Signals = Pick<EventEmitter, 'on' | 'once' | 'off'>;

/** What each subcommand gets from the command line. */
export interface CommandHost {
  readonly place: DataPlace;
  readonly terminal: Terminal;
  /** Where SIGINT, SIGTERM and SIGHUP are told: the process, or a test. */
  readonly signals: Signals;
  /** The exit status is 1 (it failed), or 2 (it was called wrongly). */
  fail(status?: 1 | 2): void;
}

/** Opens a gateway without listeners for one piece of work, and closes it. */
export async function withGateway(
  host: CommandHost,
  work: (gateway: Gateway, dataFolder: string) => Promise<void>,
  openPage?: OpenPage,
): Promise<void> {
  // loaded here, so that help and wrong calls are answered at once
  const { openGateway } = await import('./open-gateway.ts');
  const { gateway, dataFolder, close } = await openGateway({
    ...host.place,
    logLevel: 'silent',
    logTo: host.terminal.errors,
    openPage,
  });
  // the core's timers keep no process alive: a sign-in that waits for somebody would end here
  const busy = setInterval(() => {}, 60_000);
  try {
    await work(gateway, dataFolder);
  } finally {
    for (const lost of await gateway.stop()) {
      complain(host.terminal, lost);
      host.fail();
    }
    await close();
    clearInterval(busy);
  }
}

/** Carries out one command of the contract; a failure is told and sets the exit status. */
export async function carryOut<Name extends CommandName>(
  host: CommandHost,
  gateway: Gateway,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name> | undefined> {
  const result = await gateway.run(name, input);
  if (result.ok) return result.value;
  const option = optionFor[result.code];
  const more = [
    option === undefined ? undefined : msg('command.optionIs', { option }),
    result.remedy === 'switch-client' ? switchCommand(gateway, input) : undefined,
  ];
  complain(host.terminal, { ...result, fix: sentences(result.fix, ...more) });
  host.fail(result.code === 'bad-input' ? 2 : 1);
  return undefined;
}

/** One command of the contract on its own, and its success told: what it brought, or `{"ok": true}`. */
export async function carryOutAndTell<Name extends CommandName>(
  host: CommandHost,
  name: Name,
  input: CommandInput<Name>,
  ...lines: readonly string[]
): Promise<void> {
  await withGateway(host, async (gateway) => {
    const value = await carryOut(host, gateway, name, input);
    if (value === undefined) return;
    tell(host.terminal, Object.keys(value).length === 0 ? { ok: true } : value, ...lines);
  });
}

/** How an account that is there is given to a client with which somebody signs in. */
function switchCommand(gateway: Gateway, input: unknown): Message | undefined {
  const named = z.object({ account: z.string() }).safeParse(input);
  if (!named.success) return undefined;
  const client = gateway.snapshot.clients.find(({ grant }) => grant === 'authorization-code')?.name ?? 'NAME';
  const command = `mailwicket account switch ${quoted(named.data.account)} --client ${quoted(client)}`;
  return msg('command.commandIs', { command });
}

/** Where the core says what a form lacks, the command line says how its option is called. */
const optionFor: Readonly<Record<string, string>> = {
  'missing-tenant': '--tenant',
  'malformed-tenant': '--tenant',
  'missing-authorization-url': '--authorization-url',
  'missing-token-url': '--token-url',
  'missing-device-url': '--device-url',
};
