import { msg } from '#messages/message.ts';
import {
  commandNameSchema,
  commandTable,
  type CommandName,
  type CommandOutputs,
} from '#contract/commands.ts';
import type { CommandResult } from '#contract/problem.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Handlers } from './command-handlers.ts';

/** Carries commands out: checks what comes in, and turns what goes wrong into a result. */
export class CommandRunner {
  readonly #handlers: Handlers<CommandName>;
  readonly #done: () => Promise<void>;

  /** `done`: called after each command, whatever came of it. */
  constructor(options: { readonly handlers: Handlers<CommandName>; readonly done: () => Promise<void> }) {
    this.#handlers = options.handlers;
    this.#done = options.done;
  }

  /** Never throws: what cannot be done comes back with its cause and its fix. */
  async run(name: CommandName, input: unknown): Promise<CommandResult<unknown>> {
    const result = await this.#dispatch(name, input).then(
      (value): CommandResult<unknown> => ({ ok: true, value }),
      (error: unknown): CommandResult<unknown> => ({ ok: false, ...problemOf(error) }),
    );
    await this.#done();
    return result;
  }

  /** The same for a command that came from outside this process's types: the name is checked too. */
  async runUntrusted(name: unknown, input: unknown): Promise<CommandResult<unknown>> {
    const known = commandNameSchema.safeParse(name);
    if (known.success) return await this.run(known.data, input);
    return { ok: false, code: 'unknown-command', message: msg('settings.noSuchCommand') };
  }

  async #dispatch<Name extends CommandName>(name: Name, input: unknown): Promise<CommandOutputs[Name]> {
    return await this.#handlers[name](commandTable[name].input.parse(input));
  }
}
