import { Duplex } from 'node:stream';

/**
 * One end of a connection within this process. It has of net.Socket what the relay and smtp-server use of it: what one
 * end writes the other reads, an end is passed on, and a slow reader makes the writer wait.
 */
export class InProcessSocket extends Duplex {
  #other: InProcessSocket | undefined;
  /** The other end's write that waits until this end reads. */
  #waiting: (() => void) | undefined;
  #idle: NodeJS.Timeout | undefined;

  private constructor() {
    super({ allowHalfOpen: false });
  }

  /** Both ends. */
  static pair(): readonly [InProcessSocket, InProcessSocket] {
    const one = new InProcessSocket();
    const other = new InProcessSocket();
    one.#other = other;
    other.#other = one;
    return [one, other];
  }

  /** As net.Socket says it: whether something written would still arrive. */
  get readyState(): 'open' | 'closed' {
    return this.destroyed || this.writableEnded ? 'closed' : 'open';
  }

  /** Calls back once after so many milliseconds in which nothing came and nothing went; 0 ends that. */
  setTimeout(milliseconds: number, listener?: () => void): this {
    clearTimeout(this.#idle);
    this.#idle =
      milliseconds === 0 || listener === undefined ? undefined : setTimeout(listener, milliseconds).unref();
    return this;
  }

  /** Ends it after what was written has been read. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  override _read(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed) {
      written(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.#idle?.refresh();
    other.#idle?.refresh();
    other.#waiting = () => written();
    // an end that reads asks for more, which is what lets this write go on
    if (other.push(chunk)) other._read();
  }

  override _final(done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other !== undefined && !other.destroyed) other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    const other = this.#other;
    // as when a peer hangs up: what it had sent is still read, and then there is no more
    if (other !== undefined && !other.destroyed && !this.writableEnded) other.push(null);
    this._read();
    done(error);
  }
}
