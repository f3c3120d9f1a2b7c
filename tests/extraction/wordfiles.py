"""Small Word files made of the XML that a test is about."""

import io
import zipfile

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """The DOCX with that inside `w:body`; a part is named by its kind: styles, say.

    A kind that ends in digits (header1) gets that name as its relation's id, so that the body can
    point at it.
    """
    files = {main: f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"}
    relations = []
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        if not content.startswith("<?") and not content.startswith("<html"):
            content = f"<w:{root} {SPACES}>{content}</w:{root}>"
        files[f"word/{name}.xml"] = content
        relations.append((name, kind, f"{name}.xml"))
    files["[Content_Types].xml"] = _content_types(main, [name for name, *_ in relations])
    files["_rels/.rels"] = _relations([("rId1", "officeDocument", main)])
    files["word/_rels/document.xml.rels"] = _relations(relations)
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """An archive of those files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _content_types(main: str, names: list[str]) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    named = {f"/word/{name}.xml": name.rstrip("0123456789") for name in names}
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{word}.{kind}+xml"/>'
        for name, kind in {f"/{main}": "document.main", **named}.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{space}">{default}{overrides}</Types>'


def _relations(rows: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for name, kind, target in rows
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{lines}</Relationships>'


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{letters(text, run)}</w:p>"


def letters(text: str, run: str = "") -> str:
    """One run."""
    return f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def styled(name: str, text: str) -> str:
    """A paragraph with a style."""
    return paragraph(text, f'<w:pStyle w:val="{name}"/>')


def item(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph in a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, numbered)


def level(index: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, lists: str = "") -> str:
    """A numbering part with one pattern, list 1 that follows it, and further lists."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{lists}'
    )


def style(name: str, shown: str, properties: str = "", based_on: str = "", run: str = "") -> str:
    """A paragraph style."""
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>{based}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    """A table's row; a cell is given whole, or as its text."""
    return f"<w:tr>{''.join(c if c.startswith('<') else cell(paragraph(c)) for c in cells)}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    """A table's cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
