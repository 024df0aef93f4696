import { z } from 'zod';
import { languageSchema } from '#messages/languages.ts';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import { SettingsFile, type SettingsStore } from '#core/storage/settings-file.ts';
import type { HostInfo, StartAtLogin } from '#contract/commands/host.ts';
import { Emitter } from '#contract/emitter.ts';

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
export type WindowBounds = z.infer<typeof boundsSchema>;

const shellStateSchema = z.object({
  version: z.literal(1),
  windowBounds: boundsSchema.optional(),
  /** The notice that closing the window does not quit has been shown. */
  toldStillRunning: z.boolean().default(false),
  toldSecretsInMemory: z.boolean().default(false),
  /** The update that was told last: whether it is to be had or was fetched, and its version. */
  toldUpdate: z.string().max(200).optional(),
  /** Causes of notices that have been shown and are not mended yet. */
  toldCauses: z.array(z.string().max(200)).max(10_000).default([]),
  /** Chosen by a person; the system's where left out. */
  language: languageSchema.optional(),
  updates: z.boolean().default(true),
  /** Sign-ins open in a window of ours, if the provider lets them; else in the system's browser. */
  signInWindow: z.boolean().default(false),
});
export type ShellStateValues = z.infer<typeof shellStateSchema>;

const empty: ShellStateValues = shellStateSchema.parse({ version: 1 });

/**
 * What the shell remembers for comfort: where the window was, what was told. It is never needed: where it
 * cannot be read or written, it holds for this run only.
 */
export class ShellState {
  readonly #store: SettingsStore<ShellStateValues>;
  readonly #logger: Logger;
  #values: ShellStateValues = empty;

  constructor(options: { readonly path: string; readonly logger?: Logger }) {
    this.#logger = options.logger ?? silentLogger;
    this.#store = new SettingsFile({ schema: shellStateSchema, empty, ...options });
  }

  get values(): ShellStateValues {
    return this.#values;
  }

  /** Reads what was remembered. Never rejects. */
  async load(): Promise<void> {
    try {
      this.#values = await this.#store.read();
    } catch (error) {
      this.#logger.warn('what the window remembers cannot be read', { error });
    }
  }

  /** Takes effect at once, and is on disk when this resolves. Never rejects. */
  async set(change: Partial<ShellStateValues>): Promise<void> {
    this.#values = { ...this.#values, ...change };
    try {
      await this.#store.update((kept) => ({ ...kept, ...change }));
    } catch (error) {
      this.#logger.warn('what the window remembers cannot be kept', { error });
    }
  }
}

const usualSize = { width: 900, height: 640 } as const;
export const smallestSize = { width: 480, height: 400 } as const;
/** So much of the title bar must be on a screen, for a person to get hold of the window. */
const visible = 80;

/**
 * Where to open the window: where it was, unless that is on a screen that is not there any more.
 * @param workAreas - of the screens that are there
 */
export function openingBounds(
  remembered: WindowBounds | undefined,
  workAreas: readonly WindowBounds[],
): Partial<WindowBounds> & { readonly width: number; readonly height: number } {
  if (remembered === undefined) return usualSize;
  const width = Math.max(remembered.width, smallestSize.width);
  const height = Math.max(remembered.height, smallestSize.height);
  const within = workAreas.some(
    (area) =>
      remembered.x + width >= area.x + visible &&
      remembered.x <= area.x + area.width - visible &&
      remembered.y >= area.y &&
      remembered.y <= area.y + area.height - visible,
  );
  return within ? { x: remembered.x, y: remembered.y, width, height } : { width, height };
}

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
