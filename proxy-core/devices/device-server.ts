import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { beginsTls } from '#core/mail/server/base.ts';
import { msg } from '#messages/message.ts';
import { toResponseError } from '#core/submission/refusal.ts';
import { DeviceSession, type DeviceSessionDeps, type SendingDevice } from './device-session.ts';

/** RFC 5321 section 4.5.3.2.7. Milliseconds. */
const idleTimeout = 300_000;
/** Exchange takes as many. */
const mostRecipients = 500;

/**
 * Talks SMTP with one device that cannot log in, until the connection has ended. The device's side is a server of its own,
 * as From has to be read and perhaps written anew, which a pipe cannot do.
 * @param options.startTls - for STARTTLS, which the device then has to use; undefined where it is not offered
 */
export async function serveDevice(
  deps: DeviceSessionDeps,
  options: {
    readonly socket: Socket;
    /** The device's address. */
    readonly peer: string;
    readonly startTls: SecureContext | undefined;
    readonly current: () => SendingDevice | undefined;
  },
): Promise<void> {
  const { socket, peer, startTls, current } = options;
  const session = new DeviceSession(deps, { current, peer });
  const withoutTls = startTls === undefined ? ['STARTTLS'] : [];
  const left = Promise.withResolvers<void>();
  const answer = async (step: Promise<void>, callback: (error?: Error) => void): Promise<void> => {
    callback(await session.answer(step));
  };
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Mailwicket',
    authOptional: true,
    disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL', ...withoutTls],
    disableReverseLookup: true,
    // senders such as root@HP_2 are replaced anyway, and the provider judges recipients
    lenientAddressParsing: true,
    // few devices know it, and not every provider's server does
    hideSMTPUTF8: true,
    // replies are the provider's, with its codes
    hideENHANCEDSTATUSCODES: true,
    maxRecipients: mostRecipients,
    socketTimeout: idleTimeout,
    logger: false,
    onConnect: (_about, callback) => {
      callback();
      socket.resume();
    },
    onMailFrom: ({ address }, about, callback) => {
      if (startTls !== undefined && !about.secure)
        callback(toResponseError({ code: 530, text: '5.7.0 Must issue a STARTTLS command first' }));
      else void answer(session.from(address, about), callback);
    },
    onRcptTo: ({ address }, _about, callback) => void answer(session.to(address), callback),
    onData: (stream, _about, callback) => void answer(session.message(stream), callback),
  });
  if (startTls !== undefined) server.secureContext.set('*', startTls);
  server.on('error', (error) => deps.logger.debug('a session of a device broke', { reason: error.message }));
  // a device that will say no more has gone: it waits for no late answers, as a mail program may behind a pipe
  socket.allowHalfOpen = false;
  socket.once('close', () => left.resolve());
  // a device that speaks ahead of the greeting is heard behind it; smtp-server hangs up on one that it hears before
  socket.pause().once('resume', () => socket.pause());
  if (!(socket instanceof TLSSocket)) {
    // it shows no reason itself
    socket.prependOnceListener('data', (bytes: Buffer) => {
      if (!beginsTls(bytes[0], bytes[1])) return;
      socket.destroy();
      const hangup = { reason: 'tls-on-plain-port', message: msg('activity.clientBeganTlsPortNot') } as const;
      deps.connectionNotes.hungUp(hangup, { protocol: 'smtp', implicitTls: false, peer });
    });
  }
  server.server.emit('connection', socket);
  try {
    await left.promise;
  } finally {
    session.drop();
  }
}
