import { type ReactNode, useState } from 'react';
import { hasTlsPort, isLoopbackHost } from '#contract/endpoints.ts';
import { problemText } from '#messages/message.ts';
import { Form, TextField } from '../../components/field.tsx';
import { SettingsCard, useSettings } from './settings-card.tsx';
import { useAnswer, useCommand, useHostCommand, useHostInfo } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Fold } from '../../components/card.tsx';
import { Mark } from '../../components/icon.tsx';
import { ValueRows } from '../../components/text.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { dateInFull } from '../../time-words.ts';
import { format, t } from '../../i18n.ts';

/** How mail programs come to trust the certificate, and what stands in it. */
export function CertificateCards(): ReactNode {
  const settings = useSettings();
  if (!hasTlsPort(settings.listeners)) {
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
      <Replaced />
      {settings.ownCertificate?.expires === undefined ? <Trust /> : null}
      <Names />
      <OwnCertificateCard />
    </>
  );
}

/** Another authority than the one that programs trust: what they are to do. */
function Replaced(): ReactNode {
  const { replacedAuthority: replaced } = useSettings();
  if (replaced === undefined) return null;
  const until = replaced.formerUntil === undefined ? '' : dateInFull(Date.parse(replaced.formerUntil));
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
function Names(): ReactNode {
  const { certificateNames: names = [], listeners } = useSettings();
  if (names.length === 0) return null;
  const forOthers = listeners.addresses.some((address) => !isLoopbackHost(address));
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
  const saving = useHostCommand('host-save-file');
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
            void saving.run({ fileName, mediaType, content: pem });
          }}
        >
          {t('settings.tls.save')}
        </Button>
      }
    >
      {authority?.ok === false ? <ProblemNotice problem={authority} /> : null}
      <ProblemNotice problem={saving.problem} />
      {value === undefined ? null : (
        <div>
          <ValueRows
            rows={[
              [t('settings.tls.expires'), dateInFull(Date.parse(value.expires)), false],
              [t('settings.tls.fingerprint'), value.fingerprint],
            ]}
          />
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

function OwnCertificateState(): ReactNode {
  const { expires, problem } = useSettings().ownCertificate ?? {};
  const date = expires === undefined ? undefined : dateInFull(Date.parse(expires));
  if (problem !== undefined) {
    return (
      <div role="status" className="stack-tight">
        <Mark tone="bad" icon="triangle">
          {date === undefined ? t('settings.own.notUsed') : t('settings.own.kept', { date })}
        </Mark>
        <p className="small">{format(problemText(problem))}</p>
      </div>
    );
  }
  return date === undefined ? null : (
    <div role="status">
      <Mark tone="good">{t('settings.own.until', { date })}</Mark>
    </div>
  );
}

/** A certificate that somebody else makes and renews, in the place of Mailwicket's own: its files, and how it stands. */
function OwnCertificateCard(): ReactNode {
  const { certificateFiles } = useSettings();
  const command = useCommand('settings-set');
  const [certificate = '', key = ''] = certificateFiles;
  const [typed, setTyped] = useState<{ readonly certificate: string; readonly key: string }>();
  const shown = typed ?? { certificate, key };
  const save = async (files: readonly string[]): Promise<void> => {
    if ((await command.run({ certificateFiles: [...files] })).ok) setTyped(undefined);
  };
  return (
    <SettingsCard title={t('settings.own.title')} text={t('settings.own.text')}>
      <Form validated onSubmit={() => save([shown.certificate, shown.key])}>
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
        <OwnCertificateState />
        <ProblemNotice problem={command.problem} />
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
      </Form>
    </SettingsCard>
  );
}
