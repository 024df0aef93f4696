import { describe, expect, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import { HttpError, type HttpErrorCode } from '#core/oauth/http.ts';
import { asOAuthError, explainNoAnswer, waitEnded } from '#core/oauth/token-errors.ts';
import { VaultError, type VaultErrorCode } from '#core/storage/vault.ts';
import { textOf } from '../../support/english.ts';

const anna = 'anna@example.org';
const words = verbatim('No answer.');

describe('a provider that gives no answer', () => {
  test.each<[HttpErrorCode, string | undefined, string, string, RegExp]>([
    ['forbidden', undefined, 'refused', 'administrator', /https/u],
    ['too-large', undefined, 'unreachable', 'administrator', /filter/u],
    ['timeout', undefined, 'unreachable', 'nobody', /network connection/u],
    ['network', 'ECONNREFUSED', 'unreachable', 'nobody', /network connection/u],
    ['network', 'SELF_SIGNED_CERT_IN_CHAIN', 'unreachable', 'administrator', /authorit/iu],
  ])('(%s, %s) leaves the account %s, for the %s to mend', (code, systemCode, state, who, fix) => {
    const told = explainNoAnswer(new HttpError(code, words, systemCode), anna);
    expect(told).toMatchObject({ code: state, who, origin: undefined });
    expect(told.message).toMatch(/anna@example\.org.*No answer/u);
    expect(textOf(told.fix)).toMatch(fix);
  });

  test('as a proxy is before it: its user looks, or who runs it where it refuses', () => {
    for (const [code, who] of [
      ['proxy-refused', 'administrator'],
      ['proxy-login', 'user'],
      ['proxy-unreachable', 'user'],
    ] as const) {
      const tunnel = new ProxyTunnelError(code, words, verbatim('Look at the proxy.'));
      const told = explainNoAnswer(new HttpError('network', words, code, tunnel), anna);
      expect(told).toMatchObject({ code: 'unreachable', who, fix: 'Look at the proxy.' });
      const silent = new HttpError('network', words, code, new ProxyTunnelError(code, words));
      expect(textOf(explainNoAnswer(silent, anna).fix)).toMatch(/again later/u);
    }
  });
});

test.each<[VaultErrorCode, string | undefined, string, RegExp]>([
  ['vault-locked', undefined, 'refused', /cannot be opened/u],
  ['vault-damaged', undefined, 'refused', /cannot be read/u],
  ['vault-unavailable', undefined, 'unreachable', /anna@example\.org/u],
  ['vault-unavailable', 'ENOSPC', 'unreachable', /ENOSPC/u],
])('a vault that is %s (%s) leaves the account %s', (code, systemCode, state, text) => {
  const cause = systemCode === undefined ? undefined : Object.assign(new Error('no'), { code: systemCode });
  const told = asOAuthError(new VaultError(code, words, { cause }), anna);
  // no provider is at fault
  expect(told).toMatchObject({ code: state, origin: 'here' });
  expect(told.message).toMatch(text);
  const remedied = asOAuthError(
    new VaultError('vault-locked', words, { remedy: verbatim('Unlock it.') }),
    anna,
  );
  expect(remedied.fix).toEqual('Unlock it.');
});

test('a wait that its time has ended is told apart from one whose program has left', () => {
  expect(waitEnded(anna, new DOMException('late', 'TimeoutError'))).toMatchObject({ code: 'unreachable' });
  for (const reason of [new DOMException('left', 'AbortError'), new Error('left'), undefined])
    expect(waitEnded(anna, reason)).toMatchObject({ code: 'cancelled' });
});

test('what is known stays as it is; of what is not, nothing is passed on', () => {
  const known = new OAuthError('refused', words, { fix: words });
  expect(asOAuthError(known, anna)).toBe(known);
  const unknown = asOAuthError(new Error('refresh_token=hunter2'), anna);
  expect(unknown).toMatchObject({ code: 'unreachable', who: 'nobody' });
  expect(unknown.message).not.toContain('hunter2');
});
