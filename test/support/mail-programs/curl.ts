import {
  inWorkspace,
  quoted,
  runProgram,
  type Envelope,
  type Login,
  type MailboxRun,
  type Run,
} from './program.ts';

/** The login that curl is made to use; `default` lets it choose from what the server says. */
type CurlLogin = 'default' | 'PLAIN' | 'LOGIN';

export interface CurlOptions {
  readonly login?: CurlLogin;
  /** Sends the initial response with the command that names the mechanism. */
  readonly initialResponse?: boolean;
  readonly timeout?: number;
}

/** A login with a token straight at a server, over TLS; shows what the server does without a gateway. */
export interface TokenLogin {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls';
  readonly user: string;
  readonly token: string;
  readonly certificateAuthorityFile: string;
}

/**
 * Runs `curl` on a path of a mail server. User, password and token are in a configuration file, never in
 * its arguments. `--verbose` is on, so that standard error holds the dialogue.
 */
async function curl(
  scheme: 'imap' | 'pop3' | 'smtp',
  login: Login | TokenLogin,
  path: string,
  lines: readonly string[],
  upload?: Uint8Array,
  options: CurlOptions = {},
): Promise<Run> {
  return await inWorkspace(async (workspace) => {
    const secure = login.tls === 'implicit' ? 's' : '';
    const host = 'token' in login ? login.host : '127.0.0.1';
    const configuration = [
      `url = ${quoted(`${scheme}${secure}://${host}:${login.port}/${path}`)}`,
      'silent',
      'show-error',
      'verbose',
      'noproxy = "*"',
      ...lines,
    ];
    if ('token' in login) {
      // Without a user's password curl has nothing but the token to log in with.
      configuration.push(`user = ${quoted(`${login.user}:`)}`, `oauth2-bearer = ${quoted(login.token)}`);
      configuration.push(`cacert = ${quoted(login.certificateAuthorityFile)}`);
    } else {
      configuration.push(`user = ${quoted(`${login.user}:${login.password}`)}`);
      if (login.authority !== undefined) configuration.push(`cacert = ${quoted(login.authority)}`);
    }
    if (login.tls === 'starttls') configuration.push('ssl-reqd');
    if (options.login !== undefined && options.login !== 'default') {
      configuration.push(`login-options = "AUTH=${options.login}"`);
    }
    if (options.initialResponse === true) configuration.push('sasl-ir');
    if (upload !== undefined) configuration.push(`upload-file = ${quoted(workspace.file('upload', upload))}`);
    return await runProgram(
      'curl',
      ['--disable', '--config', workspace.file('curlrc', configuration.join('\n'))],
      {
        folder: workspace.folder,
        timeout: options.timeout ?? 60_000,
      },
    );
  });
}

type AnyLogin = Login | TokenLogin;

/** Fetches the message with this UID from INBOX. */
export async function curlImapFetch(
  login: AnyLogin,
  uid: number,
  options?: CurlOptions,
): Promise<MailboxRun> {
  const run = await curl('imap', login, `INBOX;UID=${uid}`, [], undefined, options);
  return { ...run, messages: run.code === 0 ? [run.stdout] : [] };
}

/** Gives one IMAP command in INBOX; standard output has the untagged responses. */
export async function curlImapCommand(login: AnyLogin, command: string, options?: CurlOptions): Promise<Run> {
  return await curl('imap', login, 'INBOX', [`request = ${quoted(command)}`], undefined, options);
}

export async function curlImapAppend(
  login: AnyLogin,
  content: Uint8Array,
  options?: CurlOptions,
): Promise<Run> {
  return await curl('imap', login, 'INBOX', [], content, options);
}

/** Fetches the message with this number; the transparency dots are undone by curl. */
export async function curlPopFetch(
  login: AnyLogin,
  number: number,
  options?: CurlOptions,
): Promise<MailboxRun> {
  const run = await curl('pop3', login, String(number), [], undefined, options);
  return { ...run, messages: run.code === 0 ? [run.stdout] : [] };
}

export async function curlPopDelete(login: AnyLogin, number: number, options?: CurlOptions): Promise<Run> {
  return await curl('pop3', login, String(number), ['request = "DELE"', 'head'], undefined, options);
}

export async function curlSend(login: AnyLogin, message: Envelope, options?: CurlOptions): Promise<Run> {
  const lines = [`mail-from = ${quoted(message.from)}`, `mail-rcpt = ${quoted(message.to)}`];
  return await curl('smtp', login, 'client.test', lines, message.content, options);
}
