"""What the drawn lines say: running text of administration, cells, figures, symbols, names, and
syllables in no order.

Files in the data folder: `admin.xz`, `general.xz` (one sentence a line), `syllables.tsv` (syllable
first), `places.txt` (names of units, one a line). All are made from the shared corpus and gazetteer
by `prepare`.
"""

from __future__ import annotations

import lzma
import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.line_reader.alphabet import readable

LONG_LEADER = "……"
"""How any run of six or more dots is told: nobody counts the dots of a form."""
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_BODIES = (
    "UBND HĐND TTg CP BTC BNV BCĐ TTHC CCHC KHCN BTP BTTTT BKHCN BCA BGDĐT BYT BXD BNNMT TU ĐU "
    "HU UB VP VPCP SNV SYT STTTT SKHCN SGDĐT STC SXD TTPVHCC VHXH KTHT&ĐT VHTT MTTQ CCB HND "
    "LHPN ĐTN BHXH CAX CAP BCHQS PCCC ATTP QLNN CBCC CCVC DVC DVCTT CNTT CĐS GD&ĐT TN&MT "
    "LĐTBXH NN&PTNT NTM OCOP PAPI SIPAS PARINDEX DTI HCC KSTTHC TCCB TW QH UBTVQH"
).split()
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_KINDS = "KH QĐ NQ CT TB BC CV TT NĐ HD TTr CTr ĐA GM PA BB QC KL QyĐ TTLT".split()
_FAMILY = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Lưu "
    "Mai Đào Hà Cao Tạ Tô Trịnh Đoàn Lương Chu Quách Tống Lâm Vi Lò Hoàng Giàng Vàng Lường Cà "
    "Quàng Triệu Bàn Nông Thạch Sơn Kim Y A Đàm Nghiêm"
).split()
_MIDDLE = (
    "Văn Thị Đức Hữu Minh Ngọc Thanh Xuân Quang Quốc Công Đình Thu Hồng Kim Anh Bá Duy Gia Thế "
    "Trọng Mạnh Tuấn Viết Như"
).split()
_GIVEN = (
    "Hùng Hương Đam Dũng Thủy Thuỷ Hoà Hòa Tuấn Linh Hạnh Phúc Trường Sơn Hải Yến Loan Nga "
    "Quỳnh Thắng Bảy Tám Phượng Nguyệt Huệ Cường Kiên Lợi Nghĩa Mỹ Khuê Đạt Toản Thuý Vượng "
    "Ước Ưng Sửu Tỵ Hợi Khoẻ Nhã Diễm Bằng Hiển Tiến Ánh"
).split()
_OFFICES = (
    "CHỦ TỊCH|PHÓ CHỦ TỊCH|KT. CHỦ TỊCH|TM. ỦY BAN NHÂN DÂN|TL. CHỦ TỊCH|CHÁNH VĂN PHÒNG|"
    "Q. CHỦ TỊCH|TUQ. CHỦ TỊCH|KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TRƯỞNG PHÒNG|KT. TRƯỞNG BAN|BÍ THƯ|"
    "TM. BAN THƯỜNG VỤ|TM. BAN CHỈ ĐẠO|NGƯỜI LẬP BIỂU"
).split("|")
_CELLS = (
    "Thường xuyên|Hàng quý|Hằng năm|Hàng tháng|Cả năm|Trong năm|Quý I|Quý II/2025|Quý IV|"
    "Tháng 12|TT|STT|Nội dung|Nhiệm vụ|Ghi chú|Đơn vị chủ trì|Đơn vị phối hợp|Cơ quan chủ trì|"
    "Cơ quan phối hợp|Thời gian|Thời gian hoàn thành|Sản phẩm|Kết quả|Kế hoạch|Báo cáo|"
    "Quyết định|Tờ trình|Công văn|Văn phòng HĐND&UBND|Văn phòng HĐND và UBND|Phòng Kinh tế|"
    "Phòng Văn hóa - Xã hội|Phòng Kinh tế, Hạ tầng và Đô thị|Trung tâm Phục vụ hành chính công|"
    "Công an|Ban CHQS|Trạm Y tế|Các tổ dân phố|Tổ công nghệ số cộng đồng|Các đơn vị liên quan|"
    "x|X|-|1|2|3|I|II|III|Tổng|Cộng|Người|%|100%|Tỷ lệ|Đạt|Kinh phí|Không|Có|Lãnh đạo UBND|"
    "UBND phường|UBND xã|nt|Nt|Như trên|Năm 2025|Năm 2026"
).split("|")
_UNITS = (
    "triệu đồng|tỷ đồng|đồng|m²|km²|m³|km|người|hộ|%|cuộc|lượt|ha|tấn|°C|TTHC|hồ sơ|bộ|lớp|"
    "buổi|phút|ngày"
).split("|")


class Wording:
    """A source of lines. `seed` makes it repeatable; `folder` holds the data files."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.admin = _sentences(folder / "admin.xz")
        self.general = _sentences(folder / "general.xz")
        rows = (folder / "syllables.tsv").read_text(encoding="utf-8").splitlines()[1:]
        self.syllables = [
            row.split("\t")[0] for row in rows if row and row.split("\t")[0].isalpha()
        ]
        self.places = (folder / "places.txt").read_text(encoding="utf-8").split("\n")
        self._kinds: list[tuple[float, Callable[[int], str]]] = [
            (0.40, lambda n: self.span(self.admin, n)),
            (0.06, lambda n: self.span(self.general, n)),
            (0.13, self.cell),
            (0.11, self.disorder),
            (0.09, lambda n: self.span(self.admin, n).upper()),
            (0.13, self.with_figures),
            (0.05, self.names),
            (0.03, self.form),
        ]

    def line(self, length: int) -> str:
        """A line of about `length` letters, only letters that the reader knows."""
        chance = self.random
        kind = chance.choices(
            [make for _, make in self._kinds], [share for share, _ in self._kinds]
        )[0]
        text = self._signs(self._marked(kind(length)))
        text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
        return " ".join(readable(text)[: length + 8].split())

    def span(self, sentences: Sequence[str], length: int) -> str:
        """A run of whole words from a sentence."""
        sentence = self.random.choice(sentences)
        if len(sentence) <= length:
            return sentence
        start = self.random.randrange(len(sentence) - length + 1)
        if start:
            start = sentence.find(" ", start) + 1
        part = sentence[start : start + length]
        end = part.rfind(" ")
        part = part[:end] if end > length * 0.5 else part
        return part if len(part) > 1 else sentence[:length]

    def symbol(self) -> str:
        """The number and symbol of a paper: 45/KH-UBND, 57-NQ/TW, 01/2025/TT-BNV."""
        chance = self.random
        number = f"{chance.choice([chance.randint(1, 99), chance.randint(1, 9999)])}"
        number = number.zfill(2) if chance.random() < 0.5 else number
        kind, body, second = chance.choice(_KINDS), chance.choice(_BODIES), chance.choice(_BODIES)
        year = chance.randint(2004, 2031)
        return chance.choices(
            [
                f"{number}/{kind}-{body}",
                f"{number}-{kind}/{body}",
                f"{number}/{year}/{kind}-{body}",
                f"{number}/{body}-{second}",
                f"{kind}-{body}",
                f"/{kind}-{body}",
                f"{number}/{year}/QH{chance.randint(11, 16)}",
                f"{number}{chance.choice('abc')}/{kind}-{body}",
                f"Số: {number}/{kind}-{body}",
                f"Số: /{kind}-{body}",
            ],
            [30, 8, 10, 12, 6, 4, 4, 3, 12, 4],
        )[0]

    def date(self) -> str:
        """A date or a stretch of time, as papers write them."""
        chance = self.random
        day, month, year = chance.randint(1, 31), chance.randint(1, 12), chance.randint(2009, 2035)
        quarter, hour, minute = (
            chance.choice(["I", "II", "III", "IV"]),
            chance.randint(0, 23),
            chance.choice([0, 15, 30, 45]),
        )
        until = year + chance.randint(1, 6)
        return chance.choice(
            [
                f"{day:02d}/{month:02d}/{year}",
                f"{day}/{month}/{year}",
                f"{day}/{month}",
                f"{day:02d}/{month}/{year}",
                f"{month}/{year}",
                f"{day}.{month}.{year}",
                f"{day}-{month}-{year}",
                f"ngày {day} tháng {month} năm {year}",
                f"ngày {day:02d} tháng {month:02d} năm {year}",
                f"ngày {day}/{month}/{year}",
                f"Quý {quarter}/{year}",
                f"quý {quarter}",
                f"Quý {quarter} năm {year}",
                f"Tháng {month}/{year}",
                f"tháng {month:02d}/{year}",
                f"Trước {day}/{month}/{year}",
                f"Trước ngày {day:02d}/{month}",
                f"Năm {year}",
                f"{year}-{until}",
                f"{year} - {until}",
                f"giai đoạn {year}-{until}",
                f"{hour}h{minute:02d}",
                f"{hour:02d} giờ {minute:02d}",
                f"{hour}h{minute:02d} - {hour + 1}h{minute:02d}",
                f"{day:02d}-{day + 2:02d}/{month}",
                f"năm {year}.",
            ]
        )

    def figure(self) -> str:
        """A number as papers write it: shares, sums, ordinals."""
        chance = self.random
        small, large = chance.randint(0, 99), chance.randint(1, 999)
        return chance.choice(
            [
                str(small),
                f"{small:02d}",
                str(chance.randint(0, 9)),
                f"{small}%",
                f"{small},{chance.randint(0, 99)}%",
                f"0,{chance.randint(1, 9)}%",
                f"{small},{chance.randint(0, 9)} %",
                "100%",
                f"{large}.{chance.randint(0, 999):03d}",
                f"{large}.{chance.randint(0, 999):03d}.{chance.randint(0, 999):03d}",
                f"({small})",
                f"{large},{chance.randint(0, 999)}",
                f"{chance.randint(1, 9)}.{chance.randint(1, 12)}.",
                f"{chance.randint(1, 9)}.{chance.randint(1, 12)}",
                f"{chance.randint(1, 9)}.{chance.randint(1, 9)}.{chance.randint(1, 9)}.",
                f"{large} {chance.choice(_UNITS)}",
                f"{small},{chance.randint(1, 9)} {chance.choice(_UNITS)}",
                f"{chance.choice('IVX')}{chance.choice(['', 'I', 'II', 'V'])}.{small}",
                f"{small}/{large}",
                f"≥ {small}%",
                f"{small:02d}-{small + 2:02d}",
                f"{large}/{large}",
                f"+{small}",
                f"-{small}%",
                f"{small} - {small + 5}%",
                " ".join(str(chance.randint(0, 9999)) for _ in range(chance.randint(2, 4))),
                f"{chance.randint(100, 999)} {chance.randint(100, 999)}",
                f"0{chance.randint(2, 9)}{chance.randint(10**7, 10**8)}",
            ]
        )

    def cell(self, length: int) -> str:
        """What a table's cell, or one line of it, holds: one to six words or figures."""
        chance = self.random
        word = chance.random()
        if word < 0.3:
            return chance.choice(_CELLS)
        if word < 0.6:
            return " ".join(self.span(self.admin, max(length, 12)).split()[: chance.randint(1, 6)])
        if word < 0.7:
            return self.place()
        make = chance.choice([self.figure, self.figure, self.date, self.symbol])
        return " ".join(make() for _ in range(1 if chance.random() < 0.8 else 2))

    def place(self) -> str:
        """A unit's name, as the gazetteer has it or without its kind."""
        name = self.random.choice(self.places)
        form = self.random.random()
        if form < 0.2:
            return name.upper()
        if form < 0.4:
            return "UBND " + name[:1].lower() + name[1:]
        if form < 0.6:
            return name[:1].lower() + name[1:]
        return name

    def person(self) -> str:
        """A person's name."""
        chance = self.random
        middle = chance.sample(_MIDDLE, chance.choice([0, 1, 1, 1, 2]))
        name = " ".join([chance.choice(_FAMILY), *middle, chance.choice(_GIVEN)])
        return name.upper() if chance.random() < 0.15 else name

    def office(self) -> str:
        """Under what title a paper is signed."""
        return self.random.choice(_OFFICES)

    def names(self, length: int) -> str:
        """Persons, places, offices, one after the other."""
        chance = self.random
        parts: list[str] = []
        while sum(map(len, parts)) + 2 * len(parts) < length:
            makes: list[Callable[[], str]] = [self.person, self.place, self.place, self.office]
            parts.append(chance.choice(makes)())
            if chance.random() < 0.4:
                break
        return chance.choice([", ", " - ", "; ", ": ", " "]).join(parts)

    def disorder(self, length: int) -> str:
        """Syllables in no order, a third of them with a tone of chance: nothing to guess from."""
        chance = self.random
        words: list[str] = []
        while sum(map(len, words)) + len(words) < length:
            word = chance.choice(self.syllables)
            word = self._toned(word) if chance.random() < 0.4 else word
            if chance.random() < 0.06:
                word = "".join(
                    chance.choice(
                        "abcdđeghiklmnopqrstuvxyàảãáạăắằẳẵặâấầẩẫậêếềểễệôốồổỗộơớờởỡợưứừửữự"
                    )
                    for _ in range(3)
                )
            case = chance.random()
            word = word.capitalize() if case < 0.3 else word.upper() if case < 0.42 else word
            words.append(word + (chance.choice(",.;:)/-!?”") if chance.random() < 0.12 else ""))
        return " ".join(words)

    def _toned(self, syllable: str) -> str:
        """The syllable with another tone on one of its vowels."""
        letters = unicodedata.normalize("NFD", syllable)
        letters = "".join(letter for letter in letters if letter not in _TONES[1:])
        vowels = [place for place, letter in enumerate(letters) if letter in "aeiouy"]
        if not vowels:
            return syllable
        at = self.random.choice(vowels) + 1
        while at < len(letters) and unicodedata.combining(letters[at]):
            at += 1
        return unicodedata.normalize(
            "NFC", letters[:at] + self.random.choice(_TONES) + letters[at:]
        )

    def with_figures(self, length: int) -> str:
        """Running text in which some words gave way to figures, dates, symbols, short forms and
        places."""
        chance = self.random
        words = self.span(self.admin, length).split(" ")
        makes: list[Callable[[], str]] = [
            self.figure,
            self.date,
            self.symbol,
            self.symbol,
            self.place,
            self.person,
            lambda: (
                chance.choice(_BODIES)
                + chance.choice(
                    ["", ";", ",", ".", "&" + chance.choice(_BODIES), "-" + chance.choice(_BODIES)]
                )
            ),
        ]
        for _ in range(chance.randint(1, 3)):
            words[chance.randrange(len(words))] = chance.choice(makes)() + chance.choice(
                ["", "", "", ",", ";", "."]
            )
        return " ".join(words)

    def form(self, length: int) -> str:
        """A form's line with dotted leaders, or an entry of a table of contents."""
        chance = self.random
        label = self.span(self.admin, max(6, length // 2))
        return chance.choice(
            [
                f"{label}: {LONG_LEADER}",
                f"{label} {LONG_LEADER} {chance.randint(1, 60)}",
                f"Số: {LONG_LEADER}/KH-UBND",
                f"{label}{LONG_LEADER}{chance.randint(1, 60)}",
                f"ngày {LONG_LEADER} tháng {LONG_LEADER} năm {chance.randint(2015, 2030)}",
                f"{LONG_LEADER}, ngày … tháng … năm 20…",
                LONG_LEADER,
                f"{label} {LONG_LEADER}; {LONG_LEADER}",
                f"ngày ... tháng ... năm {LONG_LEADER}",
            ]
        )

    def _marked(self, text: str) -> str:
        """Now and then with a list mark before it, a closing mark or a footnote's figure behind
        a word."""
        chance = self.random
        if chance.random() < 0.14:
            mark = chance.choice(
                [
                    "- ",
                    "- ",
                    "- ",
                    "+ ",
                    "+ ",
                    "* ",
                    "• ",
                    "– ",
                    f"{chance.randint(1, 30)}. ",
                    f"{chance.randint(1, 9)}) ",
                    f"{chance.choice('abcdđeghiklmn')}) ",
                    f"{chance.choice(_ROMAN)}. ",
                    f"{chance.randint(1, 9)}.{chance.randint(1, 12)}. ",
                    f"({chance.randint(1, 9)}) ",
                    f"Điều {chance.randint(1, 40)}. ",
                    f"{chance.randint(1, 9)}.{chance.randint(1, 9)}.{chance.randint(1, 9)}. ",
                    f"{chance.choice('ABCD')}. ",
                    "-",
                ]
            )
            text = mark + text
        if chance.random() < 0.05:
            text = text.rstrip(".,;:") + chance.choice(
                [".", ";", ":", "./.", ",", "…", "...", "!", "?"]
            )
        if chance.random() < 0.03 and " " in text:
            words = text.split(" ")
            at = chance.randrange(len(words))
            if words[at] and (words[at][-1].isalpha() or words[at][-1] in ".,;”)"):
                words[at] += chance.choice("¹¹¹²²³³⁴⁵⁶⁷⁸⁹") + (
                    chance.choice("⁰¹²³⁴⁵") if chance.random() < 0.25 else ""
                )
                text = " ".join(words)
        return text.title() if chance.random() < 0.03 else text

    def _signs(self, text: str) -> str:
        """Quotes, dashes and dots as word processors set them; the corpus has them plain."""
        chance = self.random
        if '"' in text and chance.random() < 0.7:
            text = re.sub('(^|[ (])"', "\\1“", text).replace('"', "”")
        elif chance.random() < 0.08 and " " in text:
            words = text.split(" ")
            first = chance.randrange(len(words))
            last = min(len(words) - 1, first + chance.randint(0, 5))
            marks = chance.choice(["“”", "“”", "“”", '""', '""', "‘’", "''"])
            words[first] = marks[0] + words[first]
            words[last] += marks[1] + chance.choice(["", "", ",", ";", "."])
            text = " ".join(words)
        elif chance.random() < 0.03:
            text = chance.choice([text + chance.choice('”"'), chance.choice('“"') + text])
        if chance.random() < 0.3:
            text = text.replace("...", "…")
        if chance.random() < 0.25:
            text = text.replace(" - ", " – ")
        if chance.random() < 0.06:
            text = re.sub(r"(?<=\d)-(?=\d)", "–", text)
        if chance.random() < 0.3:
            text = text.replace("'", "’")
        return re.sub(r"\.{6,}|…{2,}", LONG_LEADER, text)


def _sentences(path: Path) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [sentence for sentence in file.read().split("\n") if len(sentence) > 8]
