"""The report handed on as one file, for mail or for paper."""

from pathlib import Path

from pipeline.exporting.onefile import write_html
from pipeline.exporting.paper import write_pdf


def export_report(report: Path, file_format: str, path: Path, language: str) -> str:
    """What was written, in words, for `html` or `pdf`.

    Raises InputError without a written report in that language, and for PDF without Chromium.
    """
    if file_format == "pdf":
        return f"{write_pdf(report, path, language)} pages on paper"
    made = write_html(report, path, language)
    left_out = f", {made.left_out} pictures left out for want of room" if made.left_out else ""
    return f"{made.pages} pages and {made.pictures} pictures{left_out}"
