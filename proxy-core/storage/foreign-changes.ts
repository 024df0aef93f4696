/**
 * Tells changes that somebody else made from our own. Each state of a thing has a signature (a digest, a
 * nonce, 'absent'); ours are announced before they are made, all are observed afterwards.
 */
export class ForeignChanges {
  readonly #seen = new Map<string, string>();
  /** The state before our latest change may still be seen while that change is on its way. */
  readonly #own = new Map<string, readonly string[]>();

  /** We are about to bring the thing into this state. */
  announce(name: string, signature: string): void {
    this.#own.set(name, [...(this.#own.get(name) ?? []).slice(-1), signature]);
  }

  /** What is taken note of without being news: the first state that we learn of. */
  baseline(name: string, signature: string): void {
    if (!this.#seen.has(name)) this.#seen.set(name, signature);
  }

  /** What is found now. @returns true - somebody else brought it into this state since the last look */
  observe(name: string, signature: string): boolean {
    const before = this.#seen.get(name);
    this.#seen.set(name, signature);
    if (before === signature) return false;
    if (this.#own.get(name)?.includes(signature) === true) return false;
    // from here on our own former states count as news again
    this.#own.delete(name);
    return true;
  }

  /** The names that were ever seen. */
  names(): string[] {
    return [...this.#seen.keys()];
  }
}
