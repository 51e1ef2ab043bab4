"""The value that the pointer of a source names, in words."""

from __future__ import annotations

from kehoach.schema.models import Plan


def value_at(plan: Plan, pointer: str) -> tuple[str, str]:
    """The pointer of a source ("/tasks/3/lead/0") -> the JSON pointer of its value
    ("/tasks/3/lead/units/0") and the value as it reads.

    Raises nothing for pointers of `located`; a body that its field does not name by itself is the
    field's own words.
    """
    part: object = plan
    where = ""
    for name in pointer.split("/")[1:]:
        if isinstance(part, tuple):
            part = part[int(name)]
            where = f"{where}/{name}"
        elif name.isdigit():  # of a field with bodies
            units: tuple[str, ...] = getattr(part, "units", ())
            if not units:
                where = f"{where}/raw"
                part = getattr(part, "raw", "")
                break
            part, where = units[int(name)], f"{where}/units/{name}"
        else:
            part, where = getattr(part, name), f"{where}/{name}"
    return where, _words(part)


def _words(part: object) -> str:
    if isinstance(part, str):
        return part
    for name in ("raw", "title", "evidence"):
        told = getattr(part, name, None)
        if isinstance(told, str):
            return told
    return ""
