"""Sentences as plans, budgets, submissions and propositions write them, by class.

Each list is one class of wording in bokmål, nynorsk and English. The sentences are made up.
"""

from dataclasses import replace

import pytest

from pipeline.parsing.evidence import Setting
from pipeline.parsing.will import will_kind, wills_in

_PLAN = Setting(is_own=True)
_SUBMISSION = Setting(is_submission=True)
_MINISTRY = Setting(is_ministry=True)
_ITEM = Setting(is_own=True, is_item=True)

_NEEDS = (
    "Det er behov for flere omsorgsboliger i sentrum.",
    "Det trengs en nasjonal plan for rekruttering av jordmødre.",
    "Etter vårt syn er det behov for en egen ordning for små kommuner.",
    "Det er derfor et stort behov for å styrke helsestasjonene.",
    "Det er trong for betre samordning mellom etatane.",
    "Vi ser behov for en tydeligere veileder.",
    "There is a need for a clearer division of responsibility.",
)
_DEMANDS = (
    "Staten må fullfinansiere ordningen.",
    "Regjeringa må sørgje for stabil finansiering.",
    "Tilskuddet bør innlemmes i rammen.",
    "Tilskotet bør ikkje trappast ned.",
    "Kommunene må få dekket merutgiftene fullt ut.",
    "Fristen bør forlenges til etter sommeren.",
    "Ansvaret for tannhelse bør fortsatt ligge hos fylkeskommunene.",
    "Fylkeskommunen burde få større ansvar for rutetilbudet.",
    "Departementet bes om å utsette ikrafttredelsen.",
    "Vi ber om at forslaget trekkes.",
    "Me oppmodar om at reglane vert forenkla.",
    "Rådet etterlyser en vurdering av kostnadene.",
    "Kommunen anbefaler at arbeidet videreføres.",
    "Vi mener ordningen bør evalueres etter tre år.",
    "Formannskapet støtter forslaget om en ny modell.",
    "Det er avgjørende at kommunene involveres tidlig.",
    "Det er svært viktig å sikre nok lærlingplasser.",
    "Det er på tide å rydde opp i tilskuddene.",
    "Et viktig grep vil være å samle virkemidlene i ett direktorat.",
    "Et sentralt tiltak bør være å gi kommunene tilgang til registeret.",
    "En mulig løsning er å legge oppgaven til fylkeskommunen.",
    "Det kan med fordel utarbeides en felles mal.",
    "Det bør vurderes en egen hjemmel for deling av data.",
    "Det kan være grunn til å vurdere grensene på nytt.",
    "Det vil vere naudsynt å sjå på finansieringa.",
    "Utvalget oppfordres til å prøve ut modellen.",
    "Vi vil trekke fram behovet for flere fagarbeidere.",
    "Vi ser det som avgjørende at lokalsykehuset består.",
    "Slik vi ser det, må ansvaret samles.",
    "Sykehusene må ikke kunne skrive ut pasienter uten varsel.",
    "Dette er ordninger som virker, og som bør styrkes.",
    "En forutsetning for samhandling er bedre digitale verktøy.",
    "Et premiss for at ordningen skal virke, er at kommunene får dekket utgiftene.",
    "Dette forutsetter at staten tar sin del av ansvaret.",
    "Det krev at fylkeskommunen får rammer å planleggje etter.",
    "En mulighet er å la kommunene forvalte tilskuddet.",
    "En annen er å øke satsene.",
    "Det kan være relevant å vurdere andre modeller.",
    "Etter vårt syn kan det være behov for å se på fristene.",
    "Det vil være interessant å se på ordningen i nabofylket.",
    "Det understrekes at finansieringen må følge oppgavene.",
    "Modellen kan ikke anbefales for små kommuner.",
    "Vi fraråder en slik ordning.",
    "Tettere oppfølging av unge er nødvendig for å hindre frafall.",
    "Videre satsing på læreplasser er viktig.",
    "Gjennom møtene har vi sett at ungdom må få flere steder å være.",
    "The government should fund the scheme in full.",
    "We recommend that the deadline be extended.",
)
_OFFERED = (
    "Kommunen er villig til å delta i et forsøk.",
    "FAU bidrar gjerne i planarbeidet.",
    "Me er klare til å prøve ut ordninga.",
)
_TOLD_IN_A_SUBMISSION = (
    "Samarbeid er en forutsetning for gode tjenester.",
    "Dette forutsetter felles rutiner.",
    "Opplegget legger opp til tidlig involvering.",
    "Hjelpen gis der den trengs.",
    "Mange har kunnskap om tilstander som bør kunne behandles lokalt.",
    "Innbyggerne er klar over at tjenestene koster.",
)
_OWN_WILL = (
    "Kommunen vil styrke det forebyggende arbeidet.",
    "Kommunen skal legge til rette for nye arbeidsplasser.",
    "Enhetene skal samarbeide tettere om de yngste barna.",
    "Vi skal ta vare på matjorda.",
    "Fylkeskommunen vil arbeide for bedre togforbindelser.",
    "Det skal satses på digitale tjenester i hele perioden.",
    "Kommunen vil redusere utslippene fra egen drift.",
    "Fylkeskommunen vil bidra til flere læreplasser.",
    "Vi skal øke innsatsen mot frafall.",
    "The municipality will strengthen its preventive work.",
)
_STATES = (
    "Alle elever skal oppleve mestring.",
    "Innbyggerne skal møte én dør inn til tjenestene.",
    "Ingen skal vente mer enn to uker på svar.",
    "Målet er at flere eldre kan bo hjemme.",
    "Målet er å redusere sykefraværet.",
    "Sykefraværet skal ned.",
    "Bygda skal ha eit levande sentrum.",
    "Klimagassutslippene skal reduseres kraftig.",
)
_RESULTS = (
    "Andelen som fullfører videregående skal øke til 85 prosent innen 2030.",
    "Sjukefråværet skal ned til 7 prosent innan 2027.",
    "Utslippene skal halveres innen 2030 sammenlignet med 2016.",
    "Minst 60 % av turene skal være til fots, på sykkel eller med buss i 2035.",
)
_ACTS = (
    "Det opprettes to nye stillinger i barnevernet.",
    "Det bevilges 4 mill. kroner til rehabilitering av svømmehallen.",
    "Det vert løyvd 900 000 kroner til ny ballbinge.",
    "Rammen til enheten økes med 1,5 mill. kroner.",
    "Kommunen skal bygge en ny barnehage på Vestsida i 2027.",
    "Kommunen skal utarbeide en plan for fysisk aktivitet.",
    "Det settes av 500 000 kroner til trafikksikring.",
)
_ITEMS = (
    ("Styrke skolehelsetjenesten", "strategi"),
    ("Sikre at alle får et tilbud", "strategi"),
    ("Bygge ut gang- og sykkelveiene", "tiltak"),
    ("Utvikle lokalsamfunna i heile kommunen", "strategi"),
    ("Øke andelen ansatte med fagbrev til 90 %", "strategi"),
    ("Redusere bruken av innleid personell", "strategi"),
    ("Ta i bruk ny teknologi i omsorgen", "strategi"),
    ("Legge til rette for flere lærlinger", "strategi"),
)
_TOLD = (
    "Kommunen har 41 230 innbyggere.",
    "Folketallet vil øke fram mot 2040.",
    "Kostnadene ventes å stige de neste årene.",
    "Utgiftene vil trolig øke mer enn inntektene.",
    "Kommunen skal etter loven gi tilbud om brukerstyrt personlig assistanse.",
    "Kommunen er etter loven forpliktet til å ha en oppdatert plan.",
    "Etter gjeldende regler skal søknaden behandles innen tre uker.",
    "I henhold til forskriften skal gebyret dekke kostnadene.",
    "I høringen mente mange at ordningen burde avvikles.",
    "Flere kommuner mener at fristen bør forlenges.",
    "Forslaget vil gi kommunene økte inntekter.",
    "Dette vil styrke tilliten til ordningen.",
    "Ordningen vil kunne bidra til økt rekruttering.",
    "Kommunen vil få høyere utgifter til pensjon.",
    "Kommunene vil redusere tilbudet når pengene er brukt opp.",
    "Det er viktig å være klar over at tallene er usikre.",
    "Det er behov for om lag 400 nye plasser fram mot 2035.",
    "Det er imidlertid fast praksis for slike fritak.",
    "Det er en vesentlig større andel kvinner enn menn i utvalget.",
    "Det er ikke behov for nye strukturer.",
    "Barnehagene skal ifølge rammeplanen fremme lek.",
    "Statsforvalteren har påpekt at kommunen må ha en plan.",
    "Vi foreslår ingen endringer i gebyrene.",
    "Grensen heves dermed til 20 000 kroner.",
    "Hva må til for å lykkes?",
    "Hvis tilskuddet faller bort, må kommunen redusere tilbudet.",
    "Resultatet må ses i sammenheng med endringene i fjor.",
    "Tallene må tolkes med varsomhet.",
    "Endringen må anses som en videreføring av gjeldende praksis.",
    "Det må forventes at kostnadene øker.",
    "Fordelene må veies opp mot ulempene.",
    "Det er lite hensiktsmessig å slå sammen ordningene.",
    "Det er ikke nødvendig å endre lovteksten.",
    "Tiltakene som skal gjennomføres, står i tabellen.",
    "Vi takker for muligheten til å uttale oss.",
    "Mange eldre trenger hjelp i hverdagen.",
    "Bedre samarbeid forutsetter felles systemer.",
    "Kommunane må i dag dekkje ein stadig større del av kostnadene.",
    "Det er ofte slik at foreldrene må vente.",
    "Avtalen skal bidra til bedre samhandling.",
    "Tabellen viser hvor mye rammene skal reduseres.",
    "Many municipalities have had to cut services.",
    "Costs will increase in the coming years.",
)
_TOLD_BY_A_MINISTRY = (
    "Bransjeforeningen støtter forslaget.",
    "Direktoratet understreker at god informasjon er viktig.",
    "De mener ordningen bør omfatte alle.",
    "Fylkesmannen fremhever at reglene må være enkle.",
    "Etter forslaget må eieren sende inn en melding.",
    "Skattyter må selv kreve fradraget.",
    "Det ble vist til at reglene bør være enkle å forstå.",
    "Målet med ordningen er å gjøre det enklere å bo i distriktene.",
    "Stortinget vedtok 3. mai følgende: «Stortinget ber regjeringen legge fram en plan.»",
    "Planen skal legges fram våren 2027.»",
    "Verdien skal holdes utenfor grunnlaget.",
    "De skal ivareta særlige hensyn.",
    "Advokatforbundet mener det må gjøres en ny vurdering.",
    "Det ble fremholdt at skatten er lokal, og at staten bør holde seg unna.",
    "Vedtak nr. 7: «Stortinget ber regjeringen utrede ordningen.»",
    "Reduseres satsen, må andre inntekter økes.",
    "Det må tas i betraktning at reglene er nye.",
    "Det er lagt avgjørende vekt på enkle regler.",
    "Prinsippet gjennomføres ved at import avgiftslegges.",
    "Systemet skal bidra til fordeling.",
    "Generelt bør avgifter legges på det som skader miljøet.",
    "Skatter bør som hovedregel ikke øremerkes.",
    "Gevinstene må vurderes opp mot kostnadene.",
    "Det må derfor legges til grunn at renten er høy.",
    "Skatten på den siste kronen reduseres ikke.",
    "Forsøket gir kunnskap om hvordan fradraget bør utformes.",
    "Mottakeren må eventuelt omregne beløpet.",
    "Antallet brukere reduseres raskere enn utgiftene.",
    "Partene bør ha tatt høyde for nye regler.",
    "Endringene bør ses i sammenheng.",
    "Avgiften bør være mest mulig nøytral.",
    "Når en skal vurdere virkningene, bør en ta hensyn til alle avgiftene.",
)
_PROPOSED_BY_A_MINISTRY = (
    "Det foreslås å øke fradraget til 40 000 kroner.",
    "Departementet foreslår at endringen trer i kraft straks.",
    "Regjeringen foreslår å avvikle tilskuddet fra 2026.",
    "For 2026 foreslås det å redusere satsen med 2 øre.",
    "Departementet mener ordningen bør gjelde alle næringer.",
    "Etter departementets vurdering bør reglene forenkles.",
    "For det andre foreslår departementet at fristen forlenges.",
    "Departementet vil derfor foreslå at fritaket ikke avgrenses.",
    "Departementet fastholder forslaget.",
    "Stortinget blir bedt om å vedta lovendringen.",
    "Departementet foreslår at reglene skal gjelde for alle eiere.",
    "Det foreslås to unntak, som fastsettes i forskrift:",
    "Fradraget økes til 12 000 kroner.",
    "Den reduserte satsen for ferger avvikles.",
    "Elektriske mopeder fritas fra avgiften.",
)
_DONE_BY_A_GOVERNMENT = (
    ("Regjeringen styrker forsvaret med flere fartøy.", "strategi"),
    ("Vi fortsetter opprustingen av jernbanen.", "strategi"),
    ("Norge vil også i år gi støtte til nabolandene.", "strategi"),
    ("Ordningen med leirskole videreføres.", "strategi"),
    ("Regjeringen setter et mål om at alle nye busser går på strøm.", "mål"),
    ("Videre varsler regjeringen at ordningen vil bli lagt om.", "tiltak"),
    ("I årene som kommer, skal regjeringen bidra til lavere priser.", "strategi"),
    ("Departementet sender et forslag om nye grenser på høring i mars.", "tiltak"),
)

_PROGRAM = (
    "Vi vil at eldre skal få velge hvor de bor.",
    "Vi vil ha flere lærlinger i kommunale bygg.",
    "Bygdelista vil verne matjorda.",
    "SV vil innføre gratis skolemat.",
    "Partiet vil si nei til ny motorvei.",
    "Vi sier nei til nedleggelse av legevakta.",
    "Vi jobber for at flere skal velge sykkel.",
    "Vi går inn for å senke eiendomsskatten.",
    "Det må bygges flere rimelige boliger.",
    "Matjord skal ikke bygges ned.",
    "Eigedomsskatten skal fasast ut i løpet av perioden.",
    "Ungdom skal ha innverknad på saker som vedkjem dei.",
    "Det skal være trygt å gå og sykle til skolen.",
    "Vekst skal i hovedsak skje i sentrum.",
    "Målet er 0 drepte i trafikken.",
    "Vårt mål er fornøyde innbyggere.",
    "Ambisjonen er å bli landets beste kommune å bo i.",
)
_PROGRAM_ITEMS = (
    "Ha nulltoleranse for mobbing",
    "Ikke bygge ned matjord",
    "Fortsatt satse på realfag",
    "Aktivt bruke kulturhuset",
    "Bedre kollektivtilbudet",
    "At alle skal ha et sted å bo",
    "Å styrke fastlegeordningen",
    "Gjennomføre medarbeidersamtaler med alle ansatte",
)
_NO_PROGRAM_ITEMS = (
    "Alle ansatte har fått opplæring i brannvern",
    "Bedre resultater enn i fjor",
    "Kommunene opplever økende press",
    "Flere eldre enn før",
)
_APART = (
    ("Regjeringen styrker politiet og vil utvide ordningen med lokale råd.", 2),
    ("Satsen økes til 3 kroner, og fritaket for drosjer avvikles.", 2),
    ("Satsen ble redusert i fjor, og det foreslås at den reduseres ytterligere.", 1),
    ("Kommunen vil bygge skole og legge om veien.", 1),
    ("Tilbudet er godt og må videreføres.", 1),
)


@pytest.mark.parametrize("sentence", _PROGRAM)
def test_a_program_wants_in_many_words(sentence: str) -> None:
    """What a party or a municipality writes about what it wants, whatever the kind."""
    assert will_kind(sentence, _PLAN) is not None


@pytest.mark.parametrize("sentence", _PROGRAM_ITEMS)
def test_an_item_names_an_act_or_a_wish(sentence: str) -> None:
    """An infinitive after «å», «ikke» or an adverb, «at …», and «bedre» before a definite noun."""
    assert will_kind(sentence, _ITEM) is not None


@pytest.mark.parametrize("sentence", _NO_PROGRAM_ITEMS)
def test_an_item_that_tells_is_no_goal(sentence: str) -> None:
    """What has been done, what is more than before, what someone experiences."""
    assert will_kind(sentence, _ITEM) is None


@pytest.mark.parametrize(("sentence", "count"), _APART)
def test_each_finite_verb_that_wills_is_a_statement(sentence: str, count: int) -> None:
    """With a subject of its own or the same; two infinitives under one verb are one."""
    assert len(wills_in(sentence, _MINISTRY)) == count


def test_what_stands_after_a_dash_is_a_statement_where_it_wills_by_itself() -> None:
    """A dash parts two clauses as a comma does."""
    wills = wills_in("Ingen skal falle utenfor – hjelpen skal komme tidlig.", _SUBMISSION)

    assert [each.text for each in wills] == [
        "Ingen skal falle utenfor",
        "hjelpen skal komme tidlig.",
    ]


def test_a_clause_that_only_tells_goes_with_the_will_after_it() -> None:
    """Two of three clauses will something."""
    wills = wills_in(
        "Noen prøver dette, ordningen bør utvides og reglene for søknader bør forenkles.",
        _SUBMISSION,
    )

    assert [each.text for each in wills] == [
        "Noen prøver dette, ordningen bør utvides",
        "reglene for søknader bør forenkles.",
    ]


@pytest.mark.parametrize("sentence", [*_NEEDS, *_DEMANDS])
def test_what_others_are_asked_for_is_a_proposal(sentence: str) -> None:
    """A need put forward, a demand, a wish, a recommendation, something to consider."""
    assert will_kind(sentence, _SUBMISSION) == "forslag"


@pytest.mark.parametrize("sentence", _OFFERED)
def test_what_the_author_of_a_submission_offers_is_its_own(sentence: str) -> None:
    """An author that is willing or ready to do something."""
    assert will_kind(sentence, _SUBMISSION) == "strategi"


@pytest.mark.parametrize("sentence", _TOLD_IN_A_SUBMISSION)
def test_a_submission_tells_of_conditions_and_of_others(sentence: str) -> None:
    """What depends on what, what another's plan is, and where help is given."""
    assert will_kind(sentence, _SUBMISSION) is None


@pytest.mark.parametrize("sentence", _OWN_WILL)
def test_what_the_author_will_do_is_a_strategy(sentence: str) -> None:
    """A direction that the author's own body takes, with «vil» and with «skal»."""
    assert will_kind(sentence, _PLAN) == "strategi"


@pytest.mark.parametrize("sentence", _STATES)
def test_a_state_that_shall_hold_is_a_goal(sentence: str) -> None:
    """What shall be so, without a number and a time."""
    assert will_kind(sentence, _PLAN) == "mål"


@pytest.mark.parametrize("sentence", _RESULTS)
def test_a_state_with_a_number_and_a_time_is_a_result_goal(sentence: str) -> None:
    """How much, and by when."""
    assert will_kind(sentence, _PLAN) == "resultatmål"


@pytest.mark.parametrize("sentence", _ACTS)
def test_a_single_act_or_money_for_one_is_a_measure(sentence: str) -> None:
    """What can be ticked off."""
    assert will_kind(sentence, _PLAN) == "tiltak"


@pytest.mark.parametrize(("sentence", "kind"), _ITEMS)
def test_an_item_in_the_infinitive_is_what_the_plan_will_do(sentence: str, kind: str) -> None:
    """Items that open with the act itself, and no one who does it."""
    assert will_kind(sentence, _ITEM) == kind


@pytest.mark.parametrize("sentence", _TOLD)
@pytest.mark.parametrize("setting", [_PLAN, _SUBMISSION, _MINISTRY])
def test_what_is_told_is_no_goal(sentence: str, setting: Setting) -> None:
    """Facts, forecasts, duties by law, reasons, conditions, what others have said."""
    assert will_kind(sentence, setting) is None


@pytest.mark.parametrize("sentence", _TOLD_BY_A_MINISTRY)
def test_a_ministry_tells_of_others_and_of_rules(sentence: str) -> None:
    """In a proposition the will is the ministry's, and a rule in force is no goal."""
    assert will_kind(sentence, _MINISTRY) is None


def test_a_system_shall_something_in_a_chapter_on_goals() -> None:
    """«Systemet skal bidra til …» tells of a rule elsewhere."""
    setting = replace(_MINISTRY, under_goals=True)

    assert will_kind("Systemet skal bidra til fordeling.", setting) == "mål"


@pytest.mark.parametrize(("sentence", "kind"), _DONE_BY_A_GOVERNMENT)
def test_a_government_tells_what_it_does_from_now_on(sentence: str, kind: str) -> None:
    """In the present and with «skal», and what is sent out for others to answer."""
    assert will_kind(sentence, _MINISTRY) == kind


@pytest.mark.parametrize("sentence", _PROPOSED_BY_A_MINISTRY)
def test_a_ministry_proposes(sentence: str) -> None:
    """What is laid before the parliament, in the active and in the passive."""
    assert will_kind(sentence, _MINISTRY) == "forslag"


@pytest.mark.parametrize(
    "sentence",
    [
        "I 2031 settes det av 3 mill. kroner til nye benker.",
        "Heradsstyret løyver 400 000 kroner til lysløypa.",
        "Tilskotet til songkoret vert kutta med 20 000 kroner.",
        "Gebyret holdes uendret ut perioden.",
    ],
)
def test_a_budget_decides_in_the_present(sentence: str) -> None:
    """In the passive whatever the order of words, and where the council itself grants it."""
    assert will_kind(sentence, _PLAN) in ("tiltak", "strategi")
