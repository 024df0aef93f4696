import { textOf } from '../support/english.ts';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import type { LogDetails, Logger } from '#core/logging/logger.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { playBrowser } from '../support/gateway-in-sandbox.ts';
import { upToVerdict } from '../support/scripted-login.ts';
import {
  accepted,
  base64,
  localPassword,
  plain,
  quoted,
  refusals,
  SystemBench,
} from '../support/system-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
let bench: SystemBench;
let clock: ForwardClock;
let visit: (url: string) => Promise<void>;
/** Every line of the log, as it was said, before anything is blotted out. */
let said: string[];

beforeEach(async () => {
  clock = new ForwardClock();
  said = [];
  visit = (url) => playBrowser(bench.sandbox, url);
  bench = await SystemBench.start({
    clock,
    logger: capturing(said),
    openPage: (_bench, url) => visit(url),
  });
  await bench.running.addDesktopClient();
});
afterEach(() => bench.stop());

function capturing(lines: string[]): Logger {
  const write = (message: string, details: LogDetails = {}): void => {
    lines.push(`${message} ${JSON.stringify(details, plainError)}`);
  };
  return { debug: write, info: write, warn: write, error: write };
}

/** JSON leaves an error's message and stack out. */
function plainError(_key: string, value: unknown): unknown {
  return value instanceof Error
    ? `${value.name} ${value.message} ${value.stack ?? ''} ${String(value.cause)}`
    : value;
}

describe('the sign-in', () => {
  it('state is checked, PKCE is S256, and strays at the loopback receiver are answered without ending it', async () => {
    const strays: number[] = [];
    visit = async (url) => {
      const target = new URL(url);
      const redirect = target.searchParams.get('redirect_uri') ?? '';
      expect(target.searchParams.get('code_challenge_method')).toBe('S256');
      expect(target.searchParams.get('state')?.length).toBeGreaterThan(20);
      expect(new URL(redirect).hostname).toMatch(/^(?:127\.0\.0\.1|localhost|\[::1\])$/);
      for (const stray of [
        `${redirect}?code=stolen&state=guessed`,
        `${redirect}?code=stolen`,
        `${redirect}?error=access_denied&state=guessed`,
        new URL('/favicon.ico', redirect).href,
      ]) {
        strays.push((await fetch(stray)).status);
      }
      await playBrowser(bench.sandbox, url);
    };
    await bench.running.addSignedInAccount(anna, localPassword);
    expect(strays).toEqual([400, 400, 400, 404]);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('its page says ‘received, finishing’ until the exchange has succeeded', async () => {
    const exchanging = Promise.withResolvers<void>();
    const page = Promise.withResolvers<string>();
    bench.sandbox.provider.faults.next('token', { kind: 'hold', until: exchanging.promise });
    visit = (url) => {
      const browser = bench.sandbox.provider.approve(url, anna);
      browser.then((outcome) => page.resolve(outcome.html), page.reject);
      return Promise.resolve();
    };
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    const signedIn = bench.running.run('account-authorize', { account: anna });
    await bench.sandbox.provider.waitForRequest((request) => request.grantType === 'authorization_code');
    // the browser has been answered, and waits for the end of the page
    expect((await bench.account(anna)).state).toBe('signing-in');
    exchanging.resolve();
    await signedIn;
    const html = await page.promise;
    expect(html.toLowerCase()).toMatch(/finishing[^]*signed in/);
  });

  it('an exchange that fails is not told as a success, and the account stays signed out', async () => {
    bench.sandbox.provider.faults.next('token', {
      kind: 'respond',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'AADSTS501481: no', error_codes: [501481] },
    });
    const page = Promise.withResolvers<string>();
    visit = (url) => {
      bench.sandbox.provider.approve(url, anna).then((outcome) => page.resolve(outcome.html), page.reject);
      return Promise.resolve();
    };
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    expect(await bench.running.gateway.run('account-authorize', { account: anna })).toMatchObject({
      ok: false,
    });
    expect((await page.promise).toLowerCase()).toMatch(
      /did not work|didn’t work|failed|not completed|went wrong/,
    );
    expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
  });
});

it('a provider’s token endpoint without TLS is refused where it is not on this machine', async () => {
  const { servers, ...endpoints } = bench.running.endpoints();
  const result = await bench.running.gateway.run('client-add', {
    name: 'In the clear',
    provider: 'custom',
    grant: 'authorization-code',
    clientId: 'x',
    credential: { kind: 'none' },
    scope: 'mail',
    ...endpoints,
    ...(servers === undefined ? {} : { servers }),
    tokenUrl: 'http://provider.example/token',
  });
  expect(result).toMatchObject({ ok: false });
});

describe('time, bytes and lines before login are capped; connections are capped', () => {
  it.each(protocols)('%s: an endless line ends the connection', async (protocol) => {
    const client = await bench.greeted(protocol);
    client.send(Buffer.alloc(1_000_000, 'a'));
    await client.ended();
    expect(
      await bench.activity((entry) => entry.kind === 'connection' && entry.protocol === protocol),
    ).toMatchObject({
      level: 'warning',
    });
  });

  it.each(protocols)('%s: commands without end are not answered on', async (protocol) => {
    const client = await bench.greeted(protocol);
    const command = { imap: 'a CAPABILITY', pop: 'CAPA', smtp: 'EHLO' }[protocol];
    client.send(`${command}\r\n`.repeat(10_000));
    expect(await client.ended()).toContain('Too much was sent before logging in');
    expect(client.received.length).toBeLessThan(100_000);
  });

  it('1,100 connections that say nothing close no port: logins over each protocol still get in', async () => {
    await bench.running.addSignedInAccount(anna, localPassword);
    const before = bench.running.gateway.activity.entries().length;
    for (let batch = 0; batch < 11; batch += 1) {
      await Promise.all(Array.from({ length: 100 }, () => bench.greeted('imap')));
    }
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
    }
    const told = bench.running.gateway.activity
      .entries()
      .slice(before)
      .filter(({ kind }) => kind === 'connection');
    expect(told.map(({ text }) => text)).toEqual([
      'Too many connections do not log in, most of them from 127.0.0.1: the oldest are closed, so that others get in.',
    ]);
  });
});

describe('files are 0600, folders 0700', () => {
  it.skipIf(process.platform === 'win32')(
    'everything in the data folder, after all has been used',
    async () => {
      await bench.running.addSignedInAccount(anna, localPassword);
      await bench.running.addAppOnlyClient();
      expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
      await bench.running.gateway.stop();
      const data = join(bench.folder, 'data');
      const found: string[] = [];
      for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        const mode = ((await stat(path)).mode & 0o777).toString(8);
        expect(mode, path).toBe(entry.isDirectory() ? '700' : '600');
        found.push(entry.name);
      }
      expect(((await stat(data)).mode & 0o777).toString(8)).toBe('700');
      expect(found).toContain('settings.json');
      expect(found.length).toBeGreaterThan(4);
    },
  );
});

describe('nothing secret is in a log, an error text, a snapshot or a file', () => {
  it(
    'after every login form, a failing and a succeeding sign-in, refusals and renewals',
    { timeout: 60_000 },
    async () => {
      const { provider } = bench.sandbox;
      const wrong = 'wr0ng-and-s3cret';
      const secrets = new Set([
        localPassword,
        base64(localPassword),
        plain(anna, localPassword),
        wrong,
        base64(wrong),
        plain(anna, wrong),
        'app~demo~secret',
        'not~the~secret',
        bench.sandbox.users.anna.password,
        bench.sandbox.users.bo.password,
        'not-bos-password',
      ]);
      const { gateway } = bench.running;
      const results: unknown[] = [];
      // a sign-in that fails, in what the provider says too
      provider.faults.next('token', {
        kind: 'respond',
        status: 400,
        body: {
          error: 'invalid_grant',
          error_description: `AADSTS50126: ${localPassword.toUpperCase()}`,
          error_codes: [50126],
        },
      });
      await gateway.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
      results.push(await gateway.run('account-authorize', { account: anna }));
      results.push(await gateway.run('account-authorize', { account: anna }));
      // an app-only client with a wrong secret, then the right one
      await bench.running.addAppOnlyClient('Wrong secret', 'not~the~secret');
      await bench.running.addAppOnlyClient();
      results.push(
        await gateway.run('account-add', {
          address: 'office@example.org',
          client: 'Wrong secret',
          password: localPassword,
        }),
      );
      results.push(await gateway.run('account-authorize', { account: 'office@example.org' }));
      await gateway.run('account-switch-client', { account: 'office@example.org', client: 'App only' });
      results.push(await gateway.run('account-authorize', { account: 'office@example.org' }));
      // the password grant, wrong and right
      await bench.running.addPasswordClient();
      results.push(await gateway.run('account-add', { address: bo, client: 'Password grant' }));
      for (const protocol of protocols) {
        await bench.answer(protocol, bo, 'not-bos-password');
        expect(await bench.answer(protocol, bo, bench.sandbox.users.bo.password)).toMatch(accepted[protocol]);
      }
      for (const password of [wrong, localPassword]) {
        for (const [protocol, lines] of formsOf(password)) {
          // by then earlier failures are forgotten, and no answer is held back
          clock.forward(16 * 60_000);
          const client = await bench.greeted(protocol);
          for (const line of lines) await client.ask(line, /\r\n/);
          client.destroy();
        }
      }
      // passwords where no password belongs
      const confused = await bench.greeted('imap');
      await confused.ask(`a1 ${wrong}`, /\r\n/);
      await confused.ask(`a1 LOGIN ${anna} {bad} ${wrong}`, /\r\n/);
      const lost = await bench.greeted('smtp');
      await lost.ask(`PASS ${wrong}`, /\r\n/);
      // a token that is refused, in the server's words too
      for (const protocol of protocols) {
        bench.sandbox[protocol].faults.nextLogin({ kind: 'refuse', text: '5.7.3 no' }, 2);
        await bench.answer(protocol, anna);
        clock.forward(60_000);
        expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
      }
      provider.expireTokensNow();
      expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
      results.push(await gateway.run('check', { account: anna }));
      const refused = await bench.scripted('imap');
      const echoing = bench.answer('imap', bench.scriptedAddress);
      for (let turn = 0; turn < 2; turn += 1) {
        const server = await refused.next();
        const tag = await upToVerdict(server, 'imap');
        const sent = /XOAUTH2 (\S+)/.exec(server.received.toString())?.[1] ?? '';
        secrets.add(sent);
        server.send(
          `${tag} NO you said ${sent} and ${Buffer.from(sent, 'base64').toString().slice(0, 4000).replaceAll('\u0001', ' ')}\r\n`,
        );
      }
      const echoed = await echoing;
      expect(echoed).toMatch(/^a1 NO/);
      for (const token of provider.tokens.access.keys()) secrets.add(token);
      for (const token of provider.tokens.refresh.keys()) secrets.add(token);
      for (const code of provider.tokens.codes.keys()) secrets.add(code);
      expect(secrets.size).toBeGreaterThan(20);

      const written: string[] = [said.join('\n'), JSON.stringify(results), echoed];
      written.push(JSON.stringify(gateway.activity.entries()), JSON.stringify(gateway.snapshot));
      const data = join(bench.folder, 'data');
      for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
        // one that is being written is gone when it is read, and is the same under its name
        if (entry.isFile() && !entry.name.endsWith('.mailwicket-tmp'))
          written.push((await readFile(join(entry.parentPath, entry.name))).toString('latin1'));
      }
      const everything = written.join('\n');
      for (const secret of secrets) {
        const at = everything.indexOf(secret);
        expect(at === -1 ? '' : everything.slice(Math.max(0, at - 200), at + 40)).toBe('');
      }
      // and there was something to find it in
      expect(said.length).toBeGreaterThan(30);
    },
  );
});

describe('app-only grants need no user: without a local password such an account would be open to every local program', () => {
  it.each(protocols)('%s: it is refused until a password is set', async (protocol) => {
    await bench.running.addAppOnlyClient();
    await bench.running.run('client-update', {
      client: 'App only',
      change: { tokenUrl: bench.running.endpoints().tokenUrl?.replace('/organizations/', '/example.org/') },
    });
    await bench.running.run('account-add', { address: anna, client: 'App only' });
    for (const password of ['', 'anything', anna]) {
      expect(await bench.answer(protocol, anna, password)).not.toMatch(accepted[protocol]);
    }
    expect(await bench.answer(protocol, anna, 'anything')).toMatch(refusals.wrongPassword[protocol]);
    await bench.activity((entry) => /no local password yet\. Create one/.test(textOf(entry.text)));
    expect(bench.sandbox.provider.tokenRequestCount()).toBe(0);
    await bench.running.run('password-new', { account: anna, name: 'laptop', password: localPassword });
    expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
  });
});

function formsOf(password: string): readonly (readonly [Protocol, readonly string[]])[] {
  return [
    ['imap', [`a1 LOGIN ${anna} ${password}`]],
    ['imap', [`a1 LOGIN ${quoted(anna)} ${quoted(password)}`]],
    ['imap', [`a1 LOGIN ${anna} {${String(password.length)}}`, password]],
    ['imap', [`a1 AUTHENTICATE PLAIN ${plain(anna, password)}`]],
    ['imap', ['a1 AUTHENTICATE PLAIN', plain(anna, password)]],
    ['imap', ['a1 AUTHENTICATE LOGIN', base64(anna), base64(password)]],
    ['pop', [`USER ${anna}`, `PASS ${password}`]],
    ['pop', [`AUTH PLAIN ${plain(anna, password)}`]],
    ['pop', ['AUTH LOGIN', base64(anna), base64(password)]],
    ['smtp', [`AUTH PLAIN ${plain(anna, password)}`]],
    ['smtp', ['AUTH PLAIN', plain(anna, password)]],
    ['smtp', [`AUTH LOGIN ${base64(anna)}`, base64(password)]],
  ];
}
