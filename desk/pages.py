"""Pictures of pages, drawn in a process of its own when they are first asked for, then kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from kehoach.batch.isolated import page_isolated
from kehoach.batch.model import PageOrder
from kehoach.batch.pictures import has_pictures, whole_page
from kehoach.desk.failures import NoPagePictureError, NoSuchThingError
from kehoach.desk.papers import Folders
from kehoach.desk.plans import Plans
from kehoach.desk.settings import Settings
from kehoach.emit.files import atomic_write
from kehoach.schema.models import Source, SourcePage

DPI = 110.0
DRAWN_AT_ONCE = 1
PREPARED = 3
"""Pages that are drawn as soon as a paper was read."""


class Pages:
    """The pictures of pages of papers."""

    def __init__(self, settings: Settings, folders: Folders, plans: Plans) -> None:
        self._settings, self._folders, self._plans = settings, folders, plans
        self.thread = ThreadPoolExecutor(DRAWN_AT_ONCE, thread_name_prefix="kehoach-page")

    def stop(self) -> None:
        """Nothing is drawn any more."""
        self.thread.shutdown(wait=True, cancel_futures=True)

    def prepare(self, id: str, source: Source) -> None:
        """Begin to draw the first pages, before anybody asks for them."""
        if has_pictures(source):
            for page in source.pages[:PREPARED]:
                self.thread.submit(self._kept, id, source, page)

    def at_hand(self, id: str, number: int) -> bytes | None:
        """A page as PNG, where it was drawn before; waits for nobody."""
        try:
            return self._folders.page(id, number).read_bytes()
        except FileNotFoundError:
            return None

    def picture(self, id: str, number: int) -> bytes:
        """A page as PNG. Raises NoSuchThingError, NoPagePictureError, and what drawing raises."""
        source = self._plans.standing(id).machine.source
        page = next((one for one in source.pages if one.number == number), None)
        if not has_pictures(source):
            raise NoPagePictureError
        if page is None:
            raise NoSuchThingError(what="trang", thing="page")
        path = self._folders.page(id, number)
        if path.is_file():
            return path.read_bytes()
        return self.thread.submit(self._kept, id, source, page).result()

    def _kept(self, id: str, source: Source, page: SourcePage) -> bytes:
        """A page that was drawn before, or is now, and is kept."""
        path = self._folders.page(id, page.number)
        if path.is_file():
            return path.read_bytes()
        drawn = self._draw(id, source, page=page)
        with self._plans.lock(id):
            if self._folders.paper(id).is_dir():  # not deleted meanwhile
                path.parent.mkdir(exist_ok=True, mode=0o700)
                atomic_write(path, drawn)
        return drawn

    def _draw(self, id: str, source: Source, page: SourcePage) -> bytes:
        names = self._folders.file_names(id)
        order = PageOrder(
            folder=str(self._folders.root),
            name=names[0],
            media_type=source.media_type,
            page=whole_page(page),
            dpi=DPI,
            parts=tuple(names) if len(names) > 1 else (),
        )
        return page_isolated(order, self._settings.options.memory, walls=self._folders.reach())
