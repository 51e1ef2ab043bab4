"""Plans beside each other: two versions of one, a superior's plan and those below it."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from kehoach.compare.writers import (
    DIFFERENCE_FORMATS,
    MATRIX_FORMATS,
    write_difference,
    write_matrix,
)
from kehoach.desk.comparing import (
    ShownDifference,
    ShownMatrix,
    shown_difference,
    shown_matrix,
)
from kehoach.desk.routes.common import ID, Language, TheDesk, file_response, refuse_unknown_format

router = APIRouter(prefix="/v1", tags=["comparing"])
MOST_PLANS = 500
Old: TypeAlias = Annotated[
    str, Path(pattern=ID, description="Bản cũ / the old version", examples=["0" * 64])
]
New: TypeAlias = Annotated[
    str, Path(pattern=ID, description="Bản mới / the new version", examples=["f" * 64])
]
Superior: TypeAlias = Annotated[
    str,
    Query(pattern=ID, description="Kế hoạch giao việc / the superior's plan", examples=["0" * 64]),
]
Below: TypeAlias = Annotated[
    list[Annotated[str, Query(pattern=ID)]] | None,
    Query(
        max_length=MOST_PLANS,
        description="Các kế hoạch cấp dưới; không nêu: mọi văn bản khác / the plans below; "
        "none: all others",
        examples=[["f" * 64]],
    ),
]


@router.get("/differences/{old}/{new}", summary="So hai bản kế hoạch / two versions of a plan")
def differences(desk: TheDesk, old: Old, new: New, lang: Language) -> ShownDifference:
    """What `kehoach diff` finds, in the words of a language: rows that are new, gone, moved,
    changed field by field. `exports/json` has it for programs."""
    return shown_difference(desk.comparing.difference(old, new), lang)


@router.get(
    "/differences/{old}/{new}/exports/{format}",
    summary="Kết quả ấy thành tệp / that as a file",
    response_class=Response,
    responses={200: {"description": "The file, as `kehoach diff` writes it"}},
)
def difference_file(
    desk: TheDesk,
    old: Old,
    new: New,
    lang: Language,
    format: Annotated[str, Path(pattern="^[a-z]{1,16}$", examples=list(DIFFERENCE_FORMATS))],
) -> Response:
    """Text, a page or JSON."""
    refuse_unknown_format(format, DIFFERENCE_FORMATS)
    content = write_difference(desk.comparing.difference(old, new), format, lang=lang)
    return file_response(content, format, name="so-hai-ban")


@router.get("/matrix", summary="Giao và nhận việc / who took up what")
def matrix(desk: TheDesk, assigned: Superior, lang: Language, below: Below = None) -> ShownMatrix:
    """What `kehoach compare` finds, in the words of a language: what each plan made of each task
    and target that a superior's plan assigns, what nobody took up, who promises less.
    `exports/json` has it for programs."""
    told, ids = desk.comparing.matrix(assigned, below or ())
    return shown_matrix(told, assigned, ids=ids, lang=lang)


@router.get(
    "/matrix/exports/{format}",
    summary="Ma trận ấy thành tệp / that as a file",
    response_class=Response,
    responses={200: {"description": "The file, as `kehoach compare` writes it"}},
)
def matrix_file(
    desk: TheDesk,
    assigned: Superior,
    lang: Language,
    format: Annotated[str, Path(pattern="^[a-z]{1,16}$", examples=list(MATRIX_FORMATS))],
    below: Below = None,
) -> Response:
    """A workbook, a page, text or JSON."""
    refuse_unknown_format(format, MATRIX_FORMATS)
    told, _ = desk.comparing.matrix(assigned, below or ())
    return file_response(write_matrix(told, format, lang=lang), format, name="giao-va-nhan")
