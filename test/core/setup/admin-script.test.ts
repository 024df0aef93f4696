import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adminScript, type AdminScriptRequest, scriptString } from '#core/setup/admin-script.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import { containing } from '../../support/matchers.ts';
import { commonParameters, documentedCmdlets } from './documented-cmdlets.ts';
import { readPowershell, type PowershellCommand, type PowershellScript } from './powershell-grammar.ts';
import { powershellTokens } from './powershell-tokens.ts';
import { refusalOf } from './refusal.ts';

// No PowerShell runs here: the scripts are read by a grammar of PowerShell, and what is quoted by its rules of quoting.

const appId = '11111111-2222-3333-4444-555555555555';
const client: AdminScriptRequest['client'] = {
  name: 'Backup',
  provider: 'microsoft365',
  grant: 'client-credentials',
  tenant: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  clientId: appId,
};

function scriptFor(change: Partial<AdminScriptRequest> = {}): string {
  return adminScript({
    client,
    mailboxes: ['anna@example.org', 'office@example.org'],
    sendAs: 'permission',
    smtpAuth: false,
    ...change,
  }).script;
}

/** Every single-quoted string of a script. */
function strings(script: string): string[] {
  return powershellTokens(script).flatMap(({ kind, value }) => (kind === 'string' ? [value] : []));
}

const changing = /^(?:New|Set|Add|Remove|Enable|Install|Update)-(?!StrictMode$|Object$)/;

/** The commands that change something, in the order of the script. */
function changes(script: string | PowershellScript): PowershellCommand[] {
  const { commands } = typeof script === 'string' ? readPowershell(script) : script;
  return commands.filter(({ name }) => changing.test(name));
}

const objectId = '99999999-8888-7777-6666-555555555555';
type Choice = Pick<AdminScriptRequest, 'sendAs' | 'smtpAuth' | 'principal'> & {
  readonly cloud?: 'gcc-high' | 'dod' | 'china';
  readonly tenant?: string;
};
const choices: readonly Choice[] = [
  ...(['none', 'permission', 'rbac'] as const).flatMap((sendAs) =>
    [true, false].flatMap((smtpAuth) =>
      [undefined, { objectId }].map((principal) => ({ sendAs, smtpAuth, principal })),
    ),
  ),
  ...(['gcc-high', 'dod', 'china'] as const).map(
    (cloud) => ({ sendAs: 'permission', smtpAuth: true, cloud }) as const,
  ),
  ...['contoso.com', 'organizations'].map((tenant) => ({ sendAs: 'rbac', smtpAuth: true, tenant }) as const),
];
/** Every variant of every part: how sending is granted, SMTP sign-in, cloud, tenant, and a known Object ID. */
const variants = choices.map(({ cloud, tenant = client.tenant, ...change }) => {
  const script = scriptFor({
    ...change,
    client: { ...client, cloud, tenant, name: 'It’s "Backup" $(1) `x' },
  });
  return [JSON.stringify({ cloud, tenant, ...change }), script, readPowershell(script)] as const;
});

describe('a PowerShell would take the script', () => {
  test.each(variants)('no error and nothing missing by the grammar: %s', (_name, _script, { faults }) => {
    expect(faults).toEqual([]);
  });

  test('a fault is seen: a block without its end, a string without its quote', () => {
    const script = scriptFor();
    expect(readPowershell(script.slice(0, script.lastIndexOf('}'))).faults).not.toEqual([]);
    expect(readPowershell(script.replace("'anna@example.org'", "'anna@example.org")).faults).not.toEqual([]);
  });

  test('every cmdlet and each of its parameters is one that Microsoft documents', () => {
    const unknown = new Set<string>();
    let seen = 0;
    for (const [, , { commands, functions }] of variants) {
      for (const { name, parameters, text } of commands) {
        // the second PowerShell that asks Graph, by its path
        if (functions.includes(name) || text.startsWith('& (Get-Process -Id $PID).Path -NoProfile')) continue;
        seen += 1;
        const known = documentedCmdlets.get(name);
        if (known === undefined) unknown.add(name);
        for (const parameter of parameters) {
          if (!commonParameters.includes(parameter) && known?.parameters.includes(parameter) !== true) {
            unknown.add(`${name} -${parameter}`);
          }
        }
      }
    }
    expect([...unknown]).toEqual([]);
    expect(seen).toBeGreaterThan(400);
  });
});

describe('the script does what the guides ask of the administrator', () => {
  const script = scriptFor();

  test('each mailbox, shared ones too, is in the list once', () => {
    const doubled = scriptFor({ mailboxes: ['anna@example.org', 'ANNA@example.org ', 'office@example.org'] });
    expect(strings(doubled).filter((value) => /\w@/.test(value))).toEqual([
      'ANNA@example.org',
      'office@example.org',
    ]);
  });

  test('nothing is changed before organization, partner and domains were checked', () => {
    for (const [name, variant, read] of variants) {
      const lastCheck = variant.indexOf('$foreign.Count -gt 0');
      const first = changes(read).find((one) => one.name !== 'Install-Module');
      expect(lastCheck, name).toBeGreaterThan(0);
      expect(first?.at, name).toBeGreaterThan(lastCheck);
    }
    expect(script).toMatch(/Connect-ExchangeOnline -DelegatedOrganization \$DelegatedOrganization/);
  });

  test('an organization given by its id is compared with the login of its own cloud, one given by a domain with the accepted ones', () => {
    expect(script).toContain(
      '"https://login.microsoftonline.com/$defaultDomain/v2.0/.well-known/openid-configuration"',
    );
    expect(script).toContain("-notlike '*aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee*'");
    expect(scriptFor({ client: { ...client, cloud: 'gcc-high' } })).toContain(
      'https://login.microsoftonline.us/',
    );
    expect(scriptFor({ client: { ...client, tenant: 'contoso.com' } })).toContain(
      "if ($domains -notcontains 'contoso.com') { throw",
    );
    // what a token says of its organization is more certain than a domain
    const told = { objectId, tenant: 'bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee' };
    expect(scriptFor({ client: { ...client, tenant: 'contoso.com' }, principal: told })).toContain(
      "-notlike '*bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee*'",
    );
  });

  test('-WhatIf changes nothing: every change asks first, as the functions of a module do not see it', () => {
    for (const [name, variant, read] of variants) {
      expect(variant, name).toContain('[CmdletBinding(SupportsShouldProcess)]');
      for (const change of changes(read)) {
        expect(
          change.conditions.some((condition) => condition.includes('$PSCmdlet.ShouldProcess(')),
          `${name}: ${change.text}`,
        ).toBe(true);
      }
    }
  });

  test('what is there already is not made again, so that it can be run again', () => {
    const looked: Readonly<Record<string, RegExp>> = {
      'New-ServicePrincipal': /-not \$principal/,
      'Add-MailboxPermission': /-not \(Test-FullAccess/,
      'Add-RecipientPermission': /-not \(Test-SendAs/,
      'Set-CASMailbox': /Test-SmtpOff/,
      'New-DistributionGroup': /\$scope\.Count -eq 0/,
      'New-ManagementRoleAssignment': /\$assigned\.Count -eq 0/,
      'Add-DistributionGroupMember': /\$members -notcontains \$mailbox/,
    };
    const both = [...changes(scriptFor({ smtpAuth: true })), ...changes(scriptFor({ sendAs: 'rbac' }))];
    for (const [made, condition] of Object.entries(looked)) {
      const found = both.filter(({ name }) => name === made);
      expect(found.length, made).toBeGreaterThan(0);
      for (const { conditions } of found) expect(conditions.join('\n'), made).toMatch(condition);
    }
  });

  test('a client that sends through Microsoft Graph gets that role, and none for SMTP', () => {
    const graph = scriptFor({ sendAs: 'rbac', client: { ...client, submission: 'graph' } });
    expect(graph).toContain("-Role 'Application Mail.Send'");
    expect(graph).toContain("$_.RoleName -eq 'Application Mail.Send'");
    expect(graph).toContain('# permission Mail.Send in Entra');
    expect(graph).not.toContain('SMTP.SendAsApp');
    readPowershell(graph);
  });

  test('an identity that Exchange does not know, for which it lists everything, is not taken for there', () => {
    const { commands } = readPowershell(scriptFor({ sendAs: 'rbac' }));
    for (const name of ['Get-ServicePrincipal', 'Get-ManagementRoleAssignment', 'Get-DistributionGroup']) {
      const asked = commands.filter((one) => one.name === name);
      expect(asked, name).toHaveLength(1);
      expect(scriptFor({ sendAs: 'rbac' }).slice(asked[0]?.at), name).toMatch(/^[^\n]*\|\s*Where-Object \{/);
    }
    expect(script).toContain('"$($found[0].PrimarySmtpAddress)" -ne $mailbox');
  });

  test('every change stops at an error, and one mailbox that fails does not keep the others from theirs', () => {
    for (const { name, parameters } of changes(scriptFor({ sendAs: 'rbac', smtpAuth: true }))) {
      if (name !== 'Install-Module') expect(parameters, name).toContain('ErrorAction');
    }
    expect(script).toMatch(/foreach \(\$mailbox in \$mailboxes\) \{\n {4}try \{/);
    expect(script).toContain('$failures[$mailbox] = $_.Exception.Message');
  });

  test('the permission is given to Exchange’s own identity of the application', () => {
    for (const { name, text } of changes(script)) {
      if (name.endsWith('Permission')) expect(text).toMatch(/-(?:User|Trustee) \$principal\.Identity/);
    }
  });

  test('a table at the end verifies access, sending and protocols; a role of Exchange is as good as Send As', () => {
    const end = script.slice(script.indexOf('$result ='));
    for (const part of [
      'Test-FullAccess',
      '(Test-SendAs $mailbox) -or (Test-SendingRole $mailbox)',
      'Format-Table',
    ]) {
      expect(end).toContain(part);
    }
    expect(script).toContain('Test-ServicePrincipalAuthorization -Identity $appId -Resource $mailbox');
  });

  test('SMTP sign-in that a mailbox inherits is the organization’s', () => {
    for (const [, variant] of variants) {
      expect(variant).toContain('(Get-TransportConfig -ErrorAction Stop).SmtpClientAuthenticationDisabled');
      expect(variant).toMatch(
        /if \(\$null -eq \$setting\.SmtpClientAuthenticationDisabled\) \{ \$smtpOffForAll \}/,
      );
    }
  });

  test('each step is explained, and nothing secret is in it', () => {
    expect([...script.matchAll(/^# Step (\d)/gm)].map(([, number]) => Number(number))).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(scriptFor({ sendAs: 'rbac' }).match(/^# Step \d/gm)).toHaveLength(8);
    expect(script).not.toMatch(/secret(?! is in this file)/i);
  });

  test('its name tells the application, and the way to run it names the file', () => {
    const made = adminScript({ client, mailboxes: ['a@example.org'], sendAs: 'none', smtpAuth: false });
    expect(made.fileName).toBe('mailwicket-mailboxes-11111111.ps1');
    expect(made.script).toContain(`-File .\\${made.fileName} -WhatIf`);
  });
});

describe('the Object ID of the application', () => {
  test('that a token told needs no Graph: it is the parameter’s value', () => {
    const script = scriptFor({ principal: { objectId } });
    expect(script).toContain(`[string] $ServicePrincipalObjectId = '${objectId}',`);
    for (const { name, conditions } of readPowershell(script).commands) {
      if (/MgGraph/.test(name)) expect(conditions).toContain('-not $ServicePrincipalObjectId');
    }
    expect(script).toContain(
      "if (-not $ServicePrincipalObjectId) { $modules += 'Microsoft.Graph.Authentication' }",
    );
  });

  test('that nobody told is asked for by a second PowerShell: Graph and Exchange fail in one process', () => {
    const script = scriptFor();
    expect(script).toMatch(/\[string\] \$ServicePrincipalObjectId,\n/);
    const second = readPowershell(script).commands.find(({ text }) =>
      text.startsWith('& (Get-Process -Id $PID).Path'),
    );
    const inSecond = readPowershell(second?.text ?? '').commands.map(({ name }) => name);
    expect(inSecond).toEqual(
      expect.arrayContaining(['Connect-MgGraph', 'Invoke-MgGraphRequest', 'Disconnect-MgGraph']),
    );
    const graphs = readPowershell(script).commands.filter(({ name }) => /-Mg/.test(name));
    expect(graphs).toHaveLength(3);
    expect(script).not.toMatch(/Import-Module[^\n]*Graph|AzureAD|-ServiceId/);
  });

  test('is a parameter; one that is no Object ID is not written into the script', () => {
    expect(scriptFor()).toContain(
      "[ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]\n    [string] $ServicePrincipalObjectId",
    );
    expect(scriptFor({ principal: { objectId: "x'; Remove-Mailbox" } })).not.toContain('Remove-Mailbox');
  });
});

describe('what is asked for is in it, and nothing else', () => {
  test('Send As only where it is wanted', () => {
    expect(scriptFor({ sendAs: 'permission' })).toContain('Add-RecipientPermission');
    expect(scriptFor({ sendAs: 'none' })).not.toMatch(/RecipientPermission|SendAs/);
  });

  test('a role of Exchange in its place: for a group or an administrative unit, however many mailboxes there are', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `user${String(index)}@example.org`);
    const script = scriptFor({ sendAs: 'rbac', mailboxes: many });
    expect(script).not.toMatch(/Add-RecipientPermission|ManagementScope|RestrictionFilter|' -or '/);
    expect(script).toContain("-Role 'Application SMTP.SendAsApp' -RecipientGroupScope $scopeId");
    expect(script).toContain(
      "-Role 'Application SMTP.SendAsApp' -RecipientAdministrativeUnitScope $AdministrativeUnit",
    );
    expect(script).toMatch(/NOT have the\n# permission SMTP\.SendAsApp/);
    // names of groups and of role assignments have at most 64 characters
    expect(`Mailwicket ${appId}`.length).toBeLessThanOrEqual(64);
    expect(`Mailwicket ${appId.slice(0, 8)} ${objectId}`.length).toBeLessThanOrEqual(64);
  });

  test('a second run with other mailboxes takes nothing from those of the first', () => {
    const names = new Set(changes(scriptFor({ sendAs: 'rbac', smtpAuth: true })).map(({ name }) => name));
    // the one removal is that of a wrong Object ID
    expect([...names].filter((name) => /^(?:Remove|Update|Set)-/.test(name)).toSorted()).toEqual([
      'Remove-ServicePrincipal',
      'Set-CASMailbox',
      'Set-DistributionGroup',
    ]);
  });

  test('SMTP sign-in is switched on only where it is wanted', () => {
    const command = 'Set-CASMailbox -Identity $mailbox -SmtpClientAuthenticationDisabled $false';
    expect(scriptFor({ smtpAuth: true })).toContain(command);
    expect(scriptFor({ smtpAuth: false })).not.toContain('Set-CASMailbox');
  });

  test.each([
    ['global', undefined, undefined],
    ['gcc-high', 'USGov', 'O365USGovGCCHigh'],
    ['dod', 'USGovDoD', 'O365USGovDoD'],
    ['china', 'China', 'O365China'],
  ] as const)('the cloud %s is named to both modules', (cloud, graph, exchange) => {
    const script = scriptFor({ client: { ...client, cloud } });
    if (graph === undefined) {
      expect(script).not.toMatch(/-Environment|-ExchangeEnvironmentName/);
    } else {
      expect(script).toContain(`Connect-MgGraph -Environment '${graph}'`);
      expect(script.split(`Connect-ExchangeOnline -ExchangeEnvironmentName '${exchange}'`)).toHaveLength(3);
    }
  });

  test('the tenant is named to Graph; a tenant that stands for many is not', () => {
    expect(scriptFor()).toContain("-TenantId 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'");
    expect(scriptFor({ client: { ...client, tenant: 'contoso.com' } })).toContain("-TenantId 'contoso.com'");
    expect(scriptFor({ client: { ...client, tenant: 'organizations' } })).not.toContain('-TenantId');
    // not quoted away but left out: no tenant looks like this
    expect(scriptFor({ client: { ...client, tenant: "x'; Remove-Mailbox" } })).not.toContain(
      'Remove-Mailbox',
    );
  });
});

describe('no value becomes a command', () => {
  test('an apostrophe in an address is doubled', () => {
    const script = scriptFor({ mailboxes: ["pat.o'brien@example.org"] });
    expect(script).toContain("'pat.o''brien@example.org'");
    expect(strings(script)).toContain("pat.o'brien@example.org");
  });

  test.each([
    "anna@example.org'; Remove-Mailbox -Identity boss@example.org; '",
    'anna@example.org\nRemove-Mailbox boss@example.org',
    'anna@example.org\u2019; Remove-Mailbox x; \u2019',
    'anna',
    '*@example.org',
    'an na@example.org',
    '"anna"@example.org',
    '',
  ])('refused as a mailbox: %j', (mailbox) => {
    expect(() => scriptFor({ mailboxes: [mailbox] })).toThrow(SetupError);
  });

  test('a client id that is no GUID is refused', () => {
    expect(refusalOf(() => scriptFor({ client: { ...client, clientId: "x' ; calc" } }))).toEqual({
      code: 'malformed',
      fix: containing('Overview page'),
    });
  });

  test('a name of a client with a line end stays in its comment', () => {
    const script = scriptFor({ client: { ...client, name: 'Backup"\r\nRemove-Mailbox x\u2028calc' } });
    expect(
      powershellTokens(script).filter(
        ({ kind, value }) => kind === 'word' && /Remove-Mailbox|calc/.test(value),
      ),
    ).toEqual([]);
    expect(script).toContain('# Lets the application "Backup" Remove-Mailbox x calc"');
  });

  test('whatever is taken as a mailbox is one string of the script, and the same as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (local) => {
        const address = `${local}@example.org`;
        let script: string;
        try {
          script = scriptFor({ mailboxes: [address, 'last@example.org'] });
        } catch (error) {
          expect(error).toBeInstanceOf(SetupError);
          return;
        }
        const listed = strings(script);
        const at = listed.indexOf('last@example.org');
        expect(listed[at - 1]).toBe(address.trim());
        expect(listed[at - 2]).toBe(appId);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever is quoted reads back the same, typographic quotes included', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            "'",
            '\u2018',
            '\u2019',
            '\u201a',
            '\u201b',
            '"',
            '`',
            '$',
            '(',
            ')',
            '#',
            ';',
            'a',
          ),
        }),
        (text) => {
          expect(powershellTokens(scriptString(text))).toEqual([{ kind: 'string', value: text }]);
        },
      ),
    );
    expect(() => scriptString('a\nb')).toThrow(SetupError);
  });
});

describe('a script for Windows PowerShell', () => {
  test('with letters beyond ASCII it begins with a byte order mark, and without does not', () => {
    expect(scriptFor({ mailboxes: ['jürgen@example.org'] }).startsWith('\u{feff}#')).toBe(true);
    expect(scriptFor().startsWith('#')).toBe(true);
  });

  test.each([
    ['with all', { sendAs: 'permission', smtpAuth: true }],
    ['with a role', { sendAs: 'rbac', smtpAuth: true }],
    ['reading only', { sendAs: 'none', smtpAuth: false }],
  ] as const)('its strings and brackets end where they should: %s', (_, change) => {
    expect(() => powershellTokens(scriptFor(change))).not.toThrow();
  });
});

describe('a client for which there is nothing to set up is told so', () => {
  test.each([
    ['a client that signs people in', { grant: 'authorization-code' }, 'not-app-only'],
    ['a client of another provider', { provider: 'google', grant: 'service-account' }, 'not-microsoft'],
  ] as const)('%s', (_, change, code) => {
    expect(() => scriptFor({ client: { ...client, ...change } })).toThrow(expect.objectContaining({ code }));
  });
});
