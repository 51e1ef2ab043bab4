"""Pages of the site that are made from the program itself, for mkdocs (`hooks` of mkdocs.yml): the
commands, from the words of `--help`, and the reference of the fields, from the schema.

A symbolic link in docs/ is a page that stands elsewhere for other readers (SECURITY.md …).
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).parent.parent))

from kehoach.cli import build
from kehoach.commands.manual import manual_of
from kehoach.commands.manual_forms import markdown
from kehoach.commands.session import Session
from kehoach.emit.schema_html import reference


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that no file holds."""
    session = Session("vi")
    made = {
        "commands.md": markdown(manual_of(build(session), session.say)),
        "plan-fields.html": reference(),
    }
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The links of a page that stands at the top of the checkout, as they are in docs/."""
    source = page.file.abs_src_path
    if source is None or not Path(source).is_symlink():
        return markdown
    return markdown.replace("](docs/", "](")
