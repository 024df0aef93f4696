#!/bin/sh
# Installs what the interop tests run, on Debian and its relatives. Does nothing when all of it is there.
# Run as root: test/interop/install-debian.sh
set -eu

# fonts-dejavu-core: the font of the kept pictures of the screens; desktop-file-utils, appstream: they judge what Linux is told
packages='chromium-headless-shell fonts-dejavu-core dovecot-imapd dovecot-pop3d dovecot-submissiond postfix curl msmtp isync
  libsasl2-modules-kdexoauth2 fetchmail swaks mutt getmail6 offlineimap3 stunnel4 haproxy python3 openssl procps desktop-file-utils appstream
  postgresql mpop fdm s-nail git-email libauthen-sasl-perl libnet-smtp-ssl-perl libmailtools-perl
  php8.2-cli php8.2-imap ruby neomutt libmail-imapclient-perl libnet-imap-simple-perl libsasl2-modules libevent-2.1-7
  zsh fish libsecret-tools gnome-keyring dbus
  aerc golang-go golang-github-emersion-go-imap-dev openjdk-17-jdk-headless libmail-java'

missing=''
for package in $packages; do
  state=$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  case $state in
    ii*) ;;
    *) missing="$missing $package" ;;
  esac
done
if [ -z "$missing" ] && [ -x /usr/local/sbin/exim4 ] && [ -x /usr/local/lib/nullmailer/smtp ] && [ -x /usr/local/lib/opensmtpd/smtpctl ]; then
  echo 'interop: every package is installed'
  exit 0
fi

echo "interop: installing$missing exim4-daemon-light nullmailer opensmtpd"
export DEBIAN_FRONTEND=noninteractive

# The tests start servers of their own: no service may start here. The hook that says so is taken away again.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
# Postfix asks how the host sends mail, when it is installed; these tests need no such configuration.
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
apt-get update -qq
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086 # one word a package
  apt-get install --yes --no-install-recommends -qq $missing
fi

# These conflict with Postfix, so that their packages are only unpacked.
# unpack PACKAGE FILE PLACE: puts one program of a package there
unpack() {
  if [ -x "$3" ]; then return; fi
  unpacked=$(mktemp -d)
  (cd "$unpacked" && apt-get download -qq "$1" && dpkg --extract "$1"_*.deb .)
  install -D --mode 755 "$unpacked$2" "$3"
  rm -rf "$unpacked"
}
unpack nullmailer /usr/lib/nullmailer/smtp /usr/local/lib/nullmailer/smtp
for program in smtpd smtpctl; do
  unpack opensmtpd /usr/sbin/$program /usr/local/lib/opensmtpd/$program
done
# Exim does not start without its user.
if [ ! -x /usr/local/sbin/exim4 ]; then
  apt-get install --yes --no-install-recommends -qq libgnutls-dane0 libidn12 libnsl2 libpcre2-8-0 libdb5.3
  id Debian-exim >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin Debian-exim
fi
unpack exim4-daemon-light /usr/sbin/exim4 /usr/local/sbin/exim4
