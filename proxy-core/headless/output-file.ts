import { isCodedError } from '#core/errors/coded-error.ts';
import { createFileOnce, writeFileAnew } from '#core/storage/atomic-file.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import { inEnglish } from '#messages/format.ts';
import { UsageError } from './terminal.ts';

/**
 * Writes a file that was named on the command line, for this user only: programs refuse configurations that others may
 * read or write. One that is there already is replaced.
 * @param hint - a sentence more, where it cannot be written
 * @throws CodedError - not-a-file: a link, a folder or a device is there
 * @throws UsageError - why it cannot be written
 */
export async function writeOutputFile(
  file: string,
  content: Uint8Array | string,
  hint?: string,
): Promise<void> {
  await writeFileAnew(file, content).catch((error: unknown) => {
    throw isCodedError(error) ? error : notWritten(file, error, hint);
  });
}

/**
 * Makes a file that was named on the command line, still empty: before there is something that only this file will hold.
 * @throws UsageError - it is there already, or cannot be written
 */
export async function reserveOutputFile(file: string): Promise<void> {
  const isNew = await createFileOnce(file, '').catch((error: unknown) => {
    throw notWritten(file, error);
  });
  if (!isNew) throw new UsageError(`${file} is there already. Name another file.`);
}

function notWritten(file: string, error: unknown, hint?: string): UsageError {
  const why = `${file} cannot be written: ${inEnglish(systemErrorText(error))}.`;
  return new UsageError(hint === undefined ? why : `${why} ${hint}`);
}
