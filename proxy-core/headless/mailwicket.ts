#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { takeOwnVariables } from './own-variables.ts';
import { prepareNode } from './prepare-node.ts';

// whoever reads us may leave first (`mailwicket status | head -1`, a closed terminal): that is no trouble of ours, but a
// full disk below our output is
let isLost = false;
process.stdout.on('error', (error: Error) => {
  if (isLost || !error.message.startsWith('ENOSPC')) return;
  isLost = true;
  process.exitCode = 1;
  process.stderr.write('Standard output cannot be written: the disk is full (ENOSPC).\n');
});
process.stderr.on('error', () => {});

// first of all: what Node keeps of its compiling is for these flags only
prepareNode();

// Half of a start is compiling: Node keeps it for the next one. In a folder of this user, as whoever could write there
// could have us run anything (Node's own place is in the shared folder for temporary files); none is made for it.
const caches =
  process.platform === 'win32'
    ? (process.env['LOCALAPPDATA'] ?? '')
    : process.platform === 'darwin'
      ? path.join(homedir(), 'Library/Caches')
      : (process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'));
// A Node before 22.1 keeps nothing.
if ('enableCompileCache' in module && path.isAbsolute(caches) && existsSync(caches)) {
  module.enableCompileCache(path.join(caches, 'mailwicket'));
}

const { runCommandLine } = await import('./command-line.ts');
const status = await runCommandLine(process.argv.slice(2), undefined, undefined, takeOwnVariables());
if (!isLost) process.exitCode = status;
