import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity, useBackend, useHostInfo, useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { supportReport } from '#contract/support-report.ts';

/** A report for whoever helps; and what this is. */
export function SupportCard(): ReactNode {
  const { t } = useTranslation();
  const backend = useBackend();
  const hostInfo = useHostInfo();
  const { snapshot } = useShown();
  const activity = useActivity();
  const [report, setReport] = useState<string>();
  const [copied, setCopied] = useState(false);
  const make = (): void => {
    setCopied(false);
    if (snapshot !== undefined) setReport(supportReport({ snapshot, activity, hostInfo, now: Date.now() }));
  };
  return (
    <Card title={t('settings.support.title')}>
      <p className="quiet">{t('settings.support.text')}</p>
      <div className="row">
        <Button onClick={make}>{t('settings.support.make')}</Button>
      </div>
      {report === undefined ? null : (
        <>
          {/* focusable, so that the keyboard can scroll it */}
          <pre className="script" tabIndex={0} role="region" aria-label={t('settings.support.report')}>
            {report}
          </pre>
          <div className="row">
            <Button
              onClick={() => void backend.host('host-copy', { text: report }).then(({ ok }) => setCopied(ok))}
            >
              <span aria-live="polite">{copied ? t('copy.done') : t('settings.support.copy')}</span>
            </Button>
            <Button
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
        </>
      )}
      <p className="small quiet">
        {t('settings.support.about', { version: hostInfo?.version ?? '' })} · {t('settings.support.license')}
      </p>
    </Card>
  );
}
