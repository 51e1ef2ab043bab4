"""Why a table that somebody changed is not taken up, or not written over; each with the way on."""

from __future__ import annotations

from kehoach.errors import KehoachError


class NoPlanForRowsError(KehoachError):
    stage = "corrections"
    vi = "Không thấy kế hoạch của các dòng này; hãy nêu văn bản: kehoach apply BẢNG VĂN_BẢN."
    en = "The plan of these rows was not found; name the paper: kehoach apply TABLE PAPER."


class UntakenTableError(KehoachError):
    """A table of the paper before, whose plan is there still."""

    stage = "corrections"
    vi = (
        "{path} có chỗ sửa tay chưa vào kế hoạch {plan} (đọc từ bản trước của văn bản) nên không "
        "bị ghi đè. Hãy chạy: kehoach apply {in_shell} {plan_in_shell}, rồi chạy lại lệnh này."
    )
    en = (
        "{path} has changes made by hand that the plan {plan} (read from the paper as it was) "
        "lacks, and is not overwritten. Run: kehoach apply {in_shell} {plan_in_shell}, then this "
        "command again."
    )


class UnknownTableError(KehoachError):
    """A table of a paper of which nothing else is there."""

    stage = "corrections"
    vi = (
        "{path} đã có người sửa tay và được đọc từ một bản khác của văn bản, nên không bị ghi đè. "
        "Còn bản ấy thì chạy: kehoach apply {in_shell} BẢN_ẤY, rồi chạy lại lệnh này; không còn "
        "thì dời tệp này đi, hoặc ghi ra một tên khác."
    )
    en = (
        "{path} was changed by hand and was read from another version of the paper; it is not "
        "overwritten. If you have that version, run: kehoach apply {in_shell} THAT_VERSION, then "
        "this command again; if not, move this file away, or write to another name."
    )


class OtherPaperError(KehoachError):
    stage = "corrections"
    vi = (
        "Bảng này thuộc {plan}, đọc từ một văn bản khác với {paper} bây giờ. Hãy chạy: kehoach "
        "apply {in_shell} {plan_in_shell}, rồi đọc lại văn bản (kehoach extract)."
    )
    en = (
        "This table belongs to {plan}, which was read from another paper than {paper} is now. Run: "
        "kehoach apply {in_shell} {plan_in_shell}, then read the paper again (kehoach extract)."
    )


class OtherTableError(KehoachError):
    """A table of another paper: what the machine reads otherwise there is no correction."""

    stage = "corrections"
    vi = (
        "Bảng này được đọc từ một văn bản (hoặc một bản của văn bản) khác với {other}, nên chưa "
        "ghi chỗ sửa nào. Hãy nêu đúng văn bản mà bảng được đọc ra: kehoach apply {in_shell} "
        "VĂN_BẢN."
    )
    en = (
        "This table was read from another paper, or another version of it, than {other}; no "
        "correction was written. Name the paper that the table was read from: kehoach apply "
        "{in_shell} PAPER."
    )


class NameTakenError(KehoachError):
    stage = "corrections"
    vi = (
        "Chỗ sửa của bảng này phải ghi vào {plan}, nhưng tên ấy là của một tệp khác, không phải kế "
        "hoạch do kehoach ghi ra. Hãy đổi tên tệp ấy (hoặc bảng này), rồi chạy lại."
    )
    en = (
        "The corrections of this table go to {plan}, but that is the name of another file, which "
        "is no plan that kehoach wrote. Rename that file (or this table), then run this again."
    )
