import { verbatim } from '#messages/message.ts';
import { expect, test } from 'vitest';
import { knownOfAccounts } from '#core/service/service-record.ts';

const sessions = { imap: 0, pop: 0, smtp: 0 };
const refusal = {
  code: 'refused',
  message: verbatim('IMAP is switched off.'),
  fix: verbatim('Switch it on.'),
};
const answered = { ...refusal, who: 'administrator', answer: { error: 'invalid_client' } } as const;
const locked = {
  code: 'refused',
  message: verbatim('The vault cannot be opened.'),
  fix: verbatim('Unlock it.'),
  who: 'user',
} as const;

test('a refusal of a server is known after a restart; a vault that could not be opened is tried anew', () => {
  const record = {
    pid: 1,
    startedAt: 0,
    writtenAt: 0,
    listeners: [],
    devices: [],
    accounts: [
      { id: '1', state: 'refused' as const, problem: refusal, sessions },
      { id: '2', state: 'refused' as const, problem: answered, sessions },
      { id: '3', state: 'refused' as const, problem: locked, sessions },
    ],
  };
  const known = knownOfAccounts({ record, upToDate: true });
  expect([...known].map(([id, of]) => [id, of.refusal])).toEqual([
    ['1', refusal],
    ['2', answered],
    ['3', undefined],
  ]);
  expect(knownOfAccounts({ record, upToDate: false }).get('1')?.refusal).toBeUndefined();
});
