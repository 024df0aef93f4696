import type { Page } from 'playwright-core';
import type { Ask } from '../../support/electron-stand-in/control-messages.ts';
import type { SettingsInput } from '../../support/electron-stand-in/settings.ts';

/** What a test starts the desktop with. */
export interface DesktopOptions {
  /** What stands on the command line behind the application. */
  readonly args?: readonly string[];
  /** Electron's user-data folder, the person's home beside it; a new one where left out, gone with the test. */
  readonly home?: string;
  /** Over the environment of the test; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Linux: whether somebody on the desktop shows tray icons. Default: yes. */
  readonly trays?: boolean;
  /** Certificates (PEM) that pages trust though nobody vouches for them. Default: none. */
  readonly trust?: readonly string[];
  /** The machine that the stand-in pretends to be on; real Electron is on the one that there is. */
  readonly machine?: SettingsInput;
  /** The application: a folder with a package.json, or a file. Default: what is built of this project. */
  readonly application?: string;
}

/** How the desktop is started, ready for either kind. */
export interface DesktopCommand {
  readonly application: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly machine: SettingsInput;
  /** A folder that is gone with the test. */
  readonly scratch: string;
}

/** One running desktop, as the stand-in and real Electron both are. */
export interface DesktopConnection {
  ask(ask: Ask): Promise<unknown>;
  /** The page to drive, once it can be. */
  page(where: { readonly url: string; readonly targetId: string }): Promise<Page | undefined>;
  /** Resolves when something may have changed. */
  change(): Promise<void>;
  /** The exit status; 128 and more after a signal. */
  readonly exited: Promise<number>;
  /** What it wrote on its two outputs. */
  readonly output: string;
  /** Ends the process whatever it does. */
  kill(): void;
  /** Ends it at once, with all that it has started: nothing writes to its folders any more. */
  end(): Promise<void>;
}
