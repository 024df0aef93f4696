import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import imapSimple from 'imap-simple';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { runProgram, type Door, type Envelope, type Run } from './program.ts';

/*
 * The mail libraries of programming languages, each in the few lines that its own documentation begins with. Scripts
 * find what they are to do in their environment.
 */

/** One after the other is logged in, and the first message printed, or that of standard input sent. */
const scripts = {
  phpImap: [
    'php',
    '-r',
    `$how = ['none' => '/notls', 'starttls' => '/tls', 'implicit' => '/ssl'][getenv('MAIL_TLS')];
     $where = '{localhost:' . getenv('MAIL_PORT') . '/' . getenv('MAIL_PROTOCOL') . $how . '}INBOX';
     $box = imap_open($where, getenv('MAIL_USER'), getenv('MAIL_PASSWORD'), 0, 1);
     if ($box === false) exit(1);
     echo imap_fetchheader($box, 1), imap_body($box, 1);
     imap_close($box);`,
  ],
  rubyImap: [
    'ruby',
    '-e',
    `require 'net/imap'
     trust = { ca_file: ENV['MAIL_CA'] }
     imap = Net::IMAP.new('127.0.0.1', port: ENV['MAIL_PORT'], ssl: ENV['MAIL_TLS'] == 'implicit' && trust)
     imap.starttls(trust) if ENV['MAIL_TLS'] == 'starttls'
     if ENV['MAIL_PROTOCOL'] == 'imap, LOGIN'
       imap.login(ENV['MAIL_USER'], ENV['MAIL_PASSWORD'])
     else
       imap.authenticate('PLAIN', ENV['MAIL_USER'], ENV['MAIL_PASSWORD'])
     end
     imap.select('INBOX')
     print imap.fetch(1, 'BODY[]')[0].attr['BODY[]']
     imap.logout`,
  ],
  rubyPop: [
    'ruby',
    '-e',
    `require 'net/pop'
     pop = Net::POP3.new('127.0.0.1', ENV['MAIL_PORT'].to_i)
     pop.enable_ssl(OpenSSL::SSL::VERIFY_PEER, ENV['MAIL_CA']) if ENV['MAIL_TLS'] == 'implicit'
     pop.start(ENV['MAIL_USER'], ENV['MAIL_PASSWORD']) { print pop.mails[0].pop }`,
  ],
  rubySmtp: [
    'ruby',
    '-e',
    `require 'net/smtp'
     trust = OpenSSL::SSL::SSLContext.new
     trust.set_params(ca_file: ENV['MAIL_CA'])
     smtp = Net::SMTP.new('127.0.0.1', ENV['MAIL_PORT'].to_i)
     smtp.disable_starttls
     smtp.enable_starttls(trust) if ENV['MAIL_TLS'] == 'starttls'
     smtp.enable_tls(trust) if ENV['MAIL_TLS'] == 'implicit'
     smtp.start(helo: 'client.test', user: ENV['MAIL_USER'], secret: ENV['MAIL_PASSWORD'], authtype: :plain) do
       smtp.send_message(STDIN.read, ENV['MAIL_FROM'], ENV['MAIL_TO'])
     end`,
  ],
  perlImapClient: [
    'perl',
    '-MMail::IMAPClient',
    '-e',
    `my $trust = [SSL_ca_file => $ENV{MAIL_CA}];
     my %tls = (none => [], starttls => [Starttls => $trust], implicit => [Ssl => $trust]);
     my $imap = Mail::IMAPClient->new(Server => '127.0.0.1', Port => $ENV{MAIL_PORT}, User => $ENV{MAIL_USER},
       Password => $ENV{MAIL_PASSWORD}, @{$tls{$ENV{MAIL_TLS}}}) or die $@;
     $imap->select('INBOX') or die $imap->LastError;
     print $imap->message_string(($imap->messages)[0]);
     $imap->logout;`,
  ],
  perlImapSimple: [
    'perl',
    '-MNet::IMAP::Simple',
    '-e',
    `my @tls = $ENV{MAIL_TLS} eq 'implicit'
       ? (use_ssl => 1, ssl_options => [SSL_ca_file => $ENV{MAIL_CA}, SSL_verify_mode => 1]) : ();
     my $imap = Net::IMAP::Simple->new("127.0.0.1:$ENV{MAIL_PORT}", @tls) or die $Net::IMAP::Simple::errstr;
     $imap->login($ENV{MAIL_USER}, $ENV{MAIL_PASSWORD}) or die $imap->errstr;
     $imap->select('INBOX') or die $imap->errstr;
     print @{$imap->get(1)};
     $imap->quit;`,
  ],
  perlPop: [
    'perl',
    '-MNet::POP3',
    '-e',
    `my @tls = $ENV{MAIL_TLS} eq 'implicit' ? (SSL => 1, SSL_ca_file => $ENV{MAIL_CA}) : ();
     my $pop = Net::POP3->new('127.0.0.1', Port => $ENV{MAIL_PORT}, @tls) or die $@;
     $pop->starttls(SSL_ca_file => $ENV{MAIL_CA}) or die $@ if $ENV{MAIL_TLS} eq 'starttls';
     defined $pop->login($ENV{MAIL_USER}, $ENV{MAIL_PASSWORD}) or die $pop->message;
     print @{$pop->get(1)};
     $pop->quit;`,
  ],
  perlSmtp: [
    'perl',
    '-MNet::SMTP',
    '-e',
    `my @tls = $ENV{MAIL_TLS} eq 'implicit' ? (SSL => 1, SSL_ca_file => $ENV{MAIL_CA}) : ();
     my $smtp = Net::SMTP->new('127.0.0.1', Port => $ENV{MAIL_PORT}, Hello => 'client.test', @tls) or die $@;
     $smtp->starttls(SSL_ca_file => $ENV{MAIL_CA}) or die $@ if $ENV{MAIL_TLS} eq 'starttls';
     $smtp->auth($ENV{MAIL_USER}, $ENV{MAIL_PASSWORD}) or die $smtp->message;
     $smtp->mail($ENV{MAIL_FROM}) && $smtp->to($ENV{MAIL_TO}) && $smtp->data(join '', <STDIN>) or die $smtp->message;
     $smtp->quit;`,
  ],
} as const;

/** Where the programs of languages that are compiled are kept, for the runs of one process. */
const compiled = mkdtempSync(join(tmpdir(), 'mail-libraries-'));
process.once('exit', () => rmSync(compiled, { recursive: true, force: true }));
const javaClasses = `${compiled}:/usr/share/java/javax.mail.jar`;

/** How each is compiled, and what runs it then; they do what the scripts do. */
const programs = {
  go: {
    compile: ['go', 'build', '-o', join(compiled, 'go-mail'), join(import.meta.dirname, 'go-mail.go')],
    // Debian's packages of Go's libraries are not modules
    environment: { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(compiled, 'go') },
    run: [join(compiled, 'go-mail')],
  },
  java: {
    compile: ['javac', '-d', compiled, '-cp', javaClasses, join(import.meta.dirname, 'java-mail.java')],
    environment: {},
    run: ['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', javaClasses, 'JavaMail'],
  },
} as const;
const compilations = new Map<keyof typeof programs, Promise<readonly [string, ...string[]]>>();

/** Compiles a program at its first run. */
function program(name: keyof typeof programs): Promise<readonly [string, ...string[]]> {
  const begun = compilations.get(name);
  if (begun !== undefined) return begun;
  const { compile, environment, run } = programs[name];
  const [compiler, ...args] = compile;
  const compilation = runProgram(compiler, args, { environment }).then(({ code, stderr }) => {
    if (code !== 0) throw new Error(`${name} does not compile: ${stderr}`);
    return run;
  });
  compilations.set(name, compilation);
  return compilation;
}

/** Runs one of the scripts or programs. @param protocol - for what knows several, or several logins */
export async function script(
  name: keyof typeof scripts | keyof typeof programs,
  door: Door,
  { protocol = '', mail }: { readonly protocol?: string; readonly mail?: Envelope } = {},
): Promise<Run> {
  const [command, ...args] = name === 'go' || name === 'java' ? await program(name) : scripts[name];
  const environment = {
    MAIL_PORT: String(door.port),
    MAIL_USER: door.user,
    MAIL_PASSWORD: door.password,
    MAIL_TLS: door.tls,
    MAIL_CA: door.authority,
    MAIL_PROTOCOL: protocol,
    MAIL_FROM: mail?.from ?? '',
    MAIL_TO: mail?.to ?? '',
    // what PHP's library trusts cannot be told to it
    SSL_CERT_FILE: door.authority,
  };
  return await runProgram(command, args, { environment, input: mail?.content ?? '' });
}

/** A pool of nodemailer, of two connections: sends the message. */
export async function nodemailerPool(door: Door, { from, to, content }: Envelope): Promise<Run> {
  const pool = createTransport({
    pool: true,
    maxConnections: 2,
    host: '127.0.0.1',
    port: door.port,
    secure: door.tls === 'implicit',
    requireTLS: door.tls === 'starttls',
    ignoreTLS: door.tls === 'none',
    tls: { ca: readFileSync(door.authority) },
    auth: { user: door.user, pass: door.password },
  });
  return await asRun(async () => {
    await pool.sendMail({ envelope: { from, to }, raw: content });
    return '';
  }).finally(() => pool.close());
}

/** imap-simple, which is node-imap with promises: fetches the first message. */
export async function nodeImap(door: Door): Promise<Run> {
  return await asRun(async () => {
    const { user, password, port, tls } = door;
    const connection = await imapSimple.connect({
      imap: {
        user,
        password,
        host: '127.0.0.1',
        port,
        tls: tls === 'implicit',
        autotls: tls === 'starttls' ? 'required' : 'never',
        tlsOptions: { ca: readFileSync(door.authority) },
        authTimeout: 30_000,
      },
    });
    await connection.openBox('INBOX');
    const [first] = await connection.search(['1:1'], { bodies: [''] });
    connection.end();
    return String(first?.parts[0]?.body);
  });
}

/** ImapFlow: fetches the first message. */
export async function imapFlow({ user, password, port, tls, authority }: Door): Promise<Run> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: tls === 'implicit',
    doSTARTTLS: tls === 'starttls',
    tls: { ca: readFileSync(authority) },
    auth: { user, pass: password },
    logger: false,
  });
  return await asRun(async () => {
    await client.connect();
    await client.mailboxOpen('INBOX');
    const first = await client.fetchOne(1, { source: true });
    await client.logout();
    return first === false ? '' : String(first.source?.toString('latin1'));
  }).finally(() => client.close());
}

async function asRun(act: () => Promise<string>): Promise<Run> {
  const [code, said, failed] = await act().then(
    (text) => [0, text, ''] as const,
    (error: unknown) => [1, '', String(error)] as const,
  );
  return { code, stdout: Buffer.from(said, 'latin1'), stderr: failed };
}
