"""Typefaces of Debian packages that hold every Vietnamese letter -> a folder of small copies for
drawing.

    python -m tools.line_reader.faces OUTDIR

A copy keeps only the letters of `alphabet` and no kerning (Word sets none by default). Its name
tells its kind: `times__`, `serif__`, `sans__`. Packages: fonts-liberation2 fonts-croscore
fonts-freefont-ttf fonts-texgyre fonts-linuxlibertine fonts-noto-core fonts-dejavu
fonts-crosextra-carlito fonts-ebgaramond fonts-sil-charis fonts-sil-gentiumplus fonts-open-sans
fonts-roboto-unhinted fonts-lato fonts-lmodern. What lacks a letter is left out.
"""

from __future__ import annotations

import argparse
from fnmatch import fnmatch
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError
from tools.line_reader.alphabet import LETTERS

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/share/texmf/fonts/opentype"),
    Path("/usr/share/texlive"),
)
KINDS = {
    "times": (
        "*liberation2/LiberationSerif*",
        "*croscore/Tinos*",
        "*freefont/FreeSerif*",
        "*texgyretermes*",
        "*stix/STIX*",
    ),
    "serif": (
        "*LinLibertine_R*",
        "*noto/NotoSerif-Regular*",
        "*noto/NotoSerif-Bold.*",
        "*noto/NotoSerif-Italic*",
        "*noto/NotoSerif-BoldItalic*",
        "*texgyrepagella-*",
        "*texgyreschola-*",
        "*texgyrebonum-*",
        "*DejaVuSerif*",
        "*crosextra/Caladea*",
        "*EBGaramond12-Regular*",
        "*EBGaramond12-Italic*",
        "*EBGaramond12-Bold.*",
        "*CharisSIL*",
        "*GentiumPlus-*",
        "*lmroman10-*",
    ),
    "sans": (
        "*croscore/Arimo*",
        "*crosextra/Carlito*",
        "*texgyreheros-*",
        "*DejaVuSans.ttf",
        "*DejaVuSans-Bold.ttf",
        "*noto/NotoSans-Regular*",
        "*noto/NotoSans-Bold.*",
        "*noto/NotoSans-Italic*",
        "*freefont/FreeSans*",
        "*open-sans/OpenSans-Regular*",
        "*open-sans/OpenSans-Semibold.*",
        "*open-sans/OpenSans-Italic*",
        "*Roboto-Regular*",
        "*Roboto-Bold.*",
        "*Roboto-Italic*",
        "*lato/Lato-Regular*",
        "*lato/Lato-Bold.*",
    ),
}
NEEDED = {letter for letter in LETTERS if letter.isalpha()} | set("–“”…")
"""What a typeface must hold: all letters and the signs of usual print."""


def covers(path: Path) -> bool:
    """Does the typeface hold every Vietnamese letter?"""
    try:
        letters = set(map(chr, TTFont(path, lazy=True).getBestCmap() or ()))
    except (TTLibError, OSError):
        return False
    return letters >= NEEDED


def shrink(path: Path, out: Path) -> None:
    """Write a copy with the reader's letters alone."""
    options = subset.Options()
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = [1, 2]
    options.drop_tables += ["GPOS", "GSUB", "kern"]
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(letter) for letter in LETTERS] + [32])
    subsetter.subset(font)
    subset.save_font(font, str(out), options)


def main() -> None:
    """Find, check, shrink; print what was taken and left."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    files = [
        path
        for folder in FOLDERS
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".ttf", ".otf")
    ]
    seen: set[str] = set()
    for kind, patterns in KINDS.items():
        for pattern in patterns:
            for path in files:
                if not fnmatch(str(path), pattern) or path.name in seen:
                    continue
                seen.add(path.name)
                if covers(path):
                    shrink(path, out / f"{kind}__{path.name}")
                else:
                    print(f"left out, lacks letters: {path.name}")
    taken = list(out.iterdir())
    print(f"{len(taken)} typefaces, {sum(path.stat().st_size for path in taken) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
