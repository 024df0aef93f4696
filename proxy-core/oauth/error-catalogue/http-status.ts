import type { CatalogueEntry } from './entry.ts';
import { notFromProvider, wait } from './shared-entries.ts';

/**
 * What an answer means that names no OAuth error: a web page, an empty body, or none at all.
 * @param status - the HTTP status; undefined where there was no answer
 * @param webPage - a page for people came in the place of an answer for programs
 */
export function statusEntry(status: number | undefined, webPage = false): CatalogueEntry {
  if (status === undefined) {
    return {
      state: 'unreachable',
      cause: 'The provider did not answer.',
      fix: 'Check the network connection of this computer; Mailwicket keeps trying.',
      who: 'user',
    };
  }
  if (status === 429) {
    return {
      state: 'unreachable',
      cause: 'The provider was asked too often in a short time.',
      fix: wait,
      who: 'nobody',
    };
  }
  if (status >= 500) {
    return { state: 'unreachable', cause: 'The provider has trouble of its own.', fix: wait, who: 'nobody' };
  }
  if (status === 407) {
    return {
      state: 'unreachable',
      cause: 'The proxy of this network asks for a sign-in.',
      fix: 'Enter the network proxy with its user and password in the settings.',
      who: 'administrator',
    };
  }
  if (status === 408) {
    return { state: 'unreachable', cause: 'The answer took too long.', fix: wait, who: 'nobody' };
  }
  if (webPage || status < 400) {
    return {
      state: 'unreachable',
      cause: webPage
        ? 'A web page came in place of the provider’s answer.'
        : 'The answer did not come from the provider.',
      fix: notFromProvider,
      who: 'user',
    };
  }
  if (status === 401) {
    return {
      state: 'refused',
      cause:
        'The provider does not accept the client: its ID or its secret is wrong, or the secret has expired.',
      fix: 'Check the client ID and the client secret.',
      who: 'administrator',
    };
  }
  if (status === 404 || status === 405 || status === 410) {
    return {
      state: 'refused',
      cause: 'There is no token service at the client’s Token URL.',
      fix: 'Check the Token URL of the client, or reset it to its default.',
      who: 'administrator',
    };
  }
  return {
    state: 'refused',
    cause: 'The provider refused, and gave no reason that can be read.',
    fix: 'Check the fields of the client. A firewall or filter of this network can also be the cause.',
    who: 'administrator',
  };
}
