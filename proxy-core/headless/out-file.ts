import { writeFileAnew } from '#core/storage/atomic-file.ts';
import { say, tell, type Terminal } from './terminal.ts';

/** Puts what was made into a file, or on standard output as it is. With `--json`, all of it as one document. */
export async function writeOut(
  terminal: Terminal,
  made: object,
  text: { readonly content: string; readonly file: string | undefined; readonly what: string },
): Promise<void> {
  if (text.file !== undefined) {
    // for this user only: programs refuse configurations that others may read or write
    await writeFileAnew(text.file, text.content);
    if (terminal.json) tell(terminal, { ...made, file: text.file });
    else say(terminal, `${text.what} is in ${text.file}.`);
  } else if (terminal.json) tell(terminal, made);
  else terminal.output.write(text.content);
}
