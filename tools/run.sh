#!/usr/bin/env bash
# The main job on our own samples: every plan in every form, then what is worth a second look. Results: out/.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
shopt -s nullglob
readonly OUT=out

inputs=0
worst=0
note() { if (($1 > worst)); then worst=$1; fi; }

for form in docx pdf txt; do
    files=(samples/*/*."$form")
    ((${#files[@]})) || continue
    inputs=$((inputs + ${#files[@]}))
    printf '\n== kehoach extract samples/*/*.%s -o %s/%s/\n' "$form" "$OUT" "$form"
    .venv/bin/kehoach extract "${files[@]}" -o "$OUT/$form/" </dev/null || note $?
done
if ((inputs == 0)); then
    echo "kehoach: samples/ holds no plan (samples/<id>/<id>.docx, .pdf, .txt)" >&2
    exit 3
fi

results=("$OUT"/*/*.json)
if ((${#results[@]})); then
    printf '\n== kehoach check %s/*/*.json\n' "$OUT"
    # 1 says that plans have findings: news about the plans, no failure of this run
    .venv/bin/kehoach check "${results[@]}" </dev/null || { code=$?; ((code == 1)) || note "$code"; }
fi

printf '\nKết quả / results: %s\n' "$(pwd)/$OUT"
printf '  %s\n' "${results[@]}"
exit "$worst"
