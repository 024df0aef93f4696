import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readSecret, readTextFile } from '#core/headless/secret-input.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

function piped(...chunks: readonly (string | Buffer)[]): { input: PassThrough; errors: PassThrough } {
  const input = new PassThrough();
  for (const chunk of chunks) input.write(chunk);
  input.end();
  return { input, errors: new PassThrough() };
}

/** A terminal as Node shows it to a program. */
class FakeTty extends PassThrough {
  readonly isTTY = true;
  readonly modes: boolean[] = [];

  setRawMode(raw: boolean): this {
    this.modes.push(raw);
    return this;
  }
}

describe('a secret on standard input', () => {
  it('is all but one line end', async () => {
    for (const [given, secret] of [
      ['word\n', 'word'],
      ['word\r\n', 'word'],
      ['word', 'word'],
      // Windows PowerShell and Notepad begin a file in UTF-8 with a byte order mark
      ['\u{feff}word\r\n', 'word'],
      // and what it redirects, with `>`, is UTF-16
      [Buffer.from('\u{feff}wörd\r\n', 'utf16le'), 'wörd'],
      [Buffer.from('\u{feff}wörd\r\n', 'utf16le').swap16(), 'wörd'],
      [' two words \n\n', ' two words \n'],
    ] as const) {
      expect(await readSecret({ stdin: true }, piped(given), 'password')).toBe(secret);
    }
  });

  it('may be cut in the middle of a character', async () => {
    const octets = Buffer.from('pässwörd\n');
    for (let at = 1; at < octets.length; at += 1) {
      const terminal = piped(octets.subarray(0, at), octets.subarray(at));
      expect(await readSecret({ stdin: true }, terminal, 'password')).toBe('pässwörd');
    }
  });

  it('that is empty or endless is refused', async () => {
    await expect(readSecret({ stdin: true }, piped(), 'client secret')).rejects.toThrow(
      'Standard input is empty, and a client secret was to come from there.',
    );
    await expect(readSecret({ stdin: true }, piped('\n'), 'password')).rejects.toMatchObject({
      code: 'usage',
    });
    const endless = piped('x'.repeat(70_000));
    await expect(readSecret({ stdin: true }, endless, 'password')).rejects.toThrow('holds more than 65 kB');
  });

  it('is not read where nobody says that it is there', async () => {
    expect(await readSecret({}, piped('word'), 'password')).toBeUndefined();
    await expect(readSecret({ stdin: true, file: 'x' }, piped('word'), 'password')).rejects.toThrow(
      'not both',
    );
  });
});

describe('a secret from somebody at a terminal', () => {
  it('is asked for, and not shown', async () => {
    const input = new FakeTty();
    const errors = new PassThrough();
    const reading = readSecret({ stdin: true }, { input, errors }, 'client secret');
    input.write('hunter2\r');
    expect(await reading).toBe('hunter2');
    errors.end();
    expect(await text(errors)).toBe('Client secret (it is not shown): \n');
    expect(input.modes).toEqual([true, false]);
  });

  it('ends with Ctrl+C and Ctrl+D', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const input = new FakeTty();
      const reading = readSecret({ stdin: true }, { input, errors: new PassThrough() }, 'password');
      input.write(key);
      await expect(reading).rejects.toMatchObject({ code: 'usage' });
      expect(input.modes.at(-1)).toBe(false);
    }
  });
});

describe('a file that is named on the command line', () => {
  it('is read; one that is missing, a folder or far too long is told', async () => {
    const folder = await scratchFolder();
    const file = join(folder, 'secret');
    await writeFile(file, 'word\n');
    expect(await readSecret({ file }, piped(), 'password')).toBe('word');
    await expect(readTextFile(join(folder, 'none'))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: `The file ${join(folder, 'none')} cannot be read: it is not there.`,
    });
    await expect(readTextFile(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
    await writeFile(file, 'x'.repeat(70_000));
    await expect(readTextFile(file)).rejects.toThrow('holds more than 65 kB');
  });
});
