import type { ReactNode } from 'react';
import type { AccountView } from '#contract/views.ts';
import { Mark, StateMark } from '../../components/icon.tsx';
import { checkOutcome } from './account-state.ts';
import { t } from '../../i18n.ts';

/** How an account stands: its state, or what does not work though it is signed in, as the last check has found. */
export function AccountMark(props: { readonly account: AccountView; readonly chip?: boolean }): ReactNode {
  const { account, chip = false } = props;
  const { state, check } = account;
  const outcome = check === undefined || check.running ? 'good' : checkOutcome(check.steps);
  if (state !== 'ready' || outcome === 'good') return <StateMark state={state} chip={chip} />;
  return (
    <Mark tone="bad" chip={chip}>
      {t(`account.check.chip.${outcome}`)}
    </Mark>
  );
}
