import { join } from 'node:path';
import {
  Menu,
  nativeImage,
  nativeTheme,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron';
import { overallState } from '#contract/status.ts';
import type { Snapshot } from '#contract/views.ts';
import type { Texts } from '../localizer.ts';
import {
  overallLine,
  tooltipOf,
  trayMenu,
  type TrayAction,
  type TrayCircumstances,
  type TrayMenuItem,
  trayIconName,
  trayIconNames,
  type TrayPlatform,
} from './tray-menu.ts';

export interface TrayIconOptions {
  readonly icons: string;
  readonly platform: TrayPlatform;
  /** By which the system knows the icon again; none where left out. */
  readonly guid?: string | undefined;
  readonly texts: Texts;
  readonly snapshot: () => Snapshot;
  readonly circumstances: () => Omit<TrayCircumstances, 'platform'>;
  /** Resolves when it is done, or could not be. Never rejects. */
  readonly perform: (action: TrayAction) => Promise<void>;
}

/** The icon beside the clock. It is drawn from the snapshot; drawing it twice changes nothing. */
export class TrayIcon {
  readonly #options: TrayIconOptions;
  readonly #images = new Map<string, NativeImage>();
  readonly #redraw = (): void => this.render();
  #tray: Tray | undefined;
  #drawn = { icon: '', tooltip: '', menu: '' };

  /** Loads the icons; nothing is to be seen yet. */
  constructor(options: TrayIconOptions) {
    this.#options = options;
    for (const name of trayIconNames(options.platform)) {
      const image = nativeImage.createFromPath(join(options.icons, name));
      if (options.platform === 'macos') image.setTemplateImage(true);
      this.#images.set(name, image);
    }
  }

  get shown(): boolean {
    return this.#tray !== undefined;
  }

  show(): void {
    if (this.#tray !== undefined) return;
    const { platform, guid, perform } = this.#options;
    const { icon } = this.#wanted();
    const image = this.#images.get(icon) ?? nativeImage.createEmpty();
    this.#tray = guid === undefined ? new Tray(image) : new Tray(image, guid);
    // macOS and most Linux desktops open the menu; where a click does come it means: open
    if (platform !== 'macos') this.#tray.on('click', () => void perform({ do: 'open' }));
    nativeTheme.on('updated', this.#redraw);
    this.#drawn = { icon: '', tooltip: '', menu: '' };
    this.render();
  }

  /** Brings icon, tooltip and menu to what they should be now. */
  render(): void {
    if (this.#tray === undefined) return;
    const wanted = this.#wanted();
    const menu = JSON.stringify(wanted.menu);
    const { icon, tooltip } = wanted;
    if (icon !== this.#drawn.icon) this.#tray.setImage(this.#images.get(icon) ?? nativeImage.createEmpty());
    if (tooltip !== this.#drawn.tooltip) this.#tray.setToolTip(tooltip);
    // Linux shows changes only of a menu that is set anew
    if (menu !== this.#drawn.menu) {
      const template = wanted.menu.map((item) => this.#template(item));
      this.#tray.setContextMenu(Menu.buildFromTemplate(template));
    }
    this.#drawn = { icon, tooltip, menu };
  }

  hide(): void {
    nativeTheme.off('updated', this.#redraw);
    this.#tray?.destroy();
    this.#tray = undefined;
  }

  #wanted(): { readonly icon: string; readonly tooltip: string; readonly menu: readonly TrayMenuItem[] } {
    const { platform, texts } = this.#options;
    const snapshot = this.#options.snapshot();
    const circumstances = { ...this.#options.circumstances(), platform };
    const overall = overallState(snapshot, circumstances.online);
    // the taskbar's theme, which on Windows is not that of windows
    const dark = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
    return {
      icon: trayIconName(overall.state, { platform, dark }),
      tooltip: tooltipOf(overallLine(overall, texts)),
      menu: trayMenu(snapshot, circumstances, texts),
    };
  }

  async #chosen({ type }: TrayMenuItem, action: TrayAction): Promise<void> {
    await this.#options.perform(action);
    if (type !== 'checkbox') return;
    // Electron has changed the tick by itself: now it shows what came of the click
    this.#drawn = { ...this.#drawn, menu: '' };
    this.render();
  }

  #template(item: TrayMenuItem): MenuItemConstructorOptions {
    const { action, submenu, ...rest } = item;
    return {
      ...rest,
      ...(action === undefined ? {} : { click: () => void this.#chosen(item, action) }),
      ...(submenu === undefined ? {} : { submenu: submenu.map((line) => this.#template(line)) }),
    };
  }
}
