import { msg } from '#messages/message.ts';
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
      cause: msg('providers.providerDidNotAnswer'),
      fix: msg('providers.checkNetworkConnectionComputerMailwicket'),
      who: 'user',
    };
  }
  if (status === 429) {
    return {
      state: 'unreachable',
      cause: msg('providers.providerAskedTooOftenShort'),
      fix: wait,
      who: 'nobody',
    };
  }
  if (status >= 500) {
    return { state: 'unreachable', cause: msg('providers.providerTroubleOwn'), fix: wait, who: 'nobody' };
  }
  if (status === 407) {
    return {
      state: 'unreachable',
      cause: msg('providers.proxyNetworkAsksSign'),
      fix: msg('providers.enterNetworkProxyUserPassword'),
      who: 'administrator',
    };
  }
  if (status === 408) {
    return { state: 'unreachable', cause: msg('providers.answerTookTooLong'), fix: wait, who: 'nobody' };
  }
  if (webPage || status < 400) {
    return {
      state: 'unreachable',
      cause: webPage
        ? msg('providers.webPageCamePlaceProviders')
        : msg('providers.answerDidNotComeFromProvider'),
      fix: notFromProvider,
      who: 'user',
    };
  }
  if (status === 401) {
    return {
      state: 'refused',
      cause: msg('providers.providerDoesNotAcceptClient'),
      fix: msg('providers.checkClientIdClientSecret'),
      who: 'administrator',
    };
  }
  if (status === 404 || status === 405 || status === 410) {
    return {
      state: 'refused',
      cause: msg('providers.noTokenServiceClientsToken'),
      fix: msg('providers.checkTokenUrlClientReset'),
      who: 'administrator',
    };
  }
  return {
    state: 'refused',
    cause: msg('providers.providerRefusedGaveNoReason'),
    fix: msg('providers.checkFieldsClientFirewallFilter'),
    who: 'administrator',
  };
}
