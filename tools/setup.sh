#!/usr/bin/env bash
# Everything that kehoach needs on this machine: programs of the distribution (only what is missing) and the
# Python packages of requirements.lock in .venv. Quick when there is nothing to do; `make` calls it first.
#
#   PYTHON=/path/to/python3   choose the Python yourself
#   KEHOACH_BROWSER=yes       Chromium too, which drives the desk in the tests (they skip without it)
#   KEHOACH_SETUP=python      do the Python part only (how this script calls itself)
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly VENV=.venv
readonly STAMP=$VENV/.kehoach-setup
readonly OLDEST="3.11"
readonly PACKAGES="tesseract-ocr tesseract-ocr-vie poppler-utils python3 python3-venv"

say() { printf 'kehoach: %s\n' "$*" >&2; }
fail() {
    say "$@"
    exit 4
}
have() { command -v -- "$1" >/dev/null 2>&1; }

# --- Python -------------------------------------------------------------------------------------------

# A shim of pyenv may stand in PATH and still not run: only running it tells.
new_enough() { "$1" -c "import sys; sys.exit(sys.version_info < (${OLDEST/./, }))" </dev/null >/dev/null 2>&1; }
can_make_venv() { "$1" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1; }

# Distributions build Python with its profile, pyenv by default does not: the suite takes a tenth longer with that.
python_candidates() {
    printf '%s\n' /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11
    printf '%s\n' python3.13 python3.12 python3.11 python3 python3.14 python
    printf '%s\n' "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.*/bin/python3
    printf '%s\n' /opt/homebrew/bin/python3 /usr/local/bin/python3
}

# Prints the Python to use: one that can make a virtual environment before one that cannot yet.
find_python() {
    local candidate second=
    if [[ -n ${PYTHON:-} ]]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON does not run, or is older than $OLDEST."
        printf '%s\n' "$PYTHON"
        return
    fi
    while IFS= read -r candidate; do
        new_enough "$candidate" || continue
        if can_make_venv "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
        second=${second:-$candidate}
    done < <(python_candidates)
    printf '%s\n' "$second"
}

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' </dev/null; }

# --- the distribution ---------------------------------------------------------------------------------

apt_updated=

# apt-get as root. It never asks: no standard input, no dialogs, and it waits for a running upgrade.
apt() {
    local -a command=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
        apt-get -y -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@")
    if [[ $(id -u) -eq 0 ]]; then
        "${command[@]}" </dev/null
    elif ! have sudo; then
        fail "something must be installed, but you are not root and there is no sudo." \
            "Ask an administrator to run: apt-get install $PACKAGES"
    elif [[ -n ${CI:-} || ! -t 2 ]]; then
        sudo -n -- "${command[@]}" </dev/null ||
            fail "sudo could not install (it may want a password). Run this first: sudo apt-get install $PACKAGES"
    else
        sudo -- "${command[@]}" ||
            fail "sudo did not install it. Ask an administrator to run: apt-get install $PACKAGES"
    fi
}

apt_update_once() {
    [[ -n $apt_updated ]] && return
    say "refreshing the list of packages (apt-get update)"
    apt update >&2 || say "apt-get update failed; going on with the list at hand"
    apt_updated=yes
}

apt_offers() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]; }

apt_install() {
    apt_update_once
    say "installing from the distribution: $*"
    # What is unpacked and set up fills three hundred lines; what goes wrong goes to the stream of errors.
    apt install --no-install-recommends "$@" >/dev/null ||
        fail "the distribution did not give: $*. The reason stands above (Ubuntu keeps them in \"universe\":" \
            "sudo add-apt-repository universe)."
}

reads_vietnamese() { tesseract --list-langs 2>/dev/null </dev/null | grep -qx vie; }

missing_programs() {
    have tesseract || echo tesseract-ocr
    { have tesseract && reads_vietnamese; } || echo tesseract-ocr-vie
    { have pdftotext && have pdftoppm; } || echo poppler-utils
    # Only for tests/test_desk_browser.py, and large: nobody gets it who does not ask.
    [[ ${KEHOACH_BROWSER:-} == yes ]] || return 0
    have chromium || echo chromium
    # The same without a window: tests that find it take a third less.
    have chromium-headless-shell || ! apt_offers chromium-headless-shell || echo chromium-headless-shell
}

# Python itself, or the part of it that Debian keeps in a package of its own.
install_python() {
    local python=$1 version
    if [[ -n $python ]]; then
        version=$(version_of "$python")
        apt_update_once
        if apt_offers "python$version-venv"; then apt_install "python$version-venv"; fi
        return
    fi
    apt_update_once
    for version in 3.13 3.12 3.11 3.14; do
        if apt_offers "python$version-venv"; then
            apt_install "python$version" "python$version-venv"
            return
        fi
    done
}

too_old() {
    local found=none
    have python3 && found=$(python3 --version 2>&1 </dev/null || true)
    fail "Python $OLDEST or newer is needed (found: ${found:-none}), and this system's packages have none." \
        "Debian 12, Ubuntu 22.04 and later have one; elsewhere install it (pyenv, for example)" \
        "and run again with PYTHON=/path/to/python3 make ..."
}

system_part() {
    local python
    local -a missing
    mapfile -t missing < <(missing_programs)
    python=$(find_python)
    if have apt-get; then
        if ((${#missing[@]})); then apt_install "${missing[@]}"; fi
        if [[ -z $python ]] || ! can_make_venv "$python"; then
            venv_works || install_python "$python"
        fi
        return
    fi
    if ((${#missing[@]})); then
        if have brew; then
            fail "missing: ${missing[*]}. Install them with: brew install tesseract tesseract-lang poppler"
        fi
        fail "missing: ${missing[*]}. Install Tesseract with its Vietnamese data and Poppler with your package" \
            "manager (macOS: brew install tesseract tesseract-lang poppler;" \
            "Fedora: dnf install tesseract tesseract-langpack-vie poppler-utils)."
    fi
}

# --- .venv --------------------------------------------------------------------------------------------

venv_works() {
    [[ -x $VENV/bin/python ]] && new_enough "$VENV/bin/python" &&
        "$VENV/bin/python" -c 'import pip' </dev/null >/dev/null 2>&1
}

# What the environment was made from, and where: an environment that was moved does not run.
wanted_stamp() {
    cat requirements.lock pyproject.toml tools/setup.sh tools/install_packages.py | cksum
    pwd
}
stamp_says_path() { [[ ! -e $STAMP ]] || [[ $(tail -n 1 "$STAMP") == "$(pwd)" ]]; }

# Two set-ups at once would write into each other's packages: the second one waits.
one_at_a_time() {
    if have flock; then
        mkdir -p out
        exec 9>out/.setup.lock
        flock -n 9 || { say "another set-up is at work in this folder; waiting for it" && flock 9; }
    fi
}

python_part() {
    local python wanted
    one_at_a_time
    wanted=$(wanted_stamp)
    if [[ -x $VENV/bin/kehoach && -f $STAMP && $(<"$STAMP") == "$wanted" ]] && venv_works; then
        return
    fi
    if ! venv_works || ! stamp_says_path; then
        python=$(find_python)
        [[ -n $python ]] || too_old
        can_make_venv "$python" ||
            fail "$python cannot make a virtual environment. Install its venv package, or choose another PYTHON=..."
        say "making $VENV with $("$python" --version </dev/null) ($python)"
        "$python" -m venv --clear "$VENV" </dev/null
    fi
    rm -f "$STAMP"
    say "installing the Python packages of requirements.lock into $VENV (a minute the first time)"
    "$VENV/bin/python" tools/install_packages.py </dev/null
    "$VENV/bin/python" -m pip --disable-pip-version-check --no-input install -qq --no-deps --no-build-isolation \
        -e . </dev/null
    [[ -x $VENV/bin/kehoach ]] || fail "$VENV/bin/kehoach did not appear; this is a mistake of ours, please report it."
    "$VENV/bin/python" tools/keep.py </dev/null >/dev/null
    printf '%s\n' "$wanted" >"$STAMP"
    say "ready: $VENV/bin/kehoach"
}

if [[ ${KEHOACH_SETUP:-} == python ]]; then
    python_part
else
    system_part
    exec bash tools/as_owner.sh env KEHOACH_SETUP=python PYTHON="${PYTHON:-}" bash tools/setup.sh
fi
