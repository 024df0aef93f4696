import { textIn } from '#messages/plain-text.ts';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import { isTty, type Terminal, UsageError } from './terminal.ts';

const longest = 64 * 1024;

/** Where a secret comes from: never from an argument, as other users of the machine can read those. */
export interface SecretSource {
  readonly stdin?: boolean | undefined;
  readonly file?: string | undefined;
}

/** A file that was named on the command line cannot be read. */
export class FileUnreadableError extends CodedError<'file-unreadable'> {
  /** @param error - what reading it has thrown */
  constructor(file: string, error: unknown) {
    const isMissing = systemErrorCode(error) === 'ENOENT';
    const why = isMissing ? msg('command.notThere') : systemErrorText(error);
    super(
      'file-unreadable',
      msg('command.fileUnreadable', { file, why }),
      msg('command.checkNameAndReaders'),
    );
  }
}

/**
 * Reads a secret, without the line end behind it. Somebody at a terminal is asked for it, and it is not shown.
 * @param what - its name, for the error and the question
 * @returns undefined where no source is named
 * @throws UsageError - two sources, or nothing there
 * @throws FileUnreadableError
 */
export async function readSecret(
  source: SecretSource,
  terminal: Pick<Terminal, 'input' | 'errors'>,
  what: string,
): Promise<string | undefined> {
  if (source.stdin === true && source.file !== undefined) {
    throw new UsageError(`Give the ${what} on standard input or in a file, not both.`);
  }
  if (source.file !== undefined) {
    return withoutLineEnd(await readTextFile(source.file), `The file ${source.file}`, what);
  }
  if (source.stdin !== true) return undefined;
  const text = isTty(terminal.input)
    ? await ask(terminal, what)
    : await readAll(terminal.input, 'Standard input');
  return withoutLineEnd(text, 'Standard input', what);
}

/**
 * Reads a file that was named on the command line.
 * @param most - octets
 * @throws FileUnreadableError, UsageError
 */
export async function readTextFile(file: string, most = longest): Promise<string> {
  const input = createReadStream(file);
  try {
    return await readAll(input, `The file ${file}`, most);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new FileUnreadableError(file, error);
  }
}

async function readAll(input: Readable, where: string, most = longest): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const octets: unknown = chunk;
    if (!Buffer.isBuffer(octets)) continue;
    chunks.push(octets);
    length += octets.length;
    if (length > most)
      throw new UsageError(`${where} holds more than ${String(Math.floor(most / 1000))} kB.`);
  }
  return textIn(Buffer.concat(chunks));
}

function withoutLineEnd(text: string, where: string, what: string): string {
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new UsageError(`${where} is empty, and a ${what} was to come from there.`);
  return secret;
}

/** One line from a person, which the terminal does not show. */
async function ask(terminal: Pick<Terminal, 'input' | 'errors'>, what: string): Promise<string> {
  terminal.errors.write(`${what[0]?.toUpperCase() ?? ''}${what.slice(1)} (it is not shown): `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: terminal.input, output: nowhere, terminal: true });
  const given = Promise.withResolvers<string>();
  // Ctrl+C and Ctrl+D
  prompt.once('SIGINT', () => prompt.close()).once('close', () => given.resolve(''));
  void prompt.question('').then(given.resolve, () => given.resolve(''));
  try {
    return await given.promise;
  } finally {
    prompt.close();
    terminal.errors.write('\n');
  }
}
