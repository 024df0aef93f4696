import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect as connectSecurely } from 'node:tls';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import { mailScope, publicClientId, type TestProvider } from './test-provider.ts';

/*
 * The gateway as a user runs it: the command `mailwicket`, in processes of its own. How it is configured and
 * how it tells its ports is known in this file only.
 */

const command = join(import.meta.dirname, '../../proxy-core/headless/mailwicket.ts');
const patience = 60_000;
const tlsPorts = ['--imaps', '0', '--pops', '0', '--smtps', '0'];
/** Longer than the gateway gives its sessions to end. */
const stopPatience = 20_000;

export interface GatewayOptions {
  readonly identity: TestProvider;
  readonly dovecot: Dovecot;
  /** How TLS begins on the way to Dovecot. */
  readonly tls?: 'implicit' | 'starttls';
  /** The ports with TLS are open too, and the plain ones offer STARTTLS. */
  readonly tlsPorts?: true;
  readonly accounts: readonly { readonly address: string; readonly password: string }[];
}

export interface GatewayUnderTest {
  readonly ports: { readonly imap: number; readonly pop: number; readonly smtp: number };
  /** 0 where they are off. */
  readonly tlsPorts: GatewayUnderTest['ports'];
  /** The certificate of the authority that the gateway has made, for programs that are to trust it. */
  readonly authorityFile: string;
  /** Holds `mailwicket`, on the data folder that is served: for the path of programs that run it. */
  readonly commandFolder: string;
  /** What the gateway said on both streams: for the report of a failure. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Adds an OAuth client and the accounts, signs each account in with the authorization code grant (the sandbox's
 * person does what is to be done in the browser), and starts to serve.
 */
export async function startGateway(options: GatewayOptions): Promise<GatewayUnderTest> {
  const { identity, dovecot } = options;
  const folder = mkdtempSync(join(tmpdir(), 'mailwicket-'));
  const environment = { NODE_EXTRA_CA_CERTS: identity.authorityFile };
  const mailwicket = (args: readonly string[], input = '', onLine?: (line: string) => void): Promise<void> =>
    runToEnd([...args, '--data', folder], environment, input, onLine);
  const tls = options.tls ?? 'implicit';
  const server = (endpoint: 'imap' | 'pop' | 'submission'): string => {
    const endpoints = dovecot[endpoint];
    return tls === 'implicit'
      ? `${endpoints.host}:${endpoints.implicit}`
      : `${endpoints.host}:${endpoints.starttls}:starttls`;
  };
  try {
    const client = {
      name: 'interop',
      provider: 'custom',
      grant: 'authorization-code',
      'client-id': publicClientId,
      scope: mailScope,
      'authorization-url': `${identity.provider.url}/oauth2/authorize`,
      'token-url': `${identity.provider.url}/oauth2/token`,
      imap: server('imap'),
      pop: server('pop'),
      smtp: server('submission'),
    };
    const clientOptions = Object.entries(client).flatMap(([name, value]) => [`--${name}`, value]);
    await mailwicket(['client', 'add', ...clientOptions]);
    for (const { address, password } of options.accounts) {
      await mailwicket(['account', 'add', address, '--client', 'interop', '--password-stdin'], password);
      await mailwicket(['account', 'authorize', address, '--no-browser'], '', signInAs(identity, address));
    }
    return await serve(folder, environment, options.tlsPorts === true ? tlsPorts : []);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Watches for the link that a person is asked to open, and opens it as that person. */
function signInAs(identity: TestProvider, address: string): (line: string) => void {
  let opened = false;
  return (line) => {
    const url = /https?:\/\/\S+\/oauth2\/authorize\?\S+/u.exec(line)?.[0];
    if (url === undefined || opened) return;
    opened = true;
    // A sign-in that fails is told by the command, which waits for it.
    identity.provider.approve(url, address).catch((error: unknown) => console.error('sign-in failed', error));
  };
}

function start(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(`${line}\n`));
  return { child, lines, log: () => said.join('') };
}

async function runToEnd(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: string,
  onLine?: (line: string) => void,
): Promise<void> {
  const { child, lines, log } = start(args, environment);
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  if (onLine !== undefined) {
    lines.on('line', onLine);
    createInterface({ input: child.stderr }).on('line', onLine);
  }
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  await once(child, 'close');
  clearTimeout(timer);
  if (child.exitCode !== 0) {
    throw new Error(
      `mailwicket ${args.slice(0, 2).join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${log()}`,
    );
  }
}

async function serve(
  folder: string,
  environment: Readonly<Record<string, string>>,
  more: readonly string[],
): Promise<GatewayUnderTest> {
  const args = [
    'serve',
    '--data',
    folder,
    '--imap',
    '0',
    '--pop',
    '0',
    '--smtp',
    '0',
    '--listen',
    '127.0.0.1',
    ...more,
  ];
  const { child, lines, log } = start(args, environment);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const ready = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      kill();
      reject(new Error(`mailwicket was not ready in time: ${log()}`));
    }, patience);
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`mailwicket ended before it was ready: ${log()}`));
    });
    lines.on('line', (line) => {
      if (!line.startsWith('ready')) return;
      clearTimeout(timer);
      resolve(line);
    });
  });
  const authorityFile = join(folder, 'authority.pem');
  const portOf = (name: string): number => (more.includes(`--${name}`) ? portIn(ready, name) : 0);
  const secured = { imap: portOf('imaps'), pop: portOf('pops'), smtp: portOf('smtps') };
  if (secured.imap > 0) writeFileSync(authorityFile, await authorityOf(secured.imap));
  return {
    tlsPorts: secured,
    authorityFile,
    commandFolder: commandIn(folder),
    ports: { imap: portIn(ready, 'imap'), pop: portIn(ready, 'pop'), smtp: portIn(ready, 'smtp') },
    log,
    stop: async () => {
      process.off('exit', kill);
      let killed = false;
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'close');
        child.kill('SIGTERM');
        const timer = setTimeout(kill, stopPatience);
        await gone;
        clearTimeout(timer);
        killed = child.signalCode === 'SIGKILL';
      }
      rmSync(folder, { recursive: true, force: true });
      if (killed) throw new Error(`mailwicket did not end on SIGTERM: ${log().slice(-4000)}`);
    },
  };
}

/** The authority (PEM) whose certificate a server shows. */
async function authorityOf(port: number): Promise<string> {
  const socket = connectSecurely({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate(true).issuerCertificate;
  socket.destroy();
  return new X509Certificate(raw).toString();
}

/** Puts a command beside a data folder that is told of that folder. */
function commandIn(folder: string): string {
  const place = join(folder, 'bin');
  mkdirSync(place);
  const script = `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@" --data '${folder}'\n`;
  writeFileSync(join(place, 'mailwicket'), script, { mode: 0o755 });
  return place;
}

/** The port of one protocol in the line `ready imap=PORT pop=PORT smtp=PORT`. */
function portIn(line: string, protocol: string): number {
  const port = new RegExp(`\\b${protocol}=(\\d+)\\b`, 'u').exec(line)?.[1];
  if (port === undefined) throw new Error(`no port for ${protocol} in: ${line}`);
  return Number(port);
}
