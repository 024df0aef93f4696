import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { type ClientView, clientViewSchema } from '#contract/views.ts';

export const accountTabSchema = z.enum(['overview', 'programs', 'sign-in', 'activity', 'advanced']);
export type AccountTab = z.infer<typeof accountTabSchema>;

/** Where in the screens one is; it stands in the address's fragment, so that Back and reload work. */
export type Route =
  | { readonly page: 'accounts' }
  | { readonly page: 'account'; readonly id: string; readonly tab?: AccountTab | undefined }
  | { readonly page: 'add-account'; readonly address?: string }
  | { readonly page: 'clients' }
  | { readonly page: 'client'; readonly id: string }
  | {
      readonly page: 'add-client';
      readonly copyOf?: string;
      /** What the form begins with. */
      readonly provider?: ClientView['provider'];
      readonly cloud?: NonNullable<ClientView['cloud']>;
      readonly grant?: ClientView['grant'];
      /** The address whose account is waiting for the client: once it is saved, go back to add-account with it. */
      readonly forAddress?: string;
    }
  | { readonly page: 'import' }
  | { readonly page: 'activity' }
  | { readonly page: 'settings'; readonly tab?: SettingsTab };

export const settingsTabs = ['general', 'ports', 'devices', 'encryption', 'network', 'help'] as const;
export type SettingsTab = (typeof settingsTabs)[number];

/** The fragment for a route, '#' included: for links. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'account':
      return `${keyOf(route)}${route.tab === undefined ? '' : `?tab=${route.tab}`}`;
    case 'client':
      return `#/client/${encodeURIComponent(route.id)}`;
    case 'add-account':
      return `#/add-account${route.address === undefined ? '' : `/${encodeURIComponent(route.address)}`}`;
    case 'add-client':
      return addClientHref(route);
    case 'accounts':
    case 'clients':
    case 'import':
    case 'activity':
      return `#/${route.page}`;
    case 'settings':
      return route.tab === undefined ? '#/settings' : `#/settings/${route.tab}`;
    default:
      return route satisfies never;
  }
}

/** What tells one page from another: the tabs of one are the same page. */
export function keyOf(route: Route): string {
  return route.page === 'account' ? `#/account/${encodeURIComponent(route.id)}` : hrefOf(route);
}

/** The route of a fragment; what makes no sense leads to the accounts. */
function routeOf(fragment: string): Route {
  const [, page = '', rest, query = ''] = /^#\/([a-z-]+)(?:\/([^?]+))?(?:\?(.*))?$/.exec(fragment) ?? [];
  const argument = rest === undefined ? undefined : decodeSafely(rest);
  switch (page) {
    case 'account':
      return argument === undefined
        ? { page: 'accounts' }
        : { page, id: argument, tab: accountTabSchema.safeParse(new URLSearchParams(query).get('tab')).data };
    case 'client':
      return argument === undefined ? { page: 'accounts' } : { page, id: argument };
    case 'add-account':
      return { page, address: argument };
    case 'add-client':
      return addClientRoute(argument, new URLSearchParams(query));
    case 'clients':
    case 'import':
    case 'activity':
      return { page };
    case 'settings':
      return { page, tab: settingsTabs.find((one) => one === argument) };
    default:
      return { page: 'accounts' };
  }
}

function addClientHref(route: Route & { readonly page: 'add-client' }): string {
  const { copyOf, provider, cloud, grant, forAddress } = route;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ provider, cloud, grant, for: forAddress }))
    if (value !== undefined) query.set(name, value);
  const path = `#/add-client${copyOf === undefined ? '' : `/${encodeURIComponent(copyOf)}`}`;
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

const { provider: providerSchema, cloud: cloudSchema, grant: grantSchema } = clientViewSchema.shape;

function addClientRoute(copyOf: string | undefined, query: URLSearchParams): Route {
  const provider = providerSchema.safeParse(query.get('provider')).data;
  const cloud = cloudSchema.safeParse(query.get('cloud')).data;
  const grant = grantSchema.safeParse(query.get('grant')).data;
  return { page: 'add-client', copyOf, provider, cloud, grant, forAddress: query.get('for') ?? undefined };
}

/** Goes somewhere; 'instead': Back does not come back to where one was. */
export function goTo(route: Route, how: 'next' | 'instead' = 'next'): void {
  if (how === 'instead') window.location.replace(hrefOf(route));
  else window.location.hash = hrefOf(route);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => window.location.hash));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function decodeSafely(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
