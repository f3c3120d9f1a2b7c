"""The report's words for documents, goals and cases, in the language that is spoken."""

from pipeline.reporting.formats import capitalised
from pipeline.reporting.words import GOAL_KIND_WORDS, LEVEL_NAMES
from pipeline.speech import Words
from pipeline.speech import marked as _

FATE_WORDS = Words(
    {
        "kept": _("beholdt"),
        "reworded": _("omformulert"),
        "turned": _("snudd"),
        "dropped": _("strøket"),
        "added": _("kom til"),
    }
)
FATE_MEANINGS = Words(
    {
        "kept": _("Vedtaket sier det samme."),
        "reworded": _("Samme punkt med andre ord eller tall."),
        "turned": _("Vedtaket trekker samme sak i motsatt retning."),
        "dropped": _("Foreslått, men ikke vedtatt."),
        "added": _("Vedtatt uten å stå i innstillingen."),
    }
)
OUTCOME_WORDS = Words(
    {
        "as_proposed": _("vedtatt som foreslått"),
        "changed": _("endret"),
        "rejected": _("avvist"),
        "noted": _("tatt til orientering"),
        "postponed": _("utsatt"),
        "no_decision": _("uten vedtak i dokumentet"),
        "no_proposal": _("uten innstilling i dokumentet"),
    }
)
STAGE_WORDS = Words(
    {
        "saksframlegg": _("saksframlegget"),
        "innstilling": _("innstillingen"),
        "vedtak": _("vedtaket"),
    }
)
REACH_WORDS = Words(
    {
        "vedtak": _("Står i vedtaket"),
        "innstilling": _("Kom til innstillingen, ikke til vedtaket"),
        "saksframlegg": _("Stanset i saksframlegget"),
        "avvist": _("Tatt opp og snudd"),
        "uavklart": _("Uavklart"),
        "none": _("Ikke funnet igjen i saken"),
    }
)


def kind_of_document(kind: str) -> str:
    """The word for a kind of document; as it stands where the report has no word for it."""
    return LEVEL_NAMES.get(kind, kind)


def kind_of_goal(kind: str) -> str:
    """The word for a kind of goal; as it stands where the report has no word for it."""
    return GOAL_KIND_WORDS.get(kind, kind)


def numbered(kind: str, number: str | None) -> str:
    """A goal by its kind and its document's own number, for the beginning of a line.

    >>> numbered("delmål", "4.2"), numbered("merknad", None)
    ('Delmål 4.2', 'Merknad')
    """
    word = capitalised(kind_of_goal(kind))
    return f"{word} {number}" if number else word
