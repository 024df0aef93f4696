import v8 from 'node:v8';
import vm from 'node:vm';

/** So many connections before their login are a crowd, and so few are none any more. */
const crowd = { from: 50, until: 10 };

/** Octets of uploads after which young objects are collected. V8 marks the whole heap when buffers outside of it hold 64 MB. */
const collectAfter = 16_000_000;

/**
 * What V8 does with its space for young objects.
 *
 * Whether it may grow: it stays at the megabyte that it starts with (`prepareNode`), as that fits into the processor's
 * cache, and mail is carried with a third less of the processor than with sixteen. In a crowd of logins, most objects
 * are needed until their login is through, and V8 copies all of them whenever the space is full: then it may double, up
 * to V8's own limit. V8 makes it small again once there is little to do.
 *
 * When it is collected: what a mail program uploads is read into buffers of 64 kB outside of the heap, each held by a few
 * small objects. They hardly fill the space, so V8 would not collect them, but mark the whole heap every 45 MB, which
 * takes as much of the processor as carrying them.
 */
export class YoungSpace {
  #mayGrow = false;
  #uploaded = 0;
  #collect: (() => void) | undefined;

  /** @param beforeLogin - how many connections are not logged in */
  follow(beforeLogin: number): void {
    const mayGrow = beforeLogin >= crowd.from || (this.#mayGrow && beforeLogin > crowd.until);
    if (mayGrow === this.#mayGrow) return;
    this.#mayGrow = mayGrow;
    v8.setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? '2' : '1'}`);
  }

  /** @param octets - that have come from a mail program after its login */
  uploaded(octets: number): void {
    this.#uploaded += octets;
    if (this.#uploaded < collectAfter) return;
    this.#uploaded = 0;
    this.#collect ??= youngCollector();
    this.#collect();
  }
}

/** V8's own function, which a context has that is made while the flag is set. */
function youngCollector(): () => void {
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('globalThis.gc');
  v8.setFlagsFromString('--no-expose-gc');
  return () => {
    if (typeof collect === 'function') Reflect.apply(collect, undefined, [{ type: 'minor' }]);
  };
}
