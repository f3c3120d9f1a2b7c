"""CSV as people save it: commas, semicolons or tabs, UTF-8 or the Windows code page."""


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
