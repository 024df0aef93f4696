const hour = 3_600_000;

/**
 * How many messages were taken in the last hour. Of this run only: a start forgets them. Apart from the session, which
 * loads smtp-server, as the ports count without it.
 */
export class HourlyLimit {
  /** Milliseconds since 1970, the oldest first. */
  #taken: number[] = [];

  /** Whether there were so many in the hour before now. */
  isReached(most: number, now: number): boolean {
    return this.count(now) >= most;
  }

  /** Counts one more, unless there were so many. @returns whether it was counted */
  take(most: number, now: number): boolean {
    if (this.isReached(most, now)) return false;
    this.#taken.push(now);
    return true;
  }

  /** How many there were in the hour before now. */
  count(now: number): number {
    this.#taken = this.#taken.filter((at) => at > now - hour && at <= now);
    return this.#taken.length;
  }
}
