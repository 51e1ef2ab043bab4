"""Every way `kehoach` can fail: one class each, owning its exit code and its sentence to the user.

The manner is OCRmyPDF's `exceptions.py`. A message is a pair (Vietnamese, English); the CLI picks one.
`where` tells the stage that raised it, for the manifest of a batch and for `--verbose`.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the contract."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    MISSING_DEPENDENCY = 4
    INTERRUPTED = 130


class KehoachError(Exception):
    """Base of all expected failures. `vi` and `en` are format strings over the keyword arguments."""

    exit_code: ExitCode = ExitCode.UNREADABLE
    stage: str = "ingest"
    vi: str = "Không xử lý được."
    en: str = "Could not be processed."

    def __init__(self, **details: object) -> None:
        self.details = {key: str(value) for key, value in details.items()}
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """The sentence for a user. `lang` is "vi" or "en"."""
        return (self.vi if lang == "vi" else self.en).format_map(self.details)


class EmptyFileError(KehoachError):
    vi = "Tệp rỗng, không có gì để đọc."
    en = "The file is empty."


class NotAFileError(KehoachError):
    vi = "Không có tệp này hoặc đây không phải là tệp thường."
    en = "There is no such file, or it is not a regular file."


class UnreadableFileError(KehoachError):
    vi = "Không đọc được tệp: {reason}."
    en = "The file cannot be read: {reason}."


class UnsupportedTypeError(KehoachError):
    vi = "Loại tệp chưa được hỗ trợ ({media_type})."
    en = "This type of file is not supported ({media_type})."


class BrokenFileError(KehoachError):
    vi = "Tệp {media_type} bị hỏng: {reason}."
    en = "The {media_type} file is broken: {reason}."


class EncryptedFileError(KehoachError):
    vi = "Tệp được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi thử lại."
    en = "The file is protected by a password; remove it and try again."


class NoPagesError(KehoachError):
    vi = "Tệp không có trang nào."
    en = "The file has no pages."


class TooLargeError(KehoachError):
    vi = "Tệp vượt giới hạn an toàn: {reason}."
    en = "The file exceeds a safety limit: {reason}."


class NoTextError(KehoachError):
    vi = "Không trang nào có chữ đọc được (có thể là bản quét ảnh)."
    en = "No page has readable text (it may be a scanned image)."


class NotVietnameseError(KehoachError):
    vi = "Văn bản không phải tiếng Việt nên không thể là kế hoạch."
    en = "The text is not Vietnamese, so it cannot be such a plan."


class MissingDependencyError(KehoachError):
    exit_code = ExitCode.MISSING_DEPENDENCY
    vi = "Thiếu {program}. Cài bằng lệnh: {command}"
    en = "{program} is missing. Install it with: {command}"
