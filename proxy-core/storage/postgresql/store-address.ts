import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import { type Message, msg } from '#messages/message.ts';
import { certificateText } from '#contract/certificate-text.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { systemErrorCode, systemErrorText } from '../system-error.ts';

/** An address of a store that cannot be used; it is not repeated, as there may be a password in it. */
function wrong(text: Message, fix?: Message): CodedError {
  return new CodedError('store-address', text, fix);
}

export interface StoreAddress {
  /** What may be shown: host, port and database. */
  readonly shown: string;
  readonly hasPassword: boolean;
  /** For the driver, which reads nothing of the address itself: its versions differ in what TLS modes mean. */
  readonly connection: Required<
    Pick<ClientConfig, 'host' | 'port' | 'user' | 'database' | 'password' | 'ssl'>
  >;
}

/** Whether a text is the address of a database rather than a folder. */
export function isStoreAddress(text: string): boolean {
  return /^postgres(?:ql)?:/iu.test(text);
}

/** Where Debian's PostgreSQL listens on this machine. */
const usualSocket = '/var/run/postgresql';

/**
 * Reads the address of a database as libpq has it ('postgresql://user@host:port/database?sslmode=…', PostgreSQL 15,
 * section 34.1.1.2). Without a password in it, the driver takes that of PGPASSWORD, or of the file PGPASSFILE or
 * ~/.pgpass. Where nothing is said of TLS, a server on another machine has to prove its name (verify-full), which
 * 'require' means here too: an unproven server could as well be anybody.
 * @throws CodedError - store-address
 */
export function parseStoreAddress(
  text: string,
  environment: Readonly<Partial<Record<string, string>>> = process.env,
): StoreAddress {
  // an authority without a host is none of a URL (RFC 3986 section 3.2.2), but is one of libpq
  const whole = text.replace(/^(\w+:\/\/(?:[^@/?]*@)?)(?=[:/?]|$)/u, `$1${encodeURIComponent(usualSocket)}`);
  if (!isStoreAddress(whole) || !URL.canParse(whole)) throw malformed();
  const url = new URL(whole);
  const part = (name: string, written: string): string => url.searchParams.get(name) ?? decoded(written);
  const host = part('host', url.hostname.replace(/^\[|\]$/gu, ''));
  const port = Number(part('port', url.port) || '5432');
  const database = part('dbname', url.pathname.slice(1));
  const user = part('user', url.username) || (process.env['PGUSER'] ?? userInfo().username);
  if (database === '' || !Number.isInteger(port)) throw malformed();
  const password = part('password', url.password);
  const isSocket = host.startsWith('/');
  const known = [isSocket ? 'localhost' : host, String(port), database, user];
  return {
    shown: `postgresql://${host}:${String(port)}/${database}`,
    hasPassword: password !== '',
    connection: {
      host,
      port,
      user,
      database,
      password: password || environment['PGPASSWORD'] || (() => passwordInFile(known)),
      ssl: isSocket ? false : tlsOf(url.searchParams, host),
    },
  };
}

/** host:port:database:user:password, with a backslash before colons and backslashes. */
const pgpassLine = /^(?!#)((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):(.*)$/u;

/**
 * What the first line that fits has, in PGPASSFILE or ~/.pgpass (PostgreSQL 15, section 34.16); empty where there is none.
 * @param connection - host, port, database and user
 * @throws CodedError - store-address: others can read it: as with libpq, it counts for nothing; or it was named, and may not be read
 */
async function passwordInFile(connection: readonly string[]): Promise<string> {
  const isWindows = process.platform === 'win32';
  const usual = isWindows
    ? join(process.env['APPDATA'] ?? '', 'postgresql', 'pgpass.conf')
    : join(homedir(), '.pgpass');
  const named = process.env['PGPASSFILE'];
  const file = named || usual;
  try {
    if (!isWindows && ((await stat(file)).mode & 0o077) !== 0)
      throw wrong(msg('storage.passwordFileOpen', { file }), msg('storage.passwordFileOpenFix'));
    for (const line of (await readFile(file, 'utf8')).split(/\r?\n/u)) {
      const fields = pgpassLine
        .exec(line)
        ?.slice(1)
        .map((field) => field.replaceAll(/\\(.)/gu, '$1'));
      if (connection.every((one, at) => fields?.[at] === '*' || fields?.[at] === one))
        return fields?.[4] ?? '';
    }
  } catch (error) {
    if (error instanceof CodedError) throw error;
    // none is there: the server says whether it wants one
    if (!named || systemErrorCode(error) === 'ENOENT') return '';
    throw wrong(
      msg('command.fileUnreadable', { file, why: systemErrorText(error) }),
      msg('storage.passwordFileOpenFix'),
    );
  }
  return '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function tlsOf(options: URLSearchParams, host: string): false | ConnectionOptions {
  const mode = options.get('sslmode') ?? (isLoopbackHost(host) ? 'disable' : 'verify-full');
  const files = {
    ca: fileOf(options.get('sslrootcert')),
    cert: fileOf(options.get('sslcert')),
    key: fileOf(options.get('sslkey')),
  };
  refuseUnfit(files, options);
  const given = Object.fromEntries(Object.entries(files).filter(([, content]) => content !== undefined));
  // what it has to prove: its name, or the address that was given, which is none (RFC 6066 section 3)
  const name = isIP(host) === 0 ? { servername: host } : { host };
  switch (mode) {
    case 'disable':
      return false;
    case 'verify-ca':
      return { ...name, ...given, checkServerIdentity: () => undefined };
    case 'require':
    case 'verify-full':
      return { ...name, ...given };
    default:
      throw wrong(msg('storage.storeSslmode', { mode }), msg('storage.storeSslmodes'));
  }
}

/** Refuses what TLS would refuse at each connection, with nothing but a code. */
function refuseUnfit(
  { ca, cert, key }: Readonly<Record<'ca' | 'cert' | 'key', string | undefined>>,
  options: URLSearchParams,
): void {
  const fix = msg('storage.storeSslFiles');
  const [file, certificate] = [options.get('sslkey') ?? '', options.get('sslcert') ?? ''];
  if (ca !== undefined && parsed(() => new X509Certificate(ca)) === undefined)
    throw wrong(msg('settings.noCertificate', { file: options.get('sslrootcert') ?? '' }), fix);
  if (cert === undefined && key === undefined) return;
  if (cert === undefined || key === undefined) throw wrong(msg('storage.storeSslPair'), fix);
  const own = parsed(() => new X509Certificate(cert));
  if (own === undefined) throw wrong(msg('settings.noCertificate', { file: certificate }), fix);
  const privateKey = parsed(() => createPrivateKey(key));
  if (privateKey === undefined) throw wrong(msg('settings.noPrivateKey', { file }), fix);
  if (!own.checkPrivateKey(privateKey)) throw wrong(msg('settings.keyOfAnother', { file, certificate }), fix);
}

function parsed<Parsed>(parse: () => Parsed): Parsed | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function fileOf(path: string | null): string | undefined {
  if (path === null || path === '' || path === 'system') return undefined;
  try {
    return certificateText(readFileSync(path));
  } catch (error) {
    throw wrong(
      msg('command.fileUnreadable', { file: path, why: systemErrorText(error) }),
      msg('storage.storeSslFiles'),
    );
  }
}

function malformed(): CodedError {
  return wrong(msg('storage.storeAddress'), msg('storage.storeAddressForm'));
}
