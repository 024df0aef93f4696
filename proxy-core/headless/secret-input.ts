import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UsageError } from './usage-error.ts';

const longest = 64 * 1024;

/** Where a secret comes from: never from an argument, as other users of the machine can read those. */
export interface SecretSource {
  readonly stdin?: boolean | undefined;
  readonly file?: string | undefined;
}

/**
 * Reads a secret, without the line end behind it.
 * @param what - its name, for the error
 * @returns undefined where no source is named
 * @throws UsageError - two sources, or nothing there
 */
export async function readSecret(
  source: SecretSource,
  input: Readable,
  what: string,
): Promise<string | undefined> {
  if (source.stdin === true && source.file !== undefined) {
    throw new UsageError(`Give the ${what} on standard input or in a file, not both.`);
  }
  if (source.file !== undefined) return checked(await readFile(source.file, 'utf8'), what);
  if (source.stdin !== true) return undefined;
  let text = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > longest) throw new UsageError(`The ${what} on standard input is too long.`);
  }
  return checked(text, what);
}

function checked(text: string, what: string): string {
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new UsageError(`There is no ${what} on standard input or in the file.`);
  return secret;
}
