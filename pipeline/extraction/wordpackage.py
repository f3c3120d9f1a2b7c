"""A Word file's parts: the archive, its XML, and how one part leads to another.

Read without python-docx, which opens neither strict files nor .docm and .dotx, and gives up where
a part is missing that the text doesn't need.
"""

import lzma
import posixpath
import zipfile
import zlib
from functools import cache
from io import BytesIO
from typing import Any

import lxml.etree

from pipeline.errors import DocumentError
from pipeline.extraction.elements import Fault

_MAX_UNPACKED = 500_000_000  # bytes; a few packed kilobytes can hold more than any memory
_MAIN = "word/document.xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_W = f"{_TRANSITIONAL}wordprocessingml/2006/main"
_R = f"{_TRANSITIONAL}officeDocument/2006/relationships"
_SPACES = {
    "w": _W,
    "r": _R,
    "a": f"{_TRANSITIONAL}drawingml/2006/main",
    "dgm": f"{_TRANSITIONAL}drawingml/2006/diagram",
    "m": f"{_TRANSITIONAL}officeDocument/2006/math",
    "mc": f"{_TRANSITIONAL}markup-compatibility/2006",
    "rel": f"{_TRANSITIONAL}package/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
# Strict files use names of their own for the same elements.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", _SPACES["a"].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram", _SPACES["dgm"].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _SPACES["m"].encode()),
)


@cache
def q(name: str) -> str:
    """The qualified name for a prefixed one.

    >>> q("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def value(element: Any, default: str = "") -> str:
    """The element's `w:val`; the default without the element or the attribute."""
    return default if element is None else element.get(q("w:val"), default)


def whole(element: Any, default: int) -> int:
    """The element's `w:val` as a whole number of at most six digits, else the default."""
    digits = value(element)
    return int(digits) if digits.isdigit() and len(digits) <= 6 else default


def is_on(switch: Any) -> bool:
    """Whether Word's switch is there and isn't set to off."""
    return switch is not None and value(switch) not in ("0", "false", "off")


def control_content(control: Any) -> Any:
    """What a content control (`w:sdt`) holds; None where it only asks to be filled in."""
    return None if asks_to_be_filled(control) else control.find(q("w:sdtContent"))


def asks_to_be_filled(control: Any) -> bool:
    """Whether a content control (`w:sdt`) shows only what a writer should put in its place."""
    return is_on(control.find(f"{q('w:sdtPr')}/{q('w:showingPlcHdr')}"))


# What the standard library raises for damaged archives, locked parts and wrong places in them.
_ZIP_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)


class Package:
    """The parts of one Word file by name; what can't be read of them is added to `faults`."""

    def __init__(self, data: bytes) -> None:
        self.faults: list[Fault] = []
        self._archive = _opened(data)
        # some writers use backslashes or another case than the relationships name
        self._names = {_canonical(n): n for n in reversed(self._archive.namelist())}
        self._known: dict[str, dict[str, tuple[str, str]]] = {}
        self.main = self._main_part()

    def _main_part(self) -> str:
        for kind, name in self._relations("").values():
            if kind == "officeDocument" and _canonical(name) in self._names:
                return name
        if _MAIN not in self._names:
            raise DocumentError("damaged", f"expected {_MAIN} in the archive, there is none")
        return _MAIN

    def raw(self, name: str) -> bytes | None:
        """The part's bytes; None where it is missing or damaged, the latter told as a fault."""
        stored = self._names.get(_canonical(name))
        if stored is None:
            return None
        try:
            return self._archive.read(stored)
        except _ZIP_FAULTS as err:
            self._tell(name, str(err))
            return None

    def part(self, name: str | None) -> Any:
        """The part's root element; None where it is missing or can't be read at all."""
        data = self.raw(name) if name else None
        if name is None or data is None:
            return None
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        try:
            return lxml.etree.fromstring(data, _parser(recover=False))
        except (lxml.etree.XMLSyntaxError, ValueError) as err:
            self._tell(name, str(err))
        try:
            return lxml.etree.fromstring(data, _parser(recover=True))
        except (lxml.etree.XMLSyntaxError, ValueError):
            return None

    def related(self, kind: str) -> str | None:
        """The main part's first part of a kind, e.g. "numbering"; None without one."""
        found = self._relations(self.main).values()
        return next((name for its_kind, name in found if its_kind == kind), None)

    def target(self, relation: str, source: str | None = None) -> str | None:
        """The part that a relation's id leads to, from the main part if no other is named."""
        found = self._relations(source or self.main).get(relation)
        return found[1] if found else None

    def _relations(self, source: str) -> dict[str, tuple[str, str]]:
        if source not in self._known:
            self._known[source] = self._read_relations(source)
        return self._known[source]

    def _read_relations(self, source: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").rpartition("/")[2],
                _joined(folder, relation.get("Target", "")),
            )
            for relation in root.iter(q("rel:Relationship"))
            if relation.get("TargetMode") != "External"
        }

    def _tell(self, name: str, message: str) -> None:
        detail = f"expected a whole part {name}, came: {message}; text may be missing"
        fault = Fault(None, "damaged", detail)
        if fault not in self.faults:
            self.faults.append(fault)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as err:
        raise DocumentError("damaged", f"expected a whole Word archive, came: {err}") from err
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise DocumentError("encrypted", "expected a Word document without a password")
    if unpacked > _MAX_UNPACKED:
        raise DocumentError(
            "too_large", f"expected at most {_MAX_UNPACKED} bytes unpacked, came {unpacked}"
        )
    return archive


def _parser(*, recover: bool) -> Any:
    return lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover
    )


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _joined(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
    )
