import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { submissionName, usualSubmissionLimits, type Submission } from '#contract/submission.ts';
import type { AccountView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Tile } from '../../components/mark.tsx';
import { keptLanguage } from '../../preferences.ts';
import { goTo } from '../../route.ts';
import { apiOf } from './remedy.ts';

/** The other way an account could send: by the provider's API, or by SMTP again; undefined where there is none. */
export function otherSending(account: AccountView): Submission | undefined {
  return account.sendsBy === 'smtp' ? apiOf(account) : 'smtp';
}

/** Asks before an account sends the other way, and says what changes by it. It is there while it is open. */
export function SendingDialog(props: {
  readonly account: AccountView;
  readonly onClose: () => void;
}): ReactNode {
  const { account, onClose } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const command = useCommand('account-submission');
  // the account's own changes before the dialog has gone
  const [way = 'smtp'] = useState(() => otherSending(account));
  const name = submissionName[way];
  const go = async (): Promise<void> => {
    const done = await command.run({ account: account.id, submission: way });
    if (!done.ok) return;
    onClose();
    goTo({ page: 'account', id: account.id });
    // what else is left to do is in the account's state
    if (done.value.needs === 'sign-in')
      void backend.run('account-authorize', { account: account.id, language: keptLanguage() });
  };
  return (
    <Dialog
      open
      title={t('account.sending.title', { name })}
      mark={<Tile icon="plane" ground="green" large />}
      text={t(way === 'smtp' ? 'account.sending.smtpText' : 'account.sending.text')}
      onClose={onClose}
    >
      {way === 'smtp' ? null : (
        <ul className="plain-list changes">
          {(['program', 'copy', 'permission', 'size'] as const).map((one) => (
            <li key={one}>
              {one === 'program' ? (
                <Icon name="check" className="tone-good" />
              ) : (
                <Icon name="info" className="tone-care" />
              )}
              <div>
                {t(`account.sending.${one}.what`, {
                  most: Math.round(usualSubmissionLimits[way].size / 1_048_576),
                })}
                <p className="small quiet">{t(`account.sending.${one}.text`)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="main" autoFocus busy={command.busy} onClick={() => void go()}>
          {t('account.sending.go', { name })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
