#!/usr/bin/env -S node --max-semi-space-size=1
import { runCommandLine } from './command-line.ts';

// whoever reads us may leave first (`mailwicket status | head -1`, a closed terminal): that is no trouble of ours
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.exitCode = await runCommandLine(process.argv.slice(2));
