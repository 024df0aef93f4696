import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { clientViewSchema } from '#contract/views.ts';

export const accountTabSchema = z.enum(['overview', 'programs', 'sign-in', 'activity', 'advanced']);
export type AccountTab = z.infer<typeof accountTabSchema>;

export const settingsTabs = ['general', 'ports', 'devices', 'encryption', 'network', 'help'] as const;
export type SettingsTab = (typeof settingsTabs)[number];

const client = clientViewSchema.shape;
const words = z.string().optional();

/** Where in the screens one is; it stands in the address's fragment, so that Back and reload work. */
const routeSchema = z.discriminatedUnion('page', [
  z.object({ page: z.enum(['accounts', 'clients', 'import', 'activity']) }),
  z.object({ page: z.literal('account'), id: z.string(), tab: accountTabSchema.optional().catch(undefined) }),
  z.object({ page: z.literal('add-account'), address: words }),
  z.object({
    page: z.literal('client'),
    id: z.string(),
    /** What is to be entered there at once. */
    enter: z.literal('secret').optional().catch(undefined),
  }),
  z.object({
    page: z.literal('add-client'),
    copyOf: words,
    /** What the form begins with. */
    provider: client.provider.optional().catch(undefined),
    cloud: client.cloud.catch(undefined),
    grant: client.grant.optional().catch(undefined),
    /** The address whose account is waiting for the client: once it is saved, go back to add-account with it. */
    for: words,
  }),
  z.object({ page: z.literal('settings'), tab: z.enum(settingsTabs).optional().catch(undefined) }),
]);
export type Route = z.infer<typeof routeSchema>;

/** What of a route stands in the fragment's path; the rest stands in its query. */
const inPath: { readonly [Page in Route['page']]?: string } = {
  account: 'id',
  client: 'id',
  'add-account': 'address',
  'add-client': 'copyOf',
  settings: 'tab',
};

/** The fragment for a route, '#' included: for links. */
export function hrefOf(route: Route): string {
  const { page, ...rest } = route;
  const query = new URLSearchParams();
  let path = `#/${page}`;
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    if (name === inPath[page]) path += `/${encodeURIComponent(value)}`;
    else query.set(name, value);
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** What tells one page from another: the tabs of one are the same page. */
export function keyOf(route: Route): string {
  return hrefOf('tab' in route ? { ...route, tab: undefined } : route);
}

/** The route of a fragment; what makes no sense leads to the accounts. */
function routeOf(fragment: string): Route {
  const [, page = '', rest, query = ''] = /^#\/([a-z-]+)(?:\/([^?]+))?(?:\?(.*))?$/.exec(fragment) ?? [];
  const { [page]: name = 'nothing' }: Readonly<Partial<Record<string, string>>> = inPath;
  const raw = { ...Object.fromEntries(new URLSearchParams(query)), page, [name]: rest && decodeSafely(rest) };
  return routeSchema.safeParse(raw).data ?? { page: 'accounts' };
}

/** Goes somewhere; 'instead': Back does not come back to where one was. */
export function goTo(route: Route, how: 'next' | 'instead' = 'next'): void {
  if (how === 'instead') window.location.replace(hrefOf(route));
  else window.location.hash = hrefOf(route);
}

let before = '';
window.addEventListener('hashchange', ({ oldURL }) => {
  before = new URL(oldURL).hash;
});

/** The row of a list that leads to where one comes from: that of the account whose page was left. */
export function linkToPageBefore(): HTMLElement | undefined {
  const href = before.replace(/\?.*/, '');
  return [...document.querySelectorAll<HTMLElement>('a.link-row-name')].find(
    (link) => link.getAttribute('href') === href,
  );
}

/** Where one is now. */
export function presentRoute(): Route {
  return routeOf(window.location.hash);
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
