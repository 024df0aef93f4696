import type { ReactNode } from 'react';
import type { Problem } from '#contract/problem.ts';
import { CopyButton } from './button.tsx';
import { Details } from './card.tsx';
import { Gate, Icon, type IconName, type Tone, toneIcons } from './icon.tsx';
import { Facts } from './text.tsx';
import { format, t } from '../i18n.ts';

/** What happened, who can mend it and how; what the provider said is folded away. */
export function ProblemNotice(props: {
  /** Undefined: nothing is wrong, and nothing is said. */
  readonly problem: Problem | undefined;
  readonly children?: ReactNode;
}): ReactNode {
  const { problem, children } = props;
  if (problem === undefined) return null;
  return (
    <div className="notice notice-bad stack-tight" role="alert">
      <p>
        <strong>{format(problem.message)}</strong>
      </p>
      {problem.who === undefined ? (
        problem.fix && <p>{format(problem.fix)}</p>
      ) : (
        <WhoAndHow problem={problem} />
      )}
      {children}
      {problem.answer === undefined ? (
        <p className="small quiet" translate="no">
          {problem.code}
        </p>
      ) : (
        <Details summary={t('account.check.details')}>
          <SmallPrint problem={problem} />
        </Details>
      )}
    </div>
  );
}

/** Who can mend it, and how. */
export function WhoAndHow(props: { readonly problem: Pick<Problem, 'who' | 'fix'> }): ReactNode {
  const { who, fix } = props.problem;
  if (who === undefined && fix === undefined) return null;
  const facts = [
    [t('account.hero.who'), who && t(`account.check.who.${who}`)],
    [t('account.hero.how'), fix && format(fix)],
  ] as const;
  return <Facts className="who-and-how" facts={facts} />;
}

/** What one searches for, or sends to somebody who helps: codes and the provider's own words, to copy. */
export function SmallPrint(props: { readonly problem: Parameters<typeof smallPrint>[0] }): ReactNode {
  const text = smallPrint(props.problem);
  return (
    <div className="sunken row row-apart">
      <code translate="no">{text}</code>
      <CopyButton text={text} look="link">
        {t('copy.do')}
      </CopyButton>
    </div>
  );
}

/** The code, and what the provider answered. */
export function smallPrint(problem: {
  readonly code?: string | undefined;
  readonly answer?: Problem['answer'];
}): string {
  const { answer } = problem;
  // Microsoft puts its ids into the description too
  const unsaid = (id: string | undefined): string | undefined =>
    id !== undefined && answer?.description?.includes(id) === true ? undefined : id;
  const trace = unsaid(answer?.traceId);
  const correlation = unsaid(answer?.correlationId);
  const small = [
    problem.code,
    answer?.httpStatus === undefined ? undefined : `HTTP ${String(answer.httpStatus)}`,
    answer?.error,
    ...(answer?.codes ?? []).map((code) => `AADSTS${String(code)}`),
    answer?.description,
    trace && `trace ${trace}`,
    correlation && `correlation ${correlation}`,
  ].filter((part) => part !== undefined && part !== '');
  return small.join(' · ');
}

/** How it stands, in large: a disc with a shape, a headline, a sentence, and the one action. */
export function StateHero(props: {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Stands at the end of the line; what is longer goes into the children. */
  readonly action?: ReactNode;
  readonly role?: 'alert' | 'status';
}): ReactNode {
  const { tone, icon = toneIcons[tone], title, children, action, role } = props;
  return (
    <div className={`card row hero hero-${tone}`} role={role}>
      <span className={`disc tone-${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="hero-words">
        <div className="headline wrap-anywhere">{title}</div>
        {children}
      </div>
      {action === undefined || action === null ? null : <div className="row hero-action">{action}</div>}
    </div>
  );
}

/** Somebody is needed: how many, one sentence, and one button. */
export function Banner(props: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, action, children } = props;
  return (
    <div className="notice notice-care row banner" role="status">
      <Gate state="needs-you" />
      <div className="hero-words">
        <p className="strong">{title}</p>
        <p>{children}</p>
      </div>
      {action}
    </div>
  );
}
