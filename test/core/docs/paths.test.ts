import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

/** The files and folders that a page names in code, and those that it links to. */
function named(page: string, text: string): readonly string[] {
  const paths = [...text.matchAll(/`((?:proxy-core|electron|renderer|build|test|docs)\/[\w./*-]*)`/g)];
  const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)];
  return [
    ...paths.map(([, one = '']) => one),
    ...links.map(([, one = '']) => path.join(path.dirname(page), one)),
  ];
}

const missing = (page: string, text: string): readonly string[] =>
  named(page, text).filter((one) =>
    one.includes('*') ? globSync(one, { cwd: root }).length === 0 : !existsSync(path.join(root, one)),
  );

test('each file that a page names or links to is there', () => {
  expect(pages.length).toBeGreaterThan(10);
  for (const page of pages) {
    expect([page, ...missing(page, readFileSync(path.join(root, page), 'utf8'))]).toEqual([page]);
  }
});

/** The addresses within a page that its headings have on GitHub. */
function anchorsIn(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links to a heading that is not on the page that they lead to. */
function lostAnchors(page: string, text: string): readonly string[] {
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/g)].flatMap(
    ([link, to = '', anchor = '']) => {
      const target = to === '' ? text : readFileSync(path.join(root, path.dirname(page), to), 'utf8');
      return anchorsIn(target).includes(anchor) ? [] : [link];
    },
  );
}

test('each heading that a page links to is there', () => {
  const links = pages.flatMap((page) => {
    const text = readFileSync(path.join(root, page), 'utf8');
    return lostAnchors(page, text).map((link) => `${page}: ${link}`);
  });
  expect(links).toEqual([]);
  expect(lostAnchors('a.md', '# One `two`: three\n[a](#one-two-three) [b](#nowhere)')).toEqual([
    '](#nowhere)',
  ]);
});

/** Hosts outside that pages lead to: nobody follows them here, as tests have no network. */
const hosts = ['console.cloud.google.com', 'entra.microsoft.com', 'github.com'];

test('a page leads outside over https only, and to hosts that somebody has looked at', () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(path.join(root, page), 'utf8').matchAll(/\]\(([a-z]+:\/\/[^)\s]+)\)/g)].map(
      ([, link = '']) => link,
    ),
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !link.startsWith('https://'))).toEqual([]);
  expect([...new Set(links.map((link) => new URL(link).host))].toSorted()).toEqual(hosts);
});

test('one that is not there is found', () => {
  expect(
    missing('docs/a.md', 'see `proxy-core/nowhere.ts` and [b](../nowhere.md), not [c](https://example.org)'),
  ).toEqual(['proxy-core/nowhere.ts', 'nowhere.md']);
});
