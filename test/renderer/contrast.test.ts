import { describe, expect, test } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';
import { bench, screensForFile } from '../support/screens-for-each-test.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';
import { seriousFindings, sizes, widerThanPage } from '../support/screens.ts';

screensForFile({ sandbox: { users: sampleUsers } }, async () => {
  await addSampleAccounts(bench.running);
});

const ways: Record<string, (page: Page) => Promise<void>> = {
  'forced colours': (page) => page.emulateMedia({ forcedColors: 'active' }),
  'forced colours on black': (page) => page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' }),
  'more contrast': (page) => page.emulateMedia({ contrast: 'more' }),
  'more contrast in the dark': (page) => page.emulateMedia({ contrast: 'more', colorScheme: 'dark' }),
  'less motion': (page) => page.emulateMedia({ reducedMotion: 'reduce' }),
  'right to left': (page) => page.evaluate('void (document.documentElement.dir = "rtl")'),
};

/** For scripts in the page: `behind(element)`, the colour painted there, and `contrast(one, other)` of two (WCAG 2). */
const colours = `
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      // rgb(0, 0, 0) ends like a colour that is not there, and is black
      if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour;
    }
    throw new Error('nothing is painted behind ' + element.outerHTML);
  };
  const canvas = document.createElement('canvas').getContext('2d');
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a, b) => {
    const [one, other] = [light(a), light(b)].toSorted((x, y) => y - x);
    return (one + 0.05) / (other + 0.05);
  };
`;

/** Marks whose drawing cannot be told from what is behind it, as the browser has painted both. */
const faintMarks = `(() => {
  ${colours}
  return [...document.querySelectorAll('.state-mark')].flatMap((mark) => {
    const shape = mark.querySelector('svg > *');
    const style = getComputedStyle(shape);
    const colour = style.stroke === 'none' ? style.fill : style.stroke;
    const box = shape.getBoundingClientRect();
    const found = contrast(colour, behind(mark));
    return found >= 3 && box.width >= 4 && mark.textContent.trim() !== '' ? [] : [mark.textContent + ' ' + found];
  });
})()`;

/**
 * Controls that are shown and cannot be read or seen as they are now: their text, what stands in an empty field,
 * the edge of a field, and, once they have the focus, the ring around them. A line each.
 */
const faintControls = (state: string): string => `(() => {
  ${colours}
  const faint = [];
  const tell = (element, what, found, least) => {
    if (found >= least) return;
    const words = element.textContent || element.labels?.[0]?.textContent || element.outerHTML;
    faint.push('${state}: ' + what + ' of ' + words.trim() + ': ' + found.toFixed(2));
  };
  for (const element of document.querySelectorAll('[data-drawn]')) {
    const style = getComputedStyle(element);
    const ownDrawing = ['checkbox', 'radio'].includes(element.type);
    if (!ownDrawing) tell(element, 'text', contrast(style.color, behind(element)), 4.5);
    if (!ownDrawing && element.matches('input, select, textarea') && parseFloat(style.borderTopWidth) > 0)
      tell(element, 'edge', contrast(style.borderTopColor, behind(element.parentElement)), 3);
    if (element.placeholder)
      tell(element, 'placeholder', contrast(getComputedStyle(element, '::placeholder').color, behind(element)), 4.5);
    if ('${state}' === 'focused') {
      element.focus({ focusVisible: true });
      // a link that is a whole row draws its ring around the row
      const row = getComputedStyle(element, '::after');
      const ring = row.content !== 'none' && row.position === 'absolute' ? row : getComputedStyle(element);
      if (document.activeElement !== element) continue;
      const seen = ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2 ? 0 : 1;
      tell(element, 'ring', seen * contrast(ring.outlineColor, behind(element.parentElement)), 3);
      tell(element, 'focused text', contrast(ring.color, behind(element)), ownDrawing ? 0 : 4.5);
    }
  }
  return faint;
})()`;

const disable = (all: boolean): string =>
  `for (const one of document.querySelectorAll('[data-drawn]:not(a, summary)')) one.disabled = ${String(all)}`;

/** The page's controls in their ways to be drawn, each once: at rest, with the focus, under the pointer, disabled. */
async function faintInAnyState(page: Page, session: CDPSession): Promise<string[]> {
  const faint = await page.evaluate<string[]>(faintControls('at rest'));
  faint.push(...(await page.evaluate<string[]>(faintControls('focused'))));
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: '[data-drawn]',
  });
  expect(nodeIds.length).toBeGreaterThan(5);
  const point = async (forcedPseudoClasses: string[]): Promise<void> => {
    for (const nodeId of nodeIds) await session.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses });
  };
  await point(['hover']);
  faint.push(...(await page.evaluate<string[]>(faintControls('under the pointer'))));
  await page.evaluate(disable(true));
  faint.push(...(await page.evaluate<string[]>(faintControls('disabled, under the pointer'))));
  await point([]);
  faint.push(...(await page.evaluate<string[]>(faintControls('disabled'))));
  await page.evaluate(disable(false));
  return faint;
}

/**
 * Marks one of each kind of control that is shown: one that is drawn like another tells nothing new. Not the tabs that
 * are not chosen: the focus opens them, and what was on the page is gone.
 */
const markControls = `(() => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  const kinds = new Set();
  for (const element of document.querySelectorAll('button:not([aria-selected=false]), a, summary, input, select, textarea')) {
    if (!element.checkVisibility()) continue;
    const kind = [element.tagName, element.type, element.className, element.parentElement.className,
      element.getAttribute('aria-current'), element.getAttribute('data-state')].join();
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    element.dataset.drawn = '';
  }
})()`;

/** Pairs of controls that lie over each other; what stays at the foot lies over the page, as it is meant to. */
const overlaps = `(() => {
  const controls = [...document.querySelectorAll('main :is(button, a, input, select, textarea, summary)')]
    .filter((one) => one.checkVisibility() && one.closest('.foot-bar, .form-actions') === null);
  const boxes = controls.map((one) => one.getBoundingClientRect());
  return controls.flatMap((one, at) => controls.slice(at + 1).flatMap((other, after) => {
    if (one.contains(other) || other.contains(one)) return [];
    const [a, b] = [boxes[at], boxes[at + after + 1]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return wide > 1 && high > 1 ? [one.outerHTML.slice(0, 80) + ' and ' + other.outerHTML.slice(0, 80)] : [];
  }));
})()`;

/** What fades in is there at once; a ring that turns has no end. */
const settled = `for (const one of document.getAnimations())
  if (one.effect.getComputedTiming().endTime !== Infinity) one.finish()`;

async function looksRight(page: Page): Promise<void> {
  for (const size of ['window', 'narrow'] as const) {
    await page.setViewportSize(sizes[size]);
    await page.evaluate(settled);
    expect(await widerThanPage(page)).toBe(false);
    expect(await page.evaluate(overlaps)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  }
  expect(bench.complaints).toEqual([]);
}

describe.each(Object.keys(ways))('with %s', (way) => {
  async function page(fragment: string): Promise<Page> {
    const opened = await bench.page({ fragment, reducedMotion: 'no-preference' });
    await ways[way]?.(opened);
    return opened;
  }

  test('the list of accounts fits and can be read, the marks of the states with it', async () => {
    const list = await page('#/accounts');
    await list.getByRole('link', { name: 'lena@example.org' }).waitFor();
    expect(await list.locator('.state-mark').count()).toBeGreaterThanOrEqual(7);
    expect(await list.evaluate(faintMarks)).toEqual([]);
    await looksRight(list);
  });

  test('an account fits and can be read', async () => {
    const { id = '' } =
      bench.running.gateway.snapshot.accounts.find(({ address }) => address === sampleUsers[0].address) ?? {};
    const account = await page(`#/account/${encodeURIComponent(id)}?tab=sign-in`);
    await account.locator('.token-week').waitFor();
    expect(await account.evaluate(faintMarks)).toEqual([]);
    await looksRight(account);
    for (const tab of ['Mail programs', 'Advanced']) {
      await account.getByRole('tab', { name: tab }).click();
      await looksRight(account);
    }
  });

  test('the form of a client fits and can be read', async () => {
    const form = await page('#/add-client');
    await form.getByLabel('Client ID', { exact: true }).waitFor();
    await looksRight(form);
  });
});

test('the page is turned round where one reads from right to left', async () => {
  const page = await bench.page();
  await page.getByRole('link', { name: 'lena@example.org' }).waitFor();
  const places = `['nav', '.account-row .tile', '.account-row .icon-right']
    .map((which) => document.querySelector(which).getBoundingClientRect().left)`;
  const [navigation = 0, mark = 0, arrow = 0] = await page.evaluate<number[]>(places);
  expect(navigation < mark && mark < arrow).toBe(true);
  await ways['right to left']?.(page);
  const [navigationRtl = 0, markRtl = 0, arrowRtl = 0] = await page.evaluate<number[]>(places);
  expect(navigationRtl > markRtl && markRtl > arrowRtl).toBe(true);
});

const palettes: Record<string, Parameters<Page['emulateMedia']>[0]> = {
  light: { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
  dark: { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
  'more contrast': { colorScheme: 'light', contrast: 'more', forcedColors: 'none' },
  'more contrast in the dark': { colorScheme: 'dark', contrast: 'more', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'active' },
  'forced colours on black': { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'active' },
};

const pages: Record<
  string,
  { readonly fragment: () => string; readonly label: string; readonly shows?: string }
> = {
  'the list of accounts': { fragment: () => '#/accounts', label: 'Accounts' },
  'an account': {
    fragment: () => {
      const { accounts } = bench.running.gateway.snapshot;
      return `#/account/${accounts.find(({ address }) => address === sampleUsers[0].address)?.id ?? ''}`;
    },
    label: sampleUsers[0].address,
  },
  'choosing a client': { fragment: () => '#/add-account/new%40example.org', label: 'Add an account' },
  'the form of a client': { fragment: () => '#/add-client', label: 'Add an OAuth client' },
  'the settings': { fragment: () => '#/settings/ports', label: 'Settings', shows: '.port-number' },
};

test.each(Object.keys(pages))(
  'a disabled control can be read, and one with the focus or under the pointer: %s',
  async (name) => {
    const { fragment = () => '', label = '', shows = 'button' } = pages[name] ?? {};
    const page = await bench.page({ fragment: fragment() });
    await page.getByRole('heading', { level: 1, name: label }).waitFor();
    await page.locator('main').locator(shows).first().waitFor();
    await page.evaluate(markControls);
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    for (const [palette, media] of Object.entries(palettes)) {
      await page.emulateMedia(media);
      expect(await faintInAnyState(page, session), palette).toEqual([]);
    }
  },
);

test('nothing moves where less motion is wanted, and something does where it is not', async () => {
  const moving = `document.getAnimations().length`;
  const waiting = `void document.querySelector('main').insertAdjacentHTML('beforeend', '<p class="waiting">…</p>')`;
  const page = await bench.page({ reducedMotion: 'no-preference' });
  await page.evaluate(waiting);
  await expect.poll(() => page.evaluate<number>(moving)).toBe(1);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => page.evaluate<number>(moving)).toBe(0);
});
