"""What a person may choose for a value instead of typing it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kehoach.corrections.completing import completions
from kehoach.corrections.suggesting import suggestions as suggestions_for
from kehoach.desk.answers import Choice, Choices
from kehoach.desk.routes.common import PaperId, TheDesk
from kehoach.explaining import explained

router = APIRouter(prefix="/v1", tags=["plans"])


@router.get("/papers/{id}/suggestions", summary="Chọn thay vì gõ / choices instead of typing")
def suggestions(
    desk: TheDesk,
    id: PaperId,
    where: Annotated[
        str,
        Query(
            max_length=200,
            description="Con trỏ JSON đến trường / JSON pointer of a field",
            examples=["/tasks/0/lead"],
        ),
    ],
    typed: Annotated[
        str,
        Query(
            max_length=2000,
            description="Chữ đang gõ / what is being typed",
            examples=["phòng v"],
        ),
    ] = "",
) -> Choices:
    """The bodies, or times, that the words of a row name, then those of its chapter and of the
    paper (this needs the extra `mentions`; without it a problem says so). Where something is
    `typed`, how it may end: as the plan's other rows, or the directory, have it. Empty for fields
    of other kinds."""
    desk.paper(id)
    plan = desk.plans.standing(id).plan
    try:
        found = completions(plan, where, typed) if typed else suggestions_for(plan, where)
    except ModuleNotFoundError as error:
        raise explained(error) from error
    return Choices(items=[Choice(typed=one.words, source=one.nearness) for one in found])
