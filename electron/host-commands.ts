import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import type { HostCommandOutput, HostParsedInputs } from '#contract/commands/host.ts';
import type { CommandOutput } from '#contract/commands.ts';
import type { CommandResult } from '#contract/problem.ts';
import type { Policy } from '#core/policy/policy.ts';
import { writeFileAtomically } from '#core/storage/atomic-file.ts';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import type { Autostart } from './autostart.ts';
import type { HostState, ShellState } from './shell-state.ts';
import type { HostHandlers } from '#core/screens/screen-calls.ts';
import type { ExternalPages } from './navigation.ts';
import type { Localizer } from './localizer.ts';
import { trayPlatformOf } from './tray/tray-menu.ts';
import type { Updates } from './updates.ts';

export interface HostCommandsOptions {
  readonly host: HostState;
  readonly autostart: Autostart;
  readonly updates: Updates;
  readonly external: ExternalPages;
  readonly localizer: Localizer;
  readonly state: ShellState;
  /** What the organization sets. */
  readonly policy: Pick<Policy, 'values' | 'refuseChange'>;
  /** False: there is no window of our own to sign in in. */
  readonly sandboxed: boolean;
  /** The file with the terms of the packages in the program. */
  readonly licences: string;
  readonly window: () => BrowserWindow | undefined;
  /** The pages of the sign-ins that wait for somebody. */
  readonly signInPages: () => readonly string[];
  /** Has the core make local passwords. */
  readonly makePasswords: (
    input: HostParsedInputs['host-save-passwords'],
  ) => Promise<CommandResult<CommandOutput<'passwords-for-all'>>>;
}

/** What the desktop does for its screens. */
export function hostHandlers(options: HostCommandsOptions): HostHandlers {
  const { host, autostart, updates, external, localizer, state, policy } = options;
  return {
    async 'host-info'() {
      // a person may have allowed it in the system's settings: the tray shows it too
      host.set({ startAtLogin: await autostart.state() });
      const { startAtLogin, tray, secretsKept } = host.facts;
      return {
        kind: 'desktop',
        version: app.getVersion(),
        platform: trayPlatformOf(process.platform),
        language: localizer.language,
        startAtLogin,
        signInWindow: options.sandboxed
          ? (policy.values.signInWindow ?? state.values.signInWindow)
          : undefined,
        tray,
        secretsKept,
        updates: updates.state,
      };
    },
    'host-copy': ({ text }) => clipboard.writeText(text),
    'host-open-page': ({ url }) => external.openForScreen(url, options.signInPages()),
    async 'host-save-file'({ fileName, content }) {
      const path = await placeFor(fileName, options.window());
      if (path !== undefined) await save(() => writeFile(path, content));
      return { saved: path !== undefined };
    },
    'host-save-passwords': (input) => savePasswords(input, options),
    async 'host-set-start-at-login'({ on }) {
      await autostart.set(on);
      host.set({ startAtLogin: await autostart.state() });
    },
    async 'host-set-sign-in-window'({ on }) {
      policy.refuseChange('signInWindow');
      await state.set({ signInWindow: on });
    },
    async 'host-set-language'({ language }) {
      localizer.choose(language);
      await state.set({ language });
    },
    'host-licences': async () => ({
      text: await readFile(options.licences, 'utf8').catch(() => undefined),
    }),
    async 'host-check-updates'() {
      await updates.check();
    },
    async 'host-install-update'() {
      updates.install();
    },
  };
}

/** Writes the table of local passwords, once: no page is told it. @throws CodedError - save-failed; what the core says */
export async function savePasswords(
  input: HostParsedInputs['host-save-passwords'],
  { window, makePasswords }: Pick<HostCommandsOptions, 'window' | 'makePasswords'>,
): Promise<HostCommandOutput<'host-save-passwords'>> {
  const path = await placeFor('mailwicket-passwords.csv', window());
  if (path === undefined) return { saved: false, count: 0, skipped: [] };
  // before anything is made: a password that nobody could read would be of no use
  await save(() => tryWriting(path));
  const made = await makePasswords(input);
  if (!made.ok) throw new CodedError(made.code, made.message, made.fix);
  const { content, count, skipped } = made.value;
  // a table without passwords must not take the place of one that holds the only copy of some
  if (count > 0) await save(() => writeFileAtomically(path, content));
  return { saved: count > 0, count, skipped };
}

/** Whether a file can be replaced there, without a change to it. @throws - what the system says */
async function tryWriting(path: string): Promise<void> {
  // one that another program has locked, or that is protected
  const present = await open(path, 'r+').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  await present?.close();
  const beside = `${path}.mailwicket-tmp`;
  await writeFileAtomically(beside, '');
  await rm(beside);
}

/** Where the person wants a file; undefined where they changed their mind. */
async function placeFor(fileName: string, window: BrowserWindow | undefined): Promise<string | undefined> {
  const wanted = { defaultPath: join(app.getPath('downloads'), safeFileName(fileName)) };
  const { canceled, filePath } =
    window === undefined ? await dialog.showSaveDialog(wanted) : await dialog.showSaveDialog(window, wanted);
  return canceled || filePath === '' ? undefined : filePath;
}

/** @throws CodedError - save-failed */
async function save(write: () => Promise<void>): Promise<void> {
  await write().catch((cause: unknown) => {
    const text = msg('settings.fileNotSaved', { why: systemErrorText(cause) });
    throw new CodedError('save-failed', text, msg('settings.chooseAnotherPlace'), { cause });
  });
}

/** A file's name without a way to any folder, and without what Windows does not take. */
function safeFileName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    .replaceAll(/[<>:"|?*\p{Cc}]/gu, '_')
    .replace(/[. ]+$/u, '');
  return plain === '' ? 'mailwicket' : plain;
}
