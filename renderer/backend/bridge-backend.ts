import type { Backend, Bridge } from '#contract/commands.ts';
import {
  commandResult,
  disconnected,
  hostResult,
  pushedActivity,
  pushedSnapshot,
} from './checked-results.ts';

/** The desktop's transport: the functions that the preload script has put at `window.mailwicket`. */
export function bridgeBackend(bridge: Bridge): Backend {
  return {
    async run(name, input) {
      return commandResult(name, await bridge.run(name, input).catch(() => disconnected));
    },
    async host(name, input) {
      return hostResult(name, await bridge.host(name, input).catch(() => disconnected));
    },
    onSnapshot: (listener) =>
      bridge.onSnapshot((raw) => {
        const snapshot = pushedSnapshot(raw);
        if (snapshot !== undefined) listener(snapshot);
      }),
    onActivity: (listener) => bridge.onActivity((raw) => listener(pushedActivity(raw))),
    onConnection(listener) {
      // the window and the core live and die together
      listener(true);
      return () => {};
    },
  };
}
