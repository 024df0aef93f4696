import { lookup } from 'node:dns';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import { limits } from '#core/relay/limits.ts';
import { textOf } from '../support/english.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { RawClient } from '../support/raw-client.ts';
import { nextLogin, upToVerdict } from '../support/scripted-login.ts';
import {
  accepted,
  base64,
  localPassword,
  logIn,
  plain,
  refusals,
  SystemBench,
} from '../support/system-bench.ts';

let bench: SystemBench;
const anna = 'anna@example.org';

beforeAll(async () => {
  bench = await SystemBench.start();
  await bench.running.addDesktopClient();
  await bench.running.addSignedInAccount(anna, localPassword);
});
afterEach(() => bench.tidy());
afterAll(() => bench.stop());

/** Positions at which a text is cut in two: all about the ends of lines, and some in between. */
function splits(text: Buffer): number[] {
  const positions = new Set<number>([0, text.length]);
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === 0x0a) for (const near of [-1, 0, 1, 2]) positions.add(at + near);
    if (at % 9 === 0) positions.add(at);
  }
  return [...positions].filter((at) => at >= 0 && at <= text.length).toSorted((a, b) => a - b);
}

describe('bytes that arrive together with the login are kept when the session turns into a pipe', () => {
  it('SELECT and FETCH in the same packet as LOGIN are answered, at every split of the packet', async () => {
    const { raw } = bench.sandbox.store.mailbox(anna).inbox.messages[1] ?? { raw: '' };
    const packet = Buffer.from(
      `a1 LOGIN ${anna} {14+}\r\n${localPassword}\r\na2 SELECT INBOX\r\na3 FETCH 2 BODY.PEEK[]\r\na4 LOGOUT\r\n`,
    );
    for (const at of splits(packet)) {
      const client = await bench.greeted('imap');
      await client.sendPieces([packet.subarray(0, at), packet.subarray(at)]);
      const answer = await client.ended();
      expect(answer.match(/^a\d \w+/gm), `split at ${String(at)}`).toEqual([
        'a1 OK',
        'a2 OK',
        'a3 OK',
        'a4 OK',
      ]);
      expect(answer).toContain(`{${String(raw.length)}}\r\n${raw}`);
    }
  });

  it('a whole SMTP transaction in the same packet as AUTH is delivered once, at every split of the packet', async () => {
    const body = 'Subject: pipelined\r\n\r\n..a dot\r\nlast line\r\n';
    const packet = Buffer.from(
      `AUTH PLAIN ${plain(anna, localPassword)}\r\nMAIL FROM:<${anna}>\r\nRCPT TO:<bo@example.org>\r\nDATA\r\n${body}.\r\nQUIT\r\n`,
    );
    const { submitted } = bench.sandbox.smtp;
    submitted.clear();
    const positions = splits(packet);
    const deliver = async (at: number): Promise<void> => {
      const client = await bench.greeted('smtp');
      await client.sendPieces([packet.subarray(0, at), packet.subarray(at)]);
      const codes = (await client.ended()).match(/^\d{3}/gm);
      expect(codes, `split at ${String(at)}`).toEqual(['235', '250', '250', '354', '250', '221']);
    };
    await Promise.all(positions.map(deliver));
    const bodies = submitted.entries.map((mail) => mail.raw.toString());
    expect(bodies).toEqual(positions.map(() => body.replace('..a', '.a')));
  });

  it('STAT and RETR in the same packet as PASS are answered, at every split of the packet', async () => {
    const packet = Buffer.from(`USER ${anna}\r\nPASS ${localPassword}\r\nSTAT\r\nRETR 1\r\nQUIT\r\n`);
    for (const at of splits(packet)) {
      const client = await bench.greeted('pop');
      await client.sendPieces([packet.subarray(0, at), packet.subarray(at)]);
      const answer = await client.ended();
      expect(answer.match(/^[+-]\w+/gm), `split at ${String(at)}`).toEqual([
        '+OK',
        '+OK',
        '+OK',
        '+OK',
        '+OK',
      ]);
      expect(answer).toContain('This mailbox lives in memory.');
    }
  });

  it.each([
    ['imap', (tag: string) => `${tag} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n`, '* 7 EXISTS\r\n* 1 RECENT\r\n'],
    ['pop', () => '+OK in\r\n', '+OK 3 300\r\n+OK\r\nbinary \u0000 text\r\n.\r\n'],
    ['smtp', () => '235 2.7.0 in\r\n', '250 2.1.0 OK\r\n250 2.1.5 OK\r\n'],
  ] as const)(
    'what the %s server says behind its acceptance reaches the client, at every split',
    async (protocol, words, behind) => {
      const upstream = await bench.scripted(protocol);
      const whole = Buffer.from(words('TAG') + behind);
      for (let at = 0; at <= whole.length; at += 1) {
        const client = await bench.greeted(protocol);
        const answered = logIn(client, protocol, bench.scriptedAddress);
        const { server, tag } = await nextLogin(upstream, protocol);
        const packet = Buffer.from(words(tag) + behind);
        await server.sendPieces([packet.subarray(0, at), packet.subarray(at)]);
        expect(await answered, `split at ${String(at)}`).toMatch(accepted[protocol]);
        expect(await client.octets(behind.length)).toBe(behind);
        server.end();
        expect(await client.ended()).toBe('');
        client.destroy();
      }
    },
  );

  it('a megabyte in both directions at once behind the login comes through whole and in order', async () => {
    const upstream = await bench.scripted('imap');
    const client = await bench.greeted('imap');
    const there = Buffer.alloc(1_000_000, Buffer.from('0123456789abcdef.'));
    const back = Buffer.alloc(1_000_003, Buffer.from('fedcba9876543210+?'));
    client.send(`a1 LOGIN ${bench.scriptedAddress} ${localPassword}\r\n`);
    client.send(there);
    const server = await upstream.next();
    const tag = await upToVerdict(server, 'imap');
    server.send(`${tag} OK in\r\n* CAPABILITY IMAP4rev1\r\n`);
    // without a list behind the login the gateway asks for it
    const asked = /^(\S+) CAPABILITY\r\n/.exec(await server.until(/CAPABILITY\r\n/))?.[1] ?? '';
    server.send(`* CAPABILITY IMAP4rev1\r\n${asked} OK done\r\n`);
    server.send(back);
    await client.until(/^a1 OK .*\r\n/m);
    expect((await client.octets(back.length)) === back.toString('latin1')).toBe(true);
    expect((await server.octets(there.length)) === there.toString('latin1')).toBe(true);
  });
});

describe('when the upstream refuses the token with an error challenge', () => {
  it.each(protocols)(
    '%s: it is answered and decoded, and the client sees one plain refusal',
    async (protocol) => {
      const address = await fresh('bo@example.org', protocol);
      bench.sandbox.provider.faults.clear();
      bench.sandbox[protocol].faults.nextLogin({ kind: 'refuse', text: '5.7.8 the token is no good' }, 2);
      const client = await bench.greeted(protocol);
      const before = client.received.length;
      expect(await logIn(client, protocol, address)).toMatch(refusals.refused[protocol]);
      const said = client.received.subarray(before).toString();
      expect(said).not.toMatch(/^(?:\+ |334)/m);
      expect(said.match(/\r\n/g)?.length).toBe(protocol === 'pop' ? 2 : 1);
      // and the session goes on: the same client may try again
      await logInAgain(client, protocol, address);
    },
  );
});

describe('a refused token is dropped, refreshed once, and the login tried once more on a new upstream connection', () => {
  it.each(protocols)('%s: the client is let in, and never hears of it', async (protocol) => {
    const address = await fresh('bo@example.org', protocol);
    const server = bench.sandbox[protocol];
    const requests = bench.sandbox.provider.tokenRequestCount('refresh_token');
    const connections = server.acceptedConnections;
    bench.sandbox.provider.expireTokensNow();
    expect(await bench.answer(protocol, address)).toMatch(accepted[protocol]);
    expect(bench.sandbox.provider.tokenRequestCount('refresh_token') - requests).toBe(1);
    expect(server.acceptedConnections - connections).toBe(2);
  });

  it.each(protocols)(
    '%s: a second refusal is the last, and no third token is asked for',
    async (protocol) => {
      const address = await fresh('bo@example.org', protocol);
      const server = bench.sandbox[protocol];
      const requests = bench.sandbox.provider.tokenRequestCount('refresh_token');
      const connections = server.acceptedConnections;
      server.faults.nextLogin({ kind: 'refuse', text: '5.7.3 no' }, 2);
      expect(await bench.answer(protocol, address)).toMatch(refusals.refused[protocol]);
      expect(bench.sandbox.provider.tokenRequestCount('refresh_token') - requests).toBe(1);
      expect(server.acceptedConnections - connections).toBe(2);
    },
  );

  it('where the new one is refused, the activity has what the provider answered', async () => {
    const address = await fresh('bo@example.org', 'imap');
    const after = bench.activityNow;
    bench.sandbox.provider.expireTokensNow();
    bench.sandbox.provider.faults.next('token', {
      kind: 'respond',
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'AADSTS50173: The grant has ended.',
        error_codes: [50173],
      },
    });
    expect(await bench.answer('imap', address)).not.toMatch(accepted.imap);
    const { text, details } = await bench.activity(({ kind }) => kind === 'login-refused', { after });
    expect(details?.['answer']).toMatch(/^HTTP 400 · invalid_grant · AADSTS50173/);
    // whose account it is stands in it once
    expect(textOf(text).split(address)).toHaveLength(2);
  });
});

describe('at a stop', () => {
  it('the last program that is logging in is let in, and has its time like every session', async () => {
    const stopping = await SystemBench.start();
    try {
      const upstream = await stopping.scripted('imap');
      const client = await stopping.greeted('imap');
      const answer = logIn(client, 'imap', stopping.scriptedAddress);
      const server = await upstream.next();
      const tag = await upToVerdict(server, 'imap');
      const clock = new FakeClock();
      const stopped = stopping.running.gateway.relay.stop(clock, 60_000);
      // the ports are closed, and it waits
      await vi.waitFor(() => expect(clock.timers).toBe(2));
      server.send(`${tag} OK [CAPABILITY IMAP4rev1] in\r\n`);
      expect(await answer).toMatch(accepted.imap);
      client.send('a2 NOOP\r\n');
      expect(await server.until(/\r\n/)).toBe('a2 NOOP\r\n');
      server.send('a2 OK done\r\n');
      await client.until(/a2 OK/);
      server.destroy();
      client.destroy();
      await stopped;
    } finally {
      await stopping.stop();
    }
  });
});

describe('a wrong password from any client', () => {
  it.each(protocols)(
    '%s: never deletes a token, never opens a prompt, never signs the account out',
    async (protocol) => {
      // whatever was expired by others is renewed first
      expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
      const { token } = await bench.account(anna);
      const requests = bench.sandbox.provider.requests.count();
      const logins = bench.sandbox[protocol].logins.count();
      expect(await bench.answer(protocol, anna, 'not the password')).toMatch(
        refusals.wrongPassword[protocol],
      );
      expect(bench.sandbox.provider.requests.count()).toBe(requests);
      expect(bench.sandbox[protocol].logins.count()).toBe(logins);
      expect(await bench.account(anna)).toMatchObject({ state: 'ready', token });
      expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
      expect(bench.sandbox.provider.requests.count()).toBe(requests);
    },
  );
});

describe('the local password never goes upstream, whatever the client pipelines', () => {
  it.each([
    ['imap', `a1 LOGIN NAME ${localPassword}\r\na2 NOOP\r\n`, ''],
    ['imap', `a1 LOGIN NAME ${localPassword}\r\n`, `a2 LOGIN NAME ${localPassword}\r\n`],
    ['imap', `a1 AUTHENTICATE PLAIN PLAINTEXT\r\n`, `a2 AUTHENTICATE PLAIN PLAINTEXT\r\n`],
    [
      'imap',
      `a1 LOGIN NAME {14+}\r\n${localPassword}\r\n`,
      `a2 login {4+}\r\nNAME {14+}\r\n${localPassword}\r\n`,
    ],
    ['pop', `USER NAME\r\nPASS ${localPassword}\r\nNOOP\r\n`, ''],
    ['pop', `USER NAME\r\nPASS ${localPassword}\r\n`, `USER NAME\r\nPASS ${localPassword}\r\n`],
    ['pop', `AUTH PLAIN PLAINTEXT\r\n`, `AUTH PLAIN PLAINTEXT\r\n`],
    ['smtp', `AUTH PLAIN PLAINTEXT\r\nNOOP\r\n`, ''],
    ['smtp', `AUTH PLAIN PLAINTEXT\r\n`, `AUTH PLAIN PLAINTEXT\r\n`],
    ['smtp', `AUTH PLAIN PLAINTEXT\r\n`, `AUTH LOGIN NAMEBASE64\r\nPASSBASE64\r\n`],
  ] as const)('%s: %j and then %j', async (protocol, first, second) => {
    const upstream = await bench.scripted(protocol);
    const address = bench.scriptedAddress;
    const message = plain(address, localPassword);
    const packet = `${first}${second}`
      .replaceAll('NAMEBASE64', base64(address))
      .replaceAll('PASSBASE64', base64(localPassword))
      .replaceAll('PLAINTEXT', message)
      .replaceAll('NAME', address);
    const client = await bench.greeted(protocol);
    client.send(packet);
    const server = await upstream.next();
    const tag = await upToVerdict(server, protocol);
    server.send(
      { imap: `${tag} OK [CAPABILITY IMAP4rev1] in\r\n`, pop: '+OK in\r\n', smtp: '235 in\r\n' }[protocol],
    );
    // what is pipelined arrives, or the session ends; then the server has heard all that it ever will
    if (second === '') await server.until(/NOOP\r\n/);
    else await server.ended();
    const heard = server.received.toString('latin1');
    expect(heard).toContain('OAUTH2');
    for (const secret of [localPassword, message, base64(localPassword)]) expect(heard).not.toContain(secret);
  });

  it('and the connection of a program that stays is closed from here', async () => {
    const client = await bench.client('imap', { allowHalfOpen: true });
    await client.until(/\r\n/);
    client.send(`a1 LOGIN ${anna} ${localPassword}\r\n`.repeat(2));
    expect(await client.ended()).toContain('* BYE One login at a time\r\n');
    await vi.waitFor(() => {
      client.send('a2 NOOP\r\n');
      expect(client.socket.destroyed).toBe(true);
    });
  });
});

describe('a multi-line or unusual refusal from upstream ends in one well-formed refusal to the client', () => {
  it.each([
    [
      'imap',
      (tag: string) => `* NO [ALERT] wait\r\n* BYE going\r\n${tag} NO no\r\n`,
      refusals.temporary.imap,
    ],
    ['imap', (tag: string) => `${tag} BAD what?\r\n`, /^a1 NO \[/],
    ['imap', (tag: string) => `${tag} NO [LIMIT] Too many connections\r\n`, refusals.busy.imap],
    ['imap', () => 'HTTP/1.1 400 Bad Request\r\n\r\n', refusals.temporary.imap],
    ['pop', () => '-ERR [SYS/TEMP] later\r\n', refusals.temporary.pop],
    ['pop', () => '-ERR [IN-USE] locked\r\n', refusals.busy.pop],
    ['pop', () => 'what\u0000ever\r\n', /^-ERR \[/],
    ['smtp', () => '454-4.7.0 one\r\n454-4.7.0 two\r\n454 4.7.0 three\r\n', refusals.temporary.smtp],
    ['smtp', () => '421 4.3.2 Service not active\r\n', /^454 4\./],
    ['smtp', () => '432 4.3.2 Concurrent connections limit exceeded.\r\n', refusals.busy.smtp],
    ['smtp', () => '999 whatever\r\n', /^(?:454|535) /],
  ] as const)('%s, case %#', async (protocol, words, expected) => {
    const upstream = await bench.scripted(protocol);
    const client = await bench.greeted(protocol);
    const before = client.received.length;
    const answered = logIn(client, protocol, bench.scriptedAddress);
    const refuse = async (): Promise<void> => {
      const server = await upstream.next();
      server.send(words(await upToVerdict(server, protocol)));
    };
    void refuse();
    expect(await answered).toMatch(expected);
    // the only lines are those of the answer: POP's USER had one too
    const lines = client.received.subarray(before).toString().split('\r\n').slice(0, -1);
    expect(lines).toHaveLength(protocol === 'pop' ? 2 : 1);
    expect(await client.ask({ imap: 'a2 NOOP', pop: 'CAPA', smtp: 'NOOP' }[protocol], /\r\n/)).toMatch(/OK/);
  });

  it.each(['smtp', 'pop', 'imap'] as const)(
    '%s: a credentials refusal over several lines is tried again, then told in one line',
    async (protocol) => {
      const upstream = await bench.scripted(protocol);
      const client = await bench.greeted(protocol);
      const answered = logIn(client, protocol, bench.scriptedAddress);
      for (let turn = 0; turn < 2; turn += 1) {
        const server = await upstream.next();
        const tag = await upToVerdict(server, protocol);
        server.send(
          {
            imap: `* OK Waiting for authentication process to respond..\r\n${tag} NO AUTHENTICATE failed.\r\n`,
            pop: '-ERR Authentication failure: unknown user name or bad password.\r\n',
            smtp: '535-5.7.8 one\r\n535-5.7.8 two\r\n535 5.7.8 three\r\n',
          }[protocol],
        );
      }
      expect(await answered).toMatch(refusals.refused[protocol]);
      expect(upstream.accepted).toBe(protocol === 'smtp' ? 3 : 2);
    },
  );
});

it.each(['pop', 'smtp'] as const)('%s: a token longer than a command line logs in', async (protocol) => {
  const { settings } = bench.sandbox.provider;
  settings.tokenPadding = 5_000;
  try {
    const address = await fresh('bo@example.org', protocol);
    expect(await bench.answer(protocol, address)).toMatch(accepted[protocol]);
  } finally {
    settings.tokenPadding = 0;
  }
});

describe('capabilities: before login what makes a client send a password, after login what the upstream has', () => {
  it('IMAP', async () => {
    const client = await bench.client('imap');
    const greeting = await client.until(/\r\n/);
    const asked = await client.ask('a0 CAPABILITY', /a0 OK.*\r\n/);
    for (const list of [greeting, asked]) {
      expect(list).toMatch(/\bIMAP4rev1\b.*\bSASL-IR\b.*\bAUTH=PLAIN\b/);
      expect(list).not.toMatch(/LOGINDISABLED|XOAUTH2|OAUTHBEARER|STARTTLS|COMPRESS/);
    }
    expect(await logIn(client, 'imap', anna)).toMatch(/^a1 OK \[CAPABILITY [^\]]*\bMOVE\b/);
    const after = await client.ask('a2 CAPABILITY', /a2 OK.*\r\n/);
    expect(after).toMatch(/UIDPLUS/);
  });

  it('POP', async () => {
    const client = await bench.greeted('pop');
    const before = await client.ask('CAPA', /\r\n\.\r\n/);
    expect(before).toMatch(/^SASL PLAIN LOGIN\r\n/m);
    expect(before).toMatch(/^USER\r\n/m);
    expect(before).not.toMatch(/OAUTH|STLS/);
    await logIn(client, 'pop', anna);
    expect(await client.ask('CAPA', /\r\n\.\r\n/)).toBe(
      '+OK\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.\r\n',
    );
  });

  it('SMTP', async () => {
    const client = await bench.client('smtp');
    await client.until(/\r\n/);
    const before = await client.ask('EHLO client.example', /^250 .*\r\n/m);
    expect(before.match(/^250[- ]AUTH.*$/gm)).toEqual(['250 AUTH PLAIN LOGIN']);
    expect(before).toMatch(/^250-SIZE 36700160\r$/m);
    expect(before).not.toMatch(/STARTTLS|XOAUTH2/);
    await logIn(client, 'smtp', anna);
    expect(await client.ask('EHLO client.example', /^250 .*\r\n/m)).toMatch(/^250[- ]SIZE 36700160\r$/m);
  });

  it('SMTP: a server that was away at the start is asked again, though nobody sends through it', async () => {
    const clock = new ForwardClock();
    let away = true;
    const other = await SystemBench.start({
      clock,
      lookup: (host, options, found) => {
        if (away) found(Object.assign(new Error('no network yet'), { code: 'EAI_AGAIN' }), '');
        else lookup(host, options, found);
      },
    });
    onTestFinished(() => other.stop());
    const { running } = other;
    const { servers } = running.endpoints();
    const smtp = servers?.smtp && { ...servers.smtp, host: 'localhost' };
    await running.addDesktopClient('Sandbox', { servers: { ...servers, smtp } });
    await running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    const announced = async (): Promise<string> => {
      const client = await other.client('smtp');
      await client.until(/\r\n/);
      return client.ask('EHLO client.example', /^250 .*\r\n/m);
    };
    expect(await announced()).not.toContain('SIZE');
    away = false;
    clock.forward(limits.ehloAgain);
    await expect.poll(announced, { timeout: 5_000 }).toContain('SIZE 36700160');
  });
});

describe('addresses and what the provider leaves out', () => {
  it.each(protocols)('%s: an account’s address matches without regard to case', async (protocol) => {
    expect(await bench.answer(protocol, 'ANNA@Example.ORG')).toMatch(accepted[protocol]);
  });
});

/** The account made anew and signed in, with one good login behind it. */
async function fresh(address: string, protocol: Protocol): Promise<string> {
  const { running } = bench;
  if (running.gateway.snapshot.accounts.some((account) => account.address === address)) {
    await running.run('account-remove', { account: address });
  }
  await running.addSignedInAccount(address, localPassword);
  expect(await bench.answer(protocol, address)).toMatch(accepted[protocol]);
  return address;
}

async function logInAgain(client: RawClient, protocol: Protocol, address: string): Promise<void> {
  expect(await logIn(client, protocol, address)).toMatch(accepted[protocol]);
}
