import { spawn } from 'node:child_process';
import { text as wholeText } from 'node:stream/consumers';
import { type Message, msg, sentences, verbatim } from '#messages/message.ts';
import { randomBytes } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plainText } from '#messages/plain-text.ts';
import { createFileOnce, readIfThere } from './atomic-file.ts';
import { dataPaths, isThere, otherOwner } from './data-folder.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';
import { vaultIsInUse } from './vault-entry.ts';
import { VaultError } from './vault.ts';

const variable = 'MAILWICKET_VAULT_KEY';
const credential = 'mailwicket-vault-key';
const keyLength = 32;

export interface VaultKeyOptions {
  readonly dataFolder: string;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** From the desktop's keyring, and from nowhere else. */
  readonly keyring?: boolean | undefined;
  /** The vault that the key is for: no new key is made for one that is in use. That of the data folder where left out. */
  readonly vault?: { readonly shown: string; isInUse(): Promise<boolean> } | undefined;
}

/**
 * The key of the vault, 32 octets, from the first of: the variable MAILWICKET_VAULT_KEY (base64, base64url
 * or hex); the service credential `mailwicket-vault-key` (systemd's LoadCredential=, systemd.exec(5):
 * raw or text); the file `vault.key` in the data folder, made at first use for this user only.
 * With `keyring` the desktop's keyring has it, and nothing else is looked at.
 * @throws VaultError - vault-locked: no usable key, and why; vault-unavailable: the disk says no
 */
export async function loadVaultKey(options: VaultKeyOptions): Promise<Buffer> {
  const folder = dataPaths(options.dataFolder).vault;
  const vault = options.vault ?? { shown: folder, isInUse: () => vaultIsInUse(folder) };
  if (options.keyring === true) return readOrMakeKeyringKey(options.dataFolder, vault);
  const environment = options.environment ?? process.env;
  const given = environment[variable];
  if (given !== undefined && given !== '') {
    const key = decodeKey(given);
    if (key !== undefined) return key;
    throw locked(sentences(msg('storage.vaultKeyVariable', { name: variable }), howToMakeOne));
  }
  const credentials = environment['CREDENTIALS_DIRECTORY'];
  if (credentials !== undefined && credentials !== '') {
    const key = await readCredential(join(credentials, credential));
    if (key !== undefined) return key;
  }
  return readOrMakeKeyFile(options.dataFolder, vault);
}

type KeyedVault = NonNullable<VaultKeyOptions['vault']>;

const howToMakeOne = msg('storage.makeOneWith', { command: 'openssl rand -base64 32' });

/** 32 octets in base64, base64url or hex; undefined if the text is not that. */
function decodeKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
  // Buffer reads both alphabets
  const key = Buffer.from(trimmed, 'base64');
  return key.length === keyLength ? key : undefined;
}

async function readCredential(path: string): Promise<Buffer | undefined> {
  const bytes = await readKey(path, msg('storage.serviceCredential'));
  if (bytes === undefined) return undefined;
  const key = bytes.length === keyLength ? bytes : decodeKey(bytes.toString('utf8'));
  if (key !== undefined) return key;
  throw locked(sentences(msg('storage.serviceCredentialMust32Octets', { name: credential }), howToMakeOne));
}

/**
 * The key in the desktop's keyring (Secret Service), one for each data folder. Where there is none, that of the key file
 * is put there, which stays; for a new vault a new one is made.
 */
async function readOrMakeKeyringKey(dataFolder: string, vault: KeyedVault): Promise<Buffer> {
  const kept = await lookUpInKeyring(dataFolder);
  if (kept !== undefined) {
    const key = decodeKey(kept);
    if (key !== undefined) return key;
    throw locked(msg('storage.keyringKeyDamaged', { folder: dataFolder }));
  }
  const inFile = await readKeyFile(dataPaths(dataFolder).vaultKey);
  if (inFile === undefined && (await vault.isInUse()))
    throw locked(msg('storage.vaultButKeyringHasNoKey', { folder: vault.shown }));
  const key = inFile ?? randomBytes(keyLength);
  await storeInKeyring(dataFolder, key.toString('base64'));
  // what counts is what is there: another command may have been first
  return decodeKey((await lookUpInKeyring(dataFolder)) ?? '') ?? key;
}

async function readOrMakeKeyFile(dataFolder: string, vault: KeyedVault): Promise<Buffer> {
  const paths = dataPaths(dataFolder);
  const present = await readKeyFile(paths.vaultKey);
  if (present !== undefined) return present;
  try {
    if (!(await vault.isInUse())) {
      await mkdir(dataFolder, { recursive: true, mode: 0o700 });
      await createFileOnce(paths.vaultKey, `${randomBytes(keyLength).toString('base64')}\n`);
    }
  } catch (error) {
    throw new VaultError(
      'vault-unavailable',
      msg('storage.keyFileCannotMade', { path: paths.vaultKey, why: systemErrorText(error) }),
      { cause: error },
    );
  }
  // another process may have made both the key and the vault since our first look: whatever is there counts
  const made = await readKeyFile(paths.vaultKey);
  if (made !== undefined) return made;
  if (await isThere(paths.sealedVaultKey))
    throw locked(msg('storage.vaultIsTheDesktops', { folder: vault.shown }));
  throw locked(msg('storage.vaultButKeyFileNot', { folder: vault.shown, path: paths.vaultKey }));
}

async function readKeyFile(path: string): Promise<Buffer | undefined> {
  const bytes = await readKey(path, msg('storage.keyFile'));
  if (bytes === undefined) return undefined;
  const found = await stat(path);
  const other = otherOwner(found);
  if (other !== undefined) throw locked(msg('storage.keyFileBelongsAnotherUser', { path, ...other }));
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw locked(msg('storage.keyFileReadableByOthers', { path, command: `chmod 600 '${path}'` }));
  const key = decodeKey(bytes.toString('latin1'));
  if (key !== undefined) return key;
  throw locked(msg('storage.keyFileDamagedMustHold', { path }));
}

async function readKey(path: string, file: Message): Promise<Buffer | undefined> {
  return readIfThere(path).catch((cause: unknown) => {
    const text = msg('storage.cannotBeRead', {
      file: msg('storage.fileAndPath', { file, path }),
      why: systemErrorText(cause),
    });
    throw new VaultError('vault-unavailable', text, { cause });
  });
}

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
async function lookUpInKeyring(dataFolder: string): Promise<string | undefined> {
  const { status, output, errors } = await run(['lookup', ...attributesOf(dataFolder)], '');
  if (status === 0 && output !== '') return output;
  // it says nothing where nothing is kept, and why where it could not look
  if (errors.trim() === '') return undefined;
  throw unavailable(errors);
}

/** Keeps a text for a data folder. @throws VaultError - vault-locked */
async function storeInKeyring(dataFolder: string, secret: string): Promise<void> {
  const label = `--label=Mailwicket (${dataFolder})`;
  const { status, errors } = await run(['store', label, ...attributesOf(dataFolder)], secret);
  if (status !== 0) throw unavailable(errors);
}

/** @throws VaultError - vault-locked: there is no such program, or it did not end by itself: what is kept is not known then */
async function run(
  args: readonly string[],
  input: string,
): Promise<{ readonly status: number; readonly output: string; readonly errors: string }> {
  const child = spawn(program, args, { timeout: patience });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve(status));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [status, output, errors] = await Promise.all([
      ended,
      wholeText(child.stdout),
      wholeText(child.stderr),
    ]);
    if (status !== null) return { status, output, errors };
    const why = msg('storage.keyringNotUnlocked', { minutes: patience / 60_000 });
    throw locked(msg('storage.keyringUnavailable', { why }));
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw locked(msg('storage.noSecretTool', { program }));
  }
}

function unavailable(errors: string): VaultError {
  const why = verbatim(plainText(errors.trim().split('\n').at(-1) ?? ''));
  return locked(msg('storage.keyringUnavailable', { why }));
}

function locked(text: Message): VaultError {
  return new VaultError('vault-locked', text);
}
