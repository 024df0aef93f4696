import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPlanSchema } from '#contract/commands/setup.ts';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { systemClock } from '#core/logging/clock.ts';
import { NetworkProxyError, parseNetworkProxy, proxyName } from '#core/network/network-proxy.ts';
import {
  CertificateError,
  describeCertificate,
  importCertificate,
  makeCertificate,
  type ClientCertificate,
} from '#core/oauth/certificate.ts';
import { discoverProvider } from '#core/oauth/discovery.ts';
import { identityOf } from '#core/oauth/grants/token-endpoint.ts';
import { readKeptState } from '#core/oauth/grants/generic-grants.ts';
import { readCache } from '#core/oauth/msal/msal-network.ts';
import { chargeDerivations, DerivationBudget, readPfx } from '#core/oauth/pfx.ts';
import { lenientBody, readTokenAnswer, refreshTokenIn } from '#core/oauth/provider-exchange.ts';
import { Policy } from '#core/policy/policy.ts';
import { jsonIn } from '#core/policy/policy-file.ts';
import { readOwnCertificate } from '#core/relay/own-certificate.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import { readImport } from '#core/setup/import/read-import.ts';
import { shownPlan } from '#core/setup/import/import-plan.ts';
import { jsonOf } from '#core/storage/json.ts';
import { SettingsFile, SettingsUnreadableError } from '#core/storage/settings-file.ts';
import { openText, sealText } from '#core/storage/vault-entry.ts';

/**
 * What is read of files, providers and other programs, damaged in every way: it is read, or refused in the words for it.
 * An input that once was not is kept in `found`, and tried first.
 */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwicket-damaged-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** A sample with pieces taken out, put in, repeated; one change is a place (0 to 1), octets to leave out, what comes instead. */
function damaged(samples: readonly (string | Buffer)[], marks: readonly string[]): fc.Arbitrary<Buffer> {
  const mark = fc.constantFrom(...marks).map((text) => Buffer.from(text));
  const octets = fc.uint8Array({ maxLength: 8 }).map((array) => Buffer.from(array));
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.nat(4), fc.nat(200)),
    instead: fc.oneof(mark, octets),
    times: fc.constantFrom(0, 1, 1, 2, 500),
  });
  return fc
    .tuple(
      fc.constantFrom(...samples.map((sample) => Buffer.from(sample))),
      fc.array(change, { maxLength: 4 }),
    )
    .map(([sample, changes]) =>
      changes.reduce((bytes, { at, length, instead, times }) => {
        const from = Math.floor(at * bytes.length);
        const put = Array.from({ length: times }, () => instead);
        return Buffer.concat([bytes.subarray(0, from), ...put, bytes.subarray(from + length)]);
      }, sample),
    );
}

/** JSON whose members are of other types than they must be, and JSON that is damaged as a text. */
function damagedJson(sample: Readonly<Record<string, unknown>>): fc.Arbitrary<string> {
  const awkward = fc.constantFrom<unknown>(
    null,
    '',
    -1,
    1e308,
    [],
    {},
    { toString: 1, valueOf: 1 },
    { __proto__: null, length: 2 },
    'x'.repeat(5_000),
    '\u0000\u202e\ud800',
  );
  const others = fc.dictionary(
    fc.constantFrom(...Object.keys(sample), '__proto__', 'constructor'),
    fc.oneof(awkward, fc.jsonValue()),
    {
      maxKeys: 3,
    },
  );
  const text = damaged(
    [JSON.stringify(sample)],
    ['{', '}', '[', ']', '"', '\\u0000', '\\', ',', '\uFEFF', '1e999', '__proto__', 'null'],
  );
  return fc.oneof(
    others.map((other) => JSON.stringify({ ...sample, ...other })),
    fc.json(),
    text.map(String),
  );
}

/** Runs it; an error of this kind is an answer, every other one a fault. */
async function answerOf<T>(
  read: () => T | Promise<T>,
  refusal: new (...given: never[]) => Error,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof refusal) return undefined;
    throw error;
  }
}

const client = {
  id: '6f6f3c1e-3b7e-4b0e-9a54-1de2f4b7a001',
  name: 'Office',
  provider: 'microsoft365',
  grant: 'authorization-code',
  clientId: 'office-id',
  credential: 'none',
};

describe('files of other programs', () => {
  const settings = settingsSchema.parse({ version: 1, clients: [client] });
  const samples = {
    'email-oauth2-proxy': [
      '[IMAP-1993]\nserver_address = outlook.office365.com\nserver_port = 993\n\n[anna@example.org]\n' +
        'permission_url = https://login.microsoftonline.com/common/oauth2/v2.0/authorize\n' +
        'token_url = https://login.microsoftonline.com/common/oauth2/v2.0/token\n' +
        'oauth2_scope = https://outlook.office365.com/IMAP.AccessAsUser.All\n\toffline_access\n' +
        'redirect_uri = http://localhost:8080\nclient_id = a\nclient_secret = b\n\n[emailproxy]\n',
      '[@example.com]\ntoken_url = https://oauth2.googleapis.com/token\noauth2_flow = service_account\n' +
        'client_id = file\nclient_secret = key.json\n\n[p@example.net]\noauth2_flow = password\n' +
        'jwt_certificate_path = cert.pem\njwt_key_path = key.pem\ntoken_url = https://id.example/t\n',
    ],
    davmail: [
      'davmail.mode=O365Manual\ndavmail.oauth.clientId=x\ndavmail.oauth.tenantId=common\n' +
        'davmail.oauth.redirectUri=http://localhost/\ndavmail.oauth.anna@example.org.refreshToken={AES}x\n' +
        'davmail.ldapPort=1389\n',
    ],
    csv: [
      'address,client,mailbox,smtp-user\nanna@example.org,Office,,\n"bo@example.org";Office\n',
      'E-Mail;OAuth client\r\n"a ""b""@example.org";Office\r\n',
    ],
  } as const;
  const marks = [
    '\n', '\r', '=', ':', '[', ']', '"', '\\', '\\u', '\t', ',', ';', '%', '#', '\u0000', '\uFEFF', '@', 'é', '*** x ***',
    '__proto__', 'https://', 'http://[', 'http://user:pass@h:99999/', '[IMAP-99999]\n', '[POP-0]\n', '[a@b]\n',
  ]; // prettier-ignore
  const found: readonly string[] = [
    // a client id that is longer than settings may hold
    `[a@example.org]\nclient_id = ${'x'.repeat(501)}\ntoken_url = https://oauth2.googleapis.com/token\n`,
  ];

  it.each(['email-oauth2-proxy', 'davmail', 'csv'] as const)(
    '%s: what is taken over of it can be shown',
    async (format) => {
      const reads = async (content: string): Promise<void> => {
        const read = await answerOf(
          () => readImport({ format, content, client: 'Office', files: { 'key.json': content } }, settings),
          SetupError,
        );
        if (read !== undefined) importPlanSchema.parse(shownPlan(read.plan, format));
      };
      for (const content of found) await reads(content);
      await fc.assert(
        fc.asyncProperty(damaged(samples[format], marks), (bytes) => reads(bytes.toString('utf8'))),
      );
    },
  );
});

describe('Mailwicket’s own files', () => {
  const kept = {
    version: 1,
    clients: [client],
    accounts: [{ id: client.id, address: 'anna@example.org', clientId: client.id, passwordMode: 'own' }],
    listeners: { imap: 1143, pop: 'off', smtp: 1587, addresses: ['127.0.0.1'] },
  };

  it('settings are read, and then kept as they were read, or nothing of them is used', async () => {
    const path = join(folder, 'settings.json');
    const file = new SettingsFile({ path, schema: settingsSchema, empty: emptySettings });
    await fc.assert(
      fc.asyncProperty(damagedJson(kept), async (text) => {
        await writeFile(path, text);
        const settings = await answerOf(() => file.read(), SettingsUnreadableError);
        if (settings !== undefined) expect(settingsSchema.parse(settings)).toEqual(settings);
      }),
      // each is a file
      { numRuns: 50 },
    );
  });

  it('an entry of the vault opens to what was sealed, or not at all', () => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const sealed = sealText(key, 'a', 'the text');
    fc.assert(
      fc.property(damaged([sealed], ['MWV', '\u0001', '\u0002']), (bytes) => {
        const opened = openText(key, 'a', bytes);
        expect(opened.ok).toBe(bytes.equals(sealed));
      }),
    );
  });

  it('an organization’s policy is read, or unlocks nothing', async () => {
    const policy = { lanAccess: false, panel: false, updates: false, domains: ['example.org'] };
    await fc.assert(
      fc.asyncProperty(damagedJson(policy), async (text) => {
        const read = new Policy([{ name: 'policy.json', read: async () => jsonIn('policy.json', text) }]);
        await read.load();
        for (const key of ['lanAccess', 'panel', 'updates'] as const)
          if (read.values[key] === true) expect(JSON.parse(text)).toHaveProperty(key, true);
      }),
    );
  });
});

describe('answers of providers', () => {
  const server = { issuer: 'https://id.example' };
  const claims = Buffer.from(JSON.stringify({ iss: server.issuer, exp: 2, iat: 1 })).toString('base64url');
  const jwt = `e30.${claims}.x`;

  it('a token has a life of at most a year, and names at most one person', async () => {
    const body = {
      access_token: jwt,
      token_type: 'Bearer',
      expires_in: 3_600,
      refresh_token: 'r',
      scope: 'mail',
      id_token: jwt,
    };
    await fc.assert(
      fc.asyncProperty(damagedJson(body), async (text) => {
        const refreshToken = refreshTokenIn(text);
        const lenient = lenientBody(text);
        if (lenient === undefined) return;
        const who = await identityOf(server, { client_id: 'x' }, lenient, Date.now());
        expect(who?.length ?? 0).toBeLessThanOrEqual(320);
        // the library's own refusals are plain errors
        const answer = await answerOf(
          () => readTokenAnswer(server, { client_id: 'x' }, { ...lenient }),
          Error,
        );
        if (answer === undefined) return;
        expect(answer.accessToken).not.toBe('');
        expect(answer.refreshToken).toBe(refreshToken);
        expect(answer.lifetime).toBeGreaterThan(0);
        expect(answer.lifetime).toBeLessThanOrEqual(365 * 24 * 3600 * 1000);
      }),
    );
  });

  it('what it says of itself is taken with https only', async () => {
    const metadata = {
      issuer: server.issuer,
      authorization_response_iss_parameter_supported: true,
      authorization_endpoint: 'https://id.example/authorize',
      token_endpoint: 'https://id.example/token',
      device_authorization_endpoint: 'https://id.example/device',
      scopes_supported: ['mail'],
    };
    await fc.assert(
      fc.asyncProperty(damagedJson(metadata), async (text) => {
        const headers = { 'content-type': 'application/json' };
        const fetch = (): Promise<Response> => Promise.resolve(new Response(text, { headers }));
        const found = await answerOf(
          () => discoverProvider(server.issuer, { fetch, clock: systemClock }),
          OAuthError,
        );
        for (const url of [found?.authorizationUrl, found?.tokenUrl, found?.deviceUrl])
          if (url !== undefined) expect(url).toMatch(/^https:|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])/);
      }),
    );
  });

  it('what is kept of a sign-in is read, or is none', () => {
    const states = [
      { version: 1, refreshToken: 'r', scope: 'mail' },
      { version: 1, engine: 'msal', cache: { RefreshToken: { x: { secret: 'r' } } } },
    ];
    fc.assert(
      fc.property(fc.oneof(...states.map(damagedJson)), (text) => {
        expect(readKeptState(text)?.refreshToken).not.toBe('');
        const cache = readCache(text);
        if (cache !== undefined) expect(jsonOf(cache)).toBeTypeOf('object');
      }),
    );
  });
});

it('the address of a network proxy is understood, or refused without a word of it', async () => {
  const samples = ['http://user:p%40ss@proxy.example:3128', 'socks5://[::1]:1080/', 'proxy:1'];
  const marks = ['%', '%zz', '@', ':', '//', '[', ']', '\u0000', '#', '?', 'é', '\\', ' '];
  await fc.assert(
    fc.asyncProperty(damaged(samples, marks), async (bytes) => {
      const proxy = await answerOf(
        () => parseNetworkProxy(bytes.toString('utf8'), msg('storage.notJson')),
        NetworkProxyError,
      );
      if (proxy !== undefined) expect(proxyName(proxy)).toMatch(/^(?:https?|socks5):\/\/\S+:\d+$/);
    }),
  );
});

/** The octets of a PEM text, and the other way round. */
function derOf(text: string): Buffer {
  return Buffer.from(text.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}

function pemOf(name: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN ${name}-----\n${lines}\n-----END ${name}-----\n`;
}

describe('certificates', () => {
  let made: ClientCertificate;
  let key: KeyObject;
  const marks = ['\u0000', '\u0030', '\u00ff', '\u0080', '\u0017\r', '\u0018\u000f', '2'.repeat(15), '0Z'];
  beforeAll(async () => {
    made = await makeCertificate({ commonName: 'a client', days: 30, clock: systemClock });
    key = generateKeyPairSync('ed25519').privateKey;
  });

  it('in PEM with its key is taken whole, or refused', async () => {
    const text = `${made.certificate}\n${made.privateKey}`;
    const lines = ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', 'ENCRYPTED ', 'RSA ', '\n'];
    const input = fc.oneof(
      damaged([text, String(key.export({ type: 'pkcs8', format: 'pem' }))], lines).map(String),
      damaged([derOf(made.certificate)], marks).map((bytes) => pemOf('CERTIFICATE', bytes) + made.privateKey),
      damaged([derOf(made.privateKey)], marks).map((bytes) => made.certificate + pemOf('PRIVATE KEY', bytes)),
    );
    const file = join(folder, 'own.pem');
    await fc.assert(
      fc.asyncProperty(input, async (both) => {
        const taken = await answerOf(
          () => importCertificate({ certificatePem: both, keyPem: both }, systemClock),
          CertificateError,
        );
        if (taken !== undefined) expect(Date.parse(taken.expires)).toBeGreaterThan(Date.now());
        const shown = await answerOf(() => describeCertificate(both), CertificateError);
        if (shown !== undefined) expect(shown.thumbprints.sha256).toMatch(/^[0-9a-f]{64}$/);
        await writeFile(file, both);
        const own = await answerOf(() => readOwnCertificate([file, file]), CodedError);
        if (own !== undefined) expect(own.expires).not.toBeNaN();
      }),
    );
  });

  it('in a PFX file is taken with its key, or refused', async () => {
    chargeDerivations(new DerivationBudget(Number.MAX_SAFE_INTEGER));
    const files = [undefined, 'sesame'].map((passphrase) =>
      Buffer.from(
        forge.asn1
          .toDer(
            forge.pkcs12.toPkcs12Asn1(
              forge.pki.privateKeyFromPem(made.privateKey),
              forge.pki.certificateFromPem(made.certificate),
              passphrase ?? null,
              { count: 1, algorithm: '3des', saltSize: 8 },
            ),
          )
          .getBytes(),
        'latin1',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        damaged(files, marks),
        fc.constantFrom(undefined, '', 'sesame', 'ö'),
        async (bytes, passphrase) => {
          const taken = await answerOf(() => readPfx(bytes, passphrase), CertificateError);
          if (taken !== undefined) expect(taken.keyPem).toContain('PRIVATE KEY');
        },
      ),
    );
  });
});
