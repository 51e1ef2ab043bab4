"""The unit of a paper by a school, a hospital, a branch: that body itself, and not the ward or the
province whose name stands over it."""

from __future__ import annotations

from kehoach.normalize.gazetteer import find_unit_names
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.directory import directory_of_offices, words_of
from kehoach.parsers.words import opens_with
from kehoach.schema import models


def with_own_unit(info: models.DocumentInfo) -> models.DocumentInfo:
    """The identity of a paper, its unit the body that issued it where that has a name of its own:
    what kind of body it is takes the place of the level ("trường", "Tiểu học Khê Đông")."""
    unit = _own_unit(info.issuer or "")
    return info if unit is None else info.model_copy(update={"unit": unit})


def _own_unit(issuer: str) -> models.Unit | None:
    """ "Thuế cơ sở 3", "Trường Mầm non Hoa Ban"; None for an office of its unit ("Trạm Y tế",
    "Trung tâm Y tế huyện Tân Khê")."""
    part = opens_with(issuer, "parts_of_issuers")  # "Liên đội | Trường THCS Hòa An"
    issuer = issuer[len(part) :].strip() if part is not None else issuer
    always = opens_with(issuer, "issuers_with_own_bodies")
    kind = always or opens_with(issuer, "issuers_with_names")
    if kind is None:
        return None
    words = issuer.split()
    size = len(kind.split())
    name = " ".join(words[size:])
    if not name or (always is None and _is_of_unit(issuer, name)):
        return None
    return models.Unit(level=" ".join(words[:size]).lower(), name=name)


def _is_of_unit(issuer: str, name: str) -> bool:
    """Does the directory list a body, or one called by its name alone ("Chi bộ | Công an xã"); does
    it bear the name of a ward, a district or a province; or only a number ("Chi bộ số 2")?"""
    listing = directory_of_offices()
    first, _, last = name.rpartition(" ")
    bare = first if last in administrative_levels().all else name
    is_listed = any(listing.key_of(words_of(one)) in listing.names for one in (issuer, bare))
    is_counted = name.lower().startswith("số ")
    return is_listed or is_counted or bool(find_unit_names(issuer))
