import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { defaultPorts, isLoopbackHost, tlsPorts } from '#contract/endpoints.ts';
import type { ListenerView, Snapshot } from '#contract/views.ts';
import { useBackend, useHostInfo } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { PortsForm } from './ports-form.tsx';

/** TLS towards mail programs: its ports, and how they come to trust its certificate. */
export function TlsCard(props: {
  readonly settings: NonNullable<Snapshot['settings']>;
  readonly listeners: readonly ListenerView[];
}): ReactNode {
  const { settings, listeners } = props;
  const { t } = useTranslation();
  const command = useCommand('settings-set');
  const isOn = tlsPorts.some(({ key }) => settings.listeners[key] !== 'off');
  const { imaps, pops, smtps } = defaultPorts;
  const off = 'off' as const;
  const wanted = isOn ? { imaps: off, pops: off, smtps: off } : { imaps, pops, smtps };
  return (
    <Card
      title={t('settings.tls.title')}
      aside={
        <Button disabled={command.busy} onClick={() => void command.run({ listeners: wanted })}>
          {t(isOn ? 'settings.tls.switchOff' : 'settings.tls.switchOn')}
        </Button>
      }
    >
      <p className="quiet">{t('settings.tls.text')}</p>
      <p role="status">
        <strong className={isOn ? 'tone-good' : 'tone-quiet'}>
          {t(isOn ? 'settings.tls.isOn' : 'settings.tls.isOff')}
        </strong>
      </p>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
      {isOn ? (
        <>
          <PortsForm ports={tlsPorts} settings={settings} listeners={listeners} />
          <Replaced settings={settings} />
          <Trust />
          <Names settings={settings} />
        </>
      ) : null}
    </Card>
  );
}

/** Another authority than the one that programs trust: what they are to do. */
function Replaced({ settings }: { readonly settings: NonNullable<Snapshot['settings']> }): ReactNode {
  const { t, i18n } = useTranslation();
  const { replacedAuthority: replaced } = settings;
  if (replaced === undefined) return null;
  const until =
    replaced.formerUntil === undefined
      ? ''
      : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(replaced.formerUntil));
  return (
    <div className="notice notice-care stack-tight">
      <p>
        <strong>{t('settings.tls.replaced.title')}</strong>
      </p>
      <p>{t(`settings.tls.replaced.${replaced.why}`, { until })}</p>
    </div>
  );
}

/** What devices may call this computer by, and what happens when that changes. */
function Names({ settings }: { readonly settings: NonNullable<Snapshot['settings']> }): ReactNode {
  const { t } = useTranslation();
  const names = settings.certificateNames ?? [];
  if (names.length === 0) return null;
  const forOthers = settings.listeners.addresses.some((address) => !isLoopbackHost(address));
  return (
    <section className="stack-tight">
      <h3>{t('settings.tls.names')}</h3>
      <ul className="plain-list row small">
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      <p className="quiet small">{t(forOthers ? 'settings.tls.namesNew' : 'settings.tls.namesOwn')}</p>
    </section>
  );
}

const systems = {
  windows: ['windows', 'thunderbird'],
  macos: ['macos', 'thunderbird'],
  linux: ['linux', 'thunderbird'],
} as const;

function Trust(): ReactNode {
  const { t, i18n } = useTranslation();
  const backend = useBackend();
  const platform = useHostInfo()?.platform ?? 'linux';
  const authority = useCommand('local-authority');
  const [shown, setShown] = useState<CommandOutput<'local-authority'>>();
  const save = async (): Promise<void> => {
    const result = await authority.run({});
    if (!result.ok) return;
    setShown(result.value);
    const { fileName, pem } = result.value;
    await backend.host('host-save-file', { fileName, mediaType: 'application/x-x509-ca-cert', content: pem });
  };
  return (
    <section className="stack-tight">
      <h3>{t('settings.tls.trust')}</h3>
      <p className="quiet">{t('settings.tls.trustText')}</p>
      <ul className="small">
        {systems[platform].map((system) => (
          <li key={system}>{t(`settings.tls.how.${system}`)}</li>
        ))}
      </ul>
      <div className="row">
        <Button disabled={authority.busy} onClick={() => void save()}>
          {t('settings.tls.save')}
        </Button>
      </div>
      {authority.problem === undefined ? null : <ProblemNotice problem={authority.problem} />}
      {shown === undefined ? null : (
        <>
          <ValueRow label={t('settings.tls.fingerprint')} value={shown.fingerprint} />
          <p className="small quiet">
            {t('settings.tls.expires')}{' '}
            {new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(shown.expires))}
          </p>
        </>
      )}
    </section>
  );
}
