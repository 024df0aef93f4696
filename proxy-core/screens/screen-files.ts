import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What every answer to a page of ours says: nothing but what comes with the application runs, and nobody frames it. */
export function screenHeaders(connect: "'self'" | "'none'"): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/vnd.microsoft.icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

interface ScreenFile {
  readonly mediaType: string;
  readonly content: Buffer<ArrayBuffer>;
}

/** Built pages by their path, `/` for the first one. */
export type ScreenFiles = ReadonlyMap<string, ScreenFile>;

/**
 * Reads a folder of built pages. Only what was there then, under the names that it had, and of kinds that screens are
 * made of is given out: a path leads nowhere else, however it is written.
 * @throws Error - the pages were not built
 */
export async function loadScreenFiles(folder: string): Promise<ScreenFiles> {
  const files = new Map<string, ScreenFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const mediaType = mediaTypes[path.extname(entry.name)];
    // a symbolic link is no file either
    if (!entry.isFile() || mediaType === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    files.set(`/${name}`, { mediaType, content: await readFile(file) });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new Error('The screens are not built.');
  files.set('/', index);
  return files;
}
