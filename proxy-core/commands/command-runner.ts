import { msg } from '#messages/message.ts';
import type { z } from 'zod';
import type { CommandResult } from '#contract/problem.ts';
import { problemOf } from '#core/errors/problem-of.ts';

/** What a handler gives; nothing, for a command that brings nothing back. */
export type Given<Output> = Promise<Output | (Output extends Record<string, never> ? void : never)>;

export interface CommandRunnerOptions<Inputs extends object> {
  readonly schemas: { readonly [Name in keyof Inputs]: { readonly input: z.ZodType<Inputs[Name]> } };
  /** One that is left out is answered with `not-here`. */
  readonly handlers: { readonly [Name in keyof Inputs]?: (input: Inputs[Name]) => Promise<unknown> };
  /** Called after each command, whatever came of it. */
  readonly done?: (() => Promise<void>) | undefined;
  /** Told of what a handler has thrown. */
  readonly failed?: ((name: keyof Inputs, error: unknown) => void) | undefined;
}

/**
 * Carries commands out, those of the core or of a host: checks what comes in, and turns what goes wrong into a result.
 * `Inputs`: what goes into each command, by its name.
 */
export class CommandRunner<Inputs extends object> {
  readonly #options: CommandRunnerOptions<Inputs>;

  constructor(options: CommandRunnerOptions<Inputs>) {
    this.#options = options;
  }

  /** Never throws: what cannot be done comes back with its cause and its fix. */
  async run(name: keyof Inputs, input: unknown): Promise<CommandResult<unknown>> {
    const result = await this.#dispatch(name, input);
    await this.#options.done?.();
    return result;
  }

  /** The same for a command that came from outside this process's types: the name is checked too. */
  async runUntrusted(name: unknown, input: unknown): Promise<CommandResult<unknown>> {
    if (this.#isName(name)) return await this.run(name, input);
    return { ok: false, code: 'unknown-command', message: msg('settings.noSuchCommand') };
  }

  async #dispatch(name: keyof Inputs, input: unknown): Promise<CommandResult<unknown>> {
    const { schemas, handlers, failed } = this.#options;
    const handler = handlers[name];
    if (handler === undefined) return notHere;
    const parsed = schemas[name].input.safeParse(input);
    if (!parsed.success) return { ok: false, ...problemOf(parsed.error) };
    try {
      return { ok: true, value: (await handler(parsed.data)) ?? {} };
    } catch (error) {
      failed?.(name, error);
      return { ok: false, ...problemOf(error) };
    }
  }

  #isName(name: unknown): name is keyof Inputs {
    return typeof name === 'string' && Object.hasOwn(this.#options.schemas, name);
  }
}

const notHere: CommandResult<unknown> = {
  ok: false,
  code: 'not-here',
  message: msg('settings.panelCannotDo'),
  fix: msg('settings.useDesktopProgram'),
};
