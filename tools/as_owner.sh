#!/usr/bin/env bash
# Runs a command. Under sudo it runs as the owner of this folder, so that `sudo make run` leaves no file of root's
# behind that a later `make run` without sudo could not write.
set -euo pipefail
# shellcheck disable=SC2012 # one known name; `stat` has other options on macOS
owner=$(ls -nd . | awk '{ print $3 }')
if [[ $(id -u) -eq 0 && -n ${SUDO_UID:-} && $owner -ne 0 ]]; then
    exec sudo -H -u "#$owner" -- "$@" </dev/null
fi
exec "$@"
