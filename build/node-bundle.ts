import { type Plugin, build } from 'vite';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import http from 'node:http';
import https from 'node:https';

/** How a bundle for Node is made small: names stay, so that a stack in somebody's log can be read. */
export const readable = { mangle: false, compress: true, codegen: true };

const asModules = new Map<string, object>([
  ['node:http', http],
  ['node:https', https],
]);

/**
 * An `import` of node:http reads every export of it at once, WebSocket among them, for which Node loads all of its
 * undici: a sixth of the time to "ready". The same module as an object is read where it is used.
 */
export function httpWithoutUndici(): Plugin {
  const prefix = '\0as-object:';
  return {
    name: 'http-without-undici',
    enforce: 'pre',
    resolveId: (id, importer) => {
      // a package that requires it gets Node's own, with all that it has
      if (importer?.includes('node_modules') === true) return undefined;
      const name = id.startsWith('node:') ? id : `node:${id}`;
      return asModules.has(name) ? `${prefix}${name}` : undefined;
    },
    load: (id) => {
      const name = id.startsWith(prefix) ? id.slice(prefix.length) : '';
      const module = asModules.get(name);
      if (module === undefined) return undefined;
      const plain = Object.entries(Object.getOwnPropertyDescriptors(module)).flatMap(([key, property]) =>
        'value' in property ? [key] : [],
      );
      return `const module = process.getBuiltinModule('${name}');
export default module;
export const { ${plain.join(', ')} } = module;`;
    },
  };
}

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Puts the thread that opens certificates beside a bundle of the core, where proxy-core/oauth/protected-file.ts looks
 * for it: one CommonJS file with all that it needs, as a thread can be started from it wherever it lies, in an asar
 * archive too.
 */
export function protectedFileWorker(): Plugin {
  return {
    name: 'mailwicket:protected-file-worker',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error('The bundle has no folder to put the thread into.');
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          ssr: join(root, 'proxy-core/oauth/protected-file-worker.ts'),
          outDir: dir,
          emptyOutDir: false,
          target: 'node20',
          minify: false,
          rolldownOptions: {
            output: {
              format: 'cjs',
              entryFileNames: 'protected-file-worker.cjs',
              codeSplitting: false,
              minify: readable,
            },
          },
        },
      });
    },
  };
}

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
      const lib = dirname(id);
      const entries: string[] = [];
      let changed = code;
      for (const folder of folders) {
        const files = (await readdir(join(lib, folder))).filter((file) => file.endsWith('.js'));
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
