import { useId, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** A labelled control with its help and its problem, tied together for screen readers. */
export function Field(props: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}): ReactNode {
  const { label, help, problem, children } = props;
  const id = useId();
  const told = help !== undefined || problem !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(told ? { 'aria-describedby': `${id}-help` } : {}),
        'aria-invalid': problem !== undefined,
      })}
      {told ? (
        <div id={`${id}-help`} className="small">
          {problem === undefined ? null : (
            <p className="field-hint field-problem" role="alert">
              <Icon name="triangle" />
              {problem}
            </p>
          )}
          {help === undefined ? null : <div className="quiet">{help}</div>}
        </div>
      ) : null}
    </div>
  );
}
