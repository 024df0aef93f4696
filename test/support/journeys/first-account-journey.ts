import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { tabTo } from '../keyboard.ts';
import { beginFirstAccount, finishSetUp, goOnWithClient, newPassword, seeState } from './accounts.ts';
import { beginCounting, soFar } from './counting.ts';
import { copied, looksRight, type Desk } from './desk.ts';
import { imapDoor, login } from './mail-program.ts';

/** How a person presses what is to be pressed. */
interface Hands {
  begin(page: Page, address: string): Promise<void>;
  signIn(page: Page): Promise<void>;
  copyPassword(page: Page): Promise<void>;
  finish(page: Page): Promise<void>;
}

const mouse: Hands = {
  begin: beginFirstAccount,
  signIn: (page) => goOnWithClient(page),
  copyPassword: (page) =>
    page.getByRole('group', { name: 'Password' }).getByRole('button', { name: 'Copy' }).click(),
  finish: finishSetUp,
};

const keyboard: Hands = {
  async begin(page, address) {
    await page.locator('input:focus').waitFor();
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  },
  async signIn(page) {
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
  },
  async copyPassword(page) {
    await tabTo(page, /^Copy(?:Copied)?$/);
    await page.keyboard.press('Enter');
  },
  async finish(page) {
    await tabTo(page, 'Finish');
    await page.keyboard.press('Enter');
  },
};

async function firstAccount(desk: Desk, hands: Hands): Promise<void> {
  const { page, sandbox } = desk;
  const { address } = sandbox.users.anna;
  await page.getByRole('heading', { name: 'Keep the mail program you like' }).waitFor();
  await beginCounting(page);
  await looksRight(desk);
  await hands.begin(page, address);
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).waitFor();
  await looksRight(desk);
  await hands.signIn(page);
  await page.getByRole('heading', { name: 'Finish signing in' }).waitFor();
  await looksRight(desk);
  await desk.signIn(address);
  const password = await newPassword(page, address);
  await looksRight(desk);
  await hands.copyPassword(page);
  await copied(desk, password);
  // the mail program's own part
  expect(await login(await imapDoor(page), address, password)).toContain('a OK');
  await page.getByRole('button', { name: 'Finish', exact: true }).waitFor();
  await hands.finish(page);
  await seeState(page, 'Working');
  expect(await soFar(page)).toEqual({ clicks: 4, fields: 1 });
}

/** From nothing to a mail program that is connected, with the client that comes with the build. */
export const firstAccountJourney = {
  byMouse: (desk: Desk): Promise<void> => firstAccount(desk, mouse),
  byKeyboard: (desk: Desk): Promise<void> => firstAccount(desk, keyboard),
};
