import type { Protocol } from '#contract/endpoints.ts';

/** Octets: a command and its answer are shorter, but for lists and messages, behind which nothing is said. */
const longest = 512;

/** What an IMAP server says while an IDLE is open; a line that ends in a literal's length goes on. */
const imapUntagged = /^[*+] .*(?<!\})\r\n$/;
const imapCommand = /(?:^|\n)(\S+) +(?!COMPRESS )([^\r\n]+)\r?\n$/i;
const smtpReply = /^[245]\d\d /;

/**
 * Decides whether a goodbye may be sent to the client now, from what both sides of a session said last. For most idle
 * sessions that shows that a goodbye would fall between two lines of the server, and not within a line or a message:
 * the pipe itself knows no commands, literals or compression.
 */
export class GoodbyeGuard {
  /** As it was sent; empty: nothing, or more than is looked at. */
  #client = '';
  /** What the server has said since the client's last words. */
  #upstream = '';
  #clientSaidMuch = false;

  /** Takes what goes through. */
  observe(side: 'client' | 'upstream', chunk: Buffer): void {
    const text = chunk.length > longest ? '' : chunk.toString('latin1');
    if (side === 'upstream') this.#upstream = text;
    else {
      this.#client = text;
      this.#clientSaidMuch = text === '';
      this.#upstream = '';
    }
  }

  /**
   * Whether the server may say goodbye here (RFC 3501 section 7.1.5; RFC 5321 section 3.8): it has answered the last
   * command, or an IDLE is open. POP knows no goodbye that was not asked for.
   */
  allowGoodbye(protocol: Protocol): boolean {
    const [, line] = /(?:^|\n)([^\n]+\r\n)$/.exec(this.#upstream) ?? [];
    if (line === undefined || this.#clientSaidMuch) return false;
    switch (protocol) {
      case 'imap': {
        // the login was answered, and nothing asked since
        if (this.#client === '') return /^\S+ OK /.test(line);
        const [, tag = '', command = ''] = imapCommand.exec(this.#client) ?? [];
        if (tag === '') return false;
        if (command.toUpperCase() === 'IDLE' && imapUntagged.test(line)) return true;
        return ['OK', 'NO', 'BAD'].some((status) => line.startsWith(`${tag} ${status} `));
      }
      case 'smtp':
        return smtpReply.test(line);
      case 'pop':
        return false;
      default:
        return protocol satisfies never;
    }
  }
}

// Exchange says OK to a token and refuses the mailbox at the first command ("authenticated but not connected");
// what is reported is the last group, or all of it
const late: Record<Protocol, RegExp> = {
  // Only in an answer that is a refusal: the subject of a message could say the same.
  imap: /^(?:[^\s*+]+ (?:NO|BAD)|\* BYE) [^\r\n]*?((?:User is authenticated but not connected|Request is throttled|AccessTokenExpired)[^\r\n]*)/im,
  // RFC 3206 section 4, RFC 2449 section 8: the mailbox cannot be served. Only before the first empty line, behind
  // which a message's text could say the same.
  pop: /^(?:[^\r\n]+\r?\n)*?-ERR[ \t]+((?:\[(?:SYS\/(?:TEMP|PERM)|IN-USE|LOGIN-DELAY)\]|User is authenticated but not connected|[^\r\n]*AccessTokenExpired)[^\r\n]*)/i,
  smtp: /5\.7\.60 [^\r\n]*|5\.2\.252 [^\r\n]*|SendAsDenied[^\r\n]*|432 4\.3\.2 [^\r\n]*/i,
};

// these pass by themselves: the next login gets a new token, or finds the server ready again
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
