const first = 1000;
const longest = 5 * 60_000;
/** A provider's Retry-After is honoured up to here: a typing error there must not end an account for good. */
const longestRetryAfter = 60 * 60_000;

/**
 * How long to leave a provider alone that could not be reached, in milliseconds: from one second, doubling to
 * five minutes, up to half of it taken off at random so that accounts do not return in step.
 * @param failures how many tries failed in a row, from 1
 * @param jitter from 0 to 1
 * @param retryAfter what the provider asked for, in milliseconds: never less than this
 */
export function backOff(failures: number, jitter: number, retryAfter: number | undefined): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(30, failures - 1));
  return Math.max(ceiling * (1 - jitter / 2), Math.min(retryAfter ?? 0, longestRetryAfter));
}
