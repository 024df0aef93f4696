import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { useCommand, useAnswer } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { hrefOf } from '../../route.ts';

/** Chooses another OAuth client for an account: those that fit its address, the best first. */
export function SwitchClientDialog(props: {
  readonly account: AccountView;
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { account, open, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={t('account.actions.switchTitle')} onClose={onClose}>
      <Choice account={account} onClose={onClose} />
    </Dialog>
  );
}

function Choice(props: { readonly account: AccountView; readonly onClose: () => void }): ReactNode {
  const { account, onClose } = props;
  const { t } = useTranslation();
  const fitting = useFittingClients(account);
  const switching = useCommand('account-switch-client');
  const [chosen, setChosen] = useState<string>();
  const addClient = (
    <a href={hrefOf({ page: 'add-client' })} onClick={onClose}>
      {t('account.actions.switchAdd')}
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
  const client = chosen ?? first.id;
  const go = async (): Promise<void> => {
    if ((await switching.run({ account: account.id, client })).ok) onClose();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <p>{t('account.actions.switchText')}</p>
      <Field label={t('account.actions.switchField')} help={addClient}>
        {(control) => (
          <select {...control} value={client} onChange={(event) => setChosen(event.target.value)}>
            {fitting.map(({ id, name, grant }) => (
              <option key={id} value={id}>
                {name} – {t(`grant.${grant}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {switching.problem === undefined ? null : <ProblemNotice problem={switching.problem} />}
      <div className="row row-actions">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" look="main" disabled={switching.busy}>
          {t('account.actions.switchGo')}
        </Button>
      </div>
    </form>
  );
}

/** The other clients that could sign the account in; undefined while that is being found out. */
function useFittingClients(account: AccountView): readonly ClientView[] | undefined {
  const { snapshot } = useShown();
  const answer = useAnswer('address-lookup', { address: account.address });
  if (answer === undefined) return undefined;
  return (answer.ok ? answer.value.clients : [])
    .filter((id) => id !== account.clientId)
    .flatMap((id) => snapshot?.clients.find((client) => client.id === id) ?? []);
}
