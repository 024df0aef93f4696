/** Cuts a stream of octets into lines, of at most `limit` octets each. */
export class LineReader {
  readonly #limit: number;
  #held = Buffer.alloc(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines complete by now, without their ends; 'too-long' when one passes the limit. */
  feed(bytes: Buffer): string[] | 'too-long' {
    this.#held = Buffer.concat([this.#held, bytes]);
    const lines: string[] = [];
    for (let end = this.#held.indexOf(0x0a); end >= 0; end = this.#held.indexOf(0x0a)) {
      if (end > this.#limit) return 'too-long';
      lines.push(this.#held.subarray(0, end).toString('latin1').replace(/\r$/, ''));
      this.#held = this.#held.subarray(end + 1);
    }
    return this.#held.length > this.#limit ? 'too-long' : lines;
  }
}
