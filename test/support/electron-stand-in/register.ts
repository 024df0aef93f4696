import { registerHooks } from 'node:module';

/**
 * Makes 'electron' the stand-in for this process: `node --import …/register.ts …/launch.ts APP`. The module is
 * written here, as it has Electron's default export beside the named ones.
 */
const standIn = new URL('electron.ts', import.meta.url).href;
const name = 'electron-stand-in:electron';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const wanted = specifier === 'electron' || specifier === 'electron/main' || specifier === name;
    return wanted ? { url: name, format: 'module', shortCircuit: true } : nextResolve(specifier, context);
  },
  load(url, context, nextLoad) {
    if (url !== name) return nextLoad(url, context);
    const file = JSON.stringify(standIn);
    const source = `export * from ${file};\nimport * as electron from ${file};\nexport default electron;\nexport { electron as 'module.exports' };`;
    return { format: 'module', source, shortCircuit: true };
  },
});
