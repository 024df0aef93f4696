import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { overallStates } from '../electron/tray/tray-menu.ts';
import { packIcns, packIco } from './icons/pack.ts';

/**
 * Draws every icon from the one SVG, with Chromium (CHROMIUM_PATH, or the usual place): run it after a change of the
 * drawing, look at what came out, and commit it.
 */

const source = fileURLToPath(new URL('./icons/mailwicket.svg', import.meta.url));
const made = fileURLToPath(new URL('./icons/made/', import.meta.url));

type Look = 'template' | 'on-light' | 'on-dark' | 'colour' | 'app';

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
});
try {
  const page = await browser.newPage();
  const svg = await readFile(source, 'utf8');
  await mkdir(made, { recursive: true });
  for (const state of overallStates) {
    const draw = (look: Look, size: number): Promise<Buffer> => drawn(page, svg, { state, look, size });
    // macOS' menu bar is 22 points high, with air around; Linux' panels take what they get
    await save(`tray-${state}-Template.png`, await draw('template', 18));
    await save(`tray-${state}-Template@2x.png`, await draw('template', 36));
    await save(`tray-${state}-colour.png`, await draw('colour', 24));
    await save(`tray-${state}-colour@2x.png`, await draw('colour', 48));
    for (const look of ['on-light', 'on-dark'] as const) {
      const pictures = [];
      for (const size of [16, 20, 24, 32, 48]) pictures.push({ size, png: await draw(look, size) });
      await save(`tray-${state}-${look}.ico`, packIco(pictures));
    }
  }
  const app = (size: number): Promise<Buffer> => drawn(page, svg, { state: 'app', look: 'app', size });
  await save('mailwicket.png', await app(1024));
  const pictures = [];
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) pictures.push({ size, png: await app(size) });
  await save('mailwicket.ico', packIco(pictures.filter(({ size }) => size <= 256)));
  await save('mailwicket.icns', packIcns(pictures));
  // the folders of Linux' icon themes go by size
  await mkdir(`${made}sizes`, { recursive: true });
  for (const { size, png } of pictures) {
    const name = String(size);
    if (size <= 512) await save(`sizes/${name}x${name}.png`, png);
  }
} finally {
  await browser.close();
}

async function drawn(
  page: Page,
  svg: string,
  wanted: { readonly state: string; readonly look: Look; readonly size: number },
): Promise<Buffer> {
  const { state, look, size } = wanted;
  const marked = svg
    .replace('data-state="ready"', `data-state="${state}" width="${String(size)}" height="${String(size)}"`)
    .replace('data-look="colour"', `data-look="${look}"`);
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block}</style>${marked}`);
  return page.screenshot({ omitBackground: true, type: 'png' });
}

async function save(name: string, content: Uint8Array): Promise<void> {
  await writeFile(`${made}${name}`, content);
}
