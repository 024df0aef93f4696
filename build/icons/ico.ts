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
