import type { HttpRequest } from './http-exchange.ts';
import { ProviderError, type ProviderStyle } from './provider-error.ts';
import type { Tenant } from './tenant.ts';

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
