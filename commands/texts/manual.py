"""What the command `man` says, and what stands in the manual beside the help of the commands."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "usage.perhaps": ("Có phải {name}?", "Did you mean {name}?"),
    "help.man": (
        "In cẩm nang của mọi lệnh: đúng những gì --help nói, trên một trang.\n\n"
        "Để lệnh man tìm thấy: kehoach man --format man > ~/.local/share/man/man1/kehoach.1",
        "Print the manual of all commands: what --help says, on one page.\n\n"
        "For the command man to find it: "
        "kehoach man --format man > ~/.local/share/man/man1/kehoach.1",
    ),
    "short.man": ("In cẩm nang của mọi lệnh.", "Print the manual of all commands."),
    "option.man_format": (
        "text: để đọc (mặc định); man: cho lệnh man; markdown: cho trang tài liệu.",
        "text: to read (default); man: for the command man; markdown: for pages of documentation.",
    ),
    "manual.title": ("Cẩm nang kehoach", "Manual of kehoach"),
    "manual.name": ("TÊN", "NAME"),
    "manual.named": (
        "đọc kế hoạch của phường, xã",
        "reads the plans of Vietnamese wards and communes",
    ),
    "manual.synopsis": ("CÁCH DÙNG", "SYNOPSIS"),
    "manual.description": ("MÔ TẢ", "DESCRIPTION"),
    "manual.options": ("TÙY CHỌN CỦA MỌI LỆNH", "OPTIONS OF EVERY COMMAND"),
    "manual.commands": ("CÁC LỆNH", "COMMANDS"),
    "manual.environment": ("BIẾN MÔI TRƯỜNG", "ENVIRONMENT"),
    "manual.files": ("TỆP", "FILES"),
    "manual.KEHOACH_CACHE": (
        "Thư mục của bộ nhớ đệm các trang đã nhận dạng.",
        "The folder of the cache of page readings.",
    ),
    "manual.KEHOACH_VOCABULARY": (
        "Các thư mục từ vựng riêng, khi dùng như thư viện.",
        "Folders of words of your own, where kehoach is used as a library.",
    ),
    "manual.KEHOACH_DATABASE": (
        "PostgreSQL mà nhiều kehoach serve dùng chung (như --database, không ai khác thấy).",
        "The PostgreSQL that several kehoach serve share (as --database, unseen by others).",
    ),
    "manual.KEHOACH_SANDBOX": (
        "no: không ngăn cách tiến trình đọc văn bản (như --no-sandbox).",
        "no: do not wall in the process that reads a paper (as --no-sandbox).",
    ),
    "manual.KEHOACH_TOKEN": (
        "Mã truy cập của kehoach serve.",
        "The token of kehoach serve.",
    ),
    "manual.LANG": (
        "Ngôn ngữ của thông báo, khi không có --lang (cùng LC_ALL, LC_MESSAGES).",
        "The language of messages without --lang (with LC_ALL, LC_MESSAGES).",
    ),
    "manual.cache": (
        "Bộ nhớ đệm các trang đã nhận dạng; xóa lúc nào cũng được (kehoach cache clear).",
        "The cache of page readings; it may go at any time (kehoach cache clear).",
    ),
    "manual.config": (
        "Từ vựng riêng, cùng dạng với của chương trình.",
        "Words of your own, in the shape of the program's.",
    ),
}
