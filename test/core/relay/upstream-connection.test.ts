import { once } from 'node:events';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import type { ServerAddress } from '#contract/endpoints.ts';
import {
  clientLogin,
  logInUpstream,
  runLogin,
  type UpstreamConnectionOptions,
  type UpstreamOutcome,
} from '#core/relay/upstream-connection.ts';
import { UpstreamError } from '#core/relay/dial.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { identity, listen, readUntil, trust } from './loopback.ts';
import { portOf } from '../../support/listening.ts';

const credentials = { username: 'anna@example.org', token: 'the-token' };

function defect(): never {
  throw new Error('a defect');
}

/** An SMTP server's side, scripted; gets the plain socket. */
async function server(script: (socket: Socket) => Promise<void>): Promise<ServerAddress> {
  const listener = await listen((socket) => {
    script(socket).catch(() => socket.destroy());
  });
  return { host: '127.0.0.1', port: portOf(listener), tls: 'starttls' };
}

async function talkTo(
  address: ServerAddress,
  options: Partial<UpstreamConnectionOptions> = {},
): Promise<UpstreamOutcome> {
  const outcome = await runLogin({
    server: address,
    signal: new AbortController().signal,
    secureContext: await trust(),
    clock: new FakeClock(),
    login: clientLogin('smtp', { ...address, credentials }),
    ...options,
  });
  if (outcome.kind === 'accepted') onTestFinished(() => void outcome.socket.destroy());
  return outcome;
}

async function upToStartTls(socket: Socket): Promise<void> {
  socket.write('220 ready\r\n');
  await readUntil(socket, 'EHLO');
  socket.write('250-server\r\n250 STARTTLS\r\n');
  await readUntil(socket, 'STARTTLS\r\n');
}

async function secureHost(socket: Socket): Promise<Socket> {
  const secured = new tls.TLSSocket(socket, { isServer: true, secureContext: await identity() });
  onTestFinished(() => void secured.destroy());
  secured.on('error', () => {});
  await once(secured, 'secure');
  return secured;
}

it('logs in under STARTTLS, and hands out the socket paused with what came behind the yes', async () => {
  const address = await server(async (plain) => {
    await upToStartTls(plain);
    plain.write('220 go on\r\n');
    const socket = await secureHost(plain);
    await readUntil(socket, 'EHLO');
    socket.write('250-server\r\n250-SIZE 1000\r\n250 AUTH XOAUTH2\r\n');
    await readUntil(socket, 'AUTH XOAUTH2\r\n');
    socket.write('334 \r\n');
    await readUntil(socket, '\r\n');
    socket.write('235 2.7.0 in\r\n250 early\r\n');
  });
  const learned: (readonly string[])[] = [];
  const outcome = await talkTo(address, { learned: (extensions) => learned.push(extensions) });
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  expect(outcome.socket).toBeInstanceOf(tls.TLSSocket);
  expect(outcome.socket.isPaused()).toBe(true);
  expect(outcome.accepted.rest.toString()).toBe('250 early\r\n');
  expect(learned).toEqual([['SIZE 1000', 'AUTH XOAUTH2']]);
});

it('never sends a token when an answer was slipped in behind the one to STARTTLS', async () => {
  let heard = '';
  const address = await server(async (plain) => {
    await upToStartTls(plain);
    plain.write('220 go on\r\n250-server\r\n250 AUTH XOAUTH2\r\n334 \r\n');
    plain.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    plain.resume();
  });
  const outcome = await talkTo(address).catch((error: unknown) => error);
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'protocol' } });
  expect(heard).not.toContain('AUTH');
});

it('never sends a token in plain text to a server without STARTTLS', async () => {
  let heard = '';
  const address = await server(async (plain) => {
    plain.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (/EHLO .*\r\n$/.test(heard)) plain.write('250-server\r\n250 AUTH XOAUTH2\r\n');
    });
    plain.write('220 ready\r\n');
  });
  expect(await talkTo(address)).toMatchObject({ kind: 'refused', refusal: { kind: 'protocol' } });
  expect(heard).toMatch(/^EHLO [^\r\n]*\r\n(?:STARTTLS\r\n|QUIT\r\n)?$/);
});

it('ends as a refusal when the server hangs up in the middle', async () => {
  const address = await server(async (plain) => {
    plain.write('220 ready\r\n');
    await readUntil(plain, 'EHLO');
    plain.end();
  });
  expect(await talkTo(address)).toMatchObject({ kind: 'refused', refusal: { kind: 'temporary' } });
});

it('is an UpstreamError when the connection breaks in the middle', async () => {
  const address = await server(async (plain) => {
    plain.write('220 ready\r\n');
    await readUntil(plain, 'EHLO');
    plain.resetAndDestroy();
  });
  const error: unknown = await talkTo(address).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(UpstreamError);
  expect(error).toMatchObject({ code: 'closed' });
});

it('ends at once when nobody wants it any longer, and hangs up', async () => {
  const hungUp = Promise.withResolvers<void>();
  const controller = new AbortController();
  const address = await server(async (plain) => {
    plain.once('close', () => hungUp.resolve()).once('end', () => plain.end());
    plain.write('220 ready\r\n');
    await readUntil(plain, 'EHLO');
    plain.resume();
    controller.abort(new Error('the client left'));
  });
  await expect(talkTo(address, { signal: controller.signal })).rejects.toBeInstanceOf(UpstreamError);
  await hungUp.promise;
});

it('passes a defect of the dialogue on, instead of ending the process, and hangs up', async () => {
  const hungUp = Promise.withResolvers<void>();
  const address = await server(async (plain) => {
    plain.once('close', () => hungUp.resolve()).once('end', () => plain.end());
    plain.write('220 ready\r\n');
    plain.resume();
  });
  const login = { feed: defect, secured: defect, ended: defect };
  await expect(talkTo(address, { login })).rejects.toThrow('a defect');
  await hungUp.promise;
});

it('only learns where it has no credentials, and leaves', async () => {
  const ended = Promise.withResolvers<void>();
  const address = await server(async (plain) => {
    await upToStartTls(plain);
    plain.write('220 go on\r\n');
    const socket = await secureHost(plain);
    await readUntil(socket, 'EHLO');
    socket.once('end', () => {
      socket.end();
      ended.resolve();
    });
    socket.write('250-server\r\n250 CHUNKING\r\n');
    socket.resume();
  });
  const learned: (readonly string[])[] = [];
  const outcome = await talkTo(address, {
    login: clientLogin('smtp', address),
    onlyLearn: true,
    learned: (extensions) => learned.push(extensions),
  });
  expect(outcome).toEqual({ kind: 'learned' });
  expect(learned).toEqual([['CHUNKING']]);
  await ended.promise;
});

it.each(['implicit', 'starttls'] as const)(
  'a server that hangs up on the TLS session that it has offered (Dovecot with ssl_verify_client_cert): each login works, the second goes through two handshakes, %s',
  async (way) => {
    // Node's own servers have a session id context, this has none: OpenSSL then resumes nothing where it asks for a certificate
    const secureContext = await identity();
    const handshakes: string[] = [];
    const serve = async (socket: Socket): Promise<void> => {
      if (way === 'starttls') {
        await upToStartTls(socket);
        socket.write('220 go\r\n');
      }
      const secured = new tls.TLSSocket(socket, {
        isServer: true,
        secureContext,
        requestCert: true,
        rejectUnauthorized: false,
      });
      onTestFinished(() => void secured.destroy());
      secured.on('error', ({ message }: Error) => {
        handshakes.push(/session id context uninitialized/.exec(message)?.[0] ?? message);
      });
      await once(secured, 'secure');
      handshakes.push('whole');
      if (way === 'implicit') secured.write('220 ready\r\n');
      await readUntil(secured, 'EHLO');
      secured.write('250 server\r\n');
      await once(secured, 'end');
    };
    const address = { ...(await server(serve)), tls: way };
    const access = {
      secureContext: (): tls.SecureContext => trusted,
      lookup: undefined,
      clock: new FakeClock(),
    };
    const trusted = await trust();
    for (let logins = 0; logins < 4; logins += 1) {
      const signal = new AbortController().signal;
      const outcome = await logInUpstream(access, { protocol: 'smtp', server: address, signal });
      expect(outcome).toEqual({ kind: 'learned' });
    }
    expect(handshakes).toEqual(['whole', 'session id context uninitialized', 'whole', 'whole', 'whole']);
  },
);
