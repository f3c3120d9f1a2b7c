"""Words for what the network and the search show, in the language that is spoken."""

from pipeline.speech import Words
from pipeline.speech import marked as _

# by the states of `network.Edge`
STATE_WORDS = Words(
    {
        "2": _("oppgitt"),
        "1": _("avgjort"),
        "0": _("ikke avgjort"),
    }
)
