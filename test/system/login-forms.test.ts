import { textOf } from '../support/english.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Protocol } from '#contract/endpoints.ts';
import { RawClient } from '../support/raw-client.ts';
import {
  accepted,
  base64,
  localPassword,
  logIn,
  plain,
  quoted,
  refusals,
  SystemBench,
} from '../support/system-bench.ts';

let bench: SystemBench;
const anna = 'anna@example.org';
/** With one password only: each one that is kept costs a wrong one a derivation. */
const bo = 'bo@example.org';

const passwords: Readonly<Record<string, string>> = {
  'an atom': localPassword,
  'with spaces, before and behind too': '  two  spaces ',
  'with quotes and backslashes': 'a"b\\c\\"d\\',
  'in UTF-8': 'pässwörd-€-пароль-🔑',
  'of characters that mean something': '{5}%*()]~ LOGIN',
  'that is long': 'x'.repeat(900),
  'that looks like base64': 'AGFubmEAcGFzcw==',
};

async function authority(): Promise<string> {
  const saved = await bench.running.gateway.run('local-authority', {});
  if (!saved.ok) throw new Error(textOf(saved.message));
  return saved.value.pem;
}

beforeAll(async () => {
  bench = await SystemBench.start({ listeners: { imaps: 0, pops: 0, smtps: 0 } });
  await bench.running.addDesktopClient();
  await bench.running.addSignedInAccount(anna, 'first-password');
  await bench.running.addSignedInAccount(bo, localPassword);
  for (const [name, password] of Object.entries(passwords)) {
    await bench.running.run('password-new', { account: anna, name, password });
  }
  // each of them is derived, one after the other
});
afterEach(() => bench.tidy());
afterAll(() => bench.stop());

/** What is said, and what must be heard before the next is said. */
type Step = readonly [text: string, heard: RegExp];

interface Form {
  readonly protocol: Protocol;
  steps(password: string, user: string): readonly Step[];
  readonly when?: (password: string) => boolean;
}

const octets = (text: string): string => String(Buffer.byteLength(text));
const ok = { imap: /^a1 OK .*\r\n/m, pop: /^\+OK.*\r\n/m, smtp: /^235 .*\r\n/m };
const more = /^\+ .*\r\n/m;
const challenge = /^334 .*\r\n/m;

const forms: Readonly<Record<string, Form>> = {
  'IMAP LOGIN as an atom': {
    protocol: 'imap',
    steps: (password, user) => [[`a1 LOGIN ${user} ${password}\r\n`, ok.imap]],
    when: (password) => /^[\w=-]+$/.test(password),
  },
  'IMAP LOGIN quoted': {
    protocol: 'imap',
    steps: (password, user) => [[`a1 LOGIN ${quoted(user)} ${quoted(password)}\r\n`, ok.imap]],
  },
  'IMAP LOGIN as a literal': {
    protocol: 'imap',
    steps: (password, user) => [
      [`a1 login {${octets(user)}}\r\n`, more],
      [`${user} {${octets(password)}}\r\n`, more],
      [`${password}\r\n`, ok.imap],
    ],
  },
  'IMAP LOGIN as a literal that asks for nothing': {
    protocol: 'imap',
    steps: (password, user) => [
      [`a1 LOGIN {${octets(user)}+}\r\n${user} {${octets(password)}+}\r\n${password}\r\n`, ok.imap],
    ],
  },
  'IMAP LOGIN with the name quoted and the password as a literal': {
    protocol: 'imap',
    steps: (password, user) => [
      [`a1 LOGIN "${user}" {${octets(password)}}\r\n`, more],
      [`${password}\r\n`, ok.imap],
    ],
  },
  'IMAP AUTHENTICATE PLAIN with an initial response': {
    protocol: 'imap',
    steps: (password, user) => [[`a1 AUTHENTICATE PLAIN ${plain(user, password)}\r\n`, ok.imap]],
  },
  'IMAP AUTHENTICATE PLAIN in two steps': {
    protocol: 'imap',
    steps: (password, user) => [
      ['a1 authenticate plain\r\n', /^\+ \r\n/],
      [`${plain(user, password, user)}\r\n`, ok.imap],
    ],
  },
  'IMAP AUTHENTICATE LOGIN': {
    protocol: 'imap',
    steps: (password, user) => [
      ['a1 AUTHENTICATE LOGIN\r\n', /^\+ VXNlcm5hbWU6\r\n/],
      [`${base64(user)}\r\n`, /^\+ UGFzc3dvcmQ6\r\n/],
      [`${base64(password)}\r\n`, ok.imap],
    ],
  },
  'IMAP AUTHENTICATE LOGIN with the name at once': {
    protocol: 'imap',
    steps: (password, user) => [
      [`a1 AUTHENTICATE LOGIN ${base64(user)}\r\n`, /^\+ UGFzc3dvcmQ6\r\n/],
      [`${base64(password)}\r\n`, ok.imap],
    ],
  },
  'IMAP LOGIN with bare line feeds': {
    protocol: 'imap',
    steps: (password, user) => [[`a1 LOGIN ${user} ${quoted(password)}\n`, ok.imap]],
  },
  'POP USER and PASS': {
    protocol: 'pop',
    steps: (password, user) => [
      [`USER ${user}\r\n`, /^\+OK.*\r\n/],
      [`PASS ${password}\r\n`, ok.pop],
    ],
  },
  'POP USER and PASS with bare line feeds': {
    protocol: 'pop',
    steps: (password, user) => [
      [`user ${user}\n`, /^\+OK.*\r\n/],
      [`pass ${password}\n`, ok.pop],
    ],
  },
  'POP AUTH PLAIN with an initial response': {
    protocol: 'pop',
    steps: (password, user) => [[`AUTH PLAIN ${plain(user, password)}\r\n`, ok.pop]],
  },
  'POP AUTH PLAIN in two steps': {
    protocol: 'pop',
    steps: (password, user) => [
      ['AUTH PLAIN\r\n', /^\+ \r\n/],
      [`${plain(user, password)}\r\n`, ok.pop],
    ],
  },
  'POP AUTH LOGIN': {
    protocol: 'pop',
    steps: (password, user) => [
      ['AUTH LOGIN\r\n', /^\+ VXNlcm5hbWU6\r\n/],
      [`${base64(user)}\r\n`, /^\+ UGFzc3dvcmQ6\r\n/],
      [`${base64(password)}\r\n`, ok.pop],
    ],
  },
  'SMTP AUTH PLAIN with an initial response': {
    protocol: 'smtp',
    steps: (password, user) => [[`AUTH PLAIN ${plain(user, password)}\r\n`, ok.smtp]],
  },
  'SMTP AUTH PLAIN in two steps': {
    protocol: 'smtp',
    steps: (password, user) => [
      ['auth plain\r\n', /^334 \r\n/],
      [`${plain(user, password)}\r\n`, ok.smtp],
    ],
  },
  'SMTP AUTH LOGIN': {
    protocol: 'smtp',
    steps: (password, user) => [
      ['AUTH LOGIN\r\n', /^334 VXNlcm5hbWU6\r\n/],
      [`${base64(user)}\r\n`, /^334 UGFzc3dvcmQ6\r\n/],
      [`${base64(password)}\r\n`, ok.smtp],
    ],
  },
  'SMTP AUTH LOGIN with the name at once': {
    protocol: 'smtp',
    steps: (password, user) => [
      [`AUTH LOGIN ${base64(user)}\r\n`, challenge],
      [`${base64(password)}\r\n`, ok.smtp],
    ],
  },
  'SMTP AUTH PLAIN with bare line feeds': {
    protocol: 'smtp',
    steps: (password, user) => [[`AUTH PLAIN ${plain(user, password)}\n`, ok.smtp]],
  },
};

describe('the same password is the same password in every form', () => {
  it.each(Object.entries(forms))('%s', async (_name, form) => {
    const tried = Object.values(passwords).filter((password) => form.when?.(password) ?? true);
    const run = async (password: string): Promise<void> => {
      const client = await bench.greeted(form.protocol);
      for (const [text, heard] of form.steps(password, anna)) {
        client.send(text);
        expect(await client.until(heard)).toMatch(heard);
      }
    };
    await Promise.all(tried.map(run));
    expect(tried.length).toBeGreaterThan(0);
  });

  it.each(Object.entries(forms))('%s: one character more is another password', async (_name, form) => {
    const wrong = `${localPassword}x`;
    const client = await bench.greeted(form.protocol);
    const steps = form.steps(wrong, bo);
    for (const [index, [text, heard]] of steps.entries()) {
      client.send(text);
      if (index < steps.length - 1) await client.until(heard);
    }
    expect(await client.until(/^(?:a1 |[+-]|\d{3} ).*\r\n/m)).toMatch(refusals.wrongPassword[form.protocol]);
    // and the connection goes on, up to the right one
    expect(await logIn(client, form.protocol, bo)).toMatch(accepted[form.protocol]);
  });

  it('IMAP LOGIN with an empty literal {0} is a wrong password, not the end of the connection', async () => {
    const client = await bench.greeted('imap');
    await client.ask(`a0 LOGIN ${anna} {0}`, more);
    expect(await client.ask('', /^a0 .*\r\n/m)).toMatch(/^a0 NO \[AUTHENTICATIONFAILED\]/);
    expect(await logIn(client, 'imap', anna)).toMatch(accepted.imap);
  });

  it('an SMTP transaction with bare line feeds in its commands is carried unchanged', async () => {
    const upstream = await bench.scripted('smtp');
    const client = await bench.greeted('smtp');
    client.send(`AUTH PLAIN ${plain(bench.scriptedAddress, localPassword)}\nMAIL FROM:<x>\nDATA\n.\n`);
    const server = await upstream.next();
    server.send('220 ready\r\n');
    await server.until(/EHLO .*\r\n/);
    server.send('250-server\r\n250 AUTH XOAUTH2\r\n');
    await server.until(/AUTH XOAUTH2\r\n/);
    server.send('334 \r\n');
    await server.until(/\r\n/);
    server.send('235 in\r\n');
    expect(await server.until(/\n\.\n/)).toBe('MAIL FROM:<x>\nDATA\n.\n');
  });
});

describe('what clients do before they log in', () => {
  it.each([
    ['imap', 'a1 AUTHENTICATE PLAIN', more, /^a1 BAD/],
    ['imap', 'a1 AUTHENTICATE LOGIN', more, /^a1 BAD/],
    ['pop', 'AUTH PLAIN', more, /^-ERR/],
    ['pop', 'AUTH LOGIN', more, /^-ERR/],
    ['smtp', 'AUTH PLAIN', challenge, /^501 5\.7\.0/],
    ['smtp', 'AUTH LOGIN', challenge, /^501 5\.7\.0/],
  ] as const)('%s: * cancels %s', async (protocol, command, asked, cancelled) => {
    const client = await bench.greeted(protocol);
    await client.ask(command, asked);
    expect(await client.ask('*', /\r\n/)).toMatch(cancelled);
    expect(await logIn(client, protocol, anna)).toMatch(accepted[protocol]);
  });

  it('POP: CAPA after USER works', async () => {
    const client = await bench.greeted('pop');
    await client.ask(`USER ${anna}`, /^\+OK.*\r\n/);
    expect(await client.ask('CAPA', /\r\n\.\r\n/)).toMatch(/^\+OK/);
    expect(await client.ask(`PASS ${localPassword}`, /\r\n/)).toMatch(accepted.pop);
  });

  it('POP: a bare AUTH lists mechanisms', async () => {
    const client = await bench.greeted('pop');
    expect(await client.ask('AUTH', /\r\n\.\r\n/)).toMatch(/^\+OK.*\r\nPLAIN\r\nLOGIN\r\n\.\r\n$/);
  });

  it('SMTP: a client that says only HELO logs in and sends', async () => {
    const client = await bench.client('smtp');
    await client.until(/\r\n/);
    expect(await client.ask('HELO printer', /\r\n/)).toMatch(/^250 /);
    expect(await logIn(client, 'smtp', anna)).toMatch(accepted.smtp);
    expect(await client.ask(`MAIL FROM:<${anna}>`, /\r\n/)).toMatch(/^250 /);
  });

  it('SMTP: EHLO and AUTH in one packet log in', async () => {
    const client = await bench.client('smtp');
    client.send(`EHLO client.example\r\nAUTH PLAIN ${plain(anna, localPassword)}\r\n`);
    expect(await client.until(/^235 .*\r\n/m)).toMatch(/^220 .*\r\n250-/);
  });

  it('SMTP: AUTH before EHLO gets 503', async () => {
    const client = await bench.client('smtp');
    await client.until(/\r\n/);
    expect(await client.ask(`AUTH PLAIN ${plain(anna, localPassword)}`, /\r\n/)).toMatch(/^503 /);
    await client.ask('EHLO client.example', /^250 .*\r\n/m);
    expect(await logIn(client, 'smtp', anna)).toMatch(accepted.smtp);
  });

  it.each([
    ['imap', `a1 LOGIN ${anna} ${localPassword}\r\n`, ok.imap],
    ['pop', `USER ${anna}\r\nPASS ${localPassword}\r\n`, /\+OK.*\r\n\+OK.*\r\n\+OK.*\r\n/],
    ['smtp', `EHLO x\r\nAUTH PLAIN ${plain(anna, localPassword)}\r\n`, ok.smtp],
  ] as const)('%s: client bytes before the greeting are served', async (protocol, text, heard) => {
    const client = await bench.client(protocol);
    client.send(text);
    expect(await client.until(heard)).toMatch(/ready|ESMTP/);
  });

  it.each(['imap', 'pop', 'smtp'] as const)(
    '%s: a TLS hello on a plain port gets closed, with a hint in the activity log',
    async (protocol) => {
      const after = bench.activityNow;
      await expect(
        RawClient.connect(bench.running.port(protocol), { ca: bench.sandbox.ca }),
      ).rejects.toThrow();
      const entry = await bench.activity((one) => one.kind === 'connection' && one.protocol === protocol, {
        after,
      });
      expect(entry).toMatchObject({ level: 'warning', details: { reason: 'tls-on-plain-port' } });
      expect(textOf(entry.text)).toMatch(/TLS/);
    },
  );

  it.each(['imap', 'pop', 'smtp'] as const)(
    '%s: plain text on a TLS port gets closed, with a hint in the activity log',
    async (protocol) => {
      const after = bench.activityNow;
      const client = bench.keep(await RawClient.connect(bench.running.port(protocol, true)));
      client.send('a1 CAPABILITY\r\nEHLO x\r\nQUIT\r\n');
      await client.ended();
      const entry = await bench.activity((one) => one.kind === 'connection' && one.protocol === protocol, {
        after,
      });
      expect(entry.level).toBe('warning');
      expect(textOf(entry.text)).toMatch(/did not speak TLS .* Choose SSL\/TLS in the mail program/);
    },
  );

  it.each(['imap', 'pop', 'smtp'] as const)('%s: logs in on the TLS port', async (protocol) => {
    const ca = await authority();
    const client = bench.keep(await RawClient.connect(bench.running.port(protocol, true), { ca }));
    await client.until(/\r\n/);
    if (protocol === 'smtp') await client.ask('EHLO x', /^250 .*\r\n/m);
    expect(await logIn(client, protocol, anna)).toMatch(accepted[protocol]);
  });

  it.each([
    ['imap', 'a0 STARTTLS', /^a0 OK/, 'a8 NOOP\r\n', 'a9 NOOP', /^a9 OK/],
    ['pop', 'STLS', /^\+OK/, 'CAPA\r\n', 'XYZZY', /^-ERR/],
    ['smtp', 'STARTTLS', /^220/, 'EHLO injected\r\n', `AUTH PLAIN ${plain(anna, localPassword)}`, /^503/],
  ] as const)(
    '%s: STARTTLS drops whatever was buffered before the handshake',
    async (protocol, command, begin, injected, next, answer) => {
      const ca = await authority();
      const client = await bench.greeted(protocol);
      client.send(`${command}\r\n${injected}`);
      expect(await client.until(/\r\n/)).toMatch(begin);
      await client.secure(ca);
      // the first answer under TLS is to the first command under TLS
      expect(await client.ask(next, /\r\n/)).toMatch(answer);
      if (protocol === 'smtp') await client.ask('EHLO x', /^250 .*\r\n/m);
      expect(await logIn(client, protocol, anna)).toMatch(accepted[protocol]);
    },
  );
});
