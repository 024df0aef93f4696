import { Notification } from 'electron';
import type { Logger } from '#core/logging/logger.ts';
import { fitted, type NotificationAction, type NotificationText } from './notification-rules.ts';

/** Shows notices of the system, and keeps them until they are gone, so that a click still counts. */
export class NotificationController {
  readonly #logger: Logger;
  readonly #shown = new Set<Notification>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @param actions - its buttons, on systems that have them; a click elsewhere on it is `clicked` */
  show(text: NotificationText, clicked: () => void, actions: readonly NotificationAction[] = []): void {
    if (!Notification.isSupported()) {
      this.#logger.info('a notice could not be shown: this desktop has none', { title: text.title });
      return;
    }
    const notification = new Notification({
      ...fitted(text, process.platform),
      ...(process.platform === 'linux'
        ? {}
        : { actions: actions.map(({ label }) => ({ type: 'button', text: label }) as const) }),
    });
    const forget = (): void => {
      this.#shown.delete(notification);
    };
    this.#shown.add(notification);
    // some systems never say that a notice is gone
    if (this.#shown.size > mostKept) this.#shown.delete([...this.#shown][0] ?? notification);
    notification.on('click', () => {
      forget();
      clicked();
    });
    notification.on('action', ({ actionIndex }) => {
      forget();
      actions[actionIndex]?.chosen();
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => {
      forget();
      this.#logger.warn('a notice could not be shown', { error });
    });
    notification.show();
  }

  closeAll(): void {
    for (const notification of this.#shown) notification.close();
    this.#shown.clear();
  }
}

const mostKept = 50;
