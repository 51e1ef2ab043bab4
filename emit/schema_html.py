"""The reference of the schema: one HTML page in both languages, made from the schema itself, that
needs nothing else. Everything in it is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from kehoach.emit.plain_page import plain_page
from kehoach.schema.contract import (
    FIRST_VERSION,
    OF_MODEL,
    SCHEMA_ID,
    Description,
    descriptions,
    models,
)
from kehoach.schema.models import SCHEMA_VERSION

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem}"
    "body{color:#1b1b1b;background:#fff}"
    "h2{margin-top:2.5rem;border-bottom:2px solid #ccc}a{color:#1d5a8a}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}code{font-size:.9em}small{color:#555}"
    "@media print{body{margin:0}}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}a{color:#8cc8ff}"
    "th{background:#2a2a2a}th,td{border-color:#444}small{color:#bbb}}"
)
_BODY = """\
<p><code>{schema_id}</code></p>
<p>{contents}</p>
{models}"""
_MODEL = """\
<section id="{name}">
<h2>{name}</h2>
<p>{vi}<br><span lang="en">{en}</span></p>
<table>
<tr><th>Trường<br><small>Field</small></th><th>Kiểu<br><small>Type</small></th>\
<th>Ý nghĩa</th><th lang="en">Meaning</th></tr>
{fields}</table>
</section>
"""
_FIELD = """\
<tr><td><code>{name}</code>{note}</td><td>{type}</td><td>{vi}</td><td lang="en">{en}</td></tr>
"""
_NOTHING = Description(vi="", en="")


def reference() -> str:
    """The page: each model with its fields, their types and what they mean."""
    told = {name: model for name, model in models().items() if "properties" in model}
    body = _BODY.format(
        schema_id=escape(SCHEMA_ID),
        contents=" · ".join(map(_link, told)),
        models="".join(_model(name, model) for name, model in told.items()),
    )
    return plain_page(f"kehoach: JSON {SCHEMA_VERSION}", body, style=_STYLE)


def _model(name: str, model: Mapping[str, Any]) -> str:
    known = descriptions().get(name, {})
    whole = known.get(OF_MODEL, _NOTHING)
    required = model.get("required", ())
    fields = (
        _field(
            field, definition, description=known.get(field, _NOTHING), is_required=field in required
        )
        for field, definition in model["properties"].items()
    )
    return _MODEL.format(
        name=escape(name), vi=escape(whole.vi), en=escape(whole.en), fields="".join(fields)
    )


def _field(
    name: str, definition: Mapping[str, Any], description: Description, *, is_required: bool
) -> str:
    notes = []
    if not is_required:
        notes.append("có thể vắng / may be absent")
    if description.since != FIRST_VERSION:
        notes.append(f"từ / since {description.since}")
    note = f"<br><small>{escape('; '.join(notes))}</small>" if notes else ""
    return _FIELD.format(
        name=escape(name),
        note=note,
        type=" | ".join(dict.fromkeys(_types(definition))),
        vi=escape(description.vi),
        en=escape(description.en),
    )


def _types(definition: Mapping[str, Any]) -> Iterator[str]:
    """The types that a field may have, models as links."""
    if "$ref" in definition:
        model = definition["$ref"].rpartition("/")[2]
        yield _link(model) if model in descriptions() else "…"  # any value of JSON
    elif "anyOf" in definition:
        for one in definition["anyOf"]:
            yield from _types(one)
    elif "enum" in definition or "const" in definition:
        values = definition.get("enum", (definition.get("const"),))
        yield from (f"<code>{escape(str(value))}</code>" for value in values)
    elif definition.get("type") == "array":
        inside = definition.get("items", {})
        kinds = " | ".join(dict.fromkeys(_types(inside))) if isinstance(inside, dict) else ""
        yield f"[{kinds or '…'}]"
    else:
        form = f" ({definition['format']})" if "format" in definition else ""
        yield escape(f"{definition.get('type', 'object')}{form}")


def _link(model: str) -> str:
    """The name of a model, leading to its section."""
    name = escape(model)
    return f'<a href="#{name}">{name}</a>'
