import { Emitter } from '#contract/emitter.ts';
import type { ActivityEntry } from '#contract/views.ts';
import { type Message, mapWords } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import { redactText } from './redaction.ts';

/** What is noted: 'info' where its level is left out; a detail that is undefined is left out. */
export type ActivityNote = Omit<ActivityEntry, 'sequence' | 'at' | 'level' | 'details'> & {
  readonly level?: ActivityEntry['level'] | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean | Message | undefined>>;
};

/** How many entries are kept: a busy day of a small office. */
const kept = 10_000;

/** The activity log: what happened, for people. Everything also goes to the structured log. */
export class Activity {
  readonly #added = new Emitter<[entry: ActivityEntry]>();
  /** Calls back at every new line; ends with the returned function. */
  readonly onEntry = this.#added.on;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #entries: ActivityEntry[] = [];
  #sequence = 0;

  constructor(options: { readonly clock: Clock; readonly logger: Logger }) {
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Adds a line. Secrets in its text are blotted out. */
  note(note: ActivityNote): void {
    this.#sequence += 1;
    const entry: ActivityEntry = {
      ...note,
      sequence: this.#sequence,
      at: this.#clock.now(),
      level: note.level ?? 'info',
      text: mapWords(note.text, redactText),
      details: note.details && withoutSecrets(note.details),
    };
    this.#entries.push(entry);
    // cut in blocks, so that a full log does not move ten thousand entries at every line
    if (this.#entries.length > kept + 1_000) this.#entries = this.#entries.slice(-kept);
    if (this.#logger.silent !== true) this.#log(entry);
    this.#added.emit(entry);
  }

  #log({ level, text, kind, accountId, protocol, peer, details }: ActivityEntry): void {
    const about = { kind, accountId, protocol, peer, ...inWords(details) };
    this.#logger[level === 'warning' ? 'warn' : 'info'](inEnglish(text), about);
  }

  /** The newest entries after a sequence number, oldest first. */
  entries(options: { readonly after?: number; readonly limit?: number } = {}): readonly ActivityEntry[] {
    const { after = 0, limit = kept } = options;
    // sequence numbers have no gaps: each screen asks at every burst of lines, and need not look at all that is kept
    const first = this.#entries[0]?.sequence ?? 1;
    return this.#entries.slice(Math.max(0, after - first + 1, this.#entries.length - limit));
  }
}

type Details = NonNullable<ActivityEntry['details']>;

function withoutSecrets(details: NonNullable<ActivityNote['details']>): Details {
  const given = Object.entries(details).filter(
    (detail): detail is [string, string | number | boolean | Message] => detail[1] !== undefined,
  );
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      typeof value === 'string'
        ? redactText(value)
        : typeof value === 'object'
          ? mapWords(value, redactText)
          : value,
    ]),
  );
}

/** Details as the structured log has them: messages in English. */
function inWords(details: Details | undefined): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    Object.entries(details ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? inEnglish(value) : value,
    ]),
  );
}
