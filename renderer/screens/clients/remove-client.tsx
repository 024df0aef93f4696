import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { goTo, hrefOf } from '../../route.ts';

/** Removes a client; one that signs accounts in says which, and stays. */
export function RemoveClient(props: {
  readonly client: ClientView;
  readonly accounts: readonly AccountView[];
}): ReactNode {
  const { client, accounts } = props;
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const remove = useCommand('client-remove');
  const close = (): void => setAsking(false);
  const inUse = accounts.length > 0;
  const carryOut = async (): Promise<void> => {
    const result = await remove.run({ client: client.id });
    if (result.ok) goTo({ page: 'clients' });
  };
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('client.remove')}
      </Button>
      <Dialog title={t('client.removeTitle', { name: client.name })} open={asking} onClose={close}>
        {inUse ? (
          <>
            <p>{t('client.removeInUse')}</p>
            <ul className="wrap-anywhere">
              {accounts.slice(0, 10).map(({ id, address }) => (
                <li key={id}>
                  <a href={hrefOf({ page: 'account', id })}>{address}</a>
                </li>
              ))}
            </ul>
            {accounts.length > 10 ? <p>{t('client.more', { count: accounts.length - 10 })}</p> : null}
          </>
        ) : (
          <p>{t('client.removeText')}</p>
        )}
        {remove.problem === undefined ? null : <ProblemNotice problem={remove.problem} />}
        <div className="row row-actions">
          <Button onClick={close}>{t(inUse ? 'common.close' : 'common.cancel')}</Button>
          {inUse ? null : (
            <Button look="danger" disabled={remove.busy} onClick={() => void carryOut()}>
              {t('client.remove')}
            </Button>
          )}
        </div>
      </Dialog>
    </>
  );
}
