import { readdir, readFile, readlink } from 'node:fs/promises';
import net from 'node:net';
import { basename } from 'node:path';
import { type Message, msg, sentences, verbatim } from '#messages/message.ts';
import { isCodedError } from '#core/errors/coded-error.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { VaultError } from '#core/storage/vault.ts';

/**
 * - port-in-use: another program has it
 * - port-shared: another listener of ours is to have it
 * - not-allowed: the system keeps this port for itself
 * - no-such-address: this machine does not have the address
 * - no-certificate: there is no certificate for TLS, as the vault does not give it
 * - failed: anything else
 */
export interface ListenProblem {
  readonly code:
    'port-in-use' | 'port-shared' | 'not-allowed' | 'no-such-address' | 'no-certificate' | 'failed';
  readonly message: Message;
  readonly fix: Message;
  /** In the place of a port that is in use: one near it that nobody has. */
  readonly freePort?: number | undefined;
}

/** Says why there is no certificate for the TLS ports. Only a vault's own words are passed on. */
export function explainNoCertificate(error: unknown): ListenProblem {
  const why = error instanceof VaultError ? error.text : undefined;
  return {
    code: 'no-certificate',
    message: sentences(msg('activity.noCertificateNow'), why),
    fix:
      error instanceof VaultError && error.code === 'vault-damaged'
        ? msg('activity.bringVaultFolderBackFrom')
        : msg('activity.otherPortsServedTriedAgain'),
  };
}

/** Says that one port was named for two. @param other - whose it is */
export function explainSharedPort(other: Message): ListenProblem {
  return {
    code: 'port-shared',
    message: msg('activity.samePortSet', { other }),
    fix: msg('activity.choosePortOwnEach'),
  };
}

/** Says why a port cannot be listened on, and names the program that has it where that can be known. */
export async function explainListenError(
  error: unknown,
  where: { readonly address: string; readonly port: number },
): Promise<ListenProblem> {
  switch (systemErrorCode(error)) {
    case 'EADDRINUSE': {
      const owner = await programOnPort(where.port);
      return {
        code: 'port-in-use',
        message: msg('activity.portUse', { program: owner ?? msg('activity.anotherProgram') }),
        fix: msg('activity.endProgramChooseAnotherPort'),
        freePort: await freePortAfter(where),
      };
    }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'not-allowed',
        message: msg('activity.systemDoesNotAllowPort'),
        fix: msg('activity.choosePort1024Above'),
      };
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return {
        code: 'no-such-address',
        message: msg('activity.machineDoesNotAddress'),
        fix: msg('activity.listen127001'),
      };
    default:
      return {
        code: 'failed',
        message: textOf(error),
        fix: msg('activity.chooseAnotherPort'),
      };
  }
}

/** How many ports are tried for one that is free: each costs a system call or two. */
const mostTried = 20;

/** The next port that can be listened on; undefined where none of the next few can. */
async function freePortAfter(where: {
  readonly address: string;
  readonly port: number;
}): Promise<number | undefined> {
  for (let port = where.port + 1; port <= Math.min(65_535, where.port + mostTried); port += 1) {
    if (await isFree(where.address, port)) return port;
  }
  return undefined;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = net.createServer();
  server.once('error', () => resolve(false));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

/** Whether this machine does not have the address that was to be listened on. */
export function isNoSuchAddress(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}

/** What an error says of itself. */
export function textOf(error: unknown): Message {
  if (isCodedError(error)) return error.text;
  return error instanceof Error ? verbatim(error.message) : msg('activity.unknownTrouble');
}

/**
 * The name of the program that listens on a local TCP port, where the system tells it without further
 * rights: Linux's /proc for processes of the same user. Elsewhere, and for others' processes, undefined.
 */
async function programOnPort(port: number): Promise<Message | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const inodes = await listeningInodes(port);
    if (inodes.size === 0) return undefined;
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry) || !(await holdsSocket(entry, inodes))) continue;
      return msg('activity.process', { program: await nameOf(entry), number: entry });
    }
  } catch {
    // /proc is not to be read here: the answer is only for convenience
  }
  return undefined;
}

async function nameOf(processId: string): Promise<string> {
  const name = (await readFile(`/proc/${processId}/comm`, 'utf8')).trim();
  // so Node.js and Electron call their main thread, and with it the process
  return name === 'MainThread' ? basename(await readlink(`/proc/${processId}/exe`)) : name;
}

// proc(5), /proc/net/tcp: "local_address rem_address st … inode"; state 0A is LISTEN
async function listeningInodes(port: number): Promise<Set<string>> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [, local, , state] = fields;
      const inode = fields[9];
      if (state === '0A' && local?.endsWith(`:${hex}`) === true && inode !== undefined) inodes.add(inode);
    }
  }
  return inodes;
}

async function holdsSocket(processId: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${processId}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${processId}/fd/${descriptor}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}
