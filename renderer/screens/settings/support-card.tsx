import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity, useBackend, useHostInfo, useShown } from '../../backend/backend-context.tsx';
import { Button, CopyButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { hrefOf } from '../../route.ts';
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
