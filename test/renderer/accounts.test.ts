import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import {
  beginAccount,
  beginFirstAccount,
  check,
  goOnWithClient,
  newPassword,
  openAccount,
  remove,
  seeState,
} from '../support/journeys/accounts.ts';
import { login } from '../support/journeys/mail-program.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { seriousFindings, sizes, widerThanPage } from '../support/screens.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';

const looks = [
  { size: 'window', colorScheme: 'light' },
  { size: 'narrow', colorScheme: 'dark' },
] as const;

const { restart } = screensForEachTest({ sandbox: { users: sampleUsers } });

async function looksRight(page: Page): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await widerThanPage(page)).toBe(false);
  expect(bench.complaints).toEqual([]);
}

describe.each(looks)('in a $size of the screens, $colorScheme', (look) => {
  test('every state of an account looks right, in the list and on its page', async () => {
    await addSampleAccounts(bench.running);
    const page = await bench.page(look);
    for (const words of ['Working', 'Signed out', 'Refused', 'Can’t be reached', 'Paused']) {
      await page.getByRole('listitem').getByText(words, { exact: true }).first().waitFor();
    }
    await looksRight(page);
    for (const { address } of bench.running.gateway.snapshot.accounts) {
      await openAccount(page, address);
      await page.getByRole('tab', { name: 'Sign-in' }).click();
      await page.getByText('Sign-in, last 7 days').waitFor();
      await looksRight(page);
    }
  });
});

test('an account whose sign-in was reset says so first, and is signed in again from its row', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { anna, bo } = bench.sandbox.users;
  await bench.running.addSignedInAccount(anna.address, 'one');
  await bench.running.addSignedInAccount(bo.address, 'two');
  await bench.running.run('account-sign-out', { account: bo.address });
  const page = await bench.page();
  const rows = page.getByRole('list', { name: 'Accounts, those that need you first' }).getByRole('listitem');
  await expect.poll(() => rows.first().textContent()).toContain(bo.address);
  await expect.poll(() => rows.first().textContent()).toContain('Signed out');
  expect(await rows.first().getByRole('paragraph').textContent()).toBe('Not signed in yet');
  await looksRight(page);
  await rows
    .first()
    .getByRole('button', { name: /^Sign in/ })
    .click();
  await seeState(page, 'Working');
  expect(await login(bench.imap, bo.address, 'two')).toContain('a OK');
});

test('where nothing is kept from one start to the next, those that are signed out by it are told why', async () => {
  await restart({ hostInfo: { secretsKept: false } });
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await page.getByRole('listitem').getByText('Working', { exact: true }).waitFor();
  const why = page.getByText('This desktop has no safe place for secrets');
  expect(await why.count()).toBe(0);
  await bench.running.run('account-sign-out', { account: address });
  await why.waitFor();
});

test('a domain hands passwords out, and its person is asked whether the first login was theirs', async () => {
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.run('account-add', { address: '*@example.org', client: 'Sandbox', password: 'for bo' });
  const page = await bench.page({ size: 'narrow', colorScheme: 'dark' });
  const rows = page.getByRole('list', { name: 'Accounts, those that need you first' }).getByRole('listitem');
  await expect.poll(() => rows.first().textContent()).toContain('For first logins: 1 password is waiting');
  expect(await rows.getByRole('button').count()).toBe(0);
  await openAccount(page, '*@example.org');
  await page.getByText('Lets the people of example.org in').waitFor();
  expect(await page.getByRole('tab', { name: 'Sign-in' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Sign in/ }).count()).toBe(0);
  await looksRight(page);
  const { bo } = bench.sandbox.users;
  expect(await login(bench.imap, bo.address, 'for bo')).toContain('a NO [UNAVAILABLE]');
  await page.getByText('Create a password for each person').waitFor();
  await openAccount(page, bo.address);
  await page.getByText('Is this your mail program?').waitFor();
  await page.getByText(/A mail program at 127\.0\.0\.1 logged in as bo@example\.org/).waitFor();
  await looksRight(page);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Ready for your mail program').waitFor();
  expect(await login(bench.imap, bo.address, 'for bo')).toContain('a OK');
});

test('an account that was just removed can be added again at once', async () => {
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await openAccount(page, address);
  await remove(page, address);
  await beginFirstAccount(page, address);
  await goOnWithClient(page);
  await newPassword(page, address);
  expect(bench.running.gateway.snapshot.accounts).toHaveLength(1);
});

test('one that somebody removes while it is being set up is told to be gone', async () => {
  await restart({ openPage: () => () => Promise.resolve() });
  await bench.running.addDesktopClient('Sandbox');
  const { address } = bench.sandbox.users.anna;
  const page = await bench.page();
  await beginFirstAccount(page, address);
  await goOnWithClient(page);
  await page.getByText('Finish signing in').waitFor();
  await bench.running.run('account-remove', { account: address });
  await page.locator('h1:focus').getByText('No such account').waitFor();
  await page.locator('.back-link').click();
  await page.getByLabel('Your email address').waitFor();
});

test('the activity of an account that is removed meanwhile is not what is shown alone any more', async () => {
  const address = await bench.signedIn('one');
  const page = await bench.page({ fragment: '#/activity' });
  const choice = page.getByLabel('Account', { exact: true });
  await choice.selectOption({ label: address });
  await bench.running.run('account-remove', { account: address });
  await expect.poll(() => choice.inputValue()).toBe('');
  await page
    .getByText(`${address} has been removed`)
    .or(page.getByText(/removed/))
    .first()
    .waitFor();
});

test('the check shows each step of the way, and what is wrong where something is', async () => {
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.addAppOnlyClient('Old service', 'app~old~secret');
  const { anna, bo } = bench.sandbox.users;
  await bench.running.addSignedInAccount(anna.address, 'one');
  await bench.running.run('account-add', { address: bo.address, client: 'Old service', password: 'two' });
  const page = await bench.page();
  await openAccount(page, anna.address);
  const good = await check(page);
  expect(good.join('\n')).toMatch(/IMAP: .* let anna@example\.org in/);
  expect(good.join('\n')).toMatch(/SMTP: .* let anna@example\.org in/);
  // in their order, each with its time
  const titles = ['Token', 'Permissions', 'Reach the server', 'Encryption (TLS)', 'Log in'];
  for (const [at, title] of titles.entries()) expect(good[at]?.startsWith(title), title).toBe(true);
  for (const step of good) expect(step).toMatch(/(?:\d+|under 1) ms$/);
  await page.getByText(/^Everything works\./).waitFor();
  await openAccount(page, bo.address);
  const bad = await check(page);
  expect(bad).toHaveLength(1);
  expect(bad[0]).toMatch(/^Token.*The client secret has expired.* can fix this\./s);
  await page.getByText(/^Mail programs can’t log in\./).waitFor();
  await looksRight(page);
});

test('a trouble that the account tells is not told once more by the sign-in that met it', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { anna } = bench.sandbox.users;
  await bench.running.addSignedInAccount(anna.address, 'one');
  bench.sandbox.provider.revokeUser(anna.address);
  await bench.running.gateway.run('check', { account: anna.address });
  const page = await bench.page();
  await openAccount(page, anna.address);
  const again = page.getByRole('button', { name: 'Sign in again' });
  await again.waitFor();
  const problem = bench.running.gateway.snapshot.accounts[0]?.problem;
  expect(problem).toBeDefined();
  await page.route('**/api/run', (route) => route.fulfill({ json: { ok: false, ...problem } }));
  await again.click();
  await again.and(page.locator(':not([aria-busy])')).waitFor();
  expect(await page.getByRole('alert').allInnerTexts()).toHaveLength(1);
});

test('of several accounts that are checked at once, those are named that cannot be used', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { servers } = bench.running.endpoints();
  await bench.running.addDesktopClient('No sending', {
    servers: { ...servers, smtp: { host: '127.0.0.1', port: 9, tls: 'implicit' } },
  });
  const { anna, bo, mia } = bench.sandbox.users;
  await bench.running.addSignedInAccount(anna.address, 'one');
  await bench.running.addSignedInAccount(bo.address, 'two', 'No sending');
  await bench.running.addSignedInAccount(mia.address, 'three');
  const page = await bench.page();
  await openAccount(page, bo.address);
  await check(page);
  // the button that was pressed is gone: the next one is at hand
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Check again');
  await seeState(page, 'Can’t send');
  await page.getByRole('button', { name: `The check of ${bo.address} failed` }).waitFor();
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: bo.address }).getByText('Can’t send').waitFor();
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  const actions = page.getByRole('group', { name: 'With the selected accounts' });
  await actions.getByRole('button', { name: 'Select all' }).click();
  await actions.getByRole('button', { name: 'Check' }).click();
  await actions.getByText(`It worked for all but 1 account: ${bo.address}`).waitFor();
});

test('no encryption is called right only where the values beside it say none', async () => {
  await restart({
    gateway: { ports: 'settings', listeners: { imaps: 0, smtps: 0, addresses: ['0.0.0.0', '::'] } },
  });
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await openAccount(page, address);
  await page.getByRole('tab', { name: 'Mail programs' }).click();
  const none = page.getByText('“None” is right');
  for (const [tab, times] of [
    ['Thunderbird', 1],
    ['Apple Mail', 0],
    ['Printer', 0],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByText('Normal password').waitFor();
    expect(await none.count(), tab).toBe(times);
  }
});

test('without a client for a known provider there are the ways on: an app password, or the guide to register one', async () => {
  const page = await bench.page();
  await beginFirstAccount(page, 'somebody@gmail.com');
  await page.getByRole('heading', { name: 'Google has to know Mailwicket first' }).waitFor();
  const link = page.getByRole('link', { name: 'Start the guide' });
  expect(await link.getAttribute('href')).toBe('#/add-client?provider=google&for=somebody%40gmail.com');
  await page.getByRole('button', { name: 'Show me how' }).click();
  await page.getByText('imap.gmail.com').waitFor();
  await page.getByRole('button', { name: 'Copy all settings' }).click();
  await expect
    .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
    .toMatch(/IMAP[^]*Port: 993[^]*SMTP[^]*smtp\.gmail\.com/);
  await page.getByRole('button', { name: 'Other ways' }).click();
  await link.waitFor();
});

test('where nobody can tell who keeps the mail, the build’s own registration comes first, and the other ways are seen below it', async () => {
  await restart({ gateway: { builtIn: true } });
  const page = await bench.page();
  await beginFirstAccount(page, 'joe@unknown.test');
  await page.getByText('We couldn’t tell who runs mail for unknown.test').waitFor();
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Sign in with Microsoft');
  await page.getByRole('heading', { name: 'If your mail isn’t there' }).waitFor();
  await page.getByText('Use an app password instead').waitFor();
  const guide = page.getByRole('link', { name: 'Start the guide' });
  expect((await guide.boundingBox())?.y, 'seen without scrolling').toBeLessThan(sizes.window.height - 40);
  await guide.click();
  await page.getByRole('heading', { name: 'Add an OAuth client' }).waitFor();
});

test('for an organization’s address the message to its administrator comes first, and that Microsoft has no app passwords is said', async () => {
  await restart({
    gateway: {
      resolveMx: () =>
        Promise.resolve([{ exchange: 'contoso-example.mail.protection.outlook.com', priority: 0 }]),
    },
  });
  const page = await bench.page();
  await beginFirstAccount(page, 'kim@contoso.example');
  await page.getByRole('heading', { name: 'contoso.example has to know Mailwicket first' }).waitFor();
  await page.getByText('Not here: Microsoft takes no passwords').waitFor();
  await page.getByRole('button', { name: 'Copy the message' }).click();
  await expect
    .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
    .toContain('kim@contoso.example');
  expect(
    await page
      .getByRole('listitem')
      .filter({ hasText: /administrator|yourself|app password/ })
      .allInnerTexts(),
  ).toEqual([
    expect.stringContaining('Ask your administrator'),
    expect.stringContaining('Register it yourself'),
    expect.stringContaining('Use an app password'),
  ]);
});

test('of a provider that nobody can tell it is not claimed that it lets registered programs in only', async () => {
  const page = await bench.page();
  await beginFirstAccount(page, 'somebody@gmx.example');
  await page.getByRole('heading', { name: 'Does your provider ask for OAuth?' }).waitFor();
  await page.getByText('with your usual password, you don’t need Mailwicket').waitFor();
});

test('a provider that needs no Mailwicket is told so, with its own settings', async () => {
  const page = await bench.page();
  await beginFirstAccount(page, 'somebody@icloud.com');
  await page.getByRole('heading', { name: 'You don’t need Mailwicket for this one' }).waitFor();
  await page.getByText('app-specific password').first().waitFor();
  await page.getByText('imap.mail.me.com').waitFor();
});

test('at Yahoo, which gives out no clients, the app password is offered before a client is asked for', async () => {
  const page = await bench.page();
  await beginFirstAccount(page, 'somebody@yahoo.com');
  await page.getByText('Create an app password in the account security settings of Yahoo').waitFor();
  const told = page.getByRole('button', { name: 'Show me how' });
  const link = page.getByRole('link', { name: 'Enter a client ID' });
  await page.getByText('If you have registered a program with Yahoo before').waitFor();
  // the way for a client from earlier is there, and is not the main one
  expect(await link.getAttribute('class')).not.toContain('button-main');
  const [above, below] = [await told.boundingBox(), await link.boundingBox()];
  expect(above?.y ?? 0).toBeLessThan(below?.y ?? 0);
});

test('what is no address is not taken, and said at the field', async () => {
  const page = await bench.page();
  const field = page.getByLabel('Your email address');
  const below = page.getByRole('link', { name: 'Set up many mailboxes' });
  const before = await below.boundingBox();
  await beginFirstAccount(page, 'nobody');
  await page.getByText('The part after @ is missing').waitFor();
  expect(await below.boundingBox()).toEqual(before);
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  // the ring of what has the focus is thicker than the edge of what is not right
  const ring = (): Promise<string> =>
    page.evaluate("getComputedStyle(document.querySelector('.address-form input')).outlineWidth");
  await expect.poll(ring).toBe('2px');
  await below.focus();
  await expect.poll(ring).toBe('1px');
  expect(page.url()).not.toContain('add-account');
});

test('an address that is there already leads to its account', async () => {
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await beginAccount(page, address.toUpperCase());
  await page.getByRole('link', { name: 'Open the account' }).click();
  await seeState(page, 'Working');
});

test('a row whose button was refused says why, and stays as it was', async () => {
  const address = await bench.signedIn('one');
  await bench.running.run('account-pause', { account: address });
  const page = await bench.page();
  await page.route('**/api/run', (route) => route.abort());
  const row = page.getByRole('listitem').filter({ hasText: address });
  await row.getByRole('button', { name: 'Resume' }).click();
  await row.getByRole('alert').getByText('does not answer').waitFor();
  await row.getByText('Paused', { exact: true }).waitFor();
});

test('a client whose secret has ended is told at the sign-in, and another client mends it', async () => {
  await bench.running.addAppOnlyClient('Old service', 'app~old~secret');
  await bench.running.addAppOnlyClient('New service');
  const { address } = bench.sandbox.users.anna;
  const page = await bench.page();
  await beginFirstAccount(page, address);
  await goOnWithClient(page, 'Old service');
  await page.getByText('The client secret has expired').first().waitFor();
  await page.getByRole('link', { name: 'Open the OAuth client' }).waitFor();
  await page.getByRole('button', { name: 'Choose another client' }).click();
  // whoever only looks is still told what is wrong
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('The client secret has expired').first().waitFor();
  await page.getByRole('button', { name: 'Choose another client' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch' }).click();
  // nobody signs in with this one
  await page.getByRole('button', { name: 'Continue' }).click();
  const password = await newPassword(page, address);
  expect(await login(bench.imap, address, password)).toContain('a OK');
});

test('the screens stay within the width of every page at the narrowest window', async () => {
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.addSignedInAccount(bench.sandbox.users.anna.address, 'one');
  const page = await bench.page({ size: 'narrow' });
  expect(page.viewportSize()).toEqual(sizes.narrow);
  await openAccount(page, bench.sandbox.users.anna.address);
  for (const tab of ['Overview', 'Sign-in', 'Activity', 'Advanced', 'Mail programs']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    expect(await widerThanPage(page)).toBe(false);
    expect(await seriousFindings(page)).toEqual([]);
  }
  for (const tab of ['Thunderbird', 'Outlook', 'Apple Mail', 'Phone', 'Printer', 'Other']) {
    await page.getByRole('tab', { name: tab }).click();
    expect(await widerThanPage(page)).toBe(false);
    expect(await seriousFindings(page)).toEqual([]);
  }
});

test.each([480, 642, 880, 881])('at %i px every account says whose it is', async (width) => {
  await addSampleAccounts(bench.running);
  const page = await bench.page();
  await page.setViewportSize({ width, height: 640 });
  await page.getByRole('listitem').getByText('Refused', { exact: true }).waitFor();
  const rows = page.locator('.account-row .address');
  await expect.poll(() => rows.locator('.address-shown').count()).toBe(1);
  for (const row of await rows.all()) {
    const shown = row.locator('> :last-child');
    const [whole, words] = [await row.getAttribute('title'), await shown.innerText()];
    expect(words.slice(0, 3)).toBe(whole?.slice(0, 3));
    expect(whole?.endsWith(words.split('…').at(-1) ?? '')).toBe(true);
    const [inside, around] = [await shown.boundingBox(), await row.boundingBox()];
    expect(inside?.width).toBeLessThanOrEqual((around?.width ?? 0) + 0.5);
    // the room that a cut address leaves is less than one of its characters and an ellipsis take
    expect(inside?.width).toBeGreaterThan((around?.width ?? 0) - 40);
  }
});

test('the cards of a mail program stay level where only one has had a login', async () => {
  const address = await bench.signedIn('one');
  expect(await login(bench.imap, address, 'one')).toContain('a OK');
  const page = await bench.page();
  // wide enough for the mark to stand beside the heading
  await page.setViewportSize({ width: 1_024, height: 640 });
  await openAccount(page, address);
  await page.getByRole('tab', { name: 'Mail programs', exact: true }).click();
  await page.getByRole('tab', { name: 'Other' }).click();
  await page.getByText(/^Logged in at/).waitFor();
  const [incoming, outgoing] = await Promise.all(
    ['Incoming (IMAP)', 'Outgoing (SMTP)'].map((name) => page.getByRole('heading', { name }).boundingBox()),
  );
  expect(incoming?.y).toBe(outgoing?.y);
});
