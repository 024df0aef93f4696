/** Where the reader has its octets from: each undefined while there are too few. */
export interface CommandSource {
  nextLine(): Buffer | undefined;
  takeOctets(count: number): Buffer | undefined;
}

/** A client's command, whole. Texts and literals are octets as Latin-1: octet n is character n. */
export interface ImapCommand {
  readonly tag: string;
  /** In upper case. */
  readonly verb: string;
  /** What stands around the literals, so always one more than there are literals. */
  readonly texts: readonly string[];
  readonly literals: readonly string[];
}

/** What the reader came to. */
export type ReadCommand =
  | { readonly kind: 'command'; readonly command: ImapCommand }
  /** The client waits to be told to go on with its literal (RFC 3501 section 7.5). */
  | { readonly kind: 'continue' }
  /** Not a command, or not one that may go on; without a tag when none can be made out. */
  | { readonly kind: 'bad'; readonly tag?: string; readonly text: string }
  /** It comes without being asked for, so the stream can only be given up: the next command is too far away. */
  | { readonly kind: 'literal-too-large' };

/** The head of a command: a tag (RFC 3501 section 9), the verb, the arguments. */
const HEAD = /^([!#$&',\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+) +([A-Za-z][A-Za-z0-9-]*)(?: (.*)|)$/s;
const TAG = /^([!#$&',\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+)(?: |$)/;
/** A literal stands where an argument begins: behind a space or a parenthesis, at the end of the line. */
const LITERAL = /(?<=[ (])~?\{([0-9]+)(\+?)\}$/;

/** Commands that may carry literals before the login; any other is told BAD instead of to go on. */
const WITH_LITERALS = new Set(['LOGIN', 'ID']);

/** Puts a client's commands together from lines and literals, counting octets, whatever the command is. */
export class ImapCommandReader {
  readonly #source: CommandSource;
  readonly #literalLimit: number;
  #texts: string[] = [];
  #literals: string[] = [];
  /** Of the first text: read once, however many literals follow. */
  #head: RegExpExecArray | null = null;
  #awaited: number | undefined;

  constructor(source: CommandSource, literalLimit: number) {
    this.#source = source;
    this.#literalLimit = literalLimit;
  }

  /** Whether the next octet is the first one of a command. */
  get between(): boolean {
    return this.#texts.length === 0;
  }

  /** Forgets the command begun. */
  reset(): void {
    this.#texts = [];
    this.#literals = [];
    this.#head = null;
    this.#awaited = undefined;
  }

  /** The next command or demand, or undefined while there are too few bytes. Empty lines are passed over. */
  read(): ReadCommand | undefined {
    for (;;) {
      if (this.#awaited !== undefined) {
        const literal = this.#source.takeOctets(this.#awaited);
        if (literal === undefined) return undefined;
        this.#literals.push(literal.toString('latin1'));
        this.#awaited = undefined;
      }
      const line = this.#source.nextLine();
      if (line === undefined) return undefined;
      const read = this.#takeLine(line.toString('latin1'));
      if (read !== undefined) return read;
    }
  }

  #takeLine(line: string): ReadCommand | undefined {
    if (this.between && line.trim() === '') return undefined;
    const announced = LITERAL.exec(line);
    if (this.between) this.#head = HEAD.exec(announced === null ? line : line.slice(0, announced.index));
    if (announced === null) {
      this.#texts.push(line);
      return this.#finish();
    }
    this.#texts.push(line.slice(0, announced.index));
    const size = Number(announced[1]);
    return announced[2] === '+' ? this.#expect(size) : this.#grant(size);
  }

  /** A literal that comes without being asked for (RFC 7888): it has to be read, whatever the command. */
  #expect(size: number): ReadCommand | undefined {
    if (size > this.#literalLimit) return { kind: 'literal-too-large' };
    this.#awaited = size;
    return undefined;
  }

  /** A literal that waits for its continuation: saying BAD instead ends the command. */
  #grant(size: number): ReadCommand {
    const begun = this.#texts[0] ?? '';
    const refusal = !WITH_LITERALS.has((this.#head?.[2] ?? '').toUpperCase())
      ? 'Not before the login.'
      : size > this.#literalLimit
        ? 'The literal is too large.'
        : undefined;
    if (refusal !== undefined) {
      this.reset();
      return bad(begun, refusal);
    }
    this.#awaited = size;
    return { kind: 'continue' };
  }

  #finish(): ReadCommand {
    const [begun = '', ...others] = this.#texts;
    const literals = this.#literals;
    const [, tag, verb, first = ''] = this.#head ?? [];
    this.reset();
    if (tag === undefined || verb === undefined) return bad(begun, 'That is not a command.');
    return {
      kind: 'command',
      command: { tag, verb: verb.toUpperCase(), texts: [first, ...others], literals },
    };
  }
}

function bad(line: string, text: string): ReadCommand {
  const tag = TAG.exec(line)?.[1];
  return tag === undefined ? { kind: 'bad', text } : { kind: 'bad', tag, text };
}
