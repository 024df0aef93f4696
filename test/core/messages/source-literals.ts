import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

/** A string of the source: a literal, or a template with `hole` where a value stands. */
export interface Literal {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** What is called with it, or with an object or a list that holds it: 'msg', 'this.#logger.warn'; innermost first. */
  readonly callees: readonly string[];
  /** Of the same calls: the place among the arguments. */
  readonly places: readonly number[];
  /** The name of the property that it is the value of. */
  readonly property: string | undefined;
}

export const hole = '\u{2026}\u{0}';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.filter((each: unknown): each is Node => isNode(each));
  return isNode(value) ? [value] : [];
}

const root = join(import.meta.dirname, '../../..');
const cache = new Map<string, readonly Literal[]>();

/** The strings in the sources below some folders, types and imports left out. */
export function literalsBelow(...folders: readonly string[]): readonly Literal[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .flatMap((file) => {
      const literals = cache.get(file) ?? literalsIn(file, readFileSync(join(root, file), 'utf8'));
      cache.set(file, literals);
      return literals;
    });
}

/** The strings in one source. */
export function literalsIn(file: string, source: string): readonly Literal[] {
  const found: Literal[] = [];
  const walk = (node: Node, about: Omit<Literal, 'file' | 'line' | 'text'>): void => {
    if (/^(?:Import|TS(?!As|Satisfies|NonNull|Parameter)|Export(?:All|Specifier))/.test(node.type)) return;
    const text = textOf(node);
    if (text !== undefined) {
      const line = source.slice(0, node.start).split('\n').length;
      found.push({ file, line, text, ...about });
    }
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const [callee] = nodesIn(node['callee']);
      if (callee === undefined) return;
      walk(callee, about);
      const name = source.slice(callee.start, callee.end);
      for (const [place, argument] of nodesIn(node['arguments']).entries()) {
        walk(argument, {
          callees: [name, ...about.callees],
          places: [place, ...about.places],
          property: undefined,
        });
      }
      return;
    }
    if (node.type === 'Property' || node.type === 'PropertyDefinition') {
      const [key] = nodesIn(node['key']);
      const property = key === undefined ? undefined : source.slice(key.start, key.end);
      if (node['computed'] === true && key !== undefined) walk(key, about);
      for (const value of nodesIn(node['value'])) walk(value, { ...about, property });
      return;
    }
    for (const [name, value] of Object.entries(node))
      if (!(node.type === 'TemplateLiteral' && name === 'quasis'))
        for (const child of nodesIn(value)) walk(child, about);
  };
  const lang = file.endsWith('x') ? 'tsx' : 'ts';
  const program: unknown = parseSync(file, source, { lang }).program;
  if (!isNode(program)) throw new Error(`${file} is no program`);
  walk(program, { callees: [], places: [], property: undefined });
  return found;
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type === 'JSXText' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return undefined;
  return nodesIn(node['quasis'])
    .map((quasi) => {
      const value: unknown = quasi['value'];
      return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
    })
    .join(hole);
}
