import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/**
 * Whose certificates are trusted of providers, mail servers and proxies, as PEM texts: Node's own authorities
 * (NODE_EXTRA_CA_CERTS included), those of the operating system, where companies put theirs and which browsers trust
 * too, and the given ones. The system is asked once in the life of a process; one that does not answer adds nothing.
 * A Node before 22.15 cannot ask it.
 */
export function trustedAuthorities(extra: readonly string[]): string[] {
  // the same authority may be in both, with another line break at its end
  const own = 'getCACertificates' in tls ? tls.getCACertificates('default') : ofAnOlderNode();
  const texts = [...own, ...ofTheSystem(), ...extra];
  return [...new Set(texts.map((text) => text.trim()))];
}

function ofTheSystem(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}

/** Node's own, and those of NODE_EXTRA_CA_CERTS, which it does not add to a list that it is given. */
function ofAnOlderNode(): readonly string[] {
  const file = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
  try {
    const extra = file === '' ? [] : (readFileSync(file, 'utf8').match(certificates) ?? []);
    return [...tls.rootCertificates, ...extra];
  } catch {
    // Node itself has warned of it
    return tls.rootCertificates;
  }
}
