import { defaultsFor } from '#contract/client-defaults.ts';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import {
  beginFirstAccount,
  finishSetUp,
  goOnWithClient,
  newPassword,
  seeState,
  shownPassword,
} from '../support/journeys/accounts.ts';
import { login } from '../support/journeys/mail-program.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { goTo, seriousFindings } from '../support/screens.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';

const { restart } = screensForEachTest();

/** All that a page leaves behind: its address, its history's state, what it has stored. */
async function traces(page: Page): Promise<string> {
  return await page.evaluate<string>(
    'JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie])',
  );
}

test('the password of a set-up is there again after the settings, Back and a reload, and is gone when it is finished', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { address } = bench.sandbox.users.anna;
  const page = await bench.page();
  await beginFirstAccount(page, address);
  await goOnWithClient(page);
  const password = await newPassword(page, address);

  await page.getByRole('tab', { name: 'Printer' }).click();
  await page.getByRole('link', { name: 'Open the settings' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.goBack();
  expect(await newPassword(page, address)).toBe(password);
  await page.reload();
  expect(await newPassword(page, address)).toBe(password);
  // whoever goes to the account in the meantime finds it there
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByRole('link', { name: address, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: address }).waitFor();
  await page.getByRole('tab', { name: 'Mail programs' }).click();
  expect(await shownPassword(page)).toBe(password);
  expect(await traces(page)).not.toContain(password);

  await goTo(page, `#/add-account/${encodeURIComponent(address)}`);
  expect(await newPassword(page, address)).toBe(password);
  expect(bench.running.gateway.snapshot.accounts[0]?.passwords).toHaveLength(1);
  await finishSetUp(page);
  await seeState(page, 'Working');
  expect(await page.content()).not.toContain(password);
  await page.reload();
  await seeState(page, 'Working');
  expect(await page.content()).not.toContain(password);
  await goTo(page, `#/add-account/${encodeURIComponent(address)}`);
  await page.getByRole('link', { name: 'Open the account' }).waitFor();
  expect(await page.content()).not.toContain(password);
  expect(await login(bench.imap, address, password)).toContain('a OK');
});

describe('while the sign-in waits in the browser', () => {
  const opened: string[] = [];
  let page: Page;
  beforeEach(async () => {
    opened.length = 0;
    await restart({ openPage: () => async (url) => void opened.push(url) });
    await bench.running.addDesktopClient('Sandbox');
    page = await bench.page();
    await beginFirstAccount(page, bench.sandbox.users.anna.address);
    await goOnWithClient(page);
    await page.getByRole('heading', { name: 'Finish signing in' }).waitFor();
  });

  /** Somebody signs in on the page that was opened last. @returns the page that the browser shows at the end */
  async function signIn(address: string): Promise<string> {
    await expect.poll(() => opened.length).toBe(1);
    const { html } = await bench.sandbox.provider.approve(opened.pop() ?? '', address);
    return html;
  }

  test('it goes on where the page is loaded anew, and no second page opens', async () => {
    const { address } = bench.sandbox.users.anna;
    await page.reload();
    await page.getByRole('heading', { name: 'Finish signing in' }).waitFor();
    await page.getByText(`Sign in there as ${address}`).waitFor();
    await signIn(address);
    await newPassword(page, address);
    expect(opened).toEqual([]);
  });

  test.each([
    ['on the page that began it', false],
    ['on a page that was loaded anew', true],
  ])('another person than the account’s is asked about, %s', async (_where, anew) => {
    const { anna, bo } = bench.sandbox.users;
    if (anew) {
      await page.reload();
      await page.getByRole('heading', { name: 'Finish signing in' }).waitFor();
    }
    await signIn(bo.address);
    await page
      .getByRole('alert')
      .filter({ hasText: `Is that you?${bo.address}` })
      .waitFor();
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Is that you?');
    expect(await seriousFindings(page)).toEqual([]);
    // a language that was chosen meanwhile is that of the browser's page too
    await page.evaluate("localStorage.setItem('mailwicket-language', 'de')");
    await page.getByRole('button', { name: `Sign in as ${anna.address}` }).click();
    expect(await signIn(anna.address)).toContain('<html lang="de">');
    await newPassword(page, anna.address);
    expect(bench.running.gateway.snapshot.accounts[0]).toMatchObject({ identity: anna.address });
  });

  test('another person than the account’s is asked about on the account’s page too, until somebody has said', async () => {
    await signIn(bench.sandbox.users.bo.address);
    const question = page.getByRole('alert').filter({ hasText: 'Is that you?' });
    await question.waitFor();
    const { gateway } = bench.running;
    await page.evaluate(`location.hash = '#/account/${gateway.snapshot.accounts[0]?.id ?? ''}'`);
    await page.getByRole('heading', { name: 'Finish signing in' }).waitFor({ state: 'detached' });
    await question.getByRole('button', { name: 'That’s right, go on' }).click();
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => gateway.snapshot.accounts[0]?.doubt).toBeUndefined();
  });

  test('a permission that was not given is no question of who signed in', async () => {
    const { provider, users } = bench.sandbox;
    provider.faults.next('token', {
      kind: 'respond',
      status: 200,
      body: { access_token: 'some', token_type: 'Bearer', expires_in: 3_600, scope: 'IMAP.AccessAsUser.All' },
    });
    await signIn(users.anna.address);
    const asked = page.getByRole('alert').filter({ hasText: 'SMTP.Send is missing' });
    await asked.waitFor();
    await expect.poll(() => page.locator(':focus').textContent()).toBe('One thing to check');
    await asked.getByRole('button', { name: 'Sign in again' }).click();
    await signIn(users.anna.address);
    await newPassword(page, users.anna.address);
  });

  test('an administrator who has to allow the app is sent the page to do so, from here and from the account', async () => {
    await expect.poll(() => opened.length).toBe(1);
    const asked = new URL(opened.pop() ?? '').searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.search = String(
      new URLSearchParams({
        error: 'access_denied',
        error_description: 'AADSTS90094: An administrator has set a policy',
        state: asked.get('state') ?? '',
      }),
    );
    await fetch(back);
    const copy = page.getByRole('button', { name: 'Copy message for the administrator' });
    const copied = (): Promise<string> => page.evaluate('navigator.clipboard.readText()');
    await copy.click();
    await expect.poll(copied).toContain('/adminconsent?client_id=');
    await page.evaluate("navigator.clipboard.writeText('')");
    await page.getByRole('link', { name: 'Finish later' }).click();
    await copy.click();
    await expect.poll(copied).toContain('/adminconsent?client_id=');
  });
});

test('a password that was revoked during the set-up is not told again', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const { address } = bench.sandbox.users.anna;
  const { id } = await bench.running.run('account-add', { address, client: 'Sandbox' });
  const begun = await bench.running.run('set-up-begin', { account: id, name: 'Mail program' });
  expect(await bench.running.run('set-up-password', { account: id })).toEqual({ kept: begun });
  await bench.running.run('password-revoke', { account: id, password: begun.id });
  expect(await bench.running.run('set-up-password', { account: id })).toEqual({});
  const again = await bench.running.run('set-up-begin', { account: id, name: 'Mail program' });
  expect(again.password).not.toBe(begun.password);
});

test('the file that is saved for Thunderbird cannot take the place of accounts', async () => {
  const address = await bench.signedIn('one');
  const page = await bench.page();
  await page.getByRole('link', { name: address, exact: true }).click();
  await page.getByRole('tab', { name: 'Mail programs' }).click();
  await page.getByText('Accounts that are there already stay as they are.').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save a set-up file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('example.org.xml');
  const saved = await readFile(await download.path(), 'utf8');
  expect(saved).toContain('<clientConfig version="1.1">');
  expect(saved).not.toContain('user_pref');
});

/** Presses every 'Where do I find this?', and tells which of them no line of the guide has answered. */
const askEverything = `(async () => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  const questions = [...document.querySelectorAll('button[aria-label^="Where do I find this?"]')];
  const unanswered = [];
  for (const question of questions) {
    question.click();
    await new Promise(requestAnimationFrame);
    if (!document.activeElement.matches('.guide-step[aria-current]')) unanswered.push(question.ariaLabel);
    question.focus();
  }
  return { asked: questions.length, unanswered };
})()`;

test.each(providerIdSchema.options)(
  'each question where to find a value is answered by a line of the guide, or is not asked: %s',
  async (provider) => {
    const page = await bench.page({ fragment: '#/add-client' });
    const { grants } = defaultsFor({ provider, grant: 'authorization-code' });
    let asked = 0;
    for (const grant of grants) {
      await goTo(page, `#/add-client?provider=${provider}&grant=${grant}`);
      await expect.poll(() => page.getByLabel('Provider', { exact: true }).inputValue()).toBe(provider);
      await expect.poll(() => page.getByLabel('OAuth flow / grant').inputValue()).toBe(grant);
      const { credentials } = defaultsFor({ provider, grant });
      for (const credential of credentials) {
        await page.getByLabel('How the client proves itself').selectOption(credential);
        const answers = await page.evaluate<{ asked: number; unanswered: string[] }>(askEverything);
        expect(answers.unanswered, `${provider} ${grant} ${credential}`).toEqual([]);
        asked += answers.asked;
      }
    }
    expect(asked).toBeGreaterThan(0);
  },
);

test('the guide marks the step of the field that one is at, for the kind of account, and opens its page', async () => {
  const page = await bench.page({
    fragment: '#/add-client?provider=google&grant=authorization-code&for=somebody%40gmail.com',
  });
  const marked = page.locator('.guide-step[aria-current]');
  const guide = page.getByRole('complementary');
  await guide.getByText('choose “External”').waitFor();
  expect(await guide.getByText('choose “Internal”').count()).toBe(0);
  await guide.getByRole('button', { name: 'Open Google Cloud console' }).waitFor();
  await page.getByLabel('Client ID', { exact: true }).focus();
  await marked.filter({ hasText: 'Client ID' }).waitFor();
  await guide.getByRole('button', { name: 'Open this page' }).waitFor();
  await page.getByLabel('Client secret', { exact: true }).focus();
  await marked.filter({ hasText: /secret/ }).waitFor();
  await guide.getByText(/^Step \d of \d+$/).waitFor();
  expect(await page.evaluate('document.activeElement.type')).toBe('password');
});
