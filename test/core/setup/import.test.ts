import { describe, expect, test } from 'vitest';
import { importPlanSchema, type ImportPlan } from '#contract/commands/setup.ts';
import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { shownPlan } from '#core/setup/import/import-plan.ts';
import { readIni } from '#core/setup/import/email-oauth2-proxy.ts';
import { readProperties } from '#core/setup/import/davmail.ts';
import { readImport, readCsv } from '#core/setup/import/read-import.ts';
import { msg } from '#messages/message.ts';
import type { CommandInput } from '#contract/commands.ts';
import { containing } from '../../support/matchers.ts';
import { english, textOf } from '../../support/english.ts';
import { refusalOf } from './refusal.ts';

function planFor(
  content: string,
  rest: Omit<CommandInput<'import-plan'>, 'content'> = {},
  settings = emptySettings,
): ImportPlan {
  const { format, plan } = readImport({ content, ...rest }, settings);
  return importPlanSchema.parse(shownPlan(plan, format));
}

function settingsWith(clients: readonly object[], accounts: readonly object[] = []): Settings {
  return settingsSchema.parse({ version: 1, clients, accounts });
}

const office = {
  id: '6f6f3c1e-3b7e-4b0e-9a54-1de2f4b7a001',
  name: 'Office',
  provider: 'microsoft365',
  grant: 'authorization-code',
  clientId: 'office-id',
  credential: 'none',
};

const proxyConfiguration = `
[Server setup]
documentation = Servers are described here,
	over several lines

[IMAP-1993]
server_address = outlook.office365.com
server_port = 993

[SMTP-1587]
server_address = smtp-mail.outlook.com
server_port = 587
server_starttls = True

[Account setup]

[anna@example.org]
permission_url = https://login.microsoftonline.com/common/oauth2/v2.0/authorize
token_url = https://login.microsoftonline.com/common/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/IMAP.AccessAsUser.All
	https://outlook.office365.com/SMTP.Send offline_access
redirect_uri = http://localhost:8080
client_id = first-id
client_secret = first~secret
token_salt = c2FsdA==
refresh_token = gAAAAABexample

[bo@example.org]
permission_url = https://login.microsoftonline.com/common/oauth2/v2.0/authorize
token_url = https://login.microsoftonline.com/common/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/IMAP.AccessAsUser.All https://outlook.office365.com/SMTP.Send offline_access
redirect_uri = http://localhost:8080
client_id = first-id
client_secret = first~secret

[@example.com]
token_url = https://login.microsoftonline.com/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/.default
oauth2_flow = client_credentials
client_id = second-id
client_secret = second~secret

[pat@example.net]
token_url = https://login.microsoftonline.com/example.net/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/IMAP.AccessAsUser.All offline_access
oauth2_flow = password
client_id = third-id

[eve@gmail.com]
permission_url = https://accounts.google.com/o/oauth2/auth
token_url = https://oauth2.googleapis.com/token
oauth2_scope = https://mail.google.com/
redirect_uri = http://localhost
client_id = google-id
client_secret_encrypted = gAAAAABsecret

[new@gmail.com]
token_url = https://oauth2.googleapis.com/token
client_id = *** your client id here ***

[emailproxy]
delete_account_token_on_password_error = True
`;

describe('a configuration of Email OAuth 2.0 Proxy', () => {
  const plan = planFor(proxyConfiguration);
  const clientNamed = (name: string | undefined): ImportPlan['clients'][number] | undefined =>
    plan.clients.find((client) => client.name === name);
  const accountOf = (address: string): ImportPlan['accounts'][number] | undefined =>
    plan.accounts.find((account) => account.address === address);
  const whyNot = (what: string): string | undefined => {
    const left = plan.notTaken.find((each) => textOf(each.what) === what);
    return left === undefined ? undefined : textOf(left.why);
  };

  test('is known by what it says', () => {
    expect(plan.format).toBe('email-oauth2-proxy');
  });

  test('accounts with the same client share one', () => {
    expect(accountOf('anna@example.org')?.client).toBe(accountOf('bo@example.org')?.client);
    expect(plan.clients).toHaveLength(4);
    expect(clientNamed(accountOf('anna@example.org')?.client)).toMatchObject({
      provider: 'microsoft365',
      grant: 'authorization-code',
      tenant: 'common',
      clientId: 'first-id',
      credential: 'secret',
      redirectUri: 'http://localhost:8080',
      scope:
        'https://outlook.office365.com/IMAP.AccessAsUser.All https://outlook.office365.com/SMTP.Send offline_access',
      exists: false,
    });
  });

  test('endpoints that the preset has are left to it; others are kept', () => {
    const microsoft = clientNamed(accountOf('anna@example.org')?.client);
    expect([microsoft?.authorizationUrl, microsoft?.tokenUrl]).toEqual([undefined, undefined]);
    const google = clientNamed(accountOf('eve@gmail.com')?.client);
    expect(google).toMatchObject({
      provider: 'google',
      authorizationUrl: 'https://accounts.google.com/o/oauth2/auth',
    });
    expect(google?.tokenUrl).toBeUndefined();
    // the preset's own
    expect(google?.scope).toBeUndefined();
  });

  test('the mail program’s password stays good where somebody signs in, and only there', () => {
    expect(accountOf('anna@example.org')).toMatchObject({ passwordMode: 'adopt-first', next: 'sign-in' });
    expect(accountOf('pat@example.net')).toMatchObject({ passwordMode: 'pass-on', next: 'nothing' });
    // app-only: the first program to come must not choose the password
    expect(accountOf('*@example.com')).toMatchObject({ passwordMode: 'own', next: 'make-password' });
  });

  test('a whole domain keeps its app-only client', () => {
    expect(clientNamed(accountOf('*@example.com')?.client)).toMatchObject({
      grant: 'client-credentials',
      tenant: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      credential: 'secret',
    });
  });

  test('what cannot be taken over is told, with the reason', () => {
    expect(whyNot('the tokens of anna@example.org')).toMatch(/sign in again/);
    expect(whyNot('the client secret of eve@gmail.com')).toMatch(/encrypted/);
    expect(whyNot('new@gmail.com')).toMatch(/never set up/);
    expect(whyNot('port 1993 for IMAP')).toContain('serve --imap 1993');
    expect(whyNot('the tokens of bo@example.org')).toBeUndefined();
  });

  test('a server that nobody’s preset has goes with the client that has no preset', () => {
    const custom = planFor(`[IMAP-1993]
server_address = mail.example.net
server_port = 993
[IMAP-1994]
server_address = outlook.office365.com
server_port = 993
[SMTP-1587]
server_address = mail.example.net
server_port = 587
server_starttls = yes
[anna@example.net]
permission_url = https://id.example.net/authorize
token_url = https://id.example.net/token
client_id = x
`);
    expect(custom.clients[0]).toMatchObject({
      provider: 'custom',
      tokenUrl: 'https://id.example.net/token',
      servers: {
        imap: { host: 'mail.example.net', port: 993, tls: 'implicit' },
        smtp: { host: 'mail.example.net', port: 587, tls: 'starttls' },
      },
    });
  });

  test('secrets are in what is applied, and never in what is shown', () => {
    const shown = JSON.stringify(plan);
    for (const secret of ['first~secret', 'second~secret', 'gAAAAAB', 'c2FsdA'])
      expect(shown).not.toContain(secret);
    const { plan: applied } = readImport({ content: proxyConfiguration }, emptySettings);
    expect(applied.clients.map(({ credential }) => credential)).toContainEqual({
      kind: 'secret',
      secret: 'first~secret',
    });
  });

  const certified = `[anna@example.org]
token_url = https://login.microsoftonline.com/example.org/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/.default
oauth2_flow = client_credentials
client_id = x
jwt_certificate_path = certificates/public.pem
jwt_key_path = certificates/private.pem
jwt_key_passphrase = open sesame
`;

  test('a certificate’s files are asked for, and without them the client is not added', () => {
    const without = planFor(certified);
    expect(without.files).toEqual(['certificates/public.pem', 'certificates/private.pem']);
    expect([without.clients, without.accounts]).toEqual([[], []]);
    expect(english(without.notTaken)).toContainEqual({
      what: 'anna@example.org',
      why: containing('can’t be imported'),
    });
  });

  test('with them it is, and neither key nor passphrase is shown', () => {
    const files = { 'certificates/public.pem': 'PUBLIC-PEM', 'certificates/private.pem': 'PRIVATE-PEM' };
    const withFiles = planFor(certified, { files });
    expect(withFiles.clients).toMatchObject([{ credential: 'certificate' }]);
    expect(withFiles.files).toEqual([]);
    expect(JSON.stringify(withFiles)).not.toMatch(/-PEM|sesame/);
    expect(readImport({ content: certified, files }, emptySettings).plan.clients[0]?.credential).toEqual({
      kind: 'certificate',
      certificate: 'PUBLIC-PEM',
      privateKey: 'PRIVATE-PEM',
      passphrase: 'open sesame',
    });
  });

  test('a service account’s key may stand in it', () => {
    const key = '{"type":"service_account","client_email":"robot@project.example","private_key":"KEY"}';
    const robot = planFor(
      `[IMAP-1993]\n[anna@example.org]\noauth2_flow = service_account\noauth2_scope = https://mail.google.com/\nclient_id = key\nclient_secret = ${key}\n`,
    );
    expect(robot.clients).toMatchObject([
      {
        provider: 'google',
        grant: 'service-account',
        clientId: 'robot@project.example',
        credential: 'service-account-key',
      },
    ]);
    expect(JSON.stringify(robot)).not.toContain('KEY');
  });

  test('a token URL in plain http is not taken', () => {
    const plain = planFor(`[anna@example.org]\ntoken_url = http://id.example.net/token\nclient_id = x\n`);
    expect(plain.accounts).toEqual([]);
    expect(english(plain.notTaken[0])).toEqual({ what: 'anna@example.org', why: containing('https') });
  });
});

describe('what is there already', () => {
  const content = `[anna@example.org]
permission_url = https://login.microsoftonline.com/common/oauth2/v2.0/authorize
token_url = https://login.microsoftonline.com/common/oauth2/v2.0/token
client_id = office-id
`;

  test('the same client is used again, under its own name', () => {
    const plan = planFor(content, {}, settingsWith([{ ...office, tenant: 'common' }]));
    expect(plan.clients).toMatchObject([{ name: 'Office', exists: true }]);
    expect(plan.accounts).toMatchObject([{ address: 'anna@example.org', client: 'Office' }]);
  });

  test('an account of the address is left alone', () => {
    const there = { id: office.id, address: 'ANNA@example.org', clientId: office.id, passwordMode: 'own' };
    const plan = planFor(content, {}, settingsWith([office], [there]));
    expect(plan.accounts).toEqual([]);
    expect(english(plan.notTaken)).toContainEqual({ what: 'anna@example.org', why: containing('already') });
  });

  test('another client that has the name makes the new one take a number', () => {
    const plan = planFor(
      content,
      {},
      settingsWith([{ ...office, name: 'microsoft 365 (IMPORTED)', clientId: 'other' }]),
    );
    expect(plan.clients).toMatchObject([{ name: 'Microsoft 365 (imported) 2', exists: false }]);
  });

  test('a personal address that its client cannot serve is told why', () => {
    const plan = planFor(
      content.replace('anna@example.org', 'anna@outlook.com').replaceAll('/common/', '/example.org/'),
    );
    expect(plan.accounts).toEqual([]);
    expect(english(plan.notTaken)).toContainEqual({ what: 'anna@outlook.com', why: containing('personal') });
  });
});

describe('DavMail’s properties', () => {
  const properties = `#DavMail settings
davmail.mode=O365Interactive
davmail.url=https\\://outlook.office365.com/EWS/Exchange.asmx
davmail.imapPort=1143
davmail.caldavPort=1080
davmail.oauth.clientId=my-own-app
davmail.oauth.tenantId=example.org
davmail.oauth.redirectUri=http\\://localhost/
davmail.oauth.anna@example.org.refreshToken={AES}abcdef
davmail.oauth.bo@example.org.refreshToken={AES}ghijkl
`;

  test('an application of one’s own and the accounts are taken; tokens and calendars are not', () => {
    const plan = planFor(properties);
    expect(plan.format).toBe('davmail');
    expect(plan.clients).toMatchObject([
      {
        provider: 'microsoft365',
        grant: 'authorization-code',
        tenant: 'example.org',
        clientId: 'my-own-app',
        redirectUri: 'http://localhost/',
        credential: 'none',
      },
    ]);
    expect(plan.accounts.map(({ address, next }) => [address, next])).toEqual([
      ['anna@example.org', 'sign-in'],
      ['bo@example.org', 'sign-in'],
    ]);
    const reasons = plan.notTaken.map(({ what }) => textOf(what));
    expect(reasons).toContain('the tokens of anna@example.org');
    expect(reasons).toContain('CALDAV on port 1080');
    expect(JSON.stringify(plan)).not.toContain('{AES}');
  });

  test('DavMail’s own application is not: it may not use IMAP', () => {
    const plan = planFor(properties.replace('my-own-app', 'facd6cff-a294-4415-b59f-c5b01937d7bd'));
    expect([plan.clients, plan.accounts]).toEqual([[], []]);
    expect(english(plan.notTaken)).toContainEqual({ what: 'the OAuth client', why: containing('IMAP') });
    expect(plan.notTaken.some(({ what }) => textOf(what) === 'anna@example.org')).toBe(true);
  });
});

describe('an administrator’s table', () => {
  const settings = settingsWith([
    office,
    {
      ...office,
      id: '6f6f3c1e-3b7e-4b0e-9a54-1de2f4b7a002',
      name: 'Password',
      grant: 'password',
      tenant: 'example.org',
    },
  ]);

  test('its rows become accounts', () => {
    const plan = planFor(
      'Address,Client,Mailbox,SMTP-User\nanna@example.org,office,,\n"bo@example.org",Office,office@example.org,bo@example.org\npat@example.org,Password,,\n',
      {},
      settings,
    );
    expect(plan.format).toBe('csv');
    expect(plan.accounts).toEqual([
      { address: 'anna@example.org', client: 'Office', passwordMode: 'own', next: 'sign-in' },
      {
        address: 'bo@example.org',
        client: 'Office',
        passwordMode: 'own',
        mailbox: 'office@example.org',
        smtpUser: 'bo@example.org',
        next: 'sign-in',
      },
      { address: 'pat@example.org', client: 'Password', passwordMode: 'pass-on', next: 'nothing' },
    ]);
  });

  test('an app-only client’s accounts need a password, not a sign-in', () => {
    const app = { ...office, grant: 'client-credentials', credential: 'secret', tenant: 'example.org' };
    expect(
      planFor('address\nanna@example.org', { client: 'Office' }, settingsWith([app])).accounts,
    ).toMatchObject([{ next: 'make-password' }]);
  });

  test.each([
    'mail',
    '"PrimarySmtpAddress"',
    'UserPrincipalName',
    'UserPrincipalName,DisplayName,PrimarySmtpAddress',
    '#TYPE Deserialized.Microsoft.Exchange.Data.Directory.Management.Mailbox\r\n"PrimarySmtpAddress"',
    'sep=;\r\nPrimarySmtpAddress',
  ])('the table that a portal or PowerShell has exported is one: %s', (head) => {
    const cells = head
      .split(',')
      .map((name) => (name === 'DisplayName' ? '"Example, Anna"' : 'anna@example.org'));
    const plan = planFor(`${head}\r\n${cells.join()}\r\n`, { client: 'Office' }, settings);
    expect(plan.format).toBe('csv');
    expect(plan.accounts).toMatchObject([{ address: 'anna@example.org' }]);
  });

  test('rows without a client have the one that is named beside the table', () => {
    const plan = planFor('email\nanna@example.org\n', { client: 'Office' }, settings);
    expect(plan.accounts).toMatchObject([{ address: 'anna@example.org', client: 'Office' }]);
    expect(planFor('email\nanna@example.org\n', {}, settings).notTaken).toEqual([
      {
        what: 'line 2: anna@example.org',
        why: 'It names no OAuth client, and none is chosen for such rows.',
      },
    ]);
  });

  test('what is wrong with a row is told by its line, and the others are taken', () => {
    const plan = planFor(
      'address,client,mailbox\nnobody,Office,\nanna@example.org,Elsewhere,\nbo@example.org,Office,\nBO@example.org,Office,\n,Office,\ncy@example.org,Office,not-an-address\n',
      {},
      settings,
    );
    expect(plan.accounts.map(({ address }) => address)).toEqual(['bo@example.org']);
    expect(plan.notTaken.map(({ what }) => textOf(what))).toEqual([
      'line 2: nobody',
      'line 3: anna@example.org',
      'line 5: BO@example.org',
      'line 6',
      'line 7: cy@example.org',
    ]);
  });

  test.each(['<anna@example.org>', 'anna@example.org;', 'mailto:anna@example.org', 'anna@example.org,bo'])(
    'a cell with more around an address than it is no address: %s',
    (cell) => {
      const { accounts, notTaken } = planFor(`address\tclient\n${cell}\tOffice\n`, {}, settings);
      expect(accounts).toEqual([]);
      expect(english(notTaken)).toMatchObject([{ why: containing('isn’t an email address') }]);
    },
  );

  test('a column of passwords is not taken, and not shown', () => {
    const plan = planFor('address,client,password\nanna@example.org,Office,hunter2\n', {}, settings);
    expect(english(plan.notTaken)).toContainEqual({
      what: 'the column password',
      why: containing('mailwicket password new'),
    });
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });

  test('without a column for the address it is refused', () => {
    expect(() => planFor('name,client\nAnna,Office', { format: 'csv' }, settings)).toThrow(
      expect.objectContaining({ code: 'unreadable' }),
    );
  });
});

test('a file of no known kind is refused, saying which there are', () => {
  expect(refusalOf(() => planFor('hello world'))).toEqual({ code: 'unknown-format', fix: containing('csv') });
});

test.each(['', '\r\n \n', '\u{feff}\n'])(
  'an empty file is told so, also where its format is named',
  (content) => {
    for (const format of [undefined, 'csv', 'davmail', 'email-oauth2-proxy'] as const) {
      const refused = refusalOf(() => planFor(content, { format }));
      expect(refused).toEqual({ code: 'unreadable', fix: containing('has the accounts') });
    }
  },
);

function rows(text: string): Record<string, string>[] {
  return readCsv(text).rows.map(({ cells }) => Object.fromEntries(cells));
}

describe('the readers', () => {
  test('INI: both separators, comments, continuations; names of entries without regard to case', () => {
    expect(
      readIni(
        '\u{feff}# first\n[A: b]\r\nOne = 1 # not a comment\ntwo: 2=3\n  more\n; a comment\n\n[c]\nempty =\n',
      ).map(({ name, entries }) => [name, Object.fromEntries(entries)]),
    ).toEqual([
      ['A: b', { one: '1 # not a comment', two: '2=3\nmore' }],
      ['c', { empty: '' }],
    ]);
  });

  test('INI: an entry called __proto__ is an entry', () => {
    expect(readIni('[__proto__]\n__proto__ = x')[0]?.entries.get('__proto__')).toBe('x');
    expect(
      english(
        planFor(
          '[anna@example.org]\n__proto__ = x\ntoken_url = https://login.microsoftonline.com/common/oauth2/v2.0/token\nclient_id = y\noauth2_flow = __proto__\n',
        ).notTaken,
      ),
    ).toEqual([{ what: 'anna@example.org', why: containing('not known') }]);
  });

  test.each(['x = 1\n', '[a]\nno separator\n'])('INI: %j is refused by its line', (text) => {
    expect(() => readIni(text)).toThrow(/^Line \d/);
  });

  test('properties: escapes, continuations, the three separators', () => {
    expect(
      Object.fromEntries(readProperties('! x\na\\ b = c\\u00e4\\n\\\\\nd:e\\\n   f\ng h\ni\n# j=k\n')),
    ).toEqual({ 'a b': 'cä\n\\', d: 'ef', g: 'h', i: '' });
  });

  test('CSV: quotes, line ends within, the three separators', () => {
    expect(rows('a,b\n"x ""y"", z",2\r\n\r\n3\n')).toEqual([{ a: 'x "y", z', b: '2' }, { a: '3' }]);
    expect(rows('a;b\n1,5;"2\n3"')).toEqual([{ a: '1,5', b: '2\n3' }]);
    expect(rows('a\tb\n1\t')).toEqual([{ a: '1', b: '' }]);
    expect(readCsv('\u{feff}sep=;\r\na;b\r\n1,5;2').rows).toEqual([
      {
        line: 3,
        cells: new Map([
          ['a', '1,5'],
          ['b', '2'],
        ]),
      },
    ]);
    expect(readCsv('a\n"1\n2"\n3').rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(readCsv('\u{feff}\na,b\n\n\n"1\n\n2", 3\n\n 4 , 5').rows.map(({ line }) => line)).toEqual([5, 9]);
  });

  test.each(['', 'a\n"1', 'a\n"1"2', 'a\n1,2'])('CSV: %j is refused', (text) => {
    expect(() => readCsv(text)).toThrow(expect.objectContaining({ code: 'unreadable' }));
  });

  test('CSV: one with too many rows is to be imported in parts', () => {
    const most = `address\n${'anna@example.org\n'.repeat(5_000)}`;
    expect(readCsv(most).rows).toHaveLength(5_000);
    expect(() => readCsv(`${most}bo@example.org\n`)).toThrow(
      expect.objectContaining({ code: 'unreadable', fix: msg('setup.importInParts') }),
    );
  });

  test('CSV: a long run of quotes takes no time to speak of', () => {
    expect(() => readCsv(`a\n"${'""'.repeat(200_000)}x`)).toThrow();
  });
});
