import type { AccountView } from '#contract/views.ts';

/** The accounts whose address, OAuth client or shared mailbox has a text in it, however it is written; all for ''. */
export function matching(accounts: readonly AccountView[], text: string): readonly AccountView[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return accounts;
  return accounts.filter(({ address, clientName, mailbox = '' }) =>
    [address, clientName, mailbox].some((one) => one.toLowerCase().includes(wanted)),
  );
}
