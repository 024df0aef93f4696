import { describe, expect, it } from 'vitest';
import { SessionBook, type JoinedSession } from '../../../proxy-core/relay/session-book.ts';
import { settle } from '../../support/fake-clock.ts';

interface Told {
  readonly session: JoinedSession;
  readonly calls: string[];
}

function session(about: Partial<JoinedSession> = {}): Told {
  const calls: string[] = [];
  return {
    calls,
    session: {
      accountId: 'anna',
      protocol: 'imap',
      peer: '127.0.0.1',
      end: () => calls.push('end'),
      cut: () => calls.push('cut'),
      ...about,
    },
  };
}

function enter(book: SessionBook, close: () => void = () => {}): () => void {
  const { connection } = book.enter('127.0.0.1', close);
  if (connection === undefined) throw new Error('there was no room');
  return () => book.leave(connection);
}

it('counts connections before and after their login', () => {
  const book = new SessionBook();
  const leave = enter(book);
  const end = book.join(session().session);
  expect([book.beforeLogin, book.size]).toEqual([1, 2]);
  leave();
  leave();
  expect([book.beforeLogin, book.size]).toEqual([0, 1]);
  end();
  end();
  expect([book.beforeLogin, book.size]).toEqual([0, 0]);
});

it('counts an account’s sessions by protocol, and nobody else’s', () => {
  const book = new SessionBook();
  book.join(session().session);
  const end = book.join(session().session);
  book.join(session({ protocol: 'smtp' }).session);
  book.join(session({ accountId: 'berta' }).session);
  expect(book.of('anna')).toEqual({ imap: 2, pop: 0, smtp: 1 });
  end();
  expect(book.of('anna')).toEqual({ imap: 1, pop: 0, smtp: 1 });
  expect(book.of('nobody')).toEqual({ imap: 0, pop: 0, smtp: 0 });
});

it('ends the sessions of one account, and leaves the others alone', () => {
  const book = new SessionBook();
  const [one, two, other] = [session(), session({ protocol: 'pop' }), session({ accountId: 'berta' })];
  for (const told of [one, two, other]) book.join(told.session);
  book.endOf('anna');
  expect([one.calls, two.calls, other.calls]).toEqual([['end'], ['end'], []]);
});

it('cuts every connection to a provider when the network has changed, and none that has ended', () => {
  const book = new SessionBook();
  const [one, other, gone] = [session(), session({ accountId: 'berta' }), session()];
  book.join(one.session);
  book.join(other.session);
  book.join(gone.session)();
  book.cutAll();
  expect([one.calls, other.calls, gone.calls]).toEqual([['cut'], ['cut'], []]);
});

it('tells changes of who is logged in, until it is asked no more', () => {
  const book = new SessionBook();
  let changes = 0;
  const stop = book.onChange(() => {
    changes += 1;
  });
  const leave = enter(book);
  leave();
  expect(changes).toBe(0);
  const end = book.join(session().session);
  end();
  expect(changes).toBe(2);
  stop();
  book.join(session().session);
  expect(changes).toBe(2);
});

describe('stopping', () => {
  it('is over at once when nobody is there', async () => {
    await new SessionBook().drain();
  });

  it('says goodbye to those who have not logged in, and waits for the last of all', async () => {
    const book = new SessionBook();
    const closed: string[] = [];
    const leave = enter(book, () => closed.push('first'));
    const joined = session();
    const end = book.join(joined.session);
    let over = false;
    const draining = book.drain().finally(() => {
      over = true;
    });
    expect(closed).toEqual(['first']);
    leave();
    await settle();
    expect(over).toBe(false);
    expect(joined.calls).toEqual([]);
    end();
    await draining;
    expect(over).toBe(true);
  });

  it('is over when those who are said goodbye to leave at once', async () => {
    const book = new SessionBook();
    const leaves: (() => void)[] = [];
    for (let at = 0; at < 3; at += 1) leaves.push(enter(book, () => leaves[at]?.()));
    await book.drain();
    expect(book.size).toBe(0);
  });

  it('in the end ends whoever is left, on both sides', () => {
    const book = new SessionBook();
    const told = session();
    book.join(told.session);
    book.endAll();
    expect(told.calls).toEqual(['end', 'cut']);
  });
});
