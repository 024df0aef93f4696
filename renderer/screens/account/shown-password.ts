import type { AccountView } from '#contract/views.ts';

/**
 * A local password that was just made: it is shown until the page is left, or until it is put away. That of a set-up
 * which was left unfinished is shown again.
 */
export interface ShownPassword {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

/** A name that no password of the account has: 'Mail program', 'Mail program 2', … */
export function freeName(name: string, account: Pick<AccountView, 'passwords'>): string {
  const taken = new Set(account.passwords.map((password) => password.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${String(number)}`;
  return free;
}
