import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Puts the checksums of what was built into the formula for Homebrew and the manifests for winget and Flatpak:
 *   node build/fill-manifests.ts ARTEFACTS OUT
 * A file of theirs says `SHA256(name)` where the checksum of that file of the folder ARTEFACTS belongs.
 */
const deploy = fileURLToPath(new URL('../deploy', import.meta.url));
const [artefacts = '', out = ''] = process.argv.slice(2);

await mkdir(out, { recursive: true });
for (const folder of ['homebrew', 'winget', 'flatpak']) {
  for (const name of await readdir(path.join(deploy, folder))) {
    let text = await readFile(path.join(deploy, folder, name), 'utf8');
    for (const [wanted, file = ''] of text.matchAll(/SHA256\(([^)]+)\)/g)) {
      const content = await readFile(path.join(artefacts, file));
      text = text.replace(wanted, createHash('sha256').update(content).digest('hex'));
    }
    await writeFile(path.join(out, name), text);
  }
}
