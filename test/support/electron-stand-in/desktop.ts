import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { changed } from './changes.ts';
import { lifecycle } from './lifecycle.ts';
import { settings } from './settings.ts';
import type { StandInBrowserWindow } from './window.ts';

/** What a person or a test can do to the desktop, and what the app has done to it. */
class Desktop {
  online = settings.online;
  dark = settings.dark;
  clipboard = '';
  readonly opened: string[] = [];
  readonly saveAnswers: (string | null)[] = [];
  readonly saveQuestions: string[] = [];
}

export const desktop = new Desktop();

export const clipboard = {
  async readText(): Promise<string> {
    return desktop.clipboard;
  },
  async writeText(text: string): Promise<void> {
    desktop.clipboard = text;
    changed();
  },
};

export const shell = {
  async openExternal(url: string, _options?: Electron.OpenExternalOptions): Promise<void> {
    desktop.opened.push(url);
    changed();
  },
};

/** The next answer of the queue; with none it is cancelled. */
function showSaveDialog(
  first: Electron.BaseWindow | StandInBrowserWindow | Electron.SaveDialogOptions,
  second?: Electron.SaveDialogOptions,
): Promise<Electron.SaveDialogReturnValue> {
  const options = second ?? first;
  desktop.saveQuestions.push('defaultPath' in options ? (options.defaultPath ?? '') : '');
  const filePath = desktop.saveAnswers.shift() ?? '';
  changed();
  return Promise.resolve({ canceled: filePath === '', filePath });
}

/** Told on the standard error output, where a test finds it, and answered with the first button. */
function showMessageBox(
  first: Electron.BaseWindow | StandInBrowserWindow | Electron.MessageBoxOptions,
  second?: Electron.MessageBoxOptions,
): Promise<Electron.MessageBoxReturnValue> {
  const options = second ?? first;
  const [message, detail] =
    'message' in options ? [options.message, 'detail' in options ? options.detail : ''] : ['', ''];
  process.stderr.write(`message box: ${message} ${detail ?? ''}\n`);
  return Promise.resolve({ response: 0, checkboxChecked: false });
}

export const dialog = { showSaveDialog, showMessageBox };

export const net = {
  isOnline(): boolean {
    return desktop.online;
  },
};

class StandInNativeTheme extends EventEmitter {
  themeSource: 'system' | 'light' | 'dark' = 'system';

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? desktop.dark : this.themeSource === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return desktop.dark;
  }
}

export const nativeTheme = new StandInNativeTheme();

/** The desktop turns light or dark. */
export function setDark(dark: boolean): void {
  if (desktop.dark === dark) return;
  desktop.dark = dark;
  nativeTheme.emit('updated');
  changed();
}

export const powerMonitor = new EventEmitter();

const area = { x: 0, y: 0, width: 1920, height: 1040 };

class StandInScreen extends EventEmitter {
  getAllDisplays(): Pick<Electron.Display, 'id' | 'bounds' | 'workArea' | 'scaleFactor'>[] {
    lifecycle.needReady('screen');
    return [{ id: 1, bounds: { ...area, height: 1080 }, workArea: { ...area }, scaleFactor: 1 }];
  }
}

export const screen = new StandInScreen();
