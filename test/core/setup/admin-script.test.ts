import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adminScript, type AdminScriptRequest } from '../../../proxy-core/setup/admin-script.ts';
import { powershellString } from '../../../proxy-core/setup/powershell-text.ts';
import { SetupError } from '../../../proxy-core/setup/setup-error.ts';
import { containing } from '../../support/matchers.ts';
import { powershellTokens } from './powershell-tokens.ts';

// No PowerShell runs here: the scripts are cut into tokens by its rules of quoting instead.

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

/** The commands with their parameters, one a line, without comments. */
function statements(script: string): string[] {
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the script does what the guides ask of the administrator', () => {
  const script = scriptFor();

  test('each mailbox, shared ones too, is in the list once', () => {
    const doubled = scriptFor({ mailboxes: ['anna@example.org', 'ANNA@example.org ', 'office@example.org'] });
    expect(strings(doubled).filter((value) => value.includes('@'))).toEqual([
      'ANNA@example.org',
      'office@example.org',
    ]);
  });

  test('the object id is looked up at the Enterprise application, before Exchange hears of it', () => {
    const order = [
      `$appId = '${appId}'`,
      'Connect-MgGraph',
      `Get-MgServicePrincipal -Filter "appId eq '$appId'"`,
      '$objectId = $enterpriseApplication.Id',
      'Connect-ExchangeOnline',
      'New-ServicePrincipal -AppId $appId -ObjectId $objectId',
      "Add-MailboxPermission -Identity $mailbox -User $objectId -AccessRights 'FullAccess' -AutoMapping $false",
      'Format-Table',
    ].map((part) => script.indexOf(part));
    expect(order.every((place) => place >= 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    // retired, and the parameter's old name
    expect(script).not.toMatch(/AzureAD|-ServiceId/);
  });

  test('what is there already is not made again, so that it can be run again', () => {
    const lines = statements(script);
    for (const [made, looked] of [
      ['New-ServicePrincipal', 'Get-ServicePrincipal'],
      ['Add-MailboxPermission', 'Get-MailboxPermission'],
      ['Add-RecipientPermission', 'Get-RecipientPermission'],
      ['Install-Module', 'Get-Module'],
    ] as const) {
      const making = lines.findIndex((line) => line.startsWith(made));
      const before = lines.slice(0, making);
      expect(before.at(-1), made).toMatch(/^if \(/);
      expect(
        before.some((line) => line.includes(looked)),
        made,
      ).toBe(true);
    }
  });

  test('every change stops at an error, and one mailbox that fails does not keep the others from theirs', () => {
    const changes = statements(script).filter((line) => /^(?:New-ServicePrincipal|Add-|Set-CAS)/.test(line));
    expect(changes).toHaveLength(3);
    expect(changes.every((line) => line.includes('-ErrorAction Stop'))).toBe(true);
    expect(script).toMatch(/foreach \(\$mailbox in \$mailboxes\) \{\n {4}try \{/);
    expect(script).toContain('$failures[$mailbox] = $_.Exception.Message');
  });

  test('a table at the end verifies access, sending and protocols', () => {
    const end = script.slice(script.indexOf('$result ='));
    for (const part of [
      'Get-MailboxPermission',
      'Get-RecipientPermission',
      'Get-CASMailbox',
      'Format-Table',
    ]) {
      expect(end).toContain(part);
    }
  });

  test('each step is explained, and nothing secret is in it', () => {
    expect(script.match(/^# Step \d/gm)).toHaveLength(6);
    expect(script).not.toMatch(/secret(?! is in this file)/i);
  });

  test('its name tells the application, and the way to run it names the file', () => {
    const made = adminScript({ client, mailboxes: ['a@example.org'], sendAs: 'none', smtpAuth: false });
    expect(made.fileName).toBe('mailwicket-mailboxes-11111111.ps1');
    expect(made.script).toContain(`-File .\\${made.fileName}`);
  });
});

describe('what is asked for is in it, and nothing else', () => {
  test('Send As only where it is wanted', () => {
    expect(scriptFor({ sendAs: 'permission' })).toContain('Add-RecipientPermission');
    expect(scriptFor({ sendAs: 'none' })).not.toMatch(/RecipientPermission|SendAs/);
  });

  test('a role of Exchange in its place: scoped to the list, made once, and changed when the list is', () => {
    const script = scriptFor({ sendAs: 'rbac' });
    expect(script).not.toContain('Add-RecipientPermission');
    expect(script).toContain("-Role 'Application SMTP.SendAsApp' -CustomResourceScope $scopeName");
    expect(script).toContain('Set-ManagementScope -Identity $scopeName');
    expect(script).toContain('New-ManagementScope -Name $scopeName');
    expect(script).toMatch(/NOT have the permission SMTP\.SendAsApp/);
    // names of role assignments have at most 64 characters
    expect(`Mailwicket SMTP ${appId}`.length).toBeLessThanOrEqual(64);
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
      expect(script).toContain(`Connect-ExchangeOnline -ExchangeEnvironmentName '${exchange}'`);
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
    expect(() => scriptFor({ client: { ...client, clientId: "x' ; calc" } })).toThrow(
      expect.objectContaining({ code: 'malformed', fix: containing('Overview page') }),
    );
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
          expect(powershellTokens(powershellString(text))).toEqual([{ kind: 'string', value: text }]);
        },
      ),
    );
    expect(() => powershellString('a\nb')).toThrow(SetupError);
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

  test('no mailbox at all', () => {
    expect(() => scriptFor({ mailboxes: [] })).toThrow('No mailbox is named.');
  });
});
