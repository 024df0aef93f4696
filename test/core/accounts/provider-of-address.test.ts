import { describe, expect, test } from 'vitest';
import { providerOfAddress } from '#core/accounts/provider-of-address.ts';
import type { ResolveMx } from '#core/accounts/provider-of-address.ts';
import type { Clock } from '#core/logging/clock.ts';

const notAsked: ResolveMx = () => Promise.reject(new Error('DNS must not be asked for a known domain'));

function exchangers(...names: readonly string[]): ResolveMx {
  return () => Promise.resolve(names.map((exchange, index) => ({ exchange, priority: 10 * (index + 1) })));
}

const behindGateway: ResolveMx = () =>
  Promise.resolve([
    { exchange: 'aspmx.l.google.com', priority: 50 },
    { exchange: 'gateway.example.net', priority: 1 },
    { exchange: 'x.mail.protection.outlook.com', priority: 5 },
  ]);

describe('a known domain tells its provider without asking DNS', () => {
  test.each([
    ['gmail.com', 'google'],
    ['googlemail.com', 'google'],
    ['outlook.com', 'outlook'],
    ['outlook.fr', 'outlook'],
    ['hotmail.co.uk', 'outlook'],
    ['live.nl', 'outlook'],
    ['msn.com', 'outlook'],
    ['yahoo.com', 'yahoo'],
    ['yahoo.co.uk', 'yahoo'],
    ['ymail.com', 'yahoo'],
    ['aol.com', 'aol'],
    ['fastmail.com', 'fastmail'],
    ['fastmail.fm', 'fastmail'],
    ['comcast.net', 'xfinity'],
    ['yandex.ru', 'yandex'],
    ['ya.ru', 'yandex'],
    ['mail.ru', 'mailru'],
    ['inbox.ru', 'mailru'],
    ['list.ru', 'mailru'],
    ['bk.ru', 'mailru'],
    ['internet.ru', 'mailru'],
    ['contoso.onmicrosoft.com', 'microsoft365'],
  ])('%s is %s', async (domain, provider) => {
    const guess = await providerOfAddress(`Anna@${domain.toUpperCase()}`, { resolveMx: notAsked });
    expect(guess).toMatchObject({ kind: 'provider', provider, domain });
  });

  test.each([
    ['icloud.com', 'icloud'],
    ['me.com', 'icloud'],
    ['mac.com', 'icloud'],
    ['zoho.com', 'zoho'],
    ['zohomail.eu', 'zoho'],
  ])('%s has no OAuth for mail programs: %s', async (domain, id) => {
    const guess = await providerOfAddress(`anna@${domain}`, { resolveMx: notAsked });
    expect(guess).toMatchObject({ kind: 'without-oauth', service: { id } });
  });
});

describe('another domain tells it by its mail exchanger', () => {
  test.each([
    ['contoso-com.mail.protection.outlook.com', 'microsoft365', 'global'],
    ['contoso-com.o-v1.mx.microsoft', 'microsoft365', 'global'],
    ['contoso-us.mail.protection.office365.us', 'microsoft365', 'gcc-high'],
    ['contoso-cn.mail.protection.partner.outlook.cn', 'microsoft365', 'china'],
    ['outlook-com.olc.protection.outlook.com', 'outlook', undefined],
    ['ASPMX.L.GOOGLE.COM.', 'google', undefined],
    ['aspmx2.googlemail.com', 'google', undefined],
    ['smtp.google.com', 'google', undefined],
    ['in1-smtp.messagingengine.com', 'fastmail', undefined],
    ['mx.yandex.net', 'yandex', undefined],
    ['emx.mail.ru', 'mailru', undefined],
    ['mta5.am0.yahoodns.net', 'yahoo', undefined],
  ])('%s is %s', async (exchange, provider, cloud) => {
    const guess = await providerOfAddress('*@example.org', { resolveMx: exchangers(exchange) });
    expect(guess).toEqual({ kind: 'provider', provider, cloud, domain: 'example.org' });
  });

  test('the preferred exchanger that is known counts', async () => {
    expect(await providerOfAddress('anna@example.org', { resolveMx: behindGateway })).toMatchObject({
      provider: 'microsoft365',
    });
  });

  test('a domain with accents is asked for in the form that DNS takes', async () => {
    const asked: string[] = [];
    const resolveMx: ResolveMx = (domain) => {
      asked.push(domain);
      return exchangers('mx.zoho.eu')(domain);
    };
    expect(await providerOfAddress('anna@bücher.example', { resolveMx })).toMatchObject({
      kind: 'without-oauth',
    });
    expect(asked).toEqual(['xn--bcher-kva.example']);
  });
});

describe('what cannot be found out is unknown, never an error', () => {
  test.each<[string, ResolveMx]>([
    ['a failing look-up', () => Promise.reject(new Error('ENOTFOUND'))],
    [
      'a resolver that throws at once',
      () => {
        throw new Error('EBADNAME');
      },
    ],
    ['no exchanger', exchangers()],
    ['an exchanger of nobody known', exchangers('mail.example.org')],
    ['a look-alike of a known exchanger', exchangers('evilgoogle.com', 'mail.ru.example.org')],
  ])('%s', async (_title, resolveMx) => {
    expect(await providerOfAddress('anna@example.org', { resolveMx })).toEqual({ kind: 'unknown' });
  });

  test.each(['anna', '', 'anna@', '@', 'anna@exa mple.org'])('the address "%s"', async (address) => {
    expect(await providerOfAddress(address, { resolveMx: exchangers() })).toEqual({ kind: 'unknown' });
  });

  test('a look-up that never ends is given up at the time-out', async () => {
    const waits: number[] = [];
    const clock: Clock = {
      now: () => 0,
      after(milliseconds, callback) {
        waits.push(milliseconds);
        queueMicrotask(callback);
        return () => undefined;
      },
    };
    const guess = await providerOfAddress('anna@example.org', {
      resolveMx: () => new Promise(() => undefined),
      clock,
      timeout: 1234,
    });
    expect(guess).toEqual({ kind: 'unknown' });
    expect(waits).toEqual([1234]);
  });
});
