/** A header of the PROXY protocol's version 2, with what is said about the connection in `block`. */
export function binaryHeader(command: number, family: number, block: readonly number[]): Buffer {
  const head = Buffer.from('0d0a0d0a000d0a515549540a00000000', 'hex');
  head.writeUInt8(command, 12);
  head.writeUInt8(family, 13);
  head.writeUInt16BE(block.length, 14);
  return Buffer.concat([head, Buffer.from(block)]);
}
