import { textIn } from '#messages/plain-text.ts';

/**
 * The text of a certificate's file: PEM as it stands there, and DER, as Windows exports a .cer, in PEM's form (RFC 7468).
 * @returns what the file holds as text, where it is neither
 */
export function certificateText(octets: Uint8Array): string {
  const [tag, length = 0] = octets;
  // a sequence that begins with another one (RFC 5280 section 4.1); a PFX and a key begin with the number of a version
  const isDer = tag === 0x30 && length > 0x80 && octets[2 + (length & 0x7f)] === 0x30;
  if (!isDer) return textIn(octets);
  const lines = base64(octets).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Base64, in a browser and in Node. */
export function base64(octets: Uint8Array): string {
  let binary = '';
  for (const octet of octets) binary += String.fromCharCode(octet);
  return btoa(binary);
}
