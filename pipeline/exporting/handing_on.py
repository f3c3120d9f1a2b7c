"""The report handed on as one file, for mail or for paper."""

from pathlib import Path

from pipeline.exporting.onefile import write_html
from pipeline.exporting.paper import write_pdf
from pipeline.municipalities import chosen_municipality
from pipeline.reporting.country import folders_of
from pipeline.tables import municipalities


def export_report(
    outputs: Path,
    file_format: str,
    path: Path,
    language: str,
    municipality: str | None = None,
) -> str:
    """What was written, in words, for `html` or `pdf`: of several municipalities one's report.

    Raises InputError without a written report in that language, for PDF without Chromium, and for
    several municipalities without a choice of one.
    """
    report = outputs / "reporting"
    chosen = chosen_municipality(outputs, municipality, is_needed=True)
    if chosen is not None:
        report /= folders_of(municipalities(outputs))[chosen]
    if file_format == "pdf":
        return f"{write_pdf(report, path, language)} pages on paper"
    made = write_html(report, path, language)
    left_out = f", {made.left_out} pictures left out for want of room" if made.left_out else ""
    return f"{made.pages} pages and {made.pictures} pictures{left_out}"
