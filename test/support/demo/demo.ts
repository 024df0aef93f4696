import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import imapSimple from 'imap-simple';
import { createTransport } from 'nodemailer';
import { GatewayInSandbox, playBrowser } from '../gateway-in-sandbox.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { readNewestOverPop } from './pop-client.ts';

const localPassword = 'plain-password';

/**
 * The whole way of a login, told step by step: a provider and mail servers that accept nothing but OAuth,
 * a gateway in a temporary folder, and old mail programs that know an address and a password.
 * @returns whether every step went well
 */
export async function runDemo(options: {
  readonly once: boolean;
  readonly output: NodeJS.WritableStream;
}): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-demo-'));
  const say = (line: string): void => {
    options.output.write(`${line}\n`);
  };
  let sandbox: Sandbox | undefined;
  let running: GatewayInSandbox | undefined;
  try {
    say('Starting a provider, and mail servers that accept nothing but OAuth …');
    sandbox = await startSandbox({ caFolder: folder });
    const started = sandbox;
    running = await GatewayInSandbox.start({
      sandbox,
      folder,
      builtIn: true,
      openPage: async (url) => {
        say(`  The sign-in page: ${new URL(url).origin}${new URL(url).pathname}`);
        await playBrowser(started, url);
      },
    });
    await demonstrate(running, say);
    say('');
    say('All went well.');
    if (options.once) return true;
    const { address } = sandbox.users.anna;
    say('');
    say('Mailwicket stays up. Type these settings into a mail program:');
    say(`  User      ${address}`);
    say(`  Password  ${localPassword}`);
    say(`  IMAP      127.0.0.1, port ${String(running.port('imap'))}, no encryption, plain password`);
    say(`  POP       127.0.0.1, port ${String(running.port('pop'))}, no encryption, plain password`);
    say(`  SMTP      127.0.0.1, port ${String(running.port('smtp'))}, no encryption, plain password`);
    say('Press Ctrl+C to end.');
    const hold = setInterval(() => {}, 60_000);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    clearInterval(hold);
    return true;
  } catch (error) {
    say(`That did not work: ${error instanceof Error ? error.message : 'something unknown'}`);
    return false;
  } finally {
    await running?.stop();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function demonstrate(running: GatewayInSandbox, say: (line: string) => void): Promise<void> {
  const { anna } = running.sandbox.users;
  say(
    '1. An address is looked up, and added with the OAuth client that comes with the build; it gets a local password.',
  );
  const [client] = (await running.run('address-lookup', { address: anna.address })).clients;
  if (client === undefined) throw new Error('no OAuth client was proposed');
  await running.run('account-add', { address: anna.address, client, password: localPassword });

  say(`2. ${anna.address} signs in: browser, loopback redirect, PKCE.`);
  const signedIn = await running.run('account-authorize', { account: anna.address });
  say(`  Signed in as ${signedIn.identity ?? anna.address}.`);

  say('3. An old IMAP program logs in with the plain password and reads the inbox.');
  const subjects = await readSubjects(running, anna.address);
  for (const subject of subjects) say(`  · ${subject}`);
  if (subjects.length === 0) throw new Error('the inbox came back empty');

  say('4. An old SMTP program sends a message with the same password.');
  const subject = `Through the wicket at ${new Date().toISOString()}`;
  const transport = createTransport({
    host: '127.0.0.1',
    port: running.port('smtp'),
    secure: false,
    auth: { user: anna.address, pass: localPassword },
  });
  const sent = await transport.sendMail({
    from: anna.address,
    to: anna.address,
    subject,
    text: 'Sent with an address and a password; the provider saw OAuth.',
  });
  transport.close();
  say(`  The provider's server said: ${sent.response}`);

  say('5. An old POP program reads that message back.');
  const message = await readNewestOverPop({
    port: running.port('pop'),
    user: anna.address,
    password: localPassword,
  });
  if (!message.includes(subject)) throw new Error('the message that was sent did not come back over POP');
  say(`  It is there: ${subject}`);

  say('6. With a wrong password nothing opens, and nothing is lost.');
  const refused = await readSubjects(running, anna.address, 'wrong').then(
    () => false,
    () => true,
  );
  if (!refused) throw new Error('a wrong password was let in');
  if ((await readSubjects(running, anna.address)).length === 0) throw new Error('the account was lost');
  say('  Refused; and the right one still works.');
}

async function readSubjects(
  running: GatewayInSandbox,
  user: string,
  password: string = localPassword,
): Promise<string[]> {
  const connection = await imapSimple.connect({
    imap: { user, password, host: '127.0.0.1', port: running.port('imap'), tls: false, authTimeout: 10_000 },
  });
  try {
    await connection.openBox('INBOX');
    const messages = await connection.search(['ALL'], { bodies: ['HEADER.FIELDS (SUBJECT)'] });
    return messages.flatMap((message) =>
      message.parts.map((part) => {
        const body: unknown = part.body;
        const subject =
          typeof body === 'object' && body !== null && 'subject' in body ? body.subject : undefined;
        return Array.isArray(subject) ? String(subject[0]) : '';
      }),
    );
  } finally {
    connection.end();
  }
}
