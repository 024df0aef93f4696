import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { changed } from './changes.ts';
import { settings } from './settings.ts';
import { StandInEvent } from './stand-in-event.ts';

export class StandInNotification extends EventEmitter {
  static readonly #shown: StandInNotification[] = [];
  readonly #options: Electron.NotificationConstructorOptions;
  #state: 'new' | 'shown' | 'closed' = 'new';

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.#options = options;
  }

  static isSupported(): boolean {
    return settings.notifications;
  }

  get title(): string {
    return this.#options.title ?? '';
  }

  get body(): string {
    return this.#options.body ?? '';
  }

  get silent(): boolean {
    return this.#options.silent ?? false;
  }

  show(): void {
    if (!settings.notifications) {
      this.emit('failed', new StandInEvent(), 'notifications are not supported');
      return;
    }
    if (this.#state !== 'shown') StandInNotification.#shown.push(this);
    this.#state = 'shown';
    setImmediate(() => this.emit('show', new StandInEvent()));
    changed();
  }

  close(): void {
    if (this.#state !== 'shown') return;
    this.#state = 'closed';
    this.emit('close', new StandInEvent());
    changed();
  }

  /** Every notification that was shown, oldest first. */
  static views(): { title: string; body: string; open: boolean }[] {
    return StandInNotification.#shown.map((one) => ({
      title: one.title,
      body: one.body,
      open: one.#state === 'shown',
    }));
  }

  /** A person clicks it, which also takes it away. */
  static click(index: number): void {
    const one = StandInNotification.#shown[index];
    if (one === undefined || one.#state !== 'shown')
      throw new Error(`there is no notification ${index} to click`);
    one.emit('click', new StandInEvent());
    one.close();
  }
}
