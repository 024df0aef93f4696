import { z } from 'zod';
import { msg } from '#messages/message.ts';
import { describeIssues } from '#core/errors/schema-issues.ts';
import { type Backend, commandTable } from '#contract/commands.ts';
import {
  type HostCommandName,
  type HostCommandOutputs,
  hostCommandTable,
  type HostParsedInputs,
} from '#contract/commands/host.ts';
import { Emitter } from '#contract/emitter.ts';
import { type CommandResult, problemSchema } from '#contract/problem.ts';
import { type Snapshot, snapshotSchema, type ActivityEntry, activityEntrySchema } from '#contract/views.ts';
import { followEvents } from './event-stream.ts';

/**
 * The panel's transport: commands by POST, snapshots and activity by a stream of events. The token stands
 * in the address's fragment, which the browser sends to nobody; it goes along in a header.
 */
export class PanelBackend implements Backend {
  readonly #token: string;
  readonly #snapshots = new Emitter<[snapshot: Snapshot]>();
  readonly #activity = new Emitter<[entries: readonly ActivityEntry[]]>();
  readonly #connection = new Emitter<[connected: boolean, keyRefused: boolean]>();
  #connected = false;
  /** It was started anew, with another key. */
  #keyRefused = false;

  constructor(token: string) {
    this.#token = token;
    void followEvents({
      token,
      received: (event, raw) => this.#received(event, raw),
      connection: (connected, keyRefused) => this.#setConnected(connected, keyRefused),
    });
  }

  readonly run: Backend['run'] = async (name, input) =>
    checkedResult(commandTable[name].output, await this.#post('/api/run', name, input));

  readonly host: Backend['host'] = async (name, input) => {
    const own = name === 'host-save-passwords' ? this.#savePasswords : ownWork[name];
    const raw = await (own === undefined ? this.#post('/api/host', name, input) : own(input));
    return checkedResult(hostCommandTable[name].output, raw);
  };

  /** A browser's download: the page is told the table that it saves, as nobody else can write it there. */
  readonly #savePasswords = async (input: unknown): Promise<unknown> => {
    const parsed = hostCommandTable['host-save-passwords'].input.safeParse(input);
    if (!parsed.success) return { ok: false, code: 'bad-input', message: describeIssues(parsed.error) };
    const made = await this.run('passwords-for-all', parsed.data);
    if (!made.ok) return made;
    const { count, skipped, ...file } = made.value;
    if (count > 0) download(file);
    return { ok: true, value: { saved: count > 0, count, skipped } };
  };

  readonly onSnapshot: Backend['onSnapshot'] = this.#snapshots.on;
  readonly onActivity: Backend['onActivity'] = this.#activity.on;

  onConnection(listener: (connected: boolean, keyRefused: boolean) => void): () => void {
    listener(this.#connected, this.#keyRefused);
    return this.#connection.on(listener);
  }

  async #post(path: string, name: string, input: unknown): Promise<unknown> {
    try {
      const body = JSON.stringify({ name, input });
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#token}` },
        body,
        // what is sent while the page is being left still arrives; browsers take up to 64 KiB so
        keepalive: body.length < 30_000,
      });
      return response.ok ? await response.json() : disconnected;
    } catch {
      return disconnected;
    }
  }

  #received(event: string, raw: unknown): void {
    if (event === 'snapshot') {
      const snapshot = pushedSnapshot(raw);
      if (snapshot !== undefined) this.#snapshots.emit(snapshot);
    } else if (event === 'activity') {
      this.#activity.emit(pushedActivity(raw));
    }
  }

  #setConnected(connected: boolean, keyRefused: boolean): void {
    if (connected === this.#connected && keyRefused === this.#keyRefused) return;
    this.#connected = connected;
    this.#keyRefused = keyRefused;
    this.#connection.emit(connected, keyRefused);
  }
}

const loginSchema = z.object({ token: z.string() });

/** What the code in a link is exchanged for, once; undefined where it was opened before, or is too old. */
export async function tokenFor(code: string): Promise<string | undefined> {
  const answer = await fetch('/api/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  }).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  return loginSchema.safeParse(await answer.json()).data?.token;
}

type OwnWork = (input: unknown) => Promise<CommandResult<unknown>>;

/** What a browser page does by itself, without asking the server. */
const ownWork: Partial<Record<HostCommandName, OwnWork>> = {
  'host-copy': work('host-copy', async ({ text }) => {
    await navigator.clipboard.writeText(text);
    return {};
  }),
  'host-open-page': work('host-open-page', async ({ url }) => {
    window.open(url, '_blank', 'noopener,noreferrer');
    return {};
  }),
  'host-licences': work('host-licences', async () => {
    const response = await fetch('/licences.txt');
    return response.ok ? { text: await response.text() } : {};
  }),
  'host-save-file': work('host-save-file', async (file) => {
    download(file);
    return { saved: true };
  }),
};

function download({ fileName, mediaType, content }: HostParsedInputs['host-save-file']): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: mediaType }));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}

function work<Name extends HostCommandName>(
  name: Name,
  carryOut: (input: HostParsedInputs[Name]) => Promise<HostCommandOutputs[Name]>,
): OwnWork {
  return async (input) => {
    const parsed = hostCommandTable[name].input.safeParse(input);
    if (!parsed.success) return { ok: false, code: 'bad-input', message: describeIssues(parsed.error) };
    try {
      return { ok: true, value: await carryOut(parsed.data) };
    } catch {
      return {
        ok: false,
        code: 'failed',
        message: msg('settings.browserDidNotAllow'),
        fix: msg('settings.doHand'),
      };
    }
  };
}

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  problemSchema.extend({ ok: z.literal(false) }),
]);

/** What a screen is told when nothing came back from the core. */
export const disconnected = {
  ok: false,
  code: 'disconnected',
  message: msg('settings.mailwicketDoesNotAnswer'),
  fix: msg('settings.checkRunningThenTryAgain'),
} as const;

/** A result as it came over the wire, with the value that `output` wants; what does not fit counts as no answer. */
export function checkedResult<Output>(output: z.ZodType<Output>, raw: unknown): CommandResult<Output> {
  const result = resultSchema.safeParse(raw).data ?? disconnected;
  if (!result.ok) return result;
  const value = output.safeParse(result.value);
  return value.success ? { ok: true, value: value.data } : disconnected;
}

/** A pushed snapshot, or undefined where it does not fit. */
export function pushedSnapshot(raw: unknown): Snapshot | undefined {
  return snapshotSchema.safeParse(raw).data;
}

/** Pushed activity lines; those that do not fit are left out. */
export function pushedActivity(raw: unknown): readonly ActivityEntry[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((entry: unknown) => activityEntrySchema.safeParse(entry).data ?? []);
}
