import { randomBytes } from 'node:crypto';
import { sameAddress } from './directory.ts';
import { ProviderError } from './provider-error.ts';

export interface AccessToken {
  readonly value: string;
  readonly clientId: string;
  /** The person; left out when the program speaks for itself (app-only). */
  readonly address?: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly audience: string;
  /** The refresh token's family that it came from. */
  readonly family?: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  revoked: boolean;
}

export interface RefreshToken {
  readonly value: string;
  readonly family: string;
  readonly clientId: string;
  readonly address: string;
  readonly scopes: readonly string[];
  expiresAt: number;
  used: boolean;
  revoked: boolean;
}

export interface AuthorizationCode {
  readonly value: string;
  readonly clientId: string;
  readonly address: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge?: string;
  readonly nonce?: string;
  readonly offline: boolean;
  readonly family: string;
  readonly expiresAt: number;
  redeemed: boolean;
}

export interface DeviceCode {
  readonly value: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  expiresAt: number;
  /** Milliseconds that must lie between two polls. */
  interval: number;
  lastPoll: number;
  state: 'pending' | 'approved' | 'declined' | 'redeemed';
  address?: string;
}

/** How many dead records are kept so that their use is still told from an unknown one. */
const maximumRecords = 20_000;

/** All that the provider has issued. */
export class TokenStore {
  readonly access = new Map<string, AccessToken>();
  readonly refresh = new Map<string, RefreshToken>();
  readonly codes = new Map<string, AuthorizationCode>();
  readonly devices = new Map<string, DeviceCode>();
  /** Assertions seen (jti), so that each serves once (RFC 7523 section 3). */
  readonly #assertions = new Set<string>();

  addAccess(token: AccessToken): void {
    remember(this.access, token.value, token);
  }

  addRefresh(token: Omit<RefreshToken, 'value' | 'used' | 'revoked'>): RefreshToken {
    const added = { ...token, value: `1.${opaque(48)}`, used: false, revoked: false };
    remember(this.refresh, added.value, added);
    return added;
  }

  addCode(code: Omit<AuthorizationCode, 'value' | 'redeemed'>): AuthorizationCode {
    const added = { ...code, value: `0.${opaque(48)}`, redeemed: false };
    remember(this.codes, added.value, added);
    return added;
  }

  addDevice(device: Omit<DeviceCode, 'value' | 'userCode' | 'state' | 'lastPoll'>): DeviceCode {
    const added: DeviceCode = {
      ...device,
      value: opaque(32),
      userCode: makeUserCode(),
      state: 'pending',
      lastPoll: 0,
    };
    remember(this.devices, added.value, added);
    return added;
  }

  deviceByUserCode(userCode: string): DeviceCode | undefined {
    const wanted = userCode.trim().toUpperCase();
    return [...this.devices.values()].find((device) => device.userCode === wanted);
  }

  /** Notes an assertion; throws ProviderError 700027 when it was used before. */
  useAssertion(clientId: string, id: string): void {
    const key = `${clientId} ${id}`;
    if (this.#assertions.has(key)) throw new ProviderError('invalid_client', 700027);
    this.#assertions.add(key);
  }

  revokeFamily(family: string): void {
    for (const token of this.refresh.values()) if (token.family === family) token.revoked = true;
    for (const token of this.access.values()) if (token.family === family) token.revoked = true;
  }

  revokeUser(address: string): void {
    const theirs = (token: { address?: string }): boolean =>
      token.address !== undefined && sameAddress(token.address, address);
    for (const token of this.refresh.values()) if (theirs(token)) token.revoked = true;
    for (const token of this.access.values()) if (theirs(token)) token.revoked = true;
  }
}

/** Text that says nothing: `bytes` random bytes in base64url. */
export function opaque(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Nine letters that are hard to confuse, as a person types them. */
function makeUserCode(): string {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ';
  return [...randomBytes(9)].map((byte) => letters[byte % letters.length]).join('');
}

function remember<T>(records: Map<string, T>, key: string, record: T): void {
  records.set(key, record);
  if (records.size <= maximumRecords) return;
  const [oldest] = records.keys();
  if (oldest !== undefined) records.delete(oldest);
}
