/** What a connection meets before anything is said. */
export type ConnectionFault =
  /** Accepted, and then not a byte. */
  | { readonly kind: 'silent' }
  /** Cut at once. */
  | { readonly kind: 'reset' }
  /** Greeted, and then hung up on. */
  | { readonly kind: 'close-after-greeting' }
  /** Greeted with these words instead (a whole line, without CRLF), and then hung up on. */
  | { readonly kind: 'greet'; readonly line: string };

/** What a login meets, whatever its token is worth. */
export type LoginFault =
  /** Refused in these words, which stand behind NO, -ERR or the SMTP code 535. */
  | { readonly kind: 'refuse'; readonly text: string }
  /** Refused in these words: the whole reply as the protocol has it (IMAP: behind the tag). */
  | { readonly kind: 'reply'; readonly line: string }
  /** A temporary failure, in the protocol's words. */
  | { readonly kind: 'temporary' }
  /** IMAP: OK, and the first command hears 'User is authenticated but not connected.' */
  | { readonly kind: 'not-connected' }
  /** No answer. */
  | { readonly kind: 'silent' }
  /** The connection is cut without an answer. */
  | { readonly kind: 'close' };

/** Faults that the next connections and logins meet, in the order in which they were planned. */
export class MailFaults {
  readonly #connections: { readonly fault: ConnectionFault; left: number }[] = [];
  readonly #logins: { readonly fault: LoginFault; left: number }[] = [];

  /** Plans a fault for the next `times` connections (Infinity: until cleared). */
  nextConnection(fault: ConnectionFault, times = 1): void {
    this.#connections.push({ fault, left: times });
  }

  nextLogin(fault: LoginFault, times = 1): void {
    this.#logins.push({ fault, left: times });
  }

  clear(): void {
    this.#connections.length = 0;
    this.#logins.length = 0;
  }

  takeConnection(): ConnectionFault | undefined {
    return take(this.#connections);
  }

  takeLogin(): LoginFault | undefined {
    return take(this.#logins);
  }
}

function take<T>(queue: { readonly fault: T; left: number }[]): T | undefined {
  const first = queue[0];
  if (first === undefined) return undefined;
  first.left -= 1;
  if (first.left <= 0) queue.shift();
  return first.fault;
}
