import { expect, test } from 'vitest';
import { beginCounting, soFar } from '../support/journeys/counting.ts';
import { RawClient } from '../support/raw-client.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { seriousFindings } from '../support/screens.ts';
import { logIn } from '../support/system-bench.ts';

screensForEachTest();

const disabled =
  '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.';

async function mailProgram(address: string): Promise<{ client: RawClient; said: string }> {
  const client = await RawClient.connect(bench.running.port('smtp'));
  await client.ask('EHLO client.example', /^250 .*\r\n/m);
  return { client, said: await logIn(client, 'smtp', address, 'plain-password') };
}

test('an organization that has SMTP switched off: from the refused message to a sent one with two clicks', async () => {
  const { running } = bench;
  const { sandbox } = running;
  const { address } = sandbox.users.anna;
  await running.addDesktopClient('Work', { submissionUrl: sandbox.api.graphUrl });
  await running.addSignedInAccount(address, 'plain-password', 'Work');
  const page = await bench.page({ fragment: '#/accounts' });
  await page.getByText(address).first().waitFor();
  await beginCounting(page);

  sandbox.smtp.faults.nextLogin({ kind: 'refuse', text: disabled }, 2);
  const refused = await mailProgram(address);
  expect(refused.said).toMatch(/^535 .*switched off/);
  refused.client.destroy();

  await page.getByRole('button', { name: `Send through Microsoft Graph…: ${address}` }).click();
  const asked = page.getByRole('dialog', { name: 'Send through Microsoft Graph?' });
  await asked.getByText('No more than about 3 MB with attachments').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  // the one consent that sending through Graph needs is asked for by itself
  await asked.getByRole('button', { name: 'Use Microsoft Graph' }).click();
  await page.getByRole('heading', { name: address }).waitFor();
  await page.getByText(/Ready for your mail program|Mail is flowing/).waitFor();
  const { clicks, fields } = await soFar(page);
  expect(clicks).toBe(2);
  expect(fields).toBe(0);

  const { client, said } = await mailProgram(address);
  expect(said).toMatch(/^235 /);
  await client.ask(`MAIL FROM:<${address}>`, /^250 .*\r\n/m);
  await client.ask('RCPT TO:<otto@elsewhere.example>', /^250 .*\r\n/m);
  await client.ask('DATA', /^354 .*\r\n/m);
  client.send(`From: ${address}\r\nTo: otto@elsewhere.example\r\nSubject: at last\r\n\r\nhello\r\n`);
  expect(await client.ask('.', /^\d{3} .*\r\n/m)).toMatch(/^250 /);
  client.destroy();
  expect(sandbox.api.sent.entries).toHaveLength(1);

  // which keeps copies itself: the mail program's own would be the second
  await page.getByRole('tab', { name: 'Mail programs' }).click();
  await page.getByText('switch off the program’s own copy in the Sent folder').waitFor();

  // and by SMTP again, where an administrator has switched it on
  await page.getByRole('tab', { name: 'Advanced' }).click();
  await page.getByText('Through Microsoft Graph', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send through SMTP…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use SMTP' }).click();
  await expect.poll(() => running.gateway.snapshot.accounts[0]?.sendsBy).toBe('smtp');
});
