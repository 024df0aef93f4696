import { type ReactNode, useState } from 'react';
import {
  allAddresses,
  defaultPorts,
  hasTlsPort,
  isLoopbackHost,
  type LocalPort,
  localPorts,
  loopbackAddresses,
  type PortKey,
  protocolName,
  tlsPorts,
} from '#contract/endpoints.ts';
import type { ListenerView } from '#contract/views.ts';
import { problemText } from '#messages/message.ts';
import {
  ClosedPort,
  HeldNote,
  SettingsCard,
  type SettingsView,
  Switch,
  useHeld,
  useSettings,
} from './settings-card.tsx';
import { useAnswer, useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Icon, Mark } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { dateInFull } from '../../time-words.ts';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { format, t } from '../../i18n.ts';

/** Some ports, a row each: whether it is served, its number, and how it stands. */
export function PortRows({ ports }: { readonly ports: readonly LocalPort[] }): ReactNode {
  const { chosenAtStart } = useSettings();
  const fixed = ports.filter(({ key }) => chosenAtStart.includes(key));
  return (
    <>
      {ports.map((port) => (
        <PortRow key={port.key} port={port} />
      ))}
      {fixed.length === 0 ? null : (
        <p className="info-line small quiet">
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
function PortRow({ port }: { readonly port: LocalPort }): ReactNode {
  const { key } = port;
  const settings = useSettings();
  const listener = useSnapshot().listeners.find(
    ({ protocol, implicitTls }) => protocol === port.protocol && implicitTls === port.implicitTls,
  );
  const command = useCommand('settings-set');
  const held = useHeld(key);
  const set = settings.listeners[key];
  const [typed, setTyped] = useState<string>();
  const [refused, setRefused] = useState<string>();
  // off and on again it is the same: mail programs are set up for it
  const [number, setNumber] = useState<number>(defaultPorts[key]);
  if (set !== 'off' && set !== number) setNumber(set);
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
    const wanted = portIn(typed);
    if (wanted === set) {
      setTyped(undefined);
      setRefused(undefined);
    } else if (wanted === undefined) setRefused(t('settings.ports.range'));
    else if (isTaken(wanted, key, settings)) setRefused(t('settings.ports.twice'));
    else void change(wanted);
  };
  const closed = set === 'off' || refused !== undefined ? undefined : listener?.problem;
  const free = closed?.freePort;
  const problem = refused ?? (closed === undefined ? undefined : format(closed.message));
  return (
    <div className="port" role="group" aria-label={name}>
      <label className="row no-wrap port-name">
        <Switch
          label={t('settings.ports.use', { name })}
          checked={set !== 'off'}
          disabled={held}
          onChange={(on) => {
            setTyped(undefined);
            return change(on ? number : 'off');
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
          value={typed ?? String(number)}
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
            <ListenerState listener={listener} set={set} />
            {held ? <HeldNote /> : null}
          </>
        ) : (
          <ClosedPort
            words={problem}
            fix={closed?.fix}
            free={held || free === undefined || isTaken(free, key, settings) ? undefined : free}
            onUse={change}
          />
        )}
      </div>
    </div>
  );
}

function ListenerState(props: {
  readonly listener: ListenerView | undefined;
  readonly set: number | 'off';
}): ReactNode {
  const { listener, set } = props;
  if (listener === undefined || listener.addresses.length === 0)
    return <span className="small quiet">{t('settings.ports.closed')}</span>;
  const where = listener.addresses.every(isLoopbackHost) ? 'open' : 'openToNetwork';
  return (
    <Mark tone="good">
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

/** Lets other devices of the network in, after its warnings; over TLS only. */
export function DevicesCard(): ReactNode {
  const { listeners, chosenAtStart, certificateNames = [] } = useSettings();
  const command = useCommand('settings-set');
  const held = useHeld('lanAccess');
  const [asking, setAsking] = useState(false);
  const allowed = listeners.addresses.some((address) => !isLoopbackHost(address));
  const names = certificateNames.filter((name) => name !== 'localhost' && !isLoopbackHost(name));
  const allow = (): void => {
    const { imaps, pops, smtps } = defaultPorts;
    const tls = hasTlsPort(listeners) ? {} : { imaps, pops, smtps };
    void command.run({ listeners: { addresses: allAddresses, ...tls } });
  };
  return (
    <SettingsCard
      title={t('settings.devices.title')}
      text={t(allowed ? 'settings.devices.on' : 'settings.devices.off')}
      aside={
        <Switch
          label={t('settings.devices.title')}
          checked={allowed}
          disabled={held}
          onChange={(on) => {
            if (!on) return command.run({ listeners: { addresses: loopbackAddresses } });
            setAsking(true);
            return undefined;
          }}
        />
      }
    >
      {held ? <HeldNote /> : null}
      {allowed ? (
        <p className="small">
          {names.length === 0
            ? t('settings.devices.enter')
            : t('settings.devices.enterNames', { names: names.join(', ') })}
        </p>
      ) : null}
      {chosenAtStart.includes('addresses') ? (
        <p className="small quiet">{t('settings.devices.chosenAtStart')}</p>
      ) : null}
      <ProblemNotice problem={command.problem} />
      <ConfirmDialog
        open={asking}
        title={t('settings.devices.askTitle')}
        go={t('settings.devices.go')}
        onGo={allow}
        onClose={() => setAsking(false)}
      >
        <ul className="stack-tight">
          <li>{t('settings.devices.warnReach')}</li>
          <li>{t('settings.devices.warnTls')}</li>
          <li>{t('settings.devices.warnPlace')}</li>
        </ul>
      </ConfirmDialog>
    </SettingsCard>
  );
}

type TlsPorts = Pick<SettingsView['listeners'], 'imaps' | 'pops' | 'smtps'>;
const noTlsPorts: TlsPorts = { imaps: 'off', pops: 'off', smtps: 'off' };

/** TLS towards mail programs: its ports, all off or on at once, and until when its certificate is good. */
export function TlsPortsCard(): ReactNode {
  const command = useCommand('settings-set');
  const held = useHeld('imaps', 'pops', 'smtps');
  const settings = useSettings();
  const on = hasTlsPort(settings.listeners);
  const [last, setLast] = useState<TlsPorts>(defaultPorts);
  const change = (): Promise<unknown> => {
    if (on) setLast(settings.listeners);
    const { imaps, pops, smtps } = on ? noTlsPorts : last;
    return command.run({ listeners: { imaps, pops, smtps } });
  };
  return (
    <SettingsCard
      title={t('settings.tls.title')}
      text={t('settings.tls.text')}
      aside={<Switch label={t('settings.tls.title')} checked={on} disabled={held} onChange={change} />}
    >
      <ProblemNotice problem={command.problem} />
      {held ? <HeldNote /> : null}
      {on ? (
        <>
          <PortRows ports={tlsPorts} />
          <CertificateLine />
        </>
      ) : null}
    </SettingsCard>
  );
}

/** Until when the certificate is good, and the way to trust it. */
function CertificateLine(): ReactNode {
  const authority = useAnswer('local-authority', {});
  return (
    <div className="row row-apart small">
      <span className="info-line small quiet">
        <Icon name="lock" />
        {authority?.ok === true
          ? t('settings.tls.until', { date: dateInFull(Date.parse(authority.value.expires)) })
          : t('settings.tls.made')}
      </span>
      <a href={hrefOf({ page: 'settings', tab: 'encryption' })}>{t('settings.tls.trustLink')}</a>
    </div>
  );
}
