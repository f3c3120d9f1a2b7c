"""The report's words for the values that the tables hold, in the language that is spoken."""

from pipeline.speech import Words
from pipeline.speech import marked as _

QUADRANT_WORDS = Words(
    {
        "tight": _("tett koplet"),
        "loose": _("løst koplet"),
        "decoupled": _("frikoplet"),
        "uncoupled": _("ukoplet"),
        "uavklart": _("uavklart"),
    }
)
QUADRANT_MEANINGS = Words(
    {
        "tight": _("svarer på planen, og ligger nær planens eller andre enheters ord"),
        "loose": _("svarer på planen, på sin egen måte"),
        "decoupled": _("har mål med egne ord, men de svarer ikke på planen"),
        "uncoupled": _("svarer ikke på planen, og har lite eget"),
        "uavklart": _("intervallet krysser en grense, så plasseringen kan ikke avgjøres"),
    }
)
LINK_KIND_WORDS = Words(
    {
        "verbatim": _("ordrett"),
        "rephrased": _("omskrevet"),
        "concretised": _("konkretisert"),
        "topical": _("samme tema"),
        "none": _("ingen"),
    }
)
LINK_KIND_MEANINGS = Words(
    {
        "verbatim": _("ordene er tatt over fra planen"),
        "rephrased": _("samme innhold med andre ord"),
        "concretised": _("samme innhold, gjort lokalt eller målbart"),
        "topical": _("samme felt, men et annet siktemål"),
        "none": _("ingen likhet av betydning"),
    }
)
# how a word in a goal answers one in an objective
WORD_RELATION_WORDS = Words(
    {
        "same": _("samme ord"),
        "inflected": _("bøyd"),
        "nynorsk": _("nynorsk"),
        "compound": _("sammensatt"),
        "abbreviation": _("forkortet"),
        "near": _("samme felt"),
    }
)
# what carried a link; views that say nearly the same are told together. Its keys are marked only.
CARRIED_WORDS = {
    _("mening"): ("carried_by_encoder", "carried_by_parts"),
    _("fagfelt"): ("carried_by_field",),
    _("ord"): ("carried_by_words", "carried_by_coverage"),
    _("bokstaver"): ("carried_by_characters",),
    _("målet over"): ("carried_by_goal_above",),
    _("motsatt retning"): ("carried_by_opposed",),
}
# what the goals are held against, as a place in a sentence: «i kommuneplanen»
LEVEL_WORDS = Words(
    {
        "kommuneplan": _("kommuneplanen"),
        "kommunedelplan": _("kommunedelplanen"),
        "økonomiplan": _("økonomiplanen"),
        "årsbudsjett": _("årsbudsjettet"),
        "lederavtale": _("lederavtalene"),
        "bystyresak": _("bystyresakene"),
        "innspill": _("innspillene"),
        "årsrapport": _("årsrapporten"),
        "annet": _("de andre dokumentene"),
    }
)
AMOUNT_WORDS = Words(
    {
        "proposal": _("forslag"),
        "decision": _("vedtak"),
        "budget": _("budsjett"),
        "accounts": _("regnskap"),
    }
)
KIND_SOURCE_WORDS = Words({"register": _("fra registeret"), "guessed": _("gjettet")})
LANGUAGE_WORDS = Words({"nb": _("bokmål"), "nn": _("nynorsk"), "en": _("engelsk")})
PART_WORDS = Words(
    {
        "kommune": _("felles for hele kommunen"),
        "tjenesteområde": _("felles for tjenesteområdet"),
        "tjeneste": _("felles for tjenesten"),
        "enhet": _("enhetens egne"),
        "personlig": _("lederens egen utvikling"),
    }
)
REASON_WORDS = Words(
    {
        "damaged": _("skadet fil"),
        "empty": _("tom fil"),
        "encrypted": _("låst med passord"),
        "hidden_text": _("usynlig tekst"),
        "missing": _("finnes ikke"),
        "no_text_layer": _("uten tekstlag"),
        "not_a_file": _("ikke en vanlig fil"),
        "not_a_pdf": _("ikke en PDF"),
        "too_large": _("krever for mye minne"),
        "too_slow": _("tar for lang tid"),
        "truncated": _("avkuttet fil"),
        "unreadable": _("kan ikke åpnes"),
        "unsupported": _("leses ikke i dette formatet"),
    }
)
# what is to be known about how a file was read
FLAG_WORDS = Words(
    {
        "recognised": _("skannet"),
        "recognised_anew": _("lest fra bildet"),
        "hidden_layer": _("skannet, med tekstlag"),
        "doubtful_recognition": _("usikkert lest"),
        "garbled_text": _("feil tegnsett"),
        "joined_words": _("ord uten mellomrom"),
        "spaced_letters": _("bokstaver hver for seg"),
        "no_text_layer": _("uten tekstlag"),
        "hidden_text": _("usynlig tekst"),
        "pages_skipped": _("over grensen"),
        "pages_rejected": _("sider avvist"),
        "repaired": _("reparert"),
        "tracked_changes": _("sporede endringer"),
        "attached_files": _("vedlegg i filen"),
        "tables_differ": _("summer som ikke stemmer"),
        "no_goals": _("ingen mål funnet"),
        "nothing_under": _("uten noe under seg"),
        "numbers_missing": _("hull i nummereringen"),
        "numbers_again": _("samme nummer flere ganger"),
    }
)
FLAG_MEANINGS = Words(
    {
        "recognised": _(
            "Sidene er bilder. Ordene er gjenkjent maskinelt og kan ha feil bokstaver."
        ),
        "recognised_anew": _(
            "Tekstlaget i filen var uleselig. Ordene er gjenkjent fra sidens bilde."
        ),
        "hidden_layer": _(
            "Sidene er bilder med et tekstlag fra en tidligere gjenkjenning, som er brukt."
        ),
        "doubtful_recognition": _(
            "Gjenkjent med lav sikkerhet: hold dem mot siden før du siterer."
        ),
        "garbled_text": _("Bokstavene i filen er ikke dem siden viser. Mål her kan ikke finnes."),
        "joined_words": _("Mellomrom mangler mellom mange ord, så mål kan være oversett."),
        "spaced_letters": _(
            "Ordene er skrevet med mellomrom mellom bokstavene og kan være oversett."
        ),
        "no_text_layer": _("Sidene er bilder, og teksten er ikke gjenkjent."),
        "hidden_text": _("Tekst som ikke synes på siden, er utelatt."),
        "pages_skipped": _("Det som står etter grensen, er ikke lest."),
        "pages_rejected": _("Sidene kunne ikke leses."),
        "repaired": _("Filen var skadet og er lest etter en reparasjon."),
        "tracked_changes": _(
            "Dokumentet har sporede endringer: det innsatte er lest, det slettede ikke."
        ),
        "attached_files": _(
            "Andre filer ligger i filen. De er ikke lest: lagre dem og legg dem til."
        ),
        "tables_differ": _("Linjene summerer seg ikke til summen som står der."),
        "no_goals": _(
            "Dokumenter av dette slaget har mål, men ingen ble funnet. Se om slaget er riktig."
        ),
        "nothing_under": _(
            "Andre mål ved siden av har noe under seg. Noe av planen kan være oversett."
        ),
        "numbers_missing": _("Numrene hopper over noen mål, som kan være oversett."),
        "numbers_again": _(
            "Ulike mål har samme nummer, så henvisninger til dem kan være flertydige."
        ),
    }
)
# with these something is missing or may be wrong; the others tell what was done
DOUBT_FLAGS = frozenset(FLAG_WORDS) - {
    *("recognised", "recognised_anew", "hidden_layer", "hidden_text"),
    *("repaired", "tracked_changes", "attached_files"),
}
# what coders are compared on, and what they are tested by
AGREEMENT_WORDS = Words(
    {
        "link": _("ja eller nei til koplingen"),
        "link random": _("ja eller nei, trukket tilfeldig"),
        "kind": _("slag kopling der begge sier ja"),
        "kind random": _("slag kopling, trukket tilfeldig"),
        "objectives": _("hvilke av planens mål (MASI)"),
        "objectives random": _("hvilke mål, trukket tilfeldig"),
        "known": _("kjent svar"),
        "repeat": _("spurt om igjen"),
    }
)
# the measures of a unit that have intervals
MEASURE_WORDS = Words(
    {
        "responsiveness": _("responsivitet"),
        "distinctiveness": _("særpreg"),
        "orphan_share": _("andel foreldreløse mål"),
        "ceremonial_share": _("andel seremonielle mål"),
        "concretisation": _("konkretisering"),
        "coverage": _("planens mål dekket"),
        "breadth": _("bredde"),
    }
)
RESTS_ON_WORDS = Words(
    {
        "goals": _("få mål"),
        "links": _("koplinger ingen har vurdert"),
        "goals and links": _("få mål, og koplinger ingen har vurdert"),
    }
)
# what could have been chosen otherwise
CHOICE_WORDS = Words(
    {
        "coder": _("enkoderen"),
        "unit": _("hva som holdes mot planen"),
        "counts": _("hva som regnes som kopling"),
        "borders": _("hvor grensene går"),
    }
)
SEGMENTATION_WORDS = Words(
    {
        "goal": _("målet slik det står"),
        "parts": _("målet ledd for ledd"),
        "measure": _("målet sammen med tiltaket"),
    }
)
ACCURACY_WORDS = Words(
    {
        "precision": _("av koplingene som regnes, er så mange riktige"),
        "recall": _("av koplingene som finnes, er så mange regnet"),
        "f1": _("begge under ett (F1)"),
        "brier": _("feil i sannsynlighetene (Brier)"),
    }
)
ACCURACY_SAYS = Words(
    {
        "better": _("bedre"),
        "worse": _("dårligere"),
        "not told apart": _("kan ikke skilles fra ingen endring"),
        "too few": _("for få trukne par til å si noe"),
        "none drawn": _("ingen trukne par"),
    }
)
# what is compared between two runs
FIGURE_WORDS = Words(
    {
        "links_decided": _("avgjorte koplinger"),
        "units_placed": _("enheter med plassering"),
        "goals": _("egne mål"),
        "responsiveness": _("responsivitet i snitt"),
        "distinctiveness": _("særpreg i snitt"),
        "ceremonial_share": _("andel seremonielle mål i snitt"),
        "objectives_without_unit": _("mål i planen uten noen enhet bak"),
    }
)
VERSION_WORDS = Words({"kopling": "kopling", "encoder": _("enkoder")})
CHANGE_WORDS = Words({"added": _("kommet til"), "removed": _("falt bort"), "changed": _("endret")})
# a kind of document, and the level that it stands on
LEVEL_NAMES = Words(
    {
        "kommuneplan": _("kommuneplan"),
        "kommunedelplan": _("kommunedelplan"),
        "økonomiplan": _("økonomiplan"),
        "årsbudsjett": _("årsbudsjett"),
        "lederavtale": _("lederavtale"),
        "bystyresak": _("bystyresak"),
        "innspill": _("innspill"),
        "årsrapport": _("årsrapport"),
        "annet": _("annet dokument"),
    }
)
GOAL_KIND_WORDS = Words(
    {
        "visjon": _("visjon"),
        "hovedmål": _("hovedmål"),
        "delmål": _("delmål"),
        "strategi": _("strategi"),
        "grep": _("grep"),
        "mål": _("mål"),
        "resultatmål": _("resultatmål"),
        "enhetsmål": _("enhetsmål"),
        "tiltak": _("tiltak"),
        "forslag": _("forslag"),
        "innstillingspunkt": _("innstillingspunkt"),
        "vedtakspunkt": _("vedtakspunkt"),
        "underpunkt": _("underpunkt"),
        "merknad": _("merknad"),
        "resultat": _("resultat"),
    }
)


def level_name(level: str) -> str:
    """The level in the language spoken, without the Norwegian term that may stand behind it.

    >>> level_name("årsbudsjett")
    'årsbudsjett'
    """
    return LEVEL_NAMES.get(level, level).split(" (")[0]


def steps(levels: str) -> str:
    """Levels joined by arrows, as the tables hold them, in the report's words.

    >>> steps("økonomiplan → årsbudsjett")
    'økonomiplan → årsbudsjett'
    """
    return " → ".join(map(level_name, levels.split(" → ")))
