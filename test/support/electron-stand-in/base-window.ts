import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { lifecycle } from './lifecycle.ts';

/** A window without a page. It is never shown here; on Windows it is told of the end of the session. */
export class StandInBaseWindow extends EventEmitter {
  static readonly #all = new Set<StandInBaseWindow>();

  constructor(options: Electron.BaseWindowConstructorOptions = {}) {
    super();
    lifecycle.needReady('BaseWindow');
    if (options.show !== false) throw new Error('the stand-in has only hidden windows without a page');
    StandInBaseWindow.#all.add(this);
  }

  static getAllWindows(): StandInBaseWindow[] {
    return [...StandInBaseWindow.#all];
  }

  isVisible(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return !StandInBaseWindow.#all.has(this);
  }

  destroy(): void {
    if (StandInBaseWindow.#all.delete(this)) this.emit('closed');
  }
}
