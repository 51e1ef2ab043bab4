"""Every way `kehoach` can fail: one class each, owning its exit code and its sentence to the user.

The manner is OCRmyPDF's `exceptions.py`. A message is a pair (Vietnamese, English); the CLI picks
one. `where` tells the stage that raised it, for the manifest of a batch and for `--verbose`.
"""

from __future__ import annotations

import re
import shlex
import sys
from enum import IntEnum
from typing import ClassVar

from kehoach.reasons import STEPS, vietnamese_reason


class ExitCode(IntEnum):
    """Exit codes of the contract."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    MISSING_DEPENDENCY = 4
    INTERRUPTED = 130


class KehoachError(Exception):
    """Base of all expected failures. `vi` and `en` are format strings over the arguments."""

    exit_code: ExitCode = ExitCode.UNREADABLE
    stage: str = "ingest"
    vi: str = "Không xử lý được."
    en: str = "Could not be processed."

    def __init__(self, **details: object) -> None:
        self.details = {key: str(value) for key, value in details.items()}
        if "path" in self.details:
            self.details["in_shell"] = for_shell(self.details["path"])
        super().__init__(self.message("en"))

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross processes: a pool hands them back pickled."""
        return _made_again, (type(self), self.details)

    def message(self, lang: str) -> str:
        """The sentence for a user. `lang` is "vi" or "en"."""
        if lang != "vi":
            return self.en.format_map(self.details)
        return self.vi.format_map({**self.details, **self._vietnamese()})

    def _vietnamese(self) -> dict[str, str]:
        """Those details that are words, in Vietnamese; `why_vi` is that of `why`."""
        told = {key[:-3]: said for key, said in self.details.items() if key.endswith("_vi")}
        if "step" in self.details:
            told["step"] = STEPS.get(self.details["step"], self.details["step"])
        if "reason" in self.details:
            told["reason"] = vietnamese_reason(self.details["reason"])
        return told


def for_shell(name: str) -> str:
    """A file's name as a command to copy has it: blanks quoted, no dash that opens an option."""
    name = f"./{name}" if name.startswith("-") else name
    return name if re.fullmatch(r"[\w@%+=:,./-]+", name) else shlex.quote(name)


def _made_again(kind: type[KehoachError], details: dict[str, str]) -> KehoachError:
    return kind(**details)


class EmptyFileError(KehoachError):
    vi = "Tệp rỗng, không có gì để đọc."
    en = "The file is empty."


class NotAFileError(KehoachError):
    vi = "Không có tệp này hoặc đây không phải là tệp thường."
    en = "There is no such file, or it is not a regular file."


class IsAFolderError(NotAFileError):
    vi = "Đây là một thư mục; hãy dùng lệnh batch (kehoach batch {in_shell} -o KẾT_QUẢ)."
    en = "This is a folder; use the command batch (kehoach batch {in_shell} -o RESULTS)."


class UnreadableFileError(KehoachError):
    vi = "Không đọc được tệp: {reason}."
    en = "The file cannot be read: {reason}."


class ChangedFileError(UnreadableFileError):
    vi = "Tệp bị thay đổi trong lúc đọc; hãy đọc lại khi tệp đã được chép hay lưu xong."
    en = "The file changed while it was read; read it again when it is copied or saved whole."


class UnsupportedTypeError(KehoachError):
    vi = "Loại tệp chưa được hỗ trợ ({media_type})."
    en = "This type of file is not supported ({media_type})."


class NotAPictureError(KehoachError):
    vi = (
        "{name} không phải là ảnh ({media_type}); --as-one chỉ ghép ảnh chụp hoặc ảnh quét các "
        "trang của một văn bản."
    )
    en = (
        "{name} is no picture ({media_type}); --as-one joins only photographs or scans of the "
        "pages of one paper."
    )


class NotAnnotatedError(KehoachError):
    stage = "emit"
    vi = (
        "Chưa ghi được nhận xét vào bản sao của loại tệp này; hãy lưu văn bản thành .docx hoặc PDF."
    )
    en = (
        "Remarks cannot be written into a copy of this type of file; save the paper as .docx or "
        "PDF."
    )


class NotThePaperError(KehoachError):
    stage = "emit"
    vi = "Muốn ghi nhận xét vào bản sao thì phải đưa chính văn bản {paper}, không phải JSON của nó."
    en = "Remarks are written into a copy of the paper itself, {paper}, not of its JSON."


class OldOfficeError(UnsupportedTypeError):
    vi = "Tệp {program} chưa đọc được; hãy mở tệp, lưu thành {instead} rồi thử lại."
    en = "{program} files are not read; open the file, save it as {instead} and try again."


class OtherArchiveError(UnsupportedTypeError):
    vi = "Gói nén {program} chưa mở được; hãy giải nén rồi đưa từng văn bản, hoặc nén thành .zip."
    en = "{program} archives are not opened; unpack it and give each paper, or pack it as .zip."


class WinmailError(UnsupportedTypeError):
    vi = (
        "Tệp winmail.dat là thư đóng gói riêng của Outlook, chưa mở được; hãy xin gửi lại với văn "
        "bản đính kèm bình thường, hoặc lưu thư từ Outlook thành .msg."
    )
    en = (
        "A winmail.dat is a message that Outlook packed for itself; it is not opened: ask for it "
        "again with plain attachments, or save the message from Outlook as .msg."
    )


class BrokenFileError(KehoachError):
    """`reason`: what a library says, in English and for those who know the format; `--verbose`
    shows it in every language."""

    vi = "Tệp {media_type} bị hỏng: {reason}."
    en = "The {media_type} file is broken: {reason}."

    def _vietnamese(self) -> dict[str, str]:
        said = super()._vietnamese()
        if " " in said.get("reason", "") and said["reason"].isascii():
            return {"reason": "cấu trúc bên trong không đúng"}
        return said


class EncryptedFileError(KehoachError):
    vi = "Tệp được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi thử lại."
    en = "The file is protected by a password; remove it and try again."


class NoPagesError(KehoachError):
    vi = "Tệp không có trang nào (chỉ PDF và ảnh có trang)."
    en = "The file has no pages (only PDF and pictures have)."


class NoSuchPageError(KehoachError):
    vi = "Văn bản chỉ có {count} trang, không có trang {asked}; hãy chọn trang khác."
    en = "The paper has {count} pages, none of them {asked}; choose others."


class TooLargeError(KehoachError):
    vi = "Tệp vượt giới hạn an toàn: {reason}."
    en = "The file exceeds a safety limit: {reason}."


class NoTextError(KehoachError):
    vi = "Không trang nào có chữ đọc được (có thể là bản quét ảnh)."
    en = "No page has readable text (it may be a scanned image)."


class NotVietnameseError(KehoachError):
    vi = "Văn bản không phải tiếng Việt nên không thể là kế hoạch."
    en = "The text is not Vietnamese, so it cannot be such a plan."


class BrokenCorrectionsError(KehoachError):
    stage = "corrections"
    vi = (
        "Tệp ghi các chỗ đã sửa {path} không đọc được: {reason}. Chưa ghi gì cả; hãy sửa hoặc dời "
        "tệp này đi rồi thử lại."
    )
    en = (
        "The file of corrections {path} cannot be read: {reason}. Nothing was written; mend that "
        "file or move it away, then try again."
    )


class BrokenFilledError(KehoachError):
    stage = "follow"
    vi = (
        "Tệp giữ những gì đã điền {path} không đọc được: {reason}. Chưa ghi gì cả; hãy sửa hoặc "
        "dời tệp này đi rồi thử lại."
    )
    en = (
        "The file of what was filled in {path} cannot be read: {reason}. Nothing was written; mend "
        "that file or move it away, then try again."
    )


class EditedPlanError(KehoachError):
    stage = "corrections"
    vi = (
        "{path} đã có người sửa tay nên không bị ghi đè. Hãy chạy: kehoach apply {in_shell} "
        "VĂN_BẢN (giữ các chỗ đã sửa), hoặc dời tệp ấy đi."
    )
    en = (
        "{path} was changed by hand and is not overwritten. Run: kehoach apply {in_shell} "
        "PAPER (keeps what was changed), or move that file away."
    )


class NoRowsError(KehoachError):
    stage = "corrections"
    vi = "Đây không phải bảng mà kehoach đã ghi (.xlsx, .csv): không có cột {column}."
    en = "This is no table that kehoach wrote (.xlsx, .csv): it has no column {column}."


class MissingDependencyError(KehoachError):
    exit_code = ExitCode.MISSING_DEPENDENCY
    vi = "Thiếu {program}. Cài bằng lệnh: {command}"
    en = "{program} is missing. Install it with: {command}"
    by_hand: ClassVar[dict[str, str]] = {
        "vi": "Thiếu {program}. Lấy ở đâu: docs/install.md, mục Windows.",
        "en": "{program} is missing. Where to get it: docs/install.md, section Windows.",
    }
    """Where no command installs it."""

    def message(self, lang: str) -> str:
        if sys.platform == "win32" and self.details.get("command", "").startswith("sudo "):
            return self.by_hand["vi" if lang == "vi" else "en"].format_map(self.details)
        return super().message(lang)


class BrokenInstallationError(MissingDependencyError):
    stage = "program"
    vi = (
        "Bản cài kehoach bị thiếu {missing}; hãy cài lại chương trình (văn bản của bạn không có "
        "lỗi)."
    )
    en = (
        "This installation of kehoach lacks {missing}; install the program again (your paper is "
        "not at fault)."
    )


class BrokenManifestError(KehoachError):
    stage = "follow"
    vi = "Danh mục {path} bị hỏng ở dòng {line}; hãy chạy lại kehoach batch."
    en = "The manifest {path} is broken at line {line}; run kehoach batch again."


class BrokenPlanFileError(KehoachError):
    stage = "schema"
    vi = "Tệp JSON bị hỏng ở dòng {line}, cột {column}."
    en = "The JSON file is broken at line {line}, column {column}."


class NotAPlanError(KehoachError):
    stage = "schema"
    vi = "Tệp JSON này không phải kế hoạch do kehoach ghi ra: {where} thiếu hoặc không đúng."
    en = "This JSON file is not a plan written by kehoach: {where} is missing or wrong."


class ImpossibleDateError(NotAPlanError):
    vi = "Tệp JSON này ghi ở {where} một ngày không có trong lịch: {day}."
    en = "This JSON file has a day at {where} that no calendar has: {day}."


class OutputError(KehoachError):
    stage = "emit"
    vi = "Không ghi được kết quả ra {path}: {reason}."
    en = "The result cannot be written to {path}: {reason}."


class LinkOutError(OutputError):
    vi = "{path} là liên kết dẫn ra ngoài thư mục kết quả; hãy bỏ nó hoặc chọn nơi ghi khác."
    en = "{path} is a link that leads out of the folder of results; remove it or name another."


class ReaderGoneError(OutputError):
    exit_code = ExitCode.INTERRUPTED
    vi = "Bên nhận kết quả đã đóng trước khi ghi hết."
    en = "Whoever read the results has gone before they were written."


class ClosedInputError(KehoachError):
    vi = "Không có gì ở đầu vào chuẩn: nó đã bị đóng. Hãy chuyển tệp vào (kehoach … - < TỆP)."
    en = "Standard input is closed. Hand a file over (kehoach … - < FILE)."


class InternalError(KehoachError):
    stage = "program"
    vi = (
        "Lỗi bên trong chương trình ({kind}); hãy chạy lại với --verbose rồi gửi báo lỗi cho chúng "
        "tôi."
    )
    en = "Internal error ({kind}); please run again with --verbose and report it."


class PermissionDeniedError(UnreadableFileError):
    vi = "Không có quyền đọc tệp."
    en = "There is no permission to read the file."


class BrokenPackageError(BrokenFileError):
    vi = "Tệp bị hỏng: không mở được gói ZIP bên trong ({part})."
    en = "The file is broken: its ZIP package cannot be read ({part})."


class MissingPartError(BrokenFileError):
    vi = "Tệp bị hỏng hoặc không phải văn bản Word: thiếu phần {part}."
    en = "The file is broken or no Word document: the part {part} is missing."


class BrokenXmlError(BrokenFileError):
    vi = "Tệp bị hỏng: phần {part} không phải XML hợp lệ."
    en = "The file is broken: the part {part} is not valid XML."


class ForbiddenXmlError(BrokenFileError):
    vi = "Tệp không an toàn nên không đọc: phần {part} khai báo DTD hoặc thực thể XML."
    en = "The file is not safe to read: the part {part} declares a DTD or XML entities."


class NestedParcelError(KehoachError):
    vi = (
        "Gói nằm trong một gói khác (ZIP trong ZIP, thư trong thư) nên không mở; hãy giải nén rồi "
        "đưa từng gói."
    )
    en = (
        "A parcel inside another (a ZIP in a ZIP, a mail in a mail) is not opened; unpack it and "
        "give each by itself."
    )


class EmptyParcelError(UnsupportedTypeError):
    vi = "Gói không có văn bản nào để đọc."
    en = "The parcel holds no paper to read."


class SeveralPapersError(KehoachError):
    vi = (
        "Gói có {count} văn bản, không phải một; hãy dùng extract_each (thư viện) hoặc ghi vào một "
        "thư mục: -o THƯ_MỤC/."
    )
    en = (
        "The parcel holds {count} papers, not one; use extract_each (library), or write into a "
        "folder: -o FOLDER/."
    )


class LinkInParcelError(KehoachError):
    vi = "Đây là một liên kết trong gói nén, không phải văn bản; liên kết không được đi theo."
    en = "This is a link inside the archive, not a paper; links are not followed."


class BrokenPartError(BrokenFileError):
    vi = "Tệp này trong gói bị hỏng, không lấy ra được; hãy xin gửi lại."
    en = "This file of the parcel is broken and cannot be taken out; ask for it again."


class NoPictureOfParcelError(KehoachError):
    vi = "Đây là một gói (ZIP, thư, edXML); hãy lấy văn bản ra rồi xem trang."
    en = "This is a parcel (ZIP, mail, edXML); take the paper out to see its pages."


class ZipBombError(TooLargeError):
    vi = "Tệp nén vượt giới hạn an toàn khi giải nén ({reason}); có thể là bom nén."
    en = "The package exceeds a safety limit when unpacked ({reason}); it may be a zip bomb."


class TooDeepError(TooLargeError):
    vi = "Tệp vượt giới hạn an toàn: các phần tử lồng nhau quá {limit} tầng."
    en = "The file exceeds a safety limit: its elements are nested deeper than {limit} levels."


class ConversionError(BrokenFileError):
    vi = "LibreOffice không chuyển được tệp này (tệp hỏng hoặc không phải văn bản)."
    en = "LibreOffice could not convert this file (it is broken or not a text document)."


class ConversionTimeoutError(TooLargeError):
    vi = "LibreOffice chuyển tệp quá {seconds} giây nên bị dừng."
    en = "LibreOffice took more than {seconds} seconds to convert the file and was stopped."


class PageTimeoutError(TooLargeError):
    vi = "Đọc một trang quá thời gian cho phép nên bị dừng."
    en = "Reading a page took too long and was stopped."


class LinkedFolderError(KehoachError):
    vi = "Đây là liên kết đến một thư mục; liên kết như vậy không được đi theo."
    en = "This is a link to a folder; such links are not followed."


class PaperTimeoutError(TooLargeError):
    stage = "program"
    vi = "Đọc văn bản quá {seconds} giây (--timeout) nên bị dừng (bước: {step})."
    en = "Reading took more than {seconds} seconds (--timeout) and was stopped (stage: {step})."


class PaperMemoryError(TooLargeError):
    stage = "program"
    vi = "Đọc văn bản cần hơn {megabytes} MB bộ nhớ (--max-memory) nên bị dừng (bước: {step})."
    en = "Reading takes more than {megabytes} MB (--max-memory) and was stopped (stage: {step})."


class CrashError(KehoachError):
    stage = "program"
    vi = "Tiến trình đọc văn bản này bị sập ({how}; bước: {step})."
    en = "The process that read this paper crashed ({how}; stage: {step})."


class OtherVersionError(KehoachError):
    stage = "program"
    vi = "Máy làm việc {worker} có phiên bản kehoach khác; hãy cài cùng một phiên bản trên mọi máy."
    en = "The worker {worker} has another version of kehoach; install the same one on all machines."


class MisuseError(KehoachError):
    """Base of what is wrong with the command line itself."""

    exit_code = ExitCode.USAGE
    stage = "program"


class BadOptionError(MisuseError):
    vi = "Tùy chọn {name} không nhận giá trị {value}."
    en = "The option {name} does not take the value {value}."


class SeveralToStdoutError(MisuseError):
    vi = "Có nhiều tệp thì phải chỉ ra thư mục ghi kết quả bằng -o."
    en = "Several files need a folder for their results; name it with -o."


class NotAFolderError(MisuseError):
    vi = "{path} không phải là thư mục; kết quả này cần một thư mục (tên kết thúc bằng /)."
    en = "{path} is not a folder, and these results need one (a name ending with /)."


class NoFolderError(MisuseError):
    vi = "Không có, hoặc không tạo được, thư mục {path}: {reason}."
    en = "There is no folder {path}: {reason}."


class OverInputError(MisuseError):
    vi = "{path} là một tệp đầu vào; kết quả không bao giờ được ghi đè lên đầu vào."
    en = "{path} is an input; results are never written over an input."


class BrokenMappingError(MisuseError):
    vi = "Tệp ánh xạ {path}, dòng {line}: {reason}."
    en = "The mapping {path}, line {line}: {reason}."


class CopySuffixError(MisuseError):
    vi = "Bản có nhận xét của văn bản này là tệp {suffix}; hãy đặt cho {path} một tên có đuôi ấy."
    en = "The copy of this paper is a {suffix} file; give {path} a name that ends so."


class BusyFolderError(MisuseError):
    vi = "Một lượt kehoach batch khác đang ghi vào {path}; hãy đợi lượt ấy xong."
    en = "Another kehoach batch is writing to {path}; wait until it is done."


class MixedFoldersError(MisuseError):
    vi = "Kết quả không được ghi lẫn vào thư mục đầu vào {path}; hãy chọn một thư mục khác cho -o."
    en = "Results must not be mixed with the inputs in {path}; choose another folder for -o."


class NoSchedulerError(MisuseError):
    vi = "Không có bộ lập lịch Dask nào trả lời ở {address}."
    en = "No Dask scheduler answers at {address}."


class NoPlaceError(MisuseError):
    vi = "Không mở được {path}: {reason}."
    en = "{path} cannot be opened: {reason}."
