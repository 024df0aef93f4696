import { type Message, lines, list, msg, verbatim } from '#messages/message.ts';
import type { CommandOutput } from '#contract/commands.ts';
import type { Audience, Cloud } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { presetFor, type ProviderId } from '#contract/providers/presets.ts';
import { graphPermission } from '#core/accounts/submission.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { consentUrl, sendingConsentUrl } from '#core/oauth/admin-consents.ts';
import { SetupError } from './setup-error.ts';

interface Wanted {
  readonly address: string | undefined;
  /** The client to allow; undefined: there is none, and it is to be registered. */
  readonly client: OAuthClient | undefined;
  /** Whose mail the address is. */
  readonly guess:
    | {
        readonly provider: ProviderId;
        readonly cloud: Cloud | undefined;
        readonly audience: Exclude<Audience, 'both'>;
      }
    | undefined;
}

/** Where apps of others are allowed in a Workspace. */
const workspaceConsole = 'https://admin.google.com/';

/**
 * What to write to an administrator, so that they need to ask nothing back.
 * @throws SetupError - no-administrator
 * @throws AdminConsentError, ClientIncompleteError - the client cannot be allowed as it is
 */
export function administratorMessage({
  address,
  client,
  guess,
}: Wanted): CommandOutput<'administrator-message'> {
  const provider = client?.provider ?? guess?.provider;
  if (provider === undefined || guess?.audience === 'personal' || !asks(provider, client))
    throw nobodyToAsk(provider);
  const preset = presetFor({ provider, cloud: client?.cloud ?? guess?.cloud });
  const { url, parts } =
    client === undefined
      ? registration(provider, preset.portal?.url ?? '')
      : provider === 'google'
        ? trusted(client)
        : consent(client);
  const named = { provider: preset.name };
  const why =
    address === undefined
      ? msg('setup.administratorWhyOrganization', named)
      : msg('setup.administratorWhy', { ...named, address });
  return {
    subject: msg('setup.administratorSubject', named),
    body: lines(
      msg('setup.administratorHello'),
      verbatim(''),
      why,
      verbatim(''),
      ...parts,
      verbatim(''),
      msg('setup.administratorThanks'),
    ),
    url,
  };
}

/** Whether it is an administrator who allows apps there: a consent page of Microsoft's form, or a Workspace. */
function asks(provider: ProviderId, client: OAuthClient | undefined): boolean {
  return (
    provider === 'microsoft365' || provider === 'google' || (provider === 'custom' && client !== undefined)
  );
}

function nobodyToAsk(provider: ProviderId | undefined): SetupError {
  return new SetupError(
    'no-administrator',
    provider === undefined
      ? msg('setup.administratorUnknown')
      : msg('setup.noAdministrator', { provider: presetFor({ provider }).name }),
    msg('setup.noAdministratorInstead'),
  );
}

interface Request {
  readonly url: string;
  readonly parts: readonly Message[];
}

function consent(client: OAuthClient): Request {
  const { url } = consentUrl(client);
  const appOnly = client.grant === 'client-credentials';
  const resolved = resolveClient(client);
  const byGraph = client.submission === 'graph';
  const sending = sendingConsentUrl(client);
  const granted = appOnly
    ? ['IMAP.AccessAsApp', 'POP.AccessAsApp', byGraph ? graphPermission : 'SMTP.SendAsApp']
    : `${resolved.scope} ${sending === undefined ? '' : (resolved.ownScopes.graph ?? '')}`
        .split(/\s+/)
        .map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
  return {
    url,
    parts: [
      msg('setup.administratorConsent'),
      verbatim(url),
      ...(sending === undefined ? [] : [msg('setup.administratorConsentSend'), verbatim(sending)]),
      verbatim(''),
      msg('setup.administratorGrants'),
      ...[...new Set(granted)].flatMap((permission) => {
        const words = (appOnly ? inWordsOfApp : inWords)[permission];
        return words === undefined ? [] : [msg('setup.administratorPermission', { permission, words })];
      }),
      appOnly ? msg('setup.administratorBoundsApp') : msg('setup.administratorBounds'),
      appOf(client),
    ],
  };
}

/** What each permission lets an app do. */
const inWords: Readonly<Record<string, Message>> = {
  'IMAP.AccessAsUser.All': msg('setup.permissionImap'),
  'POP.AccessAsUser.All': msg('setup.permissionPop'),
  'SMTP.Send': msg('setup.permissionSmtp'),
  offline_access: msg('setup.permissionOffline'),
  [graphPermission]: msg('setup.permissionMailSend'),
};

/** The same of an app that needs nobody to sign in. */
const inWordsOfApp: Readonly<Record<string, Message>> = {
  [graphPermission]: msg('setup.permissionMailSendApp'),
  'IMAP.AccessAsApp': msg('setup.permissionImapApp'),
  'POP.AccessAsApp': msg('setup.permissionPopApp'),
  'SMTP.SendAsApp': msg('setup.permissionSmtpApp'),
};

function trusted(client: OAuthClient): Request {
  return {
    url: workspaceConsole,
    parts: [
      msg('setup.administratorTrust'),
      verbatim(workspaceConsole),
      verbatim(''),
      msg('setup.administratorGrantsGoogle'),
      appOf(client),
    ],
  };
}

function appOf({ name, clientId }: OAuthClient): Message {
  return msg('setup.administratorApp', { name, clientId });
}

function registration(provider: ProviderId, url: string): Request {
  const steps =
    provider === 'google'
      ? [
          msg('setup.registerGoogleAudience'),
          msg('setup.registerGoogleScope'),
          msg('setup.registerGoogleClient'),
          msg('setup.registerGoogleSend'),
        ]
      : [
          msg('setup.registerMicrosoftApp'),
          msg('setup.registerMicrosoftRedirect', { redirectUri: presetFor({ provider }).redirectUri }),
          msg('setup.registerMicrosoftPermissions', {
            permissions: list(['IMAP.AccessAsUser.All', 'POP.AccessAsUser.All', 'SMTP.Send']),
          }),
          msg('setup.registerMicrosoftSend'),
        ];
  return {
    url,
    parts: [
      msg('setup.administratorRegister'),
      verbatim(url),
      verbatim(''),
      ...steps.map((step, index) => msg('setup.administratorStep', { number: index + 1, step })),
    ],
  };
}
