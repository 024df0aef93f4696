import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { SmtpTransaction } from '#core/devices/smtp-transaction.ts';
import { UpstreamError } from '#core/relay/dial.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { readUntil, upstreamConnection } from '../relay/loopback.ts';

const minute = 60_000;

async function begun() {
  const { near, far } = await upstreamConnection();
  const clock = new FakeClock();
  return { clock, near, server: far, transaction: new SmtpTransaction(near, clock) };
}

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) yield await Promise.resolve(Buffer.alloc(1024 * 1024));
}

it('a message may take any time as long as it flows, and its answer ten minutes behind it', async () => {
  const { clock, server, transaction } = await begun();
  async function* slowly(): AsyncGenerator<Buffer> {
    for (let line = 0; line < 20; line += 1) {
      yield Buffer.from(`line ${String(line)}\r\n`);
      await clock.advance(2 * minute);
    }
    yield Buffer.from('.\r\n');
  }
  const answered = transaction.message(slowly());
  expect(await readUntil(server, '\r\n.\r\n')).toContain('line 19');
  await clock.advance(10 * minute - 1);
  server.write('250 2.0.0 taken\r\n');
  expect(await answered).toEqual({ code: 250, text: '2.0.0 taken' });
  expect(clock.timers).toBe(0);
});

it('a server that takes no more of a message is given up after three minutes', async () => {
  const { clock, near, transaction } = await begun();
  const answered = expect(transaction.message(endless())).rejects.toBeInstanceOf(UpstreamError);
  // until the system holds as much as it will; nobody reads
  for (let held = -1; held !== near.bytesWritten || clock.timers === 0; await nextTurn())
    held = near.bytesWritten;
  await clock.advance(3 * minute);
  await answered;
  expect(near.destroyed).toBe(true);
  expect(clock.timers).toBe(0);
});

it('a server that answers no command is given up after five minutes', async () => {
  const { clock, server, transaction } = await begun();
  const answered = expect(transaction.command('NOOP')).rejects.toBeInstanceOf(UpstreamError);
  await readUntil(server, 'NOOP\r\n');
  await clock.advance(5 * minute);
  await answered;
  await expect(transaction.command('NOOP')).rejects.toBeInstanceOf(UpstreamError);
  expect(clock.timers).toBe(0);
});
