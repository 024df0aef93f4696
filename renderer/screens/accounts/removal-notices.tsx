import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { keepAccount, useRemovals } from '../../removals.ts';

/** Accounts that are about to go, with the way back; several that were removed together come back together. */
export function RemovalNotices(): ReactNode {
  const { t } = useTranslation();
  const removals = useRemovals();
  const going = removals.filter(({ problem }) => problem === undefined);
  const [first] = going;
  return (
    <div role="status" className={removals.length === 0 ? 'visually-hidden' : 'stack-tight'}>
      {first === undefined ? null : (
        <div className="notice row row-apart">
          <span className="wrap-anywhere">
            {going.length === 1
              ? t('accounts.removed.message', { address: first.address })
              : t('accounts.removed.many', { count: going.length })}
          </span>
          <Button
            icon="undo"
            onClick={() => {
              for (const { id } of going) keepAccount(id);
            }}
          >
            {t('common.undo')}
          </Button>
        </div>
      )}
      {removals.map(({ id, address, problem }) =>
        problem === undefined ? null : (
          <ProblemNotice key={id} problem={problem}>
            <p>{t('accounts.removed.failed', { address })}</p>
            <div>
              <Button onClick={() => keepAccount(id)}>{t('common.close')}</Button>
            </div>
          </ProblemNotice>
        ),
      )}
    </div>
  );
}
