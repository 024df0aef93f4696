export type ProviderEndpoint = 'authorize' | 'token' | 'device' | 'introspection' | 'metadata';

/** What an endpoint does instead of its work, or before it. */
export type ProviderFault =
  | {
      readonly kind: 'respond';
      readonly status: number;
      /** An object is sent as JSON. */
      readonly body?: string | object;
      /** Such as { 'retry-after': '30' }. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut. */
  | { readonly kind: 'reset' }
  /** No answer ever comes. */
  | { readonly kind: 'hang' }
  /** The right answer, once the promise is settled. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> };

/** Faults that the next requests to an endpoint meet, in the order in which they were planned. */
export class FaultPlan {
  readonly #planned = new Map<ProviderEndpoint, { readonly fault: ProviderFault; left: number }[]>();

  /** Plans a fault for the next `times` requests (Infinity: until cleared). */
  next(endpoint: ProviderEndpoint, fault: ProviderFault, times = 1): void {
    const queue = this.#planned.get(endpoint) ?? [];
    queue.push({ fault, left: times });
    this.#planned.set(endpoint, queue);
  }

  clear(endpoint?: ProviderEndpoint): void {
    if (endpoint === undefined) this.#planned.clear();
    else this.#planned.delete(endpoint);
  }

  /** Takes the fault that a request meets now, if any. */
  take(endpoint: ProviderEndpoint): ProviderFault | undefined {
    const queue = this.#planned.get(endpoint);
    const first = queue?.[0];
    if (queue === undefined || first === undefined) return undefined;
    first.left -= 1;
    if (first.left <= 0) queue.shift();
    return first.fault;
  }
}
