import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { screenHeaders } from '#core/screens/screen-files.ts';
import { AppFiles } from '../../electron/security.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

vi.mock('electron', () => ({ app: {}, protocol: {}, session: {} }));

const contentSecurityPolicy = screenHeaders("'none'")['Content-Security-Policy'] ?? '';

async function served(): Promise<{ files: AppFiles; folder: string }> {
  const base = await scratchFolder();
  const folder = join(base, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'main.js'), 'export {};');
  await writeFile(join(folder, 'notes.md'), 'not a part of a screen');
  await writeFile(join(base, 'secret.json'), '{"secret":true}');
  await symlink(join(base, 'secret.json'), join(folder, 'assets', 'link.json'));
  const files = new AppFiles();
  await files.add('app://mailwicket', folder);
  return { files, folder };
}

const get = (files: AppFiles, url: string, method = 'GET'): Response => files.answer({ url, method });

describe('the screens', () => {
  it('are served with the policy that lets nothing else run and nothing be fetched', async () => {
    const { files } = await served();
    const answer = get(files, 'app://mailwicket/index.html#/accounts');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const script = get(files, 'app://mailwicket/assets/main.js?v=1');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('carry every directive of the checklist, and nothing unsafe', () => {
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(contentSecurityPolicy.split('; ')).toContain(directive);
    }
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/);
  });

  it.each([
    ['a way up', 'app://mailwicket/../secret.json'],
    ['an encoded way up', 'app://mailwicket/%2e%2e/secret.json'],
    ['an encoded slash', 'app://mailwicket/..%2fsecret.json'],
    ['a backslash', 'app://mailwicket/..\\secret.json'],
    ['a symbolic link', 'app://mailwicket/assets/link.json'],
    ['a kind of file that screens are not made of', 'app://mailwicket/notes.md'],
    ['a folder', 'app://mailwicket/assets/'],
    ['another host', 'app://elsewhere/index.html'],
    ['a host below', 'app://x.mailwicket/index.html'],
    ['another scheme', 'file:///index.html'],
    ['a null octet', 'app://mailwicket/index.html%00.png'],
    ['no URL', 'nonsense'],
  ])('are all that is served: not %s', async (_what, url) => {
    const { files } = await served();
    const answer = get(files, url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
  });

  it('take nothing: other methods are refused', async () => {
    const { files } = await served();
    expect(get(files, 'app://mailwicket/index.html', 'POST').status).toBe(405);
  });

  it('do not include files that came later', async () => {
    const { files, folder } = await served();
    await writeFile(join(folder, 'late.js'), '');
    expect(get(files, 'app://mailwicket/late.js').status).toBe(404);
  });
});
