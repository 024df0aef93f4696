import { useState, type ReactNode } from 'react';
import type { AccountView } from '#contract/views.ts';
import { everything, type ActivityFilter } from '../activity/activity-filters.tsx';
import { ActivityLog } from '../activity/activity-log.tsx';

/** What happened to one account. */
export function AccountActivity({ account }: { readonly account: AccountView }): ReactNode {
  const [filter, setFilter] = useState<ActivityFilter>({ ...everything, accountId: account.id });
  return <ActivityLog filter={filter} onFilter={setFilter} ofAccount={account.id} />;
}
