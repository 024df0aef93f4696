import type { Protocol } from '#contract/endpoints.ts';

// Exchange says OK to a token and refuses the mailbox at the first command ("authenticated but not connected");
// what is reported is the last group, or all of it
const late: Record<Protocol, RegExp> = {
  imap: /User is authenticated but not connected[^\r\n]*|Request is throttled[^\r\n]*|AccessTokenExpired[^\r\n]*/i,
  // RFC 3206 section 4, RFC 2449 section 8: the mailbox cannot be served. Only before the first empty line, behind
  // which a message's text could say the same.
  pop: /^(?:[^\r\n]+\r?\n)*?-ERR[ \t]+((?:\[(?:SYS\/(?:TEMP|PERM)|IN-USE|LOGIN-DELAY)\]|User is authenticated but not connected|[^\r\n]*AccessTokenExpired)[^\r\n]*)/i,
  smtp: /5\.7\.60 [^\r\n]*|5\.2\.252 [^\r\n]*|SendAsDenied[^\r\n]*|432 4\.3\.2 [^\r\n]*/i,
};

// these pass by themselves: the next login is given a new token, or finds the server in a better mood
const passing = /throttled|AccessTokenExpired|432 4\.3\.2|^\[(?:SYS\/TEMP|IN-USE|LOGIN-DELAY)\]/i;

/** Reads the first octets that come after a login, for a refusal that some servers only send then. */
export class PostLoginErrorDetector {
  readonly #pattern: RegExp;
  readonly #report: (said: string, lasting: boolean) => void;
  #seen = '';
  #reported = false;

  constructor(protocol: Protocol, report: (said: string, lasting: boolean) => void) {
    this.#pattern = late[protocol];
    this.#report = report;
  }

  /** Sees a chunk; it is not changed and not held back. */
  see(chunk: Buffer): void {
    if (this.#reported) return;
    this.#seen += chunk.toString('latin1');
    const match = this.#pattern.exec(this.#seen);
    // a line that is cut by the end of a chunk is judged when its end has come
    if (match === null || this.#seen.length === match.index + match[0].length) return;
    this.#reported = true;
    const [all, said = all] = match;
    this.#report(said, !passing.test(said));
  }
}
