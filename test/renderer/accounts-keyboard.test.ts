import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { shownPassword } from '../support/journeys/accounts.ts';
import { listening } from '../support/listening.ts';
import { enterPage, focused, tabTo } from '../support/keyboard.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { sizes } from '../support/screens.ts';

const { restart } = screensForEachTest();

test('an account is added with the keyboard alone, and the focus goes along with the steps', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { address } = bench.sandbox.users.anna;
  const page = await bench.page();
  await tabTo(page, 'Your email address');
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
  await page.getByText('We couldn’t tell who runs mail for example.org').waitFor();
  await expect.poll(() => focused(page)).toBe('Sign in with your provider');
  await enterPage(page, `${address} is signed in`);
  await tabTo(page, /^Copy(?:Copied)?$/);
  await page.keyboard.press('Enter');
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toBe(await shownPassword(page));
  await tabTo(page, 'Thunderbird');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toBe('Outlook');
  await page.getByText('In classic Outlook').waitFor();
  await tabTo(page, 'Finish later');
  await enterPage(page, address);
});

test('a dialog takes the focus, Escape closes it, and the focus is where it was', async () => {
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await tabTo(page, address);
  await enterPage(page, address);
  await tabTo(page, 'Overview');
  await page.keyboard.press('End');
  // what destroys nothing is done with Enter, what does is not
  await tabTo(page, 'Reset the sign-in…');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Reset');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await tabTo(page, 'Remove…');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Cancel');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expect.poll(() => focused(page)).toBe('Remove…');
  expect(bench.running.gateway.snapshot.accounts).toHaveLength(1);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Cancel');
  await tabTo(page, 'Remove');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await tabTo(page, 'Undo');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: address, exact: true }).waitFor();
  expect(bench.running.gateway.snapshot.accounts).toHaveLength(1);
});

test('a sign-in waits, says for what, and is cancelled', async () => {
  await restart({
    // nobody comes to the page that opens
    openPage: () => () => Promise.resolve(),
  });
  await bench.running.addDesktopClient('Sandbox');
  const { address } = bench.sandbox.users.anna;
  await bench.running.run('account-add', { address, client: 'Sandbox', password: 'one' });
  const page = await bench.page();
  await tabTo(page, new RegExp(`Sign in: ${address}`));
  await page.keyboard.press('Enter');
  await page.getByText('Finish signing in on your provider’s page').waitFor();
  await tabTo(page, 'Copy the link');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
    .toContain('code_challenge=');
  await tabTo(page, 'Cancel');
  await page.keyboard.press('Enter');
  await page.getByText('Finish signing in on your provider’s page').waitFor({ state: 'detached' });
  await page.getByText('Signed out', { exact: true }).waitFor();
  // nor is that a trouble where the sign-in began: whoever cancels knows
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Finish signing in on your provider’s page').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Finish signing in on your provider’s page').waitFor({ state: 'detached' });
  await page
    .getByRole('button', { name: 'Sign in', exact: true })
    .and(page.locator(':not([aria-busy])'))
    .waitFor();
  expect(await page.getByText('cancelled', { exact: true }).count()).toBe(0);
});

test('a sign-in with a code shows the code and the page to type it on', async () => {
  await restart({
    openPage: () => () => Promise.resolve(),
  });
  const { running } = bench;
  await running.run('client-add', {
    name: 'On another device',
    provider: 'custom',
    grant: 'device-code',
    clientId: bench.sandbox.clients.desktop.clientId,
    credential: { kind: 'none' },
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
    ...running.endpoints(),
  });
  const { address } = bench.sandbox.users.bo;
  await running.run('account-add', { address, client: 'On another device', password: 'one' });
  const page = await bench.page();
  await page.getByRole('button', { name: /^Sign in/ }).click();
  await page.getByText('Enter this code on any device').waitFor();
  const code = await page.locator('.user-code').textContent();
  const { signIn } = running.gateway.snapshot.accounts[0] ?? {};
  expect(code).toBe(signIn?.userCode);
  await page.getByRole('img', { name: `QR code of ${signIn?.url ?? ''}` }).waitFor();
  await page.getByText(/^The code is good for \d+:\d\d$/).waitFor();
  expect(bench.sandbox.provider.approveDevice(code ?? '', address)).toBe(true);
  await page.locator('.account-header-state').getByText('Working', { exact: true }).waitFor();
});

test('back from an account its row has the focus, and is in sight', async () => {
  await bench.running.addDesktopClient('Sandbox');
  for (let one = 10; one < 40; one += 1)
    await bench.running.run('account-add', { address: `user${String(one)}@example.org`, client: 'Sandbox' });
  const page = await bench.page();
  const row = page.getByRole('link', { name: 'user36@example.org', exact: true });
  for (const back of [(): Promise<unknown> => page.goBack(), () => page.locator('.back-link').click()]) {
    await row.click();
    await page.getByRole('heading', { level: 1, name: 'user36@example.org' }).waitFor();
    await back();
    await expect.poll(() => focused(page)).toBe('user36@example.org');
    const { y = -1 } = (await row.boundingBox()) ?? {};
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(sizes.window.height);
  }
});

test('back from an account, or from its client, the list is narrowed as before; from elsewhere it is whole', async () => {
  await bench.running.addDesktopClient('Sandbox');
  for (const name of ['anna', 'sales-north', 'bo', 'sales-south'])
    await bench.running.run('account-add', { address: `${name}@example.org`, client: 'Sandbox' });
  const page = await bench.page();
  const search = page.getByLabel('Search accounts');
  const rows = page.getByRole('list', { name: /those that need you first/ }).getByRole('listitem');
  await search.fill('sales');
  await page.getByText('2 accounts shown').waitFor();
  await page.getByRole('link', { name: 'sales-south@example.org' }).click();
  await page.getByRole('tab', { name: 'Advanced' }).click();
  await page.getByRole('link', { name: 'Sandbox' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sandbox' }).waitFor();
  await page.goBack();
  await page.locator('.back-link').click();
  await expect.poll(() => focused(page)).toBe('sales-south@example.org');
  expect([await search.inputValue(), await rows.count()]).toEqual(['sales', 2]);
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await expect.poll(() => rows.count()).toBe(4);
  expect(await search.inputValue()).toBe('');
});

test('what is pressed has the focus still while it works, and where its row has moved', async () => {
  await restart({ openPage: () => () => Promise.resolve() });
  await bench.running.addDesktopClient('Sandbox');
  for (const name of ['anna', 'bo', 'cleo'])
    await bench.running.run('account-add', {
      address: `${name}@example.org`,
      client: 'Sandbox',
      password: 'x',
    });
  const page = await bench.page();
  await tabTo(page, 'Sign in: anna@example.org');
  await page.keyboard.press('Enter');
  await page.getByText('Finish signing in').waitFor();
  await page.goBack();
  await tabTo(page, 'Cancel: anna@example.org');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign in: anna@example.org' }).waitFor();
  expect(await focused(page)).toBe('Sign in: anna@example.org');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('tab', { name: 'Ports' }).click();
  await tabTo(page, 'Serve POP');
  for (const on of [false, true]) {
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'Serve POP', checked: on }).waitFor();
    await page.locator('.switch:focus:not([aria-disabled="true"])').waitFor();
  }
});

test('in forced colours the present page and tab differ from the others', async () => {
  const page = await bench.page({ fragment: '#/settings/ports' });
  await page.emulateMedia({ forcedColors: 'active' });
  const edges = (selector: string): Promise<unknown> =>
    page.evaluate(
      `[...new Set([...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => getComputedStyle(one).borderBottomColor))]`,
    );
  for (const [one, present] of [
    ['.nav-link', '[aria-current]'],
    ['.tabs-trigger', '[data-state="active"]'],
  ]) {
    const [others, itself] = [await edges(`${one}:not(${present})`), await edges(`${one}${present}`)];
    expect(others).toEqual(['rgb(255, 255, 255)']);
    expect(itself).not.toEqual(others);
  }
});

test('when Mailwicket stops, the screens say so and keep what they knew', async () => {
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await page.getByRole('link', { name: address, exact: true }).waitFor();
  await bench.panel.close();
  await page.getByText('Mailwicket doesn’t answer. This page shows what was last known').waitFor();
  await page.getByRole('link', { name: address, exact: true }).waitFor();
});

test('what is asked while Mailwicket does not answer is answered when it does again', async () => {
  const server = net.createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  await restart({ port });
  const page = await bench.page();
  await bench.panel.close();
  await page.getByText('Mailwicket doesn’t answer. This page shows what was last known').waitFor();
  await page.getByLabel('Your email address').fill('joe@gmail.com');
  await page.keyboard.press('Enter');
  await page.getByText('Finding out who runs mail').waitFor();
  await bench.panel.open();
  await page.getByText('Google has to know Mailwicket first').waitFor();
});

test('an account is checked, and given and denied a password, with the keyboard alone', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { address } = bench.sandbox.users.anna;
  await bench.running.addSignedInAccount(address, 'one');
  const page = await bench.page();
  await tabTo(page, address);
  await enterPage(page, address);
  await tabTo(page, 'Check now');
  await page.keyboard.press('Enter');
  await page.getByText(/^Everything works\./).waitFor();
  await tabTo(page, 'Overview');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('region', { name: 'Local passwords' }).waitFor();
  await tabTo(page, 'Name for a new password');
  await page.keyboard.type('Laptop');
  await page.keyboard.press('Enter');
  await page.getByText('The password “Laptop”').waitFor();
  await tabTo(page, 'Revoke Laptop');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => focused(page)).toBe('Cancel');
  await tabTo(page, 'Revoke');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => bench.running.gateway.snapshot.accounts[0]?.passwords.map(({ name }) => name))
    .toEqual(['first']);
  expect(bench.complaints).toEqual([]);
});
