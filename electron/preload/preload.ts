import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge } from '#contract/commands.ts';
import { channels } from '../ipc/channels.ts';

/** What is pushed: to one subscriber (`to`) its first message, to all that have had theirs what is new. */
interface Pushed {
  readonly to?: unknown;
  readonly snapshot?: unknown;
  readonly entries?: unknown;
}

let subscriptions = 0;

function subscribe(
  topic: 'snapshot' | 'activity',
  channel: string,
  take: (message: Pushed) => void,
): () => void {
  subscriptions += 1;
  const id = subscriptions;
  let begun = false;
  const listener = (_event: IpcRendererEvent, message: Pushed): void => {
    if (message.to === undefined ? !begun : message.to !== id) return;
    begun = true;
    take(message);
  };
  ipcRenderer.on(channel, listener);
  void ipcRenderer.invoke(channels.subscribe, topic, id);
  return () => {
    ipcRenderer.off(channel, listener);
  };
}

const bridge: Bridge = {
  run: (name, input) => ipcRenderer.invoke(channels.run, name, input),
  host: (name, input) => ipcRenderer.invoke(channels.host, name, input),
  onSnapshot: (listener) => subscribe('snapshot', channels.snapshot, (message) => listener(message.snapshot)),
  onActivity: (listener) => subscribe('activity', channels.activity, (message) => listener(message.entries)),
};

contextBridge.exposeInMainWorld('mailwicket', bridge);
