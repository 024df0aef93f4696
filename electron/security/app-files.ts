import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** Nothing but what comes with the application runs, and nothing is fetched from anywhere. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/vnd.microsoft.icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * Answers requests for app:// with files of the application: only those that were there at the start, under the
 * names that they had, and of kinds that screens are made of. A path leads nowhere else, however it is written.
 */
export class AppFiles {
  readonly #files = new Map<string, string>();

  /** Lists a folder's files as those of an origin. A folder that is not there has none. */
  async add(origin: string, folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || !(extname(entry.name) in mediaTypes)) continue;
      const path = join(entry.parentPath, entry.name);
      const name = path
        .slice(folder.length + 1)
        .split(sep)
        .join('/');
      this.#files.set(`${origin}/${name}`, path);
    }
  }

  /** The answer to one request. Never rejects. */
  async answer(request: Pick<Request, 'url' | 'method'>): Promise<Response> {
    if (request.method !== 'GET') return refusal(405);
    const path = this.#pathOf(request.url);
    if (path === undefined) return refusal(404);
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          ...safeHeaders,
          'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': contentSecurityPolicy,
        },
      });
    } catch {
      return refusal(404);
    }
  }

  #pathOf(url: string): string | undefined {
    if (!URL.canParse(url)) return undefined;
    const { protocol, host, pathname } = new URL(url);
    return this.#files.get(
      `${protocol}//${host}${pathname === '/' || pathname === '' ? '/index.html' : pathname}`,
    );
  }
}

const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

function refusal(status: number): Response {
  return new Response(null, {
    status,
    headers: { ...safeHeaders, 'content-security-policy': contentSecurityPolicy },
  });
}
