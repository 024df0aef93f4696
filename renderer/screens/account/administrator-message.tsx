import type { ReactNode } from 'react';
import type { Problem } from '#contract/problem.ts';
import type { AccountView } from '#contract/views.ts';
import type { Message } from '#messages/message.ts';
import { useAnswer } from '../../backend/backend-context.tsx';
import { CopyButton } from '../../components/button.tsx';
import { smallPrint } from '../../components/notice.tsx';
import { format, t } from '../../i18n.ts';

/** What is done where an administrator has yet to allow the app: their own message has the page for it. */
const asksToAllow = new Set<Message['code']>([
  'microsoft.openAdminConsentLinkClient',
  'microsoft.sendAdminConsentLinkClient',
  'microsoft.waitApprovalSendAdminConsent',
  'microsoft.letAdministratorCustomerPartnerConsent',
  'providers.askAdministratorWorkspaceTrustApps',
]);

interface Subject {
  readonly account: AccountView;
  readonly problem: Pick<Problem, 'message' | 'who' | 'fix' | 'answer'> & Partial<Pick<Problem, 'code'>>;
  readonly look?: 'main' | 'normal';
}

/** Copies what to send to the administrator who can mend it; nothing where it is not theirs to mend. */
export function AdministratorMessage(props: Subject): ReactNode {
  const { who, fix } = props.problem;
  if (who !== 'administrator') return null;
  return fix !== undefined && asksToAllow.has(fix.code) ? <Request {...props} /> : <Copy {...props} />;
}

function Request(props: Subject): ReactNode {
  const { address, clientId } = props.account;
  return <Copy {...props} request={useAdministratorMessage(address, clientId)} />;
}

/** @param props.request - to allow the app; left out: what happened, and what mends it */
function Copy({
  account,
  problem,
  look,
  request,
}: Subject & { readonly request?: string | undefined }): ReactNode {
  const { message, fix } = problem;
  const told = [
    t('account.hero.administratorMessage', { address: account.address }),
    format(message),
    ...(fix === undefined ? [] : [format(fix)]),
  ];
  const text = [...(request === undefined ? told : [request]), smallPrint(problem)];
  return (
    <CopyButton look={look} text={text.filter((part) => part !== '').join('\n\n')}>
      {t('account.hero.copyForAdministrator')}
    </CopyButton>
  );
}

/**
 * The message to whoever decides in an organization; undefined until it is there, and where nobody does.
 * @param client - the one to allow; the one that fits the address best where left out
 */
export function useAdministratorMessage(address: string, client?: string): string | undefined {
  const answer = useAnswer('administrator-message', { address, client });
  if (answer?.ok !== true) return undefined;
  const { subject, body } = answer.value;
  return `${format(subject)}\n\n${format(body)}`;
}
