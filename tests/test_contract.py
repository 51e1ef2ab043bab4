"""What other systems build on: every field is described, the schema is open, older and later plans
are read, days are such as a calendar has, a plan tells what made it (docs/contract.md)."""

from __future__ import annotations

import copy
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from read_papers import contract, plan_of
from test_cli import kehoach
from test_pipeline import SAMPLES

from kehoach import __version__
from kehoach.emit import schema_html
from kehoach.emit.ics import to_ics
from kehoach.emit.json import from_json, to_json
from kehoach.emit.origin import Origin
from kehoach.errors import ImpossibleDateError, NotAPlanError
from kehoach.ingest.options import ReadOptions
from kehoach.pipeline import extract
from kehoach.provenance import digests_of_models
from kehoach.schema.contract import OF_MODEL, descriptions, json_schema, models
from kehoach.schema.models import SCHEMA_VERSION, Plan
from kehoach.schema.rules.judging import judged_again

ROOT = Path(__file__).parent.parent
OLDER = Path(__file__).parent / "data" / "schema" / "older"
PAPER = OLDER / "tan-khe.txt"
VERSIONS = sorted(OLDER.glob("plan-*.json"))
WITH_MARKS = re.compile("[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]")


def with_fields() -> dict[str, dict[str, Any]]:
    return {name: model for name, model in models().items() if "properties" in model}


# --- descriptions ---------------------------------------------------------------------------------


def test_every_field_is_described_in_both_languages() -> None:
    found = {name: {*model["properties"], OF_MODEL} for name, model in with_fields().items()}
    told = {name: set(fields) for name, fields in descriptions().items()}
    assert told == found  # nothing is missing, nothing speaks of what is gone


@pytest.mark.parametrize("model", list(descriptions()))
def test_a_description_is_vietnamese_then_english(model: str) -> None:
    for name, description in descriptions()[model].items():
        assert WITH_MARKS.search(description.vi.lower()), name
        assert description.en.split()[0].isascii(), name  # examples are Vietnamese
        assert description.vi != description.en
        assert re.fullmatch(r"1\.\d+", description.since)


def test_schema_carries_the_descriptions() -> None:
    schema = json_schema()
    for name, model in with_fields().items():
        for field, definition in model["properties"].items():
            vietnamese, english = definition["description"].split("\n")
            assert (vietnamese, english) == (
                descriptions()[name][field].vi,
                descriptions()[name][field].en,
            )
    assert "Một văn bản" in schema["description"]


def test_schema_names_no_model_that_it_lacks() -> None:
    named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(json_schema())))
    assert named == set(json_schema()["$defs"])


# --- open for additions ---------------------------------------------------------------------------


def test_schema_is_open_and_names_its_version() -> None:
    schema = json_schema()
    assert schema["$id"].endswith(f"/plan-{SCHEMA_VERSION}.json")
    assert '"additionalProperties": false' not in json.dumps(schema)
    assert "const" not in schema["properties"]["schema_version"]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_older_plans_are_valid_and_read(path: Path) -> None:
    told = json.loads(path.read_bytes())
    assert told["schema_version"] == "1.0"
    contract().validate(told)
    plan = from_json(path.read_bytes())
    assert plan.schema_version == SCHEMA_VERSION
    assert [task.id for task in plan.tasks] == [task["id"] for task in told["tasks"]]
    assert len(plan.findings) == len(told["findings"])
    contract().validate(json.loads(to_json(plan)))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_commands_read_older_plans(path: Path, tmp_path: Path) -> None:
    checked = kehoach("check", path, cwd=tmp_path)
    assert checked.returncode == 1
    assert b"invalid_date" in kehoach("check", path, "--format", "json", cwd=tmp_path).stdout
    again = kehoach("extract", path, cwd=tmp_path)
    assert again.returncode == 0
    assert json.loads(again.stdout)["schema_version"] == SCHEMA_VERSION


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_an_older_plan_has_a_calendar(path: Path) -> None:
    calendar = to_ics(from_json(path.read_bytes()), Origin("tan-khe.txt")).decode()
    uids = re.findall("^UID:(.+)$", calendar, re.MULTILINE)
    assert len(set(uids)) == len(uids) > 1


def test_the_paper_of_the_older_plans_is_read_as_then() -> None:
    """What the fixtures hold is what this version reads, too: nothing was lost on the way."""
    plan = plan_of(PAPER)
    for path in VERSIONS:
        told = from_json(path.read_bytes())
        assert [task.task for task in told.tasks] == [task.task for task in plan.tasks]
        assert [target.text for target in told.targets] == [target.text for target in plan.targets]


def test_names_that_are_not_known_are_left_out_and_told() -> None:
    told = json.loads(VERSIONS[0].read_bytes())
    told["schema_version"] = "1.9"
    told["mood"] = "vui"
    told["tasks"][1]["lead"]["phone"] = {"number": 1}
    plan = from_json(json.dumps(told).encode())
    (finding,) = [one for one in plan.findings if one.code == "unknown_names"]
    assert "/mood" in finding.evidence
    assert "/tasks/1/lead/phone" in finding.evidence
    assert "2 tên" in finding.message
    assert finding.severity == "warning"
    known = from_json(VERSIONS[0].read_bytes())
    assert plan.model_copy(update={"findings": known.findings}) == known
    assert from_json(to_json(plan).encode()) == plan  # told once, not again each time


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*-*")))
def test_findings_of_a_plan_read_again_are_the_same(sample: str) -> None:
    """Rules that ask for the table of a row are not told it by the id."""
    plan = plan_of(SAMPLES / sample / f"{sample}.docx")
    again = judged_again(from_json(to_json(plan).encode()))
    assert again.findings == plan.findings


def test_unknown_names_are_still_told_when_findings_are_made_anew() -> None:
    told = json.loads(to_json(plan_of(PAPER)))
    told["tasks"][0]["laed"] = {"raw": "Công an phường"}
    plan = judged_again(from_json(json.dumps(told).encode()))
    assert "/tasks/0/laed" in next(
        one.evidence for one in plan.findings if one.code == "unknown_names"
    )


def test_apply_tells_names_that_it_does_not_know(tmp_path: Path) -> None:
    told = json.loads(to_json(plan_of(PAPER)))
    (tmp_path / "a.json").write_text(json.dumps(told), "utf-8")
    told["tasks"][0]["laed"] = {"raw": "Công an phường"}
    told["tasks"][0]["number"] = "9"
    (tmp_path / "b.json").write_text(json.dumps(told), "utf-8")
    done = kehoach("apply", "b.json", "a.json", cwd=tmp_path)
    assert done.returncode == 0
    assert b"/tasks/0/laed" in done.stderr


def test_something_wrong_beside_an_unknown_name_is_still_refused() -> None:
    told = json.loads(VERSIONS[0].read_bytes())
    told["mood"] = "vui"
    del told["tasks"][0]["task"]
    with pytest.raises(NotAPlanError) as caught:
        from_json(json.dumps(told).encode())
    assert "/tasks/0/task" in caught.value.message("vi")


@pytest.mark.parametrize("version", ["2.0", "0.9", "1", "1.x", "", 1.1, None])
def test_another_contract_is_refused(version: object) -> None:
    told = json.loads(VERSIONS[0].read_bytes())
    told["schema_version"] = version
    with pytest.raises(NotAPlanError) as caught:
        from_json(json.dumps(told).encode())
    assert "/schema_version" in caught.value.message("en")


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "day"),
    [
        (("document", "issued_on"), "2031-13"),
        (("document", "issued_on"), "2031-02-29"),
        (("document", "period", "end"), "2031-06-31"),
        (("tasks", 0, "deadline", "end"), "2031-00-10"),
        (("document", "legal_bases", 0, "date"), "0000-01-01"),
    ],
    ids=str,
)
def test_a_day_that_no_calendar_has_is_refused_with_a_sentence(
    path: tuple[str | int, ...], day: str, tmp_path: Path
) -> None:
    told = json.loads(VERSIONS[-1].read_bytes())
    place: Any = told
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = day
    with pytest.raises(ImpossibleDateError) as caught:
        from_json(json.dumps(told).encode())
    for lang in ("vi", "en"):
        assert day in caught.value.message(lang)
        assert f"/{'/'.join(map(str, path))}" in caught.value.message(lang)


@pytest.mark.parametrize("day", ["2032-02-29", "2031-12", "2031", None])
def test_a_day_of_the_calendar_is_read(day: str | None) -> None:
    told = copy.deepcopy(json.loads(VERSIONS[-1].read_bytes()))
    told["document"]["issued_on"] = day
    assert from_json(json.dumps(told).encode()).document.issued_on == day


def test_the_command_says_so(tmp_path: Path) -> None:
    told = json.loads(VERSIONS[-1].read_bytes())
    told["tasks"][0]["deadline"]["end"] = "2031-02-30"
    (tmp_path / "a.json").write_text(json.dumps(told), "utf-8")
    done = kehoach("--lang", "vi", "check", "a.json", cwd=tmp_path)
    assert done.returncode == 3
    assert "ngày không có trong lịch: 2031-02-30" in done.stderr.decode()


# --- what made it ---------------------------------------------------------------------------------


def test_a_plan_tells_what_made_it() -> None:
    generator = extract(PAPER, ReadOptions(pages=((1, 2),), dpi=200)).generator
    assert generator is not None
    assert (generator.name, generator.version) == ("kehoach", __version__)
    assert generator.options.pages == ((1, 2),)
    assert generator.options.dpi == 200
    assert generator.models == digests_of_models()
    assert {"line-reader.onnx", "ngrams.npy", "diacritics.onnx"} <= set(generator.models)
    assert all(re.fullmatch("[0-9a-f]{12}", digest) for digest in generator.models.values())


def test_what_made_a_plan_is_short_and_the_same_every_time() -> None:
    first, second = (extract(PAPER, ReadOptions(jobs=jobs)) for jobs in (1, 2))
    assert first.generator == second.generator
    assert first.generator is not None
    assert len(first.generator.model_dump_json()) < 700
    assert digests_of_models() is digests_of_models()  # once a process


def test_every_plan_of_a_sample_has_ids_and_a_generator() -> None:
    plan = plan_of(SAMPLES / "tuong-thuat" / "tuong-thuat.docx")
    assert plan.generator is not None
    assert plan.id is not None
    assert isinstance(plan, Plan)


# --- the reference --------------------------------------------------------------------------------


class Page(HTMLParser):
    """The tags, links and places of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.links.add(found.get("href") or "#")
        self.places.add(f"#{found.get('id', '')}")


def test_the_reference_holds_every_field_in_both_languages(tmp_path: Path) -> None:
    done = kehoach("schema", "--format", "html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    page = Page()
    page.feed(text)
    assert page.links <= page.places  # every link leads somewhere, and none leaves the page
    assert not page.tags & {"script", "img", "link", "iframe"}
    for name, fields in descriptions().items():
        assert f'<section id="{name}">' in text
        for field in fields:
            assert field == OF_MODEL or f"<code>{field}</code>" in text
    assert "Cơ quan chủ trì." in text
    assert "Who leads." in text
    assert SCHEMA_VERSION in text


def test_the_reference_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = schema_html.Description(vi="<script>x</script>", en='"&<b>')
    known = {"Plan": {OF_MODEL: evil, "tasks": evil}, "Task": {}}
    monkeypatch.setattr(schema_html, "descriptions", lambda: known)
    text = schema_html.reference()
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text
