import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { channels, type SignInBarBridge, type SignInBarState } from '../ipc/channels.ts';

const bridge: SignInBarBridge = {
  onState: (listener) => {
    ipcRenderer.on(channels.barState, (_event: IpcRendererEvent, state: SignInBarState) => listener(state));
    void ipcRenderer.invoke(channels.barReady);
  },
  useBrowser: () => void ipcRenderer.invoke(channels.barAct, 'use-browser'),
  cancel: () => void ipcRenderer.invoke(channels.barAct, 'cancel'),
  answer: (values) => void ipcRenderer.invoke(channels.barAnswer, values),
};

contextBridge.exposeInMainWorld('signInBar', bridge);
