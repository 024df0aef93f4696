import { presetFor } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';

/** Sign-in pages that refuse windows of an application, whoever the OAuth client says it is for. */
const browserOnlyHosts: ReadonlySet<string> = new Set(['accounts.google.com']);

/**
 * Where a person signs in: in a window of Mailwicket, or in the system's browser.
 * @param preferred - what the person chose
 */
export function signInPlace(
  url: string,
  client: Pick<ClientView, 'provider' | 'cloud'> | undefined,
  preferred: 'window' | 'browser',
): 'window' | 'browser' {
  if (preferred === 'browser') return 'browser';
  if (!URL.canParse(url) || browserOnlyHosts.has(new URL(url).hostname)) return 'browser';
  const refused = client !== undefined && presetFor(client).quirks.embeddedBrowserRefused === true;
  return refused ? 'browser' : 'window';
}
