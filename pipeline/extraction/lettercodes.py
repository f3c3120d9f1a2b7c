"""Bytes of text → its letters, the encoding told by evidence before what the file says itself."""

import codecs
import re

from pipeline.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows, Macintosh and DOS, the last as Norwegian machines had it
_SINGLE = ("cp1252", "mac_roman", "cp865")
_USUAL = set("æøåÆØÅéèêóòôäöüÄÖÜÉ«»“”‘’–—…§°½•·× ´")
_MANY_MORE = 10  # valid letters for each byte that isn't: a text with a few foreign bytes in it
_MOST_WRONG = 0.01  # of the letters
_BY_NO_CHANCE = 3  # letters; in other encodings they would be a sign that stands before another
_TWICE = re.compile("[ÃÂ][\u0080-\u00bf¦¸¥†˜…˜–‚ƒ„‡ˆ‰Š‹ŒŽ‘’“”•—™š›œžŸ]")
_SAMPLE = 200_000  # bytes that single-byte encodings are told from


def decode_text(data: bytes, declared: str = "") -> str:
    """The text in the bytes; `declared` is what the file or its sender calls the encoding.

    UTF-8 is told by itself, whatever is declared, and so is UTF-16; else the declared encoding
    holds unless it can't be, and else the one that gives the letters a Norwegian text has. Text
    that was encoded twice is mended. Raises DocumentError where more than a few bytes break the
    encoding that their own mark names.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return _once(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(data):
        return _mixed(data)
    named = _codec(declared)
    if named:
        try:
            return data.decode(named)
        except (UnicodeError, LookupError):  # wrong, or a codec that isn't one of text
            pass
    best = max(_SINGLE, key=lambda encoding: _usual_letters(data[:_SAMPLE], encoding))
    return data.decode(best, "replace")


def is_wide_text(data: bytes) -> bool:
    """Whether the bytes are text in UTF-16 or UTF-32, marked or not."""
    return any(data.startswith(mark) for mark, _ in _MARKS[1:]) or _wide(data) is not None


def _marked(data: bytes, encoding: str) -> str:
    if encoding == "utf-8-sig":
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            return _mixed(data[len(codecs.BOM_UTF8) :])
    if len(data) % 2:
        data = data[:-1]  # a file cut in the middle of a letter
    text = data.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    if wrong > _MOST_WRONG * len(text):
        detail = f"expected text in {encoding}, came {wrong} signs that are none of it"
        raise DocumentError("damaged", detail)
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of western text is zero."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs < 4 or b"\x00" not in sample:
        return None
    high, low = sample[1 : 2 * pairs : 2].count(0), sample[0 : 2 * pairs : 2].count(0)
    if high > 0.8 * pairs and low < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if low > 0.8 * pairs and high < 0.05 * pairs else None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most is UTF-8, or the letters of Norwegian text are in it, which no chance gives."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(ord(letter) > 127 for letter in text) - wrong
    own = sum(letter in "æøåÆØÅ" for letter in text)
    return right >= _MANY_MORE * wrong or own >= _BY_NO_CHANCE


def _mixed(data: bytes) -> str:
    """UTF-8 with bytes of Windows text in it, as when files were put together."""
    return data.decode("utf-8", "windows-1252-bytes")


def _windows_bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.start + 1]
    return wrong.decode("cp1252", "replace"), error.start + 1


codecs.register_error("windows-1252-bytes", _windows_bytes)


def _once(text: str) -> str:
    """The text; decoded once more where it holds the traces of a second encoding and no others."""
    if len(_TWICE.findall(text)) < 2 or any(letter in "æøåÆØÅ" for letter in text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name if name.strip() else ""
    except (LookupError, ValueError):
        return None
    # browsers read both of these as Windows text, which holds all that they hold
    return "cp1252" if found in ("iso8859-1", "ascii") else found or None


def _usual_letters(data: bytes, encoding: str) -> int:
    """Letters that Norwegian text has beyond ASCII, less those that it hardly ever has."""
    beyond = [letter for letter in data.decode(encoding, "replace") if ord(letter) > 127]
    usual = sum(letter in _USUAL for letter in beyond)
    return 2 * usual - len(beyond)
