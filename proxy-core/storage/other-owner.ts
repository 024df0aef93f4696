/** Numbers of users, as the system has them. */
export interface OtherOwner {
  readonly owner: number;
  readonly runner: number;
}

/**
 * Who a file or folder belongs to, where that is not the user as whom this process runs: that one can read and exchange
 * it, whatever its mode says. Undefined where it is the same user, and on Windows, which has no such numbers.
 */
export function otherOwner(found: { readonly uid: number }): OtherOwner | undefined {
  const runner = process.geteuid?.();
  return runner === undefined || found.uid === runner ? undefined : { owner: found.uid, runner };
}
