import { type Backend, type Bridge, commandTable } from '#contract/commands.ts';
import { hostCommandTable } from '#contract/commands/host.ts';
import {
  checkedResult,
  disconnected,
  PanelBackend,
  pushedActivity,
  pushedSnapshot,
  tokenFor,
} from './panel-backend.ts';

/** The desktop's transport: the functions that the preload script has put at `window.mailwicket`. */
function bridgeBackend(bridge: Bridge): Backend {
  return {
    async run(name, input) {
      return checkedResult(
        commandTable[name].output,
        await bridge.run(name, input).catch(() => disconnected),
      );
    },
    async host(name, input) {
      return checkedResult(
        hostCommandTable[name].output,
        await bridge.host(name, input).catch(() => disconnected),
      );
    },
    onSnapshot: (listener) =>
      bridge.onSnapshot((raw) => {
        const snapshot = pushedSnapshot(raw);
        if (snapshot !== undefined) listener(snapshot);
      }),
    onActivity: (listener) => bridge.onActivity((raw) => listener(pushedActivity(raw))),
    onConnection(listener) {
      // the window and the core live and die together
      listener(true, false);
      return () => {};
    },
  };
}

declare global {
  interface Window {
    /** Put there by the desktop's preload script; not there in a browser. */
    readonly mailwicket?: Bridge;
  }
}

/** The token, or the code of a link that is good once. */
const keyInFragment = /^(?:once-)?[\w-]{43}$/;
const tokenKey = 'mailwicket-panel-token';

/** The transport of this page: the desktop's bridge where there is one, else the panel's HTTP. */
export async function chooseBackend(): Promise<Backend> {
  if (window.mailwicket !== undefined) return bridgeBackend(window.mailwicket);
  // a link that is opened in a window of ours changes no more than the fragment
  window.addEventListener('hashchange', () => {
    if (keyInFragment.test(window.location.hash.slice(1))) window.location.reload();
  });
  let fragment = window.location.hash.slice(1);
  if (fragment.startsWith('once-')) {
    window.history.replaceState(null, '', '/');
    fragment = (await tokenFor(fragment.slice('once-'.length))) ?? '';
  }
  // kept for a reload, in this tab only; the address bar shows it no longer than needed
  if (/^[\w-]{43}$/.test(fragment)) {
    window.sessionStorage.setItem(tokenKey, fragment);
    window.history.replaceState(null, '', '/');
  }
  return new PanelBackend(window.sessionStorage.getItem(tokenKey) ?? '');
}
