import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { CDPSession, Page } from 'playwright-core';
import { PNG } from 'pngjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const keptFolder = fileURLToPath(new URL('../renderer/pictures/', import.meta.url));
/** Git takes no notice of it. */
const foundFolder = join(root, '.vitest', 'pictures');

/** The share of a picture's pixels that may differ: edges of letters and lines come out a shade apart elsewhere. */
const allowedShare = 0.002;

/** The font of every kept picture, from Debian's fonts-dejavu-core. */
const font = 'DejaVu Sans';

/** What makes a page look the same each time: one font, nothing that moves, nothing drawn after the clock. */
const stillStyle = `
  :root { --font: '${font}' !important; --font-code: '${font} Mono' !important; }
  *, *::before, *::after {
    animation: none !important;
    transition: none !important;
    caret-color: transparent !important;
    font-synthesis: none !important;
  }
  .week-lane > span, .traffic-picture { visibility: hidden !important; }
  .life-left { inline-size: 80% !important; }
`;

/**
 * Puts a fixed text where a page shows a time, a port or an amount of a moment. It runs in the page; text nodes keep
 * their place, so that React finds them again.
 */
const freeze = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(${JSON.stringify(stillStyle)});
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.activeElement?.blur();
  const still = (text) => text
    .replace(/\\d{1,2} [A-Z][a-z]{2,8} \\d{4}/g, '1 Jan 2026')
    .replace(/\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?: [AP]M)?\\b/g, '12:00')
    .replace(/\\b(?:now|(?:in )?\\d+ (?:second|minute|hour)s?(?: ago)?)\\b/g, 'a while')
    .replace(/\\b\\d{5}\\b/g, '10000')
    .replace(/\\d+(?:\\.\\d+)? ?(?:byte|kB)s?\\b/g, '1 kB');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const words = node.parentElement?.closest('time') === null ? still(node.data) : 'a while';
    if (node.data !== words) node.data = words;
  }
  for (const input of document.querySelectorAll('input, textarea')) {
    if (['checkbox', 'radio'].includes(input.type)) continue;
    const words = still(input.value);
    if (input.value !== words) input.value = words;
  }
})()`;

/** A picture of what a page shows now, without what is of the moment. PNG. */
export async function pictureOf(page: Page): Promise<Buffer> {
  await page.evaluate(freeze);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await wantFont(page);
  return await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
}

/** @throws Error - the page's name in the list of pages is drawn with another font: then no picture could hold */
async function wantFont(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    const drawn = await fontsOf(session, '[aria-current="page"] .nav-words');
    if (drawn.length === 0 || drawn.some((name) => name !== font)) {
      throw new Error(
        `the pictures need the font ${font} (Debian: fonts-dejavu-core), found ${drawn.join(', ')}`,
      );
    }
  } finally {
    await session.detach();
  }
}

async function fontsOf(session: CDPSession, selector: string): Promise<string[]> {
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root: document } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: document.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(({ familyName }) => familyName);
}

/**
 * Compares a picture with the kept one of its name. Returns undefined where they are alike, else a sentence that names
 * the files to look at: what was found, and what differs. With `MAILWICKET_KEEP_PICTURES=1` it is kept instead.
 */
export async function differenceFromKept(name: string, found: Buffer): Promise<string | undefined> {
  const file = join(keptFolder, `${name}.png`);
  if (process.env['MAILWICKET_KEEP_PICTURES'] === '1') {
    await mkdir(keptFolder, { recursive: true });
    await writeFile(file, found);
    return undefined;
  }
  const kept = await readFile(file).catch(() => undefined);
  const { sentence, difference } =
    kept === undefined ? { sentence: 'is not kept yet' } : compare(kept, found);
  if (sentence === undefined) return undefined;
  await mkdir(foundFolder, { recursive: true });
  const files = [await save(`${name}.found.png`, found)];
  if (difference !== undefined) files.push(await save(`${name}.difference.png`, difference));
  return `${name} ${sentence}: look at ${files.join(' and ')}`;
}

interface Comparison {
  readonly sentence?: string;
  /** A picture of what differs: PNG. */
  readonly difference?: Buffer;
}

/** Compares two PNGs. An antialiased edge that lies a little elsewhere is no difference. */
export function compare(keptPng: Buffer, foundPng: Buffer): Comparison {
  const kept = PNG.sync.read(keptPng);
  const found = PNG.sync.read(foundPng);
  const { width, height } = kept;
  if (found.width !== width || found.height !== height) {
    return {
      sentence: `is ${String(found.width)}×${String(found.height)}, not ${String(width)}×${String(height)}`,
    };
  }
  const difference = new PNG({ width, height });
  const pixels = pixelmatch(kept.data, found.data, difference.data, width, height, { threshold: 0.15 });
  const share = pixels / (width * height);
  if (share <= allowedShare) return {};
  return {
    sentence: `differs in ${(100 * share).toFixed(2)} % of its pixels (${(100 * allowedShare).toFixed(1)} % are allowed)`,
    difference: PNG.sync.write(difference),
  };
}

async function save(name: string, png: Buffer): Promise<string> {
  const file = join(foundFolder, name);
  await writeFile(file, png);
  return relative(root, file);
}
