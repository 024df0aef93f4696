import type { ReactNode } from 'react';
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
    <ol className="step-line" aria-label={label}>
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
