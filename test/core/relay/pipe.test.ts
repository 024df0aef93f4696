import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Duplex, type DuplexOptions } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { limits } from '#core/relay/limits.ts';
import { pipe, type PipeOptions, type PipeResult } from '#core/relay/pipe.ts';
import { YoungSpace } from '#core/relay/young-space.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  clientConnection,
  closed,
  readAll,
  readUntil,
  upstreamConnection,
  type Transport,
} from './loopback.ts';

const nothing = Buffer.alloc(0);
const transports: [Transport, Transport][] = [
  ['plain', 'plain'],
  ['plain', 'tls'],
  ['tls', 'tls'],
];

interface Joined {
  /** The mail client's own end. */
  readonly client: Socket;
  /** The provider's own end. */
  readonly provider: Socket;
  readonly near: { readonly client: Socket; readonly upstream: Socket };
  readonly clock: FakeClock;
  readonly breakProvider: () => void;
  readonly start: (options?: Partial<PipeOptions>) => Promise<PipeResult>;
}

async function joined(client: Transport = 'plain', upstream: Transport = 'plain'): Promise<Joined> {
  const [left, right] = await Promise.all([clientConnection(client), upstreamConnection(upstream)]);
  const clock = new FakeClock();
  return {
    client: left.far,
    provider: right.far,
    near: { client: left.near, upstream: right.near },
    clock,
    breakProvider: right.reset,
    start: (options = {}) =>
      pipe({
        client: left.near,
        upstream: right.near,
        firstToClient: nothing,
        firstToUpstream: nothing,
        clock,
        ...options,
      }),
  };
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Writes the bytes in pieces of these sizes (again and again), waiting where the socket asks for it; ends it. */
async function send(socket: Socket, bytes: Buffer, sizes: readonly number[]): Promise<void> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    if (!socket.write(bytes.subarray(at, at + size))) await once(socket, 'drain');
    at += size;
  }
  socket.end();
}

describe.each(transports)('client %s, provider %s', (client, upstream) => {
  it('carries what was handed over at the switch first, each way', async () => {
    const { client: mail, provider, start } = await joined(client, upstream);
    mail.write(' and more of the client');
    provider.write(' and more of the provider');
    const result = start({
      firstToClient: Buffer.from('a OK in'),
      firstToUpstream: Buffer.from('b SELECT inbox'),
    });
    mail.end();
    provider.end();
    const [toClient, toProvider] = await Promise.all([readAll(mail), readAll(provider)]);
    expect(toClient.toString()).toBe('a OK in and more of the provider');
    expect(toProvider.toString()).toBe('b SELECT inbox and more of the client');
    expect(await result).toMatchObject({ toClient: toClient.length, toUpstream: toProvider.length });
  });

  it('neither loses, doubles nor reorders bytes, both ways at once, however they are cut', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cuts, cuts, async (clientCuts, providerCuts) => {
        const { client: mail, provider, start } = await joined(client, upstream);
        const up = randomBytes(1_500_000);
        const down = randomBytes(3_000_000);
        const firstToClient = down.subarray(0, providerCuts[0]);
        const firstToUpstream = up.subarray(0, clientCuts[0]);
        const result = start({ firstToClient, firstToUpstream });
        const [toClient, toProvider] = await Promise.all([
          readAll(mail),
          readAll(provider),
          send(mail, up.subarray(firstToUpstream.length), clientCuts),
          send(provider, down.subarray(firstToClient.length), providerCuts),
        ]);
        expect(digest(toClient)).toBe(digest(down));
        expect(digest(toProvider)).toBe(digest(up));
        const { endedBy, ...counted } = await result;
        expect(['client', 'upstream']).toContain(endedBy);
        expect(counted).toEqual({ toClient: down.length, toUpstream: up.length });
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('lets the provider finish after the client has said that it will send no more', async () => {
    const { client: mail, provider, start } = await joined(client, upstream);
    const result = start();
    mail.end('z LOGOUT\r\n');
    expect(await readUntil(provider, 'z LOGOUT\r\n')).toBe('z LOGOUT\r\n');
    provider.write('* BYE\r\n');
    provider.end('z OK\r\n');
    expect((await readAll(mail)).toString()).toBe('* BYE\r\nz OK\r\n');
    expect(await result).toMatchObject({ endedBy: 'client' });
  });

  it('lets the client go on after the provider has said that it will send no more', async () => {
    const { client: mail, provider, start } = await joined(client, upstream);
    const result = start();
    provider.end('* BYE\r\n');
    expect((await readAll(mail)).toString()).toBe('* BYE\r\n');
    mail.write('one more');
    mail.end(' and the last');
    expect((await readAll(provider)).toString()).toBe('one more and the last');
    expect(await result).toMatchObject({ endedBy: 'upstream' });
  });

  it('hands over what had come before a side broke, and then ends the other', async () => {
    const { client: mail, provider, breakProvider, start } = await joined(client, upstream);
    const result = start();
    provider.write('* 1 EXISTS\r\n');
    expect(await readUntil(mail, 'EXISTS\r\n')).toBe('* 1 EXISTS\r\n');
    breakProvider();
    expect((await readAll(mail)).toString()).toBe('');
    await closed(mail.end());
    expect(await result).toMatchObject({ endedBy: 'upstream', toClient: 12 });
  });
});

describe('half-close before the pipe stands', () => {
  it('is passed on when the client had ended before', async () => {
    const { client: mail, provider, near, start } = await joined();
    near.client.resume();
    mail.end();
    await once(near.client, 'end');
    const result = start({ firstToUpstream: Buffer.from('QUIT\r\n') });
    expect(await readUntil(provider, 'QUIT\r\n')).toBe('QUIT\r\n');
    provider.end('221 bye\r\n');
    expect((await readAll(mail)).toString()).toBe('221 bye\r\n');
    expect(await result).toMatchObject({ endedBy: 'client', toUpstream: 6, toClient: 9 });
  });

  it('is passed on when the provider had ended before', async () => {
    const { client: mail, provider, near, start } = await joined();
    near.upstream.resume();
    provider.end();
    await once(near.upstream, 'end');
    const result = start({ firstToClient: Buffer.from('* BYE\r\n') });
    expect((await readAll(mail)).toString()).toBe('* BYE\r\n');
    mail.end('later');
    expect((await readAll(provider)).toString()).toBe('later');
    expect(await result).toMatchObject({ endedBy: 'upstream' });
  });

  it('starts the time of silence, too', async () => {
    const { client: mail, provider, near, clock, start } = await joined();
    near.client.resume();
    mail.end();
    await once(near.client, 'end');
    const result = start();
    await clock.advance(limits.halfClosed);
    await readAll(provider);
    expect(await result).toMatchObject({ endedBy: 'client' });
  });

  it('ends the client, after its answer, when the provider is gone altogether', async () => {
    const { client: mail, near, start } = await joined();
    near.upstream.destroy();
    await once(near.upstream, 'close');
    const result = start({ firstToClient: Buffer.from('a OK in\r\n') });
    expect((await readAll(mail)).toString()).toBe('a OK in\r\n');
    expect(await result).toMatchObject({ endedBy: 'upstream', toClient: 9 });
  });

  it('ends the provider when the client is gone altogether', async () => {
    const { provider, near, start } = await joined();
    near.client.destroy();
    await once(near.client, 'close');
    const result = start({ firstToUpstream: Buffer.from('b LOGOUT\r\n') });
    expect((await readAll(provider)).toString()).toBe('b LOGOUT\r\n');
    expect(await result).toMatchObject({ endedBy: 'client', toUpstream: 10 });
  });
});

describe('a provider that drops what it owes once its client has ended', () => {
  it('is not told of the end before its answer has come, however long that takes', async () => {
    const { client: mail, provider, near, clock, start } = await joined('plain', 'tls');
    void hangsUpAtEnd(provider);
    const result = start();
    mail.end('.\r\nQUIT\r\n');
    await readUntil(provider, 'QUIT\r\n');
    while (!near.client.readableEnded) await nextTurn();
    await clock.advance(limits.halfClosed - 1);
    provider.write('250 2.0.0 Queued\r\n');
    provider.end('221 2.0.0 Bye\r\n');
    expect((await readAll(mail)).toString()).toBe('250 2.0.0 Queued\r\n221 2.0.0 Bye\r\n');
    expect(await result).toMatchObject({ endedBy: 'client' });
    expect(clock.timers).toBe(0);
  });

  it('is told of it some seconds after its last answer, if it does not hang up by itself', async () => {
    const { client: mail, provider, clock, start } = await joined('plain', 'tls');
    const ended = hangsUpAtEnd(provider);
    const result = start();
    mail.end('a NOOP\r\nb NOOP\r\n');
    await readUntil(provider, 'b NOOP\r\n');
    for (const answer of ['a OK\r\n', 'b OK\r\n']) {
      await clock.advance(limits.lastAnswers - 1);
      provider.write(answer);
      expect(await readUntil(mail, '\r\n')).toBe(answer);
    }
    provider.resume();
    await clock.advance(limits.lastAnswers - 1);
    expect(provider.readableEnded).toBe(false);
    await clock.advance(1);
    await ended;
    expect(await result).toMatchObject({ endedBy: 'client' });
    expect(clock.timers).toBe(0);
  });

  it('is told of it also where its answer comes before Node has told that the command is written', async () => {
    const { client: mail, near, clock, start } = await joined();
    let ended = false;
    const upstream = socketOf({
      write(_command, _encoding, written) {
        this.push('a OK\r\n');
        written();
      },
      final(done) {
        ended = true;
        this.push(null);
        done();
      },
    });
    const result = start({ upstream });
    mail.end('a NOOP\r\n');
    expect(await readUntil(mail, 'a OK\r\n')).toBe('a OK\r\n');
    while (!near.client.readableEnded) await nextTurn();
    await nextTurn();
    await clock.advance(limits.lastAnswers);
    expect(ended).toBe(true);
    expect(await result).toMatchObject({ endedBy: 'client' });
    expect(clock.timers).toBe(0);
  });

  it('is not told of it for the answer to an earlier command, which came in the turn of the next one', async () => {
    const { clock, start } = await joined();
    let isFirst = true;
    const client = socketOf({ write: (_answer, _encoding, written) => written() });
    const upstream = socketOf({
      write(_command, _encoding, written) {
        if (isFirst) this.push('a OK\r\n');
        isFirst = false;
        written();
      },
    });
    void start({ client, upstream });
    await nextTurn();
    client.push('a NOOP\r\n');
    client.push('b NOOP\r\n');
    client.push(null);
    await clock.advance(limits.lastAnswers);
    expect(upstream.writableEnded).toBe(false);
    upstream.push('b OK\r\n');
    await clock.advance(limits.lastAnswers);
    expect(upstream.writableEnded).toBe(true);
  });

  it('is told of it soon when a client leaves in the middle of a command: nothing is owed then', async () => {
    const { client: mail, provider, near, clock, start } = await joined('plain', 'tls');
    const ended = hangsUpAtEnd(provider);
    const result = start();
    mail.end('DATA\r\nSubject: hal');
    await readUntil(provider, 'hal');
    provider.resume();
    while (!near.client.readableEnded) await nextTurn();
    await clock.advance(limits.lastAnswers);
    await ended;
    expect(await result).toMatchObject({ endedBy: 'client' });
  });

  it('is told of it also where the answer comes with the news that the command is written, after the end', async () => {
    const { clock, start } = await joined();
    const client = socketOf({ write: (_answer, _encoding, written) => written() });
    const taking = Promise.withResolvers<() => void>();
    const upstream = socketOf({ write: (_command, _encoding, written) => taking.resolve(written) });
    void start({ client, upstream });
    client.push('a NOOP\r\n');
    client.push(null);
    const written = await taking.promise;
    await nextTurn();
    upstream.push('a OK\r\n');
    written();
    await clock.advance(limits.lastAnswers - 1);
    expect(upstream.writableEnded).toBe(false);
    await clock.advance(1);
    expect(upstream.writableEnded).toBe(true);
  });

  it('is told of it at once where it has ended itself, though the client has not taken all', async () => {
    const { start } = await joined();
    const [client, upstream] = [socketOf({ write: () => {} }), socketOf({})];
    void start({ client, upstream, firstToClient: Buffer.from('a list') });
    upstream.push(null);
    await nextTurn();
    client.push(null);
    await nextTurn();
    expect(upstream.writableEnded).toBe(true);
  });

  it('is told of it after a slow client has taken the last', async () => {
    const { clock, start } = await joined();
    const taking = Promise.withResolvers<() => void>();
    const client = socketOf({
      writableHighWaterMark: 1,
      write: (_list, _encoding, taken) => taking.resolve(taken),
    });
    const upstream = socketOf({});
    void start({ client, upstream });
    client.push(null);
    upstream.push('* LIST\r\n');
    const taken = await taking.promise;
    await clock.advance(2 * limits.lastAnswers);
    expect(upstream.writableEnded).toBe(false);
    taken();
    await clock.advance(limits.lastAnswers);
    expect(upstream.writableEnded).toBe(true);
  });

  it('is told of nothing any more once it has left', async () => {
    const { client: mail, provider, near, clock, start } = await joined();
    const result = start();
    mail.end();
    while (!near.client.readableEnded) await nextTurn();
    provider.resetAndDestroy();
    await readAll(mail);
    await result;
    expect(clock.timers).toBe(0);
  });

  it('is told of it soon when a client leaves without a word', async () => {
    const { client: mail, provider, near, clock, start } = await joined('plain', 'tls');
    const ended = hangsUpAtEnd(provider);
    const result = start({ firstToClient: Buffer.from('a OK in\r\n') });
    mail.end();
    provider.resume();
    while (!near.client.readableEnded) await nextTurn();
    await clock.advance(limits.lastAnswers);
    await ended;
    expect(await result).toMatchObject({ endedBy: 'client' });
  });

  it('gives a client that reads slowly all of a long answer', async () => {
    const { client: mail, provider, near, clock, start } = await joined('plain', 'tls');
    void hangsUpAtEnd(provider);
    const result = start();
    mail.end('RETR 1\r\nQUIT\r\n');
    await readUntil(provider, 'QUIT\r\n');
    const answer = randomBytes(24 * 1024 * 1024);
    provider.write(answer);
    while (!near.upstream.isPaused()) await nextTurn();
    await clock.advance(3 * limits.lastAnswers);
    provider.end('+OK bye\r\n');
    const got = await readAll(mail);
    expect(got.length).toBe(answer.length + '+OK bye\r\n'.length);
    await result;
  });
});

it('tells V8’s young space what is uploaded, and not what is fetched', async () => {
  const { client, provider, start } = await joined();
  const youngSpace = new YoungSpace();
  const uploaded = vi.spyOn(youngSpace, 'uploaded');
  const result = start({ youngSpace });
  const all = Promise.all([readAll(client), readAll(provider)]);
  client.end(Buffer.alloc(300_000));
  provider.end(Buffer.alloc(500_000));
  await all;
  await result;
  expect(uploaded.mock.calls.reduce((sum, [octets]) => sum + octets, 0)).toBe(300_000);
});

describe('a side that does not read', () => {
  it.each(['client', 'provider'] satisfies (keyof Joined)[])(
    'makes the other wait, with bounded memory (the %s)',
    async (slow) => {
      const session = await joined();
      const { near, clock, start } = session;
      const [reader, writer] =
        slow === 'client' ? [session.client, session.provider] : [session.provider, session.client];
      const [from, to] = slow === 'client' ? [near.upstream, near.client] : [near.client, near.upstream];
      const result = start();
      const chunk = randomBytes(256 * 1024);
      let written = 0;
      // as much as the system's own buffers take, and then until nothing moves any more
      for (let still = 0; still < 200; still += 1) {
        await nextTurn();
        while (!writer.writableNeedDrain) {
          writer.write(chunk);
          written += chunk.length;
          still = 0;
        }
        expect(to.writableLength).toBeLessThan(512 * 1024);
        expect(from.readableLength).toBeLessThan(512 * 1024);
      }
      expect(writer.writableNeedDrain).toBe(true);
      expect(from.isPaused()).toBe(true);
      // an upload goes on in writes of several reads
      if (slow === 'provider') expect(to.writableLength).toBeGreaterThanOrEqual(limits.uploadAhead);
      // what was taken in and not yet given to the system is all that is held
      expect(from.bytesRead - (to.bytesWritten - to.writableLength)).toBeLessThan(512 * 1024);
      writer.end();
      const all = readAll(reader);
      while (!from.readableEnded) await nextTurn();
      await clock.advance(limits.lastAnswers);
      expect((await all).length).toBe(written);
      reader.end();
      expect(await result).not.toHaveProperty('error');
    },
    30_000,
  );

  it('does not keep a broken session: its end comes with the time of silence', async () => {
    const { client: mail, provider, near, clock, start } = await joined();
    const result = start();
    provider.write(randomBytes(16 * 1024 * 1024));
    while (near.client.writableLength === 0) await nextTurn();
    provider.resetAndDestroy();
    // written to the broken side, so that it is noticed while nothing is read from it
    while (!near.upstream.destroyed) {
      mail.write('NOOP\r\n');
      await nextTurn();
    }
    await clock.advance(limits.halfClosed);
    expect(await result).toMatchObject({ endedBy: 'upstream' });
  });

  it('and leaves, does not keep what it said last from a provider that hears only once its list is taken', async () => {
    const { client: mail, provider, near, start } = await joined();
    const result = start();
    provider.write(randomBytes(16 * 1024 * 1024), () => provider.resume());
    mail.write(randomBytes(16 * 1024 * 1024));
    while (!near.client.isPaused() || !near.upstream.isPaused()) await nextTurn();
    mail.resetAndDestroy();
    expect(await result).toMatchObject({ endedBy: 'client' });
  });

  it('still gets what had been read from the other side before that broke', async () => {
    const { client: mail, provider, near, start } = await joined();
    const sent = randomBytes(16 * 1024 * 1024);
    const result = start();
    provider.write(sent);
    while (near.client.writableLength === 0) await nextTurn();
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(near.upstream.readableLength).toBeGreaterThan(0);
    const taken = near.upstream.bytesRead;
    near.upstream.destroy(new Error('broken'));
    const got = await readAll(mail);
    expect(got.length).toBe(taken);
    expect(got.equals(sent.subarray(0, taken))).toBe(true);
    mail.end();
    expect(await result).toMatchObject({ endedBy: 'upstream', toClient: taken });
    expect((await result).error?.message).toBe('broken');
  });
});

describe('the end', () => {
  it('comes after five minutes of silence once one side has ended, not before', async () => {
    const { client: mail, provider, clock, start } = await joined();
    let ended = false;
    const result = start().finally(() => {
      ended = true;
    });
    mail.end('last words');
    await readUntil(provider, 'last words');
    await closedForWriting(mail);
    await clock.advance(limits.halfClosed - 1);
    expect(ended).toBe(false);
    provider.write('still here');
    await readUntil(mail, 'still here');
    await clock.advance(limits.halfClosed - 1);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await result).toMatchObject({ endedBy: 'client' });
    expect(clock.timers).toBe(0);
  });

  it('comes so also where neither side takes what is left for it', async () => {
    const { clock, start } = await joined();
    const [client, upstream] = [socketOf({ write: () => {} }), socketOf({ write: () => {} })];
    const [firstToClient, firstToUpstream] = [Buffer.from('a list'), Buffer.from('a message')];
    const result = start({ client, upstream, firstToClient, firstToUpstream });
    client.push(null);
    await clock.advance(limits.halfClosed - 1);
    expect([client.destroyed, upstream.destroyed]).toEqual([false, false]);
    await clock.advance(1);
    expect([client.destroyed, upstream.destroyed]).toEqual([true, true]);
    expect(await result).toEqual({ endedBy: 'client', toClient: 6, toUpstream: 9 });
    expect(clock.timers).toBe(0);
  });

  it('does not come for silence while both sides are open: IDLE lasts', async () => {
    const { client: mail, provider, clock, start } = await joined();
    void start();
    provider.write('+ idling\r\n');
    await readUntil(mail, '+ idling');
    await clock.advance(24 * 60 * 60 * 1000);
    provider.write('* 2 EXISTS\r\n');
    expect(await readUntil(mail, 'EXISTS')).toContain('* 2 EXISTS');
    expect(clock.timers).toBe(0);
  });

  it('comes ten minutes after a command that the provider never answers: the network swallows all', async () => {
    const { client: mail, provider, clock, start } = await joined();
    let ended = false;
    const result = start().finally(() => {
      ended = true;
    });
    mail.write('a NOOP\r\n');
    await readUntil(provider, 'a NOOP\r\n');
    await clock.advance(limits.unanswered - 1);
    provider.write('* OK still here\r\n');
    await readUntil(mail, 'still here\r\n');
    mail.write('b NOOP\r\n');
    await readUntil(provider, 'b NOOP\r\n');
    await clock.advance(limits.unanswered - 1);
    expect(ended).toBe(false);
    await clock.advance(1);
    await readAll(mail);
    mail.end();
    expect(await result).toMatchObject({ endedBy: 'upstream' });
    expect((await result).error?.message).toMatch(/no longer answers/);
    expect(clock.timers).toBe(0);
  });

  it('comes ten minutes after the provider has taken a long message, however long it took to', async () => {
    const { client: mail, clock, start } = await joined();
    const taking = Promise.withResolvers<() => void>();
    const upstream = socketOf({
      writableHighWaterMark: 1,
      write: (_message, _encoding, written) => taking.resolve(written),
    });
    const result = start({ upstream });
    mail.write('a long message\r\n');
    const taken = await taking.promise;
    await clock.advance(limits.unanswered - 60_000);
    taken();
    await clock.advance(limits.unanswered - 1);
    expect(upstream.destroyed).toBe(false);
    await clock.advance(1);
    expect(upstream.destroyed).toBe(true);
    mail.end();
    expect((await result).error?.message).toMatch(/no longer answers/);
  });

  it('does not come so to a message that a program sends line by line, with pauses', async () => {
    const { client: mail, provider, clock, start } = await joined();
    let ended = false;
    const result = start().finally(() => {
      ended = true;
    });
    for (let line = 0; line < 12; line += 1) {
      mail.write(`line ${String(line)}\r\n`);
      await readUntil(provider, `line ${String(line)}\r\n`);
      await clock.advance(60_000);
    }
    expect(ended).toBe(false);
    // one that answers nothing in the end is given up as ever
    await clock.advance(limits.unanswered);
    mail.end();
    expect((await result).error?.message).toMatch(/no longer answers/);
  });

  it('does not come so to a session that waits after an answer, and no timer is left running for it', async () => {
    const { client: mail, provider, clock, start } = await joined();
    void start();
    mail.write('a IDLE\r\n');
    await readUntil(provider, 'a IDLE\r\n');
    provider.write('+ idling\r\n');
    await readUntil(mail, '+ idling\r\n');
    await clock.advance(24 * 60 * 60 * 1000);
    provider.write('* 2 EXISTS\r\n');
    expect(await readUntil(mail, 'EXISTS')).toContain('* 2 EXISTS');
    expect(clock.timers).toBe(0);
  });

  it('tells which error ended the session', async () => {
    const { client: mail, provider, start } = await joined();
    const result = start();
    mail.write('x');
    await readUntil(provider, 'x');
    mail.resetAndDestroy();
    expect((await readAll(provider)).toString()).toBe('');
    const { endedBy, error } = await result;
    expect(endedBy).toBe('client');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('lets a session that is ended from here hand over what it has, and drops what comes later', async () => {
    const { client: mail, provider, near, start } = await joined();
    const result = start();
    provider.write('so far');
    while (near.upstream.bytesRead < 6) await nextTurn();
    near.client.destroySoon();
    provider.write(randomBytes(1_000_000));
    expect((await readAll(mail)).toString()).toBe('so far');
    mail.end();
    expect(await result).not.toHaveProperty('error');
  });
});

test('what a provider sends in full records goes on in one write; a short answer goes on at once, as does a command', async () => {
  const { start } = await joined();
  const writes: number[][] = [];
  const socket = (): ReturnType<typeof socketOf> =>
    socketOf({
      writev: (chunks, written) => {
        writes.push(chunks.map(({ chunk }: { chunk: Buffer }) => chunk.length));
        written();
      },
    });
  const [client, upstream] = [socket(), socket()];
  void start({ client, upstream });
  await nextTurn();
  for (const size of [4_096, 4_096, 100]) upstream.push(Buffer.alloc(size));
  expect(writes).toEqual([]);
  await nextTurn();
  expect(writes.splice(0)).toEqual([[4_096, 4_096, 100]]);
  upstream.push(Buffer.alloc(100));
  client.push(Buffer.alloc(5_000));
  expect(writes).toEqual([[100], [5_000]]);
});

describe('the watch', () => {
  it('sees the first octets that the provider sends after the login, and no more', async () => {
    const { client: mail, provider, start } = await joined();
    const seen: Buffer[] = [];
    const bytes = randomBytes(limits.detectorWindow * 3);
    const result = start({
      firstToClient: bytes.subarray(0, 100),
      watch: (chunk) => seen.push(Buffer.from(chunk)),
    });
    await send(provider, bytes.subarray(100), [1_000, 3_000]);
    mail.end('not this');
    const got = await readAll(mail);
    await result;
    expect(got.equals(bytes)).toBe(true);
    expect(Buffer.concat(seen).equals(bytes.subarray(0, limits.detectorWindow))).toBe(true);
  });

  it('cannot disturb the session, even when it fails', async () => {
    const { client: mail, provider, start } = await joined();
    let calls = 0;
    const result = start({
      watch: () => {
        calls += 1;
        throw new Error('a defect');
      },
    });
    provider.write('first, ');
    await readUntil(mail, 'first, ');
    provider.end('second');
    expect((await readAll(mail)).toString()).toBe('second');
    mail.end();
    expect((await result).error?.message).toBe('a defect');
    expect(calls).toBe(1);
  });
});

test('a session that has ended leaves no timer, no open socket and no warning behind', async () => {
  const { client: mail, provider, near, clock, start } = await joined();
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const result = start();
  mail.end();
  provider.end();
  await Promise.all([readAll(mail), readAll(provider)]);
  await result;
  expect(clock.timers).toBe(0);
  expect(warnings).toEqual([]);
  expect(near.client.closed && near.upstream.closed).toBe(true);
});

/** One end of a connection, which the test itself plays; what it pushes is read. */
function socketOf(play: DuplexOptions): Duplex & { destroySoon(): void } {
  const socket = new Duplex({ read: () => {}, ...play });
  onTestFinished(() => void socket.destroy());
  return Object.assign(socket, { destroySoon: () => void socket.end(() => socket.destroy()) });
}

/** As most TLS servers do: at its client's end it closes, and what it has still to say is lost. */
async function hangsUpAtEnd(provider: Socket): Promise<void> {
  await once(provider, 'end');
  provider.destroy();
}

async function closedForWriting(socket: Socket): Promise<void> {
  if (!socket.writableFinished) await once(socket, 'finish');
}
