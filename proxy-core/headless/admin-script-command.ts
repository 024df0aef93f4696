import { Option, type Command } from 'commander';
import { z } from 'zod';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { writeOut } from './out-file.ts';

const optionsSchema = z.object({
  sendAs: z.enum(['none', 'permission', 'rbac']),
  smtpAuth: z.boolean().default(false),
  out: z.string().optional(),
});

/** `admin-script`: the administrator's PowerShell for an app-only client. */
export function addAdminScriptCommand(program: Command, host: CommandHost): void {
  program
    .command('admin-script <client> <mailbox...>')
    .description('make the PowerShell with which an administrator lets an app-only client open mailboxes')
    .addOption(
      new Option('--send-as <how>', 'permission: Send As on each mailbox; rbac: a role of Exchange')
        .choices(['none', 'permission', 'rbac'])
        .default('permission'),
    )
    .option('--smtp-auth', 'switch SMTP sign-in on for each mailbox')
    .option('--out <file>', 'write the script to this file')
    .action(async (client: string, mailboxes: string[], given: unknown) => {
      const { out, ...options } = optionsSchema.parse(given);
      await withGateway(host, async (gateway) => {
        const made = await carryOut(host, gateway, 'admin-script', { client, mailboxes, ...options });
        if (made === undefined) return;
        await writeOut(host.terminal, made, { content: made.script, file: out, what: 'The script' });
      });
    });
}
