import { describe, expect, it } from 'vitest';
import {
  externalPages,
  pageHosts,
  portalPage,
  signInPage,
  isRedirectOf,
  shownAddress,
  signInNavigation,
  signInPlace,
} from '../../electron/navigation.ts';

const microsoft =
  'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x&redirect_uri=http%3A%2F%2Flocalhost%3A53682%2Fdone';

describe('a page that a screen wants opened', () => {
  it('is opened over https at a host of the list', () => {
    expect(portalPage('https://entra.microsoft.com/#view/apps')).toBe(
      'https://entra.microsoft.com/#view/apps',
    );
  });

  it.each([
    ['plain http', 'http://entra.microsoft.com/'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a program of its own scheme', 'ms-msdt:/id'],
    ['another host', 'https://example.com/'],
    ['a host that only ends like one of the list', 'https://evil-entra.microsoft.com.example.net/'],
    ['a host below one of the list', 'https://x.portal.azure.com/'],
    ['another port', 'https://portal.azure.com:8443/'],
    ['a name and password in front', 'https://portal.azure.com:x@portal.azure.com/'],
    ['a host of the list as the name in front', 'https://portal.azure.com@example.com/'],
    ['a share', '\\\\server\\share'],
    ['nothing', ''],
  ])('is refused: %s', (_what, url) => {
    expect(() => portalPage(url)).toThrow(expect.objectContaining({ code: 'page-refused' }));
  });

  it('is handed to the system only after the check', async () => {
    const opened: string[] = [];
    const pages = externalPages(async (url) => void opened.push(url));
    await pages.openForScreen('https://portal.azure.com', []);
    await expect(pages.openForScreen('https://example.com', [])).rejects.toMatchObject({
      code: 'page-refused',
    });
    await expect(pages.openSignIn('file:///x')).rejects.toMatchObject({ code: 'page-refused' });
    expect(opened).toEqual(['https://portal.azure.com/']);
  });

  it('is opened wherever a sign-in waits that the core has begun, and at no other page of that host', async () => {
    const opened: string[] = [];
    const pages = externalPages(async (url) => void opened.push(url));
    const waiting = ['https://login.example.org:8443/authorize?state=x', 'https://microsoft.com/devicelogin'];
    for (const url of waiting) await pages.openForScreen(url, waiting);
    expect(opened).toEqual(waiting);
    await expect(pages.openForScreen('https://microsoft.com/', waiting)).rejects.toMatchObject({
      code: 'page-refused',
    });
    // what the core would not open by itself is not opened because it says so
    await expect(pages.openForScreen('file:///x', ['file:///x'])).rejects.toMatchObject({
      code: 'page-refused',
    });
  });

  it('has a list of whole host names in lower case', () => {
    for (const host of pageHosts) expect(new URL(`https://${host}/`).hostname).toBe(host);
  });
});

describe('a sign-in page', () => {
  it('may be any https page, or one of this machine', () => {
    expect(signInPage(microsoft)).toContain('login.microsoftonline.com');
    expect(signInPage('http://127.0.0.1:9000/authorize')).toContain('127.0.0.1');
    expect(() => signInPage('http://login.example.org/')).toThrow('login.example.org');
    expect(() => signInPage('javascript:alert(1)')).toThrow();
  });

  it('may lead on over https, and to the loopback redirect of this sign-in', () => {
    const mayGo = signInNavigation(microsoft);
    expect(mayGo('https://login.live.com/next')).toBe(true);
    expect(mayGo('http://localhost:53682/done?code=x&state=y')).toBe(true);
  });

  it.each([
    ['plain http elsewhere', 'http://login.example.org/'],
    ['another port of this machine', 'http://localhost:53683/done'],
    ['another path of the redirect', 'http://localhost:53682/other'],
    ['another name for this machine', 'http://127.0.0.1:53682/done'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/html,x'],
    ['our own screens', 'app://mailwicket/index.html'],
    ['a program', 'ms-word:x'],
    ['a deceptive name in front', 'https://login.microsoftonline.com@example.com/'],
  ])('may not lead to %s', (_what, url) => {
    expect(signInNavigation(microsoft)(url)).toBe(false);
  });

  it('of a provider on this machine may stay there, and go nowhere else in plain', () => {
    const mayGo = signInNavigation(
      'http://127.0.0.1:9000/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A9001%2F',
    );
    expect(mayGo('http://127.0.0.1:9000/consent')).toBe(true);
    expect(mayGo('http://127.0.0.1:9001/?code=x')).toBe(true);
    expect(mayGo('http://127.0.0.1:9002/')).toBe(false);
  });

  it('takes no redirect that leads away from this machine', () => {
    const start = 'https://login.example.org/?redirect_uri=http%3A%2F%2Fevil.example%2F';
    expect(signInNavigation(start)('http://evil.example/')).toBe(false);
  });

  it('is known to be over when its redirect is there', () => {
    expect(isRedirectOf(microsoft, 'http://localhost:53682/done?code=x')).toBe(true);
    expect(isRedirectOf(microsoft, 'https://login.live.com/')).toBe(false);
  });

  it('shows its origin, with look-alike names in ASCII', () => {
    expect(shownAddress('https://login.live.com/a?b#c')).toEqual({
      kind: 'secure',
      origin: 'https://login.live.com',
    });
    expect(shownAddress('https://login.microsоftonline.com/').origin).toContain('xn--');
    expect(shownAddress('http://localhost:53682/done')).toEqual({
      kind: 'this-machine',
      origin: 'http://localhost:53682',
    });
    expect(shownAddress('http://login.example.org/').kind).toBe('loading');
  });
});

describe('the place for a sign-in', () => {
  it('is a window, unless the person wants a browser', () => {
    expect(signInPlace(microsoft, { provider: 'microsoft365' }, 'window')).toBe('window');
    expect(signInPlace(microsoft, { provider: 'microsoft365' }, 'browser')).toBe('browser');
  });

  it("is always the browser for Google, also behind somebody's own client", () => {
    const google = 'https://accounts.google.com/o/oauth2/v2/auth';
    expect(signInPlace(google, { provider: 'google' }, 'window')).toBe('browser');
    expect(signInPlace(google, { provider: 'custom' }, 'window')).toBe('browser');
  });
});
