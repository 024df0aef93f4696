import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contract/views.ts';
import { relativeTime, useNow } from '../time-words.ts';

/** How much of a token's life is left, as a thin bar, and in words what comes after. */
export function LifeBar(props: {
  readonly token: NonNullable<AccountView['token']>;
  /** Nobody is asked: the next token comes by itself. */
  readonly renews: boolean;
}): ReactNode {
  const { token, renews } = props;
  const { t, i18n } = useTranslation();
  const now = useNow();
  const left = Math.max(0, token.expiresAt - now);
  const percent = Math.min(100, Math.round((100 * left) / Math.max(1, token.expiresAt - token.obtainedAt)));
  const words = renews
    ? t('accounts.life.renews')
    : left === 0
      ? t('accounts.life.ended')
      : t('accounts.life.asks', { when: relativeTime(token.expiresAt, now, i18n) });
  return (
    <span className="life">
      <span className="life-bar" role="img" aria-label={t('accounts.life.label', { percent, words })}>
        <span className="life-left" style={{ inlineSize: `${String(percent)}%` }} />
      </span>
      <span className="small quiet" aria-hidden="true">
        {words}
      </span>
    </span>
  );
}
