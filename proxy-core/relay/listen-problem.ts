import { VaultError } from '../storage/vault.ts';
import { programOnPort } from './program-on-port.ts';

/**
 * - port-in-use: another program has it
 * - port-shared: another listener of ours is to have it
 * - not-allowed: the system keeps this port for itself
 * - no-such-address: this machine does not have the address
 * - no-certificate: there is no certificate for TLS, as the vault does not give it
 * - failed: anything else
 */
export interface ListenProblem {
  readonly code:
    'port-in-use' | 'port-shared' | 'not-allowed' | 'no-such-address' | 'no-certificate' | 'failed';
  readonly message: string;
  readonly fix: string;
}

/** Says why there is no certificate for the TLS ports. Only a vault's own words are passed on. */
export function explainNoCertificate(error: unknown): ListenProblem {
  const why = error instanceof VaultError ? ` ${error.message}` : '';
  return {
    code: 'no-certificate',
    message: `There is no certificate for TLS at the moment.${why}`,
    fix:
      error instanceof VaultError && error.code === 'vault-damaged'
        ? 'Bring the vault folder back from a backup. Or remove the file of that entry from it: a new certificate is made then, which mail programs have to be told to trust again.'
        : 'The other ports are served, and it is tried again by itself.',
  };
}

/** Says that one port was named for two. @param other - whose it is */
export function explainSharedPort(other: string): ListenProblem {
  return {
    code: 'port-shared',
    message: `The same port is set for ${other}.`,
    fix: 'Choose a port of its own for each.',
  };
}

/** Says why a port cannot be listened on, and names the program that has it where that can be known. */
export async function explainListenError(
  error: unknown,
  where: { readonly address: string; readonly port: number },
  ownerOf: (port: number) => Promise<string | undefined> = programOnPort,
): Promise<ListenProblem> {
  switch (codeOf(error)) {
    case 'EADDRINUSE': {
      const owner = await ownerOf(where.port);
      return {
        code: 'port-in-use',
        message: `The port is in use by ${owner ?? 'another program'}.`,
        fix: 'End that program, or choose another port here and in the mail program.',
      };
    }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'not-allowed',
        message: 'The system does not allow this port.',
        fix: 'Choose a port of 1024 or above.',
      };
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return {
        code: 'no-such-address',
        message: 'This machine does not have that address.',
        fix: 'Listen on 127.0.0.1 and ::1.',
      };
    default:
      return {
        code: 'failed',
        message: error instanceof Error ? error.message : 'unknown trouble',
        fix: 'Choose another port.',
      };
  }
}

/** Whether this machine does not have the address that was to be listened on. */
export function isNoSuchAddress(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
