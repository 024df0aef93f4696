import type { SquarePng } from './ico.ts';

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

const headerLength = 8;

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
  const head = Buffer.alloc(headerLength);
  head.write(type, 'latin1');
  head.writeUInt32BE(headerLength + length, 4);
  return head;
}
