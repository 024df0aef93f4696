import { type Message, verbatim } from '#messages/message.ts';
import { expiryStage } from '#contract/status.ts';
import type { AccountView, ClientView, Snapshot } from '#contract/views.ts';

/** A notice as it is shown. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Something worth a person's eye, once. */
export type Notice =
  | { readonly kind: 'needs-sign-in' | 'first-success'; readonly accountId: string; readonly address: string }
  | {
      readonly kind: 'refused';
      readonly accountId: string;
      readonly address: string;
      readonly message: Message;
      readonly fix: Message;
    }
  | {
      readonly kind: 'credential-expiring' | 'credential-expired';
      readonly clientId: string;
      readonly client: string;
      readonly date: string;
    };

/**
 * Which notices a change calls for: never more than one for an account and a cause, until it has been well again.
 * @param before - undefined at the start
 * @param told - the causes that were told and are not mended
 * @returns `told`: the same for the next time
 */
export function decideNotifications(
  before: Snapshot | undefined,
  now: Snapshot,
  told: ReadonlySet<string>,
): { readonly notices: readonly Notice[]; readonly told: ReadonlySet<string> } {
  const notices: Notice[] = [];
  const still = new Set<string>();
  const tell = (cause: string, notice: Notice): void => {
    if (!told.has(cause) && !still.has(cause)) notices.push(notice);
    still.add(cause);
  };
  for (const account of now.accounts) {
    const earlier = before?.accounts.find((candidate) => candidate.id === account.id);
    decideForAccount(account, earlier, told, still, tell, (notice) => notices.push(notice));
  }
  for (const client of now.clients) decideForClient(client, tell);
  return { notices, told: still };
}

function decideForAccount(
  account: AccountView,
  before: AccountView | undefined,
  told: ReadonlySet<string>,
  still: Set<string>,
  tell: (cause: string, notice: Notice) => void,
  first: (notice: Notice) => void,
): void {
  const { id: accountId, address, state } = account;
  switch (state) {
    case 'needs-sign-in':
      keep(accountId, told, still);
      // one that never was signed in is being set up, and one that its person signed out is known to need it
      if (account.signedInAt === undefined) return;
      return tell(`${accountId}/needs-sign-in`, { kind: 'needs-sign-in', accountId, address });
    case 'refused': {
      const { code = 'refused', message = verbatim(''), fix = verbatim('') } = account.problem ?? {};
      keep(accountId, told, still);
      return tell(`${accountId}/refused/${code}`, { kind: 'refused', accountId, address, message, fix });
    }
    case 'signing-in':
    case 'unreachable':
    case 'paused':
      // neither well nor worse: what was told stays told
      return keep(accountId, told, still);
    case 'needs-password':
    case 'ready':
      if (before?.state !== 'signing-in' || before.signedInAt !== undefined) return;
      return first({ kind: 'first-success', accountId, address });
  }
}

function keep(accountId: string, told: ReadonlySet<string>, still: Set<string>): void {
  for (const cause of told) if (cause.startsWith(`${accountId}/`)) still.add(cause);
}

function decideForClient(client: ClientView, tell: (cause: string, notice: Notice) => void): void {
  const { id: clientId, name, credentialExpiresInDays: days, credentialExpires = '' } = client;
  if (days === undefined || client.usedBy === 0) return;
  const warning = expiryStage(days);
  if (warning === undefined) return;
  tell(`${clientId}/credential/${credentialExpires}/${String(warning)}`, {
    kind: warning === 0 ? 'credential-expired' : 'credential-expiring',
    clientId,
    client: name,
    date: credentialExpires.slice(0, 10),
  });
}
