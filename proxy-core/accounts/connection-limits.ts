import type { Protocol } from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';

/**
 * How many sessions of one mailbox a provider takes at the same time: what the client says, else what the preset
 * knows. Microsoft's figure for SMTP is its own; those for IMAP are only reported, so that there nothing is capped
 * unless the client says so.
 * @returns undefined where there is no cap
 */
export function connectionLimit(client: OAuthClient, protocol: Protocol): number | undefined {
  const chosen = client.connectionLimits?.[protocol];
  if (chosen === 'none') return undefined;
  return chosen ?? (protocol === 'smtp' ? presetFor(client).quirks.smtpConnections : undefined);
}
