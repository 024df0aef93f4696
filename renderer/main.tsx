import { Direction } from 'radix-ui';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';
import './design/shell.css';
import './design/accounts.css';
import './design/wizard.css';
import './design/clients.css';
import './design/activity.css';
import './design/settings.css';
import { chooseBackend } from './backend/bridge-backend.ts';
import { BackendContext, SnapshotStore, useShown } from './backend/backend-context.tsx';
import { prepareTexts, t, useDirection } from './i18n.ts';
import { keptLanguage, keptTheme, showTheme } from './preferences.ts';
import { keyOf, type Route, useRoute } from './route.ts';
import { AccountScreen } from './screens/account/account-screen.tsx';
import { AccountsScreen } from './screens/accounts/accounts-screen.tsx';
import { QuickSearch } from './screens/accounts/quick-search.tsx';
import { AddAccountScreen } from './screens/add-account/add-account-screen.tsx';
import { ActivityScreen } from './screens/activity/activity-screen.tsx';
import { ClientFormScreen } from './screens/clients/client-form.tsx';
import { ClientScreen } from './screens/clients/client-screen.tsx';
import { ClientsScreen } from './screens/clients/clients-screen.tsx';
import { ImportScreen } from './screens/import/import-screen.tsx';
import { SettingsScreen } from './screens/settings/settings-screen.tsx';
import { Shell } from './shell.tsx';

showTheme(keptTheme());
const backend = await chooseBackend();
const store = new SnapshotStore(backend);
const info = await backend.host('host-info', {});
// a panel's server may speak another language than who looks at it, or none that was chosen
const hosts = info.ok && info.value.kind === 'desktop' ? [info.value.language] : navigator.languages;
const kept = keptLanguage();
await prepareTexts(kept === undefined ? hosts : [kept]);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <BackendContext value={{ backend, store, hostInfo: info.ok ? info.value : undefined }}>
      <App />
    </BackendContext>
  </StrictMode>,
);

/** The screens: the frame, and in it the page that the address names. */
export function App(): ReactNode {
  const direction = useDirection();
  const { snapshot } = useShown();
  const route = useRoute();
  return (
    <Direction.Provider dir={direction}>
      <Shell>
        {snapshot === undefined ? (
          <p className="quiet" role="status">
            {t('common.loading')}
          </p>
        ) : (
          <>
            {/* another account is another page: nothing typed or opened on one is carried to the other */}
            <Screen key={keyOf(route)} route={route} />
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
      return <ImportScreen />;
    case 'clients':
      return <ClientsScreen />;
    case 'client':
      return <ClientScreen {...route} />;
    case 'add-client':
      return <ClientFormScreen {...route} />;
    case 'activity':
      return <ActivityScreen />;
    case 'settings':
      return <SettingsScreen tab={route.tab} />;
    default:
      return route satisfies never;
  }
}
