"""Tables of what was read: passages, cells, rejects, documents, sections."""

from pipeline.schemas.columns import data, flag, number, share, table, text, whole

ROLES = (
    "heading",
    "paragraph",
    "list_item",
    "table_cell",
    "caption",
    "header",
    "footer",
    "page_number",
)
DOCUMENT_KINDS = (
    "kommuneplan",
    "kommunedelplan",
    "økonomiplan",
    "årsbudsjett",
    "lederavtale",
    "bystyresak",
    "innspill",
    "årsrapport",
    "annet",
)
PARTS = ("kommune", "tjenesteområde", "tjeneste", "enhet", "personlig")

_BOX = {
    "x0": number(
        "left edge in points from the page's left; missing without a layout", nullable=True
    ),
    "top": number("upper edge in points from the page's top", nullable=True),
    "x1": number("right edge in points", nullable=True),
    "bottom": number("lower edge in points", nullable=True),
}

PASSAGES = table(
    "extraction",
    "passages",
    "Every piece of running text, heading, list item and table cell, in reading order.",
    ("passage_id",),
    passage_id=text("name made from document, page and text"),
    document_sha256=text("SHA-256 of the file, 64 hex digits"),
    page=whole("page, counted from 1; 1 where the format has no pages", least=1),
    block=whole("position in the document's reading order, counted from 0", least=0),
    text=text("the text in NFC, line breaks made spaces"),
    role=text("what the passage is on its page", among=ROLES),
    heading_path=text("the headings above, outermost first, joined by ' > '; empty at the top"),
    level=whole("for headings: depth, 1 is the outermost", nullable=True),
    is_footnote=flag("a note at the foot of its page, table or document"),
    ocr_confidence=share("mean confidence of recognised words; missing for text", nullable=True),
    **_BOX,
)

CELLS = table(
    "extraction",
    "tables",
    "Every cell of every table; a table that runs on over pages is one table.",
    ("document_sha256", "table", "row", "column"),
    document_sha256=text("SHA-256 of the file"),
    table=whole("table in the document, counted from 0", least=0),
    page=whole("page that the cell stands on, from 1", least=1),
    row=whole("row in the table, from 0, running on across pages", least=0),
    column=whole("column, from 0", least=0),
    text=text("the cell's text; empty for an empty cell"),
    row_span=whole("rows that the cell covers", least=1),
    column_span=whole("columns that the cell covers", least=1),
    passage_id=text("the passage that holds this cell; missing for an empty one", nullable=True),
    **_BOX,
)

REJECTS = table(
    "extraction",
    "rejects",
    "What could not be read, and why: whole files and single pages.",
    (),
    path=text("the file as it was named"),
    page=whole("the page, from 1; missing where it is the whole file", nullable=True),
    reason=text("a word for the kind of fault, e.g. encrypted, no_text_layer, truncated"),
    detail=text("what was expected and what came, in a sentence"),
)

QUALITY = table(
    "extraction",
    "quality",
    "What to know about how a file was read; a file that is as it should be has no row.",
    ("path", "flag"),
    path=text("the file as it was named"),
    document_sha256=text("SHA-256 of the file"),
    flag=text("a word for it, e.g. recognised, doubtful_recognition, garbled_text, joined_words"),
    page=whole("the page, where it concerns one alone", nullable=True, least=1),
    pages=text("the pages it concerns, e.g. '3, 7–9'; empty where it concerns the whole file"),
    count=whole("how many pages, or for doubtful_recognition how many passages", least=0),
    share=share("of the pages or recognised passages; missing without any", nullable=True),
    detail=text("what was expected and what came, in a sentence"),
)

FILES = table(
    "extraction",
    "files",
    "Every file that was read.",
    ("path",),
    path=text("the file as it was named, from the documents folder"),
    document_sha256=text("SHA-256 of the file"),
    document_id=text("the first 12 digits of it"),
    media_type=text("what the file's content says it is"),
    pages=whole("number of pages", least=0),
    passages=whole("number of passages", least=0),
)

CONTINUED = table(
    "extraction",
    "continued",
    "Where a passage goes on that a column's or page's end cut: its box has its first part alone.",
    ("passage_id", "part"),
    passage_id=text("the passage"),
    part=whole("which of the parts after the first, from 1", least=1),
    document_sha256=text("SHA-256 of the file"),
    page=whole("page that the part stands on, from 1", least=1),
    x0=number("left edge in points from the page's left"),
    top=number("upper edge in points from the page's top"),
    x1=number("right edge in points"),
    bottom=number("lower edge in points"),
)

DOCUMENTS = table(
    "parsing",
    "documents",
    "One row a document: what the register says, and what was guessed where it was silent.",
    ("document_id",),
    document_id=text("the first 12 digits of the file's SHA-256"),
    document_sha256=text("SHA-256 of the file"),
    path=text("the file, from the documents folder"),
    kind=text("document kind", among=DOCUMENT_KINDS),
    kind_source=text("where the kind comes from", among=("register", "guessed")),
    kind_evidence=text(
        "the words that speak for a guessed kind; missing where the register names it",
        nullable=True,
    ),
    title=text("title, from the register or the first heading"),
    unit=text("enhet", nullable=True),
    area=text("tjenesteområde", nullable=True),
    year=whole("first year it governs", nullable=True),
    year_to=whole("last year it governs", nullable=True),
    language=text("nb, nn or en", among=("nb", "nn", "en")),
    status=text("its standing, as the register says it, e.g. forslag, vedtatt", nullable=True),
    case_number=text("saksnummer", nullable=True),
    archive_number=text("arkivsaksnummer", nullable=True),
    pages=whole("number of pages", least=0),
)

SECTIONS = table(
    "parsing",
    "sections",
    "The documents' own structure: every statement with its place in its document.",
    ("section_id",),
    section_id=text("name made from the passages it stands in"),
    document_id=text("document"),
    sequence=whole("order in the document, from 0", least=0),
    kind=text("what it is: hovedmål, delmål, resultatmål, vedtakspunkt, merknad, avsnitt, …"),
    part=text("part of a lederavtale", nullable=True, among=PARTS),
    number=text("its own numbering, e.g. 4.2 or 5c", nullable=True),
    parent_section_id=text("the statement it stands under", nullable=True),
    heading_path=text("the headings above, joined by ' > '"),
    text=text("the statement"),
    page=whole("page it begins on", least=1),
    passage_id=text("the passage it begins in"),
    passage_ids=text("all its passages, joined by a space"),
    parties=text("the parties behind a merknad, joined by ', '", nullable=True),
    region=text(
        "part of a bystyresak: saksframlegg, innstilling, vedtak or merknad", nullable=True
    ),
    table=whole("table it stands in", nullable=True),
    row=whole("row in that table", nullable=True),
    column=whole("column in that table", nullable=True),
)

PICTURES = table(
    "pictures",
    "pictures",
    "The page around each goal that the report shows as evidence, one row a page it stands on.",
    ("goal_id", "page"),
    goal_id=text("goal"),
    page=whole("page it stands on, from 1", least=1),
    path=text(
        "the picture, in the report and in crops; missing where there is none", nullable=True
    ),
    width=whole("pixels", nullable=True, least=1),
    height=whole("pixels", nullable=True, least=1),
    reason=text(
        "why there is none: no_pages (the format has none), too_many (beyond pictures.most), "
        "not_covered (what is to be hidden wasn't found on the page), gone, changed, damaged, "
        "blank, too_slow, too_large, …",
        nullable=True,
    ),
)

CROPS = table(
    "pictures",
    "crops",
    "The pictures themselves, each once, as the report shows them.",
    ("path",),
    path=text("where it lies in the municipality's report, named by its content"),
    picture_sha256=text("its bytes, in hexadecimal digits"),
    content=data("its bytes: a picture in WebP"),
)
