import { isWholeDomain } from '#contract/account.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { Mark, ProviderMark, StateMark } from '../../components/mark.tsx';
import { MoreMenu, type MenuEntry } from '../../components/more-menu.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { hrefOf } from '../../route.ts';
import { AccountDialogs, type AccountCommands, type AccountDialog } from './account-actions.tsx';
import { checkOutcome } from './check-outcome.ts';

/** Whose account it is, how it stands, and what is seldom done with it. */
export function AccountHeader(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly commands: AccountCommands;
  readonly onCheck: () => void;
}): ReactNode {
  const { account, client, commands, onCheck } = props;
  const { id, address, state, check } = account;
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<AccountDialog>();
  const outcome = check === undefined || check.running ? 'good' : checkOutcome(check.steps);
  const pausing: MenuEntry =
    state === 'paused'
      ? {
          label: t('account.actions.resume'),
          icon: 'play',
          onChoose: () => void commands.resume.run({ account: id }),
        }
      : {
          label: t('account.actions.pause'),
          icon: 'bars',
          onChoose: () => void commands.pause.run({ account: id }),
        };
  return (
    <>
      <PageHeading
        address
        back={{ href: hrefOf({ page: 'accounts' }), text: t('accounts.title') }}
        mark={<ProviderMark provider={client?.provider} large />}
        subtitle={
          <>
            {client === undefined ? null : `${t(`provider.${client.provider}`)} · `}
            {t('accounts.via', { client: account.clientName })}
          </>
        }
        aside={
          <>
            <div className="account-header-state" role="status">
              {state === 'ready' && outcome !== 'good' ? (
                <Mark tone="bad" icon="cross" chip>
                  {t(`account.check.chip.${outcome}`)}
                </Mark>
              ) : (
                <StateMark state={state} chip />
              )}
            </div>
            <MoreMenu
              label={t('account.actions.more')}
              entries={[
                // a whole domain has no mailbox of its own to check
                ...(isWholeDomain(address)
                  ? []
                  : [{ label: t('account.check.go'), icon: 'refresh' as const, onChoose: onCheck }]),
                pausing,
                { label: t('account.actions.switch'), icon: 'swap', onChoose: () => setDialog('switch') },
                ...(account.forPeople === true
                  ? []
                  : [
                      {
                        label: t('account.actions.reset'),
                        icon: 'undo' as const,
                        onChoose: () => setDialog('reset'),
                      },
                    ]),
                {
                  label: t('account.actions.remove'),
                  icon: 'trash',
                  danger: true,
                  onChoose: () => setDialog('remove'),
                },
              ]}
            />
          </>
        }
      >
        {address}
      </PageHeading>
      <AccountDialogs
        account={account}
        commands={commands}
        open={dialog}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}
