import { readFile } from 'node:fs/promises';

/**
 * What tells a process from a later one of the same number: the run of the system and the moment, in its ticks,
 * at which the process began (proc(5): /proc/PID/stat, field 22). Linux only; elsewhere undefined.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // the name, field 2, is in parentheses and may hold anything
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const began = fields[19];
    return began === undefined ? undefined : `${boot.trim()} ${began}`;
  } catch {
    return undefined;
  }
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but is somebody else's
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}
