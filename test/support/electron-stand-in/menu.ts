import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app } from './app.ts';
import { changed } from './changes.ts';
import type { MenuLine } from './control-messages.ts';
import { StandInBrowserWindow } from './window.ts';

export class StandInMenuItem {
  readonly id: string;
  readonly type: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio' | 'header' | 'palette';
  readonly submenu: StandInMenu | undefined;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly click: (event?: Electron.KeyboardEvent, window?: Electron.BaseWindow) => void;

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { submenu } = options;
    if (submenu !== undefined && !Array.isArray(submenu) && !(submenu instanceof StandInMenu)) {
      throw new TypeError('Invalid submenu');
    }
    this.submenu = Array.isArray(submenu) ? StandInMenu.buildFromTemplate(submenu) : submenu;
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu');
    if (this.type === 'submenu' && this.submenu === undefined) throw new TypeError('Invalid submenu');
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    // Electron gives the item and the focused window; the item here is a part of Electron's
    const click: Function | undefined = options.click;
    this.click = (event, window) => {
      if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
      if (options.role === 'quit') app.quit();
      else if (options.role === 'close') StandInBrowserWindow.getFocusedWindow()?.close();
      else if (click !== undefined) Reflect.apply(click, undefined, [this, window, event ?? {}]);
    };
  }
}

export class StandInMenu extends EventEmitter {
  static #application: StandInMenu | null = null;
  readonly #items: StandInMenuItem[] = [];

  static buildFromTemplate(
    template: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem | StandInMenuItem)[],
  ): StandInMenu {
    const menu = new StandInMenu();
    for (const one of template) {
      menu.append(one instanceof StandInMenuItem ? one : new StandInMenuItem(StandInMenu.#options(one)));
    }
    return menu;
  }

  static setApplicationMenu(menu: Electron.Menu | StandInMenu | null): void {
    if (menu !== null && !(menu instanceof StandInMenu)) throw new TypeError('Invalid menu');
    StandInMenu.#application = menu;
    changed();
  }

  static getApplicationMenu(): StandInMenu | null {
    return StandInMenu.#application;
  }

  /** Electron refuses an item that says nothing of itself. */
  static #options(
    one: Electron.MenuItemConstructorOptions | Electron.MenuItem,
  ): Electron.MenuItemConstructorOptions {
    if (!('label' in one) && !('role' in one) && one.type !== 'separator') {
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
    }
    const options: Electron.MenuItemConstructorOptions = {};
    return Object.assign(options, one);
  }

  get items(): StandInMenuItem[] {
    return [...this.#items];
  }

  append(item: Electron.MenuItem | StandInMenuItem): void {
    if (!(item instanceof StandInMenuItem)) throw new TypeError('Invalid item');
    this.#items.push(item);
  }

  /** What a person sees. */
  static lines(menu: StandInMenu): MenuLine[] {
    return menu.items.map(({ label, type, enabled, visible, checked, id, submenu }) => ({
      label,
      type,
      enabled,
      visible,
      checked,
      ...(id === '' ? {} : { id }),
      ...(submenu === undefined ? {} : { submenu: StandInMenu.lines(submenu) }),
    }));
  }

  /** Clicks the line that the labels (or ids) lead to. Throws when it is not there or cannot be clicked. */
  static choose(menu: StandInMenu, path: readonly string[]): void {
    const [first, ...rest] = path;
    const item = menu.items.find(
      (one) => one.visible && (one.label === first || (one.id !== '' && one.id === first)),
    );
    const labels = menu.items.map(({ label }) => label).filter((label) => label !== '');
    if (item === undefined) throw new Error(`no '${String(first)}' in the menu: ${labels.join(' · ')}`);
    if (!item.enabled) throw new Error(`'${item.label}' cannot be chosen now`);
    if (rest.length > 0) {
      if (item.submenu === undefined) throw new Error(`'${item.label}' has no submenu`);
      StandInMenu.choose(item.submenu, rest);
    } else if (item.submenu === undefined && item.type !== 'separator') item.click();
    else throw new Error(`'${item.label}' is no line to choose`);
    changed();
  }
}
