import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { deviceFields, usualDevice } from '#contract/settings.ts';
import type { DeviceView } from '#contract/views.ts';
import { inEnglish } from '#messages/format.ts';
import { carryOutAndTell, withSnapshot, type CommandHost } from './command-host.ts';
import { addCommand, flag, noOptions, numberOf, option, takes } from './command-options.ts';
import { tellList, UsageError } from './terminal.ts';

const addingOptions = z.object({
  account: option('<address>', 'the account that its messages are sent by', z.string()),
  listen: option(
    '<address:port>',
    'where it finds its port: an address of this machine',
    deviceFields.listen,
    { parse: listenOf },
  ),
  from: option(
    '<network...>',
    'who may send: addresses and networks, such as 192.0.2.0/24',
    z.array(z.string()),
  ),
  sender: takes('<address>', 'what From is rewritten to; the account’s address where left out'),
  senderOnly: takes('<address>', 'refuse every other sender, instead of rewriting From'),
  tls: flag('the device begins with TLS'),
  starttls: flag('the device has to use STARTTLS'),
  limit: option(
    '<count>',
    `messages in an hour; ${String(usualDevice.limitPerHour)} where left out`,
    z.number().optional(),
    { parse: numberOf(1, 10_000, 'It is a number from 1 to 10000.') },
  ),
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
  const add = 'add a device: a port on which it sends as an account, without a password';
  addCommand(device, 'add <name>', add, addingOptions, (options, name) =>
    addDevice(host, name, options),
  ).addHelpText('after', examples);
  addCommand(device, 'list', 'list the devices and how their ports stand', noOptions, () =>
    withSnapshot(host, ({ snapshot: { devices } }) => {
      tellList(host.terminal, { devices }, devices.map(describeDevice), 'There is no device yet.');
    }),
  );
  for (const [verb, command, what, done] of simpleCommands) {
    addCommand(device, `${verb} <name>`, what, noOptions, (_options, name) =>
      carryOutAndTell(host, command, { device: name }, `${name} ${done}.`),
    );
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
  { account, listen, from, sender, senderOnly, tls, starttls, limit }: z.infer<typeof addingOptions>,
): Promise<void> {
  if (tls && starttls) throw new UsageError('Choose --tls or --starttls.');
  if (sender !== undefined && senderOnly !== undefined)
    throw new UsageError('Choose --sender, which rewrites others, or --sender-only, which refuses them.');
  const input = {
    name,
    account,
    listen,
    from,
    security: tls ? 'tls' : starttls ? 'starttls' : usualDevice.security,
    sender: senderOnly ?? sender,
    senderPolicy: senderOnly === undefined ? 'rewrite' : 'refuse',
    limitPerHour: limit,
  } as const;
  await carryOutAndTell(host, 'device-add', input, () => [
    `The device ${name} was added. It sends to ${listen.address} port ${String(listen.port)}, without a password.`,
    `Whoever has one of these addresses can send as ${senderOnly ?? sender ?? account}: ${from.join(', ')}`,
  ]);
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
