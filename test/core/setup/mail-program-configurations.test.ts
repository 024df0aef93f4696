import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientProfile } from '#core/setup/client-profile/client-profile.ts';
import { MailEndpoints } from '#core/setup/client-profile/profile.ts';
import type { MailProgram } from '#contract/commands/setup.ts';
import { describeWith } from '../../support/mail-programs/requirement.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** What addresses may hold and configurations have a meaning for. */
const hostile = `a"b'c$HOME\`id\`;#%(x)s{g}@example.org`;
const usual = 'anna@example.org';

async function fileFor(program: MailProgram, login: string): Promise<{ file: string; home: string }> {
  const home = await scratchFolder();
  const endpoints = new MailEndpoints(
    (['imap', 'pop', 'smtp'] as const).map((protocol, index) => ({
      protocol,
      implicitTls: false,
      port: 40_001 + index,
      addresses: ['127.0.0.1'],
    })),
    ['imap', 'pop', 'smtp'],
  );
  const { content, fileName } = clientProfile(program, {
    accountId: '6f6f3c1e-3b7e-4b0e-9a54-1de2f4b7a001',
    login,
    address: login,
    provider: 'microsoft365',
    endpoints,
    authority: undefined,
  });
  const file = path.join(home, fileName);
  writeFileSync(file, content, { mode: 0o600 });
  return { file, home };
}

describeWith(['mutt'], 'mutt reads its configuration', () => {
  test.each([usual, hostile])('with the user %j', async (login) => {
    const { file, home } = await fileFor('mutt', login);
    const text = execFileSync('mutt', ['-n', '-F', file, '-Q', 'imap_user', '-Q', 'folder', '-Q', 'copy'], {
      encoding: 'utf8',
      env: { ...process.env, HOME: home },
    });
    expect(text).toContain(`imap_user="${login.replace(/["\\]/g, '\\$&')}"`);
    expect(text).toContain('folder="imap://127.0.0.1:40001/"');
  });
});

describeWith(['msmtp'], 'msmtp reads its configuration', () => {
  test.each([usual, hostile])('with the user %j', async (login) => {
    const { file, home } = await fileFor('msmtp', login);
    const text = execFileSync('msmtp', ['--pretend', `--file=${file}`, '--', 'bo@example.org'], {
      encoding: 'utf8',
      input: '',
      env: { ...process.env, HOME: home },
    });
    expect(text).toMatch(/^host *= 127\.0\.0\.1$/m);
    expect(text).toMatch(/^port *= 40003$/m);
    expect(text.split('\n').map((line) => line.replace(/ +/g, ' '))).toContain(`user = ${login}`);
  });
});

describeWith(['fetchmail'], 'fetchmail reads its configuration', () => {
  test.each([usual, hostile])('with the user %j', async (login) => {
    const { file, home } = await fileFor('fetchmail', login);
    const text = execFileSync(
      'fetchmail',
      ['--configdump', '-f', file, '--pidfile', path.join(home, 'pid')],
      {
        encoding: 'utf8',
        env: { ...process.env, HOME: home, FETCHMAILHOME: home },
      },
    );
    const dumped = /"remote":("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? '""';
    expect(JSON.parse(dumped)).toBe(login);
    expect(text).toContain('"protocol":"IMAP"');
    expect(text).toContain('"service":"40001"');
    expect(text).toContain('"sslproto":""');
  });
});

describeWith(['mbsync'], 'mbsync reads its configuration', () => {
  test.each([usual, hostile])('with the user %j it goes to the port', async (login) => {
    const { file, home } = await fileFor('mbsync', login);
    mkdirSync(path.join(home, 'Mail/mailwicket'), { recursive: true });
    // nothing listens there: the configuration was read to its end, and the connection is what fails
    const run = spawnSync('mbsync', ['-c', file, '--list', 'mailwicket'], {
      encoding: 'utf8',
      env: { ...process.env, HOME: home },
    });
    expect(run.stderr).toMatch(/127\.0\.0\.1/);
    expect(run.stderr).toMatch(/refused|cannot connect/i);
    expect(run.stderr).not.toMatch(/mbsyncrc:\d+/);
  });
});

describeWith(['/usr/bin/python3'], 'offlineimap’s and getmail’s way of reading', () => {
  test.each([
    ['offlineimap', 'ConfigParser', 'Repository mailwicket-remote', 'remoteuser'],
    ['getmail', 'RawConfigParser', 'retriever', 'username'],
  ] as const)('%s: a user with a percent sign is the same', async (program, parser, section, option) => {
    const { file } = await fileFor(program, hostile);
    const script = `import configparser,sys;c=configparser.${parser}();c.read(sys.argv[1]);print(c.get(sys.argv[2],sys.argv[3]))`;
    const read = execFileSync('/usr/bin/python3', ['-c', script, file, section, option], {
      encoding: 'utf8',
    });
    expect(read.trimEnd()).toBe(hostile);
  });
});
