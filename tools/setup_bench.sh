#!/usr/bin/env bash
# The peers of `make bench`, of bench/requirements.lock, in an environment of their own: they bring another OpenCV, and
# PyMuPDF is AGPL. Quick when there is nothing to do. Without network the bench goes on with the peers that are there.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly VENV=.venv-bench
readonly STAMP=$VENV/.kehoach-setup

say() { printf 'kehoach: %s\n' "$*" >&2; }

wanted_stamp() {
    cat bench/requirements.lock tools/setup_bench.sh | cksum
    pwd
}

wanted=$(wanted_stamp)
if [[ -x $VENV/bin/python && -f $STAMP && $(<"$STAMP") == "$wanted" ]]; then
    exit 0
fi
say "installing the peers of bench/requirements.lock into $VENV (some minutes the first time)"
if .venv/bin/python -m venv --clear "$VENV" </dev/null &&
    "$VENV/bin/python" -m pip --disable-pip-version-check --no-input install -qq --require-hashes \
        -r bench/requirements.lock </dev/null; then
    printf '%s\n' "$wanted" >"$STAMP"
else
    say "the peers could not be installed: what is missing will be told, the rest is measured"
fi
