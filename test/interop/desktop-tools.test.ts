import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const program = join(import.meta.dirname, '../../proxy-core/headless/mailwicket.ts');
const run = promisify(execFile);
const mailwicket = `${process.execPath} ${program}`;

describeWith(['secret-tool', 'gnome-keyring-daemon', 'dbus-run-session'], 'the desktop’s keyring', () => {
  test('has the key of the vault, which opens nothing without it', async () => {
    const data = await scratchFolder();
    const on = `--data ${data} --vault-key keyring`;
    const script = [
      'set -e',
      'printf word | gnome-keyring-daemon --unlock --components=secrets >/dev/null',
      `printf a-secret | ${mailwicket} client add --name Work --provider google --grant authorization-code --client-id x --client-secret-stdin ${on} >/dev/null`,
      `${mailwicket} client list ${on}`,
      `secret-tool lookup application mailwicket folder ${data} | wc --chars`,
    ].join('\n');
    const { stdout } = await run('dbus-run-session', ['--', 'sh', '-c', script], {
      env: { ...process.env, HOME: await scratchFolder(), XDG_DATA_HOME: '', MAILWICKET_VAULT_KEY: '' },
    });
    expect(stdout).toMatch(/^Work\tgoogle\tauthorization-code\tused by 0\n44\n$/);
    expect(await readdir(data)).not.toContain('vault.key');
    const without = run(process.execPath, [program, 'client', 'list', '--data', data]);
    await expect(without).rejects.toMatchObject({ code: 1 });
  });
});

describeWith(['zsh', 'fish'], 'completion', () => {
  test('is understood by both shells, and fish proposes what there is', async () => {
    const folder = await scratchFolder();
    for (const shell of ['zsh', 'fish']) {
      const { stdout } = await run(process.execPath, [program, 'completion', shell]);
      await writeFile(join(folder, shell), stdout);
      await run(shell, ['-n', join(folder, shell)]);
    }
    const ask = async (line: string): Promise<string> =>
      (await run('fish', ['--no-config', '-c', `source ${join(folder, 'fish')}; complete -C '${line}'`]))
        .stdout;
    expect(await ask('mailwicket acc')).toMatch(/^account\t/);
    expect(await ask('mailwicket client add --provider g')).toMatch(/^google\t/);
  });
});
