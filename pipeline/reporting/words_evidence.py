"""Words for what stands behind a goal and a link, in the language that is spoken."""

from pipeline.speech import Words
from pipeline.speech import marked as _

THREAD_WORDS = Words({"whole": _("hel"), "uavklart": _("uavklart"), "broken": _("brutt")})
RESOURCING_WORDS = Words(
    {
        "fresh": _("nye midler"),
        "within_frame": _("innenfor rammen"),
        "no_line": _("ingen linje funnet"),
        "unreadable": _("budsjettet kunne ikke leses helt"),
    }
)
FATE_WORDS = Words(
    {
        "kept": _("videreført ordrett"),
        "changed": _("endret"),
        "uavklart": _("kanskje videreført"),
        "new": _("nytt"),
        "dropped": _("borte"),
    }
)
SIDE_WORDS = Words(
    {
        "responsive": _("svarer på planen"),
        "not_responsive": _("svarer ikke på planen"),
        "uavklart": _("uavklart"),
    }
)
LIKENESS_WORDS = Words(
    {
        "copied": _("tatt etter hverandre"),
        "shared_parent": _("likt fordi begge svarer på samme mål over seg"),
        "converged": _("likt innhold med egne ord"),
    }
)
VERDICT_WORDS = Words(
    {
        "accept": _("ja, det er en kopling"),
        "reject": _("nei, det er ingen kopling"),
        "no_parent": _("målet svarer ikke på noe i planen, og skal ikke det"),
        "unsure": _("usikker"),
    }
)
REASON_WORDS = Words(
    {
        "statutory": _("lovpålagt"),
        "personal": _("personlig"),
        "operational": _("drift"),
    }
)
PICTURE_REASON_WORDS = Words(
    {
        "no_pages": _("formatet har ingen sider å vise"),
        "too_many": _("rapporten har nådd grensen for bilder"),
        "not_covered": _("siden kan vise personopplysninger som ikke lar seg dekke til"),
        "gone": _("filen finnes ikke lenger"),
        "changed": _("filen er endret etter at den ble lest"),
    }
)
