#!/usr/bin/env bash
# The main job on our own samples: every plan in three forms, read as a folder of papers. Ends at a report for the
# browser and at workbooks, and names them.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
shopt -s nullglob
readonly PAPERS=out/papers RESULTS=out/results

samples=(samples/*/*.docx samples/*/*.pdf samples/*/*.txt)
if ((${#samples[@]} == 0)); then
    echo "kehoach: samples/ holds no plan (samples/<id>/<id>.docx, .pdf, .txt)" >&2
    exit 3
fi
mkdir -p "$PAPERS"
cp -f -- "${samples[@]}" "$PAPERS/"

printf 'kehoach batch %s -o %s\n' "$PAPERS" "$RESULTS"
.venv/bin/kehoach batch "$PAPERS" -o "$RESULTS" </dev/null

here=$(pwd)/$RESULTS
cat <<END

Kết quả / results: mở bằng trình duyệt, Excel hoặc LibreOffice / open in a browser, Excel or LibreOffice
  $here/report.html    báo cáo / the report
  $here/plans.xlsx     nhiệm vụ, chỉ tiêu, điểm phải xem / tasks, targets, findings
  $here/follow.xlsx    bảng theo dõi trong năm / to follow the tasks through the year

Tiếp theo / next
  .venv/bin/kehoach --lang vi check KẾ-HOẠCH-CỦA-BẠN.pdf    điểm phải xem / what to look at
  .venv/bin/kehoach --lang vi serve out/desk                sửa trong trình duyệt / correct in a browser
END
