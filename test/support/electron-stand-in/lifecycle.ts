/** Whether the app is ready, apart from `app` itself so that every part can ask. */
let ready = false;
const { promise, resolve } = Promise.withResolvers<void>();

export const lifecycle = {
  get ready(): boolean {
    return ready;
  },
  whenReady: promise,
  /** Called once, after the app's main module has run to its end. */
  becomeReady(): void {
    ready = true;
    resolve();
  },
  /** Throws Electron's words for what is used too early. */
  needReady(what: string): void {
    if (!ready) throw new Error(`${what} can only be received when app is ready`);
  },
};
