import { useId, type ReactNode } from 'react';
import { StepNumber } from './step-line.tsx';

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
      <div className="checklist-body">
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
