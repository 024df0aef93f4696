import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

/** Where in a row of steps one is: a tick, the current one, a number. When it is narrow only the current one has its word. */
export function StepLine(props: {
  readonly label: string;
  readonly steps: readonly string[];
  /** Counted from 0; as many as there are steps: all are done. */
  readonly current: number;
}): ReactNode {
  const { label, steps, current } = props;
  return (
    <ol className="plain-list row small quiet step-line" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < current ? 'step-done' : undefined}
          {...(index === current ? { 'aria-current': 'step' as const } : {})}
        >
          <StepNumber
            number={index + 1}
            state={index < current ? 'done' : index === current ? 'now' : 'later'}
          />
          <span className="step-words">{step}</span>
        </li>
      ))}
    </ol>
  );
}

/** A step's number on a disc, or its tick. */
export function StepNumber(props: {
  readonly number: number;
  readonly state: 'done' | 'now' | 'later';
}): ReactNode {
  const { number, state } = props;
  return (
    <span className={`step-number step-number-${state}`} aria-hidden="true">
      {state === 'done' ? <Icon name="check" /> : String(number)}
    </span>
  );
}

/** Steps of which the current one is open, and the others are a line each. */
export function Checklist(props: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <ol className="card rows checklist" aria-label={props.label}>
      {props.children}
    </ol>
  );
}

/** One step: done, to do now, or later. */
export function ChecklistStep(props: {
  readonly number: number;
  readonly state: 'done' | 'now' | 'later';
  readonly title: string;
  readonly text?: ReactNode;
  /** At the end of the line: what can be done again, or shown. */
  readonly action?: ReactNode;
  /** What the step consists of, while it is open. */
  readonly children?: ReactNode;
}): ReactNode {
  const { number, state, title, text, action, children } = props;
  const heading = useId();
  return (
    <li
      className="checklist-step"
      aria-labelledby={heading}
      {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}
    >
      <StepNumber number={number} state={state} />
      <div className="stack checklist-body">
        <div className="checklist-line">
          <div>
            <h2 id={heading} className="strong">
              {title}
            </h2>
            {text === undefined ? null : <p className="small quiet">{text}</p>}
          </div>
          {action}
        </div>
        {children}
      </div>
    </li>
  );
}

/** How much is done, as a bar, and in words. */
export function ProgressBar(props: {
  readonly value: number;
  readonly most: number;
  /** '3 of 4 done' */
  readonly children: string;
}): ReactNode {
  const { value, most, children } = props;
  return (
    <div className="progress">
      <span
        className="progress-bar"
        role="progressbar"
        aria-label={children}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={most}
      >
        <span style={{ inlineSize: `${String((100 * value) / Math.max(1, most))}%` }} />
      </span>
      <span className="small quiet" aria-hidden="true">
        {children}
      </span>
    </div>
  );
}
