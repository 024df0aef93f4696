import type { Account } from '#contract/account.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { GrantType } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';
import {
  type Submission,
  type SubmissionApi,
  type SubmissionLimits,
  type TokenUse,
  submissionApis,
  usualSubmissionLimits,
} from '#contract/submission.ts';

type Considered = Pick<OAuthClient, 'provider' | 'cloud' | 'submissionUrl' | 'submission'>;

/** Where an API through which a client can send begins; undefined where it has none of this kind. */
export function submissionUrl(client: Considered, api: SubmissionApi): string | undefined {
  const { submission: preset } = presetFor(client);
  if (preset === undefined) return client.provider === 'custom' ? client.submissionUrl : undefined;
  return preset.api === api ? (client.submissionUrl ?? preset.url) : undefined;
}

/** The ways of sending that can be chosen for a client and its accounts, SMTP first. */
export function submissionsOf(client: Considered): Submission[] {
  return ['smtp', ...submissionApis.filter((api) => submissionUrl(client, api) !== undefined)];
}

/** How an account sends: as it says itself, else as its client does; by SMTP where the API is not there any more. */
export function sendsBy(account: Pick<Account, 'submission'>, client: Considered): Submission {
  const chosen = account.submission ?? client.submission ?? 'smtp';
  return submissionsOf(client).includes(chosen) ? chosen : 'smtp';
}

/** The API that a session's messages go through, where they do. */
export function submissionApi(
  found: { readonly account: Pick<Account, 'submission'>; readonly client: Considered },
  protocol: Protocol,
): SubmissionApi | undefined {
  const by = protocol === 'smtp' ? sendsBy(found.account, found.client) : 'smtp';
  return by === 'smtp' ? undefined : by;
}

/** What the token of a login is for. */
export function tokenUse(found: Parameters<typeof submissionApi>[0], protocol: Protocol): TokenUse {
  return submissionApi(found, protocol) ?? protocol;
}

/** What may be sent through an API at most: what the client says, else what is usual. */
export function submissionLimits(
  client: Pick<OAuthClient, 'submissionLimits'>,
  api: SubmissionApi,
): SubmissionLimits {
  return { ...usualSubmissionLimits[api], ...client.submissionLimits };
}

/** Google's scopes with which a message can be sent: for the whole mailbox, or for sending alone. */
const gmailScopes = [
  'https://mail.google.com/',
  'https://www.googleapis.com/auth/gmail.send',
  'https://www.googleapis.com/auth/gmail.compose',
  'https://www.googleapis.com/auth/gmail.modify',
];

/** The only permission that sending through Graph needs, of a person and of an application. */
export const graphPermission = 'Mail.Send';

/**
 * The scope of the tokens for an API; undefined where those for mail serve as they are. Graph's are tokens for another
 * audience, named by the API's own address; Google's know no audience.
 * @param scope - the client's
 */
export function submissionScope(
  api: SubmissionApi,
  about: { readonly url: string; readonly grant: GrantType; readonly scope: string },
): string | undefined {
  const words = about.scope.split(/\s+/);
  switch (api) {
    case 'graph': {
      const { origin } = new URL(about.url);
      if (about.grant === 'client-credentials') return `${origin}/.default`;
      return [`${origin}/${graphPermission}`, ...words.filter((word) => word === 'offline_access')].join(' ');
    }
    case 'gmail':
      return words.some((word) => gmailScopes.includes(word)) ? undefined : gmailScopes[1];
    default:
      return api satisfies never;
  }
}
