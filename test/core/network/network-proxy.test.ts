import { describe, expect, test } from 'vitest';
import { msg, verbatim } from '#messages/message.ts';
import {
  NetworkProxyError,
  parseNetworkProxy,
  passwordInText,
  proxyAddress,
  proxyName,
  ProxyPassword,
  routeChooser,
  withKeptPassword,
} from '#core/network/network-proxy.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { notContaining } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';

const mail = { host: 'imap.example.org', port: 993, purpose: 'mail' } as const;
const provider = { host: 'login.example.org', port: 443, purpose: 'provider' } as const;

const settings = msg('settings.settings');
const variable = verbatim('HTTPS_PROXY');

const asked: string[] = [];

/** The routes' names; undefined where it goes straight. */
async function chosen(
  target: { host: string; port: number; purpose: 'mail' | 'provider' },
  environment: Record<string, string>,
  setting?: string,
  system?: string,
): Promise<string | undefined> {
  const routes = await routeChooser({
    setting: setting === undefined || setting === '' ? undefined : parseNetworkProxy(setting, settings),
    environment,
    ...(system === undefined
      ? {}
      : {
          system: async (url) => {
            asked.push(url);
            return system;
          },
        }),
    isOwnMachine: isLoopbackHost,
  })(target);
  const names = routes.map((route) => (route === 'direct' ? route : proxyName(route))).join(' ');
  return names === 'direct' ? undefined : names;
}

describe('a proxy as it is written', () => {
  test.each([
    ['http://proxy.example.org:3128', 'http://proxy.example.org:3128'],
    ['proxy.example.org:3128', 'http://proxy.example.org:3128'],
    ['http://proxy.example.org', 'http://proxy.example.org:80'],
    ['https://proxy.example.org/', 'https://proxy.example.org:443'],
    ['socks5://[::1]', 'socks5://[::1]:1080'],
    ['socks5h://10.0.0.1:9050', 'socks5://10.0.0.1:9050'],
    ['  SOCKS5://anna:p%40ss@proxy.example.org:1080 ', 'socks5://proxy.example.org:1080'],
  ])('%s', (text, name) => {
    expect(proxyName(parseNetworkProxy(text, settings))).toBe(name);
  });

  test('its user and password are read, and are in no name and no error', () => {
    const proxy = parseNetworkProxy('http://anna:s%3Acret@proxy:1', settings);
    expect(proxy.login).toEqual({ user: 'anna', password: 's:cret' });
    expect(proxyName(proxy)).not.toContain('cret');
    for (const wrong of [
      'ftp://anna:secret@proxy',
      'http://anna:secret@',
      'http://anna:%ZZsecret@proxy',
      'socks5://anna:secret@proxy:99999',
    ]) {
      expect(() => parseNetworkProxy(wrong, variable)).toThrow(NetworkProxyError);
      expect(() => parseNetworkProxy(wrong, variable)).not.toThrow(/secret/);
    }
  });

  test.each(['', 'http://', 'gopher://proxy', 'http://proxy/path', 'http://proxy?x', 'socks4://proxy'])(
    '%s is refused',
    (text) => {
      expect(() => parseNetworkProxy(text, settings)).toThrow(NetworkProxyError);
    },
  );
});

describe('which proxy a connection takes', () => {
  const both = { HTTPS_PROXY: 'http://web:1', ALL_PROXY: 'socks5://all:2' };

  test('the setting serves providers and mail, whatever the environment says', async () => {
    for (const target of [mail, provider]) {
      expect(await chosen(target, { ...both, NO_PROXY: '*' }, 'http://set:3')).toBe('http://set:3');
    }
  });

  test('of the environment, providers take HTTPS_PROXY first and mail ALL_PROXY; either will do', async () => {
    expect(await chosen(provider, both, '')).toBe('http://web:1');
    expect(await chosen(mail, both)).toBe('socks5://all:2');
    expect(await chosen(provider, { all_proxy: 'socks5://all:2' })).toBe('socks5://all:2');
    expect(await chosen(mail, { https_proxy: 'http://web:1' })).toBe('http://web:1');
    expect(await chosen(mail, {})).toBeUndefined();
  });

  test('this machine is reached without one', async () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]']) {
      expect(await chosen({ ...mail, host }, both)).toBeUndefined();
      expect(await chosen({ ...mail, host }, {}, 'http://set:3')).toBeUndefined();
    }
  });

  test.each([
    ['*', true],
    ['example.org', true],
    ['.example.org', true],
    ['*.example.org', true],
    ['other.org, EXAMPLE.org', true],
    ['imap.example.org:993', true],
    ['imap.example.org:143', false],
    ['ample.org', false],
    ['org.', false],
    ['', false],
  ])('NO_PROXY=%s: imap.example.org goes straight: %s', async (rules, straight) => {
    expect((await chosen(mail, { ...both, NO_PROXY: rules })) === undefined).toBe(straight);
  });

  test('NO_PROXY knows networks, of both families', async () => {
    const NO_PROXY = '10.0.0.0/8 fd00::/8 192.168.1.1';
    expect(await chosen({ ...mail, host: '10.20.30.40' }, { ...both, NO_PROXY })).toBeUndefined();
    expect(await chosen({ ...mail, host: '[fd00::1]' }, { ...both, NO_PROXY })).toBeUndefined();
    expect(await chosen({ ...mail, host: '192.168.1.1' }, { ...both, NO_PROXY })).toBeUndefined();
    expect(await chosen({ ...mail, host: '11.0.0.1' }, { ...both, NO_PROXY })).toBeDefined();
    expect(await chosen({ ...mail, host: '192.168.1.10' }, { ...both, NO_PROXY })).toBeDefined();
  });

  describe('of the operating system', () => {
    test('serves where neither the settings nor the environment name one', async () => {
      asked.length = 0;
      expect(await chosen(provider, {}, '', 'PROXY pac:3128')).toBe('http://pac:3128');
      expect(await chosen({ ...provider, host: 'fd00::1' }, {}, '', 'DIRECT')).toBeUndefined();
      expect(asked).toEqual(['https://login.example.org:443/', 'https://[fd00::1]:443/']);
      expect(await chosen(provider, both, '', 'PROXY pac:3128')).toBe('http://web:1');
      expect(await chosen(provider, {}, 'http://set:3', 'PROXY pac:3128')).toBe('http://set:3');
      expect(await chosen(provider, { NO_PROXY: 'example.org' }, '', 'PROXY pac:3128')).toBeUndefined();
      expect(await chosen({ ...mail, host: 'localhost' }, {}, '', 'PROXY pac:3128')).toBeUndefined();
      expect(asked).toHaveLength(2);
    });

    test('is followed by going straight for mail, which proxies for the web often let through to nobody', async () => {
      expect(await chosen(mail, {}, '', 'PROXY pac:3128')).toBe('http://pac:3128 direct');
      expect(await chosen(mail, {}, '', 'DIRECT; PROXY pac:3128')).toBe('direct http://pac:3128');
    });

    test.each([
      ['PROXY a:1; SOCKS5 b:2;HTTPS c:3 ; DIRECT', 'http://a:1 socks5://b:2 https://c:3 direct'],
      ['proxy [::1]:8080', 'http://[::1]:8080'],
      ['QUIC q:1; PROXY ; PROXY a:x; SOCKS s:1', 'socks5://s:1'],
      ['', undefined],
      ['nonsense', undefined],
    ])('%s', async (text, names) => {
      expect(await chosen(provider, {}, '', text)).toBe(names);
    });
  });
});

function parsed(text: string): ReturnType<typeof parseNetworkProxy> {
  return parseNetworkProxy(text, settings);
}

test.each([
  ['http://anna:p%40ss@proxy:3128', 'http://anna@proxy:3128'],
  ['anna:p%40ss@proxy', 'http://anna@proxy:80'],
  ['socks5://EXAMPLE%5Canna:p%40ss@[fd00::1]', 'socks5://EXAMPLE%5Canna@[fd00::1]:1080'],
  ['https://$&:p%40ss@proxy', 'https://%24%26@proxy:443'],
  ['http://:p%40ss@proxy', 'http://proxy:80'],
])('the password of %s is told apart from the rest, which is the same proxy without it', (text, without) => {
  const found = passwordInText(text);
  expect(found).toEqual({ text: without, kept: parsed(text).login });
  expect(found?.kept.password).toBe('p@ss');
  expect(withKeptPassword(parsed(without), found?.kept)).toEqual(parsed(text));
  expect(proxyAddress(parsed(without))).toBe(without);
});

test.each([undefined, '', 'http://proxy', 'http://anna@proxy', 'ftp://anna:secret@proxy'])(
  'in %s is no password to be taken out',
  (text) => {
    expect(passwordInText(text)).toBeUndefined();
  },
);

test('a kept password goes to its own user only, and not before one that stands in the address', () => {
  const kept = { user: 'anna', password: 'kept' };
  expect(withKeptPassword(parsed('http://anna@proxy'), kept).login).toEqual(kept);
  expect(withKeptPassword(parsed('http://bea@proxy'), kept).login?.password).toBe('');
  expect(withKeptPassword(parsed('http://proxy'), kept).login).toBeUndefined();
  expect(withKeptPassword(parsed('http://anna:own@proxy'), kept).login?.password).toBe('own');
});

test('what is kept is read again, and forgotten; what cannot be read is told without a word of it', async () => {
  const vault = new MemoryVault();
  const password = new ProxyPassword({ vault });
  expect(await password.read()).toBeUndefined();
  await password.keep({ user: 'anna', password: 'kept' });
  expect(await new ProxyPassword({ vault }).read()).toEqual({ user: 'anna', password: 'kept' });
  expect(ProxyPassword.isEntry(vault.written[0]?.name ?? '')).toBe(true);
  expect(ProxyPassword.isEntry('client/1/credential')).toBe(false);
  await vault.set('network-proxy', 'geheim{');
  await expect(password.read()).rejects.toMatchObject({
    code: 'vault-damaged',
    message: notContaining('geheim'),
  });
  await password.keep(undefined);
  expect(await password.read()).toBeUndefined();
  expect(vault.disk.entries.size).toBe(0);
});
