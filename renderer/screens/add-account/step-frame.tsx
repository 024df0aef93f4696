import { type ReactNode, useEffect, useRef } from 'react';
import { ButtonLink } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { StepLine } from '../../components/steps.tsx';
import { hrefOf } from '../../route.ts';
import { t } from '../../i18n.ts';

const steps = ['address', 'provider', 'sign-in', 'connect'] as const;
type Step = (typeof steps)[number];

/** What every step stands in: the page's title, where in the four steps one is, and the way out. */
export function StepFrame(props: {
  /** 'done': all of them are. */
  readonly step: Step | 'done';
  readonly title?: string;
  /** The way out, where it is not just a link; null: there is none. */
  readonly cancel?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { step, title = t('addAccount.title'), children } = props;
  const {
    cancel = (
      <ButtonLink look="quiet" href={hrefOf({ page: 'accounts' })}>
        {t('common.cancel')}
      </ButtonLink>
    ),
  } = props;
  return (
    <>
      <PageHeading aside={cancel}>{title}</PageHeading>
      <StepLine
        label={t('addAccount.steps')}
        steps={steps.map((one) => t(`addAccount.step.${one}`))}
        current={step === 'done' ? steps.length : steps.indexOf(step)}
      />
      {children}
    </>
  );
}

/** A step's heading, which takes the focus as the step begins. */
export function StepHeading(props: { readonly className?: string; readonly children: string }): ReactNode {
  const { className = 'headline', children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1} className={`wrap-anywhere ${className}`}>
      {children}
    </h2>
  );
}
