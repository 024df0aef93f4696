/** A PNG picture and its width, which is also its height. */
export interface SquarePng {
  readonly size: number;
  readonly png: Uint8Array;
}

const headerLength = 6;
const entryLength = 16;

/**
 * Packs PNG pictures into one .ico: ICONDIR, one ICONDIRENTRY each, and the pictures as they are (Windows takes PNG
 * since Vista).
 */
export function packIco(pictures: readonly SquarePng[]): Buffer {
  const head = Buffer.alloc(headerLength + entryLength * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const at = headerLength + entryLength * index;
    // 0 stands for 256
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** What a picture of so many pixels is called in an .icns: for plain displays, and for those of double density. */
const kinds: readonly (readonly [type: string, size: number])[] = [
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

const icnsHeaderLength = 8;

/** Packs PNG pictures into one .icns: each behind its four-letter type and its length, header included. */
export function packIcns(pictures: readonly SquarePng[]): Buffer {
  const bySize = new Map(pictures.map(({ size, png }) => [size, png]));
  const parts = kinds.flatMap(([type, size]) => {
    const png = bySize.get(size);
    return png === undefined ? [] : [header(type, png.length), png];
  });
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([header('icns', length), ...parts]);
}

function header(type: string, length: number): Buffer {
  const head = Buffer.alloc(icnsHeaderLength);
  head.write(type, 'latin1');
  head.writeUInt32BE(icnsHeaderLength + length, 4);
  return head;
}
