import type { ScreenCalls, FeedSource, FeedTarget } from '#core/screens/screen-calls.ts';
import { msg } from '#messages/message.ts';
import { ipcMain, type IpcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { z } from 'zod';
import type { Logger } from '#core/logging/logger.ts';
import type { CommandResult } from '#contract/problem.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { screensOrigin, signInBarOrigin } from '../navigation.ts';
import { channels } from './channels.ts';

/** Our pages that may speak to the main process, each with channels of its own. */
export type Surface = 'screens' | 'sign-in-bar';

const originOf: Readonly<Record<Surface, string>> = {
  screens: screensOrigin,
  'sign-in-bar': signInBarOrigin,
};

/** What is done with the checked arguments of a call. What it throws becomes `{ok: false, …}`. */
export type Answer<Arguments> = (input: Arguments, from: WebContents) => Promise<CommandResult<unknown>>;

/**
 * The only place that listens to pages. A call counts only if it comes from the main frame, with the exact origin, of a
 * page that was trusted with that surface; its arguments only if they fit the schema.
 */
export class IpcRegistrar {
  readonly #ipc: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly #logger: Logger;
  readonly #trusted = new Map<WebContents, Surface>();
  readonly #channels = new Set<string>();
  readonly #answering = new Set<Promise<unknown>>();

  constructor(options: {
    readonly logger: Logger;
    readonly ipc?: Pick<IpcMain, 'handle' | 'removeHandler'>;
  }) {
    this.#logger = options.logger;
    this.#ipc = options.ipc ?? ipcMain;
  }

  /** From now on a page's calls count; until the returned function is called. */
  trust(contents: WebContents, surface: Surface): () => void {
    this.#trusted.set(contents, surface);
    return () => this.#trusted.delete(contents);
  }

  /**
   * Answers a channel.
   * @param schema - of the list of arguments
   */
  answer<Arguments>(
    surface: Surface,
    channel: string,
    schema: z.ZodType<Arguments>,
    answer: Answer<Arguments>,
  ): void {
    this.#channels.add(channel);
    const answered = async (
      given: readonly unknown[],
      from: WebContents,
    ): Promise<CommandResult<unknown>> => {
      try {
        return await answer(schema.parse(given), from);
      } catch (error) {
        if (!(error instanceof z.ZodError)) this.#logger.warn('a call has failed', { channel, error });
        return { ok: false, ...problemOf(error) };
      }
    };
    this.#ipc.handle(channel, async (event, ...given: unknown[]): Promise<CommandResult<unknown>> => {
      if (!this.#mayCall(event, surface)) {
        this.#logger.warn('a call from a page that may not make it was refused', { channel });
        return { ok: false, code: 'forbidden', message: msg('settings.pageMayNotAsk') };
      }
      const answering = answered(given, event.sender);
      this.#answering.add(answering);
      return await answering.finally(() => this.#answering.delete(answering));
    });
  }

  /** @returns waits until every call is answered that has come since */
  callsFromNow(): () => Promise<void> {
    const before = new Set(this.#answering);
    return async () => {
      await Promise.all([...this.#answering].filter((one) => !before.has(one)));
    };
  }

  /** How many pages are trusted now. */
  get trusted(): number {
    return this.#trusted.size;
  }

  /** Listens to nobody any more. */
  close(): void {
    for (const channel of this.#channels) this.#ipc.removeHandler(channel);
    this.#channels.clear();
    this.#trusted.clear();
  }

  #mayCall(event: IpcMainInvokeEvent, surface: Surface): boolean {
    const { sender, senderFrame } = event;
    if (this.#trusted.get(sender) !== surface) return false;
    // null: the frame has gone elsewhere since it called
    if (senderFrame === null || senderFrame !== sender.mainFrame) return false;
    return senderFrame.origin === originOf[surface];
  }
}

/** The result of a call that went well. */
export function done(value: unknown = {}): CommandResult<unknown> {
  return { ok: true, value };
}

/** Enough for a window's first look; the rest is in the log. */
const entriesAtFirst = 1_000;

const call = z.tuple([z.unknown(), z.unknown()]);
const subscription = z.tuple([z.enum(['snapshot', 'activity']), z.int().min(0)]);

/** Connects the screens of the window: commands of the core, commands of the host, and what there is to show. */
export function answerScreens(
  registrar: IpcRegistrar,
  source: Pick<FeedSource, 'snapshot' | 'activity'>,
  calls: ScreenCalls,
): void {
  registrar.answer('screens', channels.run, call, ([name, input]) => calls.run(name, input));
  registrar.answer('screens', channels.host, call, ([name, input]) => calls.host(name, input));
  registrar.answer('screens', channels.subscribe, subscription, async ([topic, to], from) => {
    // over the same way as what is new, so that nothing overtakes it
    const page = pageTarget(from, to);
    if (topic === 'snapshot') page.snapshot(source.snapshot);
    else page.activity(source.activity.entries({ limit: entriesAtFirst }));
    return done();
  });
}

/** The way to a page: to all of its subscribers, or to one alone (`to`). */
export function pageTarget(page: Pick<WebContents, 'send' | 'isDestroyed'>, to?: number): FeedTarget {
  const push = (channel: string, message: object): void => {
    if (!page.isDestroyed()) page.send(channel, to === undefined ? message : { to, ...message });
  };
  return {
    snapshot: (snapshot) => push(channels.snapshot, { snapshot }),
    activity: (entries) => push(channels.activity, { entries }),
  };
}
