import type { IncomingMessage, ServerResponse } from 'node:http';

/** What came in: the body of a form is parsed, anything else is left out. */
export interface HttpRequest {
  readonly method: string;
  /** Scheme, host and port as the caller named them. */
  readonly origin: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The body is larger than any form that OAuth knows. */
export class RequestTooLargeError extends Error {
  readonly code = 'request-too-large';
}

const maximumBody = 64 * 1024;

/** Reads a request to its end. Throws RequestTooLargeError over 64 KiB. */
export async function readRequest(incoming: IncomingMessage, secure: boolean): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    length += bytes.length;
    if (length > maximumBody) throw new RequestTooLargeError('the request is larger than 64 KiB');
    chunks.push(bytes);
  }
  const origin = `${secure ? 'https' : 'http'}://${incoming.headers.host ?? '127.0.0.1'}`;
  const target = incoming.url ?? '/';
  const url = URL.canParse(target, origin) ? new URL(target, origin) : new URL('/', origin);
  const isForm = (incoming.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return {
    method: incoming.method ?? 'GET',
    origin,
    path: decodePath(url.pathname),
    query: url.searchParams,
    form: new URLSearchParams(isForm ? Buffer.concat(chunks).toString('utf8') : ''),
    headers: incoming.headers,
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function writeReply(response: ServerResponse, reply: HttpReply): void {
  response.writeHead(reply.status, {
    'content-length': Buffer.byteLength(reply.body),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...reply.headers,
  });
  response.end(reply.body);
}

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function html(status: number, body: string): HttpReply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

export function redirect(location: string): HttpReply {
  return { status: 302, headers: { location }, body: '' };
}
