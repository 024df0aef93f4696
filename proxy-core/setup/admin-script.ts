import { canonicalAddress } from '../accounts/account.ts';
import type { Cloud, OAuthClient } from '../accounts/oauth-client.ts';
import { effectiveTenant } from '../accounts/presets/impossible.ts';
import { powershellComment, powershellString } from './powershell-text.ts';
import { SetupError } from './setup-error.ts';

export interface AdminScriptRequest {
  readonly client: Pick<
    OAuthClient,
    'name' | 'provider' | 'grant' | 'cloud' | 'tenant' | 'clientId' | 'tokenUrl'
  >;
  /** User mailboxes and shared ones, by their primary addresses. */
  readonly mailboxes: readonly string[];
  /**
   * How the application may send as the mailboxes.
   * - none: it reads only
   * - permission: Send As on each mailbox; the application needs the permission SMTP.SendAsApp in Entra
   * - rbac: a role of Exchange's own, for these mailboxes only; then without SMTP.SendAsApp in Entra
   */
  readonly sendAs: 'none' | 'permission' | 'rbac';
  /** Switch SMTP sign-in on for each mailbox, whatever the organization's own setting is. */
  readonly smtpAuth: boolean;
}

export interface AdminScript {
  readonly script: string;
  readonly fileName: string;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domain = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;
/** RFC 5322's atext and dots, and letters of other scripts: what Exchange takes for an address. */
const mailbox =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;
const sharedTenants = new Set(['common', 'organizations', 'consumers']);
const mostMailboxes = 2_000;

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
export function adminScript(request: AdminScriptRequest): AdminScript {
  const { client } = request;
  refuseUnfit(client);
  const mailboxes = checkedMailboxes(request.mailboxes);
  const fileName = `mailwicket-mailboxes-${client.clientId.slice(0, 8)}.ps1`;
  const parts = [
    header(request, fileName),
    values(request, mailboxes),
    modules,
    lookUp(client),
    connectExchange(client.cloud ?? 'global'),
    servicePrincipal,
    ...(request.sendAs === 'rbac' ? [roleForSending] : []),
    eachMailbox(request),
    verification(request),
  ];
  const text = parts.join('\n\n') + '\n';
  // Windows PowerShell 5.1 reads a file as UTF-8 only where this mark begins it
  const mark = /^[\p{ASCII}]*$/u.test(text) ? '' : '\u{feff}';
  return { script: mark + text, fileName };
}

function refuseUnfit(client: AdminScriptRequest['client']): void {
  const atMicrosoft =
    client.provider === 'microsoft365' ||
    (client.provider === 'custom' && (client.tokenUrl ?? '').includes('://login.'));
  if (!atMicrosoft) {
    throw new SetupError(
      'not-microsoft',
      `${client.name} is not a client of Microsoft 365: there is nothing to set up in Exchange.`,
      'Choose a client of Microsoft 365.',
    );
  }
  if (client.grant !== 'client-credentials') {
    throw new SetupError(
      'not-app-only',
      `${client.name} signs people in, who have their mailboxes already: it needs no service principal in Exchange.`,
      'Choose the client that uses the grant “Client credentials”. For this one, granting consent is enough.',
    );
  }
  if (!guid.test(client.clientId)) {
    throw new SetupError(
      'malformed',
      `The Client ID of ${client.name} is not an Application (client) ID: it must look like 11111111-2222-3333-4444-555555555555.`,
      'Copy it from the Overview page of the app registration in the Entra admin center.',
    );
  }
}

function checkedMailboxes(addresses: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const address of addresses.map((one) => one.trim())) {
    if (!mailbox.test(address) || address.startsWith('*@')) {
      throw new SetupError(
        'malformed',
        `${powershellComment(address).slice(0, 100)} is not the address of a mailbox.`,
        'Name each mailbox by its primary address, like anna@example.org.',
      );
    }
    found.set(canonicalAddress(address), address);
  }
  if (found.size === 0 || found.size > mostMailboxes) {
    throw new SetupError(
      'malformed',
      found.size === 0 ? 'No mailbox is named.' : `More than ${String(mostMailboxes)} mailboxes are named.`,
      found.size === 0 ? 'Name the mailboxes that the client is to open.' : 'Make several scripts.',
    );
  }
  return [...found.values()];
}

function header({ client, sendAs }: AdminScriptRequest, fileName: string): string {
  return [
    `# Lets the application "${powershellComment(client.name)}" open mailboxes in Exchange Online.`,
    '#',
    '# Before: grant admin consent to the application, in the Entra admin center or with its consent link.',
    '# Run it as an Exchange administrator who may read applications in Entra:',
    `#     powershell -ExecutionPolicy Bypass -File .\\${fileName}`,
    '# Run it again whenever mailboxes are added: what is there already stays as it is.',
    '# A new permission can take up to an hour before Exchange honours it.',
    ...(sendAs === 'rbac'
      ? [
          '# Sending is granted by a role of Exchange, for the mailboxes below only. The application must then',
          '# NOT have the permission SMTP.SendAsApp in Entra: that one would be for every mailbox.',
        ]
      : []),
    '# Nothing secret is in this file.',
  ].join('\n');
}

function values(request: AdminScriptRequest, mailboxes: readonly string[]): string {
  const { client } = request;
  return [
    'Set-StrictMode -Version Latest',
    "$ErrorActionPreference = 'Stop'",
    '',
    '# The Application (client) ID of the app registration.',
    `$appId = ${powershellString(client.clientId.toLowerCase())}`,
    '',
    '# The mailboxes, shared ones too, by their primary addresses.',
    '$mailboxes = @(',
    ...mailboxes.map((address) => `    ${powershellString(address)}`),
    ')',
  ].join('\n');
}

const modules = [
  '# Step 1: the modules that speak with Entra and with Exchange.',
  "foreach ($module in 'Microsoft.Graph.Authentication', 'Microsoft.Graph.Applications', 'ExchangeOnlineManagement') {",
  '    if (-not (Get-Module -ListAvailable -Name $module)) {',
  '        Install-Module -Name $module -Scope CurrentUser',
  '    }',
  '}',
].join('\n');

function lookUp(client: AdminScriptRequest['client']): string {
  const tenant = effectiveTenant(client);
  const { graph } = clouds[client.cloud ?? 'global'];
  const named =
    tenant !== undefined &&
    !sharedTenants.has(tenant.toLowerCase()) &&
    (guid.test(tenant) || domain.test(tenant));
  const parameters = [
    ...(graph === undefined ? [] : [`-Environment ${powershellString(graph)}`]),
    ...(named ? [`-TenantId ${powershellString(tenant)}`] : []),
    "-Scopes 'Application.Read.All'",
    '-NoWelcome',
  ].join(' ');
  return [
    '# Step 2: the Object ID of the Enterprise application. (The App registration has another Object ID, with which',
    '# every login would fail.)',
    'Import-Module -Name Microsoft.Graph.Applications',
    `Connect-MgGraph ${parameters}`,
    '$enterpriseApplication = Get-MgServicePrincipal -Filter "appId eq \'$appId\'"',
    'if (-not $enterpriseApplication) {',
    '    throw "The application $appId is not in this organization yet. Grant admin consent to it first."',
    '}',
    '$objectId = $enterpriseApplication.Id',
    '$displayName = $enterpriseApplication.DisplayName',
    'Disconnect-MgGraph | Out-Null',
  ].join('\n');
}

function connectExchange(cloud: Cloud): string {
  const { exchange } = clouds[cloud];
  const environment = exchange === undefined ? '' : `-ExchangeEnvironmentName ${powershellString(exchange)} `;
  return [
    '# Step 3: Exchange Online. If this fails right behind the sign-in to Entra, run the script in a new window:',
    '# some versions of the two modules do not go together in one.',
    'Import-Module -Name ExchangeOnlineManagement',
    `Connect-ExchangeOnline ${environment}-ShowBanner:$false`,
  ].join('\n');
}

const servicePrincipal = [
  '# Step 4: make the application known to Exchange, once.',
  '$present = @(Get-ServicePrincipal | Where-Object { $_.AppId -eq $appId })',
  '$stale = @($present | Where-Object { $_.ObjectId -ne $objectId })',
  'foreach ($principal in $stale) {',
  '    Write-Warning "Exchange knows the application by a wrong Object ID ($($principal.ObjectId)). It is replaced."',
  '    Remove-ServicePrincipal -Identity $principal.ObjectId',
  '}',
  'if ($present.Count -eq $stale.Count) {',
  '    New-ServicePrincipal -AppId $appId -ObjectId $objectId -DisplayName $displayName -ErrorAction Stop | Out-Null',
  '}',
].join('\n');

const roleForSending = [
  '# Step 5: the role to send, for exactly the mailboxes of this list.',
  '$scopeName = "Mailwicket $appId"',
  '$roleName = "Mailwicket SMTP $appId"',
  '$filter = ($mailboxes | ForEach-Object { "PrimarySmtpAddress -eq \'" + $_.Replace("\'", "\'\'") + "\'" }) -join \' -or \'',
  'if (Get-ManagementScope -Identity $scopeName -ErrorAction SilentlyContinue) {',
  '    Set-ManagementScope -Identity $scopeName -RecipientRestrictionFilter $filter -ErrorAction Stop',
  '} else {',
  '    New-ManagementScope -Name $scopeName -RecipientRestrictionFilter $filter -ErrorAction Stop | Out-Null',
  '}',
  'if (-not (Get-ManagementRoleAssignment -Identity $roleName -ErrorAction SilentlyContinue)) {',
  "    New-ManagementRoleAssignment -Name $roleName -App $objectId -Role 'Application SMTP.SendAsApp' -CustomResourceScope $scopeName -ErrorAction Stop | Out-Null",
  '}',
].join('\n');

function eachMailbox({ sendAs, smtpAuth }: AdminScriptRequest): string {
  return [
    `# Step ${sendAs === 'rbac' ? '6' : '5'}: the permissions on each mailbox. One that fails is told at the end; the others go on.`,
    '$failures = @{}',
    'foreach ($mailbox in $mailboxes) {',
    '    try {',
    '        $access = Get-MailboxPermission -Identity $mailbox -User $objectId -ErrorAction SilentlyContinue |',
    "            Where-Object { $_.AccessRights -contains 'FullAccess' -and -not $_.Deny }",
    '        if (-not $access) {',
    "            Add-MailboxPermission -Identity $mailbox -User $objectId -AccessRights 'FullAccess' -AutoMapping $false -ErrorAction Stop | Out-Null",
    '        }',
    ...(sendAs === 'permission'
      ? [
          "        $sending = Get-RecipientPermission -Identity $mailbox -Trustee $objectId -AccessRights 'SendAs' -ErrorAction SilentlyContinue",
          '        if (-not $sending) {',
          "            Add-RecipientPermission -Identity $mailbox -Trustee $objectId -AccessRights 'SendAs' -Confirm:$false -ErrorAction Stop | Out-Null",
          '        }',
        ]
      : []),
    ...(smtpAuth
      ? [
          '        # SMTP sign-in for this mailbox, also where the organization has it switched off.',
          '        Set-CASMailbox -Identity $mailbox -SmtpClientAuthenticationDisabled $false -ErrorAction Stop',
        ]
      : []),
    '    } catch {',
    '        $failures[$mailbox] = $_.Exception.Message',
    '    }',
    '}',
  ].join('\n');
}

function verification({ sendAs }: AdminScriptRequest): string {
  return [
    `# Step ${sendAs === 'rbac' ? '7' : '6'}: look at what is there now. Each mailbox should say True under FullAccess${sendAs === 'permission' ? ' and SendAs' : ''}.`,
    '$result = foreach ($mailbox in $mailboxes) {',
    '    $access = Get-MailboxPermission -Identity $mailbox -User $objectId -ErrorAction SilentlyContinue |',
    "        Where-Object { $_.AccessRights -contains 'FullAccess' -and -not $_.Deny }",
    ...(sendAs === 'permission'
      ? [
          "    $sending = Get-RecipientPermission -Identity $mailbox -Trustee $objectId -AccessRights 'SendAs' -ErrorAction SilentlyContinue",
        ]
      : []),
    '    $protocols = Get-CASMailbox -Identity $mailbox -ErrorAction SilentlyContinue',
    '    [pscustomobject]@{',
    '        Mailbox      = $mailbox',
    '        FullAccess   = [bool]$access',
    ...(sendAs === 'permission' ? ['        SendAs       = [bool]$sending'] : []),
    '        Imap         = if ($protocols) { $protocols.ImapEnabled } else { $null }',
    '        Pop          = if ($protocols) { $protocols.PopEnabled } else { $null }',
    '        SmtpDisabled = if ($protocols) { $protocols.SmtpClientAuthenticationDisabled } else { $null }',
    '        Failure      = $failures[$mailbox]',
    '    }',
    '}',
    '$result | Format-Table -AutoSize -Wrap',
    'Disconnect-ExchangeOnline -Confirm:$false',
    'if ($failures.Count -gt 0) { exit 1 }',
  ].join('\n');
}
