import { describe, expect, test } from 'vitest';
import type { ProgramTokenResult } from '#contract/program-token.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { programToken } from '#core/relay/program-token.ts';
import { textOf } from '../../support/english.ts';
import { accountId, anna, hour, TokenBench } from '../oauth/token-bench.ts';
import { officeSettings } from './office-settings.ts';

/** A program that asks for an account's token; its provider answers at once. */
function program(account: Record<string, unknown> = {}, client: Record<string, unknown> = {}) {
  const bench = new TokenBench().answering();
  const activity = new Activity({ clock: bench.clock, logger: silentLogger });
  const settings = officeSettings({
    client: { grant: 'client-credentials', ...client },
    account: { id: accountId, address: anna, ...account },
  });
  let isReady = false;
  const ask = (address = anna): Promise<ProgramTokenResult> =>
    programToken(
      {
        ready: async () => void (isReady = true),
        settings: () => {
          expect(isReady).toBe(true);
          return settings;
        },
        tokens: bench.manager,
        activity,
      },
      { address, protocol: 'imap' },
    );
  return { bench, activity, ask };
}

describe('a program that logs in with OAuth itself', () => {
  test('is given the account’s token, as it is and as XOAUTH2 has it; that is noted without it', async () => {
    const { bench, activity, ask } = program();
    expect(await ask()).toEqual({
      ok: true,
      value: {
        token: 'token-1',
        user: anna,
        xoauth2: Buffer.from(`user=${anna}\x01auth=Bearer token-1\x01\x01`).toString('base64'),
        expiresAt: bench.clock.now() + hour,
      },
    });
    const [entry, ...others] = activity.entries();
    expect(entry).toMatchObject({ kind: 'token', level: 'info', accountId, protocol: 'imap' });
    expect(textOf(entry?.text)).toContain(anna);
    expect(JSON.stringify(entry)).not.toContain('token-1');
    expect(others).toEqual([]);
  });

  test('finds the account by its id too, and names the mailbox that it opens', async () => {
    const { ask } = program({ mailbox: 'office@example.org' });
    expect(await ask(accountId)).toMatchObject({ ok: true, value: { user: 'office@example.org' } });
  });

  test.each([
    ['is paused', { paused: true }, {}],
    ['is not there', { address: 'bo@example.org' }, {}],
    [
      'is a domain whose people sign in themselves',
      { address: '*@example.org' },
      { grant: 'authorization-code' },
    ],
  ])(
    'is refused where the account %s: no token is asked for, and that is noted',
    async (_what, account, client) => {
      const { bench, activity, ask } = program(account, client);
      expect(await ask()).toMatchObject({ ok: false });
      expect(bench.grant.asked).toEqual([]);
      const [entry] = activity.entries();
      expect(entry).toMatchObject({ kind: 'token', level: 'warning' });
      expect(textOf(entry?.text)).toContain(anna);
    },
  );

  test('is told why where the provider gives none', async () => {
    const { bench, activity, ask } = program();
    bench.failing('refused');
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, code: 'refused' });
    expect(activity.entries()).toMatchObject([{ kind: 'token', level: 'warning', accountId }]);
  });
});
