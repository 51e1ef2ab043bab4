"""Offices: the phrase of an owner's cell -> the bodies it names, each by its full name in one
spelling.

The words are compared with a directory (offices.yaml) without regard to case, diacritics and
punctuation, the longest name first: commas inside a name need no rule. What it does not know is cut
at lists and kept as written; a typing error is forgiven when only one name is near.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from kehoach.normalize.offices.cell import SENTENCES, Cell
from kehoach.normalize.offices.directory import AND
from kehoach.normalize.offices.hamlets import names_hamlet
from kehoach.normalize.offices.levels import PlanUnit, with_level
from kehoach.normalize.offices.lines import in_brackets, lines_of
from kehoach.normalize.offices.places import each_place
from kehoach.normalize.offices.remarks import behind_remark, skip_remark
from kehoach.normalize.offices.spelling import schools_spelt, spelt, unknown_spelt
from kehoach.normalize.offices.value import OfficesValue
from kehoach.normalize.text import strip_diacritics
from kehoach.patterns import compile_regex


@dataclass(frozen=True, slots=True)
class _Body:
    """One body of a cell; `printed` are the words that name it."""

    name: str
    printed: str
    is_collective: bool = False
    is_known: bool = False


@dataclass(slots=True)
class _Reader:
    """Goes through the words of one cell from left to right and collects bodies.

    `plan` is the unit of the plan; `prefix` the word that opened the last body: in "Phòng Kinh
    tế, Văn hóa - Xã hội" it is thought before the second name.
    """

    cell: Cell
    plan: PlanUnit
    bodies: list[_Body] = field(default_factory=list)
    prefix: str = ""

    def run(self) -> None:
        """Read the whole cell."""
        index = 0
        while index < self.cell.size:
            if self.cell.is_one_of("connectives", index):
                index += 1
            elif skipped := self.cell.phrase_size("skip", index) or self.cell.honorific(index):
                index += skipped
            elif (stop := self._nobody_stop(index)) > index:
                index = stop
            else:
                index = max(self._read_body(index), index + 1)

    def _nobody_stop(self, index: int) -> int:
        """Behind a person, with what tells their office, or behind words that are no body."""
        cell = self.cell
        stop = cell.person_stop(index)
        if stop == index:
            return cell.nobody_stop(index)
        if stop < cell.size and not cell.words[stop].is_cut:
            role = self._known_name(stop) if cell.phrase_size("roles", stop) else None
            role = role or self._role(stop)
            if role is not None and cell.directory.kinds.get(role[0]) != "ward":
                return role[1]
        return stop

    def _role(self, index: int) -> tuple[str, int] | None:
        """An office that somebody holds in a body ("Giám đốc | Sở Tài chính"), and where it
        stops. In "Chủ tịch, các Phó Chủ tịch UBND" the body is told behind the second."""
        cell = self.cell
        size = cell.phrase_size("roles", index)
        body = index + size
        if not size or body >= cell.size:
            return None
        word = cell.words[body]
        if not word.gap.strip() and not cell.is_and(body):
            known = self._known_name(body)
            stop = known[1] if known else 0
        else:
            second = cell.part_begin(body)
            second += cell.phrase_size("roles", second) if second < cell.size else 0
            is_shared = body < second < cell.size and (word.follows_comma or cell.is_and(body))
            known = self._known_name(second) if is_shared else None
            stop = body
        if known is None:
            return None
        name = known[0]
        if known[1] == stop and not word.is_capital:
            name = name[0].lower() + name[1:]
        return f"{cell.printed(index, body)} {name}", stop

    def _read_body(self, index: int) -> int:
        """Take the body that begins at a word; where to read on."""
        is_collective = self.cell.opens_collective(index)
        if not is_collective and self.cell.longest_name(index) is None:
            role = self._role(index)
            if role is not None and (stop := self.cell.units_stop(role[1])) > role[1]:
                return self._take_many(index, stop)  # "Cục trưởng Cục Thuế | các tỉnh"
            if role is not None:
                self._add(_Body(role[0], self.cell.printed(index, role[1]), is_known=True))
                return skip_remark(self.cell, role[1])
        units_stop = self._units_stop(index)
        if units_stop > index:
            return self._take_many(index, units_stop)
        if not (is_collective and self._is_no_name(index)):
            known = self._known_name(index)
            if known is not None:
                return self._take_known(index, *known)
        if is_collective:
            return self._take_collective(index)
        return self._take_unknown(index)

    def _units_stop(self, index: int) -> int:
        """Where the words stop that make the name which begins here that of many; `index` where
        none do."""
        found = self.cell.longest_name(index)
        if found is None:
            return index
        stop = self.cell.units_stop(found[1])
        return stop if stop > found[1] else index

    def _is_no_name(self, index: int) -> bool:
        """Whether a phrase for many bodies is not the beginning of a longer name that is listed."""
        found = self.cell.longest_name(index)
        if found is None:
            return True
        _, stop = found
        return stop < index + self.cell.phrase_size("collective", index)

    def _take_known(self, index: int, name: str, stop: int) -> int:
        cell = self.cell
        if stop < cell.size and (gives := cell.phrase_size("gives", stop)):
            return stop + gives  # who orders it does not do it
        self._add(_Body(name, cell.printed(index, stop), is_known=True))
        if not self.prefix or self.cell.opens_body(index):
            self.prefix = self.cell.words[index].unmarked
        return skip_remark(self.cell, stop)

    def _take_many(self, index: int, units_stop: int) -> int:
        """Take a name that the words behind it make that of many ("UBND phường, xã, đặc khu")."""
        cell, stop = self.cell, units_stop
        while stop < cell.size and not (self._ends_collective(stop) or self._ends_units(stop)):
            stop += 1
        name_stop = cell.name_stop(index, stop)
        name = cell.printed(index, name_stop)
        self._add(_Body(name, name, is_collective=True, is_known=True))
        self.prefix = cell.words[index].unmarked
        return behind_remark(self.cell, name_stop, stop)

    def _take_collective(self, index: int) -> int:
        cell = self.cell
        stop = self._collective_stop(index)
        if self._opens_list_of_names(index, stop):
            self.prefix = cell.words[index + 1].unmarked
            return stop
        name_stop = cell.name_stop(index, stop)
        if name_stop > index + 1 or not cell.is_one_of("plural", index):
            printed = name = cell.printed(index, name_stop)
            if cell.lists_schools(index) or cell.lists_schools(index + 1):
                name = schools_spelt(name)
            self._add(_Body(name, printed, is_collective=True, is_known=True))
        elif several := self._several(stop):
            name = f"{cell.printed(index, name_stop)} {several[0]}"
            printed = cell.printed(index, several[1])
            self._add(_Body(name, printed, is_collective=True, is_known=True))
            return skip_remark(self.cell, several[1])
        self.prefix = cell.words[min(index + 1, cell.size - 1)].unmarked
        return behind_remark(self.cell, name_stop, stop)

    def _opens_list_of_names(self, index: int, stop: int) -> bool:
        """ "Các sở: Y tế, Tư pháp": the names behind the colon are the bodies."""
        cell = self.cell
        if stop != index + 2 or stop >= cell.size or ":" not in cell.words[stop].gap:
            return False
        prefix = cell.words[index + 1].unmarked
        return cell.longest_name(stop, prefix) is not None

    def _several(self, index: int) -> tuple[str, int] | None:
        """A name of which a unit has many, and where it stops."""
        cell = self.cell
        found = cell.longest_name(index) if index < cell.size else None
        if found is None or found[0] not in cell.directory.several:
            return None
        name, stop = self._known_name(index) or found
        units_stop = cell.units_stop(stop)
        if units_stop > stop:
            return f"{name} {cell.printed(stop, units_stop)}", units_stop
        return name, stop

    def _take_unknown(self, index: int) -> int:
        stop = self._unknown_stop(index)
        name_stop = self.cell.name_stop(index, stop)
        if name_stop == stop:
            longer = self.cell.misspelt_name_stop(index, stop)
            if longer and (longer == self.cell.size or self._may_end_before(longer)):
                name_stop = stop = longer
        self._add_unknown(index, name_stop)
        return behind_remark(self.cell, name_stop, stop)

    def _known_name(self, index: int) -> tuple[str, int] | None:
        """A name of the directory that ends where a name may end, with its level; and where it
        stops."""
        cell = self.cell
        found = cell.longest_name(index)
        if found is None and self.prefix and not cell.opens_body(index):
            found = cell.longest_name(index, self.prefix)
        if found is None:
            return None
        name, stop = found
        owner_stop = cell.owner_stop(index, stop)
        if owner_stop > stop:
            return f"{name} {cell.printed(stop, owner_stop)}", owner_stop
        level_stop = cell.level_stop(stop)
        if self._goes_on_over(index, stop):
            return None
        if level_stop == stop:
            is_of_province = cell.directory.kinds[name] == "province"
            if is_of_province and stop < cell.size and not cell.is_short_form(stop):
                level_stop = cell.place_stop(stop)
            if level_stop < cell.size and not self._may_end_before(level_stop):
                return None
        return self._with_level(name, stop, level_stop=level_stop), level_stop

    def _goes_on_over(self, begin: int, stop: int) -> bool:
        """Whether a comma or "và" behind a listed name is inside a longer one ("Ban Chỉ đạo cải
        cách hành chính | và chuyển đổi số")."""
        cell = self.cell
        place = cell.place_stop(stop)
        if cell.goes_on_with_part(begin, place):
            return cell.longest_name(cell.part_begin(place)) is None
        return self._goes_on_with_field(begin, stop)

    def _goes_on_with_field(self, begin: int, index: int) -> bool:
        """Whether a field follows in the name of a board, which has many."""
        cell = self.cell
        if index >= cell.size or not cell.phrase_size("takes_fields", begin):
            return False
        word = cell.words[index]
        if word.is_cut or not (word.follows_comma or cell.is_and(index)):
            return False
        field_begin = cell.part_begin(index)
        if field_begin >= cell.size:
            return False  # "Ban Chỉ đạo chuyển đổi số và"
        if cell.words[field_begin].is_capital and word.follows_comma:
            return False
        return not (self._may_begin(field_begin) or cell.is_one_of("plural", field_begin - 1))

    # --- where a body ends ------------------------------------------------------------------------

    def _may_end_before(self, index: int) -> bool:
        """Whether a known name may end before this word."""
        cell = self.cell
        word = cell.words[index]
        is_end = word.is_cut or cell.opens_clause(index) or cell.is_one_of("ends_name", index)
        if is_end:
            is_list = word.unmarked == AND and index + 1 < cell.size
            return self._may_begin(index + 1) if is_list else True
        if "&" in word.gap and self._may_begin(index):
            return True
        if not word.follows_mark:
            return cell.runs_on(index)
        if self._may_begin(index) or not word.is_capital:
            return True
        if not self.prefix:
            return False
        return cell.longest_name(index, self.prefix) is not None

    def _may_begin(self, index: int) -> bool:
        """Whether a new body may begin here."""
        cell = self.cell
        if cell.longest_name(index) is not None:
            return True
        if cell.opens_body(index) or cell.opens_collective(index):
            return True
        if index == 0 or not cell.words[index].is_capital:  # "…, đổi mới sáng tạo" of a board
            return index > 0 and names_hamlet(cell, index)
        prefix = self.prefix or cell.words[0].unmarked
        return cell.longest_name(index, prefix) is not None

    def _collective_stop(self, index: int) -> int:
        """Where a phrase for many bodies stops: its list of general nouns goes on over commas and
        "và"."""
        stop = index + self.cell.phrase_size("collective", index)
        of_units = self.cell.phrase_size("bodies_of_units", index) > 0
        stop = self._behind_branches(stop)
        while stop < self.cell.size:
            role = self.cell.role_of_many(stop)
            if not role and (self._ends_collective(stop) or (of_units and self._ends_units(stop))):
                break
            stop = self.cell.owning_stop(stop) or stop + (role or 1)
        return stop

    def _behind_branches(self, index: int) -> int:
        """ "Các | chi nhánh Văn phòng Đăng ký đất đai": behind the branches of a body that stand at
        a word, and its name; the word itself where no name goes on with them."""
        cell = self.cell
        stop = index + cell.phrase_size("branches", index) if index < cell.size else index
        if stop == index or stop >= cell.size or cell.words[stop].gap != " ":
            return index
        named = cell.longest_name(stop) if cell.words[stop].is_capital else None
        return cell.level_stop(named[1]) if named is not None else index

    def _ends_collective(self, index: int) -> bool:
        cell = self.cell
        word = cell.words[index]
        if word.is_cut or (word.is_dashed and self._may_begin(index)):
            return True
        if word.follows_comma and not self._goes_on(index):
            return True
        if self._joins(index) and not self._goes_on(index + 1):
            return True
        if cell.is_one_of("plural", index - 1) and cell.follows("roles", index - 1):
            return False  # "Thủ trưởng các | Hạt Kiểm lâm"
        return cell.runs_on(index) and not cell.is_one_of("opens_owned", index - 1)

    def _ends_units(self, index: int) -> bool:
        """Whether a list of units or of kinds of schools ends here: "các xã, phường | và hộ"."""
        joins = self._joins(index)
        if not (joins or self.cell.words[index].follows_comma):
            return False
        begin = index + 1 if joins else index
        return not any(self.cell.phrase_size(key, begin) for key in ("unit_nouns", "schools"))

    def _joins(self, index: int) -> bool:
        """Whether "và" or "hoặc" stands here, and a word behind it."""
        return self.cell.is_one_of("and_or", index) and index + 1 < self.cell.size

    def _goes_on(self, index: int) -> bool:
        """Whether the list of a collective goes on here: a generic noun, or a word that opens
        nothing."""
        cell = self.cell
        if cell.is_one_of("plural", index):
            return False
        if cell.phrase_size("schools", index):
            return True
        if cell.phrase_size("things", index):
            return cell.longest_name(index) is None
        if cell.words[index].is_capital:
            return cell.is_noun_for_many(index)
        if size := cell.phrase_size("generic", index):
            return cell.phrase_size("collective", index) <= size  # "…, | ban nhân dân các ấp"
        return not self._may_begin(index)

    def _unknown_stop(self, index: int) -> int:
        """Where a body that the directory does not know stops; an office that it opens with is one
        ("Phó | Hiệu trưởng Lê Thị Nga")."""
        stop = index + max(1, self.cell.phrase_size("roles", index))
        while stop < self.cell.size and not self._ends_unknown(stop, index):
            stop = self.cell.owning_stop(stop) or stop + 1
        return stop

    def _ends_unknown(self, index: int, begin: int) -> bool:
        cell = self.cell
        word = cell.words[index]
        if word.is_cut:
            return True
        if cell.goes_on_with_part(begin, index) or self._is_inside_part(begin, index):
            return False
        if self._joins(index) and self._may_begin(index + 1):
            return True
        joins = "/" in word.gap or word.gap == " & "
        lists_another = word.follows_comma or joins or word.is_dashed
        if lists_another and self._may_begin(index):
            return True
        if cell.phrase_size("incomplete", begin) == index - begin:
            return False  # "Cục | Điện lực"
        if cell.is_one_of("plural", index) and cell.units_stop(index) > index:
            return False  # "Tổ bảo vệ rừng | các thôn"
        return cell.runs_on(index) and cell.owner_stop(begin, index) == index

    def _is_inside_part(self, begin: int, index: int) -> bool:
        """Whether the word before was the "và" or the "các" of a part that goes on."""
        before = index - 1
        if before <= begin:
            return False
        if self.cell.goes_on_with_part(begin, before):
            return True
        return before - 1 > begin and self.cell.goes_on_with_part(begin, before - 1)

    # --- names ------------------------------------------------------------------------------------

    def _with_level(self, name: str, stop: int, level_stop: int) -> str:
        return with_level(self.cell, name, level_at=(stop, level_stop), plan=self.plan)

    def _add(self, body: _Body) -> None:
        """Add a body, unless it is there already."""
        keys = {strip_diacritics(other.name) for other in self.bodies}
        if body.name and strip_diacritics(body.name) not in keys:
            self.bodies.append(body)

    def _add_unknown(self, index: int, stop: int) -> None:
        """Add the words of a body that is not listed: by the one name that is near, else as
        printed."""
        cell = self.cell
        for name_stop in (self._before_level(index, stop), stop):
            nearest = cell.nearest_name(index, name_stop)
            if nearest is not None:
                name = self._with_level(nearest, name_stop, level_stop=stop)
                self._add(_Body(name, cell.printed(index, stop), is_known=True))
                return
        if cell.size <= SENTENCES or cell.opens_body(index):
            name = cell.printed(index, stop)
            if _HAS_A_WORD.search(name):
                self._add(_Body(unknown_spelt(cell, index, stop), name))

    def _before_level(self, index: int, stop: int) -> int:
        """Where the level begins that ends at `stop`; `stop` where there is none."""
        for begin in range(index + 1, stop):
            if self.cell.level_stop(begin) == stop:
                return begin
        return stop


_HAS_A_WORD = compile_regex(r"\p{L}{2}")


@lru_cache(maxsize=4096)
def parse_offices(raw: str, level: str | None = None, place: str | None = None) -> OfficesValue:
    """The text of an owner's cell -> its bodies in order, none twice.

    `level` is the level of the plan ("phường", "xã"), written at the end of the names that want
    one; `place` the name of its unit, behind which no body needs it ("Công an xã Tân Khê"). Bodies
    of other units keep the names of these.

    >>> parse_offices("VP HĐND&UBND, P. VHXH", "xã").units
    ('Văn phòng HĐND và UBND xã', 'Phòng Văn hóa - Xã hội')
    >>> parse_offices("UBND xã Đồng Chừa, Sở Y tế tỉnh Vĩnh Lạc", "tỉnh", "Vĩnh Lạc").units
    ('UBND xã Đồng Chừa', 'Sở Y tế')
    """
    plan = PlanUnit(level, place)
    reader = _Reader(Cell(spelt(lines_of(each_place(raw)))), plan)
    reader.run()
    if not reader.bodies and (inner := in_brackets(raw)):  # "Đ/c Tuấn | (Công an xã)"
        reader = _Reader(Cell(spelt(inner)), plan)
        reader.run()
        reader.bodies = [body for body in reader.bodies if body.is_known]
    return OfficesValue(
        raw,
        units=tuple(body.name for body in reader.bodies),
        collective=tuple(body.is_collective for body in reader.bodies),
        known=tuple(body.is_known for body in reader.bodies),
        printed=tuple(body.printed for body in reader.bodies),
    )
