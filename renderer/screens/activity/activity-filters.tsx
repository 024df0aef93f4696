import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEntrySchema } from '#contract/activity.ts';
import type { AccountView } from '#contract/views.ts';
import { Field } from '../../components/field.tsx';
import type { ActivityFilter } from './activity-filter.ts';

const kinds = activityEntrySchema.shape.kind.options;

/** What to show of the log. */
export function ActivityFilters(props: {
  readonly filter: ActivityFilter;
  readonly accounts: readonly AccountView[];
  readonly change: (part: Partial<ActivityFilter>) => void;
}): ReactNode {
  const { filter, accounts, change } = props;
  const { t } = useTranslation();
  return (
    <search className="stack-tight">
      <div className="filters">
        <Field label={t('activity.search')}>
          {(control) => (
            <input
              {...control}
              type="search"
              value={filter.text}
              onChange={(event) => change({ text: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('activity.account')}>
          {(control) => (
            <select
              {...control}
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
        </Field>
        <Field label={t('activity.kind')}>
          {(control) => (
            <select
              {...control}
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
          )}
        </Field>
      </div>
      <label className="check-line">
        <input
          type="checkbox"
          checked={filter.onlyTrouble}
          onChange={(event) => change({ onlyTrouble: event.target.checked })}
        />
        {t('activity.onlyTrouble')}
      </label>
    </search>
  );
}
