import type { Page } from 'playwright-core';
import { RawClient } from '../raw-client.ts';

/** Where a mail program connects to. */
export interface MailDoor {
  readonly host: string;
  readonly port: number;
}

/** The server and port for IMAP, as the page of an account tells them to a person. */
export async function imapDoor(page: Page): Promise<MailDoor> {
  const fields = page.getByRole('group', { name: 'Incoming (IMAP)' }).locator('.value-row');
  const value = (label: RegExp): Promise<string> =>
    fields.filter({ hasText: label }).locator('code').innerText();
  return { host: await value(/^Server/), port: Number(await value(/^Port/)) };
}

/** What a mail program's login over IMAP is answered with. */
export async function login({ host, port }: MailDoor, user: string, password: string): Promise<string> {
  const client = await RawClient.connect(port, { host });
  await client.until(/\r\n/);
  const answer = await client.ask(`a LOGIN ${user} "${password}"`, /^a .*\r\n/m);
  client.destroy();
  return answer;
}
