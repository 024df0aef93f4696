import { type Message, msg, sentencesIfAny } from '#messages/message.ts';
import type { EventEmitter } from 'node:events';
import { z } from 'zod';
import { sameAddress } from '#contract/account.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type { Problem } from '#contract/problem.ts';
import type { Snapshot } from '#contract/views.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Gateway } from '#core/gateway.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import { findServiceNow, knownOfAccounts, type FoundService } from '#core/service/service-record.ts';
import { clientCommand } from './account-words.ts';
import type { DataPlace } from './open-gateway.ts';
import { quoted, complain, tell, type Terminal, UsageError } from './terminal.ts';

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

/** A command of the contract that was not carried out, with the problem that came back. */
export class NotDoneError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Tells what went wrong on standard error, and sets the exit status. */
export function tellFailure(host: CommandHost, error: unknown): void {
  const problem = error instanceof NotDoneError ? error.problem : problemOf(error);
  complain(host.terminal, problem);
  host.fail(error instanceof UsageError || problem.code === 'bad-input' ? 2 : 1);
}

/** The core's timers and connections keep no process alive: until the returned function is called, this does. */
export function keepAlive(): () => void {
  const busy = setInterval(() => {}, 60_000);
  return () => clearInterval(busy);
}

/** Until the returned function is called, the first signal to end is taken by the work; a second one ends the process. */
export function onEndSignal(signals: Signals, ended: () => void): () => void {
  signals.once('SIGINT', ended).once('SIGTERM', ended);
  return () => signals.off('SIGINT', ended).off('SIGTERM', ended);
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
  const stopKeepAlive = keepAlive();
  try {
    await work(gateway, dataFolder);
  } finally {
    for (const lost of await gateway.stop()) tellFailure(host, new NotDoneError(lost));
    await close();
    stopKeepAlive();
  }
}

/** Carries out one command of the contract. @throws NotDoneError */
export async function carryOut<Name extends CommandName>(
  gateway: Gateway,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name>> {
  const result = await gateway.run(name, input);
  if (result.ok) return result.value;
  const option = optionFor[result.code];
  const fix = sentencesIfAny(
    result.fix,
    option === undefined ? undefined : msg('command.optionIs', { option }),
    remedyCommand(gateway, result, input),
  );
  throw new NotDoneError({ ...result, fix });
}

/**
 * One command of the contract on its own, and its success told: what it brought, or `{"ok": true}`.
 * @param told - the words for it; a step that is left out is undefined
 */
export async function carryOutAndTell<Name extends CommandName>(
  host: CommandHost,
  name: Name,
  input: CommandInput<Name>,
  told: string | ((value: CommandOutput<Name>) => readonly (string | undefined)[]),
): Promise<void> {
  await withGateway(host, async (gateway) => {
    const value = await carryOut(gateway, name, input);
    const lines = typeof told === 'string' ? [told] : told(value);
    tell(host.terminal, Object.keys(value).length === 0 ? { ok: true } : value, ...lines);
  });
}

/** The command that mends what another one met. */
function remedyCommand({ snapshot }: Gateway, { remedy }: Problem, input: unknown): Message | undefined {
  const named = z.object({ account: z.string().optional(), client: z.string().optional() }).safeParse(input);
  const { account, client } = named.data ?? {};
  if (remedy === 'open-client') {
    const view = snapshot.accounts.find(
      ({ id, address }) => id === account || sameAddress(address, account ?? ''),
    );
    return clientCommand({ remedy }, view?.clientName ?? client);
  }
  if (remedy !== 'switch-client' || account === undefined) return undefined;
  const other = snapshot.clients.find(({ grant }) => grant === 'authorization-code')?.name ?? 'NAME';
  const command = `mailwicket account switch ${quoted(account)} --client ${quoted(other)}`;
  return msg('command.commandIs', { command });
}

/** Where the core says what a form lacks, the command line says how its option is called. */
const optionFor: Readonly<Record<string, string>> = {
  'missing-tenant': '--tenant',
  'malformed-tenant': '--tenant',
  'missing-authorization-url': '--authorization-url',
  'missing-token-url': '--token-url',
  'missing-device-url': '--device-url',
  'passphrase-needed': '--passphrase-file',
};

interface Standing {
  readonly snapshot: Snapshot;
  readonly service: FoundService;
}

/** One piece of work with how the data folder stands. */
export function withSnapshot(
  host: CommandHost,
  work: (standing: Standing) => Promise<void> | void,
): Promise<void> {
  return withGateway(host, async (gateway, dataFolder) => work(await snapshotNow(gateway, dataFolder)));
}

/**
 * How a data folder stands: what is stored, and what the service knows beyond it, which has seen the logins. Where none
 * runs, what the last one knew holds on until something is changed.
 * @throws CodedError - the settings cannot be read
 */
async function snapshotNow(gateway: Gateway, dataFolder: string): Promise<Standing> {
  const service = await findServiceNow(dataFolder);
  const { running, record } = service;
  if (!running) gateway.recall(knownOfAccounts(service));
  const snapshot = readable(await gateway.look());
  if (!running || record === undefined) return { snapshot, service };
  const known = new Map(record.accounts.map((account) => [account.id, account]));
  const accounts = snapshot.accounts.map((view) => {
    const told = known.get(view.id);
    // what it does not tell is not so: it has seen the logins
    return told === undefined ? view : { ...view, problem: undefined, lastActivityAt: undefined, ...told };
  });
  const ports = new Map(record.devices.map((device) => [device.id, device]));
  const devices = snapshot.devices.map((view) => ({ ...view, ...ports.get(view.id) }));
  return { snapshot: { ...snapshot, accounts, devices, listeners: record.listeners }, service };
}

/** The snapshot, unless the settings could not be read. @throws CodedError - why, and what to do */
export function readable(snapshot: Snapshot): Snapshot {
  const { problem } = snapshot;
  if (problem !== undefined)
    throw new CodedError(problem.code, problem.message, problem.fix, { who: problem.who });
  return snapshot;
}
