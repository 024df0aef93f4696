import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { Card } from '../../components/card.tsx';
import { MessageText } from '../../components/message-text.tsx';

/** What is not taken over, each with its reason. */
export function NotTaken({ left }: { readonly left: ImportPlan['notTaken'] }): ReactNode {
  const { t } = useTranslation();
  if (left.length === 0) return null;
  return (
    <Card title={t('importing.notTaken')}>
      <ul className="plain-list divided">
        {left.map(({ what, why }, index) => (
          // the list never changes, and two rows may say the same
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="wrap-anywhere">
            <MessageText message={what} />
            <p className="small quiet">
              <MessageText message={why} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
