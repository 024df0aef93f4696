import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '#messages/message.ts';
import type { Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useFormat } from '../../i18n.ts';
import { SettingsCard } from './settings-card.tsx';

/** A certificate that somebody else makes and renews, in the place of Mailwicket's own: its files, and how it stands. */
export function OwnCertificateCard(props: {
  readonly settings: NonNullable<Snapshot['settings']>;
}): ReactNode {
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
        <Field label={t('settings.own.certificate')} help={t('settings.own.certificateHelp')}>
          {(control) => (
            <input
              {...control}
              required
              spellCheck={false}
              value={shown.certificate}
              onChange={(event) => setTyped({ ...shown, certificate: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('settings.own.key')} help={t('settings.own.keyHelp')}>
          {(control) => (
            <input
              {...control}
              required
              spellCheck={false}
              value={shown.key}
              onChange={(event) => setTyped({ ...shown, key: event.target.value })}
            />
          )}
        </Field>
        {ownCertificate === undefined ? null : (
          <div role="status" className="stack-tight">
            {ownCertificate.problem === undefined ? (
              <Mark tone="good" icon="check">
                {t('settings.own.until', { date: dayOf(ownCertificate.expires, i18n.language) })}
              </Mark>
            ) : (
              <>
                <Mark tone="bad" icon="triangle">
                  {t('settings.own.kept', { date: dayOf(ownCertificate.expires, i18n.language) })}
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

function dayOf(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(date));
}
