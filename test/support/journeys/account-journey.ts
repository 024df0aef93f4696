import { expect } from 'vitest';
import {
  beginFirstAccount,
  check,
  copyAndHidePassword,
  enterSharedMailbox,
  finishSetUp,
  goOnWithClient,
  makePassword,
  newPassword,
  openAccount,
  pause,
  refuseSharedMailbox,
  remove,
  resetSignIn,
  resume,
  revokePassword,
  seeFirstLogin,
  seeState,
  shownPassword,
  signInFromList,
  switchClient,
  tokenStatus,
  undoRemoval,
} from './accounts.ts';
import { addServiceClient } from './clients.ts';
import { copied, looksRight, type Desk } from './desk.ts';
import { imapDoor, login } from './mail-program.ts';

const yes = 'a OK';
const no = 'a NO';

/** An account from its first day to its last. */
export async function accountJourney(desk: Desk): Promise<void> {
  const { page, sandbox } = desk;
  const { address } = sandbox.users.anna;

  // from nothing to a mail program that has logged in
  await page.getByRole('heading', { name: 'Keep the mail program you like' }).waitFor();
  await looksRight(desk);
  await beginFirstAccount(page, address);
  await page.getByRole('button', { name: 'Sign in with your provider' }).waitFor();
  await looksRight(desk);
  await goOnWithClient(page);
  await page.getByRole('heading', { name: 'Finish signing in' }).waitFor();
  await looksRight(desk);
  await desk.signIn(address);
  const password = await newPassword(page, address);
  const endpoint = await imapDoor(page);
  const mailProgram = (withPassword: string): Promise<string> => login(endpoint, address, withPassword);
  await page.getByText('Waiting for a login').first().waitFor();
  await looksRight(desk);
  expect(await mailProgram(`${password}x`)).toContain(no);
  expect(await mailProgram(password)).toContain(yes);
  await seeFirstLogin(page);
  await finishSetUp(page);
  await seeState(page, 'Working');
  expect(await page.content()).not.toContain(password);

  // how it stands
  expect((await check(page)).join('\n')).toMatch(/IMAP: .* let anna@example\.org in/);
  await page
    .getByText(/^Everything works\./)
    .first()
    .waitFor();
  const told = await tokenStatus(page);
  expect(told).toContain('read and change mail over IMAP');
  expect(told).toMatch(/Made for\s+https:\/\/outlook\.office\.com/);
  expect(told).toContain(sandbox.clients.desktop.clientId);
  // the days before Mailwicket ran are no quiet days
  await page.getByText(/^before Mailwicket started, /).waitFor();
  expect(await page.content()).not.toMatch(/eyJ[\w-]{8}/);
  await looksRight(desk);

  // passwords: shown once, and revoked one by one
  await makePassword(page, 'Laptop');
  const second = await shownPassword(page);
  await looksRight(desk);
  await copyAndHidePassword(page);
  await copied(desk, second);
  expect(await page.content()).not.toContain(second);
  expect(await mailProgram(second)).toContain(yes);
  await revokePassword(page, 'Laptop');
  expect(await mailProgram(second)).toContain(no);
  expect(await mailProgram(password)).toContain(yes);

  // another mailbox, a rest, and a sign-in from the beginning
  await enterSharedMailbox(page, sandbox.sharedMailbox);
  expect((await check(page)).join('\n')).toContain(sandbox.sharedMailbox);
  await refuseSharedMailbox(page, 'no address');
  await enterSharedMailbox(page, '');
  await pause(page);
  expect(await mailProgram(password)).toContain(no);
  await resume(page);
  await resetSignIn(page);
  await looksRight(desk);
  expect(await mailProgram(password)).toContain(no);
  await signInFromList(page, address);
  await desk.signIn(address);
  await seeState(page, 'Working');
  expect(await mailProgram(password)).toContain(yes);

  // through another client
  await addServiceClient(page, sandbox, 'Service');
  await openAccount(page, address);
  await switchClient(page, 'Service');
  await page.getByRole('link', { name: 'Service', exact: true }).waitFor();
  expect(await mailProgram(password)).toContain(yes);

  // removed, taken back, and removed for good
  await remove(page, address);
  await looksRight(desk);
  await undoRemoval(page, address);
  await openAccount(page, address);
  expect(await mailProgram(password)).toContain(yes);
  await remove(page, address);
  // whoever closes the page meant it
  const after = await desk.reopen();
  await after.getByRole('heading', { name: 'Keep the mail program you like' }).waitFor();
  expect(await mailProgram(password)).toContain(no);
}
