import { loadScreenFiles, screenHeaders, type ScreenFiles } from '#core/screens/screen-files.ts';

/** The pages have the bridge, and nothing to fetch. */
const headers = screenHeaders("'none'");

/** Answers requests for app:// with the built pages of each origin. */
export class AppFiles {
  readonly #origins = new Map<string, ScreenFiles>();

  /** Takes a folder's files as those of an origin. A folder that is not there has none. */
  async add(origin: string, folder: string): Promise<void> {
    this.#origins.set(origin, await loadScreenFiles(folder).catch(() => new Map()));
  }

  answer({ url, method }: Pick<Request, 'url' | 'method'>): Response {
    if (method !== 'GET') return new Response(null, { status: 405, headers });
    const { protocol, host, pathname } = URL.canParse(url) ? new URL(url) : { ...nowhere };
    const file = this.#origins.get(`${protocol}//${host}`)?.get(pathname === '' ? '/' : pathname);
    if (file === undefined) return new Response(null, { status: 404, headers });
    return new Response(file.content, { headers: { ...headers, 'Content-Type': file.mediaType } });
  }
}

const nowhere = { protocol: '', host: '', pathname: '' };
