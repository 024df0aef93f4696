import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { defaultPorts } from '#contract/endpoints.ts';
import { commands } from '#contract/commands.ts';
import type { Snapshot } from '#contract/views.ts';
import { describeIssues } from '#core/errors/schema-issues.ts';
import { BuiltInClients } from '#core/accounts/built-in-clients.ts';
import { policyOfHost } from '#core/policy/policy-sources.ts';
import { problemText } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { carryOut, readable, withGateway, type CommandHost } from './command-host.ts';
import { addCommand, flag, kebab, noOptions, takes } from './command-options.ts';
import { readSecret } from './secret-input.ts';
import { tell, UsageError } from './terminal.ts';

const { listeners: listenersChange, ...others } = commands['settings-set'].input.shape;
const listeners = listenersChange.unwrap().shape;
interface Setting {
  readonly schema: z.ZodType;
  /** Where it stands in the contract's command. */
  readonly path: readonly [string, string?];
}
/** Each setting by its name on the command line. */
const settings: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ...Object.entries(listeners).map(([key, schema]): [string, Setting] => [
    kebab(key),
    { schema, path: ['listeners', key] },
  ]),
  ...Object.entries(others).map(([key, schema]): [string, Setting] => [kebab(key), { schema, path: [key] }]),
]);
const secretName = 'network-proxy-password';
const names = [...settings.keys()];
const valueOptions = z.object({
  stdin: flag('read the value from standard input: for the password of the proxy'),
  file: takes('<file>', 'read the value from a file'),
});

/** `settings get | set`: what the settings' screen has, by name. */
export function addSettingsCommands(program: Command, host: CommandHost): void {
  const group = program.command('settings').description('the ports, the network and what else is set');
  addCommand(group, 'get', 'tell one setting, or all of them', noOptions, (_options, ...[name]) =>
    getSettings(host, name),
  ).addArgument(new Argument('[name]', 'which one').choices(names));
  const set = 'change a setting; a service that runs takes it up by itself';
  addCommand(group, 'set', set, valueOptions, (options, name, ...values) =>
    setSetting(host, name, values, options),
  )
    .addArgument(new Argument('<name>', 'which one').choices(names))
    .argument('[value...]', 'several for a list, none to empty it')
    .addHelpText(
      'after',
      `
Examples:
  mailwicket settings set imap 2143
  mailwicket settings set pops off
  mailwicket settings set addresses 127.0.0.1 ::1 192.0.2.10
  mailwicket settings set network-proxy http://proxy.example.org:3128
  mailwicket settings set network-proxy-password --stdin
  mailwicket settings set network-proxy                             (takes it away)`,
    );
}

async function getSettings(host: CommandHost, name: string | undefined): Promise<void> {
  await withGateway(host, async (gateway) => {
    await gateway.reload();
    const snapshot = readable(gateway.snapshot);
    const all = valuesOf(snapshot);
    const held = heldNames(snapshot);
    if (name === undefined) {
      const lines = Object.entries(all).map(
        ([one, value]) =>
          `${one}\t${inWords(value)}${held.includes(one) ? '\t(set by your organization)' : ''}`,
      );
      tell(host.terminal, held.length === 0 ? all : { ...all, setByOrganization: held }, ...lines);
    } else tell(host.terminal, { [name]: all[name] }, inWords(all[name]));
  });
}

/** Every setting by its name; of a password only whether there is one. */
function valuesOf({ settings: view }: Snapshot): Record<string, unknown> {
  const proxy = view?.networkProxy;
  const shown: Record<string, unknown> = {
    ...view?.listeners,
    ...view,
    networkProxy: proxy === undefined ? '' : proxyText(proxy),
    networkProxyPassword: proxy?.hasPassword === true ? 'kept' : '',
  };
  return Object.fromEntries([...settings].map(([name, { path }]) => [name, shown[path.at(-1) ?? ''] ?? '']));
}

/** The settings that the organization holds, by their names. */
function heldNames({ policy }: Snapshot): string[] {
  const held = (policy?.locked ?? []).map((key) => (key === 'lanAccess' ? 'addresses' : kebab(key)));
  return names.filter((name) => held.includes(name));
}

/** `policy`: what an organization sets on this machine, and what is wrong with it. */
export function addPolicyCommand(program: Command, host: CommandHost): void {
  const what = 'tell what an organization sets for everybody on this machine';
  addCommand(program, 'policy', what, noOptions, async () => {
    const policy = policyOfHost(host.place.policy);
    await policy.load();
    const { from, locked, problems: unread } = policy.view ?? { from: [], locked: [], problems: [] };
    const brought = new BuiltInClients({ activity: { note: () => undefined } });
    await brought.load(policy.values);
    const problems = brought.problem === undefined ? unread : [...unread, brought.problem];
    const values = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(JSON.stringify(policy.values, withoutSecrets)));
    tell(
      host.terminal,
      { from, values, held: locked, problems },
      ...(from.length === 0 ? ['No organization sets anything on this machine.'] : from),
      ...locked.map((key) => `${key}\t${key in values ? JSON.stringify(values[key]) : 'held as it is'}`),
      ...problems.map((problem) => inEnglish(problemText(problem))),
    );
    if (problems.length > 0) host.fail();
  });
}

function withoutSecrets(name: string, value: unknown): unknown {
  return name === 'secret' ? '(secret)' : value;
}

function proxyText({ url, user }: { readonly url: string; readonly user?: string | undefined }): string {
  return user === undefined ? url : url.replace('://', `://${user}@`);
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

async function setSetting(
  host: CommandHost,
  name: string,
  words: readonly string[],
  source: z.infer<typeof valueOptions>,
): Promise<void> {
  const setting = settings.get(name);
  if (setting === undefined) throw new UsageError(`There is no setting ${name}.`);
  if (words.length > 0 && (name === secretName || words.some(hasPassword)))
    throw new UsageError(
      `A password is no argument, as others can read those: mailwicket settings set ${secretName} --stdin`,
    );
  const read = await readSecret(source, host.terminal, 'value');
  if (read !== undefined && words.length > 0) throw new UsageError('Give the value once.');
  const given = read === undefined ? words : [read];
  // the service has another working folder
  const [outer, inner] = setting.path;
  const isOfFiles = outer === 'certificateFiles' || outer === 'extraCertificateAuthorities';
  const value = valueFor(name, setting.schema, isOfFiles ? given.map((file) => resolve(file)) : given);
  const input = commands['settings-set'].input.parse({
    [outer]: inner === undefined ? value : { [inner]: value },
  });
  await withGateway(host, async (gateway) => {
    await carryOut(gateway, 'settings-set', input);
    const all = valuesOf(gateway.snapshot);
    tell(
      host.terminal,
      { [name]: all[name] },
      `${name} was changed: ${inWords(all[name]) || 'nothing is set'}`,
    );
  });
}

/**
 * What the words stand for, the first reading that the schema takes: a list, a number, yes or no, a text.
 * @throws UsageError - none of them
 */
function valueFor(name: string, schema: z.ZodType, words: readonly string[]): unknown {
  const [word = ''] = words;
  const readings: unknown[] = [
    words,
    ...(words.length > 1 ? [] : [...(/^\d+$/.test(word) ? [Number(word)] : []), ...booleanOf(word), word]),
  ];
  const tried = readings.map((reading) => schema.safeParse(reading));
  const taken = tried.findIndex(({ success }) => success);
  if (taken !== -1) return readings[taken];
  if (name in defaultPorts) throw new UsageError(`${name} is a port from 0 to 65535, or off.`);
  // not of a text, where it has to be a list
  const why = tried.find(({ error }) => error?.issues.some(({ code }) => code !== 'invalid_type'))?.error;
  throw new UsageError(`${name}: ${why === undefined ? 'not this' : inEnglish(describeIssues(why))}`);
}

function booleanOf(word: string): boolean[] {
  return word === 'on' || word === 'true' ? [true] : word === 'off' || word === 'false' ? [false] : [];
}

function hasPassword(word: string): boolean {
  return URL.canParse(word) && new URL(word).password !== '';
}
