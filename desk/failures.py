"""What a desk refuses, each with its HTTP status and its sentences."""

from __future__ import annotations

from kehoach.emit.place_words import pointer_told
from kehoach.errors import (
    ExitCode,
    KehoachError,
    MissingDependencyError,
    MisuseError,
    OutputError,
    TooLargeError,
)


class DeskError(KehoachError):
    """Base: `status` is that of HTTP."""

    stage = "desk"
    status = 400


class NoSuchThingError(DeskError):
    status = 404
    vi = "Không có {what} này."
    en = "There is no such {thing}."


class NotReadYetError(DeskError):
    status = 409
    vi = "Văn bản này chưa có kế hoạch: đang chờ đọc, đang đọc hoặc không đọc được."
    en = "This paper has no plan yet: it waits, is being read, or could not be read."


class StaleError(DeskError):
    status = 412
    vi = "Kế hoạch đã thay đổi từ khi bạn mở; hãy tải lại rồi sửa tiếp."
    en = "The plan has changed since you opened it; load it again, then go on."


class NoRevisionError(DeskError):
    status = 428
    vi = "Thiếu If-Match: phải cho biết đang sửa trên bản nào của kế hoạch (ETag)."
    en = "If-Match is missing: tell which revision of the plan (ETag) is corrected."


class BadEditError(DeskError):
    """`pointer` is where, for programs; `where` says so in words."""

    status = 422
    vi = "Không sửa được {where}: {why}."
    en = "Cannot correct {where}: {why}."


class TooLargeUploadError(DeskError):
    status = 413
    vi = "Dữ liệu gửi lên quá lớn (tối đa {most})."
    en = "What was sent is too large (at most {most})."


class NoTokenError(DeskError):
    status = 401
    vi = "Cần mã truy cập (token) để dùng dịch vụ này."
    en = "A token is needed to use this service."


class ForeignRequestError(DeskError):
    status = 403
    vi = "Yêu cầu đến từ một trang khác nên bị từ chối."
    en = "The request comes from another site and is refused."


class UnknownHostError(DeskError):
    status = 421
    vi = "Tên máy {host} không phải của dịch vụ này."
    en = "The host {host} is not that of this service."


class DatabaseGoneError(DeskError):
    status = 503
    vi = "Cơ sở dữ liệu không trả lời; hãy thử lại sau ít phút."
    en = "The database does not answer; try again in a few minutes."


class DatabaseFullError(DatabaseGoneError):
    status = 507
    vi = "Ổ đĩa đã đầy: không ghi được vào {path}. Hãy dọn bớt chỗ rồi thử lại."
    en = "The disk is full: {path} cannot be written. Make room, then try again."


class NoPagePictureError(DeskError):
    status = 404
    vi = "Văn bản này không có hình trang (Word, HTML, văn bản thuần)."
    en = "This paper has no pictures of its pages (Word, HTML, plain text)."


class BusyStoreError(MisuseError):
    exit_code = ExitCode.USAGE
    vi = "Một kehoach serve khác đang dùng thư mục {path}."
    en = "Another kehoach serve is using the folder {path}."


class NoDatabaseError(MisuseError):
    exit_code = ExitCode.USAGE
    vi = "Không dùng được cơ sở dữ liệu (--database, KEHOACH_DATABASE): {reason}"
    en = "The database (--database, KEHOACH_DATABASE) cannot be used: {reason}"


class OtherDatabaseError(MisuseError):
    exit_code = ExitCode.USAGE
    vi = (
        "Thư mục này và cơ sở dữ liệu này không thuộc về nhau ({path}); mở với đúng cơ sở dữ liệu "
        "(--database, KEHOACH_DATABASE)."
    )
    en = (
        "This folder and this database do not belong together ({path}); open it with its own "
        "database (--database, KEHOACH_DATABASE)."
    )


class TokenNeededError(MisuseError):
    exit_code = ExitCode.USAGE
    vi = (
        "Mã truy cập phải từ {least} ký tự, và phải có khi mở cho máy khác ({host}): đặt biến môi "
        "trường KEHOACH_TOKEN hoặc dùng --token-file."
    )
    en = (
        "A token has at least {least} letters, and serving other machines ({host}) needs one: set "
        "the environment variable KEHOACH_TOKEN, or use --token-file."
    )


class PortTakenError(MisuseError):
    exit_code = ExitCode.USAGE
    vi = "Không mở được cổng {port} ở {host}: {reason}."
    en = "Port {port} of {host} cannot be opened: {reason}."


def bad_edit(pointer: str, *, vi: str, en: str) -> BadEditError:
    """An edit at a place (a JSON pointer) is refused, and why, in both languages."""
    return BadEditError(
        pointer=pointer,
        where_vi=pointer_told(pointer, "vi"),
        where=pointer_told(pointer, "en"),
        why_vi=vi,
        why=en,
    )


def status_of(error: KehoachError) -> int:
    """The HTTP status of a failure."""
    if isinstance(error, DeskError):
        return error.status
    if isinstance(error, TooLargeError):
        return 413
    if isinstance(error, OutputError):
        return 507
    if isinstance(error, MissingDependencyError):
        return 501
    return 422
