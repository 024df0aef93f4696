import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from './backend/backend-context.tsx';
import { useRoute, hrefOf, type Route } from './route.ts';
import { AccountScreen } from './screens/account/account-screen.tsx';
import { AccountsScreen } from './screens/accounts/accounts-screen.tsx';
import { AddAccountScreen } from './screens/add-account/add-account-screen.tsx';
import { Shell } from './shell.tsx';

const ClientsScreen = lazy(() =>
  import('./screens/clients/clients-screen.tsx').then((module) => ({ default: module.ClientsScreen })),
);
const ClientScreen = lazy(() =>
  import('./screens/clients/client-screen.tsx').then((module) => ({ default: module.ClientScreen })),
);
const ClientFormScreen = lazy(() =>
  import('./screens/clients/client-form-screen.tsx').then((module) => ({ default: module.ClientFormScreen })),
);
const ActivityScreen = lazy(() =>
  import('./screens/activity/activity-screen.tsx').then((module) => ({ default: module.ActivityScreen })),
);
const SettingsScreen = lazy(() =>
  import('./screens/settings/settings-screen.tsx').then((module) => ({ default: module.SettingsScreen })),
);
const ImportScreen = lazy(() =>
  import('./screens/import/import-screen.tsx').then((module) => ({ default: module.ImportScreen })),
);

/** The screens: the frame, and in it the page that the address names. */
export function App(): ReactNode {
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const route = useRoute();
  return (
    <Shell>
      {snapshot === undefined ? (
        <p className="quiet" role="status">
          {t('common.loading')}
        </p>
      ) : (
        <Suspense fallback={<p className="quiet">{t('common.loading')}</p>}>
          {/* another account is another page: nothing typed or opened on one is carried to the other */}
          <Screen key={hrefOf(route)} route={route} />
        </Suspense>
      )}
    </Shell>
  );
}

function Screen({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case 'accounts':
      return <AccountsScreen />;
    case 'account':
      return <AccountScreen id={route.id} />;
    case 'add-account':
      return <AddAccountScreen address={route.address} />;
    case 'import':
      return <ImportScreen />;
    case 'clients':
      return <ClientsScreen />;
    case 'client':
      return <ClientScreen id={route.id} />;
    case 'add-client':
      return <ClientFormScreen {...route} />;
    case 'activity':
      return <ActivityScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return route satisfies never;
  }
}
