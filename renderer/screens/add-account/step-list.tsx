import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StepLine } from '../../components/step-line.tsx';

const steps = ['address', 'provider', 'sign-in', 'connect'] as const;
export type Step = (typeof steps)[number];

/** Where in the four steps one is. */
export function StepList({ current }: { readonly current: Step }): ReactNode {
  const { t } = useTranslation();
  return (
    <StepLine
      label={t('addAccount.steps')}
      steps={steps.map((step) => t(`addAccount.step.${step}`))}
      current={steps.indexOf(current)}
    />
  );
}

/** A step's heading, which takes the focus as the step begins. */
export function StepHeading({ children }: { readonly children: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1} className="wrap-anywhere">
      {children}
    </h2>
  );
}
