"""PDF files written by hand, object by object, for what no typesetter would write."""

from collections.abc import Mapping, Sequence

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
A4 = "[0 0 595 842]"


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object's body."""
    head = f"<< {entries} /Length {len(content)} >>\nstream\n".encode("latin-1")
    return head + content + b"\nendstream"


def raw_pdf(objects: Mapping[int, bytes | str], trailer: str = "/Root 1 0 R") -> bytes:
    """A file of these objects, with a right cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        body = objects[number]
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode()
        out += body if isinstance(body, bytes) else body.encode("latin-1")
        out += b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        at = places.get(number)
        out += b"0000000000 65535 f \n" if at is None else f"{at:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
    return bytes(out)


def page_pdf(
    contents: Sequence[bytes],
    font: str = HELVETICA,
    more: Mapping[int, bytes | str] | None = None,
    page: str = "",
    resources: str = "",
) -> bytes:
    """A file with a page for each content stream; `more` are objects from 100 on."""
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(contents)))
    objects: dict[int, bytes | str] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        3: font,
    }
    for i, content in enumerate(contents):
        objects[10 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} /Contents {11 + 2 * i} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {resources} >> {page} >>"
        )
        objects[11 + 2 * i] = stream(content)
    return raw_pdf({**objects, **(more or {})})


def text(line: str, x: float = 72, y: float = 700, size: float = 12) -> bytes:
    """Operators that show a line."""
    shown = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({shown}) Tj ET\n".encode("cp1252", "replace")
