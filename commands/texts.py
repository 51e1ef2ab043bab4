"""What the commands say about batches, formats and restoring, in Vietnamese and English: part of
`cli_messages`."""

from __future__ import annotations

MORE_TEXTS: dict[str, tuple[str, str]] = {
    "help.restore": (
        "Khôi phục văn bản tiếng Việt bị mất dấu, sai bảng mã (TCVN3, VNI …) hoặc bị nhận dạng sai, từng dòng một; đọc "
        "tệp văn bản hoặc đầu vào chuẩn, ghi ra đầu ra chuẩn. Văn bản lành được giữ nguyên.",
        "Put Vietnamese back into text that lost its diacritics or its encoding (TCVN3, VNI …), or that an "
        "OCR misread, line for line, from a text file or standard input to standard output. Sound text stays as it is.",
    ),
    "short.restore": ("Khôi phục dấu tiếng Việt.", "Put Vietnamese diacritics back."),
    "option.kind": (
        "Điều đã mất: auto (tự nhận biết), marks (dấu), ocr (nhận dạng sai), none (chỉ bảng mã).",
        "What was lost: auto (found out), marks (diacritics), ocr (misread), none (encodings only).",
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
        "Định dạng của kết quả, cách nhau bằng dấu phẩy (mặc định: json); nhiều định dạng thì -o là một thư mục.",
        "Formats of the result, parted by commas (default: json); several formats need a folder for -o.",
    ),
    "help.batch": (
        "Đọc mọi kế hoạch trong một thư mục, kể cả các thư mục con.\n\n"
        "Mỗi văn bản một tệp JSON trong OUT/plans; cả đợt: manifest.jsonl, tasks.parquet, tasks.csv, plans.xlsx, "
        "deadlines.ics và report.html. Chạy lại đúng lệnh này thì chỉ đọc những gì còn thiếu. FOLDER và OUT là "
        "đường dẫn hoặc URL (file://, s3://).",
        "Read every plan below a folder.\n\n"
        "One JSON per paper in OUT/plans; for all: manifest.jsonl, tasks.parquet, tasks.csv, plans.xlsx, "
        "deadlines.ics and report.html. The same command again reads only what is missing. FOLDER and OUT are paths "
        "or URLs (file://, s3://).",
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
        "Address of the Dask scheduler, such as tcp://10.0.0.1:8786 (default: a cluster on this machine, for now).",
    ),
    "option.no_resume": (
        "Đọc lại tất cả, kể cả những gì lượt trước đã đọc.",
        "Read everything again, even what an earlier run has read.",
    ),
    "option.timeout": (
        "Số giây tối đa cho một văn bản (mặc định: 900).",
        "Seconds that one paper may take (default: 900).",
    ),
    "option.max_memory": (
        "Bộ nhớ tối đa (MB) của tiến trình đọc một văn bản; chỉ giới hạn được trên Linux (mặc định: 4096; với "
        "--jobs trên 4: 1024 cho mỗi trang đọc cùng lúc).",
        "Memory (MB) that the process reading a paper may take; bounded on Linux only (default: 4096; with --jobs "
        "over 4: 1024 for each page read at once).",
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
        "giá trị không hợp lệ cho --format; chọn một trong: {formats} (nhiều thì cách nhau bằng dấu phẩy).",
        "invalid value for --format; choose one of: {formats} (several parted by commas).",
    ),
    "usage.several_formats": (
        "nhiều định dạng thì phải chỉ ra một thư mục bằng -o (tên kết thúc bằng / nếu chưa có).",
        "several formats need a folder; name it with -o (ending with / when it does not exist yet).",
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
    "batch.partial": ("{count} đọc chưa hết", "{count} read in part"),
    "batch.failed": ("{count} không đọc được", "{count} failed"),
    "batch.skipped": ("{count} bỏ qua", "{count} skipped"),
    "batch.total": ("Văn bản: {parts} ({seconds} giây).", "Papers: {parts} ({seconds} s)."),
    "batch.reused": (
        "{count} văn bản đã được đọc từ lượt trước.",
        "{count} papers had been read by an earlier run.",
    ),
    "batch.left": (
        "{count} kết quả cũ của văn bản không còn trong thư mục được giữ lại, không tính vào các bảng.",
        "{count} old results of papers no longer in the folder were kept; no table counts them.",
    ),
    "batch.where": ("Báo cáo: {path}", "Report: {path}"),
    "batch.stopped": (
        "Những gì đã đọc được giữ lại; chạy lại đúng lệnh này để làm tiếp.",
        "What has been read is kept; run the same command to go on.",
    ),
}
