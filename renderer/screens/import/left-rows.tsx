import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPlan } from '#contract/commands/setup.ts';
import { Mark } from '../../components/mark.tsx';
import { MessageText } from '../../components/message-text.tsx';

/** What is not taken over, each with its reason: rows of a table of two columns. */
export function LeftRows({ left }: { readonly left: ImportPlan['notTaken'] }): ReactNode {
  const { t } = useTranslation();
  return left.map(({ what, why }, index) => (
    // the list never changes, and two rows may say the same
    // oxlint-disable-next-line react/no-array-index-key
    <tr key={index}>
      <td>
        <p className="wrap-anywhere">
          <MessageText message={what} />
        </p>
        <p className="small quiet wrap-anywhere">
          <MessageText message={why} />
        </p>
      </td>
      <td>
        <Mark tone="care" icon="triangle">
          {t('importing.notTaken')}
        </Mark>
      </td>
    </tr>
  ));
}
