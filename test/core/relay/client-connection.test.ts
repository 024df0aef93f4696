import { once } from 'node:events';
import type { Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Protocol } from '#contract/endpoints.ts';
import type { ServerLogin, Refusal } from '#core/mail/dialogue.ts';
import { ClientConnection } from '#core/relay/client-connection.ts';
import { serverLogin } from '#core/relay/client-connection.ts';
import { limits } from '#core/relay/limits.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { certificates, clientConnection, closed, identity, readAll, readUntil } from './loopback.ts';
import { textOf } from '../../support/english.ts';

const wrong: Refusal = { kind: 'wrong-password', text: 'Wrong password.' };
const nothing = Buffer.alloc(0);

const words = {
  imap: {
    startTls: 'a STARTTLS\r\n',
    begin: 'a OK',
    login: (user: string, password: string) => `b LOGIN ${user} ${password}\r\n`,
    injected: 'x LOGIN mallory stolen\r\n',
    farewell: '* BYE',
  },
  pop: {
    startTls: 'STLS\r\n',
    begin: '+OK',
    login: (user: string, password: string) => `USER ${user}\r\nPASS ${password}\r\n`,
    injected: 'USER mallory\r\nPASS stolen\r\n',
    farewell: '-ERR',
  },
  smtp: {
    startTls: 'STARTTLS\r\n',
    begin: '220 ',
    login: (user: string, password: string) =>
      `EHLO client\r\nAUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}\r\n`,
    injected: `EHLO mallory\r\nAUTH PLAIN ${Buffer.from('\0mallory\0stolen').toString('base64')}\r\n`,
    farewell: '421 ',
  },
} as const satisfies Record<Protocol, unknown>;

interface Talk {
  readonly client: Socket;
  readonly near: Socket;
  readonly clock: FakeClock;
  readonly conversation: ClientConnection;
  readonly reset: () => void;
  /** How many listeners the socket had before the conversation. */
  readonly listeners: readonly number[];
}

function listenersOf(socket: Socket): number[] {
  return ['data', 'end', 'error', 'close'].map((event) => socket.listenerCount(event));
}

async function talk(
  options: {
    readonly protocol?: Protocol;
    readonly offerTls?: boolean;
    readonly serverLogin?: ServerLogin;
  } = {},
): Promise<Talk> {
  const { protocol = 'imap', offerTls = false } = options;
  const { near, far, reset } = await clientConnection();
  const listeners = listenersOf(near);
  const clock = new FakeClock();
  const conversation = new ClientConnection({
    socket: near,
    serverLogin:
      options.serverLogin ?? serverLogin(protocol, { tls: offerTls ? 'offered' : 'none', extensions: [] }),
    secureContext: offerTls ? await identity() : undefined,
    clock,
  });
  // as a listener hands it out
  near.resume();
  return { client: far, near, clock, conversation, reset, listeners };
}

async function handshake(plain: Socket): Promise<TLSSocket> {
  const secured = tls.connect({ socket: plain, ca: (await certificates()).ca, servername: 'localhost' });
  onTestFinished(() => void secured.destroy());
  await once(secured, 'secureConnect');
  return secured;
}

describe('a login', () => {
  it('is heard, and on yes the socket is let go of, paused, with what came behind', async () => {
    const { client, conversation, clock, listeners } = await talk();
    client.write('a LOGIN anna geheim\r\nb SELECT inbox\r\n');
    const login = await conversation.nextLogin();
    expect(login).toMatchObject({ username: 'anna', password: 'geheim' });
    const { socket, firstToClient, firstToUpstream } = conversation.accept({
      text: 'in',
      rest: Buffer.from('* 3 EXISTS\r\n'),
    });
    expect(socket.isPaused()).toBe(true);
    expect(listenersOf(socket)).toEqual(listeners);
    expect(firstToClient.toString()).toMatch(/^a OK .*in\r\n\* 3 EXISTS\r\n$/);
    expect(firstToUpstream.toString()).toBe('b SELECT inbox\r\n');
    expect(clock.timers).toBe(0);
    expect(conversation.gone.aborted).toBe(false);
  });

  it('may follow another that was refused, also when both came at once', async () => {
    const { client, conversation } = await talk();
    client.write('a LOGIN anna one\r\nb LOGIN anna two\r\n');
    expect(await conversation.nextLogin()).toMatchObject({ password: 'one' });
    conversation.refuse(wrong);
    expect(await conversation.nextLogin()).toMatchObject({ password: 'two' });
    conversation.refuse(wrong);
    const said = await readUntil(client, 'b NO');
    expect(said).toMatch(/^\* OK .*\r\na NO \[AUTHENTICATIONFAILED\].*\r\nb NO/s);
  });

  it('that was refused lets those go on that had to wait behind it', async () => {
    const { client, near, conversation } = await talk();
    const long = `n NOOP ${'x'.repeat(limits.heldBeforePause / 2)}\r\n`;
    client.write(`a LOGIN anna one\r\n${long}${long}`);
    await conversation.nextLogin();
    while (!near.isPaused()) await settle();
    client.write('b LOGIN anna two\r\n');
    conversation.refuse(wrong);
    expect(await conversation.nextLogin()).toMatchObject({ password: 'two' });
  });

  it('with megabytes behind it is held with bounded memory, and not a byte of them is lost', async () => {
    const { client, near, conversation } = await talk();
    const behind = Buffer.alloc(4 * 1024 * 1024, 'n NOOP\r\n');
    client.write('a LOGIN anna geheim\r\n');
    client.write(behind);
    client.end();
    await conversation.nextLogin();
    while (!near.isPaused()) await settle();
    for (let turn = 0; turn < 20; turn += 1) await settle();
    const taken = near.bytesRead;
    expect(taken).toBeLessThan(512 * 1024);
    const { socket, firstToUpstream } = conversation.accept({ text: 'in', rest: nothing });
    const rest = await readAll(socket);
    expect(Buffer.concat([firstToUpstream, rest]).equals(behind)).toBe(true);
  });
});

describe('a client that leaves', () => {
  it('while its login is being served, without a word, is found gone at the answer', async () => {
    const { client, conversation } = await talk();
    client.write('a LOGIN anna geheim\r\n');
    await conversation.nextLogin();
    expect(conversation.gone.aborted).toBe(false);
    client.resume();
    client.destroy();
    // until then it looks just like one that is only done sending
    conversation.refuse(wrong);
    expect(await conversation.nextLogin()).toBeUndefined();
    expect(conversation.hangup).toMatchObject({ reason: 'client-left' });
    expect(conversation.gone.aborted).toBe(true);
  });

  it('with a reset, while its login is being served, makes the work for it end at once', async () => {
    const { client, conversation, reset } = await talk();
    client.write('a LOGIN anna geheim\r\n');
    await conversation.nextLogin();
    const gone = once(conversation.gone, 'abort');
    reset();
    await gone;
    expect(await conversation.nextLogin()).toBeUndefined();
  });

  it('is not served the logins that it had pipelined', async () => {
    const { client, conversation, reset } = await talk();
    client.write('a LOGIN anna one\r\nb LOGIN anna two\r\n');
    await conversation.nextLogin();
    const gone = once(conversation.gone, 'abort');
    reset();
    await gone;
    conversation.refuse(wrong);
    expect(await conversation.nextLogin()).toBeUndefined();
  });

  it('without a login is said goodbye to without waiting', async () => {
    const { client, near, conversation } = await talk();
    const login = conversation.nextLogin();
    client.end();
    expect(await login).toBeUndefined();
    expect(near.destroyed).toBe(true);
    expect(conversation.hangup).toMatchObject({ reason: 'client-left' });
  });

  it('only with its sending half still gets its answer, and then the end', async () => {
    const { client, near, conversation, clock } = await talk();
    client.end('a LOGIN anna geheim\r\n');
    await conversation.nextLogin();
    if (!near.readableEnded) await once(near, 'end');
    expect(conversation.gone.aborted).toBe(false);
    conversation.refuse(wrong);
    const next = conversation.nextLogin();
    expect((await readAll(client)).toString()).toContain('a NO [AUTHENTICATIONFAILED]');
    expect(await next).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  it('only with its sending half can be let in', async () => {
    const { client, near, conversation } = await talk();
    client.end('a LOGIN anna geheim\r\nb LOGOUT\r\n');
    await conversation.nextLogin();
    if (!near.readableEnded) await once(near, 'end');
    const { socket, firstToUpstream } = conversation.accept({ text: 'in', rest: nothing });
    expect(socket.writable).toBe(true);
    expect(firstToUpstream.toString()).toBe('b LOGOUT\r\n');
  });
});

describe('the time before login', () => {
  it.each(['imap', 'pop', 'smtp'] satisfies Protocol[])(
    'ends, and the client is told so (%s)',
    async (protocol) => {
      const { client, conversation, clock } = await talk({ protocol });
      const login = conversation.nextLogin();
      await clock.advance(limits.timeBeforeLogin - 1);
      expect(conversation.hangup).toBeUndefined();
      await clock.advance(1);
      const said = (await readAll(client)).toString();
      expect(said.split('\r\n')[1]).toMatch(new RegExp(`^${words[protocol].farewell.replace('*', '\\*')}`));
      client.end();
      expect(await login).toBeUndefined();
      expect(conversation.hangup).toMatchObject({ reason: 'limit' });
      expect(conversation.gone.aborted).toBe(true);
    },
  );

  it('goes on over refused logins: trying does not win time', async () => {
    const { client, conversation, clock } = await talk();
    client.write('a LOGIN anna one\r\n');
    await conversation.nextLogin();
    await clock.advance(limits.timeBeforeLogin - 1);
    conversation.refuse(wrong);
    const next = conversation.nextLogin();
    await clock.advance(1);
    expect((await readAll(client)).toString()).toMatch(/\* BYE .*\r\n$/);
    client.end();
    expect(await next).toBeUndefined();
  });

  it('does not count once the client is in', async () => {
    const { client, near, conversation, clock } = await talk();
    client.write('a LOGIN anna geheim\r\n');
    await conversation.nextLogin();
    conversation.accept({ text: 'in', rest: nothing });
    await clock.advance(limits.timeBeforeLogin * 2);
    expect(near.destroyed).toBe(false);
    expect(conversation.gone.aborted).toBe(false);
  });

  it('does not wait for a client that does not even take its farewell', async () => {
    const { near, conversation, clock } = await talk();
    const login = conversation.nextLogin();
    // more than the system's buffers hold, so that the end cannot be written
    near.write(Buffer.alloc(64 * 1024 * 1024));
    conversation.close('Mailwicket is stopping');
    await clock.advance(limits.drain);
    expect(near.destroyed).toBe(true);
    expect(await login).toBeUndefined();
    expect(clock.timers).toBe(0);
  });
});

describe.each(['imap', 'pop', 'smtp'] satisfies Protocol[])(
  'STARTTLS on the client’s side (%s)',
  (protocol) => {
    const { startTls, begin, login, injected } = words[protocol];

    it('secures the connection, and the login comes through it', async () => {
      const { client, conversation } = await talk({ protocol, offerTls: true });
      if (protocol === 'smtp') client.write('EHLO client\r\n');
      client.write(startTls);
      await readUntil(client, `\n${begin}`);
      const secured = await handshake(client);
      secured.write(login('anna', 'geheim'));
      expect(await conversation.nextLogin()).toMatchObject({ username: 'anna', password: 'geheim' });
      const { socket } = conversation.accept({ text: 'in', rest: nothing });
      expect(socket).toBeInstanceOf(tls.TLSSocket);
      // until somebody else listens, an error must not end the process
      expect(() => socket.emit('error', new Error('reset'))).not.toThrow();
    });

    it('executes nothing that was slipped in behind it in plain text', async () => {
      const { client, conversation } = await talk({ protocol, offerTls: true });
      if (protocol === 'smtp') client.write('EHLO client\r\n');
      client.write(`${startTls}${injected}`);
      await readUntil(client, `\n${begin}`);
      const secured = await handshake(client);
      const answers = readAll(secured);
      secured.write(login('anna', 'geheim'));
      expect(await conversation.nextLogin()).toMatchObject({ username: 'anna' });
      conversation.refuse(wrong);
      secured.end();
      expect(await conversation.nextLogin()).toBeUndefined();
      // one refusal: the one of the login under TLS
      const said = (await answers).toString();
      expect(said).not.toContain('mallory');
      expect(said.match(/AUTHENTICATIONFAILED|\[AUTH\]|535 /g)).toHaveLength(1);
    });

    it('breaks, rather than hear it, when plain text follows in a packet of its own', async () => {
      const { client, conversation } = await talk({ protocol, offerTls: true });
      const heard = conversation.nextLogin();
      if (protocol === 'smtp') client.write('EHLO client\r\n');
      client.write(startTls);
      await readUntil(client, `\n${begin}`);
      client.write(injected);
      await readAll(client);
      client.end();
      expect(await heard).toBeUndefined();
      expect(conversation.hangup).toMatchObject({ reason: 'protocol' });
      expect(textOf(conversation.hangup?.message)).toContain('did not speak TLS');
    });

    it('that the client leaves in the middle of is over at once', async () => {
      const { client, conversation, clock } = await talk({ protocol, offerTls: true });
      const heard = conversation.nextLogin();
      client.write(startTls);
      await readUntil(client, `\n${begin}`);
      // half a hello
      client.end(Buffer.from('16030100c4010000c00303', 'hex'));
      await readAll(client);
      expect(await heard).toBeUndefined();
      expect(clock.timers).toBe(0);
    });

    it('is not there where there is no certificate', async () => {
      const { client, conversation } = await talk({ protocol });
      client.write(startTls);
      client.write(login('anna', 'geheim'));
      expect(await conversation.nextLogin()).toMatchObject({ username: 'anna' });
    });

    it('that is never followed by a handshake ends with the time before login', async () => {
      const { client, conversation, clock } = await talk({ protocol, offerTls: true });
      const heard = conversation.nextLogin();
      client.write(startTls);
      await readUntil(client, `\n${begin}`);
      await clock.advance(limits.timeBeforeLogin);
      await clock.advance(limits.drain);
      expect(await heard).toBeUndefined();
      await readAll(client);
    });
  },
);

it('a defect of the server login is told to whoever waits for a login, and the client is hung up on', async () => {
  const defective: ServerLogin = {
    held: 0,
    greeting: () => Buffer.from('* OK\r\n'),
    feed: () => {
      throw new Error('a defect');
    },
    secured: () => [],
    refuse: () => [],
    accept: () => ({ reply: nothing, rest: nothing }),
    carriesLogin: () => false,
    farewell: () => nothing,
  };
  const { client, conversation, clock } = await talk({ serverLogin: defective });
  const login = conversation.nextLogin();
  client.write('a');
  await expect(login).rejects.toThrow('a defect');
  expect(conversation.gone.aborted).toBe(true);
  await expect(conversation.nextLogin()).rejects.toThrow('a defect');
  await readAll(client);
  expect(clock.timers).toBe(0);
});

it('hears no login behind its goodbye', async () => {
  const { client, near, conversation, clock } = await talk();
  const login = conversation.nextLogin();
  // more than the system's buffers hold, so that the end cannot be written
  near.write(Buffer.alloc(64 * 1024 * 1024));
  conversation.close('Mailwicket is stopping');
  client.write('a LOGIN anna geheim\r\n');
  while (near.bytesRead === 0) await settle();
  await clock.advance(limits.drain);
  expect(await login).toBeUndefined();
});

it('says goodbye when Mailwicket stops', async () => {
  const { client, near, conversation, clock } = await talk();
  const login = conversation.nextLogin();
  conversation.close('Mailwicket is stopping');
  expect((await readAll(client)).toString()).toMatch(/\* BYE Mailwicket is stopping\r\n$/);
  client.end();
  expect(await login).toBeUndefined();
  await closed(near);
  expect(clock.timers).toBe(0);
});
