import type { Directory } from './directory.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { TokenStore } from './token-store.ts';

/** How the provider behaves; each may be changed at any time. */
export interface ProviderSettings {
  /** Seconds. */
  accessTokenLife: number;
  /** Seconds. */
  refreshTokenLife: number;
  /** Seconds. */
  codeLife: number;
  accessTokenFormat: 'jwt' | 'opaque';
  /** How `expires_in` is told. */
  expiresIn: 'number' | 'string' | 'missing';
  /** Whether a refresh answers with a new refresh token. */
  rotateRefreshTokens: boolean;
  /** Using a refresh token twice ends its whole family. Entra ID lets the old one live. */
  strictRefreshTokens: boolean;
  /** Public clients must use PKCE. */
  requirePkce: boolean;
  /** Seconds between two polls of a device code. */
  deviceInterval: number;
  /** Seconds. */
  deviceLife: number;
  /** Extra characters in every access token: Exchange's POP refuses tokens over 4,096. */
  tokenPadding: number;
  /** Approves every sign-in at once as this user, without a page. */
  autoApprove: string | undefined;
}

export const defaultProviderSettings: Readonly<ProviderSettings> = {
  accessTokenLife: 3900,
  refreshTokenLife: 90 * 24 * 3600,
  codeLife: 600,
  accessTokenFormat: 'jwt',
  expiresIn: 'number',
  rotateRefreshTokens: true,
  strictRefreshTokens: false,
  requirePkce: true,
  deviceInterval: 5,
  deviceLife: 900,
  tokenPadding: 0,
  autoApprove: undefined,
};

/** What every endpoint works with. */
export interface ProviderContext {
  readonly directory: Directory;
  readonly tokens: TokenStore;
  readonly keys: SigningKeys;
  readonly settings: ProviderSettings;
  /** Milliseconds since the epoch, as the provider sees it. */
  readonly now: () => number;
}
