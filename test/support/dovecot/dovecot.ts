import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dovecotConfiguration, type DovecotLogin, type DovecotPorts } from './dovecot-configuration.ts';
import { freePorts } from './free-ports.ts';
import { startMessageSink, type MessageSink } from './message-sink.ts';

export interface DovecotOptions {
  /** The addresses that have a mailbox. */
  readonly mailboxes: readonly string[];
  readonly login: DovecotLogin;
  /** PEM, for the name in `host`; the client must trust who issued it. */
  readonly certificate: string;
  readonly privateKey: string;
  /** The name by which clients call it; it listens on 127.0.0.1. */
  readonly host?: string;
  /** Opens a socket for another server's SASL; its path is `saslSocket`. */
  readonly withSaslSocket?: boolean;
}

/** A server's two doors: TLS from the first byte, and plain text that turns into TLS with STARTTLS or STLS. */
interface MailEndpoints {
  readonly host: string;
  readonly implicit: number;
  readonly starttls: number;
}

export interface Dovecot {
  readonly imap: MailEndpoints;
  readonly pop: MailEndpoints;
  readonly submission: MailEndpoints;
  /** What was sent through the submission server, byte for byte. */
  readonly sent: MessageSink;
  readonly saslSocket: string;
  readonly pid: number;
  /** The Maildir of a mailbox: `new`, `cur` and `tmp` are in it, and `.Folder` for each further folder. */
  mailDir(address: string): string;
  /** Puts these very bytes into the mailbox as a new message. Returns once it is there for the next session. */
  deliver(address: string, content: Uint8Array): void;
  /** The bytes of each message file of a folder, in the order in which they came. */
  stored(address: string, folder?: string): Buffer[];
  log(): string;
  /** Ends Dovecot and every process it started, and deletes its folder. */
  stop(): Promise<void>;
}

const mailUser = 65534;
const tries = 5;
const startTimeout = 20_000;

/**
 * Starts a Dovecot of its own: configuration, mail, sockets and log in a fresh temporary folder, free ports of
 * 127.0.0.1, in the foreground. Needs root, as Dovecot's processes each run as a user of their own.
 * @throws Error with Dovecot's log when it does not start
 */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const sent = await startMessageSink();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await startOnce(options, sent);
      } catch (error) {
        const taken = error instanceof Error && error.message.includes('Address already in use');
        if (!taken || attempt === tries) throw error;
      }
    }
  } catch (error) {
    await sent.stop();
    throw error;
  }
}

async function startOnce(options: DovecotOptions, sent: MessageSink): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  // Dovecot's own users must be able to walk to their sockets and mail; names in it are not guessable.
  chmodSync(folder, 0o755);
  const ports = await dovecotPorts();
  const certificateFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  const logFile = join(folder, 'dovecot.log');
  const configurationFile = join(folder, 'dovecot.conf');
  const saslSocket = join(folder, 'sasl');
  const texts = dovecotConfiguration({
    folder,
    ports,
    login: options.login,
    mailboxes: options.mailboxes,
    sinkPort: sent.port,
    certificateFile,
    keyFile,
    mailUser,
    saslSocket: options.withSaslSocket === true ? saslSocket : undefined,
  });
  writeFileSync(certificateFile, options.certificate, { mode: 0o600 });
  writeFileSync(keyFile, options.privateKey, { mode: 0o600 });
  Object.entries(texts).forEach(([name, text]) => writeFileSync(join(folder, name), text, { mode: 0o600 }));
  writeFileSync(logFile, '');
  const mailDir = (address: string): string => join(folder, 'mail', address.toLowerCase(), 'Maildir');
  mkdirSync(join(folder, 'mail'));
  options.mailboxes.forEach((address) => {
    const home = join(folder, 'mail', address.toLowerCase());
    [home, mailDir(address), ...['new', 'cur', 'tmp'].map((name) => join(mailDir(address), name))].forEach(
      (path) => {
        mkdirSync(path, { mode: 0o700 });
        chownSync(path, mailUser, mailUser);
      },
    );
  });

  // A process group of its own, so that whatever it leaves behind can be ended by its number.
  const child = spawn('dovecot', ['-F', '-c', configurationFile], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => errors.push(bytes.toString()));
  const endGroup = (): void => killGroup(child.pid);
  process.once('exit', endGroup);
  const log = (): string => errors.join('') + (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const stopProcess = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    endGroup();
    process.off('exit', endGroup);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await logLine(child, logFile, / starting up /);
  } catch (error) {
    const said = log();
    await stopProcess();
    throw new Error(`Dovecot did not start: ${said}`, { cause: error });
  }

  const host = options.host ?? 'localhost';
  const messageFiles = (address: string, name: string): string[] => {
    const root = name === 'INBOX' ? mailDir(address) : join(mailDir(address), `.${name}`);
    return ['new', 'cur'].flatMap((part) =>
      existsSync(join(root, part)) ? readdirSync(join(root, part)).map((file) => join(root, part, file)) : [],
    );
  };
  let delivered = 0;
  return {
    imap: { host, implicit: ports.imaps, starttls: ports.imap },
    pop: { host, implicit: ports.pops, starttls: ports.pop },
    submission: { host, implicit: ports.submissions, starttls: ports.submission },
    sent,
    saslSocket,
    pid: child.pid ?? 0,
    mailDir,
    deliver: (address, content) => {
      delivered += 1;
      const order = String(delivered).padStart(6, '0');
      const name = `${Math.floor(Date.now() / 1000)}.M${order}P1.${randomUUID()}`;
      const temporary = join(mailDir(address), 'tmp', name);
      writeFileSync(temporary, content, { mode: 0o600 });
      chownSync(temporary, mailUser, mailUser);
      renameSync(temporary, join(mailDir(address), 'new', name));
    },
    stored: (address, name = 'INBOX') =>
      messageFiles(address, name)
        .toSorted((a, b) => fileName(a).localeCompare(fileName(b), 'en', { numeric: true }))
        .map((path) => readFileSync(path)),
    log,
    stop: async () => {
      await stopProcess();
      await sent.stop();
    },
  };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function dovecotPorts(): Promise<DovecotPorts> {
  const [imap = 0, imaps = 0, pop = 0, pops = 0, submission = 0, submissions = 0] = await freePorts(6);
  return { imap, imaps, pop, pops, submission, submissions };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

/** Resolves when the log file holds such a line; rejects when the process ends or says nothing for too long. */
function logLine(child: ChildProcess, logFile: string, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (pattern.test(readFileSync(logFile, 'utf8'))) settle(resolve);
    };
    const ended = (): void => settle(() => reject(new Error('it ended')));
    const failed = (error: Error): void => settle(() => reject(error));
    const watcher = watch(logFile, look);
    const timer = setTimeout(() => settle(() => reject(new Error('it took too long'))), startTimeout);
    const settle = (then: () => void): void => {
      watcher.close();
      clearTimeout(timer);
      child.off('exit', ended);
      child.off('error', failed);
      then();
    };
    child.once('exit', ended);
    child.once('error', failed);
    look();
  });
}
