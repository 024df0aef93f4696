import { BridgeEnd } from './bridge-end.ts';
import { CloneReader, CloneWriter, decodeClone, encodeClone, listOf } from './clone-text.ts';
import { type PreloadFacts, freeze, startPageWorld, startPreloadWorld, startTitleWorld } from './worlds.ts';

// A function's source, with its types already taken off by Node, is what a page is given to run.
const common = [listOf, CloneWriter, CloneReader, encodeClone, decodeClone, freeze, BridgeEnd]
  .map(String)
  .join('\n');

/** The script for the page's own world. */
export function pageWorldSource(token: string): string {
  return `(() => {\n${common}\n${String(startPageWorld)}\nstartPageWorld(${JSON.stringify(token)});\n})();`;
}

/** The script for the preload's world, with the preload script in it. */
export function preloadWorldSource(facts: PreloadFacts, preload: string): string {
  const wrapped = `function (require, module, exports, process) {\n${preload}\n}`;
  return `(() => {\n${common}\n${String(startPreloadWorld)}\nstartPreloadWorld(${JSON.stringify(facts)}, ${wrapped});\n})();`;
}

/** The script for a world that tells the page's title. */
export function titleWorldSource(token: string): string {
  return `(() => {\n${String(startTitleWorld)}\nstartTitleWorld(${JSON.stringify(token)});\n})();`;
}
