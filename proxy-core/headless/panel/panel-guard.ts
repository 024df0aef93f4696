import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** How long a link that was made for a browser can be opened; milliseconds. */
const linkLife = 5 * 60_000;
/** Links that were made and not opened yet. */
const mostLinks = 16;

/**
 * Who may speak with the panel: a page that this server gave out, opened by somebody who was told the
 * token. Other sites in the same browser can reach a loopback port too (DNS rebinding, cross-site
 * requests), so the host and the origin are checked before anything else.
 */
export class PanelGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: string;
  readonly #tokenDigest: Buffer;
  /** The codes of links that were not opened yet, digested, and when each ends. */
  readonly #codes = new Map<string, number>();

  constructor(options: { readonly port: number; readonly token: string }) {
    const port = String(options.port);
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
    this.#token = options.token;
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

  /**
   * A code that can be exchanged for the token, once and soon: for a link that is handed to a browser, as others of this
   * machine can read the arguments of the program that opens it.
   */
  newCode(): string {
    const code = randomBytes(32).toString('base64url');
    const [oldest] = this.#codes.keys();
    if (this.#codes.size >= mostLinks && oldest !== undefined) this.#codes.delete(oldest);
    this.#codes.set(digest(code).toString('hex'), performance.now() + linkLife);
    return code;
  }

  /** The token for a code; undefined for one that was used, has ended, or never was. */
  redeem(code: string): string | undefined {
    const key = digest(code).toString('hex');
    const ends = this.#codes.get(key);
    this.#codes.delete(key);
    return ends !== undefined && performance.now() < ends ? this.#token : undefined;
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
