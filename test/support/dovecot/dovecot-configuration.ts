/** Who may log in at a Dovecot, and how. */
export type DovecotLogin =
  /** XOAUTH2 and OAUTHBEARER (or one of them) and nothing else; each token is asked about at the provider. */
  | { readonly introspectionUrl: string; readonly mechanisms: readonly ('xoauth2' | 'oauthbearer')[] }
  /** A plain password, also without TLS: what the programs are measured against when no gateway is between. */
  | {
      readonly password: string;
      /** It is a token as well, and XOAUTH2 is offered: nobody is asked about it. */
      readonly isToken?: boolean;
    };

export interface DovecotPorts {
  readonly imap: number;
  readonly imaps: number;
  readonly pop: number;
  readonly pops: number;
  readonly submission: number;
  readonly submissions: number;
}

export interface DovecotConfiguration {
  readonly folder: string;
  readonly ports: DovecotPorts;
  readonly login: DovecotLogin;
  readonly mailboxes: readonly string[];
  readonly sinkPort: number;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** The user and group that own the mail. */
  readonly mailUser: number;
  /** A socket for another server's SASL (Postfix), if one is wanted. */
  readonly saslSocket?: string | undefined;
}

function listener(name: string, port: number, tls: boolean): string {
  return `
  inet_listener ${name} {
    address = 127.0.0.1
    port = ${port}
    ssl = ${tls ? 'yes' : 'no'}
  }`;
}

/** A login service of few processes that each serve many connections. */
function endpoints(name: string, listeners: string): string {
  return `
service ${name} {${listeners}
  service_count = 0
  process_min_avail = 1
  process_limit = 8
  client_limit = 8192
  chroot =
}`;
}

/** The files of a Dovecot 2.3 that shares nothing with the one of the system, by name. */
export function dovecotConfiguration(wanted: DovecotConfiguration): Record<string, string> {
  const { folder, ports, login } = wanted;
  const withTokens = 'introspectionUrl' in login;
  const main = `
protocols = imap pop3 submission
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
instance_name = mailwicket-interop
log_path = ${folder}/dovecot.log
hostname = dovecot.test
postmaster_address = postmaster@dovecot.test
default_vsz_limit = 0
default_client_limit = 16384
default_process_limit = 2048
mail_max_userip_connections = 0
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
maildir_broken_filename_sizes = yes

# A TLS session is needed before any login, so the plain ports say LOGINDISABLED and wait for STARTTLS.
ssl = ${withTokens ? 'required' : 'yes'}
ssl_cert = <${wanted.certificateFile}
ssl_key = <${wanted.keyFile}
disable_plaintext_auth = ${withTokens ? 'yes' : 'no'}

auth_mechanisms = ${withTokens ? login.mechanisms.join(' ') : `plain login${login.isToken === true ? ' xoauth2' : ''}`}
auth_verbose = yes
auth_username_format = %Lu
# A refusal must not slow down the logins that follow it from the same address.
auth_failure_delay = 0
auth_cache_size = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
${
  withTokens
    ? `  driver = oauth2\n  mechanisms = ${login.mechanisms.join(' ')}\n  args = ${folder}/dovecot-oauth2.conf.ext`
    : `  driver = passwd-file\n  args = scheme=PLAIN username_format=%Lu ${folder}/passwords`
}
}
userdb {
  driver = static
  args = uid=${wanted.mailUser} gid=${wanted.mailUser} home=${folder}/mail/%Lu allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
}
${endpoints('imap-login', listener('imap', ports.imap, false) + listener('imaps', ports.imaps, true))}
${endpoints('pop3-login', listener('pop3', ports.pop, false) + listener('pop3s', ports.pops, true))}
${endpoints('submission-login', listener('submission', ports.submission, false) + listener('submissions', ports.submissions, true))}
service imap {
  process_limit = 2048
}
service pop3 {
  process_limit = 2048
}
service submission {
  process_limit = 2048
}
service auth {
  # It reads the password file of this folder, which is its owner's alone.
  user = root
  client_limit = 32768
${wanted.saslSocket === undefined ? '' : `  unix_listener ${wanted.saslSocket} {\n    mode = 0666\n  }\n`}}
submission_relay_host = 127.0.0.1
submission_relay_port = ${wanted.sinkPort}
submission_relay_ssl = no
# Without a number it refuses a message of 50 MB.
submission_max_mail_size = 1G
`;
  const oauth2 = withTokens
    ? `
introspection_url = ${login.introspectionUrl}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
max_parallel_connections = 100
timeout_msecs = 10000
`
    : '';
  const passwords = withTokens
    ? ''
    : wanted.mailboxes.map((address) => `${address}:${login.password}\n`).join('');
  return { 'dovecot.conf': main, 'dovecot-oauth2.conf.ext': oauth2, passwords };
}
