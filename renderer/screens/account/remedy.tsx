import { type ReactNode, useState } from 'react';
import type { AccountView, ClientView } from '#contract/views.ts';
import { type Submission, submissionName, usualSubmissionLimits } from '#contract/submission.ts';
import { Form, SelectField } from '../../components/field.tsx';
import { useAnswer, useBackend, useCommand, useSnapshot, useClient } from '../../backend/backend-context.tsx';
import { Button, Refusal } from '../../components/button.tsx';
import { keptLanguage } from '../../preferences.ts';
import { goTo, hrefOf } from '../../route.ts';
import { apiOf, remedyOf, secretHasExpired } from './account-state.ts';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Icon, Tile } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { t } from '../../i18n.ts';

/** The one button that mends an account; nothing where nothing is to be mended. */
export function RemedyButton(props: {
  readonly account: AccountView;
  readonly look: 'main' | 'normal';
}): ReactNode {
  const { account, look } = props;
  const backend = useBackend();
  const [asking, setAsking] = useState(false);
  const remedy = remedyOf(account, useClient(account));
  const here = useCommand(remedy === 'cancel' ? 'account-cancel-sign-in' : 'account-resume');
  if (remedy === undefined) return null;
  const renew = remedy === 'open-client' && secretHasExpired(account);
  const api = apiOf(account);
  const what = t(`accounts.remedy.${renew ? 'renew-secret' : remedy}`, {
    name: api === undefined ? '' : submissionName[api],
  });
  const input = { account: account.id };
  const mend = (): void => {
    if (remedy === 'send-by-api') return setAsking(true);
    if (remedy === 'resume' || remedy === 'cancel') return void here.run(input);
    // how these went is in the account's state, which its page shows
    if (remedy === 'sign-in' || remedy === 'sign-in-again')
      void backend.run('account-authorize', { ...input, language: keptLanguage() });
    if (remedy === 'check') void backend.run('check', input);
    if (remedy === 'open-client')
      goTo({ page: 'client', id: account.clientId, enter: renew ? 'secret' : undefined });
    else goTo({ page: 'account', id: account.id });
  };
  return (
    <>
      <Button
        look={look}
        busy={here.busy}
        aria-label={t('accounts.remedyFor', { what, address: account.address })}
        onClick={mend}
      >
        {what}
      </Button>
      <Refusal problem={here.problem} />
      {asking ? <SendingDialog account={account} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

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
      <ProblemNotice problem={command.problem} />
      <DialogActions
        go={t('account.sending.go', { name })}
        busy={command.busy}
        onGo={() => void go()}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** Chooses another OAuth client for an account: those that fit its address, the best first. */
export function SwitchClientDialog(props: {
  readonly account: AccountView;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onSwitched?: () => void;
}): ReactNode {
  const { open, onClose } = props;
  return (
    <Dialog open={open} title={t('account.actions.switchTitle')} onClose={onClose}>
      <Choice {...props} />
    </Dialog>
  );
}

function Choice(props: {
  readonly account: AccountView;
  readonly onClose: () => void;
  readonly onSwitched?: () => void;
}): ReactNode {
  const { account, onClose, onSwitched } = props;
  const fitting = useFittingClients(account);
  const switching = useCommand('account-switch-client');
  const [chosen, setChosen] = useState<string>();
  const addClient = (
    <a href={hrefOf({ page: 'add-client' })} onClick={onClose}>
      {t('clients.add')}
    </a>
  );
  if (fitting === undefined) return <p className="quiet">{t('common.loading')}</p>;
  const [first] = fitting;
  if (first === undefined) {
    return (
      <>
        <p>{t('account.actions.switchNone')}</p>
        <p>{addClient}</p>
        <div className="row row-actions">
          <Button onClick={onClose}>{t('common.close')}</Button>
        </div>
      </>
    );
  }
  // the chosen one may have been removed meanwhile
  const client = fitting.find(({ id }) => id === chosen)?.id ?? first.id;
  const go = async (): Promise<void> => {
    if (!(await switching.run({ account: account.id, client })).ok) return;
    onSwitched?.();
    onClose();
  };
  return (
    <Form validated onSubmit={go}>
      <p>{t('account.actions.switchText')}</p>
      <SelectField
        label={t('account.tokens.client')}
        links={addClient}
        options={fitting.map(({ id, name, grant }) => [id, `${name} – ${t(`grant.${grant}`)}`])}
        value={client}
        onValue={setChosen}
      />
      <ProblemNotice problem={switching.problem} />
      <div className="row row-actions">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" look="main" busy={switching.busy}>
          {t('account.actions.switchGo')}
        </Button>
      </div>
    </Form>
  );
}

/** The other clients that could sign the account in; undefined while that is being found out. */
function useFittingClients(account: AccountView): readonly ClientView[] | undefined {
  const snapshot = useSnapshot();
  const answer = useAnswer('address-lookup', { address: account.address });
  if (answer === undefined) return undefined;
  return (answer.ok ? answer.value.clients : [])
    .filter((id) => id !== account.clientId)
    .flatMap((id) => snapshot.clients.find((client) => client.id === id) ?? []);
}
