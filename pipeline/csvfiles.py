"""CSV as people save it: commas, semicolons or tabs, UTF-8 or the Windows code page."""

# A cell that begins so is run as a formula by Excel, LibreOffice or Google Sheets
# (OWASP, "CSV Injection"); an apostrophe before it makes it text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it.

    One that only looks so already gets another, so that `as_written` gives back every text.

    >>> defused("=1+1"), defused("'=1+1"), defused("Mål")
    ("'=1+1", "''=1+1", 'Mål')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def as_written(text: str) -> str:
    """The text as it was before `defused`: what a spreadsheet gives back is found again.

    >>> as_written("'-4"), as_written("'s-Gravenhage")
    ('-4', "'s-Gravenhage")
    """
    is_defused = text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS)
    return text[1:] if is_defused else text


def decode_csv(content: bytes) -> str:
    """The text in UTF-8, with or without a byte-order mark, else in Windows-1252.

    Norwegian Excel saves the latter unless it is told otherwise.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def csv_delimiter(text: str) -> str:
    """The comma, semicolon or tab that the header line has most of.

    >>> csv_delimiter("id;text;context")
    ';'
    """
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)
