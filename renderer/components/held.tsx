import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyKey } from '#contract/policy.ts';
import { useShown } from '../backend/backend-context.tsx';
import { Icon } from './icon.tsx';

/** Whether the organization holds what some keys of its policy are about, so that nobody changes it here. */
export function useHeld(...keys: readonly PolicyKey[]): boolean {
  const locked = useShown().snapshot?.policy?.locked ?? [];
  return keys.some((key) => locked.includes(key));
}

/** Says so, beside a control that is disabled. */
export function HeldNote(): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="info-line small quiet">
      <Icon name="lock" />
      {t('policy.held')}
    </span>
  );
}
