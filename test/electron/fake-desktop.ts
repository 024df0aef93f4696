import { EventEmitter } from 'node:events';

/** What a page of ours is asked, without a browser behind it. */
export class FakeContents extends EventEmitter {
  openHandler: ((details: { readonly url: string }) => { readonly action: string }) | undefined;
  readonly loaded: string[] = [];
  readonly sent: (readonly unknown[])[] = [];
  readonly mainFrame = {};
  readonly session = new FakeSession();
  gone = false;
  focused = 0;

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { readonly action: string }): void {
    this.openHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }

  send(...message: readonly unknown[]): void {
    this.sent.push(message);
  }

  focus(): void {
    this.focused += 1;
  }

  isDestroyed(): boolean {
    return this.gone;
  }

  close(): void {
    this.gone = true;
  }

  /** Tries to go somewhere by an event of Electron's. @returns whether it was kept from it */
  tries(event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate', url: string): boolean {
    let prevented = false;
    this.emit(event, {
      url,
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
}

export class FakeSession extends EventEmitter {
  request: ((contents: null, permission: string, callback: (granted: boolean) => void) => void) | undefined;
  check: (() => boolean) | undefined;
  device: (() => boolean) | undefined;
  cleared = 0;

  setPermissionRequestHandler(handler: typeof this.request): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: typeof this.check): void {
    this.check = handler;
  }

  setDevicePermissionHandler(handler: typeof this.device): void {
    this.device = handler;
  }

  async clearStorageData(): Promise<void> {
    this.cleared += 1;
  }
}

/** A window: what it was made with, and what closing it does. */
export class FakeWindow extends EventEmitter {
  static readonly made: FakeWindow[] = [];
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> };
  readonly webContents = new FakeContents();
  readonly contentView = { addChildView: (): void => {} };
  destroyed = false;
  minimized = false;
  shown = false;

  constructor(options: { readonly webPreferences: Readonly<Record<string, unknown>> }) {
    super();
    this.options = options;
    FakeWindow.made.push(this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.shown = true;
  }

  focus(): void {}

  setTitle(): void {}

  restore(): void {
    this.minimized = false;
  }

  minimize(): void {
    this.minimized = true;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 900, height: 640 };
  }

  getContentBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, width: 560, height: 760 };
  }

  close(): void {
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.webContents.gone = true;
    this.emit('closed');
  }
}

/** A page inside a window. */
export class FakeView {
  static readonly made: FakeView[] = [];
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> };
  readonly webContents = new FakeContents();
  bounds: unknown;

  constructor(options: { readonly webPreferences: Readonly<Record<string, unknown>> }) {
    this.options = options;
    FakeView.made.push(this);
  }

  setBounds(bounds: unknown): void {
    this.bounds = bounds;
  }
}
