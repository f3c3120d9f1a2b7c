"""What the review page calls things, in bokmål; `pipeline.catalogues` has the other languages."""


def _(text: str) -> str:
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


VERDICTS = {
    "accept": _("ja"),
    "reject": _("nei"),
    "unsure": _("usikker"),
    "no_parent": _("tjener ikke noe mål i planen"),
}
# key of the page → kind of link, and what it means
KINDS = {
    "verbatim": (_("ordrett"), _("ordene er tatt over fra planen")),
    "rephrased": (_("omskrevet"), _("samme innhold med andre ord")),
    "concretised": (_("konkretisert"), _("samme innhold, gjort lokalt eller målbart")),
    "topical": (_("bare samme tema"), _("samme felt, men et annet siktemål")),
}
REASONS = {
    "statutory": _("lovpålagt: følger av lov eller forskrift"),
    "personal": _("personlig: lederens egen utvikling"),
    "operational": _("drift: må gjøres uansett plan"),
}
CHOSEN = {
    "random": _("trukket tilfeldig"),
    "settles": _("kan avgjøre hva som sies om {unit}"),
    "border": _("maskinen er i tvil"),
    # told alike: who knows that an answer is known, or that another has given one, looks for it
    "double": _("del av utvalget"),
    "known": _("del av utvalget"),
    "repeat": _("del av utvalget"),
    "own": _("slått opp"),
}
ACTIONS = {
    "accept": _("ja, målet tjener delmålet"),
    "reject": _("nei"),
    "unsure": _("usikker"),
    "no_parent": _("tjener ikke noe mål, med grunn"),
    "recode": _("et annet mål, eller flere"),
    "memo": _("skriv et notat"),
    "undo": _("angre det siste"),
    "skip": _("hopp over"),
    "score": _("vis eller skjul maskinens svar"),
    "codebook": _("åpne kodeboka"),
    "list": _("til lista"),
}
LEVELS = {
    "kommuneplan": _("kommuneplan"),
    "kommunedelplan": _("kommunedelplan"),
    "økonomiplan": _("økonomiplan"),
    "årsbudsjett": _("årsbudsjett"),
    "lederavtale": _("lederavtale"),
    "bystyresak": _("bystyresak"),
    "innspill": _("innspill"),
    "årsrapport": _("årsrapport"),
    "annet": _("annet"),
}
WAYS = {
    "same": _("samme ord"),
    "inflected": _("bøyd"),
    "nynorsk": _("nynorsk"),
    "compound": _("sammensatt"),
    "abbreviation": _("forkortet"),
    "near": _("samme felt"),
}
ABOUT = {
    "link": _("tjener målet målet i planen?"),
    "kind": _("slag kopling, der begge sier ja"),
    "objectives": _("hvilke mål i planen målet tjener"),
}
# parts of the agreement: why asked, level, kind; places in time stand as they are
PARTS = {
    "all": _("alle"),
    "none": _("ingen likhet i ordene"),
    **{kind: said for kind, (said, _meaning) in KINDS.items()},
    **LEVELS,
    **{name: said for name, said in CHOSEN.items() if name in ("random", "border")},
    "settles": _("kan avgjøre hva som sies om en enhet"),
    "double": _("kodet av en annen først"),
    "own": _("slått opp"),
}
SCOPES = {
    "all": _("alle"),
    "chosen": _("hvorfor det ble spurt"),
    "objective_level": _("nivå over"),
    "link_kind": _("slag kopling"),
    "block": _("i tid"),
}
MEASURES = {
    "percent": _("like svar"),
    "kappa": _("Cohens κ"),
    "ac1": _("Gwets AC1"),
    "alpha": _("Krippendorffs α"),
}
