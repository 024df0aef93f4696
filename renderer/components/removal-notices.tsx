import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keepAccount, useRemovals } from '../removals.ts';
import { Button } from './button.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Accounts that are about to go, each with the way back. */
export function RemovalNotices(): ReactNode {
  const { t } = useTranslation();
  const removals = useRemovals();
  return (
    <div role="status" className={removals.length === 0 ? 'visually-hidden' : 'stack-tight'}>
      {removals.map(({ id, address, problem }) =>
        problem === undefined ? (
          <div key={id} className="notice row row-apart">
            <span className="wrap-anywhere">{t('accounts.removed.message', { address })}</span>
            <Button onClick={() => keepAccount(id)}>{t('common.undo')}</Button>
          </div>
        ) : (
          <ProblemNotice key={id} problem={problem}>
            <p>{t('accounts.removed.failed', { address })}</p>
            <Button onClick={() => keepAccount(id)}>{t('common.close')}</Button>
          </ProblemNotice>
        ),
      )}
    </div>
  );
}
