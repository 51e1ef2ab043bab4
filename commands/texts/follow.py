"""What `due` and `follow` say."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "help.due": (
        "Việc đến hạn, việc quá hạn đứng trước.\n\n"
        "IN là kế hoạch (JSON), thư mục có các kế hoạch, hoặc thư mục kết quả của batch. Mặc định "
        "là những việc quá hạn và những việc trong 30 ngày tới. Việc định kỳ được tính ra từng "
        "ngày trong thời gian của kế hoạch; việc định kỳ đã qua thì chỉ nêu kỳ gần nhất, trừ khi "
        "có --after. Việc đã ghi “Xong” trong bảng theo dõi follow.xlsx thì không nêu nữa.",
        "What is due, what was missed first.\n\n"
        "IN is a plan (JSON), a folder of plans, or a folder of results of batch. Unless told "
        "otherwise: what was missed, and what comes within 30 days. What comes again is unfolded "
        "within the time of its plan; of its days that are over only the last is named, but for "
        "--after. What the workbook follow.xlsx says is done is left out.",
    ),
    "short.due": ("Việc quá hạn và đến hạn.", "What was missed, and what is due."),
    "help.follow": (
        "Lập bảng theo dõi (XLSX): tất cả các việc, quá hạn, 30 ngày tới, theo cơ quan, theo "
        "phường/xã, thiếu gì.\n\n"
        "IN là kế hoạch (JSON), thư mục có các kế hoạch, hoặc thư mục kết quả của batch. Những gì "
        "đã điền (trạng thái, người làm, ngày xong, minh chứng, ghi chú, cột tự thêm) được giữ "
        "nguyên mỗi lần lập lại.",
        "The follow-up workbook (XLSX): all tasks, those missed, the next 30 days, by office, by "
        "unit, what is lacking.\n\n"
        "IN is a plan (JSON), a folder of plans, or a folder of results of batch. What people "
        "filled in (status, who, day, evidence, notes, columns of their own) stays whenever it is "
        "written anew.",
    ),
    "short.follow": ("Bảng theo dõi thực hiện (XLSX).", "The follow-up workbook (XLSX)."),
    "option.before": (
        "Đến hết ngày này (mặc định: 30 ngày tới).",
        "Up to this day (default: 30 days ahead).",
    ),
    "option.after": (
        "Chỉ từ ngày này trở đi, kể cả các kỳ đã qua.",
        "Only from this day on, times that are over included.",
    ),
    "option.today": ("Tính cho ngày này (mặc định: hôm nay).", "As of this day (default: today)."),
    "option.unit": (
        "Chỉ phường, xã có tên này (dùng được nhiều lần).",
        "Only units of this name (may be repeated).",
    ),
    "option.office": (
        "Chỉ cơ quan chủ trì này, tên tắt cũng được (dùng được nhiều lần).",
        "Only what this body leads, a short form will do (may be repeated).",
    ),
    "option.follow": (
        "Bảng theo dõi đã điền (mặc định: follow.xlsx trong thư mục).",
        "A follow-up workbook that was filled (default: follow.xlsx in the folder).",
    ),
    "option.due_format": (
        "Dạng (mặc định theo tên tệp, nếu không là text).",
        "Format (default: by the file's name, else text).",
    ),
    "option.remind": (
        "Nhắc trước bao nhiêu ngày, ví dụ 7,1 (none: không nhắc; mặc định 3).",
        "Days before that a calendar reminds, such as 7,1 (none: never; default 3).",
    ),
    "option.todo": (
        "Lịch ghi thành việc phải làm (VTODO) thay vì sự kiện.",
        "The calendar has things to do (VTODO), not events.",
    ),
    "option.follow_out": (
        "Tệp bảng theo dõi (mặc định: follow.xlsx trong thư mục IN).",
        "The workbook (default: follow.xlsx in the folder IN).",
    ),
    "usage.day": (
        "{name} cần một ngày, ví dụ 2025-06-30 hoặc 30/6/2025.",
        "{name} wants a day, such as 2025-06-30 or 30/6/2025.",
    ),
    "usage.days_turned": (
        "--after ({after}) muộn hơn ngày cuối được hỏi ({before}): không có ngày nào ở giữa. Hãy "
        "đổi --before hoặc --after.",
        "--after ({after}) is later than the last day that is asked for ({before}): no day lies "
        "between. Change --before or --after.",
    ),
    "usage.days_before": (
        "--remind cần số ngày (0 đến 366), cách nhau bằng dấu phẩy, hoặc none.",
        "--remind wants numbers of days (0 to 366) parted by commas, or none.",
    ),
    "usage.follow_out": (
        "Hãy nêu tệp bảng theo dõi bằng -o (chỉ khi IN là một thư mục mới bỏ trống được).",
        "Name the workbook by -o (it may be left out only where IN is one folder).",
    ),
    "usage.follow_xlsx": (
        "Bảng theo dõi là tệp .xlsx.",
        "The follow-up workbook is a .xlsx file.",
    ),
    "plans.twin": (
        "{name}: cùng một kế hoạch với {other}, chỉ tính một lần.",
        "{name}: the same plan as {other}, counted once.",
    ),
    "due.unknown_unit": (
        "Không kế hoạch nào là của phường, xã có tên “{asked}”. Gần nhất: {names}.",
        "No plan is of a unit named “{asked}”. Nearest: {names}.",
    ),
    "due.unknown_office": (
        "Không việc nào do cơ quan có tên “{asked}” chủ trì. Gần nhất: {names}.",
        "No task is led by an office named “{asked}”. Nearest: {names}.",
    ),
    "plans.none": (
        "Không có kế hoạch (JSON) nào ở {place}; hãy đọc văn bản trước: kehoach batch THƯ_MỤC -o "
        "KẾT_QUẢ.",
        "There is no plan (JSON) in {place}; read the papers first: kehoach batch FOLDER -o "
        "RESULTS.",
    ),
    "due.missed": ("Quá hạn tính đến ngày {day}: {count} việc", "Overdue as of {day}: {count}"),
    "due.soon": ("Đến hạn đến hết ngày {day}: {count} việc", "Due until {day}: {count}"),
    "due.over": ("quá {days} ngày", "{days} days over"),
    "due.today": ("hôm nay", "today"),
    "due.left": ("còn {days} ngày", "{days} days left"),
    "follow.misnamed": (
        "Việc “{task}” ghi “{status}”, nhưng thời hạn của việc (“{deadline}”) không có phần ấy: "
        "chưa tính là xong. Hãy ghi đúng tên phần có trong thời hạn, hoặc ghi “Xong”.",
        "The task “{task}” says “{status}”, but its time (“{deadline}”) has no such part: it does "
        "not count as done. Name a part that its time has, or write “Xong”.",
    ),
    "follow.unknown_status": (
        "Việc “{task}” có Trạng thái “{status}”, không rõ là xong hay chưa: chưa tính là xong. Hãy "
        "chọn trong danh sách (Xong, Đang làm …); lời khác để ở cột Ghi chú.",
        "The task “{task}” has the state “{status}”, of which nobody knows whether it is done: it "
        "does not count as done. Choose one of the list (Xong, Đang làm …); other words belong to "
        "the notes.",
    ),
    "follow.unread_day": (
        "Việc “{task}” ghi Ngày xong “{status}”, không phải một ngày: chưa tính là xong. Hãy ghi "
        "như 25/4/2026, hoặc chọn “Xong” ở cột Trạng thái.",
        "The task “{task}” has “{status}” as the day it was done, which is no day: it does not "
        "count as done. Write it as 25/4/2026, or choose “Xong” in the column of the state.",
    ),
    "due.rest": (
        "Ngoài ra: {without_day} việc không có ngày (nằm ở trang tính Tất cả của bảng theo dõi, "
        "kehoach follow), {done} việc đã xong.",
        "Besides: {without_day} tasks without a day (on the sheet Tất cả of the workbook that "
        "kehoach follow writes), {done} done.",
    ),
    "follow.written": ("{path}: {count} việc.", "{path}: {count} tasks."),
    "follow.filled": (
        "Giữ những gì đã điền ở {count} việc, trong đó {gone} việc không còn trong kế hoạch.",
        "Kept what was filled for {count} tasks, {gone} of them gone from the plans.",
    ),
    "follow.own": (
        "{count} dòng tự thêm vẫn còn trong bảng; kehoach apply đưa chúng vào kế hoạch.",
        "{count} rows that people added stay in the workbook; kehoach apply takes them into plans.",
    ),
    "follow.conflicts": (
        "{count} ô được điền hai cách khác nhau: xem trang Mâu thuẫn.",
        "{count} cells were filled in two ways: see the sheet Mâu thuẫn.",
    ),
    "follow.copy_taken": (
        "Đã nhận những gì điền ở {count} dòng; kehoach follow {folder} lập lại bảng.",
        "Took over what was filled in {count} rows; kehoach follow {folder} writes the workbook "
        "anew.",
    ),
    "follow.aside_corrections": (
        "Bảng cũ có chỗ sửa nội dung kế hoạch, giữ lại ở {path}; kehoach apply đưa chúng vào kế "
        "hoạch.",
        "In the workbook before, somebody changed what plans say; it is kept as {path}; kehoach "
        "apply takes that into the plans.",
    ),
    "follow.aside_sheets": (
        "Bảng cũ có trang tính tự thêm, giữ lại ở {path}.",
        "The workbook before had sheets of somebody's own; it is kept as {path}.",
    ),
    "follow.aside_notes": (
        "Bảng cũ có chú thích (comment), giữ lại ở {path}.",
        "The workbook before had comments; it is kept as {path}.",
    ),
    "follow.aside_broken": (
        "Bảng cũ không đọc được, giữ lại ở {path}.",
        "The workbook before cannot be read; it is kept as {path}.",
    ),
    "follow.too_many": (
        "Quá nhiều việc nên không lập bảng theo dõi follow.xlsx (tối đa {most}).",
        "Too many tasks for the follow-up workbook follow.xlsx (at most {most}).",
    ),
}
