import { describe, expect, test } from 'vitest';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { settingsSchema } from '#contract/settings.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function makeClient(number: number, grant: string) {
  return {
    id: id(number),
    name: `client ${number}`,
    provider: 'microsoft365',
    grant,
    clientId: 'c',
    credential: 'none',
  };
}

const signedIn = id(900);
const application = id(901);

let counter = 0;
function account(address: string, more: object = {}) {
  counter += 1;
  return { id: id(counter), address, clientId: signedIn, passwordMode: 'own', ...more };
}

function makeDirectory(...accounts: readonly object[]): AccountDirectory {
  const clients = [makeClient(900, 'authorization-code'), makeClient(901, 'client-credentials')];
  return new AccountDirectory(settingsSchema.parse({ version: 1, clients, accounts }));
}

function summary(directory: AccountDirectory, loginName: string) {
  const found = directory.find(loginName);
  return found && { of: found.account.address, subject: found.subject, ...found.identity };
}

const same = (of: string, subject = of) => ({ of, subject, imap: subject, pop: subject, smtp: subject });

describe('whose login it is', () => {
  const directory = makeDirectory(
    account('Anna@Example.org'),
    account('j\u00F6rg@example.org'),
    account('*@example.org', { clientId: application }),
    account('otto@other.org'),
    account('otto@third.org'),
    account('berta@other.org'),
    account('odd%40name@other.org'),
    account('printer@localhost'),
  );

  test.each([
    ['anna@example.org', 'Anna@Example.org'],
    [' ANNA@EXAMPLE.ORG ', 'Anna@Example.org'],
    ['jo\u0308rg@example.org', 'j\u00F6rg@example.org'],
    ['berta', 'berta@other.org'],
    ['BERTA', 'berta@other.org'],
    ['berta%40other.org', 'berta@other.org'],
    ['berta@other.org@127.0.0.1', 'berta@other.org'],
    ['berta@other.org@localhost', 'berta@other.org'],
    ['berta@127.0.0.1', 'berta@other.org'],
    ['otto@third.org@[::1]', 'otto@third.org'],
    ['odd%40name@other.org', 'odd%40name@other.org'],
    ['printer@localhost', 'printer@localhost'],
  ])('%j is %s', (loginName, address) => {
    expect(summary(directory, loginName)).toEqual(same(address));
  });

  test.each(['carl@example.org', 'CARL@EXAMPLE.ORG', 'carl%40example.org', 'carl@example.org@localhost'])(
    '%j is a mailbox of the domain’s account, by its own name',
    (loginName) => {
      expect(summary(directory, loginName)).toEqual(same('*@example.org', 'carl@example.org'));
    },
  );

  test('the client comes with the account', () => {
    expect(directory.find('anna')?.client.id).toBe(signedIn);
    expect(directory.find('carl@example.org')?.client.id).toBe(application);
  });

  test.each([
    ['two accounts have this local part', 'otto'],
    ['nobody', 'nobody'],
    ['unknown domain', 'anna@nowhere.org'],
    ['empty', ''],
    ['only a domain', '@example.org'],
    ['the account’s own pattern', '*@example.org'],
    ['a space inside', 'carl miller@example.org'],
    ['two addresses', 'carl@x@example.org'],
    ['a remote server behind it', 'berta@other.org@mail.other.org'],
    ['a forged field of the XOAUTH2 response', 'carl\u0001auth=x@example.org'],
    ['a NUL', 'anna@example.org\0'],
    ['too long', `${'a'.repeat(700)}@example.org`],
    ['too long with a shared mailbox', String.raw`anna@example.org\${'a'.repeat(620)}@example.org`],
    ['a forged field behind a shared mailbox', 'anna@example.org\\office\u0001auth=x@example.org'],
    ['no shared mailbox', 'anna@example.org\\'],
    ['nobody’s shared mailbox', '\\office@example.org'],
    ['two shared mailboxes', String.raw`anna@example.org\office\other`],
  ])('no account for a login name (%s)', (_, loginName) => {
    expect(directory.find(loginName)).toBeUndefined();
  });
});

describe('as whom to log in upstream', () => {
  const directory = makeDirectory(
    account('anna@example.org'),
    account('berta@example.org', { mailbox: 'office@example.org' }),
    account('support@example.org', { smtpUser: 'carl@example.org' }),
  );

  test.each([
    String.raw`anna@example.org\office@example.org`,
    String.raw`anna@example.org\office`,
    String.raw`ANNA@example.org\Office`,
    String.raw`anna\office`,
    String.raw`anna%40example.org\office`,
  ])('%j opens the shared mailbox and sends as the delegate', (loginName) => {
    expect(summary(directory, loginName)).toEqual({
      of: 'anna@example.org',
      subject: 'anna@example.org',
      imap: 'office@example.org',
      pop: 'office@example.org',
      smtp: 'anna@example.org',
    });
  });

  test('a configured mailbox is opened over IMAP and POP, not used over SMTP', () => {
    expect(summary(directory, 'berta@example.org')).toMatchObject({
      subject: 'berta@example.org',
      imap: 'office@example.org',
      pop: 'office@example.org',
      smtp: 'berta@example.org',
    });
    expect(directory.find(String.raw`berta@example.org\team`)?.identity.imap).toBe('team@example.org');
  });

  test('a configured SMTP identity is used over SMTP only', () => {
    expect(summary(directory, 'support@example.org')).toMatchObject({
      imap: 'support@example.org',
      pop: 'support@example.org',
      smtp: 'carl@example.org',
    });
  });

  test.each([
    String.raw`anna@example.org\ `,
    String.raw`\office@example.org`,
    String.raw`anna@example.org\a\b`,
    String.raw`anna@example.org\a@b@c`,
    String.raw`anna@example.org\*@example.org`,
    String.raw`nobody@example.org\office`,
    'anna@example.org/office@example.org',
  ])('%j is no login name for a shared mailbox', (loginName) => {
    expect(directory.find(loginName)).toBeUndefined();
  });
});

describe('a token of the application, good for every mailbox', () => {
  const directory = makeDirectory(
    account('robot@example.org', { clientId: application, mailbox: 'inbox@example.org' }),
    account('boss@example.org', { clientId: application }),
    account('*@team.org', { clientId: application }),
    account('lead@team.org', { clientId: application }),
  );

  test.each([
    String.raw`robot@example.org\boss@example.org`,
    String.raw`robot@example.org\anybody`,
    String.raw`robot@example.org\x@team.org`,
    String.raw`carl@team.org\lead@team.org`,
  ])('does not let one local password open another mailbox: %j', (loginName) => {
    expect(directory.find(loginName)).toBeUndefined();
  });

  test.each([
    [String.raw`robot@example.org\inbox`, 'inbox@example.org'],
    [String.raw`robot@example.org\robot`, 'robot@example.org'],
    [String.raw`carl@team.org\office`, 'office@team.org'],
  ])('but opens what the account stands for: %j', (loginName, mailbox) => {
    expect(directory.find(loginName)?.identity.imap).toBe(mailbox);
  });
});

describe('a name that only looks like an account with a password of its own', () => {
  const directory = makeDirectory(
    account('*@example.org', { clientId: application }),
    account('ceo@example.org', { clientId: application }),
    account('jörg@example.org', { clientId: application }),
  );

  test.each([
    ['full-width', '\uFF43eo@example.org'],
    ['a zero-width space', 'c\u200Beo@example.org'],
    ['a soft hyphen', 'c\u00ADeo@example.org'],
    ['a word joiner', 'ceo\u2060@example.org'],
    ['a variation selector', 'ceo\uFE0F@example.org'],
    ['a letter that nobody sees', 'ceo\u3164@example.org'],
    ['an accent', 'c\u00E9o@example.org'],
    ['no accent', 'jorg@example.org'],
    ['a superscript', 'ce\u00BA@example.org'],
    ['a tag', 'ceo+x@example.org'],
    ['a quoted tag', '"ceo+x"@example.org'],
    ['a full-width domain', 'ceo@\uFF45xample.org'],
    ['another route', 'ceo%example.org@example.org'],
    ['a bang path', 'x!ceo@example.org'],
    ['any name', '%@example.org'],
    ['another any name', 'c*@example.org'],
    ['a master user', 'ceo|x@example.org'],
    ['an empty quoted name', '""@example.org'],
    ['a quoted space', '" ceo"@example.org'],
    ['a dot at the end', 'ceo.@example.org'],
    ['two dots', 'c..eo@example.org'],
  ])('is not opened by the password of the whole domain: %s', (_, loginName) => {
    expect(directory.find(loginName)).toBeUndefined();
    expect(directory.find(`carl@example.org\\${loginName}`)).toBeUndefined();
  });

  test('in quotes is that account itself', () => {
    expect(summary(directory, '"ceo"@example.org')).toEqual(same('ceo@example.org'));
    expect(summary(directory, '"Carl"@example.org')).toEqual(same('*@example.org', 'carl@example.org'));
  });

  test.each([
    'carl+list@example.org',
    "o'brien@example.org",
    'm\u00FCller@example.org',
    'a_b-c.d@example.org',
    '\u738B@example.org',
  ])('is no reason to refuse a mailbox of the domain: %s', (loginName) => {
    expect(summary(directory, loginName)).toEqual(same('*@example.org', loginName));
  });
});
