// What the pages say, in Vietnamese and English.

const WORDS = {
  desk: ["Bàn làm việc kehoach", "kehoach desk"],
  skip: ["Đến nội dung", "Skip to content"],
  author: ["Người sửa", "Your name"],
  other_language: ["English", "Tiếng Việt"],
  drop: ["Thả văn bản vào đây (PDF, Word, ảnh chụp, bản quét, gói ZIP), hoặc", "Drop papers here (PDF, Word, photographs, scans, ZIP), or"],
  choose: ["Chọn tệp", "Choose files"],
  as_one: ["Các ảnh là trang của cùng một văn bản", "The pictures are pages of one paper"],
  sending: ["Đang gửi…", "Sending…"],
  sent: ["Đã nhận {count} văn bản", "{count} papers received"],
  known: ["Văn bản này đã có", "This paper is there already"],
  papers: ["Văn bản ({count})", "Papers ({count})"],
  none: ["Chưa có văn bản nào.", "No papers yet."],
  more: ["Xem thêm", "More"],
  waiting: ["đang chờ", "waiting"], running: ["đang đọc", "being read"], done: ["đã đọc", "read"],
  failed_job: ["không đọc được", "could not be read"], cancelled: ["đã hủy", "cancelled"],
  counts: ["{pages} trang · {tasks} nhiệm vụ · {targets} chỉ tiêu", "{pages} pages · {tasks} tasks · {targets} targets"],
  read_again: ["Đọc lại", "Read again"], remove: ["Xóa", "Delete"],
  remove_sure: ["Xóa văn bản “{name}”? Những chỗ đã sửa vẫn được giữ.", "Delete “{name}”? What was corrected is kept."],
  beside: ["Xem hai văn bản cạnh nhau", "Two papers side by side"], choose_paper: ["Chọn {name}", "Choose {name}"],
  papers_in_file: ["Văn bản trong tệp", "Papers in the file"],
  back: ["← Danh sách", "← Papers"], pages: ["Trang văn bản", "Pages"], page: ["Trang {number}", "Page {number}"],
  plan: ["Kế hoạch", "Plan"], no_pictures: ["Văn bản này không có hình trang; dưới đây là chữ của văn bản.", "This paper has no pictures of pages; its words stand below."],
  tasks: ["Nhiệm vụ", "Tasks"], targets: ["Chỉ tiêu", "Targets"], assignments: ["Phân công", "Assignments"],
  obligations: ["Hạn khác", "Other dates"], document: ["Văn bản", "Document"], findings: ["Điểm phải xem", "Findings"],
  history: ["Đã sửa", "Corrections"],
  number: ["STT", "No."], task: ["Nhiệm vụ", "Task"], activities: ["Hoạt động", "Activities"], deliverables: ["Sản phẩm", "Products"],
  lead: ["Chủ trì", "Lead"], coordinating: ["Phối hợp", "With"], deadline: ["Hạn", "Deadline"], objective: ["Mục tiêu", "Objective"],
  group: ["Nhóm", "Group"], subgroup: ["Nhóm con", "Subgroup"], budget: ["Kinh phí", "Budget"], note: ["Ghi chú", "Note"],
  text: ["Nội dung", "Text"], metrics: ["Con số", "Figures"], section: ["Mục", "Section"], unit: ["Cơ quan", "Body"],
  duties: ["Việc được giao", "Duties"], who: ["Ai làm", "Who"], more_fields: ["Khác", "More"],
  type: ["Loại", "Type"], symbol: ["Ký hiệu", "Symbol"], issuer: ["Cơ quan ban hành", "Issuer"], province: ["Tỉnh", "Province"],
  place: ["Nơi", "Place"], issued_on: ["Ngày ban hành (năm-tháng-ngày)", "Issued on (year-month-day)"], title: ["Trích yếu", "Title"], about: ["Về việc", "About"],
  period: ["Thời kỳ", "Period"], signer: ["Người ký", "Signer"], recipients: ["Nơi nhận", "Recipients"], addressees: ["Kính gửi", "Addressees"],
  legal_bases: ["Căn cứ", "Legal bases"],
  empty: ["(trống)", "(empty)"], doubtful: ["chưa chắc", "doubtful"], changed: ["đã sửa", "corrected"], confirmed: ["đã xác nhận", "confirmed"],
  next: ["Chỗ chưa chắc kế tiếp", "Next doubtful"], none_left: ["Không còn chỗ nào chưa chắc", "Nothing doubtful is left"],
  doubts: ["Còn {count} chỗ chưa chắc", "{count} doubtful"],
  save: ["Lưu", "Save"], confirm: ["Xác nhận đúng", "Confirm"], close: ["Đóng", "Close"], undo: ["Bỏ sửa", "Undo"],
  undo_last: ["Hoàn tác", "Undo last"], nothing_to_undo: ["Không có gì để hoàn tác", "Nothing to undo"],
  saved: ["Đã lưu", "Saved"], undone: ["Đã hoàn tác", "Undone"], was_confirmed: ["Đã xác nhận", "Confirmed"],
  machine: ["Máy đọc: {value}", "The machine read: {value}"], reads: ["Hiểu là: {value}", "Understood: {value}"], nothing: ["không có gì", "nothing"],
  stale: ["Người khác vừa sửa kế hoạch này; đã tải lại, chữ bạn gõ còn nguyên: xem lại rồi bấm Lưu.", "Somebody else changed this plan; it was loaded again. Your words are still here: look, then save."],
  add_below: ["Thêm dòng dưới", "Add a row below"], add_first: ["Thêm dòng", "Add a row"], up: ["Chuyển lên", "Move up"], down: ["Chuyển xuống", "Move down"],
  split_here: ["Tách ở con trỏ", "Split at the caret"], split_row: ["Tách dòng", "Split the row"], merge_above: ["Gộp vào dòng trên", "Merge with the row above"],
  split_help: ["Đặt con trỏ ở chỗ tách, rồi Ctrl+Shift+Enter.", "Put the caret where the row is split, then Ctrl+Shift+Enter."],
  split: ["tách", "split"], merge: ["gộp", "merged"],
  delete_row: ["Xóa dòng", "Delete row"], new_row: ["Dòng mới: gõ nội dung", "New row: its wording"],
  group_check: ["Duyệt theo nhóm", "Group check"], dates: ["Thời hạn", "Dates"], bodies: ["Cơ quan", "Bodies"], numbers: ["Con số", "Numbers"],
  group_help: ["Enter xác nhận và sang mục kế; E để sửa.", "Enter confirms and goes on; E edits."], confirm_all: ["Xác nhận {count} mục còn lại", "Confirm the other {count}"],
  edit: ["Sửa", "Edit"], sign: ["Ký duyệt", "Sign off"], unsign: ["Bỏ ký duyệt", "Take back"], signed: ["Đã duyệt: {who}, {when}", "Signed off: {who}, {when}"],
  export: ["Xuất", "Export"], where: ["Đến chỗ này", "Go there"], suggestion: ["Gợi ý: {words}", "Suggestion: {words}"],
  keys: ["Phím: N chỗ kế · C xác nhận · U hoàn tác · G duyệt nhóm · S tách dòng · M gộp vào dòng trên · Ctrl+Enter lưu · Ctrl+Shift+Enter tách · Esc đóng", "Keys: N next · C confirm · U undo · G group check · S split the row · M merge with the row above · Ctrl+Enter save · Ctrl+Shift+Enter split · Esc close"],
  failed: ["Không làm được.", "It failed."], unreachable: ["Không liên lạc được với dịch vụ.", "The service cannot be reached."],
  token: ["Mã truy cập", "Token"], open: ["Vào", "Open"],
  change: ["sửa", "changed"], add: ["thêm", "added"], move: ["chuyển chỗ", "moved"],
  lost: ["chỗ này không còn trong văn bản", "its place is gone from the paper"], outdated: ["máy nay đọc khác; giữ giá trị của người", "the machine reads something else now; the person's value stands"],
  invalid: ["không áp dụng được", "cannot be applied"], agreed: ["máy nay cũng đọc như vậy", "the machine reads the same by now"], applied: ["", ""],
  by: ["đến", "by"], within: ["trong", "within"], continuous: ["thường xuyên", "always"], recurring: ["định kỳ", "recurring"],
  conditional: ["có điều kiện", "conditional"], done_kind: ["đã xong", "done"], several: ["nhiều hạn", "several"],
  unknown_body: ["không có trong danh bạ", "not in the directory"], no_figures: ["không có con số", "no figures"],
};

const KEY = "kehoach.language";
export const language = () => (localStorage.getItem(KEY) === "en" ? "en" : "vi");
export const switchLanguage = () => localStorage.setItem(KEY, language() === "vi" ? "en" : "vi");

export function say(key, details = {}) {
  const pair = WORDS[key];
  if (!pair) return key;
  return pair[language() === "vi" ? 0 : 1].replace(/\{(\w+)\}/g, (_, name) => details[name] ?? "");
}
