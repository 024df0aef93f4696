import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PNG } from 'pngjs';

/** A picture of which only the name is known, and whether it can be read. */
export class StandInImage {
  readonly #path: string;
  readonly #readable: boolean;
  #template: boolean;

  constructor(path: string, readable: boolean) {
    this.#path = path;
    this.#readable = readable;
    this.#template = process.platform === 'darwin' && isTemplateName(path);
  }

  isEmpty(): boolean {
    return !this.#readable;
  }

  setTemplateImage(option: boolean): void {
    this.#template = option;
  }

  isTemplateImage(): boolean {
    return this.#template;
  }

  /** The file's name, for tests. */
  static nameOf(one: StandInImage): string {
    return basename(one.#path);
  }
}

/** Throws for what is no picture. An .ico begins so. */
function mustBePicture(bytes: Buffer): void {
  if (!bytes.subarray(0, 4).equals(Buffer.from([0, 0, 1, 0]))) PNG.sync.read(bytes);
}

export const nativeImage = {
  /** Empty, as in Electron, when the file cannot be read or is no picture. */
  createFromPath(path: string): StandInImage {
    try {
      mustBePicture(readFileSync(path));
      return new StandInImage(path, true);
    } catch {
      return new StandInImage(path, false);
    }
  },
  createEmpty(): StandInImage {
    return new StandInImage('', false);
  },
};

/** Whether macOS takes a picture of this name for a template: xTemplate.png, xTemplate@2x.png. */
function isTemplateName(path: string): boolean {
  return /Template(?:@\d+x)?\.\w+$/.test(path);
}
