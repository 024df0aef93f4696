import { type ReactNode, useState } from 'react';
import { plainPorts } from '#contract/endpoints.ts';
import { supportReport } from '#contract/support-report.ts';
import {
  useActivity,
  useBackend,
  useHostCommand,
  useHostInfo,
  useSnapshot,
} from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { Tabs } from '../../components/card.tsx';
import { goTo, hrefOf, type SettingsTab, settingsTabs } from '../../route.ts';
import { DeviceList } from './device-list.tsx';
import { DevicesCard, PortRows, TlsPortsCard } from './ports.tsx';
import { NetworkCards } from './network-card.tsx';
import { ProgramCard } from './program-card.tsx';
import { SettingsCard } from './settings-card.tsx';
import { CertificateCards } from './tls-card.tsx';
import { Button, CopyButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Script } from '../../components/text.tsx';
import { t } from '../../i18n.ts';

/** What Mailwicket does on this computer, and how it looks. There is nothing to save: a change is used at once. */
export function SettingsScreen({ tab = 'general' }: { readonly tab?: SettingsTab | undefined }): ReactNode {
  const { settings } = useSnapshot();
  const contents: Readonly<Record<SettingsTab, ReactNode>> = {
    general: <ProgramCard />,
    ports: (
      <>
        <SettingsCard title={t('settings.ports.title')} text={t('settings.ports.text')}>
          <PortRows ports={plainPorts} />
        </SettingsCard>
        <TlsPortsCard />
        <DevicesCard />
      </>
    ),
    devices: <DeviceList />,
    encryption: <CertificateCards />,
    network: <NetworkCards />,
    help: <SupportCard />,
  };
  return (
    <>
      <PageHeading>{t('nav.settings')}</PageHeading>
      <Managed />
      <Tabs
        label={t('nav.settings')}
        value={tab}
        onValue={(id) => {
          const wanted = settingsTabs.find((one) => one === id) ?? 'general';
          goTo({ page: 'settings', tab: wanted }, 'instead');
        }}
        tabs={settingsTabs.map((id) => ({
          id,
          label: t(`settings.tabs.${id}`),
          content:
            settings === undefined && id !== 'general' && id !== 'help' ? (
              <p className="quiet">{t('settings.unreadable')}</p>
            ) : (
              contents[id]
            ),
        }))}
      />
    </>
  );
}

/** That an organization manages some of this, and what of its policy cannot be used. */
function Managed(): ReactNode {
  const { policy } = useSnapshot();
  if (policy === undefined) return null;
  return (
    <>
      {policy.locked.length === 0 ? null : (
        <p className="info-line small quiet">
          <Icon name="lock" />
          {t('policy.managed')}
        </p>
      )}
      {policy.problems.map((problem) => (
        <ProblemNotice key={JSON.stringify(problem.message)} problem={problem} />
      ))}
    </>
  );
}

/** A report for whoever helps; and what this is. */
function SupportCard(): ReactNode {
  const saving = useHostCommand('host-save-file');
  const hostInfo = useHostInfo();
  const snapshot = useSnapshot();
  const activity = useActivity();
  const [report, setReport] = useState<string>();
  const make = (): void => {
    setReport(supportReport({ snapshot, activity, hostInfo, now: Date.now() }));
  };
  return (
    <>
      <SettingsCard
        title={t('settings.support.title')}
        text={t('settings.support.text')}
        aside={<Button onClick={make}>{t('settings.support.make')}</Button>}
      >
        {report === undefined ? null : (
          <div className="stack-tight">
            <Script label={t('settings.support.report')}>{report}</Script>
            <div className="row">
              <CopyButton text={report}>{t('settings.support.copy')}</CopyButton>
              <Button
                icon="download"
                onClick={() =>
                  void saving.run({
                    fileName: 'mailwicket-report.txt',
                    mediaType: 'text/plain',
                    content: report,
                  })
                }
              >
                {t('settings.support.save')}
              </Button>
            </div>
            <ProblemNotice problem={saving.problem} />
          </div>
        )}
      </SettingsCard>
      <p className="small">
        <a href={hrefOf({ page: 'import' })}>{t('accounts.none.import')}</a>
      </p>
      <div className="small quiet">
        {t('settings.support.about', { version: hostInfo?.version ?? '' })} · {t('settings.support.license')}{' '}
        · <LicencesButton />
      </div>
    </>
  );
}

/** Shows the terms of the packages that are in the program. */
function LicencesButton(): ReactNode {
  const backend = useBackend();
  const [text, setText] = useState<string>();
  const show = async (): Promise<void> => {
    const result = await backend.host('host-licences', {});
    setText((result.ok ? result.value.text : undefined) ?? t('settings.support.licensesNotHere'));
  };
  return (
    <>
      <Button look="link" className="button-inline" onClick={() => void show()}>
        {t('settings.support.licenses')}
      </Button>
      <Dialog
        title={t('settings.support.licenses')}
        open={text !== undefined}
        onClose={() => setText(undefined)}
      >
        <Script label={t('settings.support.licenses')}>{text}</Script>
        <div className="row">
          <Button onClick={() => setText(undefined)}>{t('common.close')}</Button>
        </div>
      </Dialog>
    </>
  );
}
