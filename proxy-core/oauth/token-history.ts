import { type Message, sameMessage } from '#messages/message.ts';

type TokenEventKind = 'issued' | 'renewed' | 'refused' | 'failed' | 'signed-in' | 'signed-out';

/** Something that happened to an account's tokens; never holds one. */
export interface TokenEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: TokenEventKind;
  readonly detail?: Message | undefined;
}

const longest = 50;

/** The last fifty events of one account. */
export class TokenHistory {
  readonly #events: TokenEvent[] = [];

  /** Adds an event; the same failure again only moves its time, so that an outage does not push the rest out. */
  add(event: TokenEvent): void {
    const last = this.#events.at(-1);
    const again = last?.kind === event.kind && sameMessage(last.detail, event.detail);
    if (again && (event.kind === 'failed' || event.kind === 'refused')) this.#events.pop();
    this.#events.push(event);
    if (this.#events.length > longest) this.#events.shift();
  }

  /** From the oldest to the newest. */
  list(): readonly TokenEvent[] {
    return [...this.#events];
  }
}
