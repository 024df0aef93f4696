/**
 * How much the tests of the level core notice: `npm run mutation [COUNT] [SEED] [FOLDER…]`. Makes one small fault after the
 * other in a copy of the tree, runs the tests that import the file, and prints the faults that none of them has seen. A
 * survivor that a person could come to feel gets a test.
 */
import { spawnSync } from 'node:child_process';
import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseAst } from 'vite';
import { z } from 'zod';
import { seeded } from '../support/postgresql-soak.ts';

const root = join(import.meta.dirname, '../..');
const [count = '60', seed = String(Date.now() % 2 ** 31), ...asked] = process.argv.slice(2);
const folders = asked.length > 0 ? asked : ['mail', 'oauth', 'accounts', 'storage', 'relay', 'submission'];
/** An endless loop is noticed too. Milliseconds. */
const longest = 180_000;

interface Fault {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

const nodeSchema = z.looseObject({ type: z.string(), start: z.number(), end: z.number() });
type Node = z.infer<typeof nodeSchema>;

const operators: Readonly<Record<string, string>> = {
  '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===', '+': '-', '-': '+', '&&': '||', '||': '&&',
}; // prettier-ignore

function faultsIn(file: string, text: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (start: number, end: number, instead: string): void =>
    void faults.push({ file, start, end, instead });
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    const parsed = nodeSchema.safeParse(value);
    if (!parsed.success) return;
    const node = parsed.data;
    // types are no behaviour
    if (node.type.startsWith('TS') && node.type !== 'TSSatisfiesExpression') return;
    make(node);
    Object.values(node).forEach(visit);
  };
  const make = (node: Node): void => {
    const { start, end, type } = node;
    const [test, left, right] = [node['test'], node['left'], node['right']].map(
      (part) => nodeSchema.safeParse(part).data,
    );
    const operator = z.string().safeParse(node['operator']).data ?? '';
    const other = operators[operator];
    if (test !== undefined && /^(?:If|While|Conditional)/u.test(type))
      fault(test.start, test.end, `!(${text.slice(test.start, test.end)})`);
    else if (other !== undefined && left !== undefined && right !== undefined) {
      const at = text.indexOf(operator, left.end);
      if (at < right.start) fault(at, at + operator.length, other);
    } else if (type === 'ExpressionStatement' && !text.startsWith('super', start)) fault(start, end, ';');
    else if (type === 'Literal' && typeof node['value'] === 'boolean')
      fault(start, end, String(!node['value']));
    else if (type === 'Literal' && typeof node['value'] === 'number')
      fault(start, end, String(node['value'] + 1));
  };
  visit(parseAst(text, { lang: 'ts' }).body);
  return faults;
}

let timeOuts = 0;

/** Whether vitest, run with these arguments in the copy, has nothing to say. A run without an end is counted. */
function passes(args: readonly string[]): boolean {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const usual = ['--project', 'core', '--bail', '1', '--passWithNoTests'];
  const options = { cwd: copy, stdio: 'ignore', timeout: longest, killSignal: 'SIGKILL' } as const;
  const { status, signal } = spawnSync(process.execPath, [vitest, ...args, ...usual], options);
  if (signal !== null) timeOuts += 1;
  return status === 0;
}

const copy = await mkdtemp(join(tmpdir(), 'mailwicket-mutation-'));
try {
  const left = new Set(['node_modules', '.git', 'dist', '.vitest']);
  await cp(root, copy, { recursive: true, filter: (path) => path === root || !left.has(basename(path)) });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const all: Fault[] = [];
  const patterns = folders.map((folder) => `proxy-core/${folder}/**/*.ts`);
  for await (const file of glob(patterns, { cwd: copy }))
    all.push(...faultsIn(file, await readFile(join(copy, file), 'utf8')));
  all.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start);
  const random = seeded(Number(seed));
  const sample = all
    .map((fault) => ({ fault, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, Number(count))
    .map(({ fault }) => fault);
  console.log(`${String(sample.length)} of ${String(all.length)} possible faults, seed ${seed}`);
  let alive = 0;
  for (const [at, { file, start, end, instead }] of sample.entries()) {
    process.stderr.write(`${String(at + 1)} `);
    const text = await readFile(join(copy, file), 'utf8');
    await writeFile(join(copy, file), text.slice(0, start) + instead + text.slice(end));
    // most are noticed next door; of the others, all tests are asked that import the file
    const nextDoor = `test/core/${file.split('/')[1] ?? ''}`;
    const isNoticed = !passes(['run', nextDoor]) || !passes(['related', '--run', file]);
    await writeFile(join(copy, file), text);
    if (isNoticed) continue;
    alive += 1;
    const line = text.slice(0, start).split('\n').length;
    console.log(
      `alive: ${file}:${String(line)}: ${text.slice(start, end).slice(0, 120)} → ${instead.slice(0, 120)}`,
    );
  }
  const byTimeOut = `${String(timeOuts)} only by a run that took longer than ${String(longest / 1_000)} s`;
  console.log(`${String(alive)} of ${String(sample.length)} were not noticed, ${byTimeOut}`);
} finally {
  await rm(copy, { recursive: true, force: true, maxRetries: 5 });
}
