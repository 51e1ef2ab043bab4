"""What `apply`, `corrections` and `evaluate` say."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "help.apply": (
        "Đưa các chỗ đã sửa tay vào kế hoạch.\n\n"
        "EDITED là bảng XLSX hoặc CSV do kehoach ghi ra và đã được sửa, hoặc tệp JSON của kế hoạch "
        "đã sửa. PLAN là kế hoạch (JSON) được sửa, thư mục kết quả, hoặc chính văn bản; với bảng "
        "thì có thể bỏ trống: kế hoạch, hoặc văn bản, được tìm cạnh bảng. Các chỗ sửa được "
        "ghi vào TÊN.corrections.json cạnh kế hoạch, giữ nguyên mỗi khi đọc lại văn bản; giá trị "
        "máy đọc vẫn xem được.",
        "Take what was changed by hand into the plan.\n\n"
        "EDITED is a table (XLSX, CSV) that kehoach wrote and somebody changed, or the JSON of a "
        "plan that somebody changed. PLAN is the plan (JSON) to correct, the folder of results, or "
        "the paper itself; for a table it may be left out: the plan, or paper, is looked for "
        "beside it. Corrections stand in NAME.corrections.json beside the plan and last whenever "
        "the paper is read anew; what the machine read stays readable.",
    ),
    "short.apply": (
        "Đưa các chỗ đã sửa tay vào kế hoạch.",
        "Take changes made by hand into plans.",
    ),
    "help.corrections": (
        "Liệt kê, hoặc bỏ, các chỗ đã sửa.\n\n"
        "PLAN là một kế hoạch (JSON) hoặc thư mục có các kế hoạch.",
        "List corrections, or undo them.\n\nPLAN is a plan (JSON) or a folder of plans.",
    ),
    "short.corrections": ("Liệt kê, hoặc bỏ, các chỗ đã sửa.", "List corrections, or undo them."),
    "help.evaluate": (
        "Máy đọc đúng đến đâu so với những gì người đã sửa.\n\n"
        "FOLDER là thư mục có các kế hoạch và tệp corrections.json của chúng. Chỉ tính các kế "
        "hoạch có người xem: đã sửa, đã xác nhận hoặc đã ký duyệt.",
        "How good the machine was, against what people corrected.\n\n"
        "FOLDER holds plans and their files of corrections. Only plans that somebody looked at "
        "count: corrected, confirmed or signed off.",
    ),
    "short.evaluate": ("Máy đọc đúng đến đâu.", "How good the machine was."),
    "option.author": ("Người sửa (mặc định: tên đăng nhập).", "Who corrects (default: the user)."),
    "option.remove_gone": (
        "Bỏ khỏi kế hoạch cả những nhiệm vụ không còn trong bảng.",
        "Also remove tasks that are gone from the table.",
    ),
    "option.undo": (
        "Bỏ chỗ sửa có mã này (dùng được nhiều lần).",
        "Undo the correction of this id.",
    ),
    "option.corrections_format": ("Dạng in ra.", "What is printed."),
    "usage.apply_plan": (
        "Cần nêu kế hoạch gốc hoặc văn bản: kehoach apply ĐÃ_SỬA.json GỐC.json (hoặc văn bản).",
        "Name the plan as it was, or the paper: kehoach apply EDITED.json ORIGINAL.json "
        "(or PAPER).",
    ),
    "apply.done": ("{name}: đã ghi {count} chỗ sửa.", "{name}: {count} corrections written."),
    "apply.nothing": ("{name}: không có gì khác.", "{name}: nothing differs."),
    "extract.plan_too": (
        "{path}, kế hoạch của bảng này, cũng được đọc lại, có các chỗ đã sửa.",
        "{path}, the plan of this table, was read anew, too, with what was corrected.",
    ),
    "apply.newer": (
        "{name} đọc từ một bản khác của văn bản; nay được đọc lại từ {paper}, giữ các chỗ đã sửa.",
        "{name} was read from another version of the paper; it is read anew from {paper}, with "
        "what was corrected.",
    ),
    "apply.ignored": (
        "Không phải chỗ sửa được giữ: {name} (chương trình tự lập).",
        "No correction that is kept: {name} (the program makes it).",
    ),
    "apply.lost": ("Không tìm thấy chỗ phải sửa: {where}.", "A place was not found: {where}."),
    "apply.invalid": (
        "Giá trị không hợp lệ, chưa dùng: {where}.",
        "A value does not fit: {where}.",
    ),
    "apply.unfit": (
        "Giá trị không hợp với kế hoạch, không ghi: {where}.",
        "A value does not fit the plan and is not written: {where}.",
    ),
    "apply.sheet": ("trang tính “{sheet}”, ", "sheet “{sheet}”, "),
    "apply.bad_day": (
        "{sheet}dòng {row}, cột “{column}”: “{text}” không phải ngày; hãy ghi như 15/10/2026.",
        "{sheet}row {row}, column “{column}”: “{text}” is no day; write it as 15/10/2026.",
    ),
    "apply.bad_formula": (
        "{sheet}dòng {row}, cột “{column}”: công thức “{text}” chưa được tính ra giá trị; hãy ghi "
        "giá trị, hoặc mở bảng bằng Excel, LibreOffice rồi lưu lại.",
        "{sheet}row {row}, column “{column}”: nobody computed the formula “{text}”; write its "
        "value, or open the table in Excel or LibreOffice and save it.",
    ),
    "apply.bad_turned": (
        "{sheet}dòng {row}, cột “{column}”: “{text}”: “Từ ngày” muộn hơn “Đến ngày”.",
        "{sheet}row {row}, column “{column}”: “{text}”: “Từ ngày” is later than “Đến ngày”.",
    ),
    "apply.bad_body": (
        "{sheet}dòng {row}, cột “{column}”: không nhận ra cơ quan nào trong “{text}”; đã ghi "
        "nguyên lời ấy, hãy xem lại.",
        "{sheet}row {row}, column “{column}”: no body is known in “{text}”; it was taken as it is, "
        "please look again.",
    ),
    "apply.bad_time": (
        "{sheet}dòng {row}, cột “{column}”: không nhận ra thời gian trong “{text}”; đã ghi nguyên "
        "lời ấy, hãy xem lại.",
        "{sheet}row {row}, column “{column}”: no time is known in “{text}”; it was taken as it is, "
        "please look again.",
    ),
    "apply.bad": (
        "Chưa ghi chỗ sửa nào: {count} ô chưa hiểu được. Sửa các ô ấy rồi chạy lại lệnh này.",
        "No correction was written: {count} cells were not understood. Mend them and run this "
        "again.",
    ),
    "apply.over": (
        "{where}: thay chỗ {who} đã sửa thành “{words}”.",
        "{where}: replaces “{words}”, as {who} had corrected it.",
    ),
    "apply.added": ("{name}: dòng mới: {rows}.", "{name}: new rows: {rows}."),
    "apply.split": (
        "{name}: nhiệm vụ tách thành nhiều dòng: {rows}.",
        "{name}: tasks split into several rows: {rows}.",
    ),
    "apply.unknown": (
        "{name}: dòng mang mã không có trong kế hoạch, đã bỏ qua: {rows}.",
        "{name}: rows whose id the plan does not have, passed over: {rows}.",
    ),
    "apply.older": (
        "{name}: bảng cũ hơn kế hoạch: ở các dòng {rows} có ô còn ghi điều trước khi sửa; điều đã "
        "sửa được giữ (muốn trở lại điều cũ: kehoach corrections --undo).",
        "{name}: the table is older than the plan: rows {rows} still show what stood there before "
        "it was corrected; the corrections stand (to take one back: kehoach corrections --undo).",
    ),
    "apply.gone": (
        "{name}: {count} nhiệm vụ hoặc chỉ tiêu không còn trong bảng; vẫn giữ trong kế hoạch "
        "(--remove-gone để bỏ).",
        "{name}: {count} tasks or targets are gone from the table; kept in the plan "
        "(--remove-gone removes them).",
    ),
    "apply.removed": ("{name}: đã bỏ {count} dòng.", "{name}: {count} rows removed."),
    "corrections.none": ("Chưa có chỗ sửa nào.", "There are no corrections."),
    "corrections.undone": ("{name}: đã bỏ {count} chỗ sửa.", "{name}: {count} corrections undone."),
    "corrections.unknown": ("Không có chỗ sửa nào mang mã {id}.", "No correction has the id {id}."),
    "corrections.no_plan": (
        "Kế hoạch {name} không còn; chỉ ghi lại tệp corrections.json.",
        "The plan {name} is gone; only the file of corrections was written.",
    ),
    "action.change": ("sửa", "changed"),
    "action.add": ("thêm", "added"),
    "action.remove": ("bỏ", "removed"),
    "action.move": ("dời", "moved"),
    "action.split": ("tách", "split"),
    "action.merge": ("gộp", "merged"),
    "action.confirm": ("xác nhận", "confirmed"),
    "option.propose": (
        "Ghi các dòng từ vựng được đề nghị vào thư mục này (dùng với --vocabulary).",
        "Write the proposed lines of vocabulary into this folder (for --vocabulary).",
    ),
    "evaluate.proposed": (
        "Đề nghị thêm vào {name} (số lần người đọc đã xác nhận sau dấu #):",
        "Proposed for {name} (how often people confirmed it behind #):",
    ),
    "evaluate.exists": ("đã có tệp này", "the file is there already"),
    "evaluate.written": ("Đã ghi {path}.", "{path} was written."),
    "evaluate.nothing_proposed": (
        "Không có từ nào để đề nghị: những chỗ đã sửa không cho biết từ nào máy còn thiếu.",
        "No words to propose: the corrections tell of none that the program lacks.",
    ),
    "evaluate.plans": ("{count} kế hoạch", "{count} plans"),
    "evaluate.all": ("tất cả", "all"),
    "evaluate.field": ("trường", "field"),
    "evaluate.form": ("dạng văn bản", "form"),
    "evaluate.unit": ("đơn vị", "unit"),
    "evaluate.stated": ("máy nêu", "stated"),
    "evaluate.wrong": ("sai", "wrong"),
    "evaluate.missed": ("sót", "missed"),
    "evaluate.confirmed": ("xác nhận", "confirmed"),
    "evaluate.precision": ("nêu đúng", "precision"),
    "evaluate.recall": ("tìm đủ", "recall"),
    "evaluate.none": (
        "Chưa có kế hoạch nào được người xem và sửa.",
        "Nobody has looked through a plan yet.",
    ),
}
