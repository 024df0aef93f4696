import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildScreens } from './build-screens.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with the built screens. */
    screens: string;
  }
}

/** Builds the screens once for all tests that look at them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-screens-'));
  await buildScreens(folder);
  await writeFile(join(folder, 'licences.txt'), 'zod 4.0.0 (MIT)\n');
  project.provide('screens', folder);
  return () => rm(folder, { recursive: true, force: true });
}
