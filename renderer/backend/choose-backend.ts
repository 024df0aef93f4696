import type { Backend, Bridge } from '#contract/commands.ts';
import { bridgeBackend } from './bridge-backend.ts';
import { PanelBackend } from './panel-backend.ts';

declare global {
  interface Window {
    /** Put there by the desktop's preload script; not there in a browser. */
    readonly mailwicket?: Bridge;
  }
}

const tokenKey = 'mailwicket-panel-token';

/** The transport of this page: the desktop's bridge where there is one, else the panel's HTTP. */
export function chooseBackend(): Backend {
  if (window.mailwicket !== undefined) return bridgeBackend(window.mailwicket);
  const fragment = window.location.hash.slice(1);
  // kept for a reload, in this tab only; the address bar shows it no longer than needed
  if (/^[\w-]{43}$/.test(fragment)) {
    window.sessionStorage.setItem(tokenKey, fragment);
    window.history.replaceState(null, '', '/');
  }
  return new PanelBackend(window.sessionStorage.getItem(tokenKey) ?? '');
}
