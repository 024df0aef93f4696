import { textIn } from '#messages/plain-text.ts';

/** The text of a file that was chosen. @throws DOMException - it cannot be read */
export async function fileText(file: Blob): Promise<string> {
  return textIn(new Uint8Array(await file.arrayBuffer()));
}
