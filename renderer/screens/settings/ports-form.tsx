import { problemText } from '#messages/message.ts';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultPorts, protocolName, type LocalPort, type PortKey } from '#contract/endpoints.ts';
import type { ListenerView, Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useFormat } from '../../i18n.ts';

type SettingsView = NonNullable<Snapshot['settings']>;

/** A port as it is typed. */
interface Typed {
  readonly on: boolean;
  readonly text: string;
}

/** Some ports: each with its state, and the way to another number. */
export function PortsForm(props: {
  readonly ports: readonly LocalPort[];
  readonly settings: SettingsView;
  readonly listeners: readonly ListenerView[];
}): ReactNode {
  const { ports, settings, listeners } = props;
  const { t } = useTranslation();
  const command = useCommand('settings-set');
  const [changes, setChanges] = useState<Partial<Record<PortKey, Typed>>>({});
  const [tried, setTried] = useState(false);
  const typedOf = (key: PortKey): Typed => changes[key] ?? typedAs(settings.listeners[key], key);
  const nameOf = (port: LocalPort): string => {
    const name = protocolName[port.protocol];
    return port.implicitTls ? t('settings.ports.tlsName', { protocol: name }) : name;
  };
  const problemOf = (key: PortKey): string | undefined => {
    const { on, text } = typedOf(key);
    if (!on || changes[key] === undefined) return undefined;
    if (!isPort(text)) return tried ? t('settings.ports.range') : undefined;
    const others = Object.entries(defaultPorts).some(
      ([other]) => other !== key && isPortKey(other) && typedOf(other).on && typedOf(other).text === text,
    );
    return others ? t('settings.ports.twice') : undefined;
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const changed: Partial<Record<PortKey, number | 'off'>> = {};
    for (const { key } of ports) {
      const typed = changes[key];
      if (typed === undefined) continue;
      if (typed.on && (!isPort(typed.text) || problemOf(key) !== undefined)) return;
      changed[key] = typed.on ? Number(typed.text) : 'off';
    }
    const result = await command.run({ listeners: changed });
    if (!result.ok) return;
    setChanges({});
    setTried(false);
  };
  return (
    <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
      <div className="port-list">
        {ports.map((port) => {
          const { on, text } = typedOf(port.key);
          const set = (typed: Typed): void => setChanges((before) => ({ ...before, [port.key]: typed }));
          return (
            <fieldset key={port.key} className="port">
              <legend className="visually-hidden">{nameOf(port)}</legend>
              <label className="check-line port-on">
                <input
                  type="checkbox"
                  checked={on}
                  aria-label={t('settings.ports.use', { name: nameOf(port) })}
                  onChange={(event) => set({ on: event.target.checked, text })}
                />
                <span aria-hidden="true">{nameOf(port)}</span>
              </label>
              <Field
                label={t('settings.ports.port', { name: nameOf(port) })}
                problem={problemOf(port.key)}
                help={
                  <PortState
                    listener={listeners.find(
                      ({ protocol, implicitTls }) =>
                        protocol === port.protocol && implicitTls === port.implicitTls,
                    )}
                    set={settings.listeners[port.key]}
                    fixed={settings.chosenAtStart.includes(port.key)}
                  />
                }
              >
                {(control) => (
                  <input
                    {...control}
                    inputMode="numeric"
                    className="port-number"
                    disabled={!on}
                    value={text}
                    onChange={(event) => set({ on, text: event.target.value.trim() })}
                  />
                )}
              </Field>
            </fieldset>
          );
        })}
      </div>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
      <div className="row">
        <Button type="submit" disabled={Object.keys(changes).length === 0 || command.busy}>
          {t('settings.ports.save')}
        </Button>
      </div>
    </form>
  );
}

function PortState(props: {
  readonly listener: ListenerView | undefined;
  readonly set: number | 'off';
  readonly fixed: boolean;
}): ReactNode {
  const { listener, set, fixed } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const addresses = listener?.addresses.join(', ') ?? '';
  return (
    <span role="status" className="port-state">
      {listener?.problem === undefined ? null : (
        <span className="tone-bad">{format(problemText(listener.problem))}</span>
      )}
      {listener === undefined || addresses === '' ? (
        listener?.problem === undefined ? (
          t('settings.ports.closed')
        ) : null
      ) : (
        <span className={listener.problem === undefined ? 'tone-good' : ''}>
          {listener.port === set
            ? t('settings.ports.open', { addresses })
            : t('settings.ports.openPort', { addresses, port: listener.port })}
        </span>
      )}
      {fixed ? <span>{t('settings.ports.chosenAtStart')}</span> : null}
    </span>
  );
}

function typedAs(set: number | 'off', key: PortKey): Typed {
  return set === 'off' ? { on: false, text: String(defaultPorts[key]) } : { on: true, text: String(set) };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function isPortKey(key: string): key is PortKey {
  return Object.hasOwn(defaultPorts, key);
}
