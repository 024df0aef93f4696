import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plainPorts } from '#contract/endpoints.ts';
import type { AccountView, DeviceView, ListenerView, Snapshot } from '#contract/views.ts';
import { supportReport } from '#contract/support-report.ts';
import { useActivity, useBackend, useHostInfo, useShown } from '../../backend/backend-context.tsx';
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

/** What Mailwicket does on this computer, and how it looks. There is nothing to save: a change is used at once. */
export function SettingsScreen({ tab = 'general' }: { readonly tab?: SettingsTab | undefined }): ReactNode {
  const { t } = useTranslation();
  const { snapshot } = useShown();
  return (
    <>
      <PageHeading>{t('settings.title')}</PageHeading>
      <Managed policy={snapshot?.policy} />
      <Tabs
        label={t('settings.title')}
        value={tab}
        onValue={(id) => goTo({ page: 'settings', tab: settingsTabs.find((one) => one === id) ?? 'general' })}
        tabs={settingsTabs.map((id) => ({
          id,
          label: t(`settings.tabs.${id}`),
          content: <TabContent tab={id} snapshot={snapshot} />,
        }))}
      />
    </>
  );
}

/** That an organization manages some of this, and what of its policy cannot be used. */
function Managed({ policy }: { readonly policy: Snapshot['policy'] }): ReactNode {
  const { t } = useTranslation();
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

const noListeners: readonly ListenerView[] = [];
const noDevices: readonly DeviceView[] = [];
const noAccounts: readonly AccountView[] = [];

function TabContent(props: {
  readonly tab: SettingsTab;
  readonly snapshot: Snapshot | undefined;
}): ReactNode {
  const { tab, snapshot } = props;
  const { t } = useTranslation();
  const settings = snapshot?.settings;
  const listeners = snapshot?.listeners ?? noListeners;
  if (tab === 'general') return <ProgramCard />;
  if (tab === 'help') return <SupportCard />;
  if (settings === undefined) return <p className="quiet">{t('settings.unreadable')}</p>;
  switch (tab) {
    case 'ports':
      return (
        <>
          <SettingsCard title={t('settings.ports.title')} text={t('settings.ports.text')}>
            <PortRows ports={plainPorts} settings={settings} listeners={listeners} />
          </SettingsCard>
          <TlsPortsCard settings={settings} listeners={listeners} />
          <DevicesCard settings={settings} />
        </>
      );
    case 'devices':
      return (
        <DeviceList devices={snapshot?.devices ?? noDevices} accounts={snapshot?.accounts ?? noAccounts} />
      );
    case 'encryption':
      return <CertificateCards settings={settings} />;
    case 'network':
      return <NetworkCards settings={settings} />;
    default:
      return tab satisfies never;
  }
}

/** A report for whoever helps; and what this is. */
function SupportCard(): ReactNode {
  const { t } = useTranslation();
  const backend = useBackend();
  const hostInfo = useHostInfo();
  const { snapshot } = useShown();
  const activity = useActivity();
  const [report, setReport] = useState<string>();
  const make = (): void => {
    if (snapshot !== undefined) setReport(supportReport({ snapshot, activity, hostInfo, now: Date.now() }));
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
            {/* focusable, so that the keyboard can scroll it */}
            <pre className="script" tabIndex={0} role="region" aria-label={t('settings.support.report')}>
              {report}
            </pre>
            <div className="row">
              <CopyButton text={report}>{t('settings.support.copy')}</CopyButton>
              <Button
                icon="download"
                onClick={() =>
                  void backend.host('host-save-file', {
                    fileName: 'mailwicket-report.txt',
                    mediaType: 'text/plain',
                    content: report,
                  })
                }
              >
                {t('settings.support.save')}
              </Button>
            </div>
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
  const { t } = useTranslation();
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
        {/* focusable, so that the keyboard can scroll it */}
        <pre className="script" tabIndex={0} role="region" aria-label={t('settings.support.licenses')}>
          {text}
        </pre>
        <div className="row">
          <Button onClick={() => setText(undefined)}>{t('common.close')}</Button>
        </div>
      </Dialog>
    </>
  );
}
