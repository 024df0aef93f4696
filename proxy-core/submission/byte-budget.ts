import type { Clock } from '#core/logging/clock.ts';

/** Gives room back; the second time it does nothing. */
type GiveBack = () => void;

/** How much all the messages that are on their way may hold in memory, in octets; who finds no room waits for it. */
export class ByteBudget {
  readonly #clock: Clock;
  readonly #most: number;
  #taken = 0;
  #waiting: { readonly size: number; readonly proceed: () => void }[] = [];

  constructor(options: { readonly clock: Clock; readonly most: number }) {
    this.#clock = options.clock;
    this.#most = options.most;
  }

  /**
   * Room for so many octets, first come, first served.
   * @param patience - milliseconds
   * @returns undefined when there was none in that time
   */
  async take(size: number, patience: number): Promise<GiveBack | undefined> {
    // one that is larger than all of it goes alone
    const wanted = Math.min(size, this.#most);
    if (this.#waiting.length > 0 || this.#taken + wanted > this.#most) {
      if (!(await this.#wait(wanted, patience))) return undefined;
    } else this.#taken += wanted;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#taken -= wanted;
      this.#proceed();
    };
  }

  #wait(size: number, patience: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = {
        size,
        proceed: () => {
          cancel();
          resolve(true);
        },
      };
      const cancel = this.#clock.after(patience, () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        resolve(false);
        // it may have stood before smaller ones
        this.#proceed();
      });
      this.#waiting.push(waiting);
    });
  }

  #proceed(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || this.#taken + next.size > this.#most) return;
      this.#waiting.shift();
      this.#taken += next.size;
      next.proceed();
    }
  }
}
