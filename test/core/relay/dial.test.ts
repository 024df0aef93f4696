import { once } from 'node:events';
import type { LookupFunction, Socket } from 'node:net';
import tls, { type SecureContextOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { msg } from '#messages/message.ts';
import type { ServerAddress } from '#contract/endpoints.ts';
import { parseNetworkProxy } from '#core/network/network-proxy.ts';
import { limits } from '#core/relay/limits.ts';
import {
  dial,
  secure,
  upstreamSecureContext,
  type UpstreamProgress,
  UpstreamError,
} from '#core/relay/dial.ts';
import type { SocketErrorCode } from '#core/errors/socket.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { certificates, closed, listen, readAll, readUntil, trust } from './loopback.ts';
import { makeAuthority, makeSelfSigned } from './server-certificates.ts';
import { textOf } from '../../support/english.ts';
import { portOf } from '../../support/listening.ts';
import { ProxyStandIn } from '../../support/network-proxies.ts';

const host = '127.0.0.1';

/** A server that speaks TLS; what it accepts says hello. */
async function tlsServer(options: SecureContextOptions): Promise<number> {
  const server = await listen((socket) => {
    const secureContext = tls.createSecureContext(options);
    const secured = new tls.TLSSocket(socket, { isServer: true, secureContext });
    secured.on('error', () => {});
    secured.on('secure', () => secured.end('hello'));
    onTestFinished(() => void secured.destroy());
  });
  return portOf(server);
}

interface Dialling {
  readonly trusted?: string;
  readonly signal?: AbortSignal;
  readonly lookup?: LookupFunction;
  readonly clock?: FakeClock;
  readonly onProgress?: (progress: UpstreamProgress) => void;
}

async function dialTo(server: ServerAddress, options: Dialling = {}): Promise<Socket> {
  const {
    trusted,
    signal = new AbortController().signal,
    lookup,
    clock = new FakeClock(),
    onProgress,
  } = options;
  const secureContext =
    trusted === undefined ? await trust() : tls.createSecureContext({ minVersion: 'TLSv1.2', ca: trusted });
  const socket = await dial({
    server,
    signal,
    secureContext,
    clock,
    lookup,
    onProgress,
  });
  onTestFinished(() => void socket.destroy());
  return socket;
}

async function troubleOf(dialling: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await dialling.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof UpstreamError)) throw new Error('no UpstreamError came', { cause: error });
  return error;
}

async function expectTrouble(dialling: Promise<unknown>, code: SocketErrorCode): Promise<UpstreamError> {
  const error = await troubleOf(dialling);
  expect(error.code, error.message).toBe(code);
  expect(error.fix).not.toBe('');
  return error;
}

/** What comes of dialling through this proxy. */
async function troubleThrough(proxy: ProxyStandIn): Promise<UpstreamError> {
  const dialling = dial({
    server: { host: 'imap.example.org', port: 993, tls: 'implicit' },
    signal: new AbortController().signal,
    secureContext: await trust(),
    clock: new FakeClock(),
    routes: [parseNetworkProxy(`http://127.0.0.1:${String(proxy.port)}`, msg('settings.settings'))],
  });
  return troubleOf(dialling);
}

/** A lookup that knows these addresses, and nothing else. */
function lookupOf(addresses: Readonly<Record<string, readonly string[]>>): LookupFunction {
  return (name, options, answer) => {
    const found = addresses[name];
    if (found === undefined) {
      answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }), '', 4);
      return;
    }
    if (options.all === true)
      answer(
        null,
        found.map((address) => ({ address, family: 4 })),
      );
    else answer(null, found[0] ?? '', 4);
  };
}

describe('TLS with the provider', () => {
  it('stands with a certificate of a trusted authority, for this name', async () => {
    const { cert, key } = await certificates();
    const port = await tlsServer({ cert, key });
    const socket = await dialTo({ host: 'localhost', port, tls: 'implicit' });
    expect(socket.isPaused()).toBe(true);
    expect((await readAll(socket)).toString()).toBe('hello');
  });

  it('is resumed with the same server, for an hour, and only under the authorities that it was checked by', async () => {
    const { cert, key } = await certificates();
    const server = tls.createServer({ cert, key }, (socket) => socket.on('error', () => {}).write('hello'));
    onTestFinished(() => void server.close());
    server.listen(0, host);
    await once(server, 'listening');
    const address = { host: 'localhost', port: portOf(server), tls: 'implicit' } as const;
    const clock = new FakeClock();
    const secureContext = await trust();
    const isResumed = async (context = secureContext): Promise<boolean> => {
      const signal = new AbortController().signal;
      const socket = await dial({ server: address, signal, secureContext: context, clock });
      onTestFinished(() => void socket.destroy());
      if (!(socket instanceof tls.TLSSocket)) throw new Error('there is no TLS');
      await readUntil(socket, 'hello');
      return socket.isSessionReused();
    };
    expect(await isResumed()).toBe(false);
    expect(await isResumed()).toBe(true);
    expect(await isResumed(await trust())).toBe(false);
    await clock.advance(limits.tlsSession);
    expect(await isResumed()).toBe(false);
    expect(await isResumed()).toBe(true);
  });

  it('is refused with a certificate that nobody vouches for', async () => {
    const port = await tlsServer(await makeSelfSigned());
    const error = await expectTrouble(dialTo({ host, port, tls: 'implicit' }), 'bad-certificate');
    expect(error.message).toBe(
      `The certificate of ${host}:${port} cannot be trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`,
    );
  });

  it('is refused with a certificate of an authority that is not trusted', async () => {
    const authority = await makeAuthority();
    const port = await tlsServer(await authority.sign());
    await expectTrouble(dialTo({ host, port, tls: 'implicit' }), 'bad-certificate');
    await dialTo({ host, port, tls: 'implicit' }, { trusted: authority.ca });
  });

  it('is refused with a certificate for another name', async () => {
    const authority = await makeAuthority();
    const port = await tlsServer(await authority.sign({ name: 'mail.example.org' }));
    const trusted = authority.ca;
    const error = await expectTrouble(
      dialTo({ host, port, tls: 'implicit' }, { trusted }),
      'bad-certificate',
    );
    expect(error.message).toContain('is for another name');
    expect(error.who).toBe('user');
    expect(textOf(error.fix)).toContain('spelling of the server');
    const lookup = lookupOf({ 'mail.example.org': [host], 'mail.example.com': [host] });
    const elsewhere = { host: 'mail.example.com', port, tls: 'implicit' } as const;
    await expectTrouble(dialTo(elsewhere, { trusted, lookup }), 'bad-certificate');
    await dialTo({ ...elsewhere, host: 'mail.example.org' }, { trusted, lookup });
  });

  it('is refused with a certificate that has expired', async () => {
    const authority = await makeAuthority();
    const port = await tlsServer(await authority.sign({ endsInDays: -1 }));
    const error = await expectTrouble(
      dialTo({ host, port, tls: 'implicit' }, { trusted: authority.ca }),
      'bad-certificate',
    );
    expect(error.message).toMatch(/has expired \(CERT_HAS_EXPIRED\)\.$/);
    expect(error.who).toBe('administrator');
    expect(textOf(error.fix)).toContain('the date and the time');
  });

  it('tells how far it got: the address, then version, issuer and end of the certificate', async () => {
    const authority = await makeAuthority();
    const port = await tlsServer({ ...(await authority.sign({ endsInDays: 5 })), maxVersion: 'TLSv1.2' });
    const progress: UpstreamProgress[] = [];
    const onProgress = (one: UpstreamProgress): number => progress.push(one);
    await dialTo({ host, port, tls: 'implicit' }, { trusted: authority.ca, onProgress });
    expect(progress).toMatchObject([
      { kind: 'reached', address: host },
      { kind: 'secured', version: 'TLSv1.2', issuer: 'An authority of the tests' },
    ]);
    const days = progress.flatMap((one) =>
      one.kind === 'secured' ? [((one.endsAt ?? 0) - Date.now()) / 86_400_000] : [],
    );
    expect(Math.round(days[0] ?? 0)).toBe(5);
    // reached, and no further
    progress.length = 0;
    await expectTrouble(dialTo({ host, port, tls: 'implicit' }, { onProgress }), 'bad-certificate');
    expect(progress).toEqual([{ kind: 'reached', address: host }]);
  });

  it('is refused below TLS 1.2, and stands with 1.2', async () => {
    const { cert, key } = await certificates();
    // level 0: else this machine's OpenSSL would not even serve TLS 1.1
    const old: SecureContextOptions = {
      cert,
      key,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    };
    const port = await tlsServer(old);
    await expectTrouble(dialTo({ host, port, tls: 'implicit' }), 'tls-failed');
    // the same server does serve who asks for so little
    const weak = tls.connect({
      port,
      host,
      ca: (await certificates()).ca,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await once(weak, 'secureConnect');
    expect(weak.getProtocol()).toBe('TLSv1.1');
    weak.destroy();
    await dialTo({ host, port: await tlsServer({ cert, key, maxVersion: 'TLSv1.2' }), tls: 'implicit' });
  });

  it('is not agreed on with a server that speaks plain text on its port', async () => {
    const server = await listen((socket) => socket.end('* OK plain IMAP ready\r\n'));
    await expectTrouble(dialTo({ host, port: portOf(server), tls: 'implicit' }), 'tls-failed');
  });

  it('that never comes is waited for until the time limit', async () => {
    const accepted = Promise.withResolvers<Socket>();
    const server = await listen((socket) => accepted.resolve(socket));
    const clock = new FakeClock();
    const dialling = troubleOf(dialTo({ host, port: portOf(server), tls: 'implicit' }, { clock }));
    const socket = await accepted.promise;
    await once(socket, 'data');
    await clock.advance(limits.connectTimeout);
    expect(await dialling).toMatchObject({ code: 'timed-out' });
    await closed(socket.end());
    expect(clock.timers).toBe(0);
  });

  it('with an address is for that address, and shows no name', async () => {
    const { cert, key } = await certificates();
    const shown = Promise.withResolvers<string>();
    const server = tls.createServer({ cert, key, SNICallback: (name) => shown.resolve(name) }, (socket) => {
      shown.resolve('none');
      socket.on('error', () => {}).end('hello');
    });
    onTestFinished(() => void server.close());
    server.listen(0, host);
    await once(server, 'listening');
    const socket = await dialTo({ host, port: portOf(server), tls: 'implicit' });
    expect((await readAll(socket)).toString()).toBe('hello');
    expect(await shown.promise).toBe('none');
  });

  it('that nobody waits for any more ends its connection', async () => {
    const ended = Promise.withResolvers<void>();
    const server = await listen((socket) => {
      socket
        .resume()
        .once('end', ended.resolve)
        .once('error', () => ended.resolve());
    });
    const leaving = new AbortController();
    const dialling = dialTo(
      { host, port: portOf(server), tls: 'implicit' },
      { signal: leaving.signal, onProgress: () => leaving.abort(new Error('left')) },
    );
    expect((await troubleOf(dialling)).cause).toMatchObject({ message: 'left' });
    await ended.promise;
  });

  it('that the server breaks off is told as hung up', async () => {
    const server = await listen((socket) => socket.once('data', () => socket.destroy()));
    await expectTrouble(dialTo({ host, port: portOf(server), tls: 'implicit' }), 'closed');
  });

  it('comes later with STARTTLS: the socket is handed out plain, then secured', async () => {
    const { cert, key } = await certificates();
    const server = await listen((socket) => {
      socket.write('220 ready\r\n');
      socket.once('data', () => {
        const secureContext = tls.createSecureContext({ cert, key });
        socket.pause().write('220 go on\r\n');
        const secured = new tls.TLSSocket(socket, { isServer: true, secureContext });
        secured.on('secure', () => secured.end('secured'));
      });
    });
    const address: ServerAddress = { host, port: portOf(server), tls: 'starttls' };
    const plain = await dialTo(address);
    expect(plain).not.toBeInstanceOf(tls.TLSSocket);
    expect(plain.isPaused()).toBe(true);
    await readUntil(plain, 'ready\r\n');
    plain.write('STARTTLS\r\n');
    await readUntil(plain, 'go on\r\n');
    const secured = await secure(plain, {
      server: address,
      signal: new AbortController().signal,
      secureContext: await trust(),
      clock: new FakeClock(),
    });
    expect((await readAll(secured)).toString()).toBe('secured');
  });

  it('trusts the given authorities beside those of the system', async () => {
    const authority = await makeAuthority();
    const port = await tlsServer(await authority.sign());
    const signal = new AbortController().signal;
    const options = { server: { host, port, tls: 'implicit' }, signal, clock: new FakeClock() } as const;
    const socket = await dial({ ...options, secureContext: upstreamSecureContext([authority.ca]) });
    socket.destroy();
    await expectTrouble(dial({ ...options, secureContext: upstreamSecureContext([]) }), 'bad-certificate');
  });
});

describe('reaching the provider', () => {
  it('fails where nothing listens', async () => {
    const server = await listen(() => {});
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const error = await expectTrouble(dialTo({ host, port, tls: 'implicit' }), 'unreachable');
    expect(error.message).toBe(`The mail server ${host}:${port} cannot be reached (ECONNREFUSED).`);
  });

  it('fails through a proxy that does not let it: who looks after the proxy can mend that', async () => {
    const refusing = await ProxyStandIn.http({ status: 403 });
    const gone = await ProxyStandIn.http();
    onTestFinished(() => refusing.stop());
    await gone.stop();
    expect(await troubleThrough(refusing)).toMatchObject({ code: 'unreachable', who: 'administrator' });
    expect(await troubleThrough(gone)).toMatchObject({ code: 'unreachable', who: 'user' });
  });

  it('fails for a name that has no address', async () => {
    const error = await expectTrouble(
      dialTo({ host: 'imap.example.org', port: 993, tls: 'implicit' }, { lookup: lookupOf({}) }),
      'name-not-found',
    );
    expect(error.message).toContain('imap.example.org:993');
  });

  it('goes on to the next address when one is dead', async () => {
    const server = await listen((socket) => socket.end('hello'), '127.0.0.3');
    const lookup = lookupOf({ 'imap.example.org': ['127.0.0.2', '127.0.0.3'] });
    const address = { host: 'imap.example.org', port: portOf(server), tls: 'starttls' } as const;
    const socket = await dialTo(address, { lookup });
    expect(socket.remoteAddress).toBe('127.0.0.3');
    expect((await readAll(socket)).toString()).toBe('hello');
  });

  it('fails when every address is dead', async () => {
    const server = await listen(() => {}, '127.0.0.3');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const lookup = lookupOf({ 'imap.example.org': ['127.0.0.2', '127.0.0.3'] });
    const error = await expectTrouble(
      dialTo({ host: 'imap.example.org', port, tls: 'implicit' }, { lookup }),
      'unreachable',
    );
    // each of them is told, and how
    expect(error.message).toBe(
      `The mail server imap.example.org:${String(port)} cannot be reached (ECONNREFUSED: 127.0.0.2, 127.0.0.3).`,
    );
  });

  it('ends at the time limit when a name server does not answer', async () => {
    const clock = new FakeClock();
    const asked = Promise.withResolvers<void>();
    const lookup: LookupFunction = () => asked.resolve();
    const dialling = troubleOf(
      dialTo({ host: 'imap.example.org', port: 993, tls: 'implicit' }, { lookup, clock }),
    );
    await asked.promise;
    await clock.advance(limits.connectTimeout);
    expect(await dialling).toMatchObject({ code: 'timed-out' });
  });

  it('ends when nobody wants it any longer, at once', async () => {
    const accepted = Promise.withResolvers<Socket>();
    const server = await listen((socket) => accepted.resolve(socket));
    const controller = new AbortController();
    const dialling = troubleOf(
      dialTo({ host, port: portOf(server), tls: 'implicit' }, { signal: controller.signal }),
    );
    const socket = await accepted.promise;
    controller.abort(new Error('the client left'));
    expect(await dialling).toMatchObject({ code: 'unreachable' });
    await readAll(socket);
    await troubleOf(dialTo({ host, port: portOf(server), tls: 'starttls' }, { signal: AbortSignal.abort() }));
  });

  it('tells a time limit of the whole login as that', async () => {
    const signal = AbortSignal.abort(new DOMException('The operation timed out', 'TimeoutError'));
    await expectTrouble(dialTo({ host, port: 9, tls: 'implicit' }, { signal }), 'timed-out');
  });

  it('survives a server that breaks while its socket changes hands', async () => {
    const accepted = Promise.withResolvers<Socket>();
    const server = await listen((socket) => accepted.resolve(socket));
    const socket = await dialTo({ host, port: portOf(server), tls: 'starttls' });
    (await accepted.promise).resetAndDestroy();
    socket.resume();
    await closed(socket);
    expect(socket.errored).toMatchObject({ code: 'ECONNRESET' });
  });
});
