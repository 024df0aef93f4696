import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a browser may do on the screens: nothing but their own scripts, styles and pictures. */
export function screenHeaders(connect: "'self'" | "'none'"): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
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
  '.woff2': 'font/woff2',
};

export interface ScreenFile {
  readonly mediaType: string;
  readonly content: Buffer;
}

/**
 * The built screens, as a list made once: only what is on it is given out, so that no path can lead
 * anywhere else.
 * @throws Error - the screens were not built
 */
export async function loadScreenFiles(folder: string): Promise<ReadonlyMap<string, ScreenFile>> {
  const files = new Map<string, ScreenFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const mediaType = mediaTypes[path.extname(entry.name)];
    if (mediaType === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    files.set(`/${name}`, { mediaType, content: await readFile(file) });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new Error('The screens are not built.');
  files.set('/', index);
  return files;
}
