import type { WebContents } from 'electron';
import { z } from 'zod';
import type { ScreenCalls } from '#core/screens/screen-calls.ts';
import type { FeedSource, FeedTarget } from '#core/screens/screen-feed.ts';
import { channels } from './channels.ts';
import { done, type IpcRegistrar } from './registrar.ts';

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
