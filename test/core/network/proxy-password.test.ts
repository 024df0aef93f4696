import { expect, test } from 'vitest';
import { msg } from '#messages/message.ts';
import {
  parseNetworkProxy,
  proxyAddress,
  passwordInText,
  ProxyPassword,
  withKeptPassword,
} from '#core/network/network-proxy.ts';
import { notContaining } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';

function proxy(text: string): ReturnType<typeof parseNetworkProxy> {
  return parseNetworkProxy(text, msg('settings.settings'));
}

test.each([
  ['http://anna:p%40ss@proxy:3128', 'http://anna@proxy:3128'],
  ['anna:p%40ss@proxy', 'http://anna@proxy:80'],
  ['socks5://EXAMPLE%5Canna:p%40ss@[fd00::1]', 'socks5://EXAMPLE%5Canna@[fd00::1]:1080'],
  ['https://$&:p%40ss@proxy', 'https://%24%26@proxy:443'],
  ['http://:p%40ss@proxy', 'http://proxy:80'],
])('the password of %s is told apart from the rest, which is the same proxy without it', (text, without) => {
  const found = passwordInText(text);
  expect(found).toEqual({ text: without, kept: proxy(text).login });
  expect(found?.kept.password).toBe('p@ss');
  expect(withKeptPassword(proxy(without), found?.kept)).toEqual(proxy(text));
  expect(proxyAddress(proxy(without))).toBe(without);
});

test.each([undefined, '', 'http://proxy', 'http://anna@proxy', 'ftp://anna:secret@proxy'])(
  'in %s is no password to be taken out',
  (text) => {
    expect(passwordInText(text)).toBeUndefined();
  },
);

test('a kept password goes to its own user only, and not before one that stands in the address', () => {
  const kept = { user: 'anna', password: 'kept' };
  expect(withKeptPassword(proxy('http://anna@proxy'), kept).login).toEqual(kept);
  expect(withKeptPassword(proxy('http://bea@proxy'), kept).login?.password).toBe('');
  expect(withKeptPassword(proxy('http://proxy'), kept).login).toBeUndefined();
  expect(withKeptPassword(proxy('http://anna:own@proxy'), kept).login?.password).toBe('own');
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
