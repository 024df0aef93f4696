import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { containing, matching } from '../support/matchers.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { accountViewSchema, clientViewSchema } from '#contract/views.ts';
import {
  appSecret,
  CommandBench,
  type CommandResult,
  complaintSchema,
  delegated,
  localPassword,
  pageAddress,
  typedLater,
  type DataFolder,
} from '../support/command-bench.ts';

let bench: CommandBench;
const anna = 'anna@example.org';
const clientList = z.object({ clients: z.array(clientViewSchema) });

beforeAll(async () => {
  bench = await CommandBench.start();
});
afterEach(() => {
  bench.sandbox.provider.faults.clear();
  bench.sandbox.imap.faults.clear();
});
afterAll(() => bench.stop());

async function account(folder: DataFolder, address = anna): Promise<z.infer<typeof accountViewSchema>> {
  const { accounts } = await folder.status();
  return z
    .object({ found: accountViewSchema })
    .parse({ found: accounts.find((one) => one.address === address) }).found;
}

async function addPasswordClient(folder: DataFolder): Promise<void> {
  const { password } = bench.sandbox.clients;
  const about = ['--name', 'Own', '--grant', 'password', '--client-id', password.clientId];
  await folder.does(['client', 'add', ...about, '--scope', delegated, ...folder.clientOptions()]);
}

function split(line: string): string[] {
  return line.split(' ');
}

/** Every octet under a data folder as text. */
async function everything(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
  return texts.join('\n');
}

describe('client add, list and remove', () => {
  it('the ID of a secret in the place of its value is told when it is given, as in the form', async () => {
    const folder = await bench.folder();
    const guid = '11111111-2222-3333-4444-555555555555';
    const secretId = '66666666-7777-8888-9999-000000000000';
    const add = split('client add --name Office --provider microsoft365 --grant client-credentials');
    const pasted = [...split('--tenant contoso.com --client-secret-stdin --client-id'), guid];
    const told = await folder.run([...add, ...pasted], secretId);
    expect(told).toMatchObject({ status: 0, errors: containing('client secret: This is the secret’s ID.') });
    const edited = await folder.run(split('client edit Office --client-id Office'));
    expect(edited).toMatchObject({ status: 0, errors: containing('--client-id: This isn’t a client ID') });
    const renewed = await folder.run(split('client secret Office'), secretId);
    expect(renewed).toMatchObject({ status: 0, errors: containing('This is the secret’s ID.') });
    const right = await folder.run(split('client secret Office'), 'aB3~4Q8.rightValue_of-a.secret');
    expect(right).toMatchObject({ status: 0, errors: '' });
  });

  it('the URLs are asked of the provider under its issuer, and nothing is added where it has none', async () => {
    const folder = await bench.folder();
    const { provider, clients } = bench.sandbox;
    const origin = provider.secureUrl ?? '';
    const add = (issuer: string): string[] =>
      [
        ['client', 'add', '--name', 'Found', '--provider', 'custom', '--grant', 'authorization-code'],
        ['--client-id', clients.desktop.clientId, '--scope', delegated, '--issuer', issuer],
      ].flat();
    const nowhere = await folder.run(add(`${origin}/nowhere`));
    expect(nowhere).toMatchObject({ status: 1, output: '' });
    expect(nowhere.errors).toContain('Check the issuer');
    await folder.does(add(origin));
    const list = clientList.parse(JSON.parse(await folder.does(['client', 'list', '--json'])));
    expect(list.clients).toEqual([
      expect.objectContaining({
        authorizationUrl: `${origin}/oauth2/authorize`,
        tokenUrl: `${origin}/oauth2/token`,
      }),
    ]);
  });

  it('a client is added, listed in words and as a document, and removed', async () => {
    const folder = await bench.folder();
    expect(await folder.does(['client', 'list'])).toBe('There is no OAuth client yet.\n');
    const args = ['client', 'add', '--name', 'My work', '--provider', 'microsoft365'];
    const added = await folder.does([...args, '--grant', 'authorization-code', '--client-id', 'some-id']);
    expect(added).toBe(
      "The OAuth client My work was added.\nWhere the organization lets Microsoft manage consent, an administrator has to agree to IMAP and POP first.\nThe page to send: mailwicket admin-consent 'My work' --print-url\nNext: mailwicket account add ADDRESS --client 'My work'\n",
    );
    expect(await folder.does(['client', 'list'])).toBe(
      'My work\tmicrosoft365\tauthorization-code\tused by 0\n',
    );
    const { clients } = await folder.tells(clientList, ['client', 'list']);
    expect(clients).toMatchObject([
      { name: 'My work', provider: 'microsoft365', credential: 'none', usedBy: 0 },
    ]);
    expect(await folder.does(['client', 'remove', 'my work'])).toContain('was removed');
    const again = await folder.run(['client', 'remove', 'My work']);
    expect(again).toMatchObject({ status: 1, output: '' });
    expect(again.errors).toContain('There is no OAuth client My work.');
  });

  it('a secret comes from a file without its line end, and is nowhere in the open', async () => {
    const folder = await bench.folder();
    const file = join(folder.path, 'secret.txt');
    for (const [name, text] of [
      ['unix', `${appSecret}\n`],
      ['windows', `${appSecret}\r\n`],
      ['bare', appSecret],
    ] as const) {
      await writeFile(file, text);
      const { appOnly } = bench.sandbox.clients;
      const about = ['--name', name, '--grant', 'client-credentials', '--client-id', appOnly.clientId];
      const secret = ['--client-secret-file', file, '--scope', 'https://outlook.office365.com/.default'];
      const added = await folder.does([
        'client',
        'add',
        ...about,
        ...secret,
        ...folder.clientOptions('example.org'),
      ]);
      expect(added).not.toContain(appSecret);
      const address = `${name}@example.org`;
      await folder.does(['account', 'add', address, '--client', name]);
      await folder.does(['account', 'authorize', address]);
    }
    await writeFile(file, '');
    expect(await everything(folder.path)).not.toContain(appSecret);
    const empty = await folder.run([
      ...split('client add --name empty --provider custom --grant client-credentials --client-id x'),
      '--client-secret-file',
      file,
    ]);
    expect(empty.status).toBe(2);
    expect(empty.errors).toContain('secret.txt is empty');
  });

  it('what is missing or does not go together is told with its option, and nothing is kept', async () => {
    const folder = await bench.folder();
    const tenantless = await folder.run(
      split(
        'client add --name A --provider microsoft365 --grant client-credentials --client-id x --client-secret-stdin',
      ),
      'a-secret',
    );
    expect(tenantless).toMatchObject({ status: 1, output: '' });
    expect(tenantless.errors).toMatch(/tenant is missing/);
    expect(tenantless.errors).toContain('--tenant');
    const about = ['client', 'add', '--name', 'A', '--provider', 'custom', '--client-id', 'x'];
    const urlless = await folder.run([...about, '--grant', 'authorization-code', '--json']);
    expect(urlless).toMatchObject({ status: 1, output: '' });
    const told = complaintSchema.parse(JSON.parse(urlless.errors));
    expect(told.code).toBe('missing-token-url');
    expect(told.fix).toContain('--token-url');
    const halfACertificate = await folder.run([...about, '--grant', 'client-credentials', '--key', 'k.pem']);
    expect(halfACertificate).toMatchObject({ status: 2, output: '' });
    expect(halfACertificate.errors).toContain('--certificate FILE --key FILE');
    const files = split('--grant client-credentials --certificate nowhere.pem --key nowhere.key');
    const noFile = await folder.run([...about, ...files]);
    expect(noFile).toMatchObject({ status: 1, output: '' });
    expect(noFile.errors).toContain('The file nowhere.pem cannot be read: it is not there.');
    expect(await folder.does(['client', 'list'])).toBe('There is no OAuth client yet.\n');
  });
});

describe('the key file of a service account', () => {
  it('that is another file is told when it is given, and nothing is kept', async () => {
    const folder = await bench.folder();
    const file = join(folder.path, 'key.json');
    // what is downloaded beside it, of an OAuth client
    await writeFile(file, JSON.stringify({ installed: { client_id: 'x', client_secret: 'hush-hush' } }));
    const add = split('client add --name A --provider google --grant service-account --client-id 1');
    const refused = await folder.run([...add, '--service-account-key', file]);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(/key of the client “A” cannot be used: .*service_account/);
    expect(refused.errors).not.toContain('hush-hush');
    expect(await folder.does(['client', 'list'])).toBe('There is no OAuth client yet.\n');
  });
});

describe('a certificate whose key is encrypted', () => {
  it('is taken with the passphrase, and without it the option is named', async () => {
    const folder = await bench.folder();
    const { cert, key } = bench.sandbox.clientCertificate;
    const files = { 'c.pem': cert, 'k.pem': encrypted(key), word: 'open sesame\n' };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
    const at = (name: string): string => join(folder.path, name);
    const about = split('client add --name A --provider custom --grant client-credentials --client-id x');
    const add = [...about, '--token-url', 'https://localhost/token', '--certificate', at('c.pem')];
    const closed = await folder.run([...add, '--key', at('k.pem')]);
    expect(closed).toMatchObject({ status: 1, output: '' });
    expect(closed.errors).toContain('Enter the passphrase of the key. The option is --passphrase-file.');
    await folder.does([...add, '--key', at('k.pem'), '--passphrase-file', at('word')]);
    const alone = await folder.run([...about, '--passphrase-file', at('word')]);
    expect(alone).toMatchObject({ status: 2, output: '' });
  });
});

function encrypted(pem: string): string {
  const key = createPrivateKey(pem);
  return key
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();
}

function certificate(...args: string[]): string[] {
  return ['client', 'certificate', 'My service', ...args];
}

function print(pem = ''): string {
  return new X509Certificate(pem).fingerprint.replaceAll(':', '');
}

describe('client certificate', () => {
  it('a new one waits beside the present one: it is used once the provider takes it, or discarded', async () => {
    const folder = await bench.folder();
    const { clients, provider } = bench.sandbox;
    await folder.does(
      [
        ['client', 'add', '--name', 'My service', '--grant', 'client-credentials', '--make-certificate'],
        ['--client-id', clients.certificate.clientId, '--scope', 'https://outlook.office365.com/.default'],
        folder.clientOptions('example.org'),
      ].flat(),
    );
    const file = (name: string): string => join(folder.path, name);
    await folder.does(certificate('--export', '--out', file('first.cer')));
    const made = await folder.does(certificate('--days', '30', '--out', file('next.cer')));
    expect(made).toContain("mailwicket client certificate 'My service' --use");
    const pems = await Promise.all(
      ['first.cer', 'next.cer'].map(async (name) =>
        new X509Certificate(await readFile(file(name))).toString(),
      ),
    );
    await folder.does(certificate('--export', '--next', '--out', file('again.cer')));
    expect(await readFile(file('again.cer'))).toEqual(await readFile(file('next.cer')));
    const view = async (): Promise<unknown> =>
      clientList.parse(JSON.parse(await folder.does(['client', 'list', '--json']))).clients[0];
    const refused = await folder.run(certificate('--use'));
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toContain('700027');
    expect(await view()).toMatchObject({
      certificateThumbprint: print(pems[0]),
      nextCertificate: { thumbprint: print(pems[1]) },
    });
    provider.directory.addClient({ ...clients.certificate, certificates: pems });
    expect(await folder.does(certificate('--use'))).toContain('gave a token for the new certificate');
    expect(await view()).toMatchObject({ certificateThumbprint: print(pems[1]) });
    expect(await folder.run(certificate('--discard'))).toMatchObject({ status: 1 });
    await folder.does(certificate('--out', file('third.cer')));
    await folder.does(certificate('--discard'));
    expect(await view()).not.toHaveProperty('nextCertificate');
  });

  it.each([
    '--use --export',
    '--use --days 3',
    '--discard --out x.cer',
    '--export --days 3',
    '--next',
    '--untried',
  ])('with %s is a wrong call', async (options) => {
    const folder = await bench.folder();
    const wrong = await folder.run(['client', 'certificate', 'Service', ...split(options)]);
    expect(wrong).toMatchObject({ status: 2, output: '' });
  });
});

describe('client show, edit, secret and test', () => {
  it('a client is changed in what is named, goes back to its preset where it is cleared, and is shown with that', async () => {
    const folder = await bench.folder();
    await folder.does(
      'client add --name Work --provider microsoft365 --grant authorization-code --client-id a --scope x'.split(
        ' ',
      ),
    );
    await folder.does([
      ...split('client edit work --client-id b --imap mail.example.org:143'),
      '--name',
      'New work',
    ]);
    expect(await folder.does(['client', 'show', 'New work'])).toMatch(
      /^client ID\tb\n[^]*^scope\tx\n[^]*^imap\tmail\.example\.org:143 \(starttls\)\npop\toutlook\.office365\.com:995 \(implicit\)$/m,
    );
    await folder.does(['client', 'edit', 'New work', '--clear', 'scope', '--tenant', 'example.org']);
    const { client } = await folder.tells(z.object({ client: clientViewSchema }), [
      'client',
      'show',
      'New work',
    ]);
    expect(client).toMatchObject({ clientId: 'b', tenant: 'example.org', servers: { imap: { port: 143 } } });
    expect(client).not.toHaveProperty('scope');
    for (const [args, told] of [
      [['edit', 'New work'], 'Say what is to change'],
      [['edit', 'New work', '--clear', 'name'], 'Allowed choices'],
    ] as const) {
      const wrong = await folder.run(['client', ...args]);
      expect(wrong).toMatchObject({ status: 2, output: '' });
      expect(wrong.errors).toContain(told);
    }
    const unknown = await folder.run(split('client show Nobody'));
    expect(unknown).toMatchObject({ status: 1, output: '' });
    expect(unknown.errors).toContain('The OAuth clients are: New work.');
  });

  it('a new secret takes the place of a refused one, and a test tells which of both is taken', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient('Service', 'another~secret');
    const refused = await folder.run(split('client test Service'));
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(/The provider answered: HTTP 401 · invalid_client/);
    const set = await folder.does(
      split('client secret Service --secret-expires 2999-01-31'),
      ` ${appSecret} \r\n\r\n`,
    );
    expect(set).toBe('The OAuth client Service has its new secret.\n');
    expect(await folder.does(split('client test Service'))).toMatch(
      /^The provider gave a token in \d+ ms, good for \d+ minutes\.\n/,
    );
    expect(await folder.does(split('client show Service'))).toContain(
      'credential\tsecret, until 2999-01-31\n',
    );
    expect(await folder.does(split('client test Service'))).toMatch(/^It allows: .*IMAP\.AccessAsApp/m);
    const { unconsented } = bench.sandbox.clients;
    await folder.does(['client', 'edit', 'Service', '--client-id', unconsented.clientId]);
    await folder.does(split('client secret Service'), unconsented.secrets?.[0]?.value);
    expect(await folder.does(split('client test Service'))).toMatch(/^It names no permissions\./m);
    expect((await folder.run(split('client secret Service'), '')).status).toBe(2);
    await folder.addDesktopClient();
    const needsSomebody = await folder.run(split('client test Work'));
    expect(needsSomebody).toMatchObject({ status: 1, output: '' });
  });
});

describe('a client secret that ends', () => {
  it('is told by status where accounts need it, and by the list in any case', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient();
    const ends = (date: string): Promise<string> =>
      folder.does(['client', 'edit', 'Service', '--secret-expires', date]);
    const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await ends(soon);
    const told = `The client secret of the OAuth client Service expires on ${soon}, in 3 days.`;
    expect(await folder.does(['client', 'list'])).toContain(told);
    expect(await folder.does(['status'])).not.toContain('client secret');
    await folder.does(['account', 'add', anna, '--client', 'Service']);
    expect(await folder.does(['status'])).toContain(told);
    await ends('2020-01-31');
    expect(await folder.does(['status'])).toContain(
      'The client secret of the OAuth client Service expired on 2020-01-31.',
    );
    expect(await folder.does(['report'])).toContain('secret (has ended)');
    await ends('2999-01-31');
    expect(await folder.does(['status'])).not.toContain('client secret');
  });
});

describe('account show, edit, and several at once', () => {
  it('an account is shown with what it lacks, and its mailboxes are changed', async () => {
    const folder = await bench.folder({ desktop: anna });
    const office = 'office@example.org';
    await folder.does(['account', 'edit', anna, '--mailbox', office, '--smtp-user', office]);
    const shown = await folder.does(['account', 'show', 'ANNA@example.org']);
    expect(shown).toContain(`state\tneeds somebody to sign in\n`);
    expect(shown).toContain(`mailbox\t${office}\nover SMTP\t${office}\n`);
    expect(shown).toContain(`mailwicket account authorize ${anna}`);
    await folder.does(['account', 'edit', anna, '--no-mailbox']);
    const refused = await folder.run(['account', 'edit', anna, '--submission', 'graph']);
    expect(refused.status).toBe(1);
    expect(refused.errors).toContain('no address at which Microsoft Graph takes mail');
    const url = 'http://127.0.0.1:9/v1.0';
    await folder.does(['client', 'edit', 'Work', '--submission', 'graph', '--submission-url', url]);
    expect(await folder.does(['account', 'edit', anna, '--submission', 'smtp'])).toContain('sends by SMTP');
    const after = await account(folder);
    expect(after).toMatchObject({ smtpUser: office });
    expect(after).not.toHaveProperty('mailbox');
    expect((await folder.run(['account', 'edit', anna])).status).toBe(2);
  });

  it('several addresses are added; one that is there already is told, and keeps none of the others out', async () => {
    const folder = await bench.folder({ desktop: anna });
    const added = await folder.run([
      'account',
      'add',
      'bo@example.org',
      anna,
      'cy@example.org',
      '--client',
      'Work',
    ]);
    expect(added.status).toBe(1);
    expect(added.errors).toContain(anna);
    expect(added.output).toMatch(/bo@example\.org was added[^]*cy@example\.org was added/);
    expect((await folder.status()).accounts).toHaveLength(3);
    const one = split('account add d@example.org e@example.org --client Work --password-stdin');
    expect((await folder.run(one, 'word')).status).toBe(2);
  });
});

describe('account add, list, pause, resume, remove', () => {
  it('an account is added, and each step tells the next one', async () => {
    const folder = await bench.folder();
    expect(await folder.does(['account', 'list'])).toBe('There is no account yet.\n');
    await folder.addDesktopClient();
    const added = await folder.does(['account', 'add', anna, '--client', 'work']);
    expect(added).toContain(`The account ${anna} was added.`);
    expect(added).toContain(`mailwicket account authorize ${anna}`);
    expect(added).toContain(`mailwicket password new ${anna}`);
    expect(await folder.does(['account', 'list'])).toMatch(
      /^anna@example.org\tneeds somebody to sign in\tby Work\tno local password yet/,
    );
    expect((await folder.authorize(anna)).output).not.toContain('account authorize');
    await folder.does(['account', 'pause', 'ANNA@example.org']);
    expect((await account(folder)).state).toBe('paused');
    await folder.does(['account', 'resume', anna]);
    expect((await account(folder)).state).toBe('needs-password');
    const inUse = await folder.run(['client', 'remove', 'Work']);
    expect(inUse.status).toBe(1);
    expect(inUse.errors).toContain(anna);
    await folder.does(['account', 'remove', anna]);
    expect(await folder.does(['account', 'list'])).toBe('There is no account yet.\n');
    await folder.does(['client', 'remove', 'Work']);
  });

  it('an unknown client, a taken address and a text that is no address are told apart', async () => {
    const folder = await bench.folder();
    await folder.addDesktopClient();
    const unknown = await folder.run(['account', 'add', anna, '--client', 'Nowhere']);
    expect(unknown).toMatchObject({ status: 1, output: '' });
    expect(unknown.errors).toContain('There is no OAuth client Nowhere.\nThe OAuth clients are: Work.');
    await folder.does(['account', 'add', anna, '--client', 'Work']);
    const taken = await folder.run(['account', 'add', 'ANNA@EXAMPLE.ORG', '--client', 'Work', '--json']);
    expect(taken).toMatchObject({ status: 1, output: '' });
    expect(complaintSchema.parse(JSON.parse(taken.errors)).code).toBe('exists');
    const malformed = await folder.run(['account', 'add', 'anna', '--client', 'Work']);
    expect(malformed).toMatchObject({ status: 2, output: '' });
    expect(malformed.errors).toContain('must be a mail address');
    const told = `There is no account nobody@example.org.\nThe accounts are: ${anna}.`;
    const nobody = await folder.run(['account', 'remove', 'nobody@example.org']);
    expect(nobody).toEqual({ status: 1, output: '', errors: `${told}\n` });
    for (const word of ['pause', 'resume', 'sign-out', 'authorize']) {
      await expect(folder.does(['account', word, 'nobody@example.org'])).rejects.toThrow(told);
    }
  });

  it('the folder can be named before the subcommand as well as behind it', async () => {
    const folder = await bench.folder();
    await folder.addDesktopClient();
    for (const args of [
      ['--data', folder.path, 'client', 'list', '--json'],
      ['client', '--json', '--data', folder.path, 'list'],
      ['--json', 'client', 'list', '--data', folder.path],
    ]) {
      const listed = await bench.run(args);
      expect(clientList.parse(JSON.parse(listed.output)).clients, args.join(' ')).toHaveLength(1);
    }
  });
});

describe('the password grant', () => {
  it('the account’s password on standard input signs it in at once', async () => {
    const folder = await bench.folder();
    await addPasswordClient(folder);
    await folder.does(
      ['account', 'add', anna, '--client', 'Own', '--password-stdin'],
      'anna-demo-password\n',
    );
    expect((await account(folder)).state).toBe('ready');
    const signedIn = await folder.run(
      ['account', 'authorize', anna, '--password-stdin'],
      'anna-demo-password\r\n',
    );
    expect(signedIn).toMatchObject({ status: 0, errors: '' });
    expect(await everything(folder.path)).not.toContain('anna-demo-password');
  });

  it('a wrong password is told, and the account is not half added', async () => {
    const folder = await bench.folder();
    await addPasswordClient(folder);
    const args = ['account', 'add', anna, '--client', 'Own', '--password-stdin'];
    const wrong = await folder.run(args, 'not-the-password\n');
    expect(wrong).toMatchObject({ status: 1, output: '' });
    expect(wrong.errors).toContain(anna);
    expect(wrong.errors).not.toContain('not-the-password');
    expect(await folder.does(['account', 'list'])).toBe('There is no account yet.\n');
    await folder.does(args, 'anna-demo-password');
  });

  it('empty standard input is a wrong call, and nothing is added', async () => {
    const folder = await bench.folder();
    await addPasswordClient(folder);
    for (const input of ['', '\n', '\r\n']) {
      const empty = await folder.run(['account', 'add', anna, '--client', 'Own', '--password-stdin'], input);
      expect(empty).toMatchObject({ status: 2, output: '' });
      expect(empty.errors).toContain('Standard input is empty');
    }
    expect(await folder.does(['account', 'list'])).toBe('There is no account yet.\n');
  });
});

describe('account authorize', () => {
  it('prints the page; once its owner has signed in there, the account is ready', async () => {
    const folder = await bench.folder();
    await folder.addDesktopClient();
    await folder.does(['account', 'add', anna, '--client', 'Work', '--adopt-first-password']);
    const { status, output, errors } = await folder.authorize(anna);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toMatch(/^Open this page to sign in .*\nhttps:.*\nanna@example.org is signed in.\n$/);
    expect(await account(folder)).toMatchObject({ state: 'ready', identity: anna });
    await folder.does(['account', 'sign-out', anna]);
    expect((await account(folder)).state).toBe('needs-sign-in');
  });

  it('an account is switched to another client, and stays with its own where there is no such client', async () => {
    const folder = await bench.folder();
    await folder.addDesktopClient();
    await folder.does(['account', 'add', anna, '--client', 'Work', '--adopt-first-password']);
    const nobody = await folder.run(['account', 'switch', anna, '--client', 'Nobody']);
    expect(nobody).toMatchObject({ status: 1, output: '' });
    expect(nobody.errors).toContain('There is no OAuth client Nobody.');
    expect((await account(folder)).clientName).toBe('Work');
    await addPasswordClient(folder);
    await folder.does(['account', 'switch', anna, '--client', 'Own']);
    expect(await account(folder)).toMatchObject({ clientName: 'Own', passwordMode: 'pass-on' });
  });

  it('with --json the page is on standard error, and the one document on standard output', async () => {
    const folder = await bench.folder({ desktop: anna });
    const command = folder.start(['account', 'authorize', anna, '--no-browser', '--json']);
    const [page] = await command.until(/^.*\n/, 'errors');
    const { url } = z.object({ url: z.url() }).parse(JSON.parse(command.errors));
    expect(page).toContain(url);
    await bench.sandbox.provider.approve(url, anna);
    const { status, output } = await command.ended();
    expect(status).toBe(0);
    const signedIn = z.object({ identity: z.string(), expiresAt: z.number() }).parse(JSON.parse(output));
    expect(signedIn.identity).toBe(anna);
    expect(signedIn.expiresAt).toBeGreaterThan(Date.now());
  });

  it('who declines at the provider is told so', async () => {
    const folder = await bench.folder({ desktop: anna });
    const command = folder.start(['account', 'authorize', anna, '--no-browser']);
    const [page] = await command.until(pageAddress);
    await bench.sandbox.provider.approve(page, anna, { action: 'cancel' });
    const { status, errors } = await command.ended();
    expect(status).toBe(1);
    expect(errors).toContain(anna);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s cancels it: the port is free again, and the earlier sign-in stands',
    async (signal) => {
      const folder = await bench.folder({ desktop: anna });
      await folder.authorize(anna);
      const before = await account(folder);
      const command = folder.spawn(['account', 'authorize', anna, '--no-browser']);
      const [page] = await command.until(pageAddress);
      const redirect = new URL(new URL(page).searchParams.get('redirect_uri') ?? '');
      const { status, errors } = await command.stop(signal);
      expect(status).toBe(1);
      expect(errors).toMatch(/cancelled/);
      const port = createServer().listen({ host: '127.0.0.1', port: Number(redirect.port) });
      await once(port, 'listening');
      port.close();
      const after = await account(folder);
      // when to renew is drawn anew by each process
      expect({ ...after, token: undefined }).toEqual({ ...before, token: undefined });
      expect(after.token?.obtainedAt).toBe(before.token?.obtainedAt);
      const checked = await folder.run(['check', anna]);
      expect(checked.status).toBe(0);
    },
  );

  it('the address that a browser elsewhere ended on is pasted in; another address is not taken', async () => {
    const folder = await bench.folder({ desktop: anna });
    const command = folder.start(['account', 'authorize', anna, '--no-browser', '--paste'], typedLater);
    const [page] = await command.until(pageAddress);
    await command.until(/paste the address of that page here/);
    const redirect = new URL(page).searchParams.get('redirect_uri') ?? '';
    for (const wrong of ['hello', page, 'http://localhost:1/?code=a&state=b', redirect]) {
      command.input.write(`${wrong}\n`);
    }
    await command.until(/(?:That is not the address.*\n){4}/, 'errors');
    // a code for another sign-in is refused by the port itself
    command.input.write(`${redirect}?code=a&state=b\n`);
    const { url } = await bench.sandbox.provider.approve(page, anna, { elsewhere: true });
    command.input.write(`${url}\r\n`);
    expect((await command.ended()).status).toBe(0);
    expect(await account(folder)).toMatchObject({ identity: anna });
  });

  it('the device code grant shows the code to type', async () => {
    const folder = await bench.folder();
    await folder.addDesktopClient('Device', 'device-code');
    await folder.does(['account', 'add', anna, '--client', 'Device']);
    const command = folder.start(['account', 'authorize', anna, '--no-browser']);
    const [, code = ''] = await command.until(/code ([A-Z0-9-]{6,})/);
    expect(bench.sandbox.provider.approveDevice(code, anna)).toBe(true);
    expect(await command.ended()).toMatchObject({ status: 0, errors: '' });
    expect((await account(folder)).state).toBe('needs-password');
  });

  it('a provider that never answers does not hold who wants to go', async () => {
    const folder = await bench.folder({ service: anna });
    const { provider } = bench.sandbox;
    provider.requests.clear();
    provider.faults.next('token', { kind: 'hang' }, Infinity);
    const command = folder.spawn(['account', 'authorize', anna]);
    await provider.requests.waitFor(({ path }) => path.endsWith('/token'));
    await command.stop('SIGINT');
    expect(command.child.signalCode).toBe('SIGINT');
    provider.faults.clear();
    expect((await folder.run(['check', anna])).status).toBe(0);
  });

  it('client credentials need nobody; a wrong secret is told with its fix', async () => {
    const folder = await bench.folder({ service: anna });
    expect(await folder.does(['account', 'authorize', anna])).toBe(`${anna} is signed in.\n`);
    await folder.addServiceClient('Wrong', 'another~secret');
    await folder.does(['account', 'add', 'bo@example.org', '--client', 'Wrong']);
    const { status, output, errors } = await folder.run(['account', 'authorize', 'bo@example.org']);
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toMatch(/secret/);
    expect(errors).toMatch(/The provider answered: HTTP 401 · invalid_client/);
    expect(errors).not.toContain('another~secret');
  });
});

describe('password new, list and revoke', () => {
  const listSchema = z.object({ passwords: z.array(z.object({ id: z.string(), name: z.string() })) });

  it('a password is made and printed this once, listed by name, and revoked', async () => {
    const folder = await bench.folder({ desktop: anna });
    expect(await folder.does(['password', 'list', anna])).toBe('There is no local password yet.\n');
    const made = await folder.does(['password', 'new', anna, '--name', 'Thunderbird']);
    expect(made).toMatch(/^\S{12,}\n$/);
    const told = await folder.tells(z.object({ id: z.string(), password: z.string() }), [
      'password',
      'new',
      anna,
    ]);
    const { passwords } = await folder.tells(listSchema, ['password', 'list', anna]);
    expect(passwords.map(({ name }) => name)).toEqual(['Thunderbird', 'mail program']);
    expect(passwords[1]?.id).toBe(told.id);
    expect(await everything(folder.path)).not.toContain(made.trim());
    await folder.does(['password', 'revoke', anna, 'thunderbird']);
    await folder.does(['password', 'revoke', anna, told.id]);
    const unknown = await folder.run(['password', 'revoke', anna, 'Thunderbird']);
    expect(unknown).toEqual({
      status: 1,
      output: '',
      errors: 'This account has no password of that name.\n',
    });
  });

  it('one for each account of a client goes into a file for its owner, which is never written over', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient();
    await folder.does(split('account add a@example.org b@example.org --client Service'));
    const file = join(await scratchFolder(), 'passwords.csv');
    const all = ['password', 'new', '--client', 'Service', '--output', file];
    const told = await folder.does(all);
    expect(told).toBe(`2 passwords are in ${file}.\n`);
    const table = await readFile(file, 'utf8');
    for (const address of ['a@example.org', 'b@example.org']) expect(table).toContain(address);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await folder.run(all)).status).toBe(2);
    expect(await readFile(file, 'utf8')).toBe(table);
    const { accounts } = await folder.status();
    expect(accounts.map(({ passwords }) => passwords.length)).toEqual([1, 1]);
    expect((await folder.run(split('password new --all'))).status).toBe(2);
    expect((await folder.run(split('password new a@example.org --output x'))).status).toBe(2);
  });

  it('an account that gets none is named by its address, and there is no file without a password', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient();
    await folder.does(split('account add a@example.org b@example.org --client Service'));
    await folder.does(split('password new a@example.org --name Scanner'));
    const [some, none] = [join(await scratchFolder(), 'some.csv'), join(await scratchFolder(), 'none.csv')];
    const forAll = (file: string): Promise<CommandResult> =>
      folder.run(['password', 'new', '--all', '--name', 'Scanner', '--output', file]);
    const left = 'a@example.org has none: This account has a password named “Scanner” already.';
    expect(await forAll(some)).toMatchObject({
      status: 1,
      output: containing(`1 password is in ${some}.\n${left}`),
    });
    expect(await forAll(none)).toMatchObject({
      status: 1,
      output: matching(/^a@example\.org has none: .*\nb@example\.org has none: .*\n$/),
    });
    await expect(stat(none)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is made for nobody where its file cannot be written, and told where that comes out only then', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient();
    await folder.does(split('account add a@example.org --client Service'));
    const into = (file: string): Promise<CommandResult> =>
      folder.run(['password', 'new', '--all', '--output', file]);
    const counts = async (): Promise<number[]> =>
      (await folder.status()).accounts.map(({ passwords }) => passwords.length);
    const place = await scratchFolder();
    const nowhere = join(place, 'none', 'passwords.csv');
    expect(await into(nowhere)).toMatchObject({
      status: 2,
      errors: `${nowhere} cannot be written: there is no such file or folder (ENOENT).\n`,
    });
    expect(await counts()).toEqual([0]);
    // what nothing was put into is not left
    const file = join(place, 'passwords.csv');
    expect((await folder.run(['password', 'new', '--client', 'None', '--output', file])).status).not.toBe(0);
    expect(await readdir(place)).toEqual([]);
    expect((await into(file)).status).toBe(0);
    expect(await counts()).toEqual([1]);
  });

  it('one that is set from standard input is not printed', async () => {
    const folder = await bench.folder({ desktop: anna });
    const set = await folder.run(['password', 'new', anna, '--password-stdin'], `${localPassword}\n`);
    expect(set).toEqual({
      status: 0,
      output: `The password “mail program” of ${anna} was set.\n`,
      errors: '',
    });
    const asDocument = await folder.does(
      ['password', 'new', anna, '--name', 'b', '--password-stdin', '--json'],
      'another password',
    );
    expect(Object.keys(z.object({ id: z.string() }).loose().parse(JSON.parse(asDocument)))).toEqual(['id']);
    const nobody = await folder.run(['password', 'list', 'nobody@example.org']);
    expect(nobody).toMatchObject({ status: 1, output: '' });
    expect(nobody.errors).toContain('There is no account nobody@example.org.');
  });
});

describe('check', () => {
  const checkSchema = z.object({
    ok: z.boolean(),
    steps: z.array(z.object({ ok: z.boolean(), message: z.string(), fix: z.string().optional() })),
  });

  it('goes the whole way of each protocol', async () => {
    const folder = await bench.folder({ service: anna });
    const lines = (await folder.does(['check', anna])).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^ok\s+\t.* \(\d+ ms\)$/);
    for (const name of ['IMAP', 'POP', 'SMTP']) {
      const titles = lines.flatMap((line) => new RegExp(`\t${name} ([^:]+):`).exec(line)?.[1] ?? []);
      expect(titles, name).toEqual(['reach', 'TLS', 'login']);
    }
    expect((await folder.tells(checkSchema, ['check', anna])).ok).toBe(true);
  });

  it('a step that fails gives exit status 1, its cause and its fix, and the others are gone all the same', async () => {
    const folder = await bench.folder({ service: anna });
    const words = { kind: 'refuse', text: '[ALERT] This mailbox is being moved.' } as const;
    bench.sandbox.imap.faults.nextLogin(words, Infinity);
    const refused = await folder.run(['check', anna]);
    expect(refused).toMatchObject({ status: 1, errors: '' });
    const failures = refused.output.match(
      /^FAILED\tIMAP login: .*\(\d+ ms\)\n\t\S.*\n\tWho can mend it: the administrator\.$/gm,
    );
    expect(failures).toEqual([expect.stringContaining('This mailbox is being moved.')]);
    expect(refused.output).toMatch(/^ok\s+\t.*POP/m);
    expect(refused.output).toMatch(/^ok\s+\t.*SMTP/m);
    const asDocument = await folder.run(['check', anna, '--json']);
    expect(asDocument.status).toBe(1);
    const { ok, steps } = checkSchema.parse(JSON.parse(asDocument.output));
    expect(ok).toBe(false);
    const failed = steps.filter((step) => !step.ok);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.message).toContain('being moved');
    expect(failed[0]?.fix).toMatch(/\w/);
  });

  it('an account that nobody has signed in, and one that is not there, are told', async () => {
    const folder = await bench.folder({ desktop: anna });
    const unsigned = await folder.run(['check', anna]);
    expect(unsigned.status).toBe(1);
    expect(unsigned.output).toMatch(/FAILED\t.*anna@example.org.*\n\tSign in/i);
    expect((await folder.run(['check', 'nobody@example.org'])).status).toBe(1);
  });
});
