import type { ShellState } from '../shell-state.ts';
import type { Texts } from '../localizer.ts';
import type { UpdateState } from '../updates.ts';
import type { NotificationText } from './notification-rules.ts';

export interface UpdateNotificationsOptions {
  readonly state: ShellState;
  readonly texts: Texts;
  readonly notify: (text: NotificationText, clicked: () => void) => void;
  readonly openWindow: (page: string) => void;
}

/** Tells a person of each new version once, and how a look for updates went that they asked for. */
export class UpdateNotifications {
  readonly #options: UpdateNotificationsOptions;
  #shown = 0;

  constructor(options: UpdateNotificationsOptions) {
    this.#options = options;
  }

  /** To be called with each change. A version that was told is not told again, at later starts neither. */
  follow(now: UpdateState): void {
    if (now.state !== 'available' && now.state !== 'downloaded') return;
    const { state } = this.#options;
    const toldUpdate = `${now.state} ${now.version}`.slice(0, longestTold);
    if (state.values.toldUpdate === toldUpdate) return;
    void state.set({ toldUpdate });
    this.#show(now);
  }

  /** Looks for updates because a person asked: they are told how it went, also what they were told before. */
  async answer(look: () => Promise<UpdateState>): Promise<void> {
    const before = this.#shown;
    const found = await look();
    // a version that is new was told when it was found
    if (this.#shown === before) this.#show(found);
  }

  #show(found: UpdateState): void {
    const { texts, notify, openWindow } = this.#options;
    const show = (title: string, body = ''): void => {
      this.#shown += 1;
      // where it is told in full, and what is there can be installed
      notify({ title, body }, () => openWindow('/settings/general'));
    };
    switch (found.state) {
      case 'available':
      case 'downloading':
      case 'downloaded': {
        const { state, version } = found;
        return show(texts(`notice.update-${state}.title`, { version }), texts(`notice.update-${state}.body`));
      }
      case 'idle':
        return show(texts('notice.update-none.title'));
      case 'failed':
        return show(texts('notice.update-failed.title'), texts('notice.update-failed.body'));
      case 'off':
      case 'checking':
        return;
      default:
        return found satisfies never;
    }
  }
}

/** As much as the shell's state takes. */
const longestTold = 200;
