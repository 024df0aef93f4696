import { createHash } from 'node:crypto';

/** A person with a mailbox. */
export interface SandboxUser {
  /** The user principal name, and the mailbox's primary address. */
  readonly address: string;
  password: string;
  readonly name?: string;
  /** Signing in takes a second factor: the password alone is not enough. */
  mfa?: boolean;
  /** The password is checked by another identity provider, so the password grant cannot serve it. */
  readonly federated?: boolean;
  /** A personal account (Outlook.com): not of this organization. */
  readonly personal?: boolean;
  disabled?: boolean;
  /** Other addresses that deliver to the mailbox. Logging in takes the primary one. */
  readonly aliases?: readonly string[];
  /** Mailboxes of others that this person may open (Full Access). */
  readonly sharedMailboxes?: readonly string[];
  /** Addresses of others that this person may send as. */
  readonly sendAs?: readonly string[];
}

/** A mailbox without a person who signs in to it. */
interface SandboxSharedMailbox {
  readonly address: string;
}

export type SandboxGrant =
  'authorization_code' | 'refresh_token' | 'client_credentials' | 'password' | 'device_code' | 'jwt_bearer';

interface SandboxSecret {
  readonly id: string;
  readonly value: string;
  readonly expires?: Date;
}

/** An app registration. */
export interface SandboxClient {
  readonly clientId: string;
  readonly name?: string;
  /** A public client proves itself with PKCE and must not send a secret (Google's desktop clients do). */
  readonly public?: boolean;
  readonly secrets?: readonly SandboxSecret[];
  /** Certificates (PEM) with whose keys it may sign assertions. */
  readonly certificates?: readonly string[];
  readonly redirectUris?: readonly string[];
  /** 'single' (the default) serves this organization only; 'multi' also common and organizations. */
  readonly tenancy?: 'single' | 'multi';
  readonly grants: readonly SandboxGrant[];
  /** Delegated permissions in the registration, as full scopes; left out: any. */
  readonly delegatedPermissions?: readonly string[];
  /** Application permissions in the registration: IMAP.AccessAsApp, … */
  readonly applicationPermissions?: readonly string[];
  /** An administrator has consented to the application permissions. */
  adminConsented?: boolean;
  /** Whether a user may consent alone: 'ask' (the default) or 'admin-only'. */
  userConsent?: 'ask' | 'admin-only';
  /** App-only: the mailboxes that an administrator opened to its service principal. */
  mailboxes?: 'all' | readonly string[];
  /** App-only: what its tokens for Microsoft Graph say, once consented. */
  readonly graphPermissions?: readonly string[];
  /** App-only: Exchange itself lets it send (RBAC for Applications), of which its tokens say nothing. */
  mailSendByExchange?: boolean;
  /** Google: a service account, its public key (PEM) and whom it may speak for. */
  readonly serviceAccount?: {
    readonly email: string;
    readonly publicKey: string;
    delegatedUsers: 'all' | readonly string[];
  };
}

export interface DirectoryContent {
  readonly users: readonly SandboxUser[];
  readonly sharedMailboxes?: readonly SandboxSharedMailbox[];
  readonly clients: readonly SandboxClient[];
}

/** Who and what the sandbox's organization knows. Addresses match without regard to case. */
export class Directory {
  readonly tenantId = '6f1c2a54-8f0e-4a39-9d57-1f3bb0a7c0de';
  readonly tenantDomain: string;
  readonly users = new Map<string, SandboxUser>();
  readonly sharedMailboxes = new Set<string>();
  readonly clients = new Map<string, SandboxClient>();

  constructor(content: DirectoryContent, tenantDomain = 'example.org') {
    this.tenantDomain = tenantDomain;
    for (const user of content.users) this.addUser(user);
    for (const shared of content.sharedMailboxes ?? []) this.sharedMailboxes.add(key(shared.address));
    for (const client of content.clients) this.addClient(client);
  }

  addUser(user: SandboxUser): void {
    this.users.set(key(user.address), user);
  }

  addClient(client: SandboxClient): void {
    this.clients.set(client.clientId, client);
  }

  user(address: string): SandboxUser | undefined {
    return this.users.get(key(address));
  }

  client(clientId: string): SandboxClient | undefined {
    return this.clients.get(clientId);
  }

  serviceAccount(email: string): SandboxClient | undefined {
    return [...this.clients.values()].find((client) => client.serviceAccount?.email === email);
  }

  /** Whether there is such a mailbox under this, its primary, address. */
  hasMailbox(address: string): boolean {
    return this.users.has(key(address)) || this.sharedMailboxes.has(key(address));
  }

  /** The primary address of the mailbox that mail to `address` (an alias, perhaps) is delivered to. */
  recipient(address: string): string | undefined {
    if (this.hasMailbox(address)) return key(address);
    for (const user of this.users.values()) {
      if (user.aliases?.some((alias) => sameAddress(alias, address))) return key(user.address);
    }
    return undefined;
  }

  /** Every mailbox's primary address. */
  mailboxes(): string[] {
    return [...this.users.keys(), ...this.sharedMailboxes];
  }
}

export function sameAddress(one: string, other: string): boolean {
  return key(one) === key(other);
}

export function includesAddress(list: 'all' | readonly string[] | undefined, address: string): boolean {
  return list === 'all' || (list ?? []).some((entry) => sameAddress(entry, address));
}

/** A stable object id (a GUID) for a name, as a directory would have given it. */
export function objectId(name: string): string {
  const hex = createHash('sha256').update(name.toLowerCase()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function key(address: string): string {
  return address.toLowerCase();
}

/**
 * Whether a redirect URI is one of the client's, as Entra ID compares them: exactly,
 * except that the port does not count on this machine (RFC 8252 section 7.3).
 */
export function isRegisteredRedirect(client: SandboxClient, redirectUri: string): boolean {
  return (client.redirectUris ?? []).some((registered) => matches(registered, redirectUri));
}

function matches(registered: string, given: string): boolean {
  if (registered === given) return true;
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const one = new URL(registered);
  const other = new URL(given);
  const local = one.hostname === 'localhost' || one.hostname === '127.0.0.1';
  return (
    local &&
    one.protocol === 'http:' &&
    other.protocol === 'http:' &&
    one.hostname === other.hostname &&
    one.pathname === other.pathname &&
    one.search === other.search &&
    other.hash === '' &&
    other.username === '' &&
    other.password === ''
  );
}
