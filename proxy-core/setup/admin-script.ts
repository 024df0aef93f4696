import { isWholeDomain, canonicalAddress } from '#contract/account.ts';
import type { CommandOutput } from '#contract/commands.ts';
import type { Cloud } from '#contract/grants.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { effectiveTenant } from '#core/accounts/client-form.ts';
import { isGuid } from '#contract/providers/preset.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { type Message, msg } from '#messages/message.ts';
import { oneLine, powershellString } from '#messages/plain-text.ts';
import {
  checkOrganization,
  connectExchange,
  eachMailbox,
  lookUpObjectId,
  type MailboxSteps,
  modules,
  questions,
  registerApplication,
  roleForSending,
  roleQuestion,
  type SendingRole,
  sendAsQuestion,
  verification,
} from './admin-script-parts.ts';
import { SetupError } from './setup-error.ts';

const domain = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;
const sharedTenants = new Set(['common', 'organizations', 'consumers']);

/** How the two modules call the clouds. The global one is what they take by themselves. */
const clouds: Readonly<Record<Cloud, { readonly graph?: string; readonly exchange?: string }>> = {
  global: {},
  'gcc-high': { graph: 'USGov', exchange: 'O365USGovGCCHigh' },
  dod: { graph: 'USGovDoD', exchange: 'O365USGovDoD' },
  china: { graph: 'China', exchange: 'O365China' },
};

/**
 * The PowerShell with which an administrator lets an app-only client open mailboxes in Exchange Online. It can be
 * run again, with more mailboxes: what is there already stays as it is.
 * @throws SetupError - not-microsoft, not-app-only, malformed
 */
export function adminScript(request: AdminScriptRequest): CommandOutput<'admin-script'> {
  const { client } = request;
  refuseUnfit(client);
  const mailboxes = checkedMailboxes(request.mailboxes);
  const fileName = `mailwicket-mailboxes-${client.clientId.slice(0, 8)}.ps1`;
  const { sendAs, smtpAuth } = request;
  const role = sendingRole(client);
  const { exchange } = clouds[client.cloud ?? 'global'];
  const environment = exchange === undefined ? '' : ` -ExchangeEnvironmentName ${scriptString(exchange)}`;
  const mailboxStep = sendAs === 'rbac' ? 7 : 6;
  const parts = [
    header(request, fileName),
    parametersOf(request),
    values(request, mailboxes),
    modules,
    lookUpObjectId(graphParameters(request)),
    connectExchange(environment),
    checkOrganization(tenantChecks(request)),
    registerApplication(scriptString(oneLine(client.name).slice(0, 200))),
    ...(sendAs === 'rbac' ? [roleForSending(role)] : []),
    questions,
    ...(sendAs === 'none' ? [] : [roleQuestion(role)]),
    ...(sendAs === 'permission' ? [sendAsQuestion] : []),
    eachMailbox(mailboxStep, { sendAs, smtpAuth }),
    verification(mailboxStep + 1, sendAs),
  ].map((part) => part.trim());
  const text = parts.join('\n\n') + '\n';
  // Windows PowerShell 5.1 reads a file as UTF-8 only where this mark begins it
  const mark = /^[\p{ASCII}]*$/u.test(text) ? '' : '\u{feff}';
  return { script: mark + text, fileName };
}

/** What Exchange calls the right to send, by the way that the client's accounts send. */
function sendingRole({ submission }: AdminScriptRequest['client']): SendingRole {
  return submission === 'graph' ? 'Application Mail.Send' : 'Application SMTP.SendAsApp';
}

function header({ client, sendAs }: AdminScriptRequest, fileName: string): string {
  const run = `powershell -ExecutionPolicy Bypass -File .\\${fileName}`;
  return [
    `# Lets the application "${oneLine(client.name)}" open mailboxes in Exchange Online.`,
    '#',
    '# Before: grant admin consent to the application, in the Entra admin center or with its consent link.',
    '# Run it as an Exchange administrator, in Windows PowerShell 5.1 or the current PowerShell 7 (pwsh):',
    `#     ${run} -WhatIf      shows what would be changed, and changes nothing`,
    `#     ${run}`,
    '# As a partner, name the customer: -DelegatedOrganization customer.onmicrosoft.com',
    '# Run it again whenever mailboxes are added: what is there already stays as it is.',
    '# A new permission can take up to two hours before Exchange honours it.',
    ...(sendAs === 'rbac'
      ? [
          '# Sending is granted by a role of Exchange, for the members of a mail-enabled security group, which is made',
          '# and filled with the mailboxes below; -Group names one of yours in its place. -AdministrativeUnit names an',
          '# administrative unit, whose members you look after in Entra. The application must then NOT have the',
          `# permission ${sendingRole(client).replace('Application ', '')} in Entra: that one would be for every mailbox.`,
        ]
      : []),
    '# Nothing secret is in this file.',
  ].join('\n');
}

function parametersOf({ sendAs, principal }: AdminScriptRequest): string {
  const known = principal !== undefined && isGuid(principal.objectId);
  return [
    '[CmdletBinding(SupportsShouldProcess)]',
    'param(',
    '    # The Object ID of the Enterprise application (its service principal).',
    "    [ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]",
    `    [string] $ServicePrincipalObjectId${known ? ` = ${scriptString(principal.objectId.toLowerCase())}` : ''},`,
    ...(sendAs === 'rbac'
      ? [
          '    # Who may be sent for: a mail-enabled security group, or an administrative unit.',
          '    [string] $Group,',
          '    [string] $AdministrativeUnit,',
        ]
      : []),
    "    # For partners: the customer's organization, its .onmicrosoft.com domain or its tenant ID.",
    '    [string] $DelegatedOrganization',
    ')',
  ].join('\n');
}

function values({ client, sendAs }: AdminScriptRequest, mailboxes: readonly string[]): string {
  return [
    'Set-StrictMode -Version Latest',
    "$ErrorActionPreference = 'Stop'",
    ...(sendAs === 'rbac'
      ? ["if ($Group -and $AdministrativeUnit) { throw 'Give -Group or -AdministrativeUnit, not both.' }"]
      : []),
    '',
    '# The Application (client) ID of the app registration.',
    `$appId = ${scriptString(client.clientId.toLowerCase())}`,
    '',
    '# The mailboxes, shared ones too, by their primary addresses.',
    '$mailboxes = @(',
    ...mailboxes.map((address) => `    ${scriptString(address)}`),
    ')',
  ].join('\n');
}

/** The organization that the application is for, by its id or one of its domains; none where it is not certain. */
function organizationOf({ client, principal }: AdminScriptRequest): string | undefined {
  const tenant = principal?.tenant ?? effectiveTenant(client);
  if (tenant === undefined || sharedTenants.has(tenant.toLowerCase())) return undefined;
  return isGuid(tenant) || domain.test(tenant) ? tenant.toLowerCase() : undefined;
}

function graphParameters(request: AdminScriptRequest): string {
  const { graph } = clouds[request.client.cloud ?? 'global'];
  const tenant = organizationOf(request);
  return [
    ...(graph === undefined ? [] : [`-Environment ${scriptString(graph)}`]),
    ...(tenant === undefined ? [] : [`-TenantId ${scriptString(tenant)}`]),
    "-Scopes 'Application.Read.All' -ContextScope Process -NoWelcome",
  ].join(' ');
}

/**
 * Is it the application's organization, also where a partner is connected to a customer? A domain is one of the
 * accepted ones; an id is compared with the one that Microsoft's login names for the default domain (OpenID Connect
 * Discovery section 4), as what Get-ConnectionInformation shows for a partner is not documented.
 */
function tenantChecks(request: AdminScriptRequest): string {
  const tenant = organizationOf(request);
  if (tenant === undefined) return '';
  const other = `throw "You are signed in to another organization ($defaultDomain) than the application's (${tenant}). Nothing was changed."`;
  if (!isGuid(tenant)) return `if ($domains -notcontains ${scriptString(tenant)}) { ${other} }\n`;
  const { cloud, tokenUrl } = request.client;
  const { origin } = new URL(
    tokenUrl ?? presetFor({ provider: 'microsoft365', cloud }).endpoints.tokenUrl ?? '',
  );
  return [
    `$issuer = (Invoke-RestMethod -Uri "${origin}/$defaultDomain/v2.0/.well-known/openid-configuration").issuer`,
    `if ($issuer -notlike ${scriptString(`*${tenant}*`)}) { ${other} }`,
    '',
  ].join('\n');
}

export interface AdminScriptRequest extends MailboxSteps {
  readonly client: Pick<
    OAuthClient,
    'name' | 'provider' | 'grant' | 'cloud' | 'tenant' | 'clientId' | 'tokenUrl' | 'submission'
  >;
  /** User mailboxes and shared ones, by their primary addresses. */
  readonly mailboxes: readonly string[];
  /** The application in its organization, where one of its tokens told: its `oid` and `tid`. */
  readonly principal?: { readonly objectId: string; readonly tenant?: string | undefined } | undefined;
}

/** RFC 5322's atext and dots, and letters of other scripts: what Exchange takes for an address. */
const mailbox =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;

/** @throws SetupError - not-microsoft, not-app-only, malformed */
function refuseUnfit(client: AdminScriptRequest['client']): void {
  const atMicrosoft =
    client.provider === 'microsoft365' ||
    (client.provider === 'custom' && (client.tokenUrl ?? '').includes('://login.'));
  if (!atMicrosoft) {
    throw new SetupError(
      'not-microsoft',
      msg('setup.notClientMicrosoft365Nothing', { name: client.name }),
      msg('setup.chooseClientMicrosoft365'),
    );
  }
  if (client.grant !== 'client-credentials') {
    throw new SetupError(
      'not-app-only',
      msg('setup.signsPeopleWhoTheirMailboxes', { name: client.name }),
      msg('setup.chooseClientUsesGrantClient'),
    );
  }
  if (isGuid(client.clientId)) return;
  const text = msg('setup.clientIdNoGuid', {
    name: client.name,
    example: '11111111-2222-3333-4444-555555555555',
  });
  throw malformed(text, msg('setup.copyFromOverviewPageApp'));
}

function malformed(text: Message, fix: Message): SetupError {
  return new SetupError('malformed', text, fix);
}

/**
 * The mailboxes, each once.
 * @throws SetupError - malformed
 */
function checkedMailboxes(addresses: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const address of addresses.map((one) => one.trim())) {
    if (!mailbox.test(address) || isWholeDomain(address)) {
      const text = msg('setup.notAddressMailbox', { address: oneLine(address).slice(0, 100) });
      throw malformed(text, msg('setup.nameEachMailboxPrimaryAddress'));
    }
    found.set(canonicalAddress(address), address);
  }
  return [...found.values()];
}

/**
 * A value as a string of the script.
 * @throws SetupError - malformed: the value holds control characters
 */
export function scriptString(value: string): string {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value))
    throw malformed(msg('setup.valuePowershellHoldsControlCharacters'), msg('setup.typeAnew'));
  return powershellString(value);
}
