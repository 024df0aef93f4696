import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of each message file of a Maildir, in the order of the file names. */
export function maildirMessages(folder: string): Buffer[] {
  return ['new', 'cur']
    .flatMap((part) =>
      existsSync(join(folder, part)) ? readdirSync(join(folder, part)).map((name) => ({ part, name })) : [],
    )
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(({ part, name }) => readFileSync(join(folder, part, name)));
}
