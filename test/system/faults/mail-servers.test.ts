import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import { limits } from '#core/relay/limits.ts';
import { textOf } from '../../support/english.ts';
import { FaultReport } from '../../support/fault-report.ts';
import {
  connectionFaults,
  FaultyServer,
  garbage,
  serverStages,
  type ConnectionFault,
  type ServerStage,
} from '../../support/faulty-server.ts';
import { ForwardClock } from '../../support/forward-clock.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../../support/system-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const servers = new Map<Protocol, FaultyServer>();
/** A session of bo's for each protocol, open from the first case to the last. */
const canaries = new Map<Protocol, RawClient>();
const report = new FaultReport('mail servers');
/** The clock is put forward by days, and no renewal is to be under way meanwhile. */
const longLived = { accessTokenLife: 90 * 24 * 3600 };
let bench: SystemBench;
let clock: ForwardClock;
/** Of the canaries and the listeners. */
let socketsAtRest = 0;
/** What the gateway opens for itself now and then: a renewal, a server that is asked anew what it can do. */
const ownSockets = 6;
/**
 * The machine's watch, the watch for credentials that expire, the next renewal, what is summed up, a snapshot on its way,
 * and for each canary how long its server may owe an answer.
 */
const timersAtRest = 5 + protocols.length;

beforeAll(async () => {
  clock = new ForwardClock();
  bench = await SystemBench.start({ clock, sandbox: { smtpTls: 'implicit', settings: longLived } });
  const certificates = await makeCertificates();
  for (const protocol of protocols) {
    const behind = { port: bench.sandbox[protocol].port, ca: bench.sandbox.ca };
    servers.set(protocol, await FaultyServer.start({ protocol, certificates, behind }));
  }
  await bench.trust(certificates.ca);
  const { running } = bench;
  await running.addDesktopClient('Faulty');
  const addresses = Object.fromEntries([...servers].map(([protocol, { address }]) => [protocol, address]));
  await running.run('client-update', { client: 'Faulty', change: { servers: addresses } });
  await running.addSignedInAccount(anna, localPassword, 'Faulty');
  await running.addDesktopClient();
  await running.addSignedInAccount(bo, localPassword);
  for (const protocol of protocols) {
    await canaryLogin(protocol);
    const first = await bench.greeted(protocol);
    expect(await logIn(first, protocol, anna)).toMatch(accepted[protocol]);
    first.socket.resetAndDestroy();
    await serverOf(protocol).empty();
    const canary = await bench.greeted(protocol);
    expect(await logIn(canary, protocol, bo)).toMatch(accepted[protocol]);
    canaries.set(protocol, canary);
  }
  socketsAtRest = sockets();
});
afterAll(async () => {
  for (const server of servers.values()) await server.stop();
  await bench.stop();
});

function serverOf(protocol: Protocol): FaultyServer {
  const server = servers.get(protocol);
  if (server === undefined) throw new Error('it has not been started');
  return server;
}

/** A login of somebody else, and a session that was there before: neither notices anything. */
async function undisturbed(protocol: Protocol): Promise<void> {
  await canaryLogin(protocol);
  await canaries.get(protocol)?.ask(noop[protocol], noopAnswer[protocol]);
}

async function canaryLogin(protocol: Protocol): Promise<void> {
  const client = await bench.greeted(protocol);
  expect(await logIn(client, protocol, bo)).toMatch(accepted[protocol]);
  client.socket.resetAndDestroy();
}

function noSessionOf(address: string): Promise<unknown> {
  return bench.snapshot(({ accounts }) =>
    accounts.some(
      (account) =>
        account.address === address && protocols.every((protocol) => account.sessions[protocol] === 0),
    ),
  );
}

/** What this process, in which the gateway and the sandbox run, holds open. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

const faultName: Readonly<Record<ConnectionFault, string>> = {
  delay: 'Answers late',
  trickle: 'Sends one octet at a time',
  cut: 'Hangs up',
  'half-open': 'Says that it is done, and stays',
  silence: 'Falls silent',
  reset: 'Resets the connection',
  garbage: 'Sends what is no answer',
  'endless-line': 'Sends a line without end',
  'endless-lines': 'Sends lines without end',
};
const stageName: Readonly<Record<ServerStage, string>> = {
  connection: 'before TLS',
  greeting: 'at its greeting',
  capabilities: 'when it says what it can do',
  login: 'at the login',
  accepted: 'after the login',
  session: 'in the session',
};

/** Whether the fault only costs time. */
const isSlow = (fault: ConnectionFault): boolean => fault === 'delay' || fault === 'trickle';

/** A command in the session, and the whole of its answer. */
const noop = { imap: 'n NOOP', pop: 'NOOP', smtp: 'NOOP' } as const;
const noopAnswer = { imap: /^n OK .*\r\n/m, pop: /^\+OK.*\r\n/m, smtp: /^250 .*\r\n/m } as const;

describe.each(protocols)('%s: a mail server', (protocol) => {
  describe.each(serverStages.filter((stage) => stage !== 'accepted' || protocol === 'imap'))(
    'at the stage %s',
    (stage) => {
      it.each(connectionFaults)('%s', async (fault) => {
        const seen = await suffered(protocol, stage, fault);
        await expect.poll(sockets).toBeLessThanOrEqual(socketsAtRest + ownSockets);
        await expect.poll(() => clock.pending).toBeLessThanOrEqual(timersAtRest);
        report.add({ fault: faultName[fault], when: stageName[stage], protocol, ...seen });
      });
    },
  );
});

/** One login of anna's, or one session, that meets a fault, and one login after it. */
async function suffered(
  protocol: Protocol,
  stage: ServerStage,
  fault: ConnectionFault,
): Promise<{ readonly mailProgram: string; readonly person: string; readonly kept: string }> {
  const server = serverOf(protocol);
  const happened = server.next(fault, stage);
  const before = bench.activityNow;
  const client = await bench.greeted(protocol);
  const startedAt = clock.now();
  const login = logIn(client, protocol, anna);
  const mailProgram =
    stage === 'session'
      ? await inSession(client, login, { protocol, fault, happened })
      : await atLogin(login, { protocol, fault, happened, startedAt });
  client.socket.resetAndDestroy();
  await server.empty();
  await noSessionOf(anna);
  const kept = await afterwards(protocol);
  const { id } = await bench.account(anna);
  const refusal = bench.running.gateway.activity
    .entries({ after: before })
    .find(({ accountId, kind }) => accountId === id && kind === 'login-refused');
  return { mailProgram, person: refusal === undefined ? '' : textOf(refusal.text), kept };
}

interface Case {
  readonly protocol: Protocol;
  readonly fault: ConnectionFault;
  readonly happened: Promise<void>;
}

/** The answer to the login comes in time, and tells the mail program to come back. */
async function atLogin(
  login: Promise<string>,
  { protocol, fault, happened, startedAt }: Case & { readonly startedAt: number },
): Promise<string> {
  await happened;
  await undisturbed(protocol);
  if (fault === 'delay') serverOf(protocol).release();
  if (fault === 'silence') clock.forward(limits.upstreamLoginTimeout);
  const answer = await login;
  // a person's mail program waits for a minute
  expect(clock.now() - startedAt).toBeLessThan(limits.loginTimeout);
  expect(answer).toMatch(isSlow(fault) ? accepted[protocol] : refusals.temporary[protocol]);
  // what fills the sockets' buffers, not more: the endless faults are not read on
  expect(serverOf(protocol).endless).toBeLessThan(32 * 1024 * 1024);
  return isSlow(fault) ? 'its login is accepted' : 'a temporary refusal';
}

/** Octets of a session are passed on as they are; its end is passed on. */
async function inSession(
  client: RawClient,
  login: Promise<string>,
  { protocol, fault, happened }: Case,
): Promise<string> {
  expect(await login).toMatch(accepted[protocol]);
  client.send(`${noop[protocol]}\r\n`);
  await happened;
  await undisturbed(protocol);
  switch (fault) {
    case 'delay':
    case 'trickle':
      serverOf(protocol).release();
      await client.until(noopAnswer[protocol]);
      return 'the answer, whole';
    case 'garbage':
      expect(await client.octets(garbage.length)).toBe(garbage.toString('latin1'));
      return 'the same octets';
    case 'endless-line':
    case 'endless-lines':
      await client.octets(1024 * 1024);
      return 'the same octets';
    case 'silence':
      clock.forward(limits.unanswered);
      await client.ended();
      return `the session ends after ${String(limits.unanswered / 60_000)} minutes`;
    case 'cut':
    case 'half-open':
    case 'reset':
      await client.ended();
      return 'the session ends';
    default:
      return fault satisfies never;
  }
}

/** What holds when the fault is over: the sign-in, so that the next login is let in without a person. */
async function afterwards(protocol: Protocol): Promise<string> {
  const asked = bench.sandbox.provider.tokenRequestCount();
  const client = await bench.greeted(protocol);
  expect(await logIn(client, protocol, anna)).toMatch(accepted[protocol]);
  client.socket.resetAndDestroy();
  await serverOf(protocol).empty();
  await noSessionOf(anna);
  expect((await bench.account(anna)).state).toBe('ready');
  expect(bench.sandbox.provider.tokenRequestCount()).toBe(asked);
  return 'sign-in and token';
}

it('docs/reliability.md says of mail servers what was seen here', () => report.compare());
