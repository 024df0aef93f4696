import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** How a program ended and what it said. */
export interface Run {
  /** The exit status; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  /** What it said on standard error, and on standard output where that is not mail: for the report of a failure. */
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds after which the program and its children are ended; the run then fails. */
  readonly timeout?: number;
}

const defaultTimeout = 60_000;

/**
 * Runs a program to its end. Its environment is small, so that nobody's own configuration is read: a HOME of
 * the run's folder, the C.UTF-8 locale, no proxies.
 * @throws Error when it cannot be started or does not end in time, with what it had said
 */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const timeout = options.timeout ?? defaultTimeout;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.folder ?? tmpdir(),
      detached: true,
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: options.folder ?? tmpdir(),
        LC_ALL: 'C.UTF-8',
        TERM: 'xterm',
        USER: 'tester',
        ...options.environment,
      },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const said = (): string => Buffer.concat(stderr).toString();
    const endGroup = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup();
    }, timeout);
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${program} could not be started`, { cause: error }));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (late) reject(new Error(`${program} did not end within ${timeout} ms; it said: ${said()}`));
      else resolve({ code, stdout: Buffer.concat(stdout), stderr: said() });
    });
    // A program that refuses early closes its input; what it says then is the result.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** A folder for one run's configuration and results: only its owner can read it. */
export interface Workspace {
  readonly folder: string;
  path(name: string): string;
  /** Writes a file of mode 0600 and returns its path. */
  file(name: string, content: string | Uint8Array): string;
  directory(name: string): string;
}

/** Gives `use` a workspace and deletes it afterwards, however it went. */
export async function inWorkspace<Result>(use: (workspace: Workspace) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'mail-program-'));
  chmodSync(folder, 0o700);
  const path = (name: string): string => join(folder, name);
  try {
    return await use({
      folder,
      path,
      file: (name, content) => {
        mkdirSync(dirname(path(name)), { recursive: true, mode: 0o700 });
        writeFileSync(path(name), content, { mode: 0o600 });
        return path(name);
      },
      directory: (name) => {
        mkdirSync(path(name), { recursive: true, mode: 0o700 });
        return path(name);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How TLS begins on a connection. */
export type Tls = 'none' | 'starttls' | 'implicit';

/** Where a program logs in, and as whom: a port of 127.0.0.1, an address and a plain password. */
export interface Login {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Without TLS where left out. */
  readonly tls?: Tls;
  /** The file of the authority that is trusted. */
  readonly authority?: string;
}

/** A login that says how it is made. */
export type Door = Required<Login>;

/** What a program that reads or changes a mailbox saw. */
export interface MailboxRun extends Run {
  /** The messages that it fetched, as it stored or printed them. */
  readonly messages: readonly Buffer[];
}

/** A message to send, with its envelope. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly content: Buffer;
}

/** A text as a double-quoted string of a configuration file, with backslash escapes. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A folder into which a program hands each message to a command that keeps it in a file. */
export interface Drop {
  /** The shell script that reads one message from standard input. */
  readonly script: string;
  /** What was handed over, in its order. */
  messages(): Buffer[];
}

/** Makes the delivery command for programs that hand on what they fetched. */
export function messageDrop(workspace: Workspace): Drop {
  const folder = workspace.directory('fetched');
  const script = workspace.file(
    'deliver.sh',
    `set -e\nn=$(ls "${folder}" | wc -l)\ncat > "${folder}/$(printf %06d "$n")"\n`,
  );
  return {
    script,
    messages: () =>
      readdirSync(folder)
        .toSorted()
        .map((name) => readFileSync(join(folder, name))),
  };
}
