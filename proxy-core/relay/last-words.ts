import type { Protocol } from '#contract/endpoints.ts';

/** Octets: a command and its answer are shorter, but for lists and messages, behind which nothing is said. */
const longest = 512;

/** What an IMAP server says while an IDLE is open; a line that ends in a literal's length goes on. */
const imapUntagged = /^[*+] .*(?<!\})\r\n$/;
const imapCommand = /(?:^|\n)(\S+) +(?!COMPRESS )([^\r\n]+)\r?\n$/i;
const smtpReply = /^[245]\d\d /;

/**
 * What both sides of a session said last. From that it can be told, for most sessions that are idle, that a goodbye
 * would stand between two lines of the server and not within one, or within a message: the pipe knows no commands,
 * literals or compression.
 */
export class LastWords {
  /** As it was sent; empty: nothing, or more than is looked at. */
  #client = '';
  /** What the server has said since the client's last words. */
  #upstream = '';
  #clientSaidMuch = false;

  /** Takes what goes through. */
  heard(side: 'client' | 'upstream', chunk: Buffer): void {
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
