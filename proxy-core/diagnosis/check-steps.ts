import type { Clock } from '../activity/clock.ts';
import type { CheckStep } from '../contract.ts';
import type { Protocol } from '../accounts/protocol.ts';
import { definedOnly } from '../defined-only.ts';
import { problemOf } from '../problem.ts';

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
  passed(step: StepName, since: number, message: string): void {
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
      ...(fix === '' ? {} : { fix }),
      ...definedOnly({ who, answer }),
    });
  }

  add({ name, protocol }: StepName, outcome: Omit<CheckStep, 'name' | 'protocol'>): void {
    const step = { name, ...(protocol === undefined ? {} : { protocol }), ...outcome };
    this.#all.push(step);
    this.#told?.(step);
  }
}
