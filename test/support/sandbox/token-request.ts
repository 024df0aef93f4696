import type { HttpRequest } from './http-exchange.ts';
import { ProviderError, type ProviderStyle } from './provider-error.ts';
import type { Directory, SandboxClient } from './directory.ts';

/** The tenant segment of an Entra path. */
export type Tenant = 'own' | 'common' | 'organizations' | 'consumers';

/** Reads the tenant segment. Throws ProviderError 90002 for one that is not known. */
export function parseTenant(segment: string, directory: Directory): Tenant {
  const name = segment.toLowerCase();
  if (name === 'common' || name === 'organizations' || name === 'consumers') return name;
  if (name === directory.tenantId || name === directory.tenantDomain) return 'own';
  throw new ProviderError('invalid_request', 90002);
}

/** Throws ProviderError 50194 when a single-tenant client comes by a shared path. */
export function requireTenancy(client: SandboxClient, tenant: Tenant): void {
  if (tenant === 'own' || client.tenancy === 'multi') return;
  throw new ProviderError('invalid_request', 50194);
}

/** A request to a token endpoint, with what its path said. */
export interface TokenRequest {
  readonly http: HttpRequest;
  readonly style: ProviderStyle;
  readonly tenant: Tenant;
}

/** A form parameter that must be there. Throws ProviderError 900144. */
export function required(request: HttpRequest, name: string): string {
  const value = request.form.get(name);
  if (value !== null && value !== '') return value;
  throw new ProviderError('invalid_request', 900144);
}
