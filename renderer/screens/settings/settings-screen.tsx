import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { plainPorts } from '#contract/endpoints.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Card } from '../../components/card.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { hrefOf } from '../../route.ts';
import { DevicesCard } from './devices-card.tsx';
import { NetworkCard } from './network-card.tsx';
import { PortsForm } from './ports-form.tsx';
import { ProgramCard } from './program-card.tsx';
import { SupportCard } from './support-card.tsx';
import { TlsCard } from './tls-card.tsx';

/** What Mailwicket does on this computer, and how it looks. */
export function SettingsScreen(): ReactNode {
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const settings = snapshot?.settings;
  const listeners = snapshot?.listeners ?? [];
  return (
    <>
      <PageHeading>{t('settings.title')}</PageHeading>
      {settings === undefined ? (
        <p className="quiet">{t('settings.unreadable')}</p>
      ) : (
        <>
          <Card title={t('settings.ports.title')}>
            <p className="quiet">{t('settings.ports.text')}</p>
            <PortsForm ports={plainPorts} settings={settings} listeners={listeners} />
          </Card>
          <TlsCard settings={settings} listeners={listeners} />
          <DevicesCard settings={settings} />
        </>
      )}
      <ProgramCard />
      {settings === undefined ? null : <NetworkCard settings={settings} />}
      <SupportCard />
      <p className="small">
        <a href={hrefOf({ page: 'import' })}>{t('accounts.none.import')}</a>
      </p>
    </>
  );
}
