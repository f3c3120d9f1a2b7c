"""The words that the search's script speaks."""

import json
from typing import Any

from pipeline.catalogues import signs
from pipeline.reporting.words import LEVEL_NAMES
from pipeline.speech import gettext as _
from pipeline.speech import ngettext, spoken


def search_words(*, in_country: bool = False) -> str:
    """What the search says in the language that is spoken, as JSON for an attribute.

    On the page of all municipalities it finds those and their units.
    """
    words = _words()
    if in_country:
        words |= {"label": _("Søk i kommuner og enheter")}
        words["kinds"] = {**words["kinds"], "municipality": _("Kommune")}
    return json.dumps(words, ensure_ascii=False)


def _words() -> dict[str, Any]:
    return {
        "group": signs(spoken())[ord(",")],
        "label": _("Søk i mål og enheter"),
        "short": _("Søk"),
        "results": _("Treff"),
        "all": _("Se alle treff"),
        "none": _("Ingen treff."),
        "hits": [ngettext("{n} treff", "{n} treff", n) for n in (1, 2)],
        "first": _("De {shown} beste av {hits}."),
        "more": [ngettext("og {n} sted til", "og {n} steder til", n) for n in (1, 2)],
        "page": _("side {n}"),
        "levels": {kind: LEVEL_NAMES[kind] for kind in LEVEL_NAMES},
        "kinds": {
            "unit": _("Enhet"),
            "objective": _("Mål i planen"),
            "document": _("Dokument"),
            "goal": _("Mål"),
        },
    }
