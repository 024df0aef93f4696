import type { CommandHandler, ImapConnection, ImapServer, ParsedCommand } from 'hoodiecrow-imap';
import type { LoginFault } from './mail-faults.ts';
import type { LoginGate, LoginOutcome } from './login-gate.ts';
import type { MailRefusals } from './mail-server.ts';
import { type BearerMechanism, bearerError, parseBearer } from './sasl-bearer.ts';
import { unreachable } from './unreachable.ts';

export interface ImapBearerLogin {
  readonly gate: LoginGate;
  readonly refusals: MailRefusals;
  /** Gives the connection the mailbox that it has logged in to. */
  readonly open: (connection: ImapConnection, mailbox: string) => void;
}

const mechanisms: readonly BearerMechanism[] = ['XOAUTH2', 'OAUTHBEARER'];
const notConnected = 'User is authenticated but not connected.';

/**
 * A plugin for hoodiecrow-imap: AUTHENTICATE XOAUTH2 and OAUTHBEARER (RFC 7628), with an initial
 * response (RFC 4959) or without, and no password in any form. Its own xoauth2 plugin knows
 * the initial response only, and a fixed list of tokens.
 */
export function imapBearerLogin(login: ImapBearerLogin): (server: ImapServer) => void {
  return (server) => {
    for (const mechanism of mechanisms) {
      server.registerCapability(`AUTH=${mechanism}`, before);
      server.setCommandHandler(`AUTHENTICATE ${mechanism}`, authenticate(mechanism, login));
    }
    server.registerCapability('LOGINDISABLED', before);
    server.registerCapability('SASL-IR', before);
    for (const command of ['LOGIN', 'AUTHENTICATE PLAIN', 'AUTHENTICATE LOGIN']) {
      server.setCommandHandler(command, refusePassword);
    }
  };
}

function authenticate(mechanism: BearerMechanism, login: ImapBearerLogin): CommandHandler {
  return (connection, parsed, _data, callback) => {
    if (connection.state !== 'Not Authenticated') {
      say(connection, parsed, 'BAD', 'Command received in Invalid state.');
      callback();
      return;
    }
    const initial = initialResponse(parsed);
    if (initial !== undefined) {
      respond(initial === '=' ? '' : initial);
      return;
    }
    connection.inputHandler = (line) => {
      connection.inputHandler = false;
      if (line === '*') {
        say(connection, parsed, 'BAD', 'Authentication aborted by client.');
        callback();
        return;
      }
      respond(line);
    };
    connection.socket?.write('+ \r\n');

    function respond(encoded: string): void {
      const bearer = parseBearer(mechanism, encoded);
      if (bearer === undefined) {
        say(connection, parsed, 'BAD', 'Invalid SASL argument.');
        callback();
        return;
      }
      const outcome = login.gate.decide(mechanism, bearer.username, bearer.token);
      conclude(outcome, bearer.username);
    }

    function conclude(outcome: LoginOutcome, username: string): void {
      switch (outcome.kind) {
        case 'accepted':
          accept(username);
          return;
        case 'refused':
          refuse('AUTHENTICATE failed.');
          return;
        case 'no-mailbox':
          if (login.refusals === 'exchange') acceptWithoutMailbox();
          else refuse('AUTHENTICATE failed.');
          return;
        case 'temporary':
          say(connection, parsed, 'NO', '[UNAVAILABLE] Temporary authentication failure.');
          callback();
          return;
        case 'fault':
          suffer(outcome.fault);
          return;
        default:
          unreachable(outcome);
      }
    }

    function accept(username: string): void {
      connection.state = 'Authenticated';
      login.open(connection, username);
      say(connection, parsed, 'OK', 'AUTHENTICATE completed.');
      callback();
    }

    /** What Exchange does when the token is good and the mailbox is not open to it. */
    function acceptWithoutMailbox(): void {
      connection.inputHandler = (line) => {
        const [tag = '*'] = line.split(' ');
        connection.socket?.end(`${tag} BAD ${notConnected}\r\n* BYE Connection closed. 14\r\n`);
      };
      say(connection, parsed, 'OK', 'AUTHENTICATE completed.');
    }

    function refuse(text: string): void {
      if (login.refusals === 'exchange') {
        say(connection, parsed, 'NO', text);
        callback();
        return;
      }
      connection.inputHandler = () => {
        connection.inputHandler = false;
        say(connection, parsed, 'NO', `[AUTHENTICATIONFAILED] ${text}`);
        callback();
      };
      const challenge = Buffer.from(JSON.stringify(bearerError(mechanism))).toString('base64');
      connection.socket?.write(`+ ${challenge}\r\n`);
    }

    function suffer(fault: LoginFault): void {
      switch (fault.kind) {
        case 'refuse':
          refuse(fault.text);
          return;
        case 'reply':
          connection.socket?.write(`${parsed.tag} ${fault.line}\r\n`);
          callback();
          return;
        case 'not-connected':
          acceptWithoutMailbox();
          return;
        case 'temporary':
          conclude({ kind: 'temporary' }, '');
          return;
        case 'silent':
          return;
        case 'close':
          connection.socket?.destroy();
          return;
        default:
          unreachable(fault);
      }
    }
  };
}

/** Exchange hangs up on a password. */
const refusePassword: CommandHandler = (connection, parsed, _data, callback) => {
  say(connection, parsed, 'NO', 'Basic authentication is disabled.');
  connection.socket?.end('* BYE Microsoft Exchange Server IMAP4 server signing off.\r\n');
  callback();
};

function before(connection: ImapConnection): boolean {
  return connection.state === 'Not Authenticated';
}

function initialResponse(parsed: ParsedCommand): string | undefined {
  const first = parsed.attributes?.[0];
  return first === null || first === undefined || !('value' in first) ? undefined : first.value;
}

function say(connection: ImapConnection, parsed: ParsedCommand, command: string, text: string): void {
  connection.send({ tag: parsed.tag, command, attributes: [{ type: 'TEXT', value: text }] }, command, parsed);
}
