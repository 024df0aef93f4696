import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { StandInApp } from './app.ts';
import { changed } from './changes.ts';
import { StandInEvent } from './stand-in-event.ts';
import { StandInWebContents } from './web-contents.ts';
import { lifecycle } from './lifecycle.ts';

/** A window without a page. It is never shown here; on Windows it is told of the end of the session. */
export class StandInBaseWindow extends EventEmitter {
  static readonly #all = new Set<StandInBaseWindow>();

  constructor(options: Electron.BaseWindowConstructorOptions = {}) {
    super();
    lifecycle.needReady('BaseWindow');
    if (options.show !== false) throw new Error('the stand-in has only hidden windows without a page');
    StandInBaseWindow.#all.add(this);
  }

  static getAllWindows(): StandInBaseWindow[] {
    return [...StandInBaseWindow.#all];
  }

  isVisible(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return !StandInBaseWindow.#all.has(this);
  }

  destroy(): void {
    if (StandInBaseWindow.#all.delete(this)) this.emit('closed');
  }
}

let nextId = 1;
/** The frame of a window: its size and that of its content differ, as on a desktop. */
const titleBar = 28;

/** A page in a window, with a place. Closing the window does not close it, as in Electron. */
export class StandInWebContentsView {
  readonly webContents: StandInWebContents;
  #bounds: Electron.Rectangle = { x: 0, y: 0, width: 0, height: 0 };

  constructor(options: Electron.WebContentsViewConstructorOptions = {}) {
    this.webContents = new StandInWebContents(options.webPreferences);
  }

  setBounds(bounds: Electron.Rectangle, _options?: Electron.BoundsOptions): void {
    this.#bounds = { ...bounds };
    StandInWebContents.resize(this.webContents, bounds.width, bounds.height);
    changed();
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
}

/** What a window holds beside its own page. */
export class StandInView {
  #children: StandInWebContentsView[] = [];

  get children(): StandInWebContentsView[] {
    return [...this.#children];
  }

  addChildView(view: Electron.View | StandInWebContentsView, index = this.#children.length): void {
    if (!(view instanceof StandInWebContentsView))
      throw new TypeError('the stand-in shows only WebContentsViews');
    this.#children = this.#children.filter((one) => one !== view).toSpliced(index, 0, view);
    changed();
  }
}

export class StandInBrowserWindow extends EventEmitter {
  static readonly #all = new Map<number, StandInBrowserWindow>();
  static #focused: StandInBrowserWindow | undefined;

  readonly id = nextId++;
  readonly webContents: StandInWebContents;
  readonly contentView = new StandInView();
  #bounds: Electron.Rectangle;
  readonly #minimum: readonly [number, number];
  #title: string;
  #visible = false;
  #minimized = false;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    const { x = 80, y = 60, width = 800, height = 600 } = options;
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#bounds = {
      x,
      y,
      width: Math.max(width, this.#minimum[0]),
      height: Math.max(height, this.#minimum[1]),
    };
    this.#title = options.title ?? '';
    this.webContents = new StandInWebContents(options.webPreferences);
    StandInBrowserWindow.#all.set(this.id, this);
    StandInWebContents.resize(this.webContents, ...this.#contentSize());
    this.webContents.once('dom-ready', () => this.emit('ready-to-show', new StandInEvent()));
    this.webContents.on('page-title-updated', (_event, title: unknown) => {
      const event = new StandInEvent();
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.setTitle(String(title));
    });
    this.webContents.once('destroyed', () => this.#end());
    if (options.show !== false) this.show();
    changed();
  }

  static getAllWindows(): StandInBrowserWindow[] {
    return [...StandInBrowserWindow.#all.values()];
  }

  static getFocusedWindow(): StandInBrowserWindow | null {
    return StandInBrowserWindow.#focused ?? null;
  }

  static fromId(id: number): StandInBrowserWindow | null {
    return StandInBrowserWindow.#all.get(id) ?? null;
  }

  loadURL(url: string, options?: Electron.LoadURLOptions): Promise<void> {
    return this.webContents.loadURL(url, options);
  }

  show(): void {
    this.#mustLive();
    const before = this.#visible;
    this.#visible = true;
    if (!before) this.emit('show');
    this.focus();
  }

  hide(): void {
    this.#mustLive();
    if (!this.#visible) return;
    this.#visible = false;
    this.blur();
    this.emit('hide');
    changed();
  }

  isVisible(): boolean {
    return this.#visible && !this.#destroyed;
  }

  focus(): void {
    this.#mustLive();
    if (!this.#visible || StandInBrowserWindow.#focused === this) return;
    StandInBrowserWindow.#focused?.blur();
    StandInBrowserWindow.#focused = this;
    this.emit('focus');
    changed();
  }

  blur(): void {
    if (StandInBrowserWindow.#focused !== this) return;
    StandInBrowserWindow.#focused = undefined;
    this.emit('blur');
  }

  isFocused(): boolean {
    return StandInBrowserWindow.#focused === this;
  }

  minimize(): void {
    this.#mustLive();
    if (this.#minimized) return;
    this.#minimized = true;
    this.blur();
    this.emit('minimize');
    changed();
  }

  restore(): void {
    this.#mustLive();
    if (!this.#minimized) return;
    this.#minimized = false;
    this.emit('restore');
    changed();
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  getBounds(): Electron.Rectangle {
    this.#mustLive();
    return { ...this.#bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getContentBounds(): Electron.Rectangle {
    const { x, y } = this.getBounds();
    const [width, height] = this.#contentSize();
    return { x, y: y + titleBar, width, height };
  }

  #contentSize(): readonly [number, number] {
    return [this.#bounds.width, Math.max(0, this.#bounds.height - titleBar)];
  }

  setContentSize(width: number, height: number, animate?: boolean): void {
    this.setSize(width, height + titleBar, animate);
  }

  setBounds(bounds: Partial<Electron.Rectangle>, _animate?: boolean): void {
    this.#mustLive();
    const { width, height } = this.#bounds;
    const wanted = { ...this.#bounds, ...bounds };
    const [minimumWidth, minimumHeight] = this.#minimum;
    this.#bounds = {
      ...wanted,
      width: Math.max(wanted.width, minimumWidth),
      height: Math.max(wanted.height, minimumHeight),
    };
    StandInWebContents.resize(this.webContents, ...this.#contentSize());
    if (this.#bounds.width !== width || this.#bounds.height !== height) this.emit('resize');
    else this.emit('move');
    changed();
  }

  setSize(width: number, height: number, animate?: boolean): void {
    this.setBounds({ width, height }, animate);
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#mustLive();
    this.#title = title;
    changed();
  }

  /** As a person closes it: listeners of 'close' can prevent it, then the page goes, then 'closed'. */
  close(): void {
    this.#mustLive();
    StandInBrowserWindow.asksToClose(this);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.webContents.close();
    this.#end();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Closes it unless a listener prevents that, once its page has been told; whether it will be closed. */
  static asksToClose(one: StandInBrowserWindow): boolean {
    if (!StandInBrowserWindow.mayClose(one)) return false;
    void StandInWebContents.leave(one.webContents).finally(() => one.destroy());
    return true;
  }

  /** The same at the end of the app, which waits for no page. */
  static asksToEnd(one: StandInBrowserWindow): boolean {
    if (!StandInBrowserWindow.mayClose(one)) return false;
    // what closes a window does not find it gone when it returns
    setImmediate(() => one.destroy());
    return true;
  }

  static mayClose(one: StandInBrowserWindow): boolean {
    const event = new StandInEvent();
    one.emit('close', event);
    return !event.defaultPrevented;
  }

  static lastWindowGone: () => void = () => undefined;

  #mustLive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  #end(): void {
    if (this.#destroyed) return;
    this.blur();
    this.#destroyed = true;
    StandInBrowserWindow.#all.delete(this.id);
    this.emit('closed');
    changed();
    if (StandInBrowserWindow.#all.size === 0) StandInBrowserWindow.lastWindowGone();
  }
}

/** Tells the app of its last window, and lets it close them all. */
export function connectWindows(app: StandInApp, closeBrowser: () => Promise<void>): void {
  StandInBrowserWindow.lastWindowGone = () => StandInApp.lastWindowClosed(app);
  StandInApp.closes(app, {
    windows: () => StandInBrowserWindow.getAllWindows().every((one) => StandInBrowserWindow.asksToEnd(one)),
    destroyWindows: () => {
      for (const one of StandInBrowserWindow.getAllWindows()) one.destroy();
    },
    browser: closeBrowser,
  });
}
