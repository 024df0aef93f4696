import type { Command } from 'commander';
import { z } from 'zod';
import { openInBrowser } from './browser.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { say, tell } from './terminal.ts';
import { plainJson } from '#messages/plain-text.ts';

const optionsSchema = z.object({ printUrl: z.boolean().optional(), browser: z.boolean().default(true) });

/** `admin-consent CLIENT`: has an administrator consent to a client of Microsoft 365. */
export function addAdminConsentCommand(program: Command, host: CommandHost): void {
  program
    .command('admin-consent <client>')
    .description('have an administrator consent to an OAuth client of Microsoft 365')
    .option('--print-url', 'only print the page, for an administrator elsewhere; nobody waits for the answer')
    .option('--no-browser', 'print the page, and wait for its answer on this machine')
    .action(async (name: string, given: unknown) => {
      const { printUrl, browser } = optionsSchema.parse(given);
      if (printUrl === true) await printPage(host, name);
      else await waitForConsent(host, name, browser);
    });
}

async function printPage(host: CommandHost, name: string): Promise<void> {
  await withGateway(host, async (gateway) => {
    const page = await carryOut(host, gateway, 'admin-consent-url', { client: name });
    if (page === undefined) return;
    if (!host.terminal.json) {
      host.terminal.errors.write(
        'An administrator of the organization opens this page. It ends on a page that cannot be shown there, and the consent stands all the same.\n',
      );
    }
    tell(host.terminal, page, page.url);
  });
}

async function waitForConsent(host: CommandHost, name: string, browser: boolean): Promise<void> {
  await withGateway(
    host,
    async (gateway) => {
      let shown = '';
      const end = gateway.onSnapshot(({ clients }) => {
        const url = clients.find((client) => client.consentUrl !== undefined)?.consentUrl;
        if (url === undefined || url === shown) return;
        shown = url;
        if (host.terminal.json) host.terminal.errors.write(`${plainJson({ url })}\n`);
        else say(host.terminal, `An administrator opens this page, on this machine:\n${url}`);
      });
      const cancel = (): void => void gateway.run('admin-consent-cancel', { client: name });
      process.once('SIGINT', cancel).once('SIGTERM', cancel);
      try {
        const done = await carryOut(host, gateway, 'admin-consent', { client: name, open: browser });
        if (done === undefined) return;
        const where = done.tenant === undefined ? '' : ` in the organization ${done.tenant}`;
        tell(host.terminal, done, `${name} has an administrator's consent${where}.`);
      } finally {
        process.off('SIGINT', cancel).off('SIGTERM', cancel);
        end();
      }
    },
    openInBrowser,
  );
}
