import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { expect } from 'vitest';
import { protocolName, protocols, type Protocol } from '#contract/endpoints.ts';

const page = new URL('../../docs/reliability.md', import.meta.url);

/** What came of one fault, as those see it who are met by it. */
export interface FaultOutcome {
  /** The fault: 'Connection cut'. */
  readonly fault: string;
  /** When it happens: 'at its greeting'. */
  readonly when: string;
  readonly protocol?: Protocol;
  /** 'temporary refusal', 'session ends', … */
  readonly mailProgram: string;
  /** The line of the activity. */
  readonly person: string;
  /** What is there afterwards, as the test has found it. */
  readonly kept: string;
}

/**
 * The rows of one table of docs/reliability.md, as the tests have seen them. With MAILWICKET_WRITE_REPORT=1 the table is
 * written anew instead of compared.
 */
export class FaultReport {
  readonly #section: string;
  readonly #rows = new Map<string, FaultOutcome>();

  /** @param section - as the page's comments name it */
  constructor(section: string) {
    this.#section = section;
  }

  /** A case that is run again takes the place of what it said first. */
  add(outcome: FaultOutcome): void {
    const { fault, when, protocol = '' } = outcome;
    const person = outcome.person
      .replaceAll(/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/g, 'mail.example.com:993')
      .replaceAll(/does not speak (\w+): .*? Check/g, 'does not speak $1: … Check');
    this.#rows.set([fault, when, protocol].join('\n'), { ...outcome, person });
  }

  /** Fails where the page says anything else than what was seen. */
  async compare(): Promise<void> {
    const text = await readFile(page, 'utf8');
    const begin = `<!-- ${this.#section}: written by its tests -->\n`;
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf('<!-- end -->', from);
    if (from < begin.length || to < 0) throw new Error(`docs/reliability.md has no table ${this.#section}`);
    const table = await format(this.#table(), { ...(await resolveConfig(page)), parser: 'markdown' });
    const seen = `${text.slice(0, from)}\n${table}\n${text.slice(to)}`;
    if (process.env['MAILWICKET_WRITE_REPORT'] === '1') await writeFile(page, seen);
    else expect(seen).toBe(text);
  }

  #table(): string {
    const rows: { fault: string; when: string[]; cells: string }[] = [];
    for (const { fault, when, outcomes } of this.#overProtocols()) {
      const cells = [
        told(outcomes, ({ mailProgram }) => mailProgram),
        told(outcomes, ({ person }) => person),
        told(outcomes, ({ kept }) => kept),
      ].join(' | ');
      const before = rows.at(-1);
      if (before?.fault === fault && before.cells === cells) before.when.push(when);
      else rows.push({ fault, when: [when], cells });
    }
    return [
      '| What happens | When | The mail program sees | The activity says | What is kept |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(({ fault, when, cells }) => `| ${fault} | ${when.join(', ')} | ${cells} |`),
    ].join('\n');
  }

  #overProtocols(): { fault: string; when: string; outcomes: FaultOutcome[] }[] {
    const found = new Map<string, { fault: string; when: string; outcomes: FaultOutcome[] }>();
    for (const outcome of this.#rows.values()) {
      const { fault, when } = outcome;
      const key = `${fault}\n${when}`;
      const group = found.get(key) ?? { fault, when, outcomes: [] };
      group.outcomes.push(outcome);
      found.set(key, group);
    }
    // one fault below the other, so that stages with the same outcome share a row
    const faults = [...new Set([...found.values()].map(({ fault }) => fault))];
    return faults.flatMap((fault) => [...found.values()].filter((group) => group.fault === fault));
  }
}

/** Once where it is the same over each protocol but for the protocol's name; else a part a protocol. */
function told(outcomes: readonly FaultOutcome[], of: (outcome: FaultOutcome) => string): string {
  const [first] = outcomes;
  if (first === undefined) return '';
  const general = outcomes.map((outcome) => withoutProtocol(of(outcome), outcome.protocol));
  const [one = ''] = general;
  const cell = general.every((text) => text === one)
    ? one
    : protocols
        .flatMap((protocol) => outcomes.filter((outcome) => outcome.protocol === protocol))
        .map((outcome) => `${protocolName[outcome.protocol ?? 'imap']}: ${of(outcome)}`)
        .join('<br>');
  return cell.replaceAll('|', '\\|');
}

function withoutProtocol(text: string, protocol: Protocol | undefined): string {
  if (protocol === undefined) return text;
  return text
    .replaceAll(/The (?:IMAP|POP3?|SMTP) server/g, 'The mail server')
    .replaceAll(/(?:IMAP|POP3?|SMTP)/g, '(protocol)');
}
