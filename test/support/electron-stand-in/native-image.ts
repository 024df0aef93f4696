import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PNG } from 'pngjs';
import { isTemplateName } from './template-name.ts';

interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** A picture of which the name and size are known, not the pixels. */
export class StandInImage {
  readonly #path: string;
  readonly #pixels: Pixels | undefined;
  #template: boolean;

  constructor(path: string, pixels: Pixels | undefined) {
    this.#path = path;
    this.#pixels = pixels;
    this.#template = process.platform === 'darwin' && isTemplateName(path);
  }

  isEmpty(): boolean {
    return this.#pixels === undefined;
  }

  getSize(_scaleFactor?: number): { width: number; height: number } {
    return { width: this.#pixels?.width ?? 0, height: this.#pixels?.height ?? 0 };
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

/** An .ico begins with its pictures' sizes (0 for 256). */
function sizeOf(bytes: Buffer): Pixels {
  if (bytes.subarray(0, 4).equals(Buffer.from([0, 0, 1, 0]))) {
    return { width: bytes.readUInt8(6) || 256, height: bytes.readUInt8(7) || 256 };
  }
  const { width, height } = PNG.sync.read(bytes);
  return { width, height };
}

export const nativeImage = {
  /** Empty, as in Electron, when the file cannot be read or is no picture. */
  createFromPath(path: string): StandInImage {
    try {
      return new StandInImage(path, sizeOf(readFileSync(path)));
    } catch {
      return new StandInImage(path, undefined);
    }
  },
  createEmpty(): StandInImage {
    return new StandInImage('', undefined);
  },
  createFromBuffer(bytes: Buffer, _options?: unknown): StandInImage {
    return new StandInImage('', bytes.length === 0 ? undefined : sizeOf(bytes));
  },
};
