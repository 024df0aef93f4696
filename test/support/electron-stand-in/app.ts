import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type Electron from 'electron';
import { z } from 'zod';
import { changed } from './changes.ts';
import { switchValue } from './command-line.ts';
import { InstanceLock } from './instance-lock.ts';
import { lifecycle } from './lifecycle.ts';
import { settings } from './settings.ts';
import { StandInEvent } from './stand-in-event.ts';

const manifestSchema = z.object({
  name: z.string(),
  productName: z.string().optional(),
  version: z.string(),
});

/** What quitting has to close; given by the parts that own it, as they all need `app`. */
export interface Closing {
  /** Asks each window to close as a person would; false when one does not want to. */
  windows(): boolean;
  /** Ends each window at once. */
  destroyWindows(): void;
  browser(): Promise<void>;
}

/** How long the end waits for the browser and for the first instance, in ms. */
const patience = 5_000;

type PathName = Parameters<Electron.App['getPath']>[0];

export class StandInApp extends EventEmitter {
  readonly #lock: InstanceLock;
  readonly #appPath: string;
  readonly #manifest: z.infer<typeof manifestSchema>;
  readonly #paths = new Map<string, string>();
  #closing: Closing | undefined;
  #quitting = false;
  #ended = false;
  #loginItem: Electron.Settings = {};

  readonly isPackaged = false;
  readonly commandLine = { hasSwitch: (name: string): boolean => switchValue(name) !== undefined };

  constructor() {
    super();
    this.setMaxListeners(50);
    this.#appPath = appFolder(process.argv[1] ?? process.cwd());
    this.#manifest = manifestSchema.parse(
      JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8')),
    );
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    this.#paths.set('userData', resolve(switchValue('user-data-dir') ?? join(config, this.name)));
    this.#paths.set('appData', config);
    this.#lock = new InstanceLock(this.getPath('userData'));
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.quit());
  }

  get name(): string {
    return this.#manifest.productName ?? this.#manifest.name;
  }

  isReady(): boolean {
    return lifecycle.ready;
  }

  whenReady(): Promise<void> {
    return lifecycle.whenReady;
  }

  enableSandbox(): void {
    if (lifecycle.ready) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    const announcement = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return this.#lock.request(announcement, ({ argv, workingDirectory, additionalData: data }) => {
      void lifecycle.whenReady.then(() =>
        this.emit('second-instance', new StandInEvent(), argv, workingDirectory, data),
      );
    });
  }

  getVersion(): string {
    return this.#manifest.version;
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getPath(name: PathName): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    switch (name) {
      case 'home':
        return homedir();
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'sessionData':
        return this.getPath('userData');
      case 'logs': {
        const folder = join(this.getPath('userData'), 'logs');
        mkdirSync(folder, { recursive: true });
        return folder;
      }
      case 'downloads':
        return join(homedir(), 'Downloads');
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }

  getPreferredSystemLanguages(): string[] {
    return [...settings.languages];
  }

  setAppUserModelId(_id: string): void {
    changed();
  }

  setToastActivatorCLSID(id: string): void {
    if (process.platform !== 'win32') throw new TypeError('app.setToastActivatorCLSID is not a function');
    if (!/^\{?[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\}?$/i.test(id))
      throw new TypeError('Invalid CLSID format');
  }

  setActivationPolicy(_policy: 'regular' | 'accessory' | 'prohibited'): void {
    if (process.platform !== 'darwin') throw new TypeError('app.setActivationPolicy is not a function');
  }

  setLoginItemSettings(item: Electron.Settings): void {
    this.#loginItem = item;
    changed();
  }

  getLoginItemSettings(_options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
    const on = this.#loginItem.openAtLogin ?? false;
    return {
      openAtLogin: on && settings.loginItem === 'enabled',
      // it comes with the launch itself, which is over when the app is ready
      wasOpenedAtLogin: lifecycle.ready && settings.openedAtLogin,
      status: on ? settings.loginItem : 'not-registered',
      executableWillLaunchAtLogin: on && settings.loginItem === 'enabled',
      launchItems: [],
    };
  }

  /** Told once by the stand-in itself what there is to close. */
  static closes(one: StandInApp, closing: Closing): void {
    one.#closing = closing;
  }

  /** What happens when the last window has gone: nothing of it while quitting. */
  static lastWindowClosed(one: StandInApp): void {
    if (one.#quitting || one.#ended) return;
    if (one.listenerCount('window-all-closed') === 0) one.quit();
    else one.emit('window-all-closed');
  }

  /** before-quit, then every window's close, then will-quit, then quit; each of the first three can stop it. */
  quit(): void {
    if (this.#quitting || this.#ended) return;
    // a caller never finds the app ended when this returns
    setImmediate(() => this.#quit());
  }

  #quit(): void {
    if (this.#quitting || this.#ended) return;
    this.#quitting = true;
    const before = new StandInEvent();
    this.emit('before-quit', before);
    if (before.defaultPrevented || this.#closing?.windows() === false) {
      this.#quitting = false;
      return;
    }
    // windows close in a later turn, and only then is there something to say
    setImmediate(() => {
      const will = new StandInEvent();
      this.emit('will-quit', will);
      this.#quitting = false;
      if (!will.defaultPrevented) this.exit(0, false);
    });
  }

  /** As in Electron it takes effect at the end. The next run is the test's to start: that it was asked for is printed. */
  relaunch({ args = process.argv.slice(1) }: Electron.RelaunchOptions = {}): void {
    this.once('quit', () => process.stdout.write(`relaunched ${args.join(' ')}\n`));
  }

  /** Ends without before-quit and will-quit. */
  exit(code = 0, destroyWindows = true): void {
    if (this.#ended) return;
    this.#ended = true;
    if (destroyWindows) this.#closing?.destroyWindows();
    this.emit('quit', new StandInEvent(), code);
    // a browser that does not close ends with this process all the same
    setTimeout(() => process.exit(code), patience);
    void Promise.allSettled([this.#lock.delivered, this.#closing?.browser()]).then(() => process.exit(code));
  }

  focus(_options?: Electron.FocusOptions): void {
    changed();
  }
}

/** The folder of the app: the nearest one with a package.json, from the file or folder it was started with. */
function appFolder(entry: string): string {
  let folder = resolve(entry);
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error(`${basename(entry)} belongs to no package`);
    folder = dirname(folder);
  }
  return folder;
}

export const app = new StandInApp();
