import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { messageSize } from './child.ts';
import { heard, leave, said, type Way } from './way.ts';

const block = Buffer.alloc(64 * 1024, 'Subject: a line of an ordinary message, over and over\r\n');

export interface Rate {
  /** Megabytes (10^6 octets) in a second. */
  readonly rate: number;
  /** Seconds of the processor that the process in the middle took for a gigabyte, where that is to be known. */
  readonly processor: number | undefined;
}

export interface Spread {
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

/** How fast messages are fetched, one after the other. */
export function download(way: Way, messages: number): Promise<Rate> {
  return timed(way, messages, async (socket) => {
    for (let at = 0; at < messages; at += 1) await fetched(socket);
  });
}

/** How fast messages are appended, one after the other. */
export function upload(way: Way, messages: number): Promise<Rate> {
  return timed(way, messages, async (socket) => {
    for (let at = 0; at < messages; at += 1) {
      const done = heard(socket, 'u OK');
      socket.write(`u APPEND INBOX {${messageSize}+}\r\n`);
      for (let left = messageSize; left > 0; left -= block.length) {
        const piece = left < block.length ? block.subarray(0, left) : block;
        if (!socket.write(piece)) await once(socket, 'drain');
      }
      socket.write('\r\n');
      await done;
    }
  });
}

/** How long a small question and its answer take. */
export async function roundTrips(way: Way, count: number): Promise<Spread> {
  const socket = await way.logIn();
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const started = performance.now();
    await said(socket, `n NOOP\r\n`, 'n OK');
    times.push(performance.now() - started);
  }
  await leave(socket);
  return spread(times.slice(Math.floor(count / 10)));
}

/** How long it takes from connecting to being logged in, and milliseconds of the processor for it. */
export async function logins(way: Way, count: number): Promise<Spread & { processor: number | undefined }> {
  const times: number[] = [];
  const before = processor(way.pid);
  for (let at = 0; at < count; at += 1) {
    const started = performance.now();
    const socket = await way.logIn();
    times.push(performance.now() - started);
    await leave(socket);
  }
  const after = processor(way.pid);
  return {
    ...spread(times.slice(Math.floor(count / 10))),
    processor: before === undefined || after === undefined ? undefined : ((after - before) * 1_000) / count,
  };
}

/** Milliseconds until the last of so many that come at the same time is logged in. */
export async function loginsAtOnce(way: Way, count: number): Promise<number> {
  const started = performance.now();
  const sockets = await Promise.all(Array.from({ length: count }, () => way.logIn()));
  const took = performance.now() - started;
  await Promise.all(sockets.map(leave));
  return took;
}

/** Logs in so often, some at a time, and leaves each time: nothing is measured. */
export async function logInAndLeave(way: Way, count: number): Promise<void> {
  for (let at = 0; at < count; at += 20)
    await Promise.all((await inTurns(way, Math.min(20, count - at))).map(leave));
}

export interface Together {
  /** Megabytes in a second, of all of them. */
  readonly rate: number;
  /** How many times as long as the one in the middle the slowest took. */
  readonly slowest: number;
}

/** Octets that each of the sessions fetches that fetch at the same time. */
const shared = 2_000_000;

/** How fast so many sessions are that each fetch a part of the message at the same time. */
export async function downloadsAtOnce(way: Way, count: number): Promise<Together> {
  const sockets = await inTurns(way, count);
  await Promise.all(sockets.map(selected));
  const started = performance.now();
  const times = await Promise.all(
    sockets.map(async (socket) => {
      await fetched(socket, shared);
      return performance.now() - started;
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  for (const socket of sockets) socket.destroy();
  return { rate: (shared * count) / 1e6 / seconds, slowest: Math.max(...times) / spread(times).median };
}

export interface Held {
  /** Kilobytes (1,024 octets) of the process in the middle for each session. */
  readonly memory: number | undefined;
  /** Percent of a processor that it takes while none of them says anything. */
  readonly processor: number | undefined;
}

/** What it costs to hold sessions that say nothing. */
export async function held(way: Way, count: number): Promise<Held> {
  const before = memory(way.pid);
  const sockets = await inTurns(way, count);
  // what the logins left behind is done
  await wait(3_000);
  const after = memory(way.pid);
  const processorBefore = processor(way.pid);
  const watched = 5;
  await wait(watched * 1_000);
  const processorAfter = processor(way.pid);
  // they are alive, every one
  await Promise.all(sockets.map((socket) => said(socket, 'n NOOP\r\n', 'n OK')));
  for (const socket of sockets) socket.destroy();
  return {
    memory: before === undefined || after === undefined ? undefined : (after - before) / count,
    processor:
      processorBefore === undefined || processorAfter === undefined
        ? undefined
        : ((processorAfter - processorBefore) / watched) * 100,
  };
}

async function inTurns(way: Way, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let at = 0; at < count; at += 20) {
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(20, count - at) }, () => way.logIn()))));
  }
  return sockets;
}

function selected(socket: Socket): Promise<string> {
  return said(socket, 's EXAMINE INBOX\r\n', 's OK');
}

/** Fetches the message, or so many octets of it; they are counted, not kept. */
export async function fetched(socket: Socket, octets = messageSize): Promise<void> {
  const done = Promise.withResolvers<void>();
  let left = octets;
  const received = (chunk: Buffer): void => {
    left -= chunk.length;
    // its last line comes behind the octets of the message, and so does what is in front of it
    if (left < 0 && chunk.includes('OK', Math.max(0, chunk.length - 200)) && chunk.at(-1) === 0x0a)
      done.resolve();
  };
  const closed = (): void => done.reject(new Error('the connection was closed'));
  socket.on('data', received).once('close', closed);
  socket.write(`f FETCH 1 BODY.PEEK[]<0.${octets}>\r\n`);
  socket.resume();
  try {
    await done.promise;
  } finally {
    socket.off('data', received).off('close', closed).pause();
  }
}

async function timed(way: Way, messages: number, work: (socket: Socket) => Promise<void>): Promise<Rate> {
  const socket = await way.logIn();
  await selected(socket);
  const octets = messages * messageSize;
  const before = processor(way.pid);
  const started = performance.now();
  await work(socket);
  const seconds = (performance.now() - started) / 1_000;
  const after = processor(way.pid);
  socket.destroy();
  return {
    rate: octets / 1e6 / seconds,
    processor: before === undefined || after === undefined ? undefined : ((after - before) / octets) * 1e9,
  };
}

/** Of times in milliseconds. */
export function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** proc(5): seconds of the processor, a process's and its children's, and of the kernel for them. Only on Linux. */
export function processor(pid: number | undefined): number | undefined {
  return sumOver(pid, (folder) => {
    const fields = fieldsOf(folder);
    // 100 ticks are a second
    return (Number(fields[11]) + Number(fields[12])) / 100;
  });
}

/** proc(5): resident memory in kilobytes, a process's and its children's. Only on Linux. */
export function memory(pid: number | undefined): number | undefined {
  return sumOver(pid, (folder) =>
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1] ?? 0),
  );
}

function sumOver(pid: number | undefined, figure: (folder: string) => number): number | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  let sum = 0;
  for (const name of readdirSync('/proc')) {
    try {
      if (name === String(pid) || (/^\d+$/.test(name) && fieldsOf(`/proc/${name}`)[1] === String(pid)))
        sum += figure(`/proc/${name}`);
    } catch {
      // it has ended meanwhile
    }
  }
  return sum;
}

/** Of /proc/PID/stat, what is behind the name in brackets, which can have spaces: the fields from the third on. */
function fieldsOf(folder: string): string[] {
  const text = readFileSync(`${folder}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
