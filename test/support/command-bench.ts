import { verbatim } from '#messages/message.ts';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { accountViewSchema, listenerViewSchema } from '#contract/views.ts';
import { runCommandLine } from '#core/headless/command-line.ts';
import { RawClient } from './raw-client.ts';
import { scratchFolder } from './scratch-folder.ts';
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts';

/** As input: somebody types while the command waits. */
export const typedLater = Symbol('typed later');

/** Long, as a loaded machine is slow, and only ever spent by a failure. */
const patience = 45_000;
export const program = join(import.meta.dirname, '../../proxy-core/headless/mailwicket.ts');

export interface CommandOptions {
  /** What is typed or piped in; nothing where left out. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * A mail program that has heard the greeting over IMAP; it leaves at the end of the test.
 * @param header - what a load balancer says before
 */
export async function greeted(port: number, header = ''): Promise<RawClient> {
  const client = await RawClient.connect(port);
  onTestFinished(() => client.destroy());
  client.send(header);
  await client.until(/^\* OK .*\r\n/m);
  return client;
}

/** A command that runs: what it has said so far, and its end. */
abstract class RunningCommand {
  readonly #checks = new Set<() => void>();
  readonly #said = { output: '', errors: '' };

  get output(): string {
    return this.#said.output;
  }

  get errors(): string {
    return this.#said.errors;
  }

  /** Sends a signal and waits for the end. */
  abstract stop(signal?: NodeJS.Signals): Promise<CommandResult>;
  abstract signal(signal: NodeJS.Signals): void;
  /** Waits for its end. */
  abstract ended(): Promise<CommandResult>;
  protected abstract readonly gone: boolean;

  /** Waits for a match on one of both streams; rejects when the command ends without it. */
  until(pattern: RegExp, stream: 'output' | 'errors' = 'output'): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const told = (): Error =>
        new Error(`nothing like ${pattern.source} was said; it said:\n${this.output}\n${this.errors}`);
      const timer = setTimeout(() => end(() => reject(told())), patience);
      const end = (then: () => void): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
        then();
      };
      const check = (): void => {
        const found = pattern.exec(this[stream]);
        if (found !== null) end(() => resolve(found));
        else if (this.gone) end(() => reject(told()));
      };
      this.#checks.add(check);
      check();
    });
  }

  /** The port of a listener in the line `ready imap=PORT …`. */
  async port(name: string): Promise<number> {
    const [line] = await this.until(/^ready.*\n/m);
    return Number(new RegExp(`\\b${name}=(\\d+)`).exec(line)?.[1]);
  }

  /** The log: a JSON document on each line of standard error. */
  get log(): { level: string; msg: string }[] {
    const line = z.looseObject({ level: z.string(), msg: z.string() });
    return this.errors
      .split('\n')
      .filter((one) => one !== '')
      .map((one) => line.parse(JSON.parse(one)));
  }

  protected hear(stream: Readable, name: 'output' | 'errors'): void {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      this.#said[name] += chunk;
      this.check();
    });
  }

  protected check(): void {
    for (const check of this.#checks) check();
  }
}

/** The command as a user starts it: a process of its own, killed at the end of the test at the latest. */
export class CommandProcess extends RunningCommand {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;

  /** @param started - what runs; the command of the checkout where left out */
  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    input = '',
    started = { node: process.execPath, program },
  ) {
    super();
    this.child = spawn(started.node, [started.program, ...args], {
      env: { ...process.env, MAILWICKET_VAULT_KEY: '', ...environment },
    });
    this.#closed = once(this.child, 'close');
    this.hear(this.child.stdout, 'output');
    this.hear(this.child.stderr, 'errors');
    this.child.once('close', () => this.check());
    // it may have ended before it has read all
    this.child.stdin.on('error', () => {});
    this.child.stdin.end(input);
    onTestFinished(async () => {
      if (this.gone) return;
      this.child.kill('SIGKILL');
      await this.#closed;
    });
  }

  /** The number of the process. */
  get pid(): number {
    return z.number().parse(this.child.pid);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async ended(): Promise<CommandResult> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patience);
    await this.#closed;
    clearTimeout(timer);
    return { status: this.child.exitCode, output: this.output, errors: this.errors };
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<CommandResult> {
    this.signal(signal);
    return this.ended();
  }

  protected get gone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** The same program in this process, with streams and signals of its own: a twentieth of the time. */
class CommandHere extends RunningCommand {
  /** What is typed, for a command that is asked while it waits. */
  readonly input = new PassThrough();
  readonly #signals = new EventEmitter();
  readonly #done: Promise<void>;
  #status: number | null = null;

  constructor(args: readonly string[], input: string | typeof typedLater = '') {
    super();
    const [output, errors] = [new PassThrough(), new PassThrough()];
    this.hear(output, 'output');
    this.hear(errors, 'errors');
    if (input !== typedLater) this.input.end(input);
    this.#done = this.#run(args, output, errors);
    onTestFinished(async () => {
      if (!this.gone) await this.stop();
    });
  }

  async #run(args: readonly string[], output: PassThrough, errors: PassThrough): Promise<void> {
    const status = await runCommandLine(args, { input: this.input, output, errors }, this.#signals);
    const ends = [output, errors].map((stream) => once(stream, 'end'));
    output.end();
    errors.end();
    await Promise.all(ends);
    this.#status = status;
    this.check();
  }

  signal(signal: NodeJS.Signals): void {
    this.#signals.emit(signal);
  }

  async ended(): Promise<CommandResult> {
    await this.#done;
    return { status: this.#status, output: this.output, errors: this.errors };
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<CommandResult> {
    this.signal(signal);
    return this.ended();
  }

  protected get gone(): boolean {
    return this.#status !== null;
  }
}

/** A sandbox for a file of tests, and commands that trust it. */
export class CommandBench {
  readonly sandbox: Sandbox;
  readonly #folder: string;

  private constructor(sandbox: Sandbox, folder: string) {
    this.sandbox = sandbox;
    this.#folder = folder;
  }

  static async start(): Promise<CommandBench> {
    const folder = await mkdtemp(join(tmpdir(), 'mailwicket-command-'));
    const sandbox = await startSandbox({ caFolder: folder, settings: { deviceInterval: 1 } });
    // for commands in this process, as NODE_EXTRA_CA_CERTS is for those in a process of their own
    const authority = await readFile(sandbox.caFile ?? '', 'utf8');
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), authority]);
    return new CommandBench(sandbox, folder);
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /**
   * A fresh place for settings and secrets, and the commands on it.
   * @param account - one that is there from the start: with a client that needs nobody, or one that somebody signs in to
   */
  async folder(account: { readonly service?: string; readonly desktop?: string } = {}): Promise<DataFolder> {
    const folder = new DataFolder(this, await scratchFolder());
    if (account.service !== undefined) await folder.addServiceAccount(account.service);
    if (account.desktop !== undefined) await folder.addDesktopAccount(account.desktop);
    return folder;
  }

  /** Starts `mailwicket` with these arguments, in a process of its own. */
  spawn(args: readonly string[], { input, environment }: CommandOptions = {}): CommandProcess {
    const trust = { NODE_EXTRA_CA_CERTS: this.sandbox.caFile ?? '' };
    return new CommandProcess(args, { ...trust, ...environment }, input);
  }

  /** Runs `mailwicket` with these arguments to its end. */
  run(args: readonly string[], input?: string): Promise<CommandResult> {
    return new CommandHere(args, input).ended();
  }
}

/** A data folder, and the commands that a user gives on it. */
export class DataFolder {
  readonly bench: CommandBench;
  readonly path: string;

  constructor(bench: CommandBench, path: string) {
    this.bench = bench;
    this.path = path;
  }

  /** A process of its own: for signals, streams, exit statuses and the environment. */
  spawn(args: readonly string[], options: CommandOptions = {}): CommandProcess {
    return this.bench.spawn([...args, '--data', this.path], options);
  }

  start(args: readonly string[], input?: string | typeof typedLater): CommandHere {
    return new CommandHere([...args, '--data', this.path], input);
  }

  run(args: readonly string[], input?: string): Promise<CommandResult> {
    return this.start(args, input).ended();
  }

  /** Runs a command that must succeed. */
  async does(args: readonly string[], input?: string): Promise<string> {
    const { status, output, errors } = await this.run(args, input);
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}: ${errors}`);
    return output;
  }

  /** The same with --json: the document that it printed. */
  async tells<T>(schema: z.ZodType<T>, args: readonly string[], input?: string): Promise<T> {
    return schema.parse(JSON.parse(await this.does([...args, '--json'], input)));
  }

  /** How the folder stands. */
  async status(): Promise<z.infer<typeof statusSchema>> {
    return statusSchema.parse(JSON.parse(await this.does(['status', '--json']), asMessage));
  }

  /** Serves on free ports, and is ready. */
  async serve(args: readonly string[] = []): Promise<CommandHere> {
    return ready(this.start([...onFreePorts, ...args]));
  }

  /** The same in a process of its own. */
  async serveApart(args: readonly string[] = []): Promise<CommandProcess> {
    return ready(this.spawn([...onFreePorts, ...args]));
  }

  /** Where the sandbox's mail servers are. */
  get servers(): string[] {
    const { imap, pop, smtp } = this.bench.sandbox;
    return [
      ['--imap', `${imap.host}:${String(imap.port)}:tls`],
      ['--pop', `${pop.host}:${String(pop.port)}:tls`],
      ['--smtp', `${smtp.host}:${String(smtp.port)}:starttls`],
    ].flat();
  }

  /** The options of a client of the sandbox, all but its grant, its id and its secret. */
  clientOptions(tenant = 'organizations'): string[] {
    const { provider } = this.bench.sandbox;
    const base = `${provider.secureUrl ?? provider.url}/${tenant}/oauth2/v2.0`;
    return [
      ['--provider', 'custom'],
      ['--authorization-url', `${base}/authorize`],
      ['--token-url', `${base}/token`],
      ['--device-url', `${base}/devicecode`],
      this.servers,
    ].flat();
  }

  /** An OAuth client with which somebody signs in. */
  async addDesktopClient(name = 'Work', grant = 'authorization-code'): Promise<void> {
    const { desktop } = this.bench.sandbox.clients;
    const about = ['--name', name, '--grant', grant, '--client-id', desktop.clientId, '--scope', delegated];
    await this.does(['client', 'add', ...about, ...this.clientOptions()]);
  }

  /** An OAuth client that needs nobody. */
  async addServiceClient(name = 'Service', secret = appSecret): Promise<void> {
    const { appOnly } = this.bench.sandbox.clients;
    const about = ['--name', name, '--grant', 'client-credentials', '--client-id', appOnly.clientId];
    const scope = ['--scope', 'https://outlook.office365.com/.default', '--client-secret-stdin'];
    await this.does(
      ['client', 'add', ...about, ...scope, ...this.clientOptions('example.org')],
      `${secret}\n`,
    );
  }

  /** An account that somebody is to sign in to. */
  async addDesktopAccount(address: string): Promise<void> {
    await this.addDesktopClient();
    await this.does(['account', 'add', address, '--client', 'Work']);
  }

  /** An account that needs nobody to sign in, with a local password. */
  async addServiceAccount(address: string): Promise<void> {
    await this.addServiceClient();
    await this.does(['account', 'add', address, '--client', 'Service', '--password-stdin'], localPassword);
  }

  /** Signs an account in: the command prints the page, and its owner opens it. */
  async authorize(address: string): Promise<CommandResult> {
    const command = this.start(['account', 'authorize', address, '--no-browser']);
    const [page] = await command.until(pageAddress);
    await this.bench.sandbox.provider.approve(page, address);
    return command.ended();
  }
}

const onFreePorts = ['serve', '--imap', '0', '--pop', '0', '--smtp', '0'];

async function ready<Command extends RunningCommand>(serving: Command): Promise<Command> {
  await serving.until(/^ready/m);
  return serving;
}

export const pageAddress = /https:\/\/localhost:\d+\/\S+\/authorize\?\S+/;
export const appSecret = 'app~demo~secret';
export const localPassword = 'local pass "word" \\ ü';
export const delegated =
  'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';
/** What a failed command says with --json. */
export const complaintSchema = z.object({
  ok: z.literal(false),
  code: z.string(),
  message: z.string(),
  fix: z.string(),
});

/** What `status --json` says. */
export const statusSchema = z.object({
  running: z.boolean(),
  overall: z.object({ state: z.string(), line: z.string() }),
  accounts: z.array(accountViewSchema),
  service: z.object({ pid: z.number(), listeners: z.array(listenerViewSchema) }).optional(),
});

/** For JSON.parse: the command prints texts, the contract has messages. */
function asMessage(name: string, value: unknown): unknown {
  return typeof value === 'string' && ['message', 'fix', 'text'].includes(name) ? verbatim(value) : value;
}
