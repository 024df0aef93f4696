import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity, useBackend, useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Redactor } from '#contract/support-report.ts';
import { everything, fitting } from './activity-filters.tsx';
import { ActivityLog } from './activity-log.tsx';
import { useLineWords } from './activity-line.tsx';

/** The activity log of everything: what happened, in plain words. */
export function ActivityScreen(): ReactNode {
  const { t } = useTranslation();
  const backend = useBackend();
  const entries = useActivity();
  const { snapshot } = useShown();
  const accounts = snapshot?.accounts ?? [];
  const words = useLineWords(accounts);
  const [filter, setFilter] = useState(everything);
  const exportLines = (): void => {
    const redactor = new Redactor({ accounts, clients: snapshot?.clients ?? [] });
    void backend.host('host-save-file', {
      fileName: 'mailwicket-activity.jsonl',
      mediaType: 'application/jsonl',
      content: fitting(entries, filter, words)
        .map((entry) => `${JSON.stringify(redactor.entry(entry))}\n`)
        .join(''),
    });
  };
  return (
    <>
      <PageHeading
        aside={
          <Button
            icon="download"
            title={t('activity.exportHelp')}
            disabled={entries.length === 0}
            onClick={exportLines}
          >
            {t('activity.export')}
          </Button>
        }
      >
        {t('activity.title')}
      </PageHeading>
      <ActivityLog filter={filter} onFilter={setFilter} />
    </>
  );
}
