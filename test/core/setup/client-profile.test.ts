import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mailProgramSchema, type MailProgram } from '#contract/commands/setup.ts';
import type { OpenPort } from '#contract/endpoints.ts';
import { listenersSchema } from '#contract/settings.ts';
import { LocalTls } from '#core/relay/local-tls.ts';
import { clientProfile } from '#core/setup/client-profile/client-profile.ts';
import { MailEndpoints, portsOfSettings, type ProfileSubject } from '#core/setup/client-profile/profile.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { describeWith } from '../../support/mail-programs/requirement.ts';
import { containing } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { refusalOf } from './refusal.ts';
import { elementsNamed, parseXml, plistValue, textOf } from './xml-reader.ts';

const loopback = ['127.0.0.1', '::1'];
const plainPorts: OpenPort[] = [
  { protocol: 'imap', implicitTls: false, port: 1143, addresses: loopback },
  { protocol: 'pop', implicitTls: false, port: 1110, addresses: loopback },
  { protocol: 'smtp', implicitTls: false, port: 1587, addresses: loopback },
];
const tlsPorts: OpenPort[] = [
  { protocol: 'imap', implicitTls: true, port: 1993, addresses: loopback },
  { protocol: 'pop', implicitTls: true, port: 1995, addresses: loopback },
  { protocol: 'smtp', implicitTls: true, port: 1465, addresses: loopback },
];
const allProtocols = ['imap', 'pop', 'smtp'] as const;
const authority = await new LocalTls({ vault: new MemoryVault(), clock: new FakeClock() }).authority();

function subjectWith(
  change: Partial<ProfileSubject> & { readonly ports?: readonly OpenPort[] } = {},
): ProfileSubject {
  const { ports = plainPorts, ...rest } = change;
  return {
    accountId: '6f6f3c1e-3b7e-4b0e-9a54-1de2f4b7a001',
    login: 'anna@example.org',
    address: 'anna@example.org',
    provider: 'microsoft365',
    endpoints: new MailEndpoints(ports, allProtocols),
    authority: ports.some(({ implicitTls }) => implicitTls) ? authority : undefined,
    ...rest,
  };
}

function contentFor(program: MailProgram, change: Parameters<typeof subjectWith>[0] = {}): string {
  return clientProfile(program, subjectWith(change)).content;
}

/** An address with what each of the formats has a meaning for, as far as addresses may hold it. */
const hostile = `a"b'c<d>&$(e)\`f\`;#%{g}@example.org`;

const policiesSchema = z.object({
  policies: z.object({ Preferences: z.record(z.string(), z.object({ Status: z.string() })) }),
});

function at(address: string): OpenPort[] {
  return plainPorts.map((port) => ({ ...port, addresses: [address] }));
}

function tls(program: MailProgram): string {
  return contentFor(program, { ports: tlsPorts });
}

/** Whether Thunderbird is to keep a copy of what is sent; undefined where it is left to its own ways. */
function copy(provider: ProfileSubject['provider']): unknown {
  return userPreferences(contentFor('thunderbird', { provider })).get('mail.identity.id1.fcc');
}

function uuids(change: Partial<ProfileSubject>): string[] {
  return [
    ...contentFor('apple-mail', { ports: tlsPorts, ...change }).matchAll(
      /[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/g,
    ),
  ].map(([uuid]) => uuid);
}

describe('the ports of a profile', () => {
  test('those of the settings where no service runs: none that is off', () => {
    const ports = portsOfSettings(listenersSchema.parse({ pop: 'off', smtps: 1465 }));
    expect(ports.map(({ protocol, implicitTls, port }) => [protocol, implicitTls, port])).toEqual([
      ['imap', false, 1143],
      ['smtp', false, 1587],
      ['smtp', true, 1465],
    ]);
  });

  test('a listener that could not be opened is not named', () => {
    const broken = plainPorts.map((port) => (port.protocol === 'imap' ? { ...port, addresses: [] } : port));
    expect(contentFor('settings', { ports: broken })).not.toContain('1143');
    expect(() => contentFor('mbsync', { ports: broken })).toThrow(
      expect.objectContaining({ code: 'no-port', message: 'No port for IMAP is open.' }),
    );
  });

  test('a protocol that the account has no server for is not named', () => {
    const endpoints = new MailEndpoints(plainPorts, ['pop', 'smtp']);
    expect(contentFor('thunderbird', { endpoints })).toContain('"pop3"');
    expect(() => contentFor('mbsync', { endpoints })).toThrow(
      expect.objectContaining({ message: 'The account has no IMAP server.' }),
    );
  });

  test('TLS is asked for by the name that the local certificate has', () => {
    const text = contentFor('settings', { ports: [...plainPorts, ...tlsPorts] });
    const rows = text.split('\n').filter((line) => /^(?:IMAP|POP|SMTP) /.test(line));
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 4))).toEqual([
      ['IMAP', '127.0.0.1', '1143', 'none (this computer only)'],
      ['IMAP', 'localhost', '1993', 'SSL/TLS'],
      ['POP', '127.0.0.1', '1110', 'none (this computer only)'],
      ['POP', 'localhost', '1995', 'SSL/TLS'],
      ['SMTP', '127.0.0.1', '1587', 'none (this computer only)'],
      ['SMTP', 'localhost', '1465', 'SSL/TLS'],
    ]);
    expect(rows.every((row) => row.includes('anna@example.org') && row.endsWith('the local password'))).toBe(
      true,
    );
  });

  test('where only ::1 or one address is listened on, that is named', () => {
    expect(contentFor('msmtp', { ports: at('::1') })).toContain('host ::1');
    expect(contentFor('mutt', { ports: at('::1') })).toContain('imap://[::1]:1143/');
    expect(contentFor('msmtp', { ports: at('192.0.2.10') })).toContain('host 192.0.2.10');
    expect(contentFor('msmtp', { ports: at('0.0.0.0') })).toContain('host 127.0.0.1');
  });
});

describe.each(mailProgramSchema.options.filter((one) => one !== 'printer'))('%s', (program) => {
  test('has a name for its file, and no line for a password to be in', () => {
    const made = clientProfile(program, subjectWith({ ports: [...plainPorts, ...tlsPorts] }));
    expect(made.fileName).toMatch(/^[A-Za-z0-9][A-Za-z0-9.@_-]*$/);
    expect(made.content.endsWith('\n')).toBe(true);
    expect(made.content).not.toMatch(/^\s*(?:pass(?:word)?|remotepass|set \w+_pass)\b\s*[=" ]/im);
  });

  test('a hostile address breaks no file name', () => {
    expect(
      clientProfile(program, subjectWith({ address: `../../${hostile}`, ports: tlsPorts })).fileName,
    ).toMatch(/^[A-Za-z0-9][A-Za-z0-9.@_-]*$/);
  });
});

describe('Thunderbird', () => {
  test('finds each protocol in its automatic configuration', () => {
    const root = parseXml(contentFor('thunderbird-autoconfig'));
    expect([root.name, root.attributes['version']]).toEqual(['clientConfig', '1.1']);
    const servers = [...elementsNamed(root, 'incomingServer'), ...elementsNamed(root, 'outgoingServer')];
    expect(
      servers.map((server) => [
        server.attributes['type'],
        textOf(server, 'hostname'),
        textOf(server, 'port'),
        textOf(server, 'socketType'),
        textOf(server, 'username'),
        textOf(server, 'authentication'),
      ]),
    ).toEqual([
      ['imap', '127.0.0.1', '1143', 'plain', '%EMAILADDRESS%', 'password-cleartext'],
      ['pop3', '127.0.0.1', '1110', 'plain', '%EMAILADDRESS%', 'password-cleartext'],
      ['smtp', '127.0.0.1', '1587', 'plain', '%EMAILADDRESS%', 'password-cleartext'],
    ]);
    expect(clientProfile('thunderbird-autoconfig', subjectWith()).fileName).toBe('example.org.xml');
  });

  test('with TLS ports alone is told SSL, and to trust the authority', () => {
    const root = parseXml(contentFor('thunderbird-autoconfig', { ports: tlsPorts }));
    expect(elementsNamed(root, 'socketType').map(({ text }) => text)).toEqual(['SSL', 'SSL', 'SSL']);
    const script = contentFor('thunderbird', { ports: tlsPorts });
    expect(script).toContain('user_pref("mail.server.server1.socketType", 3);');
    expect(script).toContain('mailwicket-ca.pem');
    expect(JSON.parse(contentFor('thunderbird-policies', { ports: tlsPorts }))).toMatchObject({
      policies: { Certificates: { Install: ['mailwicket-ca.pem'] } },
    });
  });

  test('a shared mailbox is read and written from, and its delegate’s account logged in with', () => {
    const subject = { login: 'anna@example.org', address: 'office@example.org' };
    const preferences = userPreferences(contentFor('thunderbird', subject));
    expect(preferences.get('mail.identity.id1.useremail')).toBe('office@example.org');
    expect(preferences.get('mail.server.server1.userName')).toBe('anna@example.org');
    const root = parseXml(contentFor('thunderbird-autoconfig', subject));
    expect(elementsNamed(root, 'username').map(({ text }) => text)).toEqual(
      Array(3).fill('anna@example.org'),
    );
  });

  test('its user.js is a list of preferences and nothing else, whatever the address is', () => {
    const preferences = userPreferences(contentFor('thunderbird', { login: hostile, address: hostile }));
    expect(preferences.get('mail.server.server1.userName')).toBe(hostile);
    expect(preferences.get('mail.smtpserver.smtp1.username')).toBe(hostile);
  });

  test('keeps no second copy of what is sent where the provider keeps one, and one where it does not', () => {
    expect([copy('microsoft365'), copy('outlook'), copy('google')]).toEqual([false, false, false]);
    expect([copy('custom'), copy('fastmail')]).toEqual([undefined, undefined]);
  });

  test('its policies set what policies may, as defaults', () => {
    const { policies } = policiesSchema.parse(JSON.parse(contentFor('thunderbird-policies')));
    const entries = Object.entries(policies.Preferences);
    expect(entries.length).toBeGreaterThan(20);
    expect(entries.every(([name, { Status }]) => name.startsWith('mail.') && Status === 'default')).toBe(
      true,
    );
  });
});

/** Reads a user.js as strictly as it is written. */
function userPreferences(script: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const line of script.split('\n')) {
    if (line === '' || line.startsWith('// ')) continue;
    const match = /^user_pref\((".*?"), (.*)\);$/.exec(line);
    if (match === null) throw new Error(`not a preference: ${line}`);
    found.set(String(JSON.parse(match[1] ?? '')), JSON.parse(match[2] ?? ''));
  }
  return found;
}

describe('Apple Mail', () => {
  test('gets its account, over TLS where there is a TLS port, with the authority to trust', () => {
    const profile = plistValue(parseXml(contentFor('apple-mail', { ports: [...plainPorts, ...tlsPorts] })));
    expect(profile).toMatchObject({
      PayloadType: 'Configuration',
      PayloadVersion: 1,
      PayloadScope: 'User',
      PayloadContent: [
        { PayloadType: 'com.apple.security.root', PayloadContent: new X509Certificate(authority).raw },
        {
          PayloadType: 'com.apple.mail.managed',
          EmailAccountType: 'EmailTypeIMAP',
          EmailAddress: 'anna@example.org',
          IncomingMailServerAuthentication: 'EmailAuthPassword',
          IncomingMailServerHostName: 'localhost',
          IncomingMailServerPortNumber: 1993,
          IncomingMailServerUseSSL: true,
          IncomingMailServerUsername: 'anna@example.org',
          OutgoingMailServerHostName: 'localhost',
          OutgoingMailServerPortNumber: 1465,
          OutgoingMailServerUseSSL: true,
          OutgoingMailServerUsername: 'anna@example.org',
          OutgoingPasswordSameAsIncomingPassword: true,
        },
      ],
    });
  });

  test('without a TLS port there is no authority, and a word about what may happen', () => {
    const text = contentFor('apple-mail');
    expect(text).not.toContain('com.apple.security.root');
    expect(text).toContain('switch on the TLS ports');
  });

  test('made again it replaces itself; another account’s is another profile', () => {
    const mine = uuids({});
    const other = uuids({ accountId: '6f6f3c1e-3b7e-4b0e-9a54-1de2f4b7a002' });
    expect(mine).toHaveLength(3);
    expect(new Set(mine).size).toBe(3);
    expect(uuids({})).toEqual(mine);
    // the authority is the same for both
    expect(mine.filter((uuid) => other.includes(uuid))).toHaveLength(1);
    expect(mine.every((uuid) => /^.{14}8.{4}[89AB]/.test(uuid))).toBe(true);
  });

  test('any login reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const login = `${text.replace(/[^\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')}<&"'>@example.org`;
        const profile = JSON.stringify(plistValue(parseXml(contentFor('apple-mail', { login }))));
        expect(profile).toContain(JSON.stringify(login));
      }),
    );
  });

  test('what XML cannot hold does not break the profile', () => {
    expect(() =>
      parseXml(contentFor('apple-mail', { login: 'a\u0000\u{ffff}\u{d800}b@example.org' })),
    ).not.toThrow();
  });

  describeWith(['/usr/bin/python3'], 'as another reader of property lists sees it', () => {
    test('it is one', () => {
      const read = execFileSync(
        '/usr/bin/python3',
        [
          '-c',
          'import plistlib,sys;p=plistlib.loads(sys.stdin.buffer.read());print(p["PayloadContent"][1]["IncomingMailServerUsername"])',
        ],
        { input: contentFor('apple-mail', { login: hostile, ports: tlsPorts }), encoding: 'utf8' },
      );
      expect(read.trimEnd()).toBe(hostile);
    });
  });
});

describe('Outlook', () => {
  test('Autodiscover names the protocols in Outlook’s own form', () => {
    const root = parseXml(contentFor('outlook-autodiscover', { login: hostile }));
    expect(root.attributes['xmlns']).toBe(
      'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006',
    );
    expect(
      elementsNamed(root, 'Protocol').map((one) =>
        ['Type', 'Server', 'Port', 'LoginName', 'SPA', 'SSL', 'AuthRequired'].map((name) =>
          textOf(one, name),
        ),
      ),
    ).toEqual([
      ['IMAP', '127.0.0.1', '1143', hostile, 'off', 'off', 'on'],
      ['SMTP', '127.0.0.1', '1587', hostile, 'off', 'off', 'on'],
    ]);
  });

  test('the steps say where each value goes, and which Outlook cannot be used', () => {
    const text = contentFor('outlook');
    expect(text).toContain('server 127.0.0.1, port 1143, encryption method None');
    expect(text).toContain('server 127.0.0.1, port 1587, encryption method None');
    expect(text).toContain('The new Outlook');
    expect(text).not.toContain('certificate authority');
    expect(contentFor('outlook', { ports: tlsPorts })).toMatch(/1\. Save the local certificate authority/);
  });
});

describe('a printer', () => {
  test('cannot reach a port of this computer alone, and is told what to switch on', () => {
    expect(refusalOf(() => contentFor('printer'))).toEqual({
      code: 'not-loopback',
      fix: containing('--smtps 1465 --listen'),
    });
  });

  test('gets the TLS port of the network', () => {
    const text = contentFor('printer', {
      ports: [{ protocol: 'smtp', implicitTls: true, port: 1465, addresses: ['127.0.0.1', '192.0.2.10'] }],
    });
    expect(text).toMatch(/SMTP server: +192\.0\.2\.10\nPort: +1465\nSecurity: +SSL\/TLS/);
  });
});

describe('the certificate authority', () => {
  test('is told where a TLS port is open', () => {
    const made = clientProfile('certificate-authority', subjectWith({ ports: tlsPorts }));
    expect(made.fileName).toBe('mailwicket-ca.pem');
    expect(new X509Certificate(made.content).ca).toBe(true);
    expect(made.content).not.toContain('PRIVATE');
  });

  test('and is of no use where none is', () => {
    expect(() => contentFor('certificate-authority')).toThrow(
      expect.objectContaining({ code: 'no-authority' }),
    );
  });
});

describe('programs of the command line', () => {
  test('fetchmail is kept from asking for STARTTLS, and checks the certificate where there is TLS', () => {
    expect(contentFor('fetchmail')).toContain("sslproto ''");
    const withTls = contentFor('fetchmail', { ports: tlsPorts });
    expect(withTls).toContain('ssl sslcertck sslcertfile "/etc/mailwicket-ca.pem"');
    expect(withTls).not.toContain('sslproto');
  });

  test('each has the TLS settings of its own, and the authority to trust', () => {
    expect(tls('msmtp')).toMatch(/port 1465\ntls on\ntls_starttls off\ntls_trust_file ~\/mailwicket-ca\.pem/);
    expect(tls('mbsync')).toMatch(
      /SSLType IMAPS\nSystemCertificates no\nCertificateFile ~\/mailwicket-ca\.pem/,
    );
    expect(tls('mutt')).toMatch(/set folder='imaps:\/\/localhost:1993\/'/);
    expect(tls('mutt')).toMatch(/set smtp_url='smtps:\/\/anna%40example\.org@localhost:1465\/'/);
    expect(tls('offlineimap')).toMatch(/ssl = yes\nsslcacertfile = ~\/mailwicket-ca\.pem/);
    expect(tls('getmail')).toMatch(/type = SimpleIMAPSSLRetriever[\s\S]*ca_certs = ~\/mailwicket-ca\.pem/);
  });

  test('those that fetch take POP where there is no IMAP', () => {
    const endpoints = new MailEndpoints(plainPorts, ['pop', 'smtp']);
    expect(contentFor('fetchmail', { endpoints })).toContain('proto POP3 service 1110');
    expect(contentFor('getmail', { endpoints })).toContain('type = SimplePOP3Retriever');
    expect(contentFor('mutt', { endpoints })).toContain("set pop_host='pop://127.0.0.1:1110/'");
  });

  test('mutt keeps no second copy of what is sent where the provider keeps one', () => {
    expect(contentFor('mutt')).toContain('set copy=no');
    expect(contentFor('mutt', { provider: 'custom' })).not.toContain('set copy');
  });
});
