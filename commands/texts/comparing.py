"""What `diff` and `compare` say."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "batch.nothing": (
        "Không thấy văn bản nào trong {path}: thư mục rỗng, hoặc chỉ có tệp ẩn.",
        "No paper was found in {path}: the folder is empty, or has hidden files only.",
    ),
    "pages.ignored": (
        "{name} không có trang (Word, HTML, văn bản thuần, bảng tính): --pages không có tác dụng, "
        "cả văn bản được đọc.",
        "{name} has no pages (Word, HTML, plain text, workbook): --pages has no effect, all of it "
        "was read.",
    ),
    "batch.differing": (
        "{name} và {counted} là hai bản của một kế hoạch nhưng khác nhau ở {count} nhiệm vụ, chỉ "
        "tiêu (thời hạn, con số); chỉ {counted} được tính. Bản kia mới đúng thì dời tệp này đi; "
        "xem chỗ khác: kehoach diff.",
        "{name} and {counted} are two versions of one plan and differ in {count} tasks or targets "
        "(deadlines, figures); {counted} alone counts. If the other is right, move this one away; "
        "kehoach diff shows what differs.",
    ),
    "batch.more_differing": (
        "Còn {count} cặp khác như vậy: xem “Một kế hoạch, nhiều bản” trong báo cáo.",
        "{count} more such pairs: see “One plan in several forms” in the report.",
    ),
    "help.diff": (
        "So sánh hai bản, hoặc hai năm, của một kế hoạch.\n\n"
        "OLD và NEW là văn bản hoặc tệp JSON do `kehoach extract` ghi ra. Cho biết dòng nào thêm, "
        "bỏ, chuyển chỗ, sửa từng ô; cả chỉ tiêu, căn cứ, phân công và thông tin văn bản. Kế "
        "hoạch của năm sau: thời hạn chuyển theo năm chỉ báo một lần. Mục nào chỉ có lẽ là cùng "
        "một mục thì ghi độ giống. Mã thoát là 0, dù giống hay khác.",
        "Compare two versions, or two years, of a plan.\n\n"
        "OLD and NEW are papers, or JSON files written by `kehoach extract`. Tells which rows are "
        "new, gone, moved, or changed, field by field; targets, legal bases, duties and the "
        "document itself, too. Of the plan of another year, dates that moved with it are told "
        "once. What is only perhaps the same part is told with its likeness. The exit code is 0 "
        "whether they differ or not.",
    ),
    "short.diff": ("So sánh hai bản của một kế hoạch.", "Compare two versions of a plan."),
    "help.compare": (
        "Đối chiếu kế hoạch cấp trên với các kế hoạch cấp dưới.\n\n"
        "ASSIGNED là kế hoạch giao việc; PLANS là các kế hoạch cấp dưới: văn bản, tệp JSON, hoặc "
        "thư mục kết quả. Cho biết mỗi nơi nhận việc nào, chỉ tiêu nào, với con số và thời hạn "
        "nào; việc nào không nơi nào nhận; nơi nào hứa ít hơn (con số thấp hơn, hạn muộn hơn). Chỗ "
        "nào chưa chắc là cùng một việc thì ghi độ giống và không tính là đã nhận.",
        "Compare a superior's plan with those below it.\n\n"
        "ASSIGNED is the plan that assigns; PLANS are those below it: papers, JSON files, or "
        "folders of results. Tells who took up which of its tasks and targets, with which figure "
        "and date; what nobody took up; who promises less (a lower figure, a later date). What is "
        "perhaps the same is told with its likeness and does not count as taken up.",
    ),
    "short.compare": (
        "Đối chiếu kế hoạch cấp trên với các kế hoạch cấp dưới.",
        "Compare a superior's plan with those below it.",
    ),
    "option.diff_format": (
        "Cách trình bày: text, html hoặc json (mặc định: theo tên tệp sau -o, nếu không là text).",
        "How to show it: text, html or json (default: as the name after -o says, else text).",
    ),
    "option.compare_format": (
        "Cách trình bày: text, html, xlsx hoặc json (mặc định: theo tên tệp sau -o, nếu không là "
        "text).",
        "How to show it: text, html, xlsx or json (default: as the name after -o says, else text).",
    ),
    "usage.no_plans": (
        "không có kế hoạch cấp dưới nào để đối chiếu.",
        "there is no plan below to compare with.",
    ),
}
