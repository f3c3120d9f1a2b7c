"""Bring `pipeline/locale/*.po` up to date with the texts in code and templates.

`python scripts/update_catalogues.py` keeps what is translated, adds what is new without a
translation, drops what is no longer said, and lists what waits to be translated.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "pipeline" / "locale"
ROOMS = ("reporting", "reviewing", "exporting")
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    # the number with the noun, in code and in templates
    "counted": (2, 3),
    "antall": (2, 3),
}
LANGUAGES = ("nn", "en")


def texts() -> Catalog:
    """Every text that pages say, without translations."""
    found = Catalog(project="kopling", charset="utf-8")
    for room in ROOMS:
        for name, _, message, comments, context in extract_from_dir(
            ROOT / "pipeline" / room,
            METHODS,
            {
                "**.j2": {
                    "silent": "false",
                    "extensions": "jinja2.ext.i18n",
                    "newstyle_gettext": "true",
                }
            },
            KEYWORDS,
        ):
            place = [(f"pipeline/{room}/{name}", 0)]
            found.add(message, locations=place, auto_comments=comments, context=context)
    return found


def catalogue(language: str) -> Catalog:
    """The translations there are; an empty catalogue for a language that has none yet."""
    path = LOCALE / f"{language}.po"
    if not path.is_file():
        return Catalog(locale=language, project="kopling", charset="utf-8")
    return read_po(BytesIO(path.read_bytes()), locale=language)


def waiting(language: str) -> list[str]:
    """Texts that the catalogue lacks, has but half, or isn't sure of."""
    updated = _updated(language)
    return [
        str(message.id)
        for message in updated
        if message.id and (not message.string or message.fuzzy or not all(_strings(message.string)))
    ]


def surplus(language: str) -> list[str]:
    """Texts in the catalogue that nothing says."""
    said = {str(message.id) for message in texts()}
    return [str(m.id) for m in catalogue(language) if m.id and str(m.id) not in said]


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string),)


def _updated(language: str) -> Catalog:
    updated = catalogue(language)
    updated.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    updated.obsolete.clear()
    return updated


def main() -> int:
    """Write the catalogues; the exit code says whether something waits."""
    count = 0
    for language in LANGUAGES:
        updated, written = _updated(language), BytesIO()
        write_po(
            written,
            updated,
            width=100,
            omit_header=True,
            include_lineno=False,
            sort_output=True,
        )
        (LOCALE / f"{language}.po").write_bytes(written.getvalue())
        for text in waiting(language):
            sys.stdout.write(f"{language}: {text}\n")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    raise SystemExit(main())
