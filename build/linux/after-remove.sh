#!/bin/sh
# After the package for Debian or Fedora was removed. dpkg says how ('remove', 'purge', 'upgrade', …), rpm how many
# versions are left.
set -eu
case "${1:-remove}" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac
root="${DPKG_ROOT:-}"

if [ -z "$root" ] && command -v update-alternatives >/dev/null; then
  update-alternatives --remove mailwicket /opt/Mailwicket/mailwicket || true
fi
rm -f "$root/usr/bin/mailwicket"

# the profile is made at the installation (Ubuntu 24.04 and later)
profile="$root/etc/apparmor.d/mailwicket"
if [ -f "$profile" ]; then
  if [ -z "$root" ] && command -v apparmor_parser >/dev/null; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

# Nobody's next login starts what is not there any more. An entry of another copy (an AppImage) stays; so does one that
# is no plain file: it is in a folder that belongs to somebody else.
for entry in "$root"/home/*/.config/autostart/mailwicket.desktop "$root/root/.config/autostart/mailwicket.desktop"; do
  if [ -f "$entry" ] && [ ! -L "$entry" ] && grep -q '^Exec="\{0,1\}/opt/Mailwicket/mailwicket' "$entry"; then
    rm -f "$entry"
  fi
done
