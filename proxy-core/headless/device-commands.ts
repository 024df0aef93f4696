import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { deviceFields, senderPolicySchema, usualDevice } from '#contract/device.ts';
import type { DeviceView } from '#contract/views.ts';
import { inEnglish } from '#messages/format.ts';
import { carryOut, carryOutAndTell, withGateway, type CommandHost } from './command-host.ts';
import { snapshotNow } from './snapshot-now.ts';
import { tell, UsageError } from './terminal.ts';

const addSchema = z.object({
  account: z.string(),
  listen: deviceFields.listen,
  from: z.array(z.string()),
  sender: z.string().optional(),
  senderOnly: z.string().optional(),
  tls: z.boolean().default(false),
  starttls: z.boolean().default(false),
  limit: z.number().optional(),
});

const examples = `
A device that cannot log in, such as a printer, gets a port of its own: whoever may reach it sends as the account, without
any password. So only the addresses that you name are let in, and only so many messages an hour. Without --tls and
--starttls all that it sends can be read in your network.
From is rewritten to the account's address, and answers go to who stood there; with --sender-only other senders are refused.

Examples:
  mailwicket device add Printer --account office@example.org --listen 192.0.2.10:2525 --from 192.0.2.57
  mailwicket device add Scanners --account "*@example.org" --sender-only scanner@example.org \\
    --listen 192.0.2.10:2526 --from 192.0.2.0/24 --starttls --limit 500`;

/** `device add | list | remove | pause | resume`: devices that cannot log in. */
export function addDeviceCommands(program: Command, host: CommandHost): void {
  const device = program
    .command('device')
    .description('devices that cannot log in: a port for each, without a password');
  device
    .command('add <name>')
    .description('add a device: a port on which it sends as an account, without a password')
    .addHelpText('after', examples)
    .requiredOption('--account <address>', 'the account that its messages are sent by')
    .requiredOption(
      '--listen <address:port>',
      'where it finds its port: an address of this machine',
      listenOf,
    )
    .requiredOption('--from <network...>', 'who may send: addresses and networks, such as 192.0.2.0/24')
    .option('--sender <address>', 'what From is rewritten to; the account’s address where left out')
    .option('--sender-only <address>', 'refuse every other sender, instead of rewriting From')
    .option('--tls', 'the device begins with TLS')
    .option('--starttls', 'the device has to use STARTTLS')
    .option(
      '--limit <count>',
      `messages in an hour; ${String(usualDevice.limitPerHour)} where left out`,
      countOf,
    )
    .action((name: string, given: unknown) => addDevice(host, name, addSchema.parse(given)));
  device
    .command('list')
    .description('list the devices and how their ports stand')
    .action(async () => {
      await withGateway(host, async (gateway, dataFolder) => {
        const { devices } = (await snapshotNow(gateway, dataFolder)).snapshot;
        const lines = devices.map((view) => describeDevice(view));
        tell(host.terminal, { devices }, ...(lines.length === 0 ? ['There is no device yet.'] : lines));
      });
    });
  for (const [word, name, what, done] of simpleCommands) {
    device
      .command(`${word} <name>`)
      .description(what)
      .action((given: string) => carryOutAndTell(host, name, { device: given }, `${given} ${done}.`));
  }
}

const simpleCommands = [
  ['remove', 'device-remove', 'remove a device, and close its port', 'was removed'],
  ['pause', 'device-pause', 'close its port for a while', 'is paused'],
  ['resume', 'device-resume', 'open its port again', 'may send again'],
] as const;

async function addDevice(
  host: CommandHost,
  name: string,
  { account, listen, from, sender, senderOnly, tls, starttls, limit }: z.infer<typeof addSchema>,
): Promise<void> {
  if (tls && starttls) throw new UsageError('Choose --tls or --starttls.');
  if (sender !== undefined && senderOnly !== undefined)
    throw new UsageError('Choose --sender, which rewrites others, or --sender-only, which refuses them.');
  await withGateway(host, async (gateway) => {
    const added = await carryOut(host, gateway, 'device-add', {
      name,
      account,
      listen,
      from,
      security: tls ? 'tls' : starttls ? 'starttls' : usualDevice.security,
      sender: senderOnly ?? sender,
      senderPolicy:
        senderOnly === undefined ? senderPolicySchema.enum.rewrite : senderPolicySchema.enum.refuse,
      limitPerHour: limit,
    });
    if (added === undefined) return;
    const where = `${listen.address} port ${String(listen.port)}`;
    tell(
      host.terminal,
      added,
      `The device ${name} was added. It sends to ${where}, without a password.`,
      `Whoever has one of these addresses can send as ${senderOnly ?? sender ?? account}: ${from.join(', ')}`,
    );
  });
}

function describeDevice(view: DeviceView): string {
  const { name, sendsAs, listen, port, addresses, problem, paused, from, sentLately, limitPerHour } = view;
  const state = paused
    ? 'paused'
    : problem === undefined
      ? addresses.length > 0
        ? 'open'
        : 'closed: the service does not run'
      : inEnglish(problem.message);
  const where = `${listen.address}:${String(port)}`;
  const sent = `${String(sentLately)} of ${String(limitPerHour)} messages in the last hour`;
  return [name, where, state, `sends as ${sendsAs}`, `from ${from.join(', ')}`, sent].join('\t');
}

/** For commander. @throws InvalidArgumentError */
function listenOf(given: string): z.infer<typeof deviceFields.listen> {
  const [, address, port] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(given) ?? [];
  const listen = deviceFields.listen.safeParse({ address, port: Number(port) });
  if (listen.success) return listen.data;
  throw new InvalidArgumentError(
    'It is an address and a port, such as 192.0.2.10:2525 or [2001:db8::7]:2525.',
  );
}

/** For commander. @throws InvalidArgumentError */
function countOf(given: string): number {
  const count = deviceFields.limitPerHour.safeParse(Number(given));
  if (count.success) return count.data;
  throw new InvalidArgumentError('It is a number from 1 to 10000.');
}
