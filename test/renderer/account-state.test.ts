import { expect, test } from 'vitest';
import {
  checkOutcome,
  onlyProgram,
  remedyOf,
  renewalsOf,
} from '../../renderer/screens/account/account-state.ts';
import { failure } from '#core/oauth/token-errors.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { verbatim } from '#messages/message.ts';
import type { AccountView, CheckStep } from '#contract/views.ts';
import { account } from '../electron/samples.ts';

const named = (...names: readonly string[]) =>
  names.map((name) => ({ id: name, name, createdAt: '2026-11-27T10:00:00.000Z' }));

test('a local password tells the mail program only where a person has named it after one', () => {
  expect(onlyProgram(account(1, { passwords: named('Thunderbird') }))).toBe('Thunderbird');
  expect(onlyProgram(account(1, { passwords: named('Thunderbird', 'Phone') }))).toBeUndefined();
  expect(onlyProgram(account(1))).toBeUndefined();
  // named by Mailwicket: adopted, kept for the password grant, made for a whole list
  for (const passwordMode of ['adopt-first', 'pass-on'] as const)
    expect(onlyProgram(account(1, { passwordMode, passwords: named('adopted') }))).toBeUndefined();
  for (const name of ['adopted', 'Set-up 27 Nov 2026', 'Set-up 27 Nov 2026 2', 'Einrichtung 27. Nov. 2026'])
    expect(onlyProgram(account(1, { passwords: named(name) }))).toBeUndefined();
});

const event = (at: number, kind: 'issued' | 'renewed' | 'signed-in' | 'failed') => ({ at, kind });

test('neither a sign-in nor the first token of an application is a renewal', () => {
  expect(renewalsOf([event(5, 'signed-in')], 5)).toEqual([]);
  expect(renewalsOf([event(5, 'issued')], undefined)).toEqual([]);
  const renewed = [event(6, 'issued'), event(8, 'renewed')];
  expect(renewalsOf([event(5, 'signed-in'), ...renewed, event(9, 'failed')], 5)).toEqual(renewed);
});

const refused = (problem: AccountView['problem']): AccountView => account(1, { state: 'refused', problem });

test('what the OAuth client lacks is mended there', () => {
  const lacking = refused(problemOf(failure('signIn.credentialNotInVault', { client: 'Ours' })));
  expect(remedyOf(lacking, undefined)).toBe('open-client');
});

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
