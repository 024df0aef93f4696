import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freshLink, writePanelFile } from '#core/headless/panel/panel.ts';
import { listening } from '../../support/listening.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

test('a stranger that has the port of a former panel, and does not answer, keeps no connection open', async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  const port = await listening(server);
  const folder = await scratchFolder();
  await writePanelFile(folder, `http://127.0.0.1:${String(port)}/#key`);
  const left = new Promise<void>((resolve) => {
    server.once('connection', (socket: Socket) => {
      socket.on('error', () => {}).resume();
      void once(socket, 'close').then(() => resolve());
    });
  });
  expect(await freshLink(folder, 50)).toBeUndefined();
  await left;
});
