import { expect, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import type { CheckStep } from '#contract/views.ts';
import { checkOutcome } from '../../renderer/screens/account/account-state.ts';

function step(name: CheckStep['name'], ok: boolean, protocol?: CheckStep['protocol']): CheckStep {
  return {
    name,
    ok,
    milliseconds: 1,
    message: verbatim(''),
    protocol,
  };
}

const token = step('token', true);
const imap = (ok: boolean): CheckStep[] => [step('reach', true, 'imap'), step('login', ok, 'imap')];
const pop = (ok: boolean): CheckStep[] => [step('login', ok, 'pop')];
const smtp = (ok: boolean): CheckStep[] => [
  step('reach', ok, 'smtp'),
  ...(ok ? [step('login', true, 'smtp')] : []),
];

test.each([
  ['everything works', 'good', [token, ...imap(true), ...smtp(true)]],
  ['there is no token', 'bad.none', [step('token', false)]],
  ['sending does not work', 'bad.sending', [token, ...imap(true), ...pop(true), ...smtp(false)]],
  ['receiving does not work', 'bad.receiving', [token, ...imap(false), ...smtp(true)]],
  ['neither works', 'bad.both', [token, ...imap(false), ...pop(false), ...smtp(false)]],
  [
    'one of two ways to receive does not work',
    'bad.some',
    [token, ...imap(true), ...pop(false), ...smtp(true)],
  ],
  ['only receiving was tried, and does not work', 'bad.some', [token, ...imap(false)]],
  [
    'logins work, and a permission is missing',
    'bad.some',
    [step('permissions', false), ...imap(true), ...smtp(true)],
  ],
] as const)('a check says what works and what does not: %s', (_what, outcome, steps) => {
  expect(checkOutcome(steps)).toBe(outcome);
});
