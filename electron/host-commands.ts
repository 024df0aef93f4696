import { type Message, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import type { HostCommandOutput, HostInfo, HostParsedInputs } from '#contract/commands/host.ts';
import type { CommandOutput } from '#contract/commands.ts';
import type { CommandResult } from '#contract/problem.ts';
import type { Policy } from '#core/policy/policy.ts';
import { writeFileAtomically } from '#core/storage/atomic-file.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import type { Autostart } from './autostart.ts';
import type { HostState, ShellState } from './shell-state.ts';
import type { HostHandlers } from '#core/screens/screen-calls.ts';
import type { ExternalPages } from './navigation.ts';
import type { Localizer } from './localizer.ts';
import { trayPlatformOf } from './tray/tray-menu.ts';
import type { Updates } from './updates.ts';

/** A file could not be written where the person wanted it. */
class SaveFailedError extends CodedError<'save-failed'> {
  constructor(reason: Message, options: { readonly cause: unknown }) {
    super(
      'save-failed',
      msg('settings.fileNotSaved', { why: reason }),
      msg('settings.chooseAnotherPlace'),
      options,
    );
  }
}

export interface HostCommandsOptions {
  readonly host: HostState;
  readonly autostart: Autostart;
  readonly updates: Updates;
  readonly external: ExternalPages;
  readonly localizer: Localizer;
  readonly state: ShellState;
  /** What the organization sets. */
  readonly policy: Pick<Policy, 'values' | 'refuseChange'>;
  /** The file with the terms of the packages in the program. */
  readonly licences: string;
  readonly window: () => BrowserWindow | undefined;
  /** Has the core make local passwords. */
  readonly makePasswords: (
    input: HostParsedInputs['host-save-passwords'],
  ) => Promise<CommandResult<CommandOutput<'passwords-for-all'>>>;
}

/** What the desktop does for its screens. */
export function hostHandlers(options: HostCommandsOptions): HostHandlers {
  const { host, autostart, updates, external, localizer, state, policy } = options;
  return {
    async 'host-info'(): Promise<HostInfo> {
      const { tray, secretsKept } = host.facts;
      const startAtLogin = await autostart.state();
      return {
        kind: 'desktop',
        version: app.getVersion(),
        platform: trayPlatformOf(process.platform),
        language: localizer.language,
        startAtLogin,
        signInWindow: policy.values.signInWindow ?? state.values.signInWindow,
        tray,
        secretsKept,
        updates: updates.state,
      };
    },
    async 'host-copy'({ text }) {
      await clipboard.writeText(text);
      return {};
    },
    async 'host-open-page'({ url }) {
      await external.openPortal(url);
      return {};
    },
    async 'host-save-file'({ fileName, content }) {
      const path = await placeFor(fileName, options.window());
      if (path === undefined) return { saved: false };
      await save(() => writeFile(path, content));
      return { saved: true };
    },
    'host-save-passwords': (input) => savePasswords(input, options),
    async 'host-set-start-at-login'({ on }) {
      await autostart.set(on);
      host.set({ startAtLogin: await autostart.state() });
      return {};
    },
    async 'host-set-sign-in-window'({ on }) {
      policy.refuseChange('signInWindow');
      await state.set({ signInWindow: on });
      return {};
    },
    async 'host-set-language'({ language }) {
      localizer.choose(language);
      await state.set({ language });
      return {};
    },
    async 'host-licences'() {
      const text = await readFile(options.licences, 'utf8').catch(() => undefined);
      return text === undefined ? {} : { text };
    },
    async 'host-check-updates'() {
      await updates.check();
      return {};
    },
    async 'host-install-update'() {
      updates.install();
      return {};
    },
  };
}

/** Writes the table of local passwords, once: no page is told it. @throws SaveFailedError, CodedError */
export async function savePasswords(
  input: HostParsedInputs['host-save-passwords'],
  { window, makePasswords }: Pick<HostCommandsOptions, 'window' | 'makePasswords'>,
): Promise<HostCommandOutput<'host-save-passwords'>> {
  const path = await placeFor('mailwicket-passwords.csv', window());
  if (path === undefined) return { saved: false, count: 0, skipped: [] };
  // before anything is made: a password that nobody could read would be of no use
  await save(() => writeFileAtomically(path, ''));
  const made = await makePasswords(input);
  if (!made.ok) throw new CodedError(made.code, made.message, made.fix);
  const { content, count, skipped } = made.value;
  await save(() => writeFileAtomically(path, content));
  return { saved: true, count, skipped };
}

/** Where the person wants a file; undefined where they changed their mind. */
async function placeFor(fileName: string, window: BrowserWindow | undefined): Promise<string | undefined> {
  const wanted = { defaultPath: join(app.getPath('downloads'), safeFileName(fileName)) };
  const { canceled, filePath } =
    window === undefined ? await dialog.showSaveDialog(wanted) : await dialog.showSaveDialog(window, wanted);
  return canceled || filePath === '' ? undefined : filePath;
}

/** @throws SaveFailedError */
async function save(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new SaveFailedError(systemErrorText(error), { cause: error });
  }
}

/** A file's name without a way to any folder, and without what Windows does not take. */
function safeFileName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    .replaceAll(/[<>:"|?*\p{Cc}]/gu, '_')
    .replace(/[. ]+$/u, '');
  return plain === '' ? 'mailwicket' : plain;
}
