import { Direction } from 'radix-ui';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useShown } from './backend/backend-context.tsx';
import { t, useDirection } from './i18n.ts';
import { keyOf, type Route, useRoute } from './route.ts';
import { AccountScreen } from './screens/account/account-screen.tsx';
import { AccountsScreen } from './screens/accounts/accounts-screen.tsx';
import { QuickSearch } from './screens/accounts/quick-search.tsx';
import { AddAccountScreen } from './screens/add-account/add-account-screen.tsx';
import { Shell } from './shell.tsx';

const clients = lazyScreen(async () => (await import('./screens/clients/clients-screen.tsx')).ClientsScreen);
const client = lazyScreen(async () => (await import('./screens/clients/client-screen.tsx')).ClientScreen);
const clientForm = lazyScreen(
  async () => (await import('./screens/clients/client-form.tsx')).ClientFormScreen,
);
const activity = lazyScreen(
  async () => (await import('./screens/activity/activity-screen.tsx')).ActivityScreen,
);
const settings = lazyScreen(
  async () => (await import('./screens/settings/settings-screen.tsx')).SettingsScreen,
);
const importing = lazyScreen(async () => (await import('./screens/import/import-screen.tsx')).ImportScreen);

/** The screens: the frame, and in it the page that the address names. */
export function App(): ReactNode {
  const direction = useDirection();
  const { snapshot } = useShown();
  const route = useRoute();
  const begun = snapshot !== undefined;
  useEffect(() => {
    if (!begun) return;
    for (const { fetch } of [clients, client, clientForm, activity, settings, importing]) void fetch();
  }, [begun]);
  return (
    <Direction.Provider dir={direction}>
      <Shell>
        {snapshot === undefined ? (
          <p className="quiet" role="status">
            {t('common.loading')}
          </p>
        ) : (
          <>
            <Suspense fallback={<p className="quiet">{t('common.loading')}</p>}>
              {/* another account is another page: nothing typed or opened on one is carried to the other */}
              <Screen key={keyOf(route)} route={route} />
            </Suspense>
            <QuickSearch />
          </>
        )}
      </Shell>
    </Direction.Provider>
  );
}

function Screen({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case 'accounts':
      return <AccountsScreen />;
    case 'account':
      return <AccountScreen id={route.id} tab={route.tab} />;
    case 'add-account':
      return <AddAccountScreen address={route.address} />;
    case 'import':
      return <importing.Screen />;
    case 'clients':
      return <clients.Screen />;
    case 'client':
      return <client.Screen id={route.id} />;
    case 'add-client':
      return <clientForm.Screen {...route} />;
    case 'activity':
      return <activity.Screen />;
    case 'settings':
      return <settings.Screen tab={route.tab} />;
    default:
      return route satisfies never;
  }
}

/** A screen in a file of its own. */
interface LazyScreen<Props> {
  readonly Screen: (props: Props) => ReactNode;
  /** Fetches it before it is shown; what does not come now is fetched when it is. */
  readonly fetch: () => Promise<void>;
}

/**
 * Leaves a screen in a file of its own until it is shown. One that has been fetched is shown at once: React would
 * show its fallback first, and keep it for a third of a second.
 */
function lazyScreen<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyScreen<Props> {
  let Fetched: ComponentType<Props> | undefined;
  const loaded = async (): Promise<{ readonly default: ComponentType<Props> }> => {
    Fetched ??= await load();
    return { default: Fetched };
  };
  const Later = lazy(loaded);
  return {
    Screen: (props) => {
      // the same one as long as it is shown: another one would lose what was typed
      const [There] = useState(() => Fetched);
      return There === undefined ? <Later {...props} /> : <There {...props} />;
    },
    fetch: async () => {
      await loaded().catch(() => undefined);
    },
  };
}
