"""What a person may choose for a value instead of typing it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kehoach.corrections.suggesting import suggestions as suggestions_for
from kehoach.desk.answers import Choice, Choices
from kehoach.desk.routes.common import PaperId, TheDesk

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
) -> Choices:
    """The bodies, or times, that the words of a row name, then those of its chapter and of the
    paper. Empty for fields of other kinds."""
    desk.paper(id)
    found = suggestions_for(desk.plans.standing(id).plan, where)
    return Choices(items=[Choice(typed=one.words, source=one.nearness) for one in found])
