import { describe, expect, test } from 'vitest';
import {
  NetworkProxyError,
  parseNetworkProxy,
  proxyChooser,
  proxyName,
} from '../../../proxy-core/network/network-proxy.ts';
import { isLoopbackHost } from '../../../proxy-core/accounts/oauth-client.ts';

const mail = { host: 'imap.example.org', port: 993, purpose: 'mail' } as const;
const provider = { host: 'login.example.org', port: 443, purpose: 'provider' } as const;

function chosen(
  target: { host: string; port: number; purpose: 'mail' | 'provider' },
  environment: Record<string, string>,
  setting?: string,
): string | undefined {
  const proxy = proxyChooser({
    setting: setting === undefined || setting === '' ? undefined : parseNetworkProxy(setting, 'the settings'),
    environment,
    isOwnMachine: isLoopbackHost,
  })(target);
  return proxy === undefined ? undefined : proxyName(proxy);
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
    expect(proxyName(parseNetworkProxy(text, 'the settings'))).toBe(name);
  });

  test('its user and password are read, and are in no name and no error', () => {
    const proxy = parseNetworkProxy('http://anna:s%3Acret@proxy:1', 'the settings');
    expect(proxy.login).toEqual({ user: 'anna', password: 's:cret' });
    expect(proxyName(proxy)).not.toContain('cret');
    for (const wrong of [
      'ftp://anna:secret@proxy',
      'http://anna:secret@',
      'http://anna:%ZZsecret@proxy',
      'socks5://anna:secret@proxy:99999',
    ]) {
      expect(() => parseNetworkProxy(wrong, 'HTTPS_PROXY')).toThrow(NetworkProxyError);
      expect(() => parseNetworkProxy(wrong, 'HTTPS_PROXY')).not.toThrow(/secret/);
    }
  });

  test.each(['', 'http://', 'gopher://proxy', 'http://proxy/path', 'http://proxy?x', 'socks4://proxy'])(
    '%s is refused',
    (text) => {
      expect(() => parseNetworkProxy(text, 'the settings')).toThrow(NetworkProxyError);
    },
  );
});

describe('which proxy a connection takes', () => {
  const both = { HTTPS_PROXY: 'http://web:1', ALL_PROXY: 'socks5://all:2' };

  test('the setting serves providers and mail, whatever the environment says', () => {
    for (const target of [mail, provider]) {
      expect(chosen(target, { ...both, NO_PROXY: '*' }, 'http://set:3')).toBe('http://set:3');
    }
  });

  test('of the environment, providers take HTTPS_PROXY first and mail ALL_PROXY; either will do', () => {
    expect(chosen(provider, both, '')).toBe('http://web:1');
    expect(chosen(mail, both)).toBe('socks5://all:2');
    expect(chosen(provider, { all_proxy: 'socks5://all:2' })).toBe('socks5://all:2');
    expect(chosen(mail, { https_proxy: 'http://web:1' })).toBe('http://web:1');
    expect(chosen(mail, {})).toBeUndefined();
  });

  test('this machine is reached without one', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]']) {
      expect(chosen({ ...mail, host }, both)).toBeUndefined();
      expect(chosen({ ...mail, host }, {}, 'http://set:3')).toBeUndefined();
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
  ])('NO_PROXY=%s: imap.example.org goes straight: %s', (rules, straight) => {
    expect(chosen(mail, { ...both, NO_PROXY: rules }) === undefined).toBe(straight);
  });

  test('NO_PROXY knows networks, of both families', () => {
    const NO_PROXY = '10.0.0.0/8 fd00::/8 192.168.1.1';
    expect(chosen({ ...mail, host: '10.20.30.40' }, { ...both, NO_PROXY })).toBeUndefined();
    expect(chosen({ ...mail, host: '[fd00::1]' }, { ...both, NO_PROXY })).toBeUndefined();
    expect(chosen({ ...mail, host: '192.168.1.1' }, { ...both, NO_PROXY })).toBeUndefined();
    expect(chosen({ ...mail, host: '11.0.0.1' }, { ...both, NO_PROXY })).toBeDefined();
    expect(chosen({ ...mail, host: '192.168.1.10' }, { ...both, NO_PROXY })).toBeDefined();
  });
});
