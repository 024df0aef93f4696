import type { Message } from '#messages/message.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { CheckStep } from '#contract/views.ts';
import { problemOf } from '#core/errors/problem-of.ts';

/** Which step, and for which protocol; none for what all of them share. */
export interface StepName {
  readonly name: CheckStep['name'];
  readonly protocol?: Protocol | undefined;
}

/** The steps of one check, as they are done. */
export class CheckSteps {
  readonly #clock: Clock;
  readonly #told: ((step: CheckStep) => void) | undefined;
  readonly #all: CheckStep[] = [];

  constructor(clock: Clock, told: ((step: CheckStep) => void) | undefined) {
    this.#clock = clock;
    this.#told = told;
  }

  get all(): readonly CheckStep[] {
    return this.#all;
  }

  /** A step that went well, begun at `since` (milliseconds since 1970). */
  passed(step: StepName, since: number, message: Message): void {
    this.add(step, { ok: true, milliseconds: this.#clock.now() - since, message });
  }

  /** A step that ended in an error: its cause, who can do something, and what. */
  failed(step: StepName, since: number, error: unknown): void {
    const { code, message, fix, who, answer } = problemOf(error);
    this.add(step, {
      ok: false,
      milliseconds: this.#clock.now() - since,
      message,
      code,
      fix,
      who,
      answer,
    });
  }

  add({ name, protocol }: StepName, outcome: Omit<CheckStep, 'name' | 'protocol'>): void {
    const step = { name, protocol, ...outcome };
    this.#all.push(step);
    this.#told?.(step);
  }
}
