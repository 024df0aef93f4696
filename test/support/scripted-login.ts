import type { Protocol } from '#contract/endpoints.ts';
import type { RawClient } from './raw-client.ts';
import type { ScriptedUpstream } from './scripted-upstream.ts';

/** Plays a mail server up to the moment at which it decides about the token. IMAP: the command's tag. */
export async function upToVerdict(server: RawClient, protocol: Protocol): Promise<string> {
  switch (protocol) {
    case 'imap': {
      server.send('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n');
      const line = await server.until(/AUTHENTICATE XOAUTH2 \S+\r\n/);
      return line.slice(0, line.indexOf(' '));
    }
    case 'pop':
      server.send('+OK ready\r\n');
      for (;;) {
        const line = await server.until(/\r\n/);
        if (line.startsWith('CAPA')) server.send('+OK\r\nSASL XOAUTH2\r\n.\r\n');
        else if (line === 'AUTH XOAUTH2\r\n') break;
        else throw new Error(`unexpected: ${line}`);
      }
      server.send('+ \r\n');
      await server.until(/\r\n/);
      return '';
    case 'smtp':
      server.send('220 ready\r\n');
      await server.until(/EHLO .*\r\n/);
      server.send('250-server\r\n250-PIPELINING\r\n250 AUTH XOAUTH2\r\n');
      await server.until(/AUTH XOAUTH2\r\n/);
      server.send('334 \r\n');
      await server.until(/\r\n/);
      return '';
    default:
      return protocol satisfies never;
  }
}

/**
 * The next connection on which a login comes, up to its verdict. One that was made ahead for a run of logins, and not used
 * within seconds, says goodbye and is passed over.
 */
export async function nextLogin(
  upstream: ScriptedUpstream,
  protocol: Protocol,
): Promise<{ readonly server: RawClient; readonly tag: string }> {
  for (;;) {
    const server = await upstream.next();
    const tag = await upToVerdict(server, protocol).catch(() => undefined);
    if (tag !== undefined) return { server, tag };
  }
}
