"""What the commands that read papers say: help, options, usage, progress."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "batch.twins": (
        "{count} văn bản là bản khác của một kế hoạch đã có, chỉ tính một lần: xem “Một kế hoạch, "
        "nhiều bản” trong báo cáo.",
        "{count} papers are other forms of a plan that is there already, counted once: see “One "
        "plan in several forms” in the report.",
    ),
    "extract.twins": (
        "{name} và {other} là hai bản của cùng một kế hoạch (giống nhau {percent} %); đừng cộng cả "
        "hai.",
        "{name} and {other} are two forms of one plan ({percent} % alike); do not count both.",
    ),
    "extract.aside": (
        "{name} đã được phần mềm khác lưu; kế hoạch đã có hết điều sửa trong đó. Tệp ấy được giữ "
        "lại ở {path}.",
        "{name} was saved by another program; the plan has all that was corrected in it. It is "
        "kept as {path}.",
    ),
    "batch.aside": (
        "Một tệp kết quả đã có người sửa, được giữ lại ở {name}; chỗ sửa trong bảng (XLSX, CSV) "
        "chưa vào kế hoạch thì đưa vào bằng kehoach apply.",
        "A file of results was changed by hand; it is kept as {name}. Changes in a table (XLSX, "
        "CSV) that are not in the plans yet get there by kehoach apply.",
    ),
    "edits_kept": (
        "Đã giữ {count} chỗ có người sửa tay; ghi vào {path}.",
        "Kept {count} changes made by hand; they stand in {path}.",
    ),
    # help
    "help": (
        "Đọc kế hoạch do UBND phường, xã ban hành: ai làm gì, trước ngày nào, ra sản phẩm gì, đạt "
        "chỉ "
        "tiêu nào.\n\n"
        "Mã thoát: 0 xong; 1 có điểm phải xem ở mức --fail-on trở lên; 2 dùng sai lệnh; 3 có tệp "
        "không "
        "đọc được; 4 thiếu chương trình phải cài; 130 bị ngắt.\n\n"
        "Mọi lệnh trên một trang: kehoach man. Hướng dẫn có hình: docs/index.md trong mã nguồn.",
        "Reads the plans of Vietnamese wards and communes: who does what, by when, with which "
        "product, "
        "toward which target.\n\n"
        "Exit codes: 0 done; 1 findings at or above --fail-on; 2 wrong usage; 3 an input could not "
        "be "
        "read; 4 something that must be installed is missing; 130 interrupted.\n\n"
        "All commands on one page: kehoach man. A guide with pictures (Vietnamese): docs/index.md "
        "of the source.",
    ),
    "help.extract": (
        "Chuyển mỗi văn bản thành một kế hoạch dạng JSON.\n\n"
        "FILE là tệp PDF, ảnh quét hoặc ảnh chụp (PNG, JPEG, TIFF, WebP, HEIC), Word, Excel, HTML, "
        "văn bản thuần, hoặc gói có văn bản bên trong (ZIP, thư); hoặc kế hoạch (JSON) đã đọc, để "
        "ghi ra dạng khác mà không đọc lại. Loại tệp được nhận theo nội dung, không theo tên. "
        "Không có -o thì JSON của một tệp được in ra đầu ra chuẩn.",
        "Turn each paper into a plan in JSON.\n\n"
        "FILE is a PDF, a scan or photograph (PNG, JPEG, TIFF, WebP, HEIC), a Word, Excel, HTML or "
        "plain text file, or a parcel of papers (ZIP, mail); or a plan (JSON) that was read "
        "before, to be written in another format. Its type is told from the content, not from the "
        "name. Without -o the JSON of one file goes to standard output.",
    ),
    "help.check": (
        "Liệt kê các điểm phải xem của kế hoạch.\n\n"
        "FILE là văn bản, hoặc tệp JSON do `kehoach extract` ghi ra (các điểm được tính lại từ "
        "nội dung của nó). Mã "
        "thoát là 1 khi có điểm ở mức --fail-on trở lên.",
        "List the findings of plans.\n\n"
        "FILE is a paper, or a JSON file written by `kehoach extract` (its findings are "
        "made anew). "
        "The exit code is 1 when a finding is at or above --fail-on.",
    ),
    "help.inspect": (
        "Vẽ những gì chương trình thấy trên một trang.\n\n"
        "Từ (xanh: chắc chắn, đỏ: không chắc), dòng, bảng và vai trò của các cột được vẽ đè lên "
        "ảnh trang.",
        "Draw what the program sees on a page.\n\n"
        "Words (green: sure, red: unsure), lines, grids and the roles of columns are drawn over "
        "the page image.",
    ),
    "help.cache": (
        "Quản lý bộ nhớ đệm các trang đã nhận dạng; `kehoach cache clear` xóa sạch.",
        "Manage the cache of page readings; `kehoach cache clear` empties it.",
    ),
    "help.schema": (
        "In JSON Schema (draft 2020-12) của một kế hoạch, hoặc một trang HTML giải thích từng "
        "trường bằng tiếng Việt và tiếng Anh.",
        "Print the JSON Schema (draft 2020-12) of a plan, or an HTML page that explains every "
        "field in Vietnamese and English.",
    ),
    "option.schema_format": (
        "json: JSON Schema (mặc định); html: trang giải thích.",
        "json: the JSON Schema (default); html: the reference page.",
    ),
    "short.extract": ("Văn bản -> kế hoạch dạng JSON.", "Papers -> plans in JSON."),
    "short.check": ("Liệt kê các điểm phải xem.", "List the findings of plans."),
    "short.inspect": (
        "Vẽ những gì chương trình thấy trên một trang.",
        "Draw what the program sees on a page.",
    ),
    "short.cache": ("Xóa bộ nhớ đệm (cache clear).", "Empty the cache (cache clear)."),
    "short.schema": ("In JSON Schema của một kế hoạch.", "Print the JSON Schema of a plan."),
    "option.out": (
        "Nơi ghi: một tệp (khi có một đầu vào; thư mục của nó được tạo), hoặc một thư mục (có "
        "sẵn, hoặc tên kết thúc bằng /, hoặc khi có nhiều đầu vào; được tạo nếu chưa "
        "có). Mỗi tệp mang tên của đầu vào với đuôi .json.",
        "Where to write: a file (for one input; its folder is created), or a folder (an existing "
        "one, a name that ends with /, or for several inputs; created if needed). Each "
        "file is named after its input, with .json.",
    ),
    "option.as_one": (
        "Ghép mọi FILE (ảnh chụp hoặc ảnh quét các trang) thành một văn bản, theo thứ tự tên: 2 "
        "đứng trước 10.",
        "All FILEs (photographs or scans of pages) are one paper, in the order of their names: 2 "
        "before 10.",
    ),
    "option.annotate": (
        "Ghi thêm bản sao của văn bản (DOCX, PDF hoặc ảnh) có nhận xét ngay tại chỗ cần xem: OUT "
        "là tên tệp, hoặc thư mục nếu có nhiều văn bản. Bản gốc giữ nguyên.",
        "Write copies of the papers (DOCX, PDF or pictures), too, with the findings as comments at "
        "their places: OUT is a file, or a folder for several papers. The originals stay as they "
        "are.",
    ),
    "annotated": ("{name}: bản có nhận xét ở {path}.", "{name}: the copy with comments is {path}."),
    "option.check_format": (
        "Cách trình bày: table, json, sarif (2.1.0) hoặc html (mặc định: table).",
        "How to show them: table, json, sarif (2.1.0) or html (default: table).",
    ),
    "option.out_file": (
        "Ghi vào tệp này thay vì in ra.",
        "Write into this file instead of printing.",
    ),
    "option.fail_on": (
        "Mã thoát là 1 khi có điểm ở mức này trở lên (mặc định: error).",
        "Exit with 1 when a finding is at or above this level (default: error).",
    ),
    "option.pages": (
        "Chỉ đọc những trang này của PDF hoặc ảnh, ví dụ 1-5 hoặc 1,3-4 (mặc định: tất cả).",
        "Read only these pages of a PDF or image, such as 1-5 or 1,3-4 (default: all).",
    ),
    "option.jobs": (
        "Số trang quét được đọc cùng lúc (mặc định: bằng số lõi CPU).",
        "Scanned pages read at once (default: one per core).",
    ),
    "option.dpi": (
        "Độ phân giải khi vẽ trang PDF để nhận dạng (mặc định: đúng độ phân giải của bản quét).",
        "Resolution at which PDF pages are drawn for OCR (default: that of the scan).",
    ),
    "option.page_timeout": (
        "Số giây tối đa để nhận dạng một trang (mặc định: 120).",
        "Seconds that one page may take (default: 120).",
    ),
    "option.reader": (
        "Đọc trang quét bằng: lines (bộ đọc dòng riêng, mặc định), tesseract, hoặc both (Tesseract "
        "xem lại chỗ bộ đọc dòng chưa chắc).",
        "Who reads scanned pages: lines (our own reader, the default), tesseract, or both "
        "(Tesseract looks again where ours is in doubt).",
    ),
    "option.no_cache": (
        "Không dùng và không ghi bộ nhớ đệm các trang đã nhận dạng.",
        "Neither use nor write the cache of page readings.",
    ),
    "option.no_sandbox": (
        "Không ngăn cách tiến trình đọc văn bản (chỉ khi việc ấy cản trở; xem kehoach --version).",
        "Do not wall in the process that reads a paper (only where that is in the way; see "
        "kehoach --version).",
    ),
    "lang": ("vi", "en"),
    "option.vocabulary": (
        "Thư mục từ vựng riêng (YAML cùng dạng với của chương trình), thêm vào ~/.config/kehoach.",
        "A folder of your own vocabulary (YAML in the shape of ours), beside ~/.config/kehoach.",
    ),
    "option.no_sources": (
        "Không ghi từng giá trị nằm ở đâu trong văn bản (JSON nhỏ hơn).",
        "Do not write where in the paper each value stands (a smaller JSON).",
    ),
    "option.doubt": (
        "Thành điểm phải xem: mỗi giá trị mà máy tin là đúng dưới mức này, từ 0 (không báo gì) đến "
        "1; 0.5 là dễ sai hơn dễ đúng. Không nêu mức thì máy chỉ kể riêng giá trị có chữ đọc không "
        "chắc; chỗ chắc dưới 0.03 được gộp vào một điểm.",
        "A finding for each value that is right with a smaller probability than this, from 0 (none "
        "is told) to 1; at 0.5 it is sooner wrong than right. Without it only values whose letters "
        "are doubted are told one by one; those less sure than 0.03 are summed up in one note.",
    ),
    "option.words": (
        "In các dòng đã đọc, mỗi dòng kèm độ tin cậy (0 đến 1).",
        "Print the lines that were read, each with how sure it is (0 to 1).",
    ),
    "option.page": ("Trang cần vẽ (mặc định: 1).", "The page to draw (default: 1)."),
    "option.png": (
        "Tệp PNG sẽ ghi, hoặc thư mục (tên kết thúc bằng /): TÊN-N.png.",
        "The PNG file to write, or a folder (a name that ends with /): NAME-N.png.",
    ),
    "option.lang": (
        "Ngôn ngữ của thông báo (mặc định: theo LC_ALL, LC_MESSAGES, LANG).",
        "Language of messages (default: from LC_ALL, LC_MESSAGES, LANG).",
    ),
    "option.verbose": (
        "Nói nhiều hơn, kèm chi tiết khi có lỗi.",
        "Say more, with tracebacks of failures.",
    ),
    "option.version": ("In số phiên bản.", "Print the version."),
    "option.required": ("bắt buộc", "required"),
    "option.help": ("In trợ giúp này.", "Print this help."),
    "heading.usage": ("Cách dùng: ", "Usage: "),
    "heading.options": ("Tùy chọn", "Options"),
    "heading.commands": ("Lệnh", "Commands"),
    "metavar.options": ("[TÙY CHỌN]", "[OPTIONS]"),
    "metavar.command": ("LỆNH [...]", "COMMAND [...]"),
    # wrong usage
    "usage.error": ("Lỗi: {sentence}", "Error: {sentence}"),
    "usage.hint": ("Xem trợ giúp: {command} --help", "For help: {command} --help"),
    "usage.dashed": (
        "tên tệp bắt đầu bằng dấu gạch; hãy ghi {in_shell}.",
        "the file's name begins with a dash; write {in_shell}.",
    ),
    "usage.no_option": ("không có tùy chọn {name}.", "there is no option {name}."),
    "usage.no_command": ("không có lệnh {name}.", "there is no command {name}."),
    "usage.no_value": ("tùy chọn {name} cần một giá trị.", "option {name} needs a value."),
    "usage.needless_value": (
        "tùy chọn {name} không nhận giá trị.",
        "option {name} takes no value.",
    ),
    "usage.extra": ("có tham số thừa.", "there are too many arguments."),
    "usage.missing": ("thiếu {name}.", "{name} is missing."),
    "usage.choice": (
        "giá trị không hợp lệ cho {name}; chọn một trong: {choices}.",
        "invalid value for {name}; choose one of: {choices}.",
    ),
    "usage.at_least": (
        "{name} phải là một {number} từ {least} trở lên.",
        "{name} takes a {number} of {least} or more.",
    ),
    "usage.between": (
        "{name} phải là một {number} từ {least} đến {most}.",
        "{name} takes a {number} from {least} to {most}.",
    ),
    "usage.integer": ("số nguyên", "whole number"),
    "usage.number": ("số", "number"),
    "usage.folder": ("{name} phải là một thư mục có sẵn.", "{name} takes a folder that exists."),
    "usage.pages": (
        "--pages phải có dạng 3, 1-5 hoặc 1-3,8 (đánh số từ 1).",
        "--pages takes 3, 1-5 or 1-3,8 (counted from 1).",
    ),
    "usage.other": ("dùng sai lệnh ({reason})", "wrong usage ({reason})"),
    # results
    "version": ("kehoach {version}", "kehoach {version}"),
    "version.walls": (
        "Tiến trình đọc văn bản: tệp khác {files}, mạng {network}.",
        "The process that reads a paper: other files {files}, network {network}.",
    ),
    "version.walls_off": (
        "Tiến trình đọc văn bản: không ngăn cách (KEHOACH_SANDBOX).",
        "The process that reads a paper: not walled in (KEHOACH_SANDBOX).",
    ),
    "version.files": ("không mở được (Landlock {abi})", "cannot be opened (Landlock {abi})"),
    "version.no_files": (
        "không ngăn được ở đây (không có Landlock)",
        "are not walled off here (no Landlock)",
    ),
    "version.network": ("không có (seccomp)", "none (seccomp)"),
    "version.tcp": ("không có TCP (Landlock {abi})", "no TCP (Landlock {abi})"),
    "version.no_network": (
        "không ngăn được ở đây (không có seccomp)",
        "not walled off here (no seccomp)",
    ),
    "interrupted": ("Đã dừng theo yêu cầu.", "Interrupted."),
    "system_file": (
        "{name}: tệp của hệ điều hành, không phải văn bản; bỏ qua.",
        "{name}: a file of the system, no paper; passed over.",
    ),
    "failure": ("{name}: {reason}", "{name}: {reason}"),
    "summary": (
        "{name}: {tasks} nhiệm vụ, {targets} chỉ tiêu, {findings}",
        "{name}: {tasks}, {targets}, {findings}",
    ),
    "progress": ("Nhận dạng trang quét", "Reading scanned pages"),
    "drawn": ("{name}, trang {page} -> {path}", "{name}, page {page} -> {path}"),
    "cleared": (
        "Đã xóa {count} trang khỏi bộ nhớ đệm {path}.",
        "Removed {count} pages from the cache {path}.",
    ),
    "written": ("{summary} -> {path}", "{summary} -> {path}"),
    "status.partial": ("đọc chưa hết", "read in part"),
    "status.no_plan": ("không phải kế hoạch", "no plan"),
    "status.failed": ("không đọc được", "could not be read"),
    "failed_plan": (
        "Không rút được kế hoạch nào từ văn bản này.",
        "No plan could be made out of this paper.",
    ),
    "nothing": ("không có gì phải xem", "no findings"),
    "total": ("Tổng cộng {files} tệp: {findings}", "Total of {files}: {findings}"),
    "unread": ("{count} tệp không đọc được", "{count} could not be read"),
    "column.severity": ("MỨC", "LEVEL"),
    "column.kind": ("LOẠI", "KIND"),
    "column.place": ("Ở ĐÂU", "WHERE"),
    "column.message": ("NỘI DUNG", "MESSAGE"),
    "column.evidence": ("TRÍCH", "EVIDENCE"),
    "severity.error": ("lỗi", "error"),
    "severity.warning": ("cảnh báo", "warning"),
    "severity.info": ("ghi chú", "info"),
    # batches, formats, restoring
    "help.restore": (
        "Khôi phục văn bản tiếng Việt bị mất dấu, sai bảng mã (TCVN3, VNI …) hoặc bị nhận dạng "
        "sai, từng dòng một; đọc "
        "tệp văn bản hoặc đầu vào chuẩn, ghi ra đầu ra chuẩn. Văn bản lành được giữ nguyên.",
        "Put Vietnamese back into text that lost its diacritics or its encoding (TCVN3, VNI …), or "
        "that an "
        "OCR misread, line for line, from a text file or standard input to standard output. Sound "
        "text stays as it is.",
    ),
    "short.restore": ("Khôi phục dấu tiếng Việt.", "Put Vietnamese diacritics back."),
    "option.kind": (
        "Điều đã mất: auto (tự nhận biết), marks (dấu), ocr (nhận dạng sai), none (chỉ bảng mã).",
        "What was lost: auto (found out), marks (diacritics), ocr (misread), none (encodings "
        "only).",
    ),
    "option.explain": (
        "Ghi mỗi dòng thành JSON: bản gốc, kết quả và từng thay đổi.",
        "Write each line as JSON: what came in, what goes out, each change.",
    ),
    "option.mentions": (
        "Như --explain, thêm các văn bản, ngày, cơ quan và con số mà mỗi dòng nói đến.",
        "Like --explain, and which documents, days, offices and figures each line speaks of.",
    ),
    "option.format": (
        "Định dạng của kết quả, cách nhau bằng dấu phẩy (mặc định: theo đuôi tên tệp ở -o, không "
        "có thì json); nhiều định dạng thì -o là một thư mục. jira, planner, trello: CSV để nhập "
        "vào các phần mềm ấy; csv:TỆP.yaml: CSV theo cột do bạn khai; msproject, akn, edxml: XML.",
        "Formats of the result, parted by commas (default: that of the name given with -o, else "
        "json); several formats need a folder for -o. jira, planner, trello: CSV that those "
        "programs import; csv:FILE.yaml: CSV with columns of your own; msproject, akn, edxml: XML.",
    ),
    "help.batch": (
        "Đọc mọi kế hoạch trong một thư mục, kể cả các thư mục con.\n\n"
        "Mỗi văn bản một tệp JSON trong OUT/plans; cả đợt: report.html, plans.xlsx, follow.xlsx, "
        "deadlines.ics, tasks.csv, tasks.parquet và manifest.jsonl. Chạy lại đúng lệnh này thì chỉ "
        "đọc những gì còn thiếu. FOLDER và OUT là đường dẫn hoặc URL (file://, s3://). Thư mục con "
        "chỉ có ảnh đánh số (1.jpg, 2.jpg …) là một văn bản.",
        "Read every plan below a folder.\n\n"
        "One JSON per paper in OUT/plans; for all: report.html, plans.xlsx, follow.xlsx, "
        "deadlines.ics, tasks.csv, tasks.parquet and manifest.jsonl. The same command again reads "
        "only what is missing. FOLDER and OUT are paths or URLs (file://, s3://). A folder below "
        "with nothing but numbered pictures (1.jpg, 2.jpg …) is one paper.",
    ),
    "help.watch": (
        "Trông một thư mục: đọc mọi kế hoạch trong đó và từng kế hoạch mới đến, cho tới khi nhấn "
        "Ctrl-C.\n\n"
        "Kết quả như của batch. Mỗi văn bản được đọc một lần, sau khi đã ghi xong; dừng lúc nào "
        "cũng được, chạy lại đúng lệnh này thì làm tiếp. Cần thêm: pip install 'kehoach[watch]'.",
        "Watch a folder: read every plan in it and each that comes, until Ctrl-C.\n\n"
        "The results are those of batch. Each paper is read once, when it is written whole; end it "
        "at any moment, the same command goes on from there. Needs pip install 'kehoach[watch]'.",
    ),
    "short.watch": (
        "Trông một thư mục, đọc kế hoạch mới đến.",
        "Watch a folder and read the plans that come.",
    ),
    "option.settle": (
        "Số giây một tệp không còn thay đổi thì coi là đã ghi xong (mặc định: 2).",
        "Seconds without a change after which a file counts as written whole (default: 2).",
    ),
    "usage.watch_url": (
        "watch chỉ trông được một thư mục của máy này, không phải URL; hãy dùng batch.",
        "watch takes a folder of this machine, no URL; use batch.",
    ),
    "watch.watching": (
        "Đang trông {folder}; nhấn Ctrl-C để dừng.",
        "Watching {folder}; press Ctrl-C to end.",
    ),
    "watch.ok": ("{name}: {tasks} nhiệm vụ -> {output}", "{name}: {tasks} tasks -> {output}"),
    "watch.partial": (
        "{name}: {tasks} nhiệm vụ (đọc chưa hết) -> {output}",
        "{name}: {tasks} tasks (read in part) -> {output}",
    ),
    "watch.skipped": ("{name}: bỏ qua. {reason}", "{name}: skipped. {reason}"),
    "watch.stopped": (
        "Thôi trông. Những gì đã đọc được giữ lại; chạy lại đúng lệnh này để làm tiếp.",
        "No longer watching. What has been read is kept; run the same command to go on.",
    ),
    "short.batch": (
        "Cả một thư mục kế hoạch -> bảng, lịch, báo cáo.",
        "A folder of papers -> tables, a report.",
    ),
    "option.batch_out": (
        "Thư mục ghi kết quả (được tạo nếu chưa có), hoặc URL như s3://kho/thư-mục.",
        "The folder for the results (created if needed), or a URL such as s3://bucket/folder.",
    ),
    "option.workers": (
        "Số văn bản được đọc cùng lúc trên máy này (mặc định: bằng số lõi CPU).",
        "Papers read at once on this machine (default: one per core).",
    ),
    "option.engine": (
        "Nơi đọc: máy này (local) hoặc một cụm máy Dask (mặc định: local).",
        "Where papers are read: this machine (local) or a Dask cluster (default: local).",
    ),
    "option.scheduler": (
        "Địa chỉ bộ lập lịch Dask, ví dụ tcp://10.0.0.1:8786 (mặc định: một cụm tạm trên máy này).",
        "Address of the Dask scheduler, such as tcp://10.0.0.1:8786 (default: a cluster on this "
        "machine, for now).",
    ),
    "option.no_resume": (
        "Đọc lại tất cả, kể cả những gì lượt trước đã đọc.",
        "Read everything again, even what an earlier run has read.",
    ),
    "option.letters": (
        "Mỗi phường, xã một phiếu (HTML và Word) ở letters/: đã đọc gì, thiếu gì, cần điền gì.",
        "A sheet per ward (HTML and Word) in letters/: what was read, what is missing, to fill in.",
    ),
    "option.timeout": (
        "Số giây tối đa cho một văn bản (mặc định: 900).",
        "Seconds that one paper may take (default: 900).",
    ),
    "option.max_memory": (
        "Bộ nhớ tối đa (MB) của tiến trình đọc một văn bản; chỉ giới hạn được trên Linux (mặc "
        "định: 4096).",
        "Memory (MB) that the process reading a paper may take; bounded on Linux only (default: "
        "4096).",
    ),
    "option.max_memory_jobs": (
        "Bộ nhớ tối đa (MB) của tiến trình đọc một văn bản; chỉ giới hạn được trên Linux (mặc "
        "định: 4096; với --jobs trên 4: 1024 cho mỗi trang đọc cùng lúc).",
        "Memory (MB) that the process reading a paper may take; bounded on Linux only (default: "
        "4096; with --jobs over 4: 1024 for each page read at once).",
    ),
    "option.max_pages": (
        "Số trang tối đa của một văn bản; dài hơn thì không đọc (mặc định: 2000).",
        "Pages that one paper may have; a longer one is not read (default: 2000).",
    ),
    "option.quiet": (
        "Chỉ nói về những văn bản không đọc được.",
        "Tell only of papers that could not be read.",
    ),
    "option.json_log": (
        "Mỗi sự kiện một dòng JSON, ghi ra đầu ra lỗi chuẩn.",
        "One line of JSON per event, on standard error.",
    ),
    "usage.scheduler": (
        "--scheduler chỉ dùng cùng --engine dask.",
        "--scheduler goes with --engine dask only.",
    ),
    "usage.formats": (
        "giá trị không hợp lệ cho --format; chọn một trong: {formats} (nhiều thì cách nhau bằng "
        "dấu phẩy).",
        "invalid value for --format; choose one of: {formats} (several parted by commas).",
    ),
    "usage.several_formats": (
        "nhiều định dạng thì phải chỉ ra một thư mục bằng -o (tên kết thúc bằng / nếu chưa có).",
        "several formats need a folder; name it with -o (ending with / when it does not exist "
        "yet).",
    ),
    "usage.several_papers": (
        "các gói (ZIP, thư, edXML) có tất cả {count} văn bản; hãy chỉ ra một thư mục bằng -o (tên "
        "kết thúc bằng / nếu chưa có).",
        "the parcels (ZIP, mail, edXML) hold {count} papers in all; name a folder with -o (ending "
        "with / when it does not exist yet).",
    ),
    "usage.misnamed": (
        "tên tệp có đuôi {name} nhưng --format là {format}; hãy đổi một trong hai.",
        "the file is named {name}, but --format says {format}; change one of them.",
    ),
    "usage.unknown_suffix": (
        "không ghi được tệp {name}; chọn một trong các đuôi: {formats}, hoặc nêu --format.",
        "no {name} file can be written; end the name with one of: {formats}, or give --format.",
    ),
    "usage.binary": (
        "tệp xlsx không in ra màn hình được; hãy chỉ ra tệp bằng -o.",
        "an xlsx file cannot be printed on a terminal; name a file with -o.",
    ),
    "batch.progress": ("Đọc văn bản", "Reading papers"),
    "batch.state": (
        "{pages} trang, {rate} văn bản/s, {failures} không đọc được",
        "{pages} pages, {rate} papers/s, {failures} failed",
    ),
    "batch.ok": ("{count} đọc được", "{count} read"),
    "batch.no_plan": ("{count} không phải kế hoạch", "{count} no plans"),
    "batch.partial": ("{count} đọc chưa hết", "{count} read in part"),
    "batch.failed": ("{count} không đọc được", "{count} failed"),
    "batch.skipped": ("{count} bỏ qua", "{count} skipped"),
    "batch.total": ("Văn bản: {parts} ({seconds} giây).", "Papers: {parts} ({seconds} s)."),
    "batch.reused": (
        "{count} văn bản đã được đọc từ lượt trước.",
        "{count} papers had been read by an earlier run.",
    ),
    "batch.left": (
        "{count} kết quả cũ của văn bản không còn trong thư mục được giữ lại, không tính vào các "
        "bảng.",
        "{count} old results of papers no longer in the folder were kept; no table counts them.",
    ),
    "batch.without": (
        "Không ghi {name}: thiếu chương trình. Cài bằng lệnh: {command}",
        "{name} is not written: something is not installed. Install it with: {command}",
    ),
    "batch.letters": ("Phiếu cho từng phường, xã: {path}", "Sheets for the wards: {path}"),
    "batch.where": ("Báo cáo: {path}", "Report: {path}"),
    "batch.stopped": (
        "Những gì đã đọc được giữ lại; chạy lại đúng lệnh này để làm tiếp.",
        "What has been read is kept; run the same command to go on.",
    ),
}
