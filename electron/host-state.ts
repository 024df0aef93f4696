import type { HostInfo, StartAtLogin } from '#contract/commands/host.ts';
import { Emitter } from '#contract/emitter.ts';

/** How the desktop stands, as far as Mailwicket cares. */
export interface HostFacts {
  readonly online: boolean;
  /** 'Check all now' is under way. */
  readonly checking: boolean;
  /** Whether closing the window leaves something to click on. */
  readonly tray: boolean;
  readonly secretsKept: boolean;
  /** Secrets are not safe or not open, and a keyring that is there at the next start changes that. */
  readonly restartHelps: boolean;
  readonly startAtLogin: StartAtLogin | undefined;
  readonly updates: NonNullable<HostInfo['updates']>;
}

/** The desktop's facts, and word of their changes. */
export class HostState {
  readonly #changes = new Emitter();
  /** Calls back after a change; ends with the returned function. */
  readonly onChange = this.#changes.on;
  #facts: HostFacts = {
    online: true,
    checking: false,
    tray: false,
    secretsKept: true,
    restartHelps: false,
    startAtLogin: undefined,
    updates: { state: 'off', why: 'unsigned' },
  };

  get facts(): HostFacts {
    return this.#facts;
  }

  set(change: Partial<HostFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    this.#changes.emit();
  }
}
