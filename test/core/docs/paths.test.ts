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

test('one that is not there is found', () => {
  expect(
    missing('docs/a.md', 'see `proxy-core/nowhere.ts` and [b](../nowhere.md), not [c](https://example.org)'),
  ).toEqual(['proxy-core/nowhere.ts', 'nowhere.md']);
});
