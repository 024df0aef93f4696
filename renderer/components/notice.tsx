import type { ReactNode } from 'react';
import type { Problem } from '#contract/problem.ts';
import { CopyButton } from './button.tsx';
import { Gate, Icon, type IconName, type Tone, toneIcons } from './icon.tsx';
import { format, t } from '../i18n.ts';

/** What happened, what to do about it, and in small print what the provider said. */
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
      {problem.fix === undefined ? null : <p>{format(problem.fix)}</p>}
      {children}
      <p className="small quiet wrap-anywhere" translate="no">
        {smallPrint(problem)}
      </p>
    </div>
  );
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
        <p className="headline wrap-anywhere">{title}</p>
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
