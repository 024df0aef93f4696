import { BridgeEnd } from './bridge-end.ts';
import { decodeClone, encodeClone, listOf, CloneReader, CloneWriter } from './clone-text.ts';

/** What of a browser the two functions below use; the rest of the DOM has no place in these types. */
declare const window: EventTarget & { readonly top: unknown; open(...values: unknown[]): unknown };
declare const document: { createElement(name: string): EventTarget; readonly title: string };
declare const MutationObserver: new (told: () => void) => { observe(node: unknown, what: object): void };
declare const FocusEvent: new (type: string, init: { relatedTarget: EventTarget }) => Event;

/** What a preload script is told beside its source. */
export interface PreloadFacts {
  /** Known to the two worlds and to the process that drives the page, not to the page. */
  readonly token: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string>>;
}

type Preload = (
  load: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
) => void;

/** Freezes plain objects all the way down. Put into pages by its source too. */
function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const one of Object.values(value)) freeze(one);
  return Object.freeze(value);
}

/**
 * Runs in the page's world, before its first script: takes what the preload exposes. Runs in pages, put
 * there by its source.
 */
function startPageWorld(token: string): void {
  const open = window.open.bind(window);
  // a denied window.open() gives null; that it was called is told all the same
  window.open = (...values) => {
    open(...values);
    return null;
  };
  if (window !== window.top) return;

  window.addEventListener(
    token,
    (event) => {
      const node: unknown = Reflect.get(event, 'relatedTarget');
      event.stopImmediatePropagation();
      if (!(node instanceof EventTarget)) return;
      // the functions it exposes keep it
      void new BridgeEnd(node, 'from page', 'from preload', (key, api) => {
        if (Object.hasOwn(window, key)) {
          throw new Error('Cannot bind an API on top of an existing property on the window object');
        }
        Object.defineProperty(window, key, { value: freeze(api), enumerable: true });
      });
    },
    { once: true },
  );
}

/** Runs in the preload's own world: what a sandboxed preload script finds. Put there by its source. */
function startPreloadWorld(facts: PreloadFacts, preload: Preload): void {
  if (window !== window.top) return;
  const send: unknown = Reflect.get(globalThis, facts.token);
  if (typeof send !== 'function') throw new Error('the stand-in has no way out of this world');
  const post = (...words: unknown[]): unknown => Reflect.apply(send, undefined, [JSON.stringify(words)]);

  const node = document.createElement('template');
  window.dispatchEvent(new FocusEvent(facts.token, { relatedTarget: node }));
  const bridge = new BridgeEnd(node, 'from preload', 'from page', () => {
    throw new Error('a page exposes nothing');
  });

  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(event: unknown, ...values: unknown[]) => void>>();
  let next = 0;

  const off = (channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown => {
    listeners.get(channel)?.delete(listener);
    return ipcRenderer;
  };
  const ipcRenderer = {
    invoke(channel: string, ...values: unknown[]): Promise<unknown> {
      const text = encodeClone(values);
      next += 1;
      const id = next;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        post('invoke', id, channel, text);
      });
    },
    send(channel: string, ...values: unknown[]): void {
      post('send', 0, channel, encodeClone(values));
    },
    on(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown {
      const known = listeners.get(channel) ?? new Set();
      known.add(listener);
      listeners.set(channel, known);
      return ipcRenderer;
    },
    once(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown {
      const first = (event: unknown, ...values: unknown[]): void => {
        off(channel, first);
        listener(event, ...values);
      };
      return ipcRenderer.on(channel, first);
    },
    off,
    removeListener: off,
    removeAllListeners(channel: string): unknown {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };

  const receive = (kind: string, name: string | number, text: string): void => {
    if (kind === 'message') {
      const values = decodeClone(text);
      for (const listener of listeners.get(String(name)) ?? []) {
        listener({ sender: ipcRenderer, ports: [] }, ...listOf(values));
      }
      return;
    }
    const waiting = pending.get(Number(name));
    pending.delete(Number(name));
    if (kind === 'value') waiting?.resolve(decodeClone(text));
    else waiting?.reject(new Error(text));
  };
  Object.defineProperty(globalThis, `${facts.token} receive`, { value: receive });

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      bridge.expose(key, api);
    },
  };
  const load = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const { platform, arch, versions } = facts;
  const process = {
    platform,
    arch,
    versions,
    env: {},
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
  };
  const module = { exports: {} };
  try {
    preload(load, module, module.exports, process);
  } catch (error) {
    post('preload-error', 0, '', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

/** Runs in a world of its own: says the title whenever it is another one. Put there by its source. */
function startTitleWorld(token: string): void {
  if (window !== window.top) return;
  const send: unknown = Reflect.get(globalThis, token);
  if (typeof send !== 'function') throw new Error('the stand-in has no way out of this world');
  let told = '';
  const tell = (): void => {
    if (document.title === told) return;
    told = document.title;
    Reflect.apply(send, undefined, [told]);
  };
  new MutationObserver(tell).observe(document, { subtree: true, childList: true, characterData: true });
}

// A function's source, with its types already taken off by Node, is what a page is given to run.
const common = [listOf, CloneWriter, CloneReader, encodeClone, decodeClone, freeze, BridgeEnd]
  .map(String)
  .join('\n');

/** The script for the page's own world. */
export function pageWorldSource(token: string): string {
  return `(() => {\n${common}\n${String(startPageWorld)}\nstartPageWorld(${JSON.stringify(token)});\n})();`;
}

/** The script for the preload's world, with the preload script in it. */
export function preloadWorldSource(facts: PreloadFacts, preload: string): string {
  const wrapped = `function (require, module, exports, process) {\n${preload}\n}`;
  return `(() => {\n${common}\n${String(startPreloadWorld)}\nstartPreloadWorld(${JSON.stringify(facts)}, ${wrapped});\n})();`;
}

/** The script for a world that tells the page's title. */
export function titleWorldSource(token: string): string {
  return `(() => {\n${String(startTitleWorld)}\nstartTitleWorld(${JSON.stringify(token)});\n})();`;
}
