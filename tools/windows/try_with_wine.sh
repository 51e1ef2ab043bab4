#!/usr/bin/env bash
# Tries kehoach.cmd in the command interpreter of Wine (apt-get install wine64), with stand-ins for Python and kehoach
# that write down what they are called with: the first run, the next one, and each way to fail. Not part of the suite:
# Wine takes half a minute to start. It says nothing about Python itself on Windows.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
script=$(pwd)/kehoach.cmd
room=$(mktemp -d)
trap 'wineserver -k 2>/dev/null || true; rm -rf "$room"' EXIT
export LC_ALL=C.UTF-8 WINEPREFIX=$room/prefix WINEDEBUG=-all DISPLAY=
export KEHOACH_NO_BROWSER=1
here="$room/Kế hoạch của tôi" programs=$room/programs
mkdir -p "$here" "$programs"
cp "$script" "$here/"

windows() { printf 'Z:%s' "${1//\//\\}"; }
KEHOACH_LOG=$(windows "$room/log.txt")
KEHOACH_HOME=$(windows "$here/nhà")
KEHOACH_STAND_INS=$(windows "$programs")
export KEHOACH_LOG KEHOACH_HOME KEHOACH_STAND_INS

# py.cmd: `-3 -c …` looks at its age, `-3 -m venv FOLDER` makes the stand-ins of an environment.
cat >"$programs/py.cmd" <<'END'
@echo off
echo py %*>> "%KEHOACH_LOG%"
if "%2"=="-c" exit /b %KEHOACH_TOO_OLD%
mkdir "%~4\Scripts"
copy "%KEHOACH_STAND_INS%\said.cmd" "%~4\Scripts\python.cmd" >nul
copy "%KEHOACH_STAND_INS%\said.cmd" "%~4\Scripts\kehoach.cmd" >nul
exit /b 0
END
cat >"$programs/said.cmd" <<'END'
@echo off
echo %~n0 %*>> "%KEHOACH_LOG%"
if "%~n0"=="kehoach" exit /b 1
exit /b 0
END

run() {
    rm -f "$room/log.txt"
    code=0
    told=$(cd "$here" && WINEPATH="$KEHOACH_STAND_INS" timeout 120 wine cmd /c kehoach.cmd "$@" 2>/dev/null) || code=$?
    log=$(if [[ -e $room/log.txt ]]; then tr -d "\r" <"$room/log.txt"; fi)
}
expect() {
    if [[ $2 != *"$3"* ]]; then
        printf 'kehoach.cmd: %s: not found: %s\nexit %s\n%s\n%s\n' "$1" "$3" "$code" "$told" "$log" >&2
        exit 1
    fi
}

export KEHOACH_TOO_OLD=0
run check a.pdf
expect "no wheel" "$code" 4
expect "no wheel" "$told" kehoach-
touch "$here/kehoach-0.2.0-py3-none-any.whl" "$here/requirements-runtime.lock"
KEHOACH_TOO_OLD=1 run check a.pdf
expect "an old Python" "$code" 4
expect "an old Python" "$told" 3.11
run check "D:\\kế hoạch.pdf" --fail-on warning
expect "the first run" "$log" 'py -3 -m venv'
expect "the first run" "$log" 'python -m pip install -q --require-hashes -r'
expect "the first run" "$log" 'kehoach-0.2.0-py3-none-any.whl[serve,watch,heic]'
expect "the first run" "$log" '.pdf" --fail-on warning'
expect "the first run" "$code" 1
run
expect "the next run" "$log" 'kehoach serve'
if [[ $log == *pip* ]]; then
    echo "kehoach.cmd: the next run installs again" >&2
    exit 1
fi
echo "kehoach.cmd: no wheel, an old Python, the first run, the next run: as they should be"
