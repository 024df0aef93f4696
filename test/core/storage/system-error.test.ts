import { once } from 'node:events';
import net from 'node:net';
import { expect, it } from 'vitest';
import { systemErrorText } from '#core/storage/system-error.ts';
import { textOf } from '../../support/english.ts';
import { listening } from '../../support/listening.ts';

/** What the system says of a connection to this machine, which nothing accepts. */
async function refusal(host: string): Promise<unknown> {
  const server = net.createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return once(net.connect({ port, host }), 'connect').catch((error: unknown) => error);
}

it('says in words that nothing accepts connections, of one address and of several', async () => {
  for (const host of ['127.0.0.1', 'localhost'])
    expect(textOf(systemErrorText(await refusal(host)))).toBe(
      'nothing accepts connections there (ECONNREFUSED)',
    );
});

it('leaves a code without words as it is, and what is no error of the system', () => {
  expect(textOf(systemErrorText(Object.assign(new Error('x'), { code: 'EXDEV' })))).toBe('EXDEV');
  expect(textOf(systemErrorText(new Error('the protocol was broken')))).toBe('the protocol was broken');
  expect(textOf(systemErrorText('odd'))).toBe('unknown error');
});
