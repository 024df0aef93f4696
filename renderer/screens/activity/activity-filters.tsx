import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEntrySchema } from '#contract/activity.ts';
import type { AccountView } from '#contract/views.ts';
import { Icon } from '../../components/icon.tsx';
import type { ActivityFilter } from './activity-filter.ts';

const kinds = activityEntrySchema.shape.kind.options;

/** What to show of the log; `accounts` where one can be chosen. */
export function ActivityFilters(props: {
  readonly filter: ActivityFilter;
  readonly accounts?: readonly AccountView[];
  readonly change: (part: Partial<ActivityFilter>) => void;
}): ReactNode {
  const { filter, accounts, change } = props;
  const { t } = useTranslation();
  return (
    <search className="filters">
      <div className="search">
        <Icon name="search" />
        <input
          type="search"
          aria-label={t('activity.search')}
          placeholder={t('activity.search')}
          value={filter.text}
          onChange={(event) => change({ text: event.target.value })}
        />
      </div>
      {accounts === undefined ? null : (
        <select
          className="select"
          aria-label={t('activity.account')}
          value={filter.accountId ?? ''}
          onChange={({ target: { value } }) => change({ accountId: value === '' ? undefined : value })}
        >
          <option value="">{t('activity.allAccounts')}</option>
          {accounts.map((account) => (
            <option key={account.id} value={account.id}>
              {account.address}
            </option>
          ))}
        </select>
      )}
      <select
        className="select"
        aria-label={t('activity.kind')}
        value={filter.kind ?? ''}
        onChange={({ target: { value } }) => change({ kind: kinds.find((kind) => kind === value) })}
      >
        <option value="">{t('activity.allKinds')}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`activity.kinds.${kind}`)}
          </option>
        ))}
      </select>
      <label className="switch-line">
        <input
          type="checkbox"
          role="switch"
          className="switch"
          checked={filter.onlyTrouble}
          onChange={(event) => change({ onlyTrouble: event.target.checked })}
        />
        {t('activity.onlyTrouble')}
      </label>
    </search>
  );
}
