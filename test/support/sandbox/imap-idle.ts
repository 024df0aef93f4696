import type { ImapConnection, ImapServer, ParsedCommand } from 'hoodiecrow-imap';

/**
 * A plugin for hoodiecrow-imap: IDLE (RFC 2177). Its own keeps a timer of half an hour
 * when the client leaves without DONE, and goes on announcing changes after DONE.
 */
export function imapIdle(server: ImapServer): void {
  server.registerCapability('IDLE');
  server.setCommandHandler('IDLE', (connection, parsed, _data, callback) => {
    if (connection.state === 'Not Authenticated' || parsed.attributes !== undefined) {
      say(connection, parsed, 'BAD', 'Command received in Invalid state.');
      callback();
      return;
    }
    connection.directNotifications = true;
    connection.inputHandler = (line) => {
      connection.inputHandler = false;
      connection.directNotifications = false;
      const done = line.toUpperCase() === 'DONE';
      say(connection, parsed, done ? 'OK' : 'BAD', done ? 'IDLE completed.' : 'DONE was expected.');
      callback();
    };
    connection.socket?.write('+ IDLE accepted, awaiting DONE command.\r\n');
    connection.processNotifications();
  });
}

function say(connection: ImapConnection, parsed: ParsedCommand, command: string, text: string): void {
  connection.send({ tag: parsed.tag, command, attributes: [{ type: 'TEXT', value: text }] }, command, parsed);
}
