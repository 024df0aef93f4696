import v8 from 'node:v8';

/** So many connections before their login are a crowd, and so few are none any more. */
const crowd = { from: 50, until: 10 };

/**
 * Whether V8's space for young objects may grow. It stays at the megabyte that it starts with (`prepareNode`): that fits
 * into the processor's cache, and mail is carried with a third less of the processor than with sixteen. In a crowd of
 * logins, most objects are needed until their login is through, and V8 copies all of them whenever the space is full:
 * then it may double, up to V8's own limit. V8 makes it small again once there is little to do.
 */
export class YoungSpace {
  #mayGrow = false;

  /** @param beforeLogin - how many connections are not logged in */
  follow(beforeLogin: number): void {
    const mayGrow = beforeLogin >= crowd.from || (this.#mayGrow && beforeLogin > crowd.until);
    if (mayGrow === this.#mayGrow) return;
    this.#mayGrow = mayGrow;
    v8.setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? '2' : '1'}`);
  }
}
