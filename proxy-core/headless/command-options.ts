import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';

interface OptionHelp {
  /** What stands behind it, such as `<file>`; nothing behind a switch. */
  readonly value: string;
  readonly what: string;
  /** What its opposite does, `--no-…`; in the place of `what` where there is only the opposite. */
  readonly no?: string;
  /** Reads what was typed; `before`: what this option was given already. @throws InvalidArgumentError */
  readonly parse?: (given: string, before: readonly string[]) => unknown;
}

const helps = z.registry<OptionHelp>();

/**
 * A member of a command's schema as an option of its command line: `tokenUrl` is `--token-url`. Whether it has to be
 * given, its usual value and its words are the schema's.
 */
export function option<Schema extends z.ZodType>(
  value: string,
  what: string,
  schema: Schema,
  more: Pick<OptionHelp, 'no' | 'parse'> = {},
): Schema {
  const own = schema.clone();
  helps.add(own, { value, what, ...more });
  return own;
}

/** An option with any text behind it, which may be left out. */
export const takes = (value: string, what: string, parse?: OptionHelp['parse']): z.ZodOptional<z.ZodString> =>
  option(value, what, z.string().optional(), { parse });

/** A switch. */
export const flag = (what: string): z.ZodDefault<z.ZodBoolean> =>
  option('', what, z.boolean().default(false));

/** A switch that is on until its opposite, `--no-…`, is given. */
export const unless = (no: string): z.ZodDefault<z.ZodBoolean> =>
  option('', '', z.boolean().default(true), { no });

export const noOptions = z.object({});

/**
 * Adds a command.
 * @param words - its name and its arguments, as commander takes them
 * @param action - gets the options, as the schema has them, and the arguments one by one
 */
export function addCommand<Options extends z.ZodObject>(
  group: Command,
  words: string,
  what: string,
  options: Options,
  action: (options: z.infer<Options>, ...words: string[]) => Promise<void> | void,
): Command {
  const command = group.command(words).description(what);
  return addOptions(command, options).action((...given: unknown[]) => {
    const typed = given
      .slice(0, -2)
      .flat()
      .filter((one) => one !== undefined);
    return action(options.parse(given.at(-2)), ...typed.map(String));
  });
}

/** Gives a command the options of a schema. */
export function addOptions(command: Command, schema: z.ZodObject): Command {
  for (const [name, member] of Object.entries<z.core.$ZodType>(schema.shape)) {
    const help = helps.get(member);
    if (help === undefined) continue;
    const { value, what, no, parse } = help;
    if (what !== '') {
      const made = new Option(`--${kebab(name)} ${value}`.trim(), what);
      const usual = z.safeParse(member, undefined);
      const choices = choicesOf(member);
      if (choices !== undefined) made.choices(choices.map(String));
      if (parse !== undefined)
        made.argParser<unknown>((given, before) =>
          parse(given, Array.isArray(before) ? before.map(String) : []),
        );
      if (!usual.success) made.makeOptionMandatory();
      else if (usual.data !== undefined && typeof usual.data !== 'boolean') made.default(usual.data);
      command.addOption(made);
    }
    if (no !== undefined) command.option(`--no-${kebab(name)}`, no);
  }
  return command;
}

function choicesOf(schema: z.core.$ZodType): readonly unknown[] | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return choicesOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return choicesOf(schema.element);
  return schema instanceof z.ZodEnum ? schema.options : undefined;
}

/** A name of the contract as the command line has it: `networkProxy` is `network-proxy`. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Reads a whole number. @throws InvalidArgumentError - `wrong` */
export function numberOf(least: number, most: number, wrong: string): (given: string) => number {
  return (given) => {
    const number = Number(given);
    if (/^\d{1,5}$/.test(given) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(wrong);
  };
}

/** Reads a day. @throws InvalidArgumentError */
export function dayOf(given: string): string {
  const isForm = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(given);
  const day = given.slice(0, 10);
  // V8 takes 31 February for 2 March
  if (!isForm || Number.isNaN(Date.parse(given)) || !new Date(`${day}T00:00Z`).toJSON().startsWith(day))
    throw new InvalidArgumentError('It is a day, such as 2027-06-30.');
  return given;
}
