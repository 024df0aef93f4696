/** The sample's preload script, as a bundler would write it. */
export const preload = `
'use strict';
const { contextBridge, ipcRenderer } = require('electron');
const { hiddenFromPages } = { hiddenFromPages: 'only the preload knows' };
globalThis.secretOfThePreload = hiddenFromPages;
contextBridge.exposeInMainWorld('sample', {
  facts: { platform: process.platform, nested: { list: [1, undefined, 'three'] } },
  echo: (value) => ipcRenderer.invoke('echo', value),
  add: (input) => ipcRenderer.invoke('add', input),
  who: () => ipcRenderer.invoke('who'),
  missing: () => ipcRenderer.invoke('nobody-listens'),
  unclonable: () => ipcRenderer.invoke('gives-a-function'),
  sendsFunction: () => ipcRenderer.invoke('echo', () => 1),
  onTick: (listener) => {
    const hear = (_event, value) => listener(value);
    ipcRenderer.on('tick', hear);
    return () => { ipcRenderer.off('tick', hear); };
  },
  callTwice: (listener) => [listener('first'), listener('second')],
  throws: () => { throw new TypeError('not like this'); },
  map: () => new Map([['when', new Date(0)]]),
});
`;

const shared = 'text/html; charset=utf-8';

/** The sample's screens by host and path. */
export const pages: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  'main/index.html': {
    type: shared,
    text: '<!doctype html><title>The sample</title><h1>sample</h1><script>globalThis.inlineRan = true</script><script src="page.js"></script>',
  },
  'main/page.js': { type: 'text/javascript', text: 'globalThis.pageScriptRan = location.href;' },
  'other/index.html': { type: shared, text: '<!doctype html><title>The other</title><h1>other</h1>' },
};

export const policy = "default-src 'none'; script-src 'self'";
