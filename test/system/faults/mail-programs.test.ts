import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import { limits } from '#core/relay/limits.ts';
import { textOf } from '../../support/english.ts';
import { FaultReport } from '../../support/fault-report.ts';
import { connectionFaults, garbage, type ConnectionFault } from '../../support/faulty-server.ts';
import { ForwardClock } from '../../support/forward-clock.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { accepted, localPassword, logIn, plain, SystemBench } from '../../support/system-bench.ts';

const anna = 'anna@example.org';
const report = new FaultReport('mail programs');
/** The clock is put forward by days, and no renewal is to be under way meanwhile. */
const longLived = { accessTokenLife: 90 * 24 * 3600 };
let bench: SystemBench;
let clock: ForwardClock;

beforeAll(async () => {
  clock = new ForwardClock();
  bench = await SystemBench.start({ clock, sandbox: { smtpTls: 'implicit', settings: longLived } });
  await bench.running.addDesktopClient();
  await bench.running.addSignedInAccount(anna, localPassword);
  for (const protocol of protocols) expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
});
afterAll(() => bench.stop());

/** How far a mail program has got when it fails. */
const stages = ['greeted', 'command', 'exchange', 'session'] as const;
type Stage = (typeof stages)[number];
const stageName: Readonly<Record<Stage, string>> = {
  greeted: 'before it has said anything',
  command: 'in the middle of its login command',
  exchange: 'in the middle of its SASL exchange',
  session: 'in the session',
};

const login: Readonly<Record<Protocol, string>> = {
  imap: `a1 LOGIN ${anna} ${localPassword}\r\n`,
  pop: `AUTH PLAIN ${plain(anna, localPassword)}\r\n`,
  smtp: `AUTH PLAIN ${plain(anna, localPassword)}\r\n`,
};
const exchange: Readonly<Record<Protocol, string>> = {
  imap: 'a1 AUTHENTICATE PLAIN',
  pop: 'AUTH PLAIN',
  smtp: 'AUTH PLAIN',
};

/** A mail program as far as the stage, and what it would say next. */
async function at(stage: Stage, protocol: Protocol): Promise<{ client: RawClient; rest: Buffer }> {
  const client = await bench.client(protocol, { allowHalfOpen: true });
  await client.until(/\r\n/);
  // a program that speaks ESMTP says so first
  if (protocol === 'smtp' && stage !== 'greeted') await client.ask('EHLO client.example', /^250 .*\r\n/m);
  const command = login[protocol];
  switch (stage) {
    case 'greeted':
      return {
        client,
        rest: Buffer.from(protocol === 'smtp' ? `EHLO client.example\r\n${command}` : command),
      };
    case 'command':
      client.send(command.slice(0, 12));
      return { client, rest: Buffer.from(command.slice(12)) };
    case 'exchange':
      await client.ask(exchange[protocol], /^(?:\+|334).*\r\n/m);
      return { client, rest: Buffer.from(`${plain(anna, localPassword)}\r\n`) };
    case 'session':
      expect(await logIn(client, protocol, anna)).toMatch(accepted[protocol]);
      return { client, rest: Buffer.from(protocol === 'imap' ? 'a2 NOOP\r\n' : 'NOOP\r\n') };
    default:
      return stage satisfies never;
  }
}

const faultName: Readonly<Record<ConnectionFault, string>> = {
  delay: 'Goes on late',
  trickle: 'Sends one octet at a time',
  cut: 'Hangs up',
  'half-open': 'Says that it is done, and listens',
  silence: 'Falls silent',
  reset: 'Resets the connection',
  garbage: 'Sends what is no command',
  'endless-line': 'Sends a line without end',
  'endless-lines': 'Sends lines without end',
};
const noopDone = { imap: /^a2 OK .*\r\n/m, pop: /^\+OK.*\r\n/m, smtp: /^250 .*\r\n/m } as const;
const letIn = { imap: /^a1 OK .*\r\n/m, pop: /^\+OK.*\r\n/m, smtp: /^235 .*\r\n/m } as const;

/** What the gateway does with it, up to the end of the connection. */
async function suffer(
  client: RawClient,
  rest: Buffer,
  { protocol, stage, fault }: { protocol: Protocol; stage: Stage; fault: ConnectionFault },
): Promise<string> {
  const done = stage === 'session' ? noopDone[protocol] : letIn[protocol];
  switch (fault) {
    case 'delay':
      clock.forward(stage === 'session' ? 29 * 60_000 : limits.timeBeforeLogin - 60_000);
      client.send(rest);
      await client.until(done);
      client.socket.resetAndDestroy();
      return stage === 'session' ? 'the answer' : 'its login is accepted';
    case 'trickle':
      await client.sendPieces(Array.from(rest, (octet) => Buffer.from([octet])));
      await client.until(done);
      client.socket.resetAndDestroy();
      return stage === 'session' ? 'the answer' : 'its login is accepted';
    case 'cut': {
      const waited = clock.nextTimer(limits.lastAnswers);
      client.destroy();
      if (stage === 'session') {
        await waited;
        clock.forward(limits.lastAnswers);
      }
      return '';
    }
    case 'half-open': {
      const waited = clock.nextTimer(limits.lastAnswers);
      client.send(rest);
      client.end();
      await client.until(done);
      await waited;
      clock.forward(limits.lastAnswers);
      await client.ended();
      return stage === 'session' ? 'the answer, then the end' : 'its login is accepted, then the end';
    }
    case 'reset':
      client.socket.resetAndDestroy();
      return '';
    case 'silence':
      if (stage === 'session') {
        // IMAP's IDLE lasts up to 29 minutes (RFC 2177)
        clock.forward(29 * 60_000);
        client.send(rest);
        await client.until(done);
        client.socket.resetAndDestroy();
        return 'nothing: its session stays';
      }
      clock.forward(limits.timeBeforeLogin);
      await client.ended();
      client.end();
      return `the end after ${String(limits.timeBeforeLogin / 60_000)} minutes, in the words of the protocol`;
    case 'garbage':
    case 'endless-line':
    case 'endless-lines':
      return stage === 'session' ? passedOn(client, blocks[fault]) : refusedAtLast(client, blocks[fault]);
    default:
      return fault satisfies never;
  }
}

const blocks = {
  garbage,
  'endless-line': Buffer.alloc(65_536, 'x'),
  'endless-lines': Buffer.from('NONSENSE\r\n'.repeat(4_096)),
};

/** Octets in a session are the mail server's, whatever they are. */
async function passedOn(client: RawClient, block: Buffer): Promise<string> {
  await client.sendPieces([block]);
  client.socket.resetAndDestroy();
  return 'what its mail server makes of it';
}

/** It is hung up on, long before it has cost anything. */
async function refusedAtLast(client: RawClient, block: Buffer): Promise<string> {
  let taken = 0;
  const more = (): void => {
    client.socket.write(block, (error) => {
      if (error !== null && error !== undefined) return;
      taken += block.length;
      setImmediate(more);
    });
  };
  more();
  await client.closed();
  // what a socket's buffers hold, beyond what is read
  expect(taken).toBeLessThan(16 * 1024 * 1024);
  return 'a refusal of each line, and the end';
}

describe.each(protocols)('%s: a mail program', (protocol) => {
  describe.each(stages)('at the stage %s', (stage) => {
    it.each(connectionFaults)('%s', async (fault) => {
      // what came of the case before is summed up by then, and the first of this one is written at once
      clock.forward(limits.summaryPeriod);
      const before = bench.activityNow;
      const { client, rest } = await at(stage, protocol);
      const mailProgram = await suffer(client, rest, { protocol, stage, fault });
      const canary = await bench.greeted(protocol);
      expect(await logIn(canary, protocol, anna)).toMatch(accepted[protocol]);
      canary.socket.resetAndDestroy();
      await bench.snapshot(({ accounts }) => accounts[0]?.sessions[protocol] === 0);
      await expect.poll(() => bench.sandbox[protocol].openConnections).toBe(0);
      const noted = bench.running.gateway.activity
        .entries({ after: before })
        .find(({ level }) => level === 'warning');
      report.add({
        fault: faultName[fault],
        when: stageName[stage],
        protocol,
        mailProgram,
        person: noted === undefined ? '' : textOf(noted.text),
        kept: 'sign-in and token',
      });
    });
  });
});

it('docs/reliability.md says of mail programs what was seen here', () => report.compare());
