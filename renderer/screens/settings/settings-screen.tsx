import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { plainPorts } from '#contract/endpoints.ts';
import type { AccountView, DeviceView, ListenerView, Snapshot } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { goTo, settingsTabs, type SettingsTab } from '../../route.ts';
import { DeviceList, DevicesCard } from './device-list.tsx';
import { NetworkCards } from './network-card.tsx';
import { PortRows } from './port-rows.tsx';
import { ProgramCard } from './program-card.tsx';
import { SettingsCard } from './settings-card.tsx';
import { SupportCard } from './support-card.tsx';
import { CertificateCards, TlsPortsCard } from './tls-card.tsx';

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
