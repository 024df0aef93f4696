import { expect, it } from 'vitest';
import { systemProxy } from '../../electron/system-proxy.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { FakeClock } from '../support/fake-clock.ts';

const url = 'https://imap.example.org:993/';

it("is what Chromium says of this system's settings and its PAC file", async () => {
  const asked: string[] = [];
  const resolveProxy = async (of: string): Promise<string> => {
    asked.push(of);
    return 'PROXY proxy.example.org:3128; DIRECT';
  };
  const ask = systemProxy({ session: { resolveProxy }, clock: new FakeClock(), logger: silentLogger });
  expect(await ask(url)).toBe('PROXY proxy.example.org:3128; DIRECT');
  expect(asked).toEqual([url]);
});

it('holds up no mail where a PAC file does not come, or cannot be asked', async () => {
  const clock = new FakeClock();
  const silent = systemProxy({
    session: { resolveProxy: () => new Promise<never>(() => {}) },
    clock,
    logger: silentLogger,
  });
  const answer = silent(url);
  await clock.advance(5_000);
  expect(await answer).toBe('DIRECT');
  const broken = systemProxy({
    session: { resolveProxy: () => Promise.reject(new Error('gone')) },
    clock,
    logger: silentLogger,
  });
  expect(await broken(url)).toBe('DIRECT');
});
