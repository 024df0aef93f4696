import { StrictMode } from 'react';
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
import { App } from './app.tsx';
import { chooseBackend } from './backend/bridge-backend.ts';
import { BackendContext, SnapshotStore } from './backend/backend-context.tsx';
import { prepareTexts } from './i18n.ts';
import { keptLanguage, keptTheme, showTheme } from './preferences.ts';

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
