/**
 * What the core says, in another language. The core speaks English; a sentence of it is its own key in a catalogue,
 * with `{{name}}` where a value stands: 'No {{protocol}} server is known.'
 */
export type CoreCatalogue = Readonly<Record<string, string>>;

/** What became of the sentences of a text, for the test that no sentence is left out of a catalogue. */
export interface CoreTrace {
  /** Keys of the catalogue that were used. */
  readonly used: Set<string>;
  /** What is in no catalogue, and stays in English. */
  readonly unknown: string[];
}

/** A value that others said: a server's words stay as they are, unless they are a sentence of ours. */
const wordsOfOthers = 'words';

/** So many texts are remembered: as many as the activity log keeps, twice. */
const remembered = 20_000;
/** A value may hold a sentence that holds a value. */
const deepest = 4;
/** So many sentences are tried as one: a value can hold some. */
const longestRun = 12;

interface Pattern {
  readonly key: string;
  readonly shape: RegExp;
  /** What the translation begins with; then each value, by its place in the shape, and what stands behind it. */
  readonly opening: string;
  readonly translation: readonly {
    readonly value: number;
    readonly strict: boolean;
    readonly text: string;
  }[];
  /** What stands in every text of this pattern: looked at first, as that is quick. */
  readonly head: string;
  readonly tail: string;
  readonly literal: string;
  readonly literalLength: number;
}

/** What is asked of one text. */
interface Asked {
  readonly depth: number;
  /** Only sentences that begin with words of their own are looked for. */
  readonly strict: boolean;
  readonly trace: CoreTrace | undefined;
}

const hole = /\{\{(\w+)\}\}/;
const marks = '.!?…';
const closing = '”’)';

/** Translates texts of the core by a catalogue. Made once for a language: its patterns are compiled then. */
export class CoreTexts {
  readonly #exact = new Map<string, string>();
  /** By their first word, those with most words of their own first. */
  readonly #byWord = new Map<string, Pattern[]>();
  /** Those that begin with a value, by their last character; under '' those that end with a value too. */
  readonly #open = new Map<string, readonly Pattern[]>();
  readonly #remembered = new Map<string, string>();

  constructor(catalogue: CoreCatalogue) {
    const patterns: Pattern[] = [];
    for (const [key, translation] of Object.entries(catalogue)) {
      if (hole.test(key)) patterns.push(patternOf(key, translation));
      else this.#exact.set(key, translation);
    }
    const open: Pattern[] = [];
    for (const pattern of patterns.toSorted((a, b) => b.literalLength - a.literalLength)) {
      const word = firstWordOf(pattern.key);
      if (word === undefined || hole.test(word)) open.push(pattern);
      else this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), pattern]);
    }
    for (const last of new Set(['', ...open.map(({ tail }) => tail.slice(-1))]))
      this.#open.set(
        last,
        open.filter(({ tail }) => tail === '' || (last !== '' && tail.endsWith(last))),
      );
  }

  /** The text in this language; sentences that are in no catalogue stay as they came. */
  translate(text: string): string {
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const translated = this.#text(text, { depth: 0, strict: false, trace: undefined });
    if (this.#remembered.size >= remembered) this.#remembered.clear();
    this.#remembered.set(text, translated);
    return translated;
  }

  /** Translates a text, and notes which keys were used and what is missing. */
  trace(text: string, trace: CoreTrace): string {
    return this.#text(text, { depth: 0, strict: false, trace });
  }

  /** One sentence after the other; where values hold several, as many as make one of the catalogue. */
  #text(text: string, asked: Asked): string {
    const whole = this.#exactly(text, asked);
    if (whole !== undefined) return whole;
    const ends = endsOf(text);
    if (ends.length === 1) return this.#sentence(text, asked) ?? this.#unknown(text, asked);
    const parts: string[] = [];
    for (let at = 0, from = 0; at < ends.length;) {
      let translated: string | undefined;
      let taken = at;
      for (let end = at; end < Math.min(ends.length, at + longestRun) && translated === undefined; end += 1) {
        translated = this.#sentence(text.slice(from, ends[end]), asked);
        taken = end;
      }
      if (translated === undefined) taken = at;
      parts.push(translated ?? this.#unknown(text.slice(from, ends[taken]), asked));
      from = (ends[taken] ?? text.length) + 1;
      at = taken + 1;
    }
    return parts.join(' ');
  }

  #exactly(text: string, asked: Asked): string | undefined {
    const translated = this.#exact.get(text);
    if (translated !== undefined) asked.trace?.used.add(text);
    return translated;
  }

  #sentence(sentence: string, asked: Asked): string | undefined {
    const exactly = this.#exactly(sentence, asked);
    if (exactly !== undefined) return exactly;
    const own = this.#byWord.get(firstWordOf(sentence) ?? '');
    const found = own === undefined ? undefined : this.#byPattern(sentence, own, asked);
    if (found !== undefined || asked.strict) return found;
    const open = this.#open.get(sentence.slice(-1)) ?? this.#open.get('') ?? [];
    return this.#byPattern(sentence, open, asked);
  }

  #byPattern(sentence: string, patterns: readonly Pattern[], asked: Asked): string | undefined {
    for (const pattern of patterns) {
      const { head, tail, literal } = pattern;
      if (!sentence.startsWith(head) || !sentence.endsWith(tail) || !sentence.includes(literal)) continue;
      const match = pattern.shape.exec(sentence);
      if (match === null) continue;
      asked.trace?.used.add(pattern.key);
      let said = pattern.opening;
      for (const { value, strict, text } of pattern.translation)
        said += this.#value(match[value] ?? '', strict ? { ...asked, strict } : asked) + text;
      return said;
    }
    return undefined;
  }

  #value(value: string, asked: Asked): string {
    if (asked.depth >= deepest) return value;
    // an address, a protocol, a code: most values are one word
    if (!value.includes(' ')) return this.#exactly(value, asked) ?? this.#unknownPart(value, asked);
    return this.#text(value, { ...asked, depth: asked.depth + 1 });
  }

  /** A sentence that is in no catalogue; what stands behind a colon may be: 'anna@example.org: …'. */
  #unknown(sentence: string, asked: Asked): string {
    const bare = sentence.endsWith('.') ? this.#exactly(sentence.slice(0, -1), asked) : undefined;
    if (bare !== undefined) return `${bare}.`;
    const behind = asked.strict ? -1 : sentence.indexOf(': ') + 2;
    if (behind > 1) {
      const head = sentence.slice(0, behind - 2);
      return `${this.#unknownPart(head, asked)}: ${this.#value(sentence.slice(behind), asked)}`;
    }
    return this.#unknownPart(sentence, asked);
  }

  /** Lists of faults come with a semicolon between, and a full stop at their end. */
  #unknownPart(part: string, asked: Asked): string {
    if (!asked.strict && part.includes('; '))
      return part
        .split('; ')
        .map((each) => this.#sentence(each, asked) ?? this.#unknown(each, asked))
        .join('; ');
    if (asked.trace !== undefined && /\p{Ll}{2}/u.test(part)) asked.trace.unknown.push(part);
    return part;
  }
}

function patternOf(key: string, translation: string): Pattern {
  const pieces = key.split(hole);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const names = pieces.filter((_, index) => index % 2 === 1);
  const shape = literals.map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('(.+?)');
  const [opening = '', ...translated] = translation.split(hole);
  return {
    key,
    shape: new RegExp(`^${shape}$`, 'su'),
    opening,
    translation: translated.flatMap((name, index) =>
      index % 2 === 0
        ? [
            {
              value: names.indexOf(name) + 1,
              strict: name === wordsOfOthers,
              text: translated[index + 1] ?? '',
            },
          ]
        : [],
    ),
    head: literals[0] ?? '',
    tail: literals.at(-1) ?? '',
    literal: literals.reduce((longest, literal) => (literal.length > longest.length ? literal : longest), ''),
    literalLength: literals.join('').length,
  };
}

function firstWordOf(text: string): string | undefined {
  const space = text.indexOf(' ');
  return space < 1 ? undefined : text.slice(0, space);
}

/** Where sentences may end: before a space, behind a full stop or its like, or behind a code in brackets. */
function endsOf(text: string): readonly number[] {
  const ends: number[] = [];
  for (let space = text.indexOf(' '); space !== -1; space = text.indexOf(' ', space + 1)) {
    const last = text[space - 1] ?? '';
    const mark = closing.includes(last) ? (text[space - 2] ?? '') : last;
    const next = text[space + 1] ?? '';
    if (mark !== '' && (marks.includes(mark) || (last === ')' && next !== next.toLowerCase())))
      ends.push(space);
  }
  ends.push(text.length);
  return ends;
}
