import { describe, expect, test } from 'vitest';
import { type Account, accountSchema } from '#contract/account.ts';
import {
  builtInIdPrefix,
  type OAuthClient,
  oauthClientSchema,
  organizationIdPrefix,
} from '#contract/oauth-client.ts';
import { deviceSchema, emptySettings, type Settings, usualDevice } from '#contract/settings.ts';
import {
  accountChanges,
  AccountAdder,
  addAccount,
  addClient,
  changeChecklist,
  checklistOf,
  findAccount,
  findClient,
  findOwnClient,
  removeAccount,
  removeClient,
  replaceAccount,
  replaceClient,
  SettingsChangeError,
} from '#core/accounts/settings-changes.ts';
import { textOf } from '../../support/english.ts';

const id = (number: number): string => `${String(number).repeat(8)}-1111-4111-8111-111111111111`;

function client(number: number, fields: Record<string, unknown> = {}): OAuthClient {
  return oauthClientSchema.parse({
    id: id(number),
    name: `Client ${String(number)}`,
    provider: 'custom',
    grant: 'authorization-code',
    clientId: 'app',
    credential: 'none',
    ...fields,
  });
}

function account(number: number, of: OAuthClient, fields: Record<string, unknown> = {}): Account {
  return accountSchema.parse({
    id: id(number),
    address: `user${String(number)}@example.org`,
    clientId: of.id,
    passwordMode: 'own',
    ...fields,
  });
}

const office = client(1, { name: 'Office' });
const app = client(2, { name: 'App', grant: 'client-credentials' });
const byPassword = client(3, { name: 'By password', grant: 'password' });
const anna = account(4, office);
const bo = account(5, app);
const start = [anna, bo].reduce(addAccount, [office, app, byPassword].reduce(addClient, emptySettings));

const deviceOf = (of: Account) =>
  deviceSchema.parse({
    ...usualDevice,
    id: id(9),
    accountId: of.id,
    name: 'Scanner',
    listen: { address: '192.0.2.1', port: 2525 },
    from: ['192.0.2.9'],
  });

/** What whoever asks for a change is told to do when it is refused. */
function fixOf(change: () => unknown): string {
  try {
    change();
    return '';
  } catch (error) {
    return error instanceof SettingsChangeError ? textOf(error.fix) : 'a defect';
  }
}

/** What a change means for the accounts of the start. */
const changes = (after: Settings) => accountChanges(start, after);

const code = (change: () => unknown): string | undefined => {
  try {
    change();
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'a defect';
  }
};

describe('an account or an OAuth client', () => {
  test('is found by its id, and by its address or name in any spelling', () => {
    expect(findAccount(start, anna.id)).toBe(anna);
    expect(findAccount(start, 'USER4@Example.org')).toBe(anna);
    expect(findClient(start, office.id)).toBe(office);
    expect(findClient(start, 'OFFICE')).toBe(office);
    expect(findOwnClient(start, 'office')).toBe(office);
  });

  test('that is not there is told as such, with the OAuth clients that are', () => {
    expect(code(() => findAccount(start, 'nobody@example.org'))).toBe('not-found');
    expect(fixOf(() => findAccount(start, 'nobody@example.org'))).toMatch(
      /user4@example\.org, user5@example\.org/u,
    );
    expect(fixOf(() => findClient(start, 'Other'))).toMatch(/Office, App, By password/u);
    expect(fixOf(() => findAccount(emptySettings, 'Other'))).toBe('Add one first.');
    const many = Array.from({ length: 300 }, (_, n) => ({
      id: String(n),
      address: `u${String(n)}@example.org`,
    }));
    expect(fixOf(() => findAccount({ accounts: many }, 'Other'))).toMatch(/u9@example\.org, …\.$/u);
    expect(fixOf(() => findClient(emptySettings, 'Other'))).toBe('Add one first.');
  });

  test('that comes with the build or from the organization is found, and is nobody’s to change', () => {
    for (const prefix of [builtInIdPrefix, organizationIdPrefix]) {
      const settings = addClient(start, client(6, { id: `${prefix}0123456789ab`, name: 'Theirs' }));
      expect(findClient(settings, 'Theirs').name).toBe('Theirs');
      expect(code(() => findOwnClient(settings, 'Theirs'))).toBe('built-in');
    }
  });
});

describe('an OAuth client', () => {
  test('is added once under a name, in any spelling', () => {
    expect(addClient(emptySettings, office).clients).toEqual([office]);
    expect(code(() => addClient(start, client(7, { name: 'OFFICE' })))).toBe('exists');
  });

  test('is changed where it stands, and may keep its name but take no other’s', () => {
    const changed = { ...office, name: 'OFFICE', clientId: 'another' };
    expect(replaceClient(start, changed).clients).toEqual([changed, app, byPassword]);
    expect(code(() => replaceClient(start, { ...office, name: 'app' }))).toBe('exists');
    expect(code(() => replaceClient(start, client(7)))).toBe('not-found');
  });

  test('is removed with what was noted of its set-up, unless accounts use it', () => {
    const noted = changeChecklist(removeAccount(start, bo.id), app.id, { mailboxes: ['x@example.org'] });
    expect(noted.checklists).toHaveLength(1);
    const after = removeClient(noted, 'App');
    expect(after.clients).toEqual([office, byPassword]);
    expect(after.checklists).toEqual([]);
    expect(code(() => removeClient(start, 'App'))).toBe('in-use');
    expect(() => removeClient(start, 'App')).toThrow(/user5@example\.org/u);
    expect(removeClient(start, 'By password').clients).toEqual([office, app]);
  });
});

describe('what was done for an app-only client', () => {
  test('is noted once, beside that of others', () => {
    const other = client(8, { grant: 'client-credentials' });
    let settings = addClient(start, other);
    expect(checklistOf(settings, app.id)).toMatchObject({ clientId: app.id, mailboxes: [] });
    settings = changeChecklist(settings, app.id, { mailboxes: ['x@example.org'] });
    settings = changeChecklist(settings, other.id, { mailboxes: ['y@example.org'] });
    settings = changeChecklist(settings, app.id, { mailboxes: ['z@example.org'] });
    expect(checklistOf(settings, app.id).mailboxes).toEqual(['z@example.org']);
    expect(checklistOf(settings, other.id).mailboxes).toEqual(['y@example.org']);
    expect(settings.checklists).toHaveLength(2);
    // nothing is new: nothing is written
    expect(changeChecklist(settings, app.id, { mailboxes: ['z@example.org'] })).toBe(settings);
    expect(changeChecklist(settings, app.id, {})).toBe(settings);
  });

  test('is of no other client', () => {
    expect(changeChecklist(start, office.id, { mailboxes: ['x@example.org'] })).toBe(start);
    expect(changeChecklist(start, id(9), { mailboxes: ['x@example.org'] })).toBe(start);
  });
});

describe('an account', () => {
  test('is added once under an address, in any spelling, for an OAuth client that is there', () => {
    expect(start.accounts).toEqual([anna, bo]);
    expect(code(() => addAccount(start, account(6, office, { address: 'USER4@example.org' })))).toBe(
      'exists',
    );
    expect(code(() => addAccount(emptySettings, anna))).toBe('not-found');
  });

  test('of many that are added at once is compared with those before it too', () => {
    const adder = new AccountAdder(start);
    adder.add(account(6, office));
    expect(adder.find('User6@example.org')?.id).toBe(id(6));
    expect(code(() => adder.add(account(7, office, { address: 'user6@example.org' })))).toBe('exists');
    expect(adder.settings.accounts.map((one) => one.id)).toEqual([anna.id, bo.id, id(6)]);
  });

  test('is changed where it stands', () => {
    const changed = { ...anna, paused: true };
    expect(replaceAccount(start, changed).accounts).toEqual([changed, bo]);
    expect(code(() => replaceAccount(start, account(9, office)))).toBe('not-found');
    expect(code(() => replaceAccount(start, { ...anna, clientId: id(9) }))).toBe('not-found');
  });

  test('is removed with the devices that send through it', () => {
    const settings: Settings = { ...start, devices: [deviceOf(anna), deviceOf(bo)] };
    const after = removeAccount(settings, anna.address);
    expect(after.accounts).toEqual([bo]);
    expect(after.devices).toEqual([deviceOf(bo)]);
  });

  test.each([
    [
      'passes its password on where the provider judges it',
      byPassword,
      { passwordMode: 'pass-on' },
      undefined,
    ],
    ['passes its password on to nobody else', office, { passwordMode: 'pass-on' }, 'invalid'],
    ['is a whole domain of an application', app, { address: '*@example.org' }, undefined],
    ['is a whole domain whose people sign in themselves', office, { address: '*@example.org' }, undefined],
    [
      'is such a domain with a password of its own only',
      office,
      { address: '*@example.org', passwordMode: 'adopt-first' },
      'invalid',
    ],
    [
      'is no whole domain where the provider judges each password',
      byPassword,
      { address: '*@example.org' },
      'invalid',
    ],
  ])('%s', (_what, of, fields, refused) => {
    expect(code(() => addAccount(start, account(6, of, fields)))).toBe(refused);
    const plain = addAccount(start, account(6, office));
    expect(code(() => replaceAccount(plain, account(6, of, fields)))).toBe(refused);
  });
});

describe('what a change means for the accounts that were there', () => {
  test('nothing where nothing of them has changed', () => {
    expect(changes(start)).toEqual({ ended: [], changed: [] });
    expect(changes(addAccount(start, account(6, office)))).toEqual({ ended: [], changed: [] });
    const signedIn = replaceAccount(start, { ...anna, firstLogin: { at: 'now', peer: '192.0.2.7' } });
    expect(changes(signedIn)).toEqual({ ended: [], changed: [] });
  });

  test('one that is removed or paused is ended', () => {
    expect(changes(removeAccount(start, anna.id)).ended).toEqual([anna.id]);
    expect(changes(replaceAccount(start, { ...anna, paused: true })).ended).toEqual([anna.id]);
  });

  test('one whose sign-in hangs on something else is changed, with its OAuth client too', () => {
    expect(changes(replaceAccount(start, { ...anna, mailbox: 'x@example.org' }))).toEqual({
      ended: [],
      changed: [anna.id],
    });
    expect(changes(replaceClient(start, { ...app, clientId: 'another' }))).toEqual({
      ended: [],
      changed: [bo.id],
    });
  });
});
