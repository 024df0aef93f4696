import { lazy, useState, type ComponentType, type ReactNode } from 'react';

/** A screen in a file of its own. */
export interface LazyScreen<Props> {
  readonly Screen: (props: Props) => ReactNode;
  /** Fetches it before it is shown; what does not come now is fetched when it is. */
  readonly fetch: () => Promise<void>;
}

/**
 * Leaves a screen in a file of its own until it is shown. One that has been fetched is shown at once: React would
 * show its fallback first, and keep it for a third of a second.
 */
export function lazyScreen<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyScreen<Props> {
  let Fetched: ComponentType<Props> | undefined;
  const loaded = async (): Promise<{ readonly default: ComponentType<Props> }> => {
    Fetched ??= await load();
    return { default: Fetched };
  };
  const Later = lazy(loaded);
  return {
    Screen: (props) => {
      // the same one as long as it is shown: another one would lose what was typed
      const [There] = useState(() => Fetched);
      return There === undefined ? <Later {...props} /> : <There {...props} />;
    },
    fetch: async () => {
      await loaded().catch(() => undefined);
    },
  };
}
