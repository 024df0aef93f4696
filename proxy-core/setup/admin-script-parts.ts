/**
 * The parts of the administrator's PowerShell that are the same for every client and mailbox, in the order in which
 * they run. Cmdlets and their parameters: Microsoft's reference of ExchangePowerShell; see
 * test/core/setup/documented-cmdlets.ts for each one's page.
 *
 * Every change is behind $PSCmdlet.ShouldProcess: a module's functions do not see the -WhatIf of the script that
 * calls them. Every list is filtered by hand: a Get- cmdlet of Exchange answers with all objects where it does not
 * know the identity ("Caution" in Microsoft's reference).
 */

/** The modules; installing one is a change too. */
export const modules = String.raw`
# Step 1: the modules. Graph's is needed only where the Object ID of the application is not known.
$modules = @('ExchangeOnlineManagement')
if (-not $ServicePrincipalObjectId) { $modules += 'Microsoft.Graph.Authentication' }
foreach ($module in $modules) {
    if (Get-Module -ListAvailable -Name $module) { continue }
    if ($PSCmdlet.ShouldProcess($module, 'Install the PowerShell module for this user')) {
        Install-Module -Name $module -Scope CurrentUser
    } else {
        return
    }
}`;

/**
 * Asks Graph in a process of its own: the modules of Graph and of Exchange Online fail in one process, in both
 * orders (msgraph-sdk-powershell issue 3394). `parameters`: those of Connect-MgGraph.
 */
export function lookUpObjectId(parameters: string): string {
  return String.raw`
# Step 2: the Object ID of the Enterprise application. (The App registration has another Object ID, with which every
# login would fail.) A PowerShell of its own asks for it: the modules of Graph and of Exchange fail in one process.
if (-not $ServicePrincipalObjectId) {
    $answer = ''
    try {
        $answer = & (Get-Process -Id $PID).Path -NoProfile -Command {
            param([string] $appId)
            $ErrorActionPreference = 'Stop'
            Connect-MgGraph ${parameters} | Out-Null
            $found = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/servicePrincipals(appId=''' + $appId + ''')?$select=id')
            Disconnect-MgGraph | Out-Null
            $found.id
        } -args $appId | Select-Object -Last 1
    } catch {
        Write-Warning "Microsoft Graph: $($_.Exception.Message)"
    }
    if ("$answer" -notmatch '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') {
        throw "The application $appId was not found in this organization. Grant admin consent to it first, or give the Object ID that Entra shows under Enterprise apps: -ServicePrincipalObjectId. Nothing was changed."
    }
    $ServicePrincipalObjectId = "$answer"
}`;
}

/** `environment`: ` -ExchangeEnvironmentName …`, or empty. */
export function connectExchange(environment: string): string {
  return String.raw`
# Step 3: Exchange Online; a partner connects to the customer's organization.
Import-Module -Name ExchangeOnlineManagement
if ($DelegatedOrganization) {
    Connect-ExchangeOnline${environment} -DelegatedOrganization $DelegatedOrganization -ShowBanner:$false
} else {
    Connect-ExchangeOnline${environment} -ShowBanner:$false
}`;
}

/** `tenantChecks`: further conditions on `$domains`. */
export function checkOrganization(tenantChecks: string): string {
  return String.raw`
# Step 4: is it the right organization, and what holds for all of it? Nothing has been changed so far.
$accepted = @(Get-AcceptedDomain -ErrorAction Stop)
$domains = @($accepted | ForEach-Object { "$($_.DomainName)" })
$defaultDomain = "$(($accepted | Where-Object { $_.Default } | Select-Object -First 1).DomainName)"
${tenantChecks}$idn = New-Object -TypeName System.Globalization.IdnMapping
$asciiDomains = @($domains | ForEach-Object { $idn.GetAscii($_) })
$foreign = @($mailboxes | Where-Object { $asciiDomains -notcontains $idn.GetAscii($_.Substring($_.LastIndexOf('@') + 1)) })
if ($foreign.Count -gt 0) {
    throw "These mailboxes are not of the organization that you are signed in to ($defaultDomain): $($foreign -join ', '). Nothing was changed."
}
$smtpOffForAll = [bool](Get-TransportConfig -ErrorAction Stop).SmtpClientAuthenticationDisabled`;
}

/** `displayName`: a PowerShell string. */
export function registerApplication(displayName: string): string {
  return String.raw`
# Step 5: make the application known to Exchange, once.
$known = @(Get-ServicePrincipal -ErrorAction Stop | Where-Object { $_.AppId -eq $appId })
$principal = $known | Where-Object { $_.ObjectId -eq $ServicePrincipalObjectId } | Select-Object -First 1
foreach ($stale in @($known | Where-Object { $_.ObjectId -ne $ServicePrincipalObjectId })) {
    Write-Warning "Exchange knows the application by a wrong Object ID ($($stale.ObjectId)). It is replaced."
    if ($PSCmdlet.ShouldProcess($stale.ObjectId, 'Remove the service principal with a wrong Object ID')) {
        Remove-ServicePrincipal -Identity $stale.ObjectId -Confirm:$false -ErrorAction Stop
    }
}
if (-not $principal -and $PSCmdlet.ShouldProcess($appId, 'Register the application in Exchange')) {
    $principal = New-ServicePrincipal -AppId $appId -ObjectId $ServicePrincipalObjectId -DisplayName ${displayName} -ErrorAction Stop
}`;
}

export type SendingRole = 'Application SMTP.SendAsApp' | 'Application Mail.Send';
const roleOfGraph: SendingRole = 'Application Mail.Send';

/**
 * The role to send, for the members of a group. A re-run only adds members, so that mailboxes of earlier runs keep
 * what they have; the scope stays one term, however many there are.
 * @param role - what lets the application send: by SMTP, or through Microsoft Graph
 */
export function roleForSending(role: SendingRole): string {
  return String.raw`
# Step 6: the role to send, for the members of a group or of an administrative unit.
$customized = -not (Get-OrganizationConfig -ErrorAction Stop).IsDehydrated
if (-not $customized -and $PSCmdlet.ShouldProcess($defaultDomain, 'Enable customization of the organization, which roles need')) {
    Enable-OrganizationCustomization -ErrorAction Stop
}
$sendingGroup = $null
$members = @()
if ($AdministrativeUnit) {
    $scope = @(Get-AdministrativeUnit -Identity $AdministrativeUnit -ErrorAction Stop)
    if ($scope.Count -ne 1) { throw "There is no single administrative unit $AdministrativeUnit." }
} else {
    $groupName = if ($Group) { $Group } else { "Mailwicket $appId" }
    $scope = @(Get-DistributionGroup -Identity $groupName -ErrorAction SilentlyContinue |
        Where-Object { $groupName -in @("$($_.Name)", "$($_.DisplayName)", "$($_.PrimarySmtpAddress)", "$($_.Guid)") })
    if ($scope.Count -gt 1) { throw "More than one group is called $groupName. Name it by its address." }
    if ($scope.Count -eq 0 -and $Group) { throw "There is no mail-enabled group $groupName. Nothing was granted." }
    if ($scope.Count -eq 0 -and $PSCmdlet.ShouldProcess($groupName, 'Make the mail-enabled security group')) {
        $scope = @(New-DistributionGroup -Name $groupName -Type Security -ErrorAction Stop)
        Set-DistributionGroup -Identity "$($scope[0].Guid)" -HiddenFromAddressListsEnabled $true -BypassSecurityGroupManagerCheck -ErrorAction Stop
    }
    if ($scope.Count -eq 1) {
        $sendingGroup = "$($scope[0].Guid)"
        $members = @(Get-DistributionGroupMember -Identity $sendingGroup -ResultSize Unlimited -ErrorAction Stop |
            ForEach-Object { "$($_.PrimarySmtpAddress)" })
    }
}
if ($scope.Count -eq 1) {
    $scopeId = "$($scope[0].Guid)"
    $roleName = "Mailwicket $($appId.Substring(0, 8)) $scopeId${role === roleOfGraph ? ' Mail.Send' : ''}"
    $assigned = @(Get-ManagementRoleAssignment -Role '${role}' -ErrorAction Stop | Where-Object { $_.Name -eq $roleName })
    if ($assigned.Count -eq 0 -and $PSCmdlet.ShouldProcess("$($scope[0].Name)", 'Assign the role ${role}')) {
        if ($AdministrativeUnit) {
            New-ManagementRoleAssignment -Name $roleName -App $ServicePrincipalObjectId -Role '${role}' -RecipientAdministrativeUnitScope $AdministrativeUnit -ErrorAction Stop | Out-Null
        } else {
            New-ManagementRoleAssignment -Name $roleName -App $ServicePrincipalObjectId -Role '${role}' -RecipientGroupScope $scopeId -ErrorAction Stop | Out-Null
        }
    }
}`;
}

/** What the steps for each mailbox ask. */
export const questions = String.raw`
function Get-MailboxSetting([string] $mailbox) {
    $found = @(Get-CASMailbox -Identity $mailbox -ErrorAction Stop)
    if ($found.Count -ne 1 -or "$($found[0].PrimarySmtpAddress)" -ne $mailbox) {
        throw "No mailbox has $mailbox as its primary address."
    }
    $found[0]
}
function Test-SmtpOff($setting) {
    # empty at the mailbox: the organization's setting counts
    if ($null -eq $setting.SmtpClientAuthenticationDisabled) { $smtpOffForAll } else { [bool]$setting.SmtpClientAuthenticationDisabled }
}
function Test-FullAccess([string] $mailbox) {
    if (-not $principal) { return $false }
    [bool](Get-MailboxPermission -Identity $mailbox -User $principal.Identity -ErrorAction SilentlyContinue |
        Where-Object { $_.AccessRights -contains 'FullAccess' -and -not $_.Deny })
}`;

export function roleQuestion(role: SendingRole): string {
  return String.raw`
function Test-SendingRole([string] $mailbox) {
    if (-not $principal) { return $false }
    [bool](Test-ServicePrincipalAuthorization -Identity $appId -Resource $mailbox -ErrorAction SilentlyContinue |
        Where-Object { $_.RoleName -eq '${role}' -and "$($_.InScope)" -eq 'True' })
}`;
}

export const sendAsQuestion = String.raw`
function Test-SendAs([string] $mailbox) {
    if (-not $principal) { return $false }
    [bool](Get-RecipientPermission -Identity $mailbox -Trustee $principal.Identity -AccessRights SendAs -ErrorAction SilentlyContinue)
}`;

const fullAccess = String.raw`
        if (-not (Test-FullAccess $mailbox) -and $PSCmdlet.ShouldProcess($mailbox, 'Grant Full Access')) {
            Add-MailboxPermission -Identity $mailbox -User $principal.Identity -AccessRights FullAccess -AutoMapping $false -ErrorAction Stop | Out-Null
        }`;

const sendAs = String.raw`
        if (-not (Test-SendAs $mailbox) -and $PSCmdlet.ShouldProcess($mailbox, 'Grant Send As')) {
            Add-RecipientPermission -Identity $mailbox -Trustee $principal.Identity -AccessRights SendAs -Confirm:$false -ErrorAction Stop | Out-Null
        }`;

const membership = String.raw`
        if ($sendingGroup -and $members -notcontains $mailbox -and $PSCmdlet.ShouldProcess($mailbox, 'Add to the group that may be sent for')) {
            Add-DistributionGroupMember -Identity $sendingGroup -Member $mailbox -BypassSecurityGroupManagerCheck -ErrorAction Stop
        }`;

const smtpOn = String.raw`
        if ((Test-SmtpOff $setting) -and $PSCmdlet.ShouldProcess($mailbox, 'Switch SMTP sign-in on')) {
            Set-CASMailbox -Identity $mailbox -SmtpClientAuthenticationDisabled $false -ErrorAction Stop
        }`;

export interface MailboxSteps {
  /**
   * How the application may send as the mailboxes.
   * - none: it reads only
   * - permission: Send As on each mailbox; the application needs the permission SMTP.SendAsApp in Entra
   * - rbac: a role of Exchange's own, for these mailboxes only; then without SMTP.SendAsApp, or Graph's Mail.Send, in Entra
   */
  readonly sendAs: 'none' | 'permission' | 'rbac';
  /** Switch SMTP sign-in on for each mailbox where it is off, by its own setting or the organization's. */
  readonly smtpAuth: boolean;
}

export function eachMailbox(number: number, wanted: MailboxSteps): string {
  const steps = [
    fullAccess,
    ...(wanted.sendAs === 'permission' ? [sendAs] : []),
    ...(wanted.sendAs === 'rbac' ? [membership] : []),
    ...(wanted.smtpAuth ? [smtpOn] : []),
  ].join('');
  return String.raw`
# Step ${String(number)}: the permissions on each mailbox. One that fails is told at the end; the others go on.
$failures = @{}
foreach ($mailbox in $mailboxes) {
    try {
        $setting = Get-MailboxSetting $mailbox${steps}
    } catch {
        $failures[$mailbox] = $_.Exception.Message
    }
}`;
}

/** A table of what is there now. Sending is granted by Send As, or by a role of Exchange: either will do. */
export function verification(number: number, how: MailboxSteps['sendAs']): string {
  const sending =
    how === 'permission'
      ? '(Test-SendAs $mailbox) -or (Test-SendingRole $mailbox)'
      : 'Test-SendingRole $mailbox';
  return String.raw`
# Step ${String(number)}: look at what is there now. Each mailbox should say True under FullAccess${how === 'none' ? '' : ' and Sending'}.
$result = foreach ($mailbox in $mailboxes) {
    $setting = $null
    try { $setting = Get-MailboxSetting $mailbox } catch { $failures[$mailbox] = $_.Exception.Message }
    [pscustomobject]@{
        Mailbox    = $mailbox
        FullAccess = Test-FullAccess $mailbox${how === 'none' ? '' : `\n        Sending    = ${sending}`}
        Imap       = if ($setting) { $setting.ImapEnabled } else { $null }
        Pop        = if ($setting) { $setting.PopEnabled } else { $null }
        Smtp       = if ($setting) { -not (Test-SmtpOff $setting) } else { $null }
        Failure    = $failures[$mailbox]
    }
}
$result | Format-Table -AutoSize -Wrap
Disconnect-ExchangeOnline -Confirm:$false
if ($failures.Count -gt 0) { exit 1 }`;
}
