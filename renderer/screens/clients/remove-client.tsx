import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { goTo, hrefOf } from '../../route.ts';

/** Asks whether to remove a client; one that signs accounts in says which, and stays. */
export function RemoveClient(props: {
  readonly client: ClientView;
  readonly accounts: readonly AccountView[];
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { client, accounts, open, onClose } = props;
  const { t } = useTranslation();
  const remove = useCommand('client-remove');
  const inUse = accounts.length > 0;
  const carryOut = async (): Promise<void> => {
    const result = await remove.run({ client: client.id });
    if (result.ok) goTo({ page: 'clients' });
  };
  return (
    <Dialog
      title={t('client.removeTitle', { name: client.name })}
      text={t(inUse ? 'client.removeInUse' : 'client.removeText')}
      open={open}
      onClose={onClose}
    >
      {inUse ? (
        <ul className="wrap-anywhere">
          {accounts.slice(0, 10).map(({ id, address }) => (
            <li key={id}>
              <a href={hrefOf({ page: 'account', id })}>{address}</a>
            </li>
          ))}
          {accounts.length > 10 ? (
            <li className="quiet">{t('client.more', { count: accounts.length - 10 })}</li>
          ) : null}
        </ul>
      ) : null}
      {remove.problem === undefined ? null : <ProblemNotice problem={remove.problem} />}
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {t(inUse ? 'common.close' : 'common.cancel')}
        </Button>
        {inUse ? null : (
          <Button look="danger" busy={remove.busy} onClick={() => void carryOut()}>
            {t('client.remove')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
