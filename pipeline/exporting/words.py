"""What exports call the values that the tables hold, in the language that is spoken."""

from pipeline.speech import Words
from pipeline.speech import marked as _

YES_NO = Words({"True": _("ja"), "False": _("nei")})
VERDICT_WORDS = Words(
    {
        "accept": _("tjener planens mål"),
        "reject": _("tjener ikke planens mål"),
        "no_parent": _("tjener ingen av planens mål"),
        "unsure": _("usikker"),
    }
)
REASONS = Words(
    {
        "statutory": _("lovpålagt oppgave"),
        "personal": _("lederens egen utvikling"),
        "operational": _("drift"),
    }
)
STANDINGS = Words(
    {
        "stands": _("står ved lag"),
        "suspect": _("teksten er endret siden"),
        "gone": _("teksten finnes ikke lenger"),
    }
)
