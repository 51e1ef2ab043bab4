"""Build the samples' files from their YAML sources: `python -m samples.build [ID …] [--pdf]`.

The same source gives the same text, expected.json and HTML, byte for byte, and the same parts of
the DOCX. PDF needs LibreOffice (`soffice`) and the Liberation fonts; without `--pdf` the committed
ones are left alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from samples._docx import render as render_docx
from samples._expected import expected
from samples._html import render as render_html
from samples._source import HERE, load, sample_ids
from samples._text import render as render_text


def texts(sample: str) -> dict[str, str]:
    """File name -> content of everything that is text."""
    source = load(sample)
    made = {
        f"{sample}.txt": render_text(source),
        "expected.json": json.dumps(expected(source), ensure_ascii=False, indent=1) + "\n",
    }
    if source["layout"].get("html"):
        made[f"{sample}.html"] = render_html(source)
    return made


def build(sample: str, pdf: bool) -> None:
    folder = HERE / sample
    for name, content in texts(sample).items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    document = folder / f"{sample}.docx"
    document.write_bytes(render_docx(load(sample)))
    if pdf:
        to_pdf(document)


def to_pdf(document: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit(
            "soffice is missing: apt-get install -y libreoffice-writer fonts-liberation"
        )
    with tempfile.TemporaryDirectory() as profile:
        command = [
            office,
            "--headless",
            f"-env:UserInstallation=file://{profile}",
            "--convert-to",
            "pdf",
        ]
        subprocess.run(  # noqa: S603 - our own file, our own command line
            [*command, "--outdir", str(document.parent), str(document)],
            check=True,
            capture_output=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ids", nargs="*", help="all when none is named")
    parser.add_argument("--pdf", action="store_true", help="rebuild the PDFs too")
    arguments = parser.parse_args()
    for sample in arguments.ids or sample_ids():
        build(sample, arguments.pdf)
        print(f"built {sample}")


if __name__ == "__main__":
    main()
