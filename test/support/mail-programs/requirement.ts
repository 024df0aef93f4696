import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

const openSmtpd = '/usr/local/lib/opensmtpd/smtpctl';

/** The programs that the interop level runs, each with Debian's package that has it. */
const packages = {
  dovecot: 'dovecot-imapd dovecot-pop3d dovecot-submissiond',
  postfix: 'postfix',
  curl: 'curl',
  haproxy: 'haproxy',
  '/usr/bin/python3': 'python3',
  msmtp: 'msmtp',
  mbsync: 'isync',
  'libkdexoauth2.so': 'libsasl2-modules-kdexoauth2',
  fetchmail: 'fetchmail',
  swaks: 'swaks',
  mutt: 'mutt',
  getmail: 'getmail6',
  offlineimap: 'offlineimap3',
  mpop: 'mpop',
  fdm: 'fdm',
  's-nail': 's-nail',
  '/usr/lib/git-core/git-send-email': 'git-email',
  php: 'php8.2-cli php8.2-imap',
  ruby: 'ruby',
  perl: 'libauthen-sasl-perl',
  'Mail::IMAPClient': 'libmail-imapclient-perl',
  'Net::IMAP::Simple': 'libnet-imap-simple-perl',
  neomutt: 'neomutt',
  aerc: 'aerc',
  go: 'golang-go golang-github-emersion-go-imap-dev',
  javac: 'openjdk-17-jdk-headless',
  'javax.mail.jar': 'libmail-java',
  '/usr/local/lib/nullmailer/smtp': 'nullmailer, as install-debian.sh does',
  [openSmtpd]: 'opensmtpd, as install-debian.sh does',
  zsh: 'zsh',
  fish: 'fish',
  'secret-tool': 'libsecret-tools',
  'gnome-keyring-daemon': 'gnome-keyring',
  'dbus-run-session': 'dbus',
  '/usr/local/sbin/exim4': 'exim4-daemon-light, as install-debian.sh does',
} as const;
export type ProgramName = keyof typeof packages;

const searchPath = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * A block of tests that need these programs. Where one is not installed the block is skipped, saying so;
 * with MAILWICKET_REQUIRE_INTEROP=1 it fails instead, so that a build cannot pass by testing nothing.
 */
export function describeWith(programs: readonly ProgramName[], title: string, body: () => void): void {
  const reason = whatIsMissing(programs);
  if (reason === undefined) {
    describe(title, body);
  } else if (process.env['MAILWICKET_REQUIRE_INTEROP'] === '1') {
    describe(title, () => {
      test('has the programs that it needs', () => {
        throw new Error(reason);
      });
    });
  } else {
    console.warn(`skipped: ${title}: ${reason}`);
    describe.skip(`${title} (skipped: ${reason})`, body);
  }
}

function whatIsMissing(programs: readonly ProgramName[]): string | undefined {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length > 0) {
    const are = missing.length === 1 ? 'is' : 'are';
    return `${missing.join(', ')} ${are} not installed: apt-get install ${missing.map((name) => packages[name]).join(' ')}`;
  }
  const needsRoot = programs.includes('dovecot') || programs.includes('postfix');
  if (needsRoot && process.getuid?.() !== 0)
    return 'mail servers give each of their processes a user: run as root';
  if (programs.includes(openSmtpd) && spawnSync('unshare', ['--mount', 'true']).status !== 0)
    return 'OpenSMTPD is given mounts of its own: run where root may mount';
  return undefined;
}

function isInstalled(program: string): boolean {
  // a module of Cyrus SASL
  if (program.endsWith('.so')) return globSync(`/usr/lib/*/sasl2/${program}`).length > 0;
  // a library of Java
  if (program.endsWith('.jar')) return existsSync(`/usr/share/java/${program}`);
  // a module of Perl
  if (program.includes('::')) return existsSync(`/usr/share/perl5/${program.replaceAll('::', '/')}.pm`);
  const places = program.startsWith('/') ? [program] : searchPath.map((folder) => join(folder, program));
  return places.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
