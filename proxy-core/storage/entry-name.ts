const prefix = 'entry+';
const word = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;
/** File names may have 255 octets on every system we know, less what stands before and behind. */
const longest = 180;

/** A name that cannot be an entry's: only ever a mistake in the program. */
export class EntryNameError extends TypeError {
  readonly code = 'vault-entry-name';

  constructor(name: string) {
    super(
      `${JSON.stringify(name.slice(0, 200))} cannot name a vault entry: lower-case words, digits, '-', '_' and inner '.', parted by '/', ${longest} characters at most`,
    );
    this.name = 'EntryNameError';
  }
}

/**
 * The file name of an entry: `account/x/tokens` is kept as `entry+account+x+tokens`. The `+` stands in no
 * name, so that each name has a file of its own; the prefix keeps clear of names that Windows reserves.
 * @throws EntryNameError
 */
export function entryFileName(name: string): string {
  const words = name.split('/');
  if (name.length > longest || !words.every((part) => word.test(part))) throw new EntryNameError(name);
  return prefix + words.join('+');
}

/** The entry of a file name, or undefined where the file is none. */
export function entryOfFileName(fileName: string): string | undefined {
  if (!fileName.startsWith(prefix)) return undefined;
  const words = fileName.slice(prefix.length).split('+');
  return words.every((part) => word.test(part)) ? words.join('/') : undefined;
}
