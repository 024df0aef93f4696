/**
 * The screens with sample accounts in every state, against the sandbox: `npx node test/support/panel-demo.ts` (npx
 * finds the packages' Node, which takes TypeScript), or with `empty` to begin with none. Prints the panel's address and
 * stays until Ctrl+C.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PanelServer } from '#core/headless/panel/panel-server.ts';
import { loadScreenFiles } from '#core/screens/screen-files.ts';
import { buildScreens } from './build-screens.ts';
import { GatewayInSandbox } from './gateway-in-sandbox.ts';
import { addSampleAccounts, sampleUsers } from './sample-accounts.ts';
import { startSandbox } from './sandbox/sandbox.ts';

const folder = await mkdtemp(join(tmpdir(), 'mailwicket-panel-demo-'));
const screens = join(folder, 'screens');
await buildScreens(screens);
const sandbox = await startSandbox({ caFolder: folder, users: sampleUsers });
const running = await GatewayInSandbox.start({ sandbox, folder, builtIn: true });
if (!process.argv.includes('empty')) await addSampleAccounts(running);
const panel = new PanelServer({
  gateway: running.gateway,
  files: await loadScreenFiles(screens),
  hostInfo: {
    kind: 'panel',
    version: 'demo',
    platform: 'linux',
    language: process.env['LANG']?.slice(0, 2) ?? 'en',
    tray: false,
    secretsKept: true,
  },
  port: 0,
});
await panel.open();
process.stdout.write(`panel ${panel.address}\n`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await panel.close();
await running.stop();
await sandbox.stop();
await rm(folder, { recursive: true, force: true });
