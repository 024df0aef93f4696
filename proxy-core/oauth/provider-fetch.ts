import tls from 'node:tls';
import { Agent, fetch } from 'undici';
import type { Fetch } from './http.ts';

/**
 * A fetch whose connections trust further certificate authorities besides the platform's (PEM texts).
 * TLS 1.2 or newer, certificates always verified. Bodies are texts or forms, as OAuth needs them.
 */
export function providerFetch(extraAuthorities: readonly string[]): Fetch {
  const dispatcher = new Agent({
    connect: { ca: [...tls.getCACertificates('default'), ...extraAuthorities], minVersion: 'TLSv1.2' },
  });
  return async (url, { method = 'GET', headers, body, signal, redirect = 'follow' }) => {
    const form = body instanceof URLSearchParams ? body.toString() : body;
    if (form !== undefined && form !== null && typeof form !== 'string') {
      throw new TypeError('only texts and forms are sent to providers');
    }
    const sent = new Headers(headers);
    if (body instanceof URLSearchParams && !sent.has('content-type')) {
      sent.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
    }
    return fetch(url, {
      dispatcher,
      method,
      redirect,
      headers: [...sent],
      signal: signal ?? null,
      ...(form === undefined || form === null ? {} : { body: form }),
    });
  };
}
