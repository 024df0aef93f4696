import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import electron from 'electron';
import { recordDesktop } from '../../../e2e/support/electron-recorder.ts';
import { askedSchema } from '../control-messages.ts';

/**
 * The sample with the recorder for real Electron before it, as `electron -r` has it: so that the recorder is tried
 * where Electron's runtime is not. Each 'activate' carries out what stands in a file, and prints the answer.
 */
const answer = recordDesktop(electron, basename);
electron.app.on('activate', () => {
  void (async () => {
    const text = await readFile(join(electron.app.getPath('userData'), 'ask.json'), 'utf8');
    const { id, ask } = askedSchema.parse(JSON.parse(text));
    const value = await answer(ask).catch((error: unknown) => String(error));
    process.stdout.write(`answer ${id} ${JSON.stringify(value)}\n`);
  })();
});
await import('./main.ts');
