import { describe, expect, test } from 'vitest';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import type { Login } from '../support/mail-programs/program.ts';
import { mbsync, withoutTransactionId } from '../support/mail-programs/mbsync.ts';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { appendCases, deleteCases, fetchCases, sendCases } from './mail-program-cases.ts';
import { message, ordinaryMessages, withLineFeeds } from './message-corpus.ts';
import { difference, differences } from './same-bytes.ts';

/** The mailboxes of the suite; each accepts the one password of the place. */
export const suiteMailboxes = {
  /** Holds the ordinary messages, which nobody changes. */
  reader: 'reader@example.org',
  /** Is appended to. */
  writer: 'writer@example.org',
  /** Is given one message at a time, which is deleted. */
  deleter: 'deleter@example.org',
} as const;

/** A password with what quoting gets wrong: spaces, a quote, a backslash, a percent sign. */
export const suitePassword = 'correct "horse" battery\\staple 100%';

/** The local ports that the programs are pointed at, and the server that in the end holds the mail. */
export interface Place {
  readonly ports: { readonly imap: number; readonly pop: number; readonly smtp: number };
  readonly dovecot: Dovecot;
}

/** Puts the ordinary messages into the reader's mailbox, in their order. */
export function fillReader(dovecot: Dovecot): void {
  ordinaryMessages.forEach(({ content }) => dovecot.deliver(suiteMailboxes.reader, content));
}

/**
 * What every mail program must do with an address and a plain password, whatever stands behind the ports.
 * Run against Dovecot itself it shows that programs and server are as expected; run through the gateway it
 * shows that nothing is different there.
 */
export function mailProgramSuite(place: () => Place): void {
  const login = (
    endpoint: 'imap' | 'pop' | 'smtp',
    user: string,
    password: string = suitePassword,
  ): Login => ({
    port: place().ports[endpoint],
    user,
    password,
  });

  describe('fetching', () => {
    fetchCases.forEach((fetcher) => {
      describeWith([fetcher.program], `${fetcher.name} over ${fetcher.endpoint}`, () => {
        test('every message arrives byte for byte', async () => {
          const run = await fetcher.fetch(
            login(fetcher.endpoint, suiteMailboxes.reader),
            ordinaryMessages.length,
          );
          expect(run.code, run.stderr).toBe(0);
          const expected = ordinaryMessages.map(({ content }) =>
            fetcher.lineEnds === 'LF' ? withLineFeeds(content) : content,
          );
          const changed = Object.entries(differences(run.messages, expected));
          expect(
            changed.filter(([subject]) => subject !== fetcher.except),
            run.stderr,
          ).toEqual([]);
        });

        test('a wrong password is reported, and the account still works', async () => {
          const wrong = await fetcher.fetch(
            login(fetcher.endpoint, suiteMailboxes.reader, 'not the password'),
            1,
          );
          expect(wrong.messages).toEqual([]);
          // mutt stays open on an empty index, from which it leaves in peace; it says why in its status line.
          if (fetcher.program === 'mutt')
            expect(wrong.stderr).toMatch(/authentication failed|login failed/iu);
          else expect(wrong.code, wrong.stderr).not.toBe(0);
          const right = await fetcher.fetch(
            login(fetcher.endpoint, suiteMailboxes.reader),
            ordinaryMessages.length,
          );
          expect(right.messages.length, right.stderr).toBe(ordinaryMessages.length);
        });
      });
    });
  });

  describe('appending', () => {
    appendCases.forEach((appender) => {
      describeWith([appender.program], appender.name, () => {
        ordinaryMessages.forEach(({ name, content }) => {
          test(`${name}: is stored byte for byte`, async () => {
            const run = await appender.append(login('imap', suiteMailboxes.writer), content);
            expect(run.code, run.stderr).toBe(0);
            // Dovecot writes LF line ends into a Maildir.
            const stored = place().dovecot.stored(suiteMailboxes.writer).at(-1);
            expect(difference(stored, withLineFeeds(content))).toBeUndefined();
          });
        });
      });
    });

    describeWith(['mbsync'], 'mbsync', () => {
      test('a message of the local mailbox is pushed to the server', async () => {
        const content = message('pushed by mbsync', 'a line\r\n.\r\nGrüße\r\n');
        const run = await mbsync(login('imap', suiteMailboxes.writer), { push: [withLineFeeds(content)] });
        expect(run.code, run.stderr).toBe(0);
        const stored = place().dovecot.stored(suiteMailboxes.writer).at(-1);
        expect(stored).toBeDefined();
        expect(
          difference(withoutTransactionId(stored ?? Buffer.alloc(0)), withLineFeeds(content)),
        ).toBeUndefined();
      });
    });
  });

  describe('deleting', () => {
    deleteCases.forEach((deleter) => {
      describeWith([deleter.program], `${deleter.name} over ${deleter.endpoint}`, () => {
        test('the message is gone from the server', async () => {
          const { dovecot } = place();
          dovecot.deliver(suiteMailboxes.deleter, message('to be deleted', 'soon gone\r\n'));
          expect(dovecot.stored(suiteMailboxes.deleter)).toHaveLength(1);
          const run = await deleter.delete(login(deleter.endpoint, suiteMailboxes.deleter));
          expect(run.code, run.stderr).toBe(0);
          expect(dovecot.stored(suiteMailboxes.deleter), run.stderr).toHaveLength(0);
        });
      });
    });
  });

  describe('sending', () => {
    const from = suiteMailboxes.writer;
    const to = 'otto@example.net';
    sendCases.forEach((sender) => {
      describeWith([sender.program], sender.name, () => {
        ordinaryMessages.forEach(({ name, content }) => {
          if (sender.keeps === 'body') return;
          test(`${name}: arrives byte for byte`, async () => {
            const run = await sender.send(login('smtp', from), { from, to, content });
            expect(run.code, run.stderr).toBe(0);
            const arrived = await place().dovecot.sent.next();
            expect({ from: arrived.from, to: arrived.to }).toEqual({ from, to: [to] });
            expect(difference(withoutReceived(arrived.content), content)).toBeUndefined();
          });
        });

        test('a short message is sent', async () => {
          const body = 'a few words\r\nin two lines\r\n';
          const content =
            sender.keeps === 'body' ? Buffer.from(withLineFeeds(Buffer.from(body))) : message('short', body);
          const run = await sender.send(login('smtp', from), { from, to, content });
          expect(run.code, run.stderr).toBe(0);
          const arrived = await place().dovecot.sent.next();
          expect(arrived.to).toEqual([to]);
          expect(arrived.content.toString('latin1').endsWith(`\r\n\r\n${body}`)).toBe(true);
        });

        test('a wrong password is reported, nothing is sent, and the account still works', async () => {
          const content = message('after a refusal', 'sent in the end\r\n');
          const before = place().dovecot.sent.messages.length;
          const wrong = await sender.send(login('smtp', from, 'not the password'), { from, to, content });
          expect(wrong.code, wrong.stderr).not.toBe(0);
          expect(place().dovecot.sent.messages).toHaveLength(before);
          const right = await sender.send(login('smtp', from), { from, to, content });
          expect(right.code, right.stderr).toBe(0);
          await place().dovecot.sent.next();
        });
      });
    });
  });
}

/** Dovecot's submission server puts one Received field in front; everything behind it is the client's. */
export function withoutReceived(content: Buffer): Buffer {
  const field = /^Received: [^\r]*\r\n(?:[ \t][^\r]*\r\n)*/u.exec(content.toString('latin1', 0, 4096));
  return field === null ? content : content.subarray(field[0].length);
}
