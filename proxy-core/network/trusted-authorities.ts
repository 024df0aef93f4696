import tls from 'node:tls';

/**
 * Whose certificates are trusted of providers, mail servers and proxies, as PEM texts: Node's own authorities
 * (NODE_EXTRA_CA_CERTS included), those of the operating system, where companies put theirs and which browsers trust
 * too, and the given ones. The system is asked once in the life of a process; one that does not answer adds nothing.
 */
export function trustedAuthorities(extra: readonly string[]): string[] {
  // the same authority may be in both, with another line break at its end
  const texts = [...tls.getCACertificates('default'), ...ofTheSystem(), ...extra];
  return [...new Set(texts.map((text) => text.trim()))];
}

function ofTheSystem(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}
