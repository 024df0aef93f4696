import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { msg, verbatim } from '#messages/message.ts';
import { plainText } from '#messages/plain-text.ts';
import { systemErrorCode } from './system-error.ts';
import { VaultError } from './vault.ts';

/**
 * The desktop's keyring: the Secret Service of GNOME, KDE and others, through `secret-tool` of libsecret, which
 * distributions keep. A keyring that is locked has its desktop ask for the password.
 */
const program = 'secret-tool';
/** Somebody may have to type the password of the keyring. Milliseconds. */
const patience = 120_000;

function attributesOf(dataFolder: string): string[] {
  return ['application', 'mailwicket', 'folder', dataFolder];
}

/** The text that is kept for a data folder; undefined where there is none. @throws VaultError - vault-locked */
export async function lookUpInKeyring(dataFolder: string): Promise<string | undefined> {
  const { status, output, errors } = await run(['lookup', ...attributesOf(dataFolder)], '');
  if (status === 0 && output !== '') return output;
  // it says nothing where nothing is kept, and why where it could not look
  if (errors.trim() === '') return undefined;
  throw locked(errors);
}

/** Keeps a text for a data folder. @throws VaultError - vault-locked */
export async function storeInKeyring(dataFolder: string, secret: string): Promise<void> {
  const label = `--label=Mailwicket (${dataFolder})`;
  const { status, errors } = await run(['store', label, ...attributesOf(dataFolder)], secret);
  if (status !== 0) throw locked(errors);
}

async function run(
  args: readonly string[],
  input: string,
): Promise<{ readonly status: number | null; readonly output: string; readonly errors: string }> {
  const child = spawn(program, args, { timeout: patience });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve(status));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [status, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { status, output, errors };
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new VaultError('vault-locked', msg('storage.noSecretTool', { program }));
  }
}

function locked(errors: string): VaultError {
  const why = verbatim(plainText(errors.trim().split('\n').at(-1) ?? ''));
  return new VaultError('vault-locked', msg('storage.keyringUnavailable', { why }));
}
