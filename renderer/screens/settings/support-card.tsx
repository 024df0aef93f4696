import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity, useBackend, useHostInfo, useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { hrefOf } from '../../route.ts';
import { LicencesButton } from './licences-button.tsx';
import { SettingsCard } from './settings-card.tsx';
import { supportReport } from '#contract/support-report.ts';

/** A report for whoever helps; and what this is. */
export function SupportCard(): ReactNode {
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
