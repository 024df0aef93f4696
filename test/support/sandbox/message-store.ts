import { sampleMessages } from './sample-messages.ts';

/** A message as it lies in a folder. hoodiecrow-imap works on these very objects. */
export interface StoredMessage {
  /** The whole message, one character an octet (Latin-1), lines ending in CRLF. */
  readonly raw: string;
  readonly uid: number;
  flags: string[];
  /** IMAP date-time. */
  readonly internaldate: string;
}

export interface Folder {
  messages: StoredMessage[];
  uidnext: number;
  readonly uidvalidity: number;
  readonly 'special-use'?: string;
  readonly subscribed: boolean;
}

/** One mailbox: what IMAP shows, POP drains and SMTP delivers into. */
export class Mailbox {
  readonly address: string;
  readonly folders: ReadonlyMap<string, Folder> = new Map([
    ['INBOX', folder()],
    ['Sent', folder('\\Sent')],
    ['Drafts', folder('\\Drafts')],
    ['Trash', folder('\\Trash')],
  ]);
  /** Told of each change with the folder's name: 'added' at the end, or removed at an index. */
  readonly watchers = new Set<(change: MailboxChange) => void>();

  constructor(address: string) {
    this.address = address;
  }

  get inbox(): Folder {
    return this.#folder('INBOX');
  }

  /** Adds a message (octets) to a folder. Bare LF becomes CRLF. */
  append(
    raw: Buffer | string,
    options: { readonly folder?: string; readonly flags?: string[]; readonly date?: Date } = {},
  ): StoredMessage {
    const name = options.folder ?? 'INBOX';
    const target = this.#folder(name);
    const octets = (typeof raw === 'string' ? Buffer.from(raw, 'utf8') : raw).toString('latin1');
    const message: StoredMessage = {
      raw: octets.replaceAll(/\r?\n/g, '\r\n'),
      uid: target.uidnext,
      flags: [...(options.flags ?? [])],
      internaldate: internalDate(options.date ?? new Date()),
    };
    target.uidnext += 1;
    target.messages.push(message);
    for (const watcher of this.watchers)
      watcher({ folder: name, removedAt: undefined, count: target.messages.length });
    return message;
  }

  remove(message: StoredMessage, name = 'INBOX'): void {
    const target = this.#folder(name);
    const index = target.messages.indexOf(message);
    if (index < 0) return;
    target.messages.splice(index, 1);
    for (const watcher of this.watchers)
      watcher({ folder: name, removedAt: index, count: target.messages.length });
  }

  #folder(name: string): Folder {
    const found = this.folders.get(name);
    if (found === undefined) throw new Error(`there is no folder ${name}`);
    return found;
  }
}

export interface MailboxChange {
  readonly folder: string;
  /** The index of the message that went; undefined: one came. */
  readonly removedAt: number | undefined;
  readonly count: number;
}

/** All mailboxes of the sandbox, each made, with a few messages in it, when it is first asked for. */
export class MessageStore {
  readonly #mailboxes = new Map<string, Mailbox>();

  /** The mailbox under its primary address, without regard to case. */
  mailbox(address: string): Mailbox {
    const key = address.toLowerCase();
    const found = this.#mailboxes.get(key);
    if (found !== undefined) return found;
    const made = new Mailbox(key);
    for (const sample of sampleMessages(key)) made.append(sample.raw, sample);
    this.#mailboxes.set(key, made);
    return made;
  }
}

function folder(specialUse?: string): Folder {
  const common = { messages: [], uidnext: 1, uidvalidity: 1, subscribed: true };
  return specialUse === undefined ? common : { ...common, 'special-use': specialUse };
}

/** ' 1-Jan-2026 00:00:00 +0000' (RFC 9051, date-time). */
function internalDate(date: Date): string {
  const [, day = '', month = '', year = '', time = ''] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(date.toUTCString()) ?? [];
  return `${day}-${month}-${year} ${time} +0000`;
}
