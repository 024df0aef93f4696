import type { ReactNode } from 'react';
import type { AccountView } from '#contract/views.ts';
import type { Message } from '#messages/message.ts';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { ProblemNotice, StateHero } from '../../components/notice.tsx';
import { format, t } from '../../i18n.ts';

/** A sign-in that went well and left something in doubt, such as who it was: signed in anew, or kept as it is. */
export function SignInDoubt(props: {
  readonly account: AccountView;
  readonly doubt: Message;
  readonly heading?: (text: string) => ReactNode;
  readonly onAgain: () => void;
  readonly onKept?: () => void;
}): ReactNode {
  const { account, doubt, heading = (text) => text, onAgain, onKept } = props;
  const signOut = useCommand('account-sign-out');
  const keep = useCommand('account-keep-sign-in');
  const kind = doubt.code === 'signIn.otherIdentity' ? 'other' : 'doubt';
  const input = { account: account.id };
  const again = async (): Promise<void> => {
    if ((await signOut.run(input)).ok) onAgain();
  };
  const kept = async (): Promise<void> => {
    if ((await keep.run(input)).ok) onKept?.();
  };
  return (
    <StateHero tone="care" role="alert" title={heading(t(`addAccount.signIn.${kind}.title`))}>
      <p className="wrap-anywhere">{format(doubt)}</p>
      <div className="row hero-buttons">
        <Button look="main" busy={signOut.busy} onClick={() => void again()}>
          {t(`addAccount.signIn.${kind}.again`, { address: account.address })}
        </Button>
        <Button busy={keep.busy} onClick={() => void kept()}>
          {t(`addAccount.signIn.${kind}.keep`)}
        </Button>
      </div>
      <ProblemNotice problem={signOut.problem ?? keep.problem} />
    </StateHero>
  );
}
