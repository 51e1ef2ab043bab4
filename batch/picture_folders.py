"""Folders that are one paper: nothing but the pictures of its pages.

A folder below that of the batch that holds no folder, and nothing but pictures whose names differ
in their numbers alone (`1.jpg`, `2.jpg`; `trang 01.png`; `IMG_0412.HEIC`), is one paper under the
name of the folder, its pages in the order of the numbers. Pictures that lie in the batch's own
folder, or beside anything else, are a paper each.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from kehoach.batch.model import Input
from kehoach.ingest.page_order import are_numbered_pictures, natural_key


def with_picture_folders(inputs: Iterable[Input]) -> list[Input]:
    """Inputs, those of a folder of page pictures made one.

    >>> found = with_picture_folders([Input("kh/10.jpg"), Input("kh/2.jpg"), Input("a.pdf")])
    >>> [(one.name, one.parts) for one in found]
    [('kh', ('kh/2.jpg', 'kh/10.jpg')), ('a.pdf', ())]
    >>> [one.name for one in with_picture_folders([Input("1.jpg"), Input("2.jpg")])]
    ['1.jpg', '2.jpg']
    """
    found = list(inputs)
    by_folder: dict[str, list[Input]] = {}
    with_folders: set[str] = set()
    for one in found:
        folder = _folder_of(one.name)
        by_folder.setdefault(folder, []).append(one)
        with_folders.add(_folder_of(folder))
    papers: list[Input] = []
    for folder, members in by_folder.items():
        if folder and folder not in with_folders and _are_pages(members):
            papers.append(_paper(folder, members))
        else:
            papers += members
    return papers


def _paper(folder: str, pages: list[Input]) -> Input:
    ordered = sorted(pages, key=lambda one: natural_key(PurePosixPath(one.name).name))
    parts = tuple(one.name for one in ordered)
    stamps = [one.stamp for one in ordered]
    return Input(folder, stamp=" ".join(stamps) if all(stamps) else "", parts=parts)


def _are_pages(members: list[Input]) -> bool:
    if any(one.refusal is not None for one in members):
        return False
    return are_numbered_pictures([PurePosixPath(one.name).name for one in members])


def _folder_of(name: str) -> str:
    folder, _, _ = name.rpartition("/")
    return folder
