import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verbatim } from '#messages/message.ts';
import type { AccountView, Snapshot } from '#contract/views.ts';
import { TroubleHook } from '#core/headless/trouble-hook.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const view = (name: string, state: AccountView['state'], code?: string): AccountView => ({
  id: `00000000-0000-4000-8000-${name.padStart(12, '0')}`,
  address: `${name}@example.org`,
  clientId: '00000000-0000-4000-8000-000000000002',
  clientName: 'Work',
  passwordMode: 'own',
  state,
  passwords: [],
  sessions: { imap: 0, pop: 0, smtp: 0 },
  sendsBy: 'smtp',
  submissions: ['smtp'],
  ...(code === undefined ? {} : { problem: { code, message: verbatim('No.'), fix: verbatim('Do it.') } }),
});
const snapshotOf = (...accounts: AccountView[]): Snapshot => ({
  revision: 1,
  accounts,
  clients: [],
  listeners: [],
  devices: [],
});

/** A hook whose posts wait until they are answered. */
function hookWith(before: readonly AccountView[] = []) {
  const posted: string[] = [];
  const answers: (() => void)[] = [];
  const hook = new TroubleHook({
    command: undefined,
    url: 'https://hooks.example.org/key',
    fetch: async (_, { body }) => {
      posted.push(z.string().parse(body));
      await new Promise<void>((resolve) => answers.push(resolve));
      return new Response('');
    },
    clock: new FakeClock(),
    logger: silentLogger,
    before,
  });
  const told = async (): Promise<string[]> => {
    await settle();
    return posted.map(
      (body) => /"account":"(\w+)@.*"state":"([\w-]+)"/.exec(body)?.slice(1).join(' ') ?? body,
    );
  };
  const answerAll = async (): Promise<void> => {
    while (answers.length > 0) {
      for (const answer of answers.splice(0)) answer();
      await settle();
    }
  };
  return { hook, told, answerAll };
}

describe('an account that needs its person', () => {
  it('is told once, and again when it has been well, or is in another trouble', async () => {
    const { hook, told, answerAll } = hookWith();
    const see = async (...accounts: AccountView[]): Promise<void> => {
      hook.look(snapshotOf(...accounts));
      await settle();
      await answerAll();
    };
    await see(view('anna', 'ready'), view('bo', 'unreachable'), view('cy', 'needs-password'));
    expect(await told()).toEqual([]);
    await see(view('anna', 'needs-sign-in'));
    await see(view('anna', 'signing-in'));
    await see(view('anna', 'needs-sign-in'));
    expect(await told()).toEqual(['anna needs-sign-in']);
    await see(view('anna', 'refused', 'invalid_client'));
    await see(view('anna', 'refused', 'invalid_client'));
    expect(await told()).toHaveLength(2);
    await see(view('anna', 'refused', 'other'));
    await see(view('anna', 'ready'));
    await see(view('anna', 'refused', 'other'));
    expect(await told()).toHaveLength(4);
    await hook.stop();
  });

  it('is not told again after a restart, unless it is in another trouble since', async () => {
    const before = [view('anna', 'needs-sign-in'), view('bo', 'refused', 'one'), view('cy', 'ready')];
    const { hook, told } = hookWith(before);
    hook.look(snapshotOf(view('anna', 'needs-sign-in'), view('bo', 'refused', 'two'), view('cy', 'ready')));
    expect(await told()).toEqual(['bo refused']);
    await hook.stop();
  });

  it('waits its turn: two are told at once, and one that is well meanwhile is not told at all', async () => {
    const { hook, told, answerAll } = hookWith();
    const names = ['anna', 'bo', 'cy', 'di'];
    hook.look(snapshotOf(...names.map((name) => view(name, 'needs-sign-in'))));
    expect(await told()).toEqual(['anna needs-sign-in', 'bo needs-sign-in']);
    hook.look(
      snapshotOf(view('anna', 'needs-sign-in'), view('cy', 'ready'), view('di', 'refused', 'denied')),
    );
    await answerAll();
    // cy is well, bo was removed, and of di it is the latest
    expect(await told()).toEqual(['anna needs-sign-in', 'bo needs-sign-in', 'di refused']);
    await hook.stop();
  });

  it('is not told of where the settings cannot be read', async () => {
    const { hook, told } = hookWith([view('anna', 'needs-sign-in')]);
    const problem = { code: 'settings-unreadable', message: verbatim('No.') };
    hook.look({ ...snapshotOf(), problem });
    hook.look(snapshotOf(view('anna', 'needs-sign-in')));
    expect(await told()).toEqual([]);
    await hook.stop();
  });
});
