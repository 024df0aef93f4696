import { type Message, msg } from '#messages/message.ts';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * The name of the program that listens on a local TCP port, where the system tells it without further
 * rights: Linux's /proc for processes of the same user. Elsewhere, and for others' processes, undefined.
 */
export async function programOnPort(port: number): Promise<Message | undefined> {
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
