"""A sheet as one HTML page that needs nothing else and can be mailed. By Jinja2, which escapes
everything from outside; a content security policy lets nothing run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Template

from kehoach.emit.letters.model import Letter, indices_of
from kehoach.emit.letters.wording import (
    addressee,
    answer_help,
    answer_lines,
    counts,
    place_of_point,
    praise,
    say,
    thanks,
)
from kehoach.emit.report_page import picture_url
from kehoach.emit.templates import templates_in


def to_html(letter: Letter) -> bytes:
    """The page."""
    return _template().render(letter=letter).encode("utf-8")


@cache
def _template() -> Template:
    environment = templates_in(Path(__file__).parent)
    environment.globals.update(
        say=say,
        addressee=addressee,
        answer_help=answer_help,
        answer_lines=answer_lines,
        thanks=thanks,
        counts=counts,
        praise=praise,
        place_of_point=place_of_point,
        indices_of=indices_of,
        picture_url=picture_url,
    )
    return environment.get_template("letter.html.jinja")
