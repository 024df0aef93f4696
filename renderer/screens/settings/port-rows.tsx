import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '#messages/message.ts';
import {
  defaultPorts,
  isLoopbackHost,
  localPorts,
  protocolName,
  type LocalPort,
  type PortKey,
} from '#contract/endpoints.ts';
import type { ListenerView, Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { HeldNote, useHeld } from '../../components/held.tsx';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { useFormat } from '../../i18n.ts';
import { Switch } from './settings-card.tsx';

type SettingsView = NonNullable<Snapshot['settings']>;

/** Some ports, a row each: whether it is served, its number, and how it stands. */
export function PortRows(props: {
  readonly ports: readonly LocalPort[];
  readonly settings: SettingsView;
  readonly listeners: readonly ListenerView[];
}): ReactNode {
  const { ports, settings, listeners } = props;
  const { t } = useTranslation();
  const fixed = ports.filter(({ key }) => settings.chosenAtStart.includes(key));
  return (
    <>
      {ports.map((port) => (
        <PortRow
          key={port.key}
          port={port}
          settings={settings}
          listener={listeners.find(
            ({ protocol, implicitTls }) => protocol === port.protocol && implicitTls === port.implicitTls,
          )}
        />
      ))}
      {fixed.length === 0 ? null : (
        <p className="info-line">
          <Icon name="info" />
          {t('settings.ports.chosenAtStart', {
            names: fixed.map(({ protocol }) => protocolName[protocol]).join(', '),
          })}
        </p>
      )}
    </>
  );
}

/** A number is used when it has been entered; one that cannot be stays in its field, with the reason. */
function PortRow(props: {
  readonly port: LocalPort;
  readonly settings: SettingsView;
  readonly listener: ListenerView | undefined;
}): ReactNode {
  const { port, settings, listener } = props;
  const { key } = port;
  const { t } = useTranslation();
  const format = useFormat();
  const command = useCommand('settings-set');
  const held = useHeld(key);
  const set = settings.listeners[key];
  const [typed, setTyped] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const name = port.implicitTls
    ? t('settings.ports.tlsName', { protocol: protocolName[port.protocol] })
    : protocolName[port.protocol];
  const change = async (wanted: number | 'off'): Promise<void> => {
    setRefused(undefined);
    const result = await command.run({ listeners: { [key]: wanted } });
    if (result.ok) setTyped(undefined);
    else setRefused(format(problemText(result)));
  };
  const enter = (): void => {
    if (typed === undefined) return;
    const number = portIn(typed);
    if (number === set) {
      setTyped(undefined);
      setRefused(undefined);
    } else if (number === undefined) setRefused(t('settings.ports.range'));
    else if (isTaken(number, key, settings)) setRefused(t('settings.ports.twice'));
    else void change(number);
  };
  const closed = set === 'off' || refused !== undefined ? undefined : listener?.problem;
  const free = closed?.freePort;
  const problem = refused ?? (closed === undefined ? undefined : format(closed.message));
  return (
    <div className="port" role="group" aria-label={name}>
      <label className="switch-line port-name">
        <Switch
          label={t('settings.ports.use', { name })}
          checked={set !== 'off'}
          disabled={held}
          onChange={(on) => {
            setTyped(undefined);
            return change(on ? defaultPorts[key] : 'off');
          }}
        />
        <span aria-hidden="true">{name}</span>
      </label>
      <span className="field">
        <input
          className="port-number"
          inputMode="numeric"
          autoComplete="off"
          aria-label={t('settings.ports.port', { name })}
          aria-invalid={problem !== undefined}
          disabled={held || set === 'off'}
          value={typed ?? String(set === 'off' ? defaultPorts[key] : set)}
          onChange={(event) => setTyped(event.target.value.trim())}
          onBlur={enter}
          onKeyDown={(event) => {
            if (event.key === 'Enter') enter();
          }}
        />
      </span>
      <div className="port-state" role="status">
        {problem === undefined ? (
          <>
            <Standing listener={listener} set={set} />
            {held ? <HeldNote /> : null}
          </>
        ) : (
          <>
            <Mark tone="bad" icon="triangle">
              {problem}
            </Mark>
            {closed?.fix === undefined ? null : <p className="small quiet">{format(closed.fix)}</p>}
            {held || free === undefined || isTaken(free, key, settings) ? null : (
              <Button onClick={() => void change(free)}>{t('settings.ports.useFree', { port: free })}</Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Standing(props: {
  readonly listener: ListenerView | undefined;
  readonly set: number | 'off';
}): ReactNode {
  const { listener, set } = props;
  const { t } = useTranslation();
  if (listener === undefined || listener.addresses.length === 0)
    return <span className="small quiet">{t('settings.ports.closed')}</span>;
  const where = listener.addresses.every(isLoopbackHost) ? 'open' : 'openToNetwork';
  return (
    <Mark tone="good" icon="check">
      <span title={listener.addresses.join(', ')}>
        {listener.port === set
          ? t(`settings.ports.${where}`)
          : t(`settings.ports.${where}Port`, { port: listener.port })}
      </span>
    </Mark>
  );
}

function portIn(text: string): number | undefined {
  const number = Number(text);
  return /^\d{1,5}$/.test(text) && number >= 1 && number <= 65_535 ? number : undefined;
}

function isTaken(number: number, key: PortKey, { listeners }: SettingsView): boolean {
  return localPorts.some((other) => other.key !== key && listeners[other.key] === number);
}
