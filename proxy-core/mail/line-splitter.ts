const CR = 0x0d;
const LF = 0x0a;
const EMPTY = Buffer.alloc(0);

/** What a splitter may hold, in octets. */
export interface SplitterLimits {
  /** The longest line, without its line end. */
  readonly line: number;
  /** The most that may be held at a time. */
  readonly held: number;
}

/**
 * Cuts a stream of bytes into lines that end in CRLF or in a bare LF, and into counted runs of octets
 * (IMAP literals). Each octet is looked at once, however small the pieces in which it comes; storage grows by
 * doubling up to the limit, so that neither many small pieces nor a long line cost quadratic time.
 */
export class LineSplitter {
  readonly #limits: SplitterLimits;
  #buffer = EMPTY;
  #start = 0;
  #end = 0;
  /** No LF stands between #start and here. */
  #scanned = 0;

  constructor(limits: SplitterLimits) {
    this.#limits = limits;
  }

  /** Octets held at the moment. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The octet at `index` of those held, if there is one: to tell a TLS hello before any line is cut. */
  at(index: number): number | undefined {
    return index < this.length ? this.#buffer[this.#start + index] : undefined;
  }

  /** Takes the bytes in. False, and nothing taken, when that would be more than may be held. */
  push(bytes: Buffer): boolean {
    if (this.length + bytes.length > this.#limits.held) return false;
    if (bytes.length === 0) return true;
    this.#makeRoom(bytes.length);
    bytes.copy(this.#buffer, this.#end);
    this.#end += bytes.length;
    return true;
  }

  /**
   * The next line without its line end (a copy), undefined while it is not complete, or 'overlong' when it is
   * longer than allowed: then the stream can only be given up.
   */
  next(): Buffer | 'overlong' | undefined {
    // The line end is searched no further than the limit reaches: a line of the limit, CR and LF.
    const horizon = Math.min(this.#end, this.#start + this.#limits.line + 2);
    const offset = this.#scanned < horizon ? this.#buffer.subarray(this.#scanned, horizon).indexOf(LF) : -1;
    if (offset === -1) {
      this.#scanned = Math.max(this.#scanned, horizon);
      const unfinished = this.length;
      if (unfinished <= this.#limits.line) return undefined;
      const mayEnd = unfinished === this.#limits.line + 1 && this.#buffer[this.#end - 1] === CR;
      return mayEnd ? undefined : 'overlong';
    }
    const lineFeed = this.#scanned + offset;
    const lineEnd = lineFeed > this.#start && this.#buffer[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
    if (lineEnd - this.#start > this.#limits.line) return 'overlong';
    const line = Buffer.from(this.#buffer.subarray(this.#start, lineEnd));
    this.#advance(lineFeed + 1);
    return line;
  }

  /** The next `count` octets (a copy), or undefined while there are not so many. */
  take(count: number): Buffer | undefined {
    if (this.length < count) return undefined;
    const octets = Buffer.from(this.#buffer.subarray(this.#start, this.#start + count));
    this.#advance(this.#start + count);
    return octets;
  }

  /** Drops up to `count` octets and says how many they were. */
  skip(count: number): number {
    const skipped = Math.min(count, this.length);
    this.#advance(this.#start + skipped);
    return skipped;
  }

  /** Everything that is held (a copy); nothing is held afterwards. */
  drain(): Buffer {
    const octets = Buffer.from(this.#buffer.subarray(this.#start, this.#end));
    this.clear();
    return octets;
  }

  /** Forgets everything that is held. */
  clear(): void {
    // A password may stand here: it is not left behind in memory that another buffer may be given.
    this.#buffer.fill(0);
    this.#buffer = EMPTY;
    this.#start = this.#end = this.#scanned = 0;
  }

  #advance(to: number): void {
    this.#start = this.#scanned = to;
    if (this.#start === this.#end) this.#start = this.#end = this.#scanned = 0;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#buffer.length) return;
    const length = this.length;
    const target =
      length + count <= this.#buffer.length / 2
        ? this.#buffer
        : Buffer.alloc(2 * Math.max(length + count, 64));
    this.#buffer.copy(target, 0, this.#start, this.#end);
    if (target !== this.#buffer) this.#buffer.fill(0);
    this.#scanned -= this.#start;
    this.#start = 0;
    this.#end = length;
    this.#buffer = target;
  }
}
