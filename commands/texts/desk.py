"""What the commands `serve` and `mcp` say."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "help.serve": (
        "Mở bàn làm việc trong trình duyệt trên máy này: thả văn bản vào, sửa kế hoạch bên cạnh "
        "trang giấy, duyệt, xuất; và REST cho phần mềm khác (/v1/openapi.json). Mọi thứ nằm trong "
        "thư mục FOLDER; không gì được gửi ra ngoài.",
        "Opens the desk in a browser on this machine: drop papers, correct plans beside their "
        "pages, sign off, export; and REST for other programs (/v1/openapi.json). Everything is "
        "kept in FOLDER; nothing is sent elsewhere.",
    ),
    "short.serve": (
        "Sửa kế hoạch trong trình duyệt; REST cho phần mềm khác.",
        "Correct plans in a browser; REST for other programs.",
    ),
    "option.host": (
        "Địa chỉ để mở (mặc định: 127.0.0.1); khác thế thì phải có mã truy cập (KEHOACH_TOKEN hoặc "
        "--token-file).",
        "The address to listen at (default: 127.0.0.1); any other needs a token (KEHOACH_TOKEN or "
        "--token-file).",
    ),
    "option.port": (
        "Cổng; 0: cổng nào trống (mặc định: 8765).",
        "The port; 0: any that is free (default: 8765).",
    ),
    "option.token_file": (
        "Tệp chứa mã truy cập (từ 16 ký tự).",
        "A file that holds the token (16 letters or more).",
    ),
    "option.serve_workers": (
        "Số văn bản đọc cùng lúc (mặc định: 1).",
        "How many papers are read at once (default: 1).",
    ),
    "option.database": (
        "Cơ sở dữ liệu PostgreSQL mà nhiều dịch vụ trên một thư mục dùng chung (postgresql://…); "
        "hoặc biến môi trường KEHOACH_DATABASE, để mật khẩu không hiện ra.",
        "The PostgreSQL that several services on one folder share (postgresql://…); or the "
        "environment variable KEHOACH_DATABASE, where nobody sees its password.",
    ),
    "option.max_upload": (
        "Một lần gửi tối đa bấy nhiêu MB (mặc định: 256).",
        "An upload may have so many MB (default: 256).",
    ),
    "help.mcp": (
        "Cho trợ lý (phần mềm nói Model Context Protocol) đọc văn bản và kế hoạch trong thư mục "
        "FOLDER: papers, extract, plan, tasks, findings, corrections, page, export, due, diff, "
        "compare, schema. Nói qua đầu vào và đầu ra chuẩn; không gửi gì đi đâu, không đọc gì ngoài "
        "FOLDER, không ghi gì nếu không có --write.",
        "Lets an assistant (a program that speaks the Model Context Protocol) read the papers and "
        "plans in FOLDER: papers, extract, plan, tasks, findings, corrections, page, export, due, "
        "diff, compare, schema. It speaks over standard input and output; nothing is sent "
        "anywhere, read outside FOLDER, or written without --write.",
    ),
    "option.mcp_write": (
        "Cho trợ lý sửa kế hoạch (JSON) nữa: correct, confirm, undo; ghi cạnh kế hoạch như kehoach "
        "apply.",
        "Let the assistant correct plans (JSON), too: correct, confirm, undo; written beside the "
        "plan as kehoach apply does.",
    ),
    "short.mcp": (
        "Cho trợ lý đọc văn bản (Model Context Protocol).",
        "Let assistants read papers (Model Context Protocol).",
    ),
    "serve.open": (
        "Đang mở ở {address} (Ctrl-C để dừng)",
        "Open at {address} (Ctrl-C ends it)",
    ),
}
"""Pairs (Vietnamese, English)."""
