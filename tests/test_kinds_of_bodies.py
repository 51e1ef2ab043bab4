"""How far the names of kinds of bodies go, against data/parsers/kinds_of_bodies.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.asides.asides import tells_who_pays
from kehoach.parsers.items.bodies.learned_kinds import kinds, stop_of_kind
from kehoach.parsers.items.bodies.lists_before_colons import whole_list
from kehoach.parsers.items.bodies.sentence_owners import owners_in

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/kinds_of_bodies.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "want"), DATA["sentences"].items())
def test_owners_of_sentences(text: str, want: str) -> None:
    owners = owners_in(text, None)
    assert f"{owners.lead} | {owners.coordinating}" == want


def test_kinds_are_nouns() -> None:
    assert {"cơ quan đăng ký đầu tư", "doanh nghiệp viễn thông"} <= kinds()
    assert not {"đơn vị tổ chức thực hiện", "cơ quan kiểm tra", "cơ quan chức năng"} & kinds()


def test_text_without_a_kind_has_no_stop() -> None:
    assert stop_of_kind(Cell("cơ quan kiểm tra hồ sơ"), 0) == 0


@pytest.mark.parametrize(("text", "want"), DATA["lists"].items())
def test_lists_are_whole(text: str, want: str) -> None:
    assert whole_list(want.partition(";")[0], text) == want


@pytest.mark.parametrize("text", DATA["who_pays"])
def test_who_pays_is_no_work(text: str) -> None:
    assert tells_who_pays(text)


@pytest.mark.parametrize("text", DATA["nobody_pays"])
def test_what_somebody_does_is_work(text: str) -> None:
    assert not tells_who_pays(text)
