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
});
afterEach(() => bench.tidy());
afterAll(() => bench.stop());

/** What is said, and what must be heard before the next is said. */
type Step = readonly [text: string, heard: RegExp];

interface Form {
  readonly protocol: Protocol;
  steps(password: string, user: string): readonly Step[];
}

const octets = (text: string): string => String(Buffer.byteLength(text));
const ok = { imap: /^a1 OK .*\r\n/m, pop: /^\+OK.*\r\n/m, smtp: /^235 .*\r\n/m };
const more = /^\+ .*\r\n/m;

/** Each form there is, at each split, is tried at test/core/mail; here that what comes out of one is the password. */
const forms: Readonly<Record<string, Form>> = {
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
  'IMAP AUTHENTICATE PLAIN in two steps': {
    protocol: 'imap',
    steps: (password, user) => [
      ['a1 authenticate plain\r\n', /^\+ \r\n/],
      [`${plain(user, password, user)}\r\n`, ok.imap],
    ],
  },
  'POP USER and PASS': {
    protocol: 'pop',
    steps: (password, user) => [
      [`USER ${user}\r\n`, /^\+OK.*\r\n/],
      [`PASS ${password}\r\n`, ok.pop],
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
  'SMTP AUTH LOGIN': {
    protocol: 'smtp',
    steps: (password, user) => [
      ['AUTH LOGIN\r\n', /^334 VXNlcm5hbWU6\r\n/],
      [`${base64(user)}\r\n`, /^334 UGFzc3dvcmQ6\r\n/],
      [`${base64(password)}\r\n`, ok.smtp],
    ],
  },
};

describe('the same password is the same password in every form', () => {
  it.each(Object.entries(forms))('%s', async (_name, form) => {
    const run = async (password: string): Promise<void> => {
      const client = await bench.greeted(form.protocol);
      for (const [text, heard] of form.steps(password, anna)) {
        client.send(text);
        expect(await client.until(heard)).toMatch(heard);
      }
    };
    await Promise.all(Object.values(passwords).map(run));
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
});

it.each(['imap', 'pop', 'smtp'] as const)('%s: logs in on the TLS port', async (protocol) => {
  const ca = await authority();
  const client = bench.keep(await RawClient.connect(bench.running.port(protocol, true), { ca }));
  await client.until(/\r\n/);
  if (protocol === 'smtp') await client.ask('EHLO x', /^250 .*\r\n/m);
  expect(await logIn(client, protocol, anna)).toMatch(accepted[protocol]);
});
