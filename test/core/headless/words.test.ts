import { verbatim } from '#messages/message.ts';
import { describe, expect, it } from 'vitest';
import { emptySettings } from '#contract/settings.ts';
import type { AccountView } from '#contract/views.ts';
import { exposedWithoutTls } from '#core/headless/service.ts';
import { accountFacts, describeAccount, nextSteps } from '#core/headless/account-words.ts';
import { describeStep } from '#core/headless/service-commands.ts';
import { quoted } from '#core/headless/terminal.ts';

describe('a word as a shell takes it', () => {
  it.each([
    ['anna@example.org', 'anna@example.org'],
    ['My work', "'My work'"],
    ['*@example.org', "'*@example.org'"],
    ["Anna's", String.raw`'Anna'\''s'`],
    ['', "''"],
  ])('%j is written %s', (word, written) => {
    expect(quoted(word)).toBe(written);
  });
});

describe('a step of a check', () => {
  it('tells the cause, what to do, who can, and what the provider answered', () => {
    const step = {
      name: 'token',
      ok: false,
      milliseconds: 12,
      message: verbatim('No token.'),
      fix: verbatim('Do it.'),
    } as const;
    const answer = { httpStatus: 400, error: 'invalid_grant', description: 'AADSTS50076: No.' };
    expect(describeStep({ ...step, who: 'user', answer }).split('\n')).toEqual([
      'FAILED\ttoken: No token. (12 ms)',
      '\tDo it.',
      '\tWho can mend it: you.',
      '\tThe provider answered: HTTP 400 · invalid_grant · AADSTS50076: No.',
    ]);
  });
});

describe('the next steps of an account', () => {
  const view: AccountView = {
    id: '00000000-0000-4000-8000-000000000001',
    address: 'anna@example.org',
    clientId: '00000000-0000-4000-8000-000000000002',
    clientName: 'Work',
    passwordMode: 'own',
    state: 'needs-sign-in',
    passwords: [],
    sessions: { imap: 0, pop: 0, smtp: 0 },
    sendsBy: 'smtp',
    submissions: ['smtp'],
  };

  it('lead to the OAuth client where that mends what is refused', () => {
    const problem = { code: 'refused', message: verbatim('No.'), fix: verbatim('Do it.') };
    const refused = { ...view, clientName: 'Our work', state: 'refused', problem } as const;
    const lacking = { ...refused, problem: { ...problem, remedy: 'open-client' } } as const;
    const command = " The command is: mailwicket client show 'Our work'";
    const other = [describeAccount(refused), ...accountFacts(refused)];
    const led = [describeAccount(lacking), ...accountFacts(lacking)];
    expect(led).toEqual(other.map((line) => (line.endsWith('Do it.') ? `${line}${command}` : line)));
    expect(led).not.toEqual(other);
  });

  it('are a sign-in and a password, as long as they are missing', () => {
    expect(nextSteps([view], 'ANNA@example.org')).toHaveLength(2);
    expect(nextSteps([{ ...view, state: 'ready' }], view.address)).toEqual([
      'Next, make a password for its mail program: mailwicket password new anna@example.org',
    ]);
    const passwords = [{ id: '1', name: 'a', createdAt: '2026-01-01T00:00:00Z' }];
    expect(nextSteps([{ ...view, state: 'ready', passwords }], view.address)).toEqual([]);
    expect(nextSteps([{ ...view, state: 'ready', passwordMode: 'adopt-first' }], view.address)).toEqual([]);
    // the provider judges the password that the mail program sends: without one, `authorize` has nothing to go on
    expect(nextSteps([{ ...view, passwordMode: 'pass-on' }], view.address)).toEqual([
      expect.stringMatching(/mail program .*; or: mailwicket account authorize \S+ --password-stdin$/),
    ]);
    expect(nextSteps([view], 'bo@example.org')).toEqual([]);
  });
});

describe('addresses that others can reach', () => {
  const { listeners } = emptySettings;
  it('need a TLS port, those of this machine do not', () => {
    expect(exposedWithoutTls(listeners)).toEqual([]);
    const open = { ...listeners, addresses: ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '192.0.2.1', '::'] };
    expect(exposedWithoutTls(open)).toEqual(['0.0.0.0', '192.0.2.1', '::']);
    for (const name of ['imaps', 'pops', 'smtps'] as const) {
      expect(exposedWithoutTls({ ...open, [name]: 1993 })).toEqual([]);
    }
  });
});
