/** A cmdlet as its reference documents it. */
export interface DocumentedCmdlet {
  readonly parameters: readonly string[];
  /** The page of the reference. */
  readonly source: string;
}

const exchange = (name: string, ...parameters: readonly string[]): [string, DocumentedCmdlet] => [
  name,
  { parameters, source: `learn.microsoft.com/powershell/module/exchangepowershell/${name.toLowerCase()}` },
];
const graph = (name: string, ...parameters: readonly string[]): [string, DocumentedCmdlet] => [
  name,
  {
    parameters,
    source: `learn.microsoft.com/powershell/module/microsoft.graph.authentication/${name.toLowerCase()}`,
  },
];
const builtIn =
  (module: string) =>
  (name: string, ...parameters: readonly string[]): [string, DocumentedCmdlet] => [
    name,
    { parameters, source: `learn.microsoft.com/powershell/module/${module}/${name.toLowerCase()}` },
  ];
const core = builtIn('microsoft.powershell.core');
const utility = builtIn('microsoft.powershell.utility');

/** about_CommonParameters, as far as they may be used. */
export const commonParameters: readonly string[] = ['ErrorAction'];

/**
 * The parameters that the cmdlets of the administrator's script have in Exchange Online and in both PowerShells,
 * 5.1 and 7: those that are of use here. A parameter that Microsoft reserves for itself is not among them.
 */
export const documentedCmdlets: ReadonlyMap<string, DocumentedCmdlet> = new Map([
  exchange('Add-DistributionGroupMember', 'Identity', 'Member', 'BypassSecurityGroupManagerCheck'),
  exchange('Add-MailboxPermission', 'Identity', 'User', 'AccessRights', 'AutoMapping', 'InheritanceType'),
  exchange('Add-RecipientPermission', 'Identity', 'Trustee', 'AccessRights', 'Confirm'),
  exchange(
    'Connect-ExchangeOnline',
    'DelegatedOrganization',
    'ExchangeEnvironmentName',
    'ShowBanner',
    'UserPrincipalName',
    'DisableWAM',
  ),
  exchange('Disconnect-ExchangeOnline', 'Confirm'),
  exchange('Enable-OrganizationCustomization'),
  exchange('Get-AcceptedDomain', 'Identity'),
  exchange('Get-AdministrativeUnit', 'Identity'),
  exchange('Get-CASMailbox', 'Identity'),
  exchange('Get-DistributionGroup', 'Identity', 'Filter', 'ResultSize'),
  exchange('Get-DistributionGroupMember', 'Identity', 'ResultSize'),
  exchange('Get-MailboxPermission', 'Identity', 'User'),
  exchange('Get-ManagementRoleAssignment', 'Identity', 'Role', 'RoleAssignee'),
  exchange('Get-OrganizationConfig'),
  exchange('Get-RecipientPermission', 'Identity', 'Trustee', 'AccessRights'),
  exchange('Get-ServicePrincipal', 'Identity'),
  exchange('Get-TransportConfig'),
  exchange('New-DistributionGroup', 'Name', 'Type', 'Alias', 'Members', 'ManagedBy'),
  exchange(
    'New-ManagementRoleAssignment',
    'Name',
    'App',
    'Role',
    'CustomResourceScope',
    'RecipientAdministrativeUnitScope',
    'RecipientGroupScope',
  ),
  exchange('New-ServicePrincipal', 'AppId', 'ObjectId', 'DisplayName'),
  exchange('Remove-ServicePrincipal', 'Identity', 'Confirm'),
  exchange('Set-CASMailbox', 'Identity', 'SmtpClientAuthenticationDisabled'),
  exchange(
    'Set-DistributionGroup',
    'Identity',
    'HiddenFromAddressListsEnabled',
    'BypassSecurityGroupManagerCheck',
  ),
  exchange('Test-ServicePrincipalAuthorization', 'Identity', 'Resource'),
  graph('Connect-MgGraph', 'Scopes', 'TenantId', 'ContextScope', 'Environment', 'NoWelcome'),
  graph('Disconnect-MgGraph'),
  graph('Invoke-MgGraphRequest', 'Method', 'Uri'),
  core('ForEach-Object'),
  core('Get-Module', 'ListAvailable', 'Name'),
  core('Import-Module', 'Name'),
  core('Out-Null'),
  core('Set-StrictMode', 'Version'),
  core('Where-Object'),
  builtIn('microsoft.powershell.management')('Get-Process', 'Id'),
  builtIn('powershellget')('Install-Module', 'Name', 'Scope'),
  utility('Format-Table', 'AutoSize', 'Wrap'),
  utility('Invoke-RestMethod', 'Uri'),
  utility('New-Object', 'TypeName'),
  utility('Select-Object', 'First', 'Last'),
  utility('Write-Warning'),
]);
