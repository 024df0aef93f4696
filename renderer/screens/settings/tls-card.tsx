import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultPorts, isLoopbackHost, tlsPorts } from '#contract/endpoints.ts';
import type { ListenerView, Snapshot } from '#contract/views.ts';
import { problemText } from '#messages/message.ts';
import { useBackend, useHostInfo } from '../../backend/backend-context.tsx';
import { useCommand, useAnswer } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Fold } from '../../components/details.tsx';
import { TextField } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { HeldNote, useHeld } from '../../components/held.tsx';
import { Mark } from '../../components/mark.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useFormat } from '../../i18n.ts';
import { hrefOf } from '../../route.ts';
import { PortRows } from './port-rows.tsx';
import { SettingsCard, Switch } from './settings-card.tsx';
import { dateInFull } from '../../time-words.ts';

type SettingsView = NonNullable<Snapshot['settings']>;

function isOn({ listeners }: SettingsView): boolean {
  return tlsPorts.some(({ key }) => listeners[key] !== 'off');
}

/** TLS towards mail programs: its ports, all off or on at once, and until when its certificate is good. */
export function TlsPortsCard(props: {
  readonly settings: SettingsView;
  readonly listeners: readonly ListenerView[];
}): ReactNode {
  const { settings, listeners } = props;
  const { t } = useTranslation();
  const command = useCommand('settings-set');
  const held = useHeld('imaps', 'pops', 'smtps');
  const on = isOn(settings);
  const { imaps, pops, smtps } = defaultPorts;
  const off = 'off' as const;
  const wanted = on ? { imaps: off, pops: off, smtps: off } : { imaps, pops, smtps };
  return (
    <SettingsCard
      title={t('settings.tls.title')}
      text={t('settings.tls.text')}
      aside={
        <Switch
          label={t('settings.tls.title')}
          checked={on}
          disabled={held}
          onChange={() => command.run({ listeners: wanted })}
        />
      }
    >
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
      {held ? <HeldNote /> : null}
      {on ? (
        <>
          <PortRows ports={tlsPorts} settings={settings} listeners={listeners} />
          <CertificateLine />
        </>
      ) : null}
    </SettingsCard>
  );
}

/** Until when the certificate is good, and the way to trust it. */
function CertificateLine(): ReactNode {
  const { t, i18n } = useTranslation();
  const authority = useAnswer('local-authority', {});
  return (
    <div className="row row-apart small">
      <span className="info-line">
        <Icon name="lock" />
        {authority?.ok === true
          ? t('settings.tls.until', { date: dateInFull(Date.parse(authority.value.expires), i18n) })
          : t('settings.tls.made')}
      </span>
      <a href={hrefOf({ page: 'settings', tab: 'encryption' })}>{t('settings.tls.trustLink')}</a>
    </div>
  );
}

/** How mail programs come to trust the certificate, and what stands in it. */
export function CertificateCards({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { t } = useTranslation();
  if (!isOn(settings)) {
    return (
      <SettingsCard title={t('settings.tls.trust')} text={t('settings.tls.isOff')}>
        <p>
          <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('settings.tls.toPorts')}</a>
        </p>
      </SettingsCard>
    );
  }
  return (
    <>
      <Replaced settings={settings} />
      {settings.ownCertificate === undefined ? <Trust /> : null}
      <Names settings={settings} />
      <OwnCertificateCard settings={settings} />
    </>
  );
}

/** Another authority than the one that programs trust: what they are to do. */
function Replaced({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { t, i18n } = useTranslation();
  const { replacedAuthority: replaced } = settings;
  if (replaced === undefined) return null;
  const until = replaced.formerUntil === undefined ? '' : dateInFull(Date.parse(replaced.formerUntil), i18n);
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
function Names({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { t } = useTranslation();
  const names = settings.certificateNames ?? [];
  if (names.length === 0) return null;
  const forOthers = settings.listeners.addresses.some((address) => !isLoopbackHost(address));
  return (
    <SettingsCard
      title={t('settings.tls.names')}
      text={t(forOthers ? 'settings.tls.namesNew' : 'settings.tls.namesOwn')}
    >
      <ul className="plain-list row small">
        {names.map((name) => (
          <li key={name} className="sunken">
            <code translate="no">{name}</code>
          </li>
        ))}
      </ul>
    </SettingsCard>
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
  const authority = useAnswer('local-authority', {});
  const value = authority?.ok === true ? authority.value : undefined;
  return (
    <SettingsCard
      title={t('settings.tls.trust')}
      text={t('settings.tls.trustText')}
      aside={
        <Button
          icon="download"
          disabled={value === undefined}
          onClick={() => {
            if (value === undefined) return;
            const { fileName, pem } = value;
            const mediaType = 'application/x-x509-ca-cert';
            void backend.host('host-save-file', { fileName, mediaType, content: pem });
          }}
        >
          {t('settings.tls.save')}
        </Button>
      }
    >
      {authority?.ok === false ? <ProblemNotice problem={authority} /> : null}
      {value === undefined ? null : (
        <div>
          <ValueRow
            label={t('settings.tls.expires')}
            value={dateInFull(Date.parse(value.expires), i18n)}
            copy={false}
          />
          <ValueRow label={t('settings.tls.fingerprint')} value={value.fingerprint} />
        </div>
      )}
      {systems[platform].map((system) => (
        <Fold key={system} title={t(`settings.tls.systems.${system}`)}>
          <p>{t(`settings.tls.how.${system}`)}</p>
        </Fold>
      ))}
    </SettingsCard>
  );
}

/** A certificate that somebody else makes and renews, in the place of Mailwicket's own: its files, and how it stands. */
function OwnCertificateCard(props: { readonly settings: NonNullable<Snapshot['settings']> }): ReactNode {
  const { certificateFiles, ownCertificate } = props.settings;
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const command = useCommand('settings-set');
  const [certificate = '', key = ''] = certificateFiles;
  const [typed, setTyped] = useState<{ readonly certificate: string; readonly key: string }>();
  const shown = typed ?? { certificate, key };
  const save = async (files: readonly string[]): Promise<void> => {
    if ((await command.run({ certificateFiles: [...files] })).ok) setTyped(undefined);
  };
  return (
    <SettingsCard title={t('settings.own.title')} text={t('settings.own.text')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save([shown.certificate, shown.key]);
        }}
      >
        <TextField
          label={t('settings.own.certificate')}
          help={t('settings.own.certificateHelp')}
          required
          spellCheck={false}
          value={shown.certificate}
          onValue={(value) => setTyped({ ...shown, certificate: value })}
        />
        <TextField
          label={t('settings.own.key')}
          help={t('settings.own.keyHelp')}
          required
          spellCheck={false}
          value={shown.key}
          onValue={(value) => setTyped({ ...shown, key: value })}
        />
        {ownCertificate === undefined ? null : (
          <div role="status" className="stack-tight">
            {ownCertificate.problem === undefined ? (
              <Mark tone="good" icon="check">
                {t('settings.own.until', { date: dateInFull(Date.parse(ownCertificate.expires), i18n) })}
              </Mark>
            ) : (
              <>
                <Mark tone="bad" icon="triangle">
                  {t('settings.own.kept', { date: dateInFull(Date.parse(ownCertificate.expires), i18n) })}
                </Mark>
                <p className="small">{format(problemText(ownCertificate.problem))}</p>
              </>
            )}
          </div>
        )}
        {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
        <div className="row">
          <Button type="submit" busy={command.busy} disabled={typed === undefined}>
            {t('settings.own.save')}
          </Button>
          {certificateFiles.length === 0 ? null : (
            <Button look="quiet" onClick={() => void save([])}>
              {t('settings.own.remove')}
            </Button>
          )}
        </div>
      </form>
    </SettingsCard>
  );
}
