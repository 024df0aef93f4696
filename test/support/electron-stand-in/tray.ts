import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { changed } from './changes.ts';
import type { TrayState } from './control-messages.ts';
import { StandInMenu } from './menu.ts';
import { nativeImage, StandInImage } from './native-image.ts';
import { StandInEvent } from './stand-in-event.ts';

type Image = Electron.NativeImage | StandInImage | string;

function imageOf(image: Image): StandInImage {
  const made = typeof image === 'string' ? nativeImage.createFromPath(image) : image;
  if (!(made instanceof StandInImage)) throw new TypeError('Invalid image');
  if (made.isEmpty()) throw new Error(`Failed to load image from path '${StandInImage.nameOf(made)}'`);
  return made;
}

export class StandInTray extends EventEmitter {
  static readonly #all = new Set<StandInTray>();
  #image: StandInImage;
  #toolTip = '';
  #menu: StandInMenu | null = null;
  #destroyed = false;

  constructor(image: Image, guid?: string) {
    super();
    if (guid !== undefined && !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(guid)) {
      throw new TypeError('Invalid GUID format');
    }
    this.#image = imageOf(image);
    StandInTray.#all.add(this);
    changed();
  }

  setImage(image: Image): void {
    this.#mustLive();
    this.#image = imageOf(image);
    changed();
  }

  setToolTip(toolTip: string): void {
    this.#mustLive();
    this.#toolTip = toolTip;
    changed();
  }

  setContextMenu(menu: Electron.Menu | StandInMenu | null): void {
    this.#mustLive();
    if (menu !== null && !(menu instanceof StandInMenu)) throw new TypeError('Invalid menu');
    this.#menu = menu;
    changed();
  }

  destroy(): void {
    this.#destroyed = true;
    StandInTray.#all.delete(this);
    changed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #mustLive(): void {
    if (this.#destroyed) throw new TypeError('Tray is destroyed');
  }

  /** The tray that is there; an app of this kind has one or none. */
  static current(): StandInTray | undefined {
    if (StandInTray.#all.size > 1) throw new Error('there is more than one tray icon');
    return [...StandInTray.#all][0];
  }

  /** What a person sees of it. */
  static view(one: StandInTray): TrayState {
    return {
      toolTip: one.#toolTip,
      icon: StandInImage.nameOf(one.#image),
      template: one.#image.isTemplateImage(),
      menu: one.#menu === null ? [] : StandInMenu.lines(one.#menu),
    };
  }

  static choose(one: StandInTray, path: readonly string[]): void {
    if (one.#menu === null) throw new Error('the tray has no menu');
    StandInMenu.choose(one.#menu, path);
  }

  static click(one: StandInTray, double: boolean): void {
    one.emit(double ? 'double-click' : 'click', new StandInEvent(), { x: 0, y: 0, width: 16, height: 16 });
    changed();
  }
}
