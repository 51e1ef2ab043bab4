"""Words behind many bodies that tell which are meant, and open as what is done does: where they are
stationed, whose they are, what goes on with the things of which they have charge ("cơ quan chủ quản
các dự án | đang triển khai thi công | tiếp tục chỉ đạo …")."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.bodies.called_by_work import words_from
from kehoach.parsers.items.words.beginnings import DOING, begins


def behind_what_tells_which(cell: Cell, index: int) -> int:
    """Where the words stop that tell which bodies are meant, and begin at `index` or before it; 0
    where there are none.

    >>> behind_what_tells_which(Cell("Các lực lượng đóng quân trên địa bàn hỗ trợ"), 5)
    8
    >>> behind_what_tells_which(Cell("Các đơn vị thuộc phạm vi quản lý rà soát"), 6)
    8
    >>> behind_what_tells_which(Cell("Chủ đầu tư các dự án đang thi công bổ sung xe"), 7)
    9
    >>> behind_what_tells_which(Cell("Chủ đầu tư các dự án đang thi công."), 7)
    0
    """
    stop = _place_stop(cell, index) or _charge_stop(cell, index) or _under_way(cell, index)
    return stop or _own_place_stop(cell, index)


def _own_place_stop(cell: Cell, index: int) -> int:
    """Behind "các trường | trong cụm", what they do following; 0 for none.

    >>> _own_place_stop(Cell("các trường trong cụm tổ chức hội thi"), 2)
    4
    >>> _own_place_stop(Cell("các trường trong cụm."), 2)
    0
    """
    where = begins(words_from(cell, index), "places_of_bodies")
    stop = index + len(where.split()) if where else cell.size
    if stop >= cell.size or cell.words[stop].gap.strip():
        return 0
    return stop if begins(words_from(cell, stop), *DOING, "body_verbs") is not None else 0


def _place_stop(cell: Cell, index: int) -> int:
    """Behind "đóng quân | trên địa bàn tỉnh", where `index` is that of "trên"; 0 for none."""
    where = begins(words_from(cell, index), "places_stationed")
    before = [words_from(cell, index - size, size) for size in (1, 2) if size < index]
    stationed = any(begins(words, "stationed") == words for words in before)
    if not stationed:
        return 0
    if where is None:
        return _named_place_stop(cell, index)
    stop = index + len(where.split())
    level = begins(words_from(cell, stop), "owning_levels") if stop < cell.size else None
    return cell.place_stop(stop + len(level.split())) if level else stop


def _named_place_stop(cell: Cell, index: int) -> int:
    """Behind "đóng | tại Hà Nội, thành phố Tân Khê", where `index` is that of "tại"; 0 for none.

    >>> _named_place_stop(Cell("trung tâm y tế đóng tại Hà Nội, Lai Châu báo cáo"), 5)
    10
    """
    if not begins(words_from(cell, index), "openings_of_places"):
        return 0
    stop = index + 1
    while stop < cell.size:
        word = cell.words[stop]
        level = begins(words_from(cell, stop), "owning_levels")
        size = len(level.split()) if level else 0
        is_name = stop + size < cell.size and cell.words[stop + size].is_capital
        if word.gap.strip(" ,") or not is_name or cell.opens_body(stop):
            break
        stop += size + 1
    return stop if stop > index + 1 else 0


def _charge_stop(cell: Cell, index: int) -> int:
    """Behind "phạm vi | quản lý", where `index` is that of the verb; 0 for none."""
    for begin in range(max(0, index - 2), index):
        scope = begins(words_from(cell, begin), "scopes_of_many")
        stop = begin + len(scope.split()) if scope else 0
        if stop > index and not any(word.gap.strip() for word in cell.words[begin + 1 : stop]):
            return stop
    return 0


def _under_way(cell: Cell, index: int) -> int:
    """Behind "đang | triển khai thi công", where `index` is that of the verb, and what is done
    right behind it; 0 for none."""
    if not begins(words_from(cell, index - 1), "tenses_of_things"):
        return 0
    work = begins(words_from(cell, index), "works_under_way")
    stop = index + len(work.split()) if work else cell.size
    if stop >= cell.size or cell.words[stop].gap.strip():
        return 0
    return stop if begins(words_from(cell, stop), *DOING, "body_verbs") is not None else 0
