import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { inWorkspace, runProgram, type Envelope, type Login, type Run, type Workspace } from './program.ts';
import type { TokenLogin } from './curl.ts';

const seenSchema = z.object({
  ok: z.boolean(),
  /** What was done before the end or the failure: login, append, fetch, delete, send. */
  steps: z.array(z.string()),
  /** The exception's class and text. */
  error: z.string().nullable(),
  count: z.number().optional(),
  capabilities: z.string().optional(),
});

export interface PythonRun extends Run, z.infer<typeof seenSchema> {
  readonly messages: readonly Buffer[];
}

export interface MailboxTask {
  readonly append?: Uint8Array;
  readonly fetch?: boolean;
  /** The number of the message to delete. */
  readonly delete?: number;
}

async function session(script: string, workspace: Workspace, task: object): Promise<PythonRun> {
  const run = await runProgram('/usr/bin/python3', [join(import.meta.dirname, script)], {
    folder: workspace.folder,
    input: JSON.stringify(task),
  });
  if (run.stdout.length === 0) throw new Error(`${script} said nothing: ${run.stderr}`);
  const seen = seenSchema.parse(JSON.parse(run.stdout.toString()));
  const fetched = workspace.directory('fetched');
  const messages = readdirSync(fetched)
    .toSorted()
    .map((name) => readFileSync(join(fetched, name)));
  return { ...run, ...seen, messages };
}

/** imaplib: log in (`LOGIN`, or `AUTHENTICATE` with the mechanism; a token goes straight to the server), then the task. */
export async function imaplib(
  login: (Login & { readonly mechanism?: 'PLAIN' | 'LOGIN' }) | TokenLogin,
  task: MailboxTask = {},
): Promise<PythonRun> {
  return await inWorkspace(async (workspace) =>
    session('imap-session.py', workspace, {
      ...login,
      ...(task.append === undefined ? {} : { append: workspace.file('append', task.append) }),
      ...(task.fetch === true ? { fetchInto: workspace.directory('fetched') } : {}),
      ...(task.delete === undefined ? {} : { delete: task.delete }),
    }),
  );
}

/** poplib: USER and PASS, then the task. Each line of a message is given CRLF, as poplib takes the line ends away. */
export async function poplib(login: Login, task: Omit<MailboxTask, 'append'> = {}): Promise<PythonRun> {
  return await inWorkspace(async (workspace) =>
    session('pop-session.py', workspace, {
      ...login,
      ...(task.fetch === true ? { fetchInto: workspace.directory('fetched') } : {}),
      ...(task.delete === undefined ? {} : { delete: task.delete }),
    }),
  );
}

/** smtplib: log in as it chooses, or with the mechanism that is named, and send. */
export async function smtplib(
  login: Login & { readonly mechanism?: 'PLAIN' | 'LOGIN'; readonly initialResponse?: boolean },
  message: Envelope,
): Promise<PythonRun> {
  return await inWorkspace(async (workspace) =>
    session('smtp-session.py', workspace, {
      ...login,
      from: message.from,
      to: message.to,
      message: workspace.file('message', message.content),
    }),
  );
}
