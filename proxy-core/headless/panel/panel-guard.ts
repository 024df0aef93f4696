import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may speak with the panel: a page that this server gave out, opened by somebody who was told the
 * token. Other sites in the same browser can reach a loopback port too (DNS rebinding, cross-site
 * requests), so the host and the origin are checked before anything else.
 */
export class PanelGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #tokenDigest: Buffer;

  constructor(options: { readonly port: number; readonly token: string }) {
    const port = String(options.port);
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
    this.#tokenDigest = digest(options.token);
  }

  /** Whether the request names this server, and comes from its own page or from none. */
  isOurs(request: IncomingMessage): boolean {
    const { host, origin } = request.headers;
    if (host === undefined || !this.#hosts.has(host.toLowerCase())) return false;
    if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) return false;
    const site = request.headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }

  /** Whether the request carries the token of this run. */
  isAllowed(request: IncomingMessage): boolean {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return token !== undefined && timingSafeEqual(digest(token), this.#tokenDigest);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
