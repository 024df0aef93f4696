import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

const server = /hoodiecrow-imap[\\/]lib[\\/]server\.js$/;
const folders = ['commands', 'plugins'] as const;

/**
 * hoodiecrow-imap, the demo's IMAP server, loads its commands and plugins by computed names, which no bundler can
 * follow: all that there are are named instead.
 */
export function hoodiecrowInABundle(): Plugin {
  return {
    name: 'mailwicket:hoodiecrow-in-a-bundle',
    apply: 'build',
    async transform(code, id) {
      if (!server.test(id)) return undefined;
      const lib = path.dirname(id);
      const entries: string[] = [];
      let changed = code;
      for (const folder of folders) {
        const files = (await readdir(path.join(lib, folder))).filter((file) => file.endsWith('.js'));
        for (const file of files) {
          const name = `./${folder}/${file.slice(0, -'.js'.length)}`;
          entries.push(`${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
        }
        const computed = `require("./${folder}/" + `;
        if (!changed.includes(computed)) this.error(`${computed} is no longer in ${id}`);
        changed = changed.replace(computed, `loadNamed("./${folder}/" + `);
      }
      return {
        code: `${changed}\nvar named = { ${entries.join(', ')} };\nfunction loadNamed(name) { return named[name](); }\n`,
        map: null,
      };
    },
  };
}
