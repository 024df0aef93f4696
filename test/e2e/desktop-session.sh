#!/bin/sh
# Runs a command in a desktop session with what its tests need and a bare Xvfb has not: a window manager, without which
# nothing is ever minimised, and a keyring that is open. Needs openbox and gnome-keyring:
#   xvfb-run --auto-servernum dbus-run-session -- sh test/e2e/desktop-session.sh npm run test:electron
set -eu

# a keyring of this session alone: nobody's own is opened or changed
XDG_DATA_HOME=$(mktemp -d)
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_DATA_HOME XDG_RUNTIME_DIR
chmod 700 "$XDG_RUNTIME_DIR"
echo session | gnome-keyring-daemon --unlock --components=secrets >/dev/null

openbox &
window_manager=$!
trap 'kill "$window_manager" 2>/dev/null; rm -rf "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR"' EXIT

# told by the window manager itself, as soon as it manages windows
tries=0
until xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo 'the window manager did not start' >&2; exit 1; }
  sleep 0.1
done

MAILWICKET_TEST_KEYRING=true "$@"
