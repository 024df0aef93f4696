import { type ReactNode, useId, useState } from 'react';
import type { Snapshot } from '#contract/views.ts';
import type { PolicyKey } from '#contract/policy.ts';
import type { Message } from '#messages/message.ts';
import { useSnapshot } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Icon, Mark } from '../../components/icon.tsx';
import { format, t } from '../../i18n.ts';

/** What is set, as the snapshot tells it. */
export type SettingsView = NonNullable<Snapshot['settings']>;

/** The same on a tab, which is not shown where the settings cannot be read. */
export function useSettings(): SettingsView {
  const { settings } = useSnapshot();
  if (settings === undefined) throw new Error('a tab is shown without the settings');
  return settings;
}

/** A card of settings: what they are about, and a row for each. */
export function SettingsCard(props: {
  readonly title: string;
  readonly text?: ReactNode;
  /** At the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  const { title, text, aside, children } = props;
  const heading = useId();
  return (
    <section className="card rows" aria-labelledby={heading}>
      <div className="row setting">
        <div className="setting-words">
          <h2 id={heading}>{title}</h2>
          {text === undefined ? null : <div className="small quiet">{text}</div>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A setting in a row: its name, what it means, and its control, which is tied to both. */
export function SettingRow(props: {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children: (control: { readonly id: string; readonly 'aria-describedby'?: string }) => ReactNode;
}): ReactNode {
  const { title, text, children } = props;
  const id = useId();
  return (
    <div className="row setting">
      <div className="setting-words">
        <label htmlFor={id}>{title}</label>
        {text === undefined ? null : (
          <div id={`${id}-text`} className="small quiet">
            {text}
          </div>
        )}
      </div>
      {children({ id, ...(text === undefined ? {} : { 'aria-describedby': `${id}-text` }) })}
    </div>
  );
}

/** What is on or off. A change is used at once, and shown while it is under way; a refused one goes back. */
export function Switch(props: {
  readonly id?: string;
  readonly label?: string;
  readonly 'aria-describedby'?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Undefined: it is asked first. */
  readonly onChange: (on: boolean) => Promise<unknown> | undefined;
}): ReactNode {
  const { label, checked, disabled = false, onChange, ...rest } = props;
  const [wanted, setWanted] = useState<boolean>();
  const busy = wanted !== undefined;
  const change = async (on: boolean): Promise<void> => {
    const under = busy ? undefined : onChange(on);
    if (under === undefined) return;
    setWanted(on);
    await under;
    setWanted(undefined);
  };
  return (
    <input
      {...rest}
      type="checkbox"
      role="switch"
      className="switch"
      aria-label={label}
      checked={wanted ?? checked}
      disabled={disabled}
      aria-disabled={busy}
      onChange={(event) => void change(event.target.checked)}
    />
  );
}

/** Why a port is not open, and one that could be taken instead. */
export function ClosedPort(props: {
  readonly words: string;
  readonly fix: Message | undefined;
  /** Undefined: none is offered. */
  readonly free: number | undefined;
  readonly busy?: boolean;
  readonly onUse: (port: number) => Promise<unknown>;
}): ReactNode {
  const { words, fix, free, busy = false, onUse } = props;
  return (
    <>
      <Mark tone="bad" icon="triangle">
        {words}
      </Mark>
      {fix === undefined ? null : <p className="small quiet">{format(fix)}</p>}
      {free === undefined ? null : (
        <Button busy={busy} onClick={() => void onUse(free)}>
          {t('settings.ports.useFree', { port: free })}
        </Button>
      )}
    </>
  );
}

/** Whether the organization holds what some keys of its policy are about, so that nobody changes it here. */
export function useHeld(...keys: readonly PolicyKey[]): boolean {
  const locked = useSnapshot().policy?.locked ?? [];
  return keys.some((key) => locked.includes(key));
}

/** Says so, beside a control that is disabled. */
export function HeldNote(): ReactNode {
  return (
    <span className="info-line small quiet">
      <Icon name="lock" />
      {t('policy.held')}
    </span>
  );
}
