import type { SignInBarBridge, SignInBarState } from '../../preload/sign-in-bar-bridge.ts';

/** The part of a page that the bar needs: the shell's types are those of Node, which knows no pages. */
interface PageElement {
  textContent: string | null;
  readonly dataset: Record<string, string | undefined>;
  setAttribute(name: string, value: string): void;
  addEventListener(event: 'click', listener: () => void): void;
}

declare const document: {
  readonly documentElement: { lang: string };
  getElementById(id: string): PageElement | null;
};
declare const window: { readonly signInBar: SignInBarBridge };

function element(id: string): PageElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is not there`);
  return found;
}

/** Shows what the main process says: as texts, never as HTML. */
function show(state: SignInBarState): void {
  const { account, code, address, addressHint } = state;
  document.documentElement.lang = state.language;
  element('account').textContent = code === undefined ? account : `${account} · ${code}`;
  const shown = element('address');
  shown.dataset['kind'] = address.kind;
  shown.setAttribute('aria-label', `${addressHint} ${address.origin}`);
  element('origin').textContent = address.origin;
  element('hint').textContent = addressHint;
  element('trouble').textContent = state.trouble ?? '';
  element('browser').textContent = state.browserLabel;
  element('cancel').textContent = state.cancelLabel;
}

element('browser').addEventListener('click', () => window.signInBar.useBrowser());
element('cancel').addEventListener('click', () => window.signInBar.cancel());
window.signInBar.onState(show);
