import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { msg, verbatim } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { runCommandLine } from '#core/headless/command-line.ts';
import { Policy } from '#core/policy/policy.ts';
import { ServiceLock } from '#core/service/service-lock.ts';
import { writeServiceRecord } from '#core/service/service-record.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { listening } from '../../support/listening.ts';

interface Run {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** A data folder, and the command on it. */
async function commandOn(): Promise<{
  readonly folder: string;
  readonly data: string;
  readonly run: (args: readonly string[], input?: string) => Promise<Run>;
}> {
  const folder = await scratchFolder();
  const data = path.join(folder, 'data');
  const run = async (args: readonly string[], input = ''): Promise<Run> => {
    const output = new PassThrough();
    const errors = new PassThrough();
    const told = Promise.all([text(output), text(errors)]);
    const status = await runCommandLine([...args, '--data', data], {
      input: Readable.from([Buffer.from(input)]),
      output,
      errors,
    });
    output.end();
    errors.end();
    const [out, err] = await told;
    return { status, output: out, errors: err };
  };
  return { folder, data, run };
}

const clientId = '11111111-2222-3333-4444-555555555555';
const appOnly =
  `client add --name App --provider microsoft365 --grant client-credentials --tenant example.org --client-id ${clientId} --client-secret-stdin`.split(
    ' ',
  );
const desktop =
  `client add --name Desk --provider microsoft365 --grant authorization-code --client-id ${clientId}`.split(
    ' ',
  );

const tenant = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const objectId = '99999999-8888-7777-6666-555555555555';

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A token endpoint that knows one app-only client; after `refuse` it says no. @returns its URL */
async function tokenEndpoint(): Promise<{ readonly url: string; refuse(): void }> {
  let refused = false;
  const token = `${segment({ alg: 'RS256' })}.${segment({ idtyp: 'app', appid: clientId, oid: objectId, tid: tenant })}.c2ln`;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        refused
          ? { error: 'invalid_client' }
          : { access_token: token, token_type: 'Bearer', expires_in: 3_600 },
      ),
    );
  });
  const port = await listening(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${String(port)}/${tenant}/oauth2/v2.0/token`,
    refuse: () => {
      refused = true;
    },
  };
}

describe('mailwicket admin-script', () => {
  test('the object id comes from the application’s own token, so that no Graph is needed', async () => {
    const endpoint = await tokenEndpoint();
    const { run } = await commandOn();
    await run([...appOnly, '--token-url', endpoint.url], 'secret-of-the-app');
    const known = await run(['admin-script', 'App', 'anna@example.org']);
    expect(known.output).toContain(`$ServicePrincipalObjectId = '${objectId}'`);
    expect(known.output).toContain(`-notlike '*${tenant}*'`);
    // a client that gets no token is no reason to be without the script
    endpoint.refuse();
    const unknown = await run(['admin-script', 'App', 'anna@example.org']);
    expect(unknown).toMatchObject({ status: 0, errors: '' });
    expect(unknown.output).toMatch(/\$ServicePrincipalObjectId,\n/);
    expect(unknown.output).not.toContain(objectId);
  });

  test('the script is on standard output, or in a file for its owner alone', async () => {
    const { folder, run } = await commandOn();
    const { url } = await tokenEndpoint();
    await run([...appOnly, '--token-url', url], 'secret-of-the-app');
    const shown = await run(['admin-script', 'App', 'anna@example.org', 'office@example.org', '--smtp-auth']);
    expect(shown).toMatchObject({ status: 0, errors: '' });
    for (const part of [`'${clientId}'`, "'office@example.org'", 'Set-CASMailbox', 'SendAs']) {
      expect(shown.output).toContain(part);
    }
    expect(shown.output).not.toContain('secret-of-the-app');
    const file = path.join(folder, 'grant.ps1');
    const written = await run([
      'admin-script',
      'App',
      'anna@example.org',
      '--send-as',
      'none',
      '--out',
      file,
    ]);
    expect(written).toMatchObject({ status: 0, output: `The script is in ${file}.\n` });
    expect(readFileSync(file, 'utf8')).not.toContain('SendAs');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('a client that signs people in is refused with the reason, and an unknown one too', async () => {
    const { run } = await commandOn();
    await run(desktop);
    expect(await run(['admin-script', 'Desk', 'anna@example.org'])).toMatchObject({
      status: 1,
      output: '',
      errors: containing('no service principal'),
    });
    expect(await run(['admin-script', 'Other', 'anna@example.org'])).toMatchObject({ status: 1 });
    expect(await run(['admin-script', 'Desk', 'a@b', '--send-as', 'perhaps'])).toMatchObject({ status: 2 });
  });
});

describe('mailwicket client add says at the start what else it takes', () => {
  test('Google’s client its secret', async () => {
    const { run } = await commandOn();
    const google = 'client add --name G --provider google --grant authorization-code --client-id x'.split(
      ' ',
    );
    expect(await run(google)).toMatchObject({ status: 2, errors: containing('--client-secret-stdin') });
    expect(await run([...google, '--client-secret-stdin'], 'google-secret')).toMatchObject({ status: 0 });
  });

  test('a client of Microsoft 365 an administrator’s consent, with the page to send', async () => {
    const { run } = await commandOn();
    const added = await run(desktop);
    expect(added.output).toContain('an administrator has to agree to IMAP and POP first');
    const command = /mailwicket (admin-consent Desk --print-url)/.exec(added.output)?.[1] ?? '';
    const { status, output } = await run(command.split(' '));
    expect(status).toBe(0);
    expect(new URL(output.trim()).searchParams.get('scope')).toBe(
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
    );
    // the application's own permissions are an administrator's to grant anyway, and said elsewhere
    expect((await run(appOnly, 'secret-of-the-app')).output).not.toContain('admin-consent');
  });
});

describe('mailwicket client-profile', () => {
  test('the ports are those of the settings where no service runs', async () => {
    const { run } = await commandOn();
    await run(desktop);
    await run(['account', 'add', 'anna@example.org', '--client', 'Desk']);
    const { status, output } = await run(['client-profile', 'anna@example.org', '--for', 'msmtp']);
    expect(status).toBe(0);
    expect(output).toMatch(/host 127\.0\.0\.1\nport 1587\n/);
    const document = await run(['client-profile', 'anna@example.org', '--for', 'msmtp', '--json']);
    expect(JSON.parse(document.output)).toEqual({
      fileName: 'msmtprc',
      mediaType: 'text/plain',
      content: output,
    });
  });

  test('and those that a running service has really taken where one does', async () => {
    const { data, run } = await commandOn();
    await run(desktop);
    await run(['account', 'add', 'anna@example.org', '--client', 'Desk']);
    // this process is the service
    const lock = await ServiceLock.take(data);
    onTestFinished(() => lock?.release());
    await writeServiceRecord(data, {
      pid: process.pid,
      startedAt: 1,
      writtenAt: 1,
      accounts: [],
      devices: [],
      listeners: [
        { protocol: 'smtp', implicitTls: false, port: 40_587, addresses: ['127.0.0.1'] },
        {
          protocol: 'imap',
          implicitTls: false,
          port: 40_143,
          addresses: [],
          problem: { code: 'x', message: verbatim('taken') },
        },
      ],
    });
    const { output } = await run(['client-profile', 'anna@example.org', '--for', 'settings']);
    expect(output).toContain('40587');
    expect(output).not.toMatch(/40143|1143/);
  });

  test('one mailbox of a whole domain has its profile; the domain itself has none', async () => {
    const { run } = await commandOn();
    await run(appOnly, 'secret');
    await run(['account', 'add', '*@example.org', '--client', 'App']);
    const { output } = await run(['client-profile', 'office@example.org', '--for', 'mbsync']);
    expect(output).toContain('User "office@example.org"');
    expect(await run(['client-profile', '*@example.org'])).toMatchObject({
      status: 1,
      errors: containing('Enter the address of one mailbox'),
    });
  });

  test('an unknown account and an unknown program are told', async () => {
    const { run } = await commandOn();
    expect(await run(['client-profile', 'nobody@example.org'])).toMatchObject({
      status: 1,
      errors: containing('nobody@example.org'),
    });
    const wrong = await run(['client-profile', 'nobody@example.org', '--for', 'eudora']);
    expect(wrong.status).toBe(2);
    expect(wrong.errors).toContain('thunderbird-autoconfig');
  });

  test('with TLS ports the authority is the one that the service will show', async () => {
    const { data, run } = await commandOn();
    await run(desktop);
    await run(['account', 'add', 'anna@example.org', '--client', 'Desk']);
    const settings = path.join(data, 'settings.json');
    const kept = z
      .looseObject({ listeners: z.looseObject({}) })
      .parse(JSON.parse(readFileSync(settings, 'utf8')));
    writeFileSync(
      settings,
      JSON.stringify({ ...kept, listeners: { ...kept.listeners, imaps: 1993, smtps: 1465 } }),
      {
        mode: 0o600,
      },
    );
    const first = await run(['client-profile', 'anna@example.org', '--for', 'certificate-authority']);
    const again = await run(['client-profile', 'anna@example.org', '--for', 'certificate-authority']);
    expect(first.output).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(again.output).toBe(first.output);
    expect((await run(['client-profile', 'anna@example.org', '--for', 'apple-mail'])).output).toContain(
      'com.apple.security.root',
    );
  });
});

describe('mailwicket import', () => {
  const configuration = `[anna@example.org]
permission_url = https://login.microsoftonline.com/common/oauth2/v2.0/authorize
token_url = https://login.microsoftonline.com/common/oauth2/v2.0/token
client_id = imported-id
client_secret = imported~secret
refresh_token = gAAAA
`;

  test('a dry run says what would be, and changes nothing', async () => {
    const { folder, run } = await commandOn();
    const file = path.join(folder, 'emailproxy.config');
    writeFileSync(file, configuration);
    const dry = await run(['import', file, '--dry-run']);
    expect(dry.status).toBe(0);
    expect(dry.output).toContain('OAuth client Microsoft 365 (imported): would be added');
    expect(dry.output).toContain('anna@example.org (Microsoft 365 (imported)): would be added');
    expect(dry.output).toContain('Not taken over: the tokens of anna@example.org.');
    expect((await run(['account', 'list'])).output).toContain('no account');
    // a program reads the same words
    const document = await run(['import', file, '--dry-run', '--json']);
    expect(JSON.parse(document.output)).toMatchObject({
      plan: { notTaken: [{ what: 'the tokens of anna@example.org', why: containing('sign in again') }] },
    });
  });

  test('then it is done; the secret is in the vault and nowhere else, and a second run adds nothing', async () => {
    const { folder, data, run } = await commandOn();
    const file = path.join(folder, 'emailproxy.config');
    writeFileSync(file, configuration);
    const done = await run(['import', file]);
    expect(done).toMatchObject({ status: 0, errors: '' });
    expect(done.output).toContain('Next: mailwicket account authorize anna@example.org');
    expect(done.output).not.toContain('imported~secret');
    expect(readFileSync(path.join(data, 'settings.json'), 'utf8')).not.toContain('imported~secret');
    const listed = await run(['client', 'list', '--json']);
    expect(JSON.parse(listed.output)).toMatchObject({
      clients: [{ name: 'Microsoft 365 (imported)', credential: 'secret', usedBy: 1 }],
    });
    const again = await run(['import', file]);
    expect(again.output).toContain('Nothing was added.');
    expect(again.output).toContain('There is already an account with this address.');
  });

  test('a table for a client that is there: what is left to do is told for each', async () => {
    const { folder, run } = await commandOn();
    await run(desktop);
    const file = path.join(folder, 'accounts.csv');
    writeFileSync(file, 'address;mailbox\nanna@example.org;\nbo@example.org;office@example.org\n');
    const written = vi.spyOn(SettingsFile.prototype, 'update');
    onTestFinished(() => written.mockRestore());
    // on Windows each time starts PowerShell
    const policy = vi.spyOn(Policy.prototype, 'load');
    onTestFinished(() => policy.mockRestore());
    const done = await run(['import', file, '--client', 'Desk', '--json']);
    // a table can have thousands of rows
    expect(written).toHaveBeenCalledTimes(1);
    expect(policy).toHaveBeenCalledTimes(1);
    expect(JSON.parse(done.output)).toMatchObject({
      accounts: [
        { address: 'anna@example.org', next: 'sign-in' },
        { address: 'bo@example.org', next: 'sign-in' },
      ],
      notTaken: [],
    });
  });

  test('one that could not be kept, or of which something was refused, has failed', async () => {
    const { folder, run } = await commandOn();
    await run(desktop);
    const file = path.join(folder, 'accounts.csv');
    writeFileSync(file, 'address\nanna@example.org\nbo@example.org\n');
    const full = new CodedError('settings-unavailable', msg('storage.diskFull'));
    const written = vi.spyOn(SettingsFile.prototype, 'update').mockRejectedValueOnce(full);
    onTestFinished(() => written.mockRestore());
    const failed = await run(['import', file, '--client', 'Desk', '--json']);
    expect(failed).toMatchObject({ status: 1, output: '' });
    expect(JSON.parse(failed.errors)).toMatchObject({ ok: false, code: 'settings-unavailable' });

    const refused = vi.spyOn(Policy.prototype, 'refuseNew').mockImplementationOnce(() => {
      throw full;
    });
    onTestFinished(() => refused.mockRestore());
    const partly = await run(['import', file, '--client', 'Desk']);
    expect(partly).toMatchObject({ status: 1, output: containing('bo@example.org: added') });
    expect(partly.output).toContain('Not taken over: anna@example.org.');
  });

  test('a table from Windows is read in UTF-16, too; what is neither that nor UTF-8 becomes no address', async () => {
    const { folder, run } = await commandOn();
    await run(desktop);
    const file = path.join(folder, 'accounts.csv');
    const table = 'address\r\nmüller@example.org\r\nanna@example.org\r\n';
    writeFileSync(file, table, 'latin1');
    const latin = await run(['import', file, '--client', 'Desk', '--dry-run']);
    expect(latin.output).toContain('anna@example.org (Desk): would be added\nNot taken over: line 2: m');
    writeFileSync(file, `\u{feff}${table}`, 'utf16le');
    const wide = await run(['import', file, '--client', 'Desk', '--dry-run']);
    expect(wide.output).toBe(
      'müller@example.org (Desk): would be added\nanna@example.org (Desk): would be added\n',
    );
  });

  test('the next command for a whole domain is one that every shell takes', async () => {
    const { folder, run } = await commandOn();
    const client = ['--name', 'Service', '--provider', 'microsoft365', '--grant', 'client-credentials'];
    const proof = ['--client-id', '11111111-2222-3333-4444-555555555555', '--make-certificate'];
    const made = await run(['client', 'add', ...client, '--tenant', 'contoso.com', ...proof]);
    expect(made.output).toContain('mailwicket client certificate Service --export\n');
    const file = path.join(folder, 'accounts.csv');
    writeFileSync(file, 'address\n*@example.org\n');
    const done = await run(['import', file, '--format', 'csv', '--client', 'Service']);
    expect(done.output).toContain("Next: mailwicket password new '*@example.org'\n");
    // hundreds of them would be hundreds of commands
    writeFileSync(
      file,
      ['address', ...[1, 2, 3, 4, 5, 6].map((n) => `u${String(n)}@example.org`)].join('\n'),
    );
    const many = await run(['import', file, '--client', 'Service']);
    expect(many.output.match(/^Next: .*$/gm)).toEqual([
      'Next: mailwicket password new --client Service --output FILE',
    ]);
  });

  test('a certificate beside the configuration is read from where it names it', async () => {
    const { folder, run } = await commandOn();
    const file = path.join(folder, 'emailproxy.config');
    writeFileSync(
      file,
      '[anna@example.org]\ntoken_url = https://login.microsoftonline.com/example.org/oauth2/v2.0/token\noauth2_flow = client_credentials\nclient_id = x\njwt_certificate_path = public.pem\njwt_key_path = private.pem\n',
    );
    expect((await run(['import', file, '--dry-run'])).output).toContain('Its files could not be read');
    writeFileSync(path.join(folder, 'public.pem'), 'PUBLIC');
    writeFileSync(path.join(folder, 'private.pem'), 'PRIVATE');
    expect((await run(['import', file, '--dry-run'])).output).toContain('anna@example.org (');
  });

  test('a file that is not there, or is of no known kind', async () => {
    const { folder, run } = await commandOn();
    const none = path.join(folder, 'none');
    expect(await run(['import', none])).toMatchObject({
      status: 1,
      errors: containing(`${none} cannot be read: it is not there.`),
    });
    const file = path.join(folder, 'letter.txt');
    writeFileSync(file, 'Dear Anna,\n');
    expect(await run(['import', file])).toMatchObject({ status: 1, errors: containing('--format') });
  });
});
