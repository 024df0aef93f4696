import { isWholeDomain } from '#contract/account.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandName } from '#contract/commands.ts';
import type { AccountView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { FootBar } from '../../components/page-heading.tsx';
import { removeSoon } from '../../removals.ts';

type Action = CommandName & ('check' | 'account-pause' | 'account-resume');

/** What is done with several accounts at once. It stays at the foot while they are being selected. */
export function SelectedActions(props: {
  readonly selected: readonly AccountView[];
  readonly onAll: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { selected, onAll, onDone } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const [running, setRunning] = useState<Action>();
  const [failed, setFailed] = useState<readonly string[]>([]);
  const [removing, setRemoving] = useState(false);
  const count = selected.length;
  const run = async (action: Action): Promise<void> => {
    setRunning(action);
    const results = await Promise.all(
      // a whole domain has no mailbox of its own to check
      selected
        .filter(({ address }) => action !== 'check' || !isWholeDomain(address))
        .map(async ({ id, address }) => ({ address, result: await backend.run(action, { account: id }) })),
    );
    setRunning(undefined);
    setFailed(results.flatMap(({ address, result }) => (result.ok ? [] : [address])));
  };
  const button = (action: Action, icon: 'refresh' | 'bars' | 'play', words: string): ReactNode => (
    <Button
      icon={icon}
      busy={running === action}
      disabled={count === 0 || running !== undefined}
      onClick={() => void run(action)}
    >
      {words}
    </Button>
  );
  return (
    <FootBar
      end={
        <Button look="main" className="button-small" onClick={onDone}>
          {t('accounts.select.done')}
        </Button>
      }
    >
      <div className="row" role="group" aria-label={t('accounts.select.actions')}>
        <span role="status" className="small quiet">
          {t('accounts.select.count', { count })}
          {failed.length === 0
            ? null
            : ` · ${t('accounts.select.some', { count: failed.length, addresses: failed.join(', ') })}`}
        </span>
        <Button look="link" onClick={onAll}>
          {t('accounts.select.all')}
        </Button>
        {button('check', 'refresh', t('accounts.select.check'))}
        {button('account-pause', 'bars', t('account.actions.pause'))}
        {button('account-resume', 'play', t('account.actions.resume'))}
        <Button
          look="danger"
          icon="trash"
          disabled={count === 0 || running !== undefined}
          onClick={() => setRemoving(true)}
        >
          {t('account.actions.remove')}
        </Button>
      </div>
      <ConfirmDialog
        open={removing}
        title={t('accounts.select.removeTitle', { count })}
        text={t('account.actions.removeText')}
        go={t('account.actions.removeGo')}
        danger
        onClose={() => setRemoving(false)}
        onGo={() => {
          for (const account of selected) removeSoon(backend, account);
          onDone();
        }}
      />
    </FootBar>
  );
}
