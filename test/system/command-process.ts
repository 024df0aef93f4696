import { verbatim } from '#messages/message.ts';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { accountViewSchema, listenerViewSchema } from '#contract/views.ts';
import { runCommandLine } from '#core/headless/command-line.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { startSandbox, type Sandbox } from '../support/sandbox/sandbox.ts';

/** Long, as a loaded machine is slow, and only ever spent by a failure. */
const patience = 15_000;
const program = join(import.meta.dirname, '../../proxy-core/headless/mailwicket.ts');

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

/** The command as a user starts it: a process of its own, killed at the end of the test at the latest. */
export class CommandProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  readonly #checks = new Set<() => void>();
  #output = '';
  #errors = '';

  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    input: string | undefined,
  ) {
    this.child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, MAILWICKET_VAULT_KEY: '', ...environment },
    });
    this.#closed = once(this.child, 'close');
    this.child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#output += chunk;
      this.#check();
    });
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#errors += chunk;
      this.#check();
    });
    this.child.once('close', () => this.#check());
    // it may have ended before it has read all
    this.child.stdin.on('error', () => {});
    this.child.stdin.end(input ?? '');
    onTestFinished(async () => {
      if (this.#gone) return;
      this.child.kill('SIGKILL');
      await this.#closed;
    });
  }

  get output(): string {
    return this.#output;
  }

  get errors(): string {
    return this.#errors;
  }

  /** The number of the process. */
  get pid(): number {
    return z.number().parse(this.child.pid);
  }

  /** Waits for a match on one of both streams; rejects when the command ends without it. */
  until(pattern: RegExp, stream: 'output' | 'errors' = 'output'): Promise<RegExpExecArray> {
    return this.#wait(
      `nothing like ${pattern.source} was said`,
      () => pattern.exec(this[stream]) ?? undefined,
    );
  }

  /** Waits for its end. */
  async ended(): Promise<CommandResult> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patience);
    await this.#closed;
    clearTimeout(timer);
    return { status: this.child.exitCode, output: this.#output, errors: this.#errors };
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<CommandResult> {
    this.child.kill(signal);
    return this.ended();
  }

  /** The port of a listener in the line `ready imap=PORT …`. */
  async port(name: string): Promise<number> {
    const [line] = await this.until(/^ready.*\n/m);
    return Number(new RegExp(`\\b${name}=(\\d+)`).exec(line)?.[1]);
  }

  /** The log: a JSON document on each line of standard error. */
  get log(): { level: string; msg: string }[] {
    const line = z.looseObject({ level: z.string(), msg: z.string() });
    return this.#errors
      .split('\n')
      .filter((one) => one !== '')
      .map((one) => line.parse(JSON.parse(one)));
  }

  get #gone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  #check(): void {
    for (const check of this.#checks) check();
  }

  #wait<T>(problem: string, look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const told = (): string => `${problem}; it said:\n${this.#output}\n${this.#errors}`;
      const timer = setTimeout(() => end(() => reject(new Error(told()))), patience);
      const end = (then: () => void): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
        then();
      };
      const check = (): void => {
        const found = look();
        if (found !== undefined) end(() => resolve(found));
        else if (this.#gone) end(() => reject(new Error(told())));
      };
      this.#checks.add(check);
      check();
    });
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
    return new CommandBench(
      await startSandbox({ caFolder: folder, settings: { deviceInterval: 1 } }),
      folder,
    );
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A fresh place for settings and secrets, and the commands on it. */
  async folder(): Promise<DataFolder> {
    return new DataFolder(this, await scratchFolder());
  }

  /** Starts `mailwicket` with these arguments. */
  start(args: readonly string[], { input, environment }: CommandOptions = {}): CommandProcess {
    const trust = { NODE_EXTRA_CA_CERTS: this.sandbox.caFile ?? '' };
    return new CommandProcess(args, { ...trust, ...environment }, input);
  }

  /** Runs `mailwicket` with these arguments to its end. */
  run(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return this.start(args, options).ended();
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

  start(args: readonly string[], options: CommandOptions = {}): CommandProcess {
    return this.bench.start([...args, '--data', this.path], options);
  }

  run(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return this.start(args, options).ended();
  }

  /** Runs a command that must succeed. */
  async does(args: readonly string[], options: CommandOptions = {}): Promise<string> {
    const { status, output, errors } = await this.run(args, options);
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}: ${errors}`);
    return output;
  }

  /** The same with --json: the document that it printed. */
  async tells<T>(schema: z.ZodType<T>, args: readonly string[], options: CommandOptions = {}): Promise<T> {
    return schema.parse(JSON.parse(await this.does([...args, '--json'], options)));
  }

  /**
   * The same command without a process of its own, which takes a tenth of the time: for what only goes before a
   * test, or is looked at after it. It trusts no sandbox, so it cannot sign in.
   */
  async has(args: readonly string[], input = ''): Promise<string> {
    const streams = { input: new PassThrough(), output: new PassThrough(), errors: new PassThrough() };
    streams.input.end(input);
    const status = await runCommandLine([...args, '--data', this.path], streams);
    streams.output.end();
    streams.errors.end();
    if (status === 0) return text(streams.output);
    throw new Error(`${args.join(' ')} ended with ${String(status)}: ${await text(streams.errors)}`);
  }

  /** How the folder stands, seen without a process of its own. */
  async status(): Promise<z.infer<typeof statusSchema>> {
    return statusSchema.parse(JSON.parse(await this.has(['status', '--json']), asMessage));
  }

  /** Serves on free ports, and is ready. */
  async serve(args: readonly string[] = [], options: CommandOptions = {}): Promise<CommandProcess> {
    const serving = this.start(['serve', '--imap', '0', '--pop', '0', '--smtp', '0', ...args], options);
    await serving.until(/^ready/m);
    return serving;
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
    await this.has(['client', 'add', ...about, ...this.clientOptions()]);
  }

  /** An OAuth client that needs nobody. */
  async addServiceClient(name = 'Service', secret = appSecret): Promise<void> {
    const { appOnly } = this.bench.sandbox.clients;
    const about = ['--name', name, '--grant', 'client-credentials', '--client-id', appOnly.clientId];
    const scope = ['--scope', 'https://outlook.office365.com/.default', '--client-secret-stdin'];
    await this.has(
      ['client', 'add', ...about, ...scope, ...this.clientOptions('example.org')],
      `${secret}\n`,
    );
  }

  /** An account that somebody is to sign in to. */
  async addDesktopAccount(address: string): Promise<void> {
    await this.addDesktopClient();
    await this.has(['account', 'add', address, '--client', 'Work']);
  }

  /** An account that needs nobody to sign in, with a local password. */
  async addServiceAccount(address: string): Promise<void> {
    await this.addServiceClient();
    await this.has(['account', 'add', address, '--client', 'Service', '--password-stdin'], localPassword);
  }

  /** Signs an account in: the command prints the page, and its owner opens it. */
  async authorize(address: string): Promise<CommandResult> {
    const command = this.start(['account', 'authorize', address, '--no-browser']);
    const [page] = await command.until(pageAddress);
    await this.bench.sandbox.provider.approve(page, address);
    return command.ended();
  }
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
