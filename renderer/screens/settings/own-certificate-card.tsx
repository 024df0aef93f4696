import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '#messages/message.ts';
import type { Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Mark } from '../../components/mark.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useFormat } from '../../i18n.ts';
import { SettingsCard } from './settings-card.tsx';
import { dateInFull } from '../../time-words.ts';

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
        {ownCertificate === undefined ? null : (
          <div role="status" className="stack-tight">
            {ownCertificate.problem === undefined ? (
              <Mark tone="good" icon="check">
                {t('settings.own.until', { date: dateInFull(Date.parse(ownCertificate.expires), i18n) })}
              </Mark>
            ) : (
              <>
                <Mark tone="bad" icon="triangle">
                  {t('settings.own.kept', { date: dateInFull(Date.parse(ownCertificate.expires), i18n) })}
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
