import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { heard, type Way } from './way.ts';

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
  readonly high: number;
}

/** How fast the server's octets come. */
export function download(way: Way, octets: number): Promise<Rate> {
  return timed(way, octets, async (socket) => {
    let left = octets;
    const done = Promise.withResolvers<void>();
    const received = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left <= 0) done.resolve();
    };
    socket.on('data', received).once('close', () => done.reject(new Error('the connection was closed')));
    socket.write(`SOURCE ${octets}\r\n`);
    socket.resume();
    await done.promise;
  });
}

/** How fast the server takes octets. */
export function upload(way: Way, octets: number): Promise<Rate> {
  return timed(way, octets, async (socket) => {
    const done = heard(socket, 'DONE');
    socket.write(`SINK ${octets}\r\n`);
    for (let left = octets; left > 0; left -= block.length) {
      const piece = left < block.length ? block.subarray(0, left) : block;
      if (!socket.write(piece)) await once(socket, 'drain');
    }
    await done;
  });
}

/** How long a small question and its answer take. */
export async function roundTrips(way: Way, count: number): Promise<Spread> {
  const socket = await way.logIn();
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const started = performance.now();
    const answer = heard(socket, 'PONG');
    socket.write('PING\r\n');
    await answer;
    times.push(performance.now() - started);
  }
  socket.destroy();
  return spread(times.slice(Math.floor(count / 10)));
}

/** How long it takes from connecting to being logged in. */
export async function logins(way: Way, count: number): Promise<Spread> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const started = performance.now();
    const socket = await way.logIn();
    times.push(performance.now() - started);
    socket.destroy();
  }
  return spread(times.slice(Math.floor(count / 10)));
}

/** Memory of the process in the middle for each session that is held, in kilobytes (1,024 octets). */
export async function held(way: Way, count: number): Promise<number | undefined> {
  const sockets: Socket[] = [];
  const before = await memory(way.pid);
  for (let at = 0; at < count; at += 20) {
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(20, count - at) }, () => way.logIn()))));
  }
  const after = await memory(way.pid);
  // they are alive, every one
  await Promise.all(
    sockets.map((socket) => {
      const answer = heard(socket, 'PONG');
      socket.write('PING\r\n');
      return answer;
    }),
  );
  for (const socket of sockets) socket.destroy();
  return before === undefined || after === undefined ? undefined : (after - before) / count;
}

async function timed(way: Way, octets: number, work: (socket: Socket) => Promise<void>): Promise<Rate> {
  const socket = await way.logIn();
  const processorBefore = await processor(way.pid);
  const started = performance.now();
  await work(socket);
  const seconds = (performance.now() - started) / 1_000;
  const processorAfter = await processor(way.pid);
  socket.destroy();
  return {
    rate: octets / 1e6 / seconds,
    processor:
      processorBefore === undefined || processorAfter === undefined
        ? undefined
        : ((processorAfter - processorBefore) / octets) * 1e9,
  };
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { median: at(0.5), high: at(0.99) };
}

/** proc(5): seconds of the processor, own and of the kernel for it. Only on Linux. */
async function processor(pid: number | undefined): Promise<number | undefined> {
  const text = await processFile(pid, 'stat');
  if (text === undefined) return undefined;
  // behind the name in brackets, which can have spaces: the fields from the third on; 100 ticks are a second
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** proc(5): resident memory in kilobytes. Only on Linux. */
async function memory(pid: number | undefined): Promise<number | undefined> {
  const text = await processFile(pid, 'status');
  return text === undefined ? undefined : Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1]);
}

async function processFile(pid: number | undefined, name: string): Promise<string | undefined> {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  return readFile(`/proc/${pid}/${name}`, 'utf8');
}
