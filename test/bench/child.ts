import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { listening } from '../support/listening.ts';

/** The one mailbox of a measurement, and a token of a usual length. */
export const user = 'anna@example.org';
/** What a person has chosen; no process takes another, where none is said. */
export const password = 'local-password';
export const token = 't'.repeat(1_500);

/** XOAUTH2's initial response with the token, without any of Mailwicket's code: the stand-ins are to stay small. */
export const initialResponse = Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString(
  'base64',
);

/** Octets of the message that is fetched. */
export const messageSize = 16_000_000;

/** What a child says once it serves. */
const readySchema = z.object({
  port: z.number(),
  ca: z.string().default(''),
  password: z.string().default(password),
});
type Ready = z.infer<typeof readySchema>;

/** A process that takes part in a measurement. */
export interface Part extends Ready {
  readonly pid: number;
  stop(): Promise<void>;
}

/** In a child: says that it serves. Ends with its parent. */
export function tellParent(ready: z.input<typeof readySchema>): void {
  process.on('disconnect', () => process.exit(0));
  // an end of one's own making, so that a profile is written
  process.on('SIGTERM', () => process.exit(0));
  process.send?.(ready);
}

/** Starts a script of this folder as a process, and waits until it serves. */
export async function startPart(
  script: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Part> {
  const child = fork(join(import.meta.dirname, script), args, { execArgv: [...flags] });
  const [message] = z
    .tuple([z.unknown()])
    .rest(z.unknown())
    .parse(await firstOf(child));
  return { ...readySchema.parse(message), pid: pidOf(child), stop: () => end(child) };
}

/** A provider that gives everybody the token, for a day. @returns its URL, and its end */
export async function startTokenEndpoint(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 86_400 }));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${String(port)}/token`,
    close: () => {
      server.close();
    },
  };
}

/** Ends a process and waits for its end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process did not start');
  return child.pid;
}

async function firstOf(child: ChildProcess): Promise<unknown> {
  const failed = new AbortController();
  child.once('exit', (code) => failed.abort(new Error(`a part of the bench ended early (${code})`)));
  return once(child, 'message', { signal: failed.signal }).catch((error: unknown) => {
    throw failed.signal.aborted ? failed.signal.reason : error;
  });
}
