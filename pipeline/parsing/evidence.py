"""What speaks for and against a sentence saying what shall be done: who, with which verb, where.

Each sign is a name; `signs` says which ones a sentence has. What stands in a clause that only
tells about something («midler som må brukes») is kept apart from what is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.verbs import is_infinitive
from pipeline.language.wordlists import function_words
from pipeline.parsing.clauses import MODALS, Word, is_present, read_words


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")


_PROPOSES = _any(
    r"foresl(?:år|ås)", r"føresl(?:år|åast|åas|år?ast)", r"(?:blir|vert) f[oø]resl(?:ått|ege)",
    r"anbefal(?:er|es|ar|ast)", r"tilrå(?:r|der|s|ast)?", r"rår(?: \w+){0,2} til", "innstiller",
    r"oppfordr(?:er|ar|es|ast)", r"oppmod(?:ar|er|ast|es)", "ber", "bes", "anmod(?:er|es)",
    "går inn for", "etterlyser", "venter at", r"inviter(?:er|ar)", "proposes?", "recommends?",
    "urges?", "asks?", r"calls? (?:on|for)", "requests?", "vil be om", r"vil (?:\w+ )?be",
    r"vil (?:\w+ ){0,2}f[oø]reslå", r"ønskes", r"ønskjast",
    r"(?:blir|vert) (?:bedt|bede|beden|oppfordret|oppmoda) om", r"fraråd(?:er|es|ar|ast)",
    r"kan ikke anbefales", r"kan ikkje tilrå(?:s|ast)",
)  # fmt: skip
# Verbs that propose where a body that can want something stands beside them, and tell elsewhere.
_WISHES = (
    r"(?:krev(?:er)?|se?ie?r (?:ja|nei)|vil at|ønsk(?:er|jer|jar)|forvent(?:er|ar)"
    r"|støtt(?:er|ar)|stør|prioriter(?:er|ar)"
    r"|sats(?:er|ar) på|wants?|demands?|supports?|expects?)"
)
_OPINES = _any(
    "mener", "meiner", r"understrek(?:er|ar)", "vil understreke", "vurderer", "ser behov",
    r"vil (?:\w+ )?(?:fremheve|framheve|peke på|peike på|løfte fram|løfte frem)",
    r"etter (?:vårt|vår|\w+s) (?:syn|vurdering|mening|oppfatning)",
    "etter vår (?:mening|vurdering)", "believes?", "holds", "fremhever", "framhevar",
    "understrekes", "understrekast", "presiseres", "presiserast",
)  # fmt: skip
_PARTY = re.compile(
    r"(?:forening(?:en|a)|foreining(?:en|a)|forbundet|organisasjon(?:en|ene|ane)|næringen|norge)"
    r"(?: \w+){0,2} (?:mener|meiner|foreslår|føreslår|ønsker|ønskjer|støtter|ber|krever|peker)"
)
# What is concluded from something: an opinion where it ends in what must be done.
_SHOWS = _any(
    "viser", "syner", "tilsier", "tilseier", "betyr", "understreker", "peker mot",
    "har (?:vi |me )?(?:sett|erfart)",
)  # fmt: skip
# Those whose opinion is told, and not the author's: «de», «flere kommuner», «høringsinstansene».
_OTHERS = re.compile(
    r"(?<!\w)(?:(?:de|dei|han|hun|ho|they|he|she|noen|nokre|flere|fleire|mange|enkelte"
    r"|(?<!det )andre|some|many|others|\w*instans\w*|forskerne|kritikere)(?: \w+){0,3}"
    r" (?:mener|meiner|foreslår|føreslår|ønsker|ønskjer|støtter|ber|peker|peikar|krever|believe))"
)
_NEEDED = _any(
    r"(?:er|blir|vert|vil være|vil vere)"
    r"(?: (?!med |av |på |om |ikke |ikkje |ingen |lite |mindre )\w+){0,4}"
    r" (?:behov|trong) for",
    "(?<!den )(?<!de )(?<!dei )trengst?", "there is a need", "needs? to",
    r"ser(?: \w+)? behov for",
)  # fmt: skip
_DEMANDED = (
    r"viktig(?:e|ast|st)?|avgjørende|avgjerande|nødvendig(?:e)?|naudsynt|sentralt|ønskelig"
    r"|ønskeleg|essensielt|vesentl(?:ig|eg)(?= (?:å|at|for))|helt sentralt"
    r"|(?:fornuftig|klokt|interessant)(?= å (?:se på|sjå på|vurdere|utrede|greie ut"
    r"|prøve|la|gi|gje))"
    r"|maktpåliggende|tvingende nødvendig|hensiktsmessig|føremålstenleg|important|necessary"
    r"|essential|vital|crucial|tid|på tide"
)
_IMPORTANT = re.compile(
    rf"(?<!\w)(?:(?:er|blir|vert) (?:det|dette)|det (?:er|blir|vert|vil være|vil vere)|it is"
    rf"|like viktig|(?:dette|her) er det)(?: (?!ikke|ikkje|lite|neppe|not)\w+){{0,3}}? "
    rf"(?:{_DEMANDED})(?! (?:vekt|betydning|forskjell))(?!\w)"
    r"|(?<!\w)det (?:haster|hastar)|haster det|hastar det|^(?:like )?viktig er"
)
# «Vi ser det som avgjørende at»: the «som» opens no clause.
_SEEN_AS = re.compile(
    rf"(?<!\w)(?:ser|anser|vurderer|reknar) (?:det|dette) (?:som )?(?:{_DEMANDED})(?!\w)"
)
# «Vi vil at …», «Partiet vil si nei til …»
_WANTS = re.compile(
    r"(?<!\w)(?:vi|me|we|\w*partiet|\w*lista|\w+kommune|kommunen) vil"
    r" (?:at|ha(?! behov| utgift| lavere| færre)|si (?:ja|nei))(?!\w)"
)
_IMPORTANT_FOR = re.compile(
    rf"(?<!\w)(?:er|blir|vert|are|is)(?: \w+){{0,3}} (?:{_DEMANDED})(?: \w+)?(?: for| i|\.|$)"
)
# What must change, named as something that others depend on: «bedre rutiner er nødvendig for …».
_CHANGE_NEEDED = re.compile(
    r"^(?:(?:vi mener|me meiner|derfor|difor|også|at|en|et|ei|ein|eit)\s)*"
    r"(?:videre (?!er )|vidare (?!er )|økt|auka|styrk(?:et|a) |mer |meir |flere |fleire"
    r" |bedre |betre |\w{4,}ere )"
    rf".* (?:er|blir|vert|vil være|vil vere)(?: \w+){{0,2}} (?:{_DEMANDED})(?: for| i|\.|$)"
)
# What a submission makes a condition of what it supports.
_PREMISED = re.compile(
    r"(?<!er en )(?<!er et )(?<!\w)(?:\w+ )?"
    r"(?:forutsetning|føresetnad|premiss|betingelse)(?:en|et)? for"
    r" [^.;]* (?:er|vil være|vil vere) "
    r"(?:at|å|en|et|ein|ei|eit|mer|meir|bedre|betre|flere|fleire|økt|auka|\w{4,}ere)(?!\w)"
    r"|^(?:dette|det) (?:forutsetter|føreset|krever|krev|fordrer)(?: \w+)? at(?!\w)"
)
# An author that puts itself at others' disposal.
_OFFERS = re.compile(
    r"(?<!\w)(?:[Vv]i|[Mm]e|[A-ZÆØÅ]{2,6}|\w+ kommune|[Kk]ommunen|[Ff]ylkeskommunen)"
    r" (?:er (?:\w+ )?(?:beredte?|klare?|villige?|parate?|innstilt|rede|budde?)"
    r" (?:til |på )?å|(?:bidrar|deltar|stiller|bidreg|deltek|stiller) gjerne)(?!\w)"
)
_GOAL = _any(
    r"mål(?:et|a|ene|setting\w*)?(?: \w+){0,3} (?:er|skal|må)(?= (?:at|å|ikke|være|ha|redusert))",
    r"har (?:som|eit|et) (?:\w+ )?mål", r"tar sikte på", r"tek sikte på",
    r"legg(?:er|es|ast)? opp til", "tas sikte på", "takast sikte på",
    r"(?:sett?(?:er|es)?|fastset(?:ter|tes)?)(?: \w+){0,3} mål om",
    r"(?:arbeid|jobb)(?:er|ar) for", r"ambisjon(?:en)?(?: \w+){0,2} er",
    r"(?:goal|aim|objective)s?(?: \w+){0,3} (?:is|are)", "aims? (?:to|at)", "satses på",
    "(?:opptatt|oppteken|oppteke|opptekne) av",
)  # fmt: skip
# «Målet er at …», and not «målet er uendret»
_AIM = re.compile(
    r"(?<!\w)mål(?:et|a|ene|setting(?:en|a)?)?(?: \w+){0,3}"
    r" er (?:at|å|en|et|ein|eit|flere|fleire|færre|alle|ingen|minst|høyst|null|\d+)(?!\w)"
    r"|(?<!\w)(?:vårt|kommunens) (?:\w+ )?mål er (?!n[åa]dd|oppnådd|uendr)",
    re.IGNORECASE,
)
_PLANNED = _any(r"legg(?:er)? opp til")
# What a budget or a plan decides in the passive: «det opprettes», «rammen økes», «vert løyvd».
_DECIDES = re.compile(
    r"(?<!\w)(?:bevilges|bevilgast|løyves|løyvast|avsettes|sett(?:es|ast)(?: det)? av"
    r"|setjast av|holdes uendret|haldast uendra"
    r"|opprettes|opprettast|innføres|innførast|etableres|etablerast|nedlegges|legges ned|leggjast"
    r" ned|omdisponeres|styrkes|styrkast|økes|aukast|reduseres|reduserast|kuttes|kuttast"
    r"|videreføres|vidareførast|prioriteres|prioriterast|iverksettes|igangsettes|utarbeides"
    r"|utarbeidast|ansettes|tilsettes|tilsetjast|utredes|greiast ut|bygges|byggjast|avvikles"
    r"|avviklast|halveres|gjennomføres|vedtas|vedtakast"
    r"|(?:kommunestyret|bystyret|heradsstyret|fylkestinget) (?:bevilger|løyver|setter av|set av)"
    r"|vert (?:\w+ ){0,2}?(?:løyvd|oppretta|etablert|innført|redusert|styrkt|auka|bygd|lagt ned"
    r"|sett av|vidareført|utgreidd|kutta|avvikla))(?!\w)"
)
_CARRIED_OUT = re.compile(r"^(?:gjennomføres|vedtas|vedtakast|utarbeides|utarbeidast|bygges)$")
_MONEY = re.compile(r"\d[\d ]*(?:,\d+)?\s*(?:mill|mrd|kr|kroner|prosent|pst|%|årsverk|stilling)")
_TELLS = re.compile(
    r"(?<!\w)(?:er|har|hadde|blir|vert|får|fekk|fikk|finnes|finst|mangler|opplever|opplev|erfarer"
    r"|beholder|går|ligger|ligg|utgjør|tilsvarer|skyldes|innebærer|inneber|forutsetter|viser|syner"
    r"|kommer|kjem|står|mottar|mottek|oppstår|varierer|driver|driv|peker|is|are|has|have)(?!\w)"
)
# What another paper says, told here.
_ELSEWHERE = re.compile(
    r"^I (?:\w*(?:meldingen|meldinga|proposisjonen|rapporten|utredningen|utgreiinga|innstillingen"
    r"|innstillinga|brev|høringsnotatet|strategien)|NOU|Prop\.|Meld\. St\.|Innst\.)(?!\w)"
)
# «vil bli» foretells, but not where an act is carried out that has been decided
_PROMISED = re.compile(
    r"(?<!\w)(?:vil|skal)(?: det| den| dette)? (?:bli|verte) (?:sendt|lagt fr[ae]m|fremmet|fremja"
    r"|iverksatt|gjennomført|opprettet|oppretta|etablert|innført|foresl(?:ått|ege)|utarbeid(?:et|d)"
    r"|satt i gang|sett i gang|prioritert|fulgt opp|følgt opp|vurdert|bygd|bygget|utredet)(?!\w)"
)
_URGES_NEED = re.compile(
    r"(?:understrek\w*|fremheve|framheve|trekke fr[ae]m|trekkje fram|løfte fr[ae]m"
    r"|vi(?: \w+)? pek(?:e|er) på|me peikar på)(?: \w+){0,2}"
    r" (?:behovet|nødvendigheten|viktigheten|trongen) (?:for|av)"
)
_ASKS = _any("må", "bør", "burde", "behov for", "viktig", "avgjørende", "avgjerande", "nødvendig",
             "naudsynt", "trengs", "trengst")  # fmt: skip
# What asks for attention alone: «det er viktig å være klar over».
_ATTENTION = re.compile(
    r"(?:viktig|viktige|nødvendig|avgjørende|verdt) (?:å|for oss å|at vi) (?:(?:være|vere)"
    r" (?:bevisst|medviten|klar over|merksam)|merke seg|huske|hugse|erkjenne|understreke|påpeke"
    r"|peke på|peike på|minne om|anerkjenne|nevne|nemne|presisere|remember|note|be aware)(?!\w)"
)
_FORECAST_NEED = re.compile(
    r"(?<!\w)(?:behov|trong) for (?:\w+ ){0,3}\d.*?(?:fr[ae]m mot|innen|innan|i løpet av|i) 20\d\d"
)
_NO_CHANGE = re.compile(
    r"(?<!\w)(?:foresl(?:år|ås)|føresl(?:år|åast))(?: \w+){0,2} (?:ingen|ikke|ikkje|no)(?!\w)"
    r"|(?<!\w)i(?:ngen|kke|kkje) (?:foreslå|føreslå|anbefale|tilrå)(?!\w)"
)
# What is laid before others to answer, or told them, now or soon.
_SENDS_OUT = re.compile(
    r"(?<!\w)(?:(?:departementet|regjeringen|regjeringa) varsl(?:er|ar)"
    r"|varsl(?:er|ar) (?:departementet|regjeringen|regjeringa))(?!\w)|"
    r"(?<!\w)(?:send(?:e|er|es|ast)?|sendt|legges|blir lagt)(?: [^\s,]+){0,20} (?:på|ut på|til)"
    r" (?:\w+ )?(?:høring|høyring)(?!\w)"
)
_ACTING = (
    r"(?:følger opp|følgjer opp|fortsetter|fortset|garanterer|trygger|tryggjer|styrker|styrkjer"
    r"|setter av|set av|viderefører|vidarefører|øker|aukar|innfører|etablerer|oppretter"
    r"|opprettar|bygger ut|byggjer ut|satser|satsar|sørger for|sørgjer for|trapper opp|trappar opp"
    r"|reduserer|fjerner|fjernar|avvikler|avviklar|senker|bevilger|løyver|starter|startar"
    r"|gjennomfører|ruster opp|rustar opp|prioriterer)"
)
_ACTOR = r"(?:regjeringen|regjeringa|kommunen|fylkeskommunen|heradet|vi|me)"
_ACTS_NOW = re.compile(
    rf"(?<!\w)(?:{_ACTOR}(?: (?:også|òg|nå|no|derfor|difor))? {_ACTING}|{_ACTING} {_ACTOR})(?!\w)"
)
# What happens to a thing, one who acts can will: «kommunen vil redusere».
_WILLED = (
    r"(?:øke|auke|redusere|bidra|medvirke|skape|begrense|avgrense|forsterke|fortsette|halde fram)"
)
_ONE_ACTOR = r"(?:norge|noreg|\w+ kommune|kommunen|kommuna|fylket|byen|bygda|" + _ACTOR[3:]
_WILLS = re.compile(
    rf"(?<!\w)(?:{_ONE_ACTOR} (?:vil|skal)(?: \w+){{0,3}} {_WILLED}"
    rf"|(?:vil|skal) {_ONE_ACTOR}(?: \w+){{0,2}} {_WILLED}"
    rf"|{_ONE_ACTOR} vil(?: \w+){{0,3}} (?:gi|gje))(?!\w)"
)
# How a ministry speaks of taxes or grants in general, before it proposes anything.
_PRINCIPLE = _any(
    "generelt", "som hovedregel", "som hovudregel", r"i (?:størst|minst) mulig grad", "ideelt sett",
    "isolert sett", "i utgangspunktet", "mest mulig",
    r"ved vurdering(?:en|a)? av", "i første rekke", "så (?:enkle|enkelt|lave) som mulig",
)  # fmt: skip
_RESOLVED = re.compile(r"«\w+(?:et|a) (?:ber|bad|samtykker|samtykkjer) ")
# «Reduseres satsen, må …»: a condition without its «hvis».
_VERB_FIRST = re.compile(
    r"^(?P<verb>\w+)\s(?!som )[^,.]+, (?:må|skal|bør|kan|vil|gis|avgjøres)(?!\w)", re.IGNORECASE
)
_WEIGHED = re.compile(
    r"(?<!\w)(?:må|bør|lyt)(?: \w+){0,6} (?:legges til grunn|leggjast til grunn|tas i betraktning"
    r"|takast med i vurderinga|avveies|avvegast|hjemles|heimlast"
    r"|(?:vurderes|vurderast|veies|vegast)(?: opp)? mot)(?!\w)"
)
_UNCHANGED = re.compile(r"(?<!\w)\w+es (?:dermed |derfor )?(?:ikke|ikkje|heller ikke)(?!\w)")
# «reduseres raskere enn …»: two courses compared
_COMPARED = re.compile(r"(?<!\w)\w+es \w{3,}ere enn(?!\w)")
# «bør ha tatt hensyn»: what one supposes has been done
_SHOULD_HAVE = re.compile(
    r"(?<!\w)(?:bør|burde|skulle|må) ha"
    r" (?:tatt|vært|vore|gjort|blitt|vorte|fått|hatt|kjent|\w+ert)(?!\w)"
)
# What a ministry holds on to after others have spoken.
_UPHOLDS = re.compile(
    r"(?<!\w)(?:departementet|regjeringen|regjeringa)"
    r" (?:fastholder|opprettholder|held fast ved|går videre med) (?!at )"
)
# What a proposition or a plan changes by being adopted, told in the passive.
_CHANGES = re.compile(
    r"(?<!\w)(?:fritas|fritakast|stenges|stengjast|tettes|tettast|senkes|senkast|heves|hevast"
    r"|forbedres|betrast|utvides|utvidast|fjernes|fjernast|oppheves|opphevast|forenkles|forlenges"
    r"|trappes (?:opp|ned)|trappast (?:opp|ned)|fases ut|fasast ut|skjerpes|dobles|doblast"
    r"|lovfestes|lovfestast|settes (?:opp|ned)|setjast (?:opp|ned)|varsles|varslast)(?!\w)"
)
_CAN_WELL = re.compile(
    r"(?<!\w)(?:kan|kunne|could)(?: \w+){0,3} (?:vurderes|vurderast|med fordel|overveies"
    r"|be considered|(?:være|vere) grunn til å)(?!\w)"
    # «et sentralt grep vil være å», «en mulig løsning er å»
    r"|(?<!\w)(?:grep|tiltak|løsning|løysing|tilnærming|virkemiddel|verkemiddel|steg|skritt)\w*"
    r" (?:vil|bør|kan|må)(?: \w+){0,2} (?:være|vere) å(?!\w)"
    r"|(?<!\w)(?:mulig|mogleg|naturlig|naturleg|aktuell|aktuelt) \w+ er å(?!\w)"
    r"|(?<!\w)(?:kan|kunne)(?: \w+){0,2} (?:være|vere) (?:relevant|aktuelt|nyttig|naturlig"
    r"|naturleg|fornuftig|hensiktsmessig|føremålstenleg|behov for|trong for) å"
    r" (?:vurdere|se|sjå|utrede|greie|prøve|gi|gje|la|styrke|styrkje|etablere)(?!\w)"
    # «én mulighet er å», «et annet er å»
    r"|(?<!\w)(?:én|en|ei|ein|et|eit) (?:\w+ )?(?:mulighet|moglegheit|alternativ|vei|veg|annen"
    r"|anna|annan|annet|tredje) (?:er|kan være|kan vere|vil være) å(?!\w)"
)
_WE = _any("vi", "me", "we")
_BODY = re.compile(
    r"(?<!\w)(?:\w*kommun(?:en|ene|ane|a|er|ar)|\w+ kommune|norge|noreg|\w*regjering(?:en|a)|staten"
    r"|forsvaret|politiet|domstolene|domstolane|sykehusene|sjukehusa|helseforetakene"
    r"|stortinget|\w*departement(?:et|a|ene)|\w*direktorat(?:et|a|ene)|\w*råd(?:et|ene|a)?|\w*styret"
    r"|\w*tinget|\w*partiet|\w*lista|\w*listen|formannskapet|\w*nemnda|\w*utvalget|\w*utvalet|\w*etat(?:en|ene)|\w*enhet(?:en|ene)|\w*eining(?:a|ane)"
    r"|\w*tjenest(?:en|ene)|\w*tenest(?:a|ene)|\w*foretak(?:et|ene)|\w*institutt(?:et|a)"
    r"|region(?:en|ene|ane)|fylket|\w*skol(?:en|ene)|\w*skul(?:en|ane)|\w*barnehag(?:en|ene|ane)"
    r"|\w*avdeling(?:en|a|ene|ane)|rådmannen|\w*direktøren|\w*myndighet(?:er|ene|en)|myndigheitene"
    r"|selskapet|etaten|administrasjonen|leiar(?:en|ar|ane)|leder(?:en|e|ne)|rektor|partene"
    r"|the \w+)(?!\w)"
)
_LAW = re.compile(
    r"§|(?<!\w)(?:ifølge|ifølgje|\w*lov(?:en|a|er|ens|verket|verk|givning\w*)?|forskrift\w*|lovpålagt\w*"
    r"|lovfest\w*|grunnlov\w*|plikt(?:er|ar|ig\w*)?|rettigheter?|i henhold til|i medhold av"
    r"|jf\. \w*lov\w*|hjemmel|heimel|regler|reglene|bestemmelsen?e?|føresegn\w*|vilkår\w*|rett til"
    r"|krav på)(?!\w)"
)
_NOW = _any(
    "(?<!enn )(?<!som )i dag", "ofte", "stadig", "allerede", "allereie", "vanligvis",
    "normalt", "today", "often", "hittil", "de senere årene", "i økende grad",
)  # fmt: skip
_TELLING = re.compile(
    r"(?<!\w)(?:innebærer|inneber|medfører|medfører|betyr|tyder|viser|syner|skyldes|forutsetter"
    r"|føreset|bidrar|bidreg|fastslår|pålegger|oppstår|omfatter|omfattar|gjelder|gjeld|anslås"
    r"|ventes|antas|estimert|beregnes|bereknast|påpekt|pekt|opplever|opplev|erfarer|mangler)(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)(?:ble|blei|vart|var|hadde|har (?:\w+ ){0,3}?(?:vært|vore|blitt|vorte|fått|lagt|hatt"
    r"|gjort|tatt|teke|gitt|gjeve|\w{3,}(?:et|t|dd))|vedtok|fattet|fatta|foreslo|pekte|viste|påpekte|uttalte|ønsket"
    r"|mente|la fram|was|were"
    r"|has been|had)(?!\w)"
)
# What must be thought, and not done: «må ses i sammenheng», «må forventes».
_SEEN = re.compile(
    r"^(?:sees|sjåast|sjåas|ses|forventes|ventast|veies|vegast|påregnes|pårekna|oppfattes"
    r"|oppfattast|betraktes|antas|antakast|anses|ansees|reknast|erkjennes|sammenlignes)$"
)
_MENTIONS = re.compile(
    r"^(?:sies|seiast|nevnes|nemnast|antas|antakast|tolkes|tolkast|leses"
    r"|lesast|understreke|understreka|fremheve|framheve|peke|peike|takke|vise|huske|hugse"
    r"|erkjenne|erkjennes|bemerke|bemerkes|presisere|presiseres|forstås|regnes|reknast|anses"
    r"|påpeke|nemne|nevne|kunne|kunna|say|note|hevde|antyde)$"
)
_HAPPENS = re.compile(
    r"^(?:øke|auke|bli|verte|føre|føra|medføre|innebære|påvirke|påverke|gi|gje|kreve|krevje|bety"
    r"|ha|være|vere|oppstå|variere|avhenge|kunne|måtte|skape|svekke|utgjøre|skje|få|falle|stige"
    r"|synke|ramme|trolig|alltid|fremdeles|fortsatt|bidra|redusere|omfatte|gjelde|tilfalle|stamme"
    r"|dekke|begynne|forbli|be|have|become|increase|lead|typisk|isolert|stoppe|neppe|sannsynligvis"
    r"|samlet|dermed|normalt|fortsette|forsterke|øyeblikkelig|begrense|berøre|forholde)$"
)
# What is done by rule and routine, and promises nothing.
_ROUTINE = re.compile(
    r"^(?:beregne|betale|utbetale|fordele|trekke|justere|behandle|fastsette|sende|søke|rullere"
    r"|rapportere|dokumentere|registrere|fremføre|føre|dekke|legge[s]? ved|vedlegge|kunngjøre"
    r"|melde|oppgi|opplyse|fylle|levere|innbetale|regne|føre|innrapportere|avgjøre|avgjere|bære"
    r"|reise|kjøpe)(?:s|st|ast)?$"
)
_INSTRUMENT = re.compile(
    r"(?:avtal(?:en|a)|tilskuddet|tilskotet|lov(?:en|a)|avgift(?:en|a)|ordning(?:en|a)|programmet"
    r"|plan(?:en)?|forskrift(?:en|a)|bestemmelsen|føresegna|utvalget|utvalet|sak(?:en|a)"
    r"|søknad(?:en)?|rapporten|melding(?:en|a)|regelen|systemet|kravet|reglene|reglane|vedtaket"
    r"|satsing(?:en|a)|selskapet|strategien|dokumentet|budsjettet|prosjektet|midl(?:ene|ane)"
    r"|beløp(?:et|ene)|skatten|tabellen|the (?:act|plan|agreement|scheme))$"
)
_STATE = re.compile(r"^(?:være|vere|ha|bli|verte|få|nå|oppleve|kunne|be|have|slippe|kjenne|møte)$")
_PASSIVE = re.compile(r"^\w{2,}(?:[^ius]es|ast|[^ou]as|åes|ås)$")
_ADVERB = frozenset(
    (
        *("ikke", "ikkje", "også", "òg", "og", "derfor", "difor", "fortsatt", "framleis", "alltid"),
        *(
            "samtidig",
            "samstundes",
            "da",
            "då",
            "likevel",
            "i",
            "større",
            "mindre",
            "grad",
            "først",
        ),
        *("særlig", "særleg", "videre", "vidare", "blant", "annet", "anna", "en", "ei", "gjennom"),
        *("innen", "innan", "heller", "bare", "berre", "selv", "sjølv", "ha", "fremdeles", "mer"),
        *("meir", "tydeligere", "aktivt", "fremover", "framover", "utover", "dermed", "at", "å"),
        *("det", "de", "dei", "den", "vi", "me", "man", "ein", "not", "also", "therefore", "stede"),
        *("til", "enhver", "pris", "på", "sikt", "imidlertid", "således", "sammen", "saman"),
    )
)
_NAME = re.compile(
    r"(?<!\w)(?:\w+laget|\w+foreningen|\w+foreininga|\w+forbundet|\w*utval(?:et|get)|komiteen) \|"
)
# A body named by its letters: «KS krever», «FAU ønsker».
_LETTERS = re.compile(rf"(?<![\w-])[A-ZÆØÅ]{{2,6}} {_WISHES}(?!\w)")
# How a ministry speaks of itself; in its papers the opinions of others are told.
_MINISTRY = _any(r"\w*departement(?:et|a|ene)", "regjering(?:en|a)", "vi", "me")
_SPEAKS = _any(
    "mener", "meiner", r"støtt(?:er|ar)", "stør", r"ønsk(?:er|jer|jar)", r"understrek(?:er|ar)",
    r"oppfordr(?:er|ar)", r"oppmod(?:ar|er)", r"krev(?:er)?", r"påpek(?:er|ar)", r"pek(?:er|ar) på",
    "fremhever", "framhevar", "foreslår", "føreslår", r"anbefal(?:er|ar)", r"tilrå(?:r|der)?",
    "etterlyser", "ber", r"forvent(?:er|ar)", r"bemerk(?:er|ar)", r"framheld|fremholder",
    "gir uttrykk for", "går inn for", "uttaler", "uttalar", "viser til", "viste til", "vist til",
)  # fmt: skip
# Those whom the rules of a tax, a grant or a permit bind: «skattyter må», «søkeren skal».
_BOUND = re.compile(
    r"(?<!\w)(?:skattyter\w*|skattytar\w*|skattepliktig\w*|avgiftspliktig\w*|\w*eier(?:en|ne)?"
    r"|\w*eigar(?:en|ane)?|søker(?:en|ne)?|søkjar(?:en|ane)?|mottaker(?:en|ne)?|mottakar(?:en|ane)?"
    r"|selger(?:en)?|kjøper(?:en)?|importør\w*|\w*produsent\w*|næringsdrivende|vedkommende"
    r"|foretaket|føretaket|virksomheten|verksemda|låntaker(?:en)?|leietaker(?:en)?|bransjen"
    r"|\w+bransjen|applicants?|taxpayers?)(?!\w)"
)
_BY_RULE = re.compile(
    r"^(?:etter|ifølge|ifølgje|i henhold til|i medhold av|i samsvar med|according to|under)"
    r" (?:(?:dagens|gjeldende|gjeldande|någjeldende|den|dei|de|det)\s)?(?:\w+ ){0,2}?"
    r"(?:\w*lov(?:en|a|ens)?|§|artikkel|\w*direktiv\w*|\w*avtalen?|\w*forskrift\w*|regl(?:ene|ane|er)"
    r"|regel\w*|rett|bestemmels\w*|føresegn\w*|ordning(?:en|a)|forslaget|framlegget|act|rules)(?!\w)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"(?<!\w)(?:mål|formål|føremål)(?:et|a|ene)? med (?:\w+ ){1,4}(?:er|var)(?!\w)", re.IGNORECASE
)
# What one can tell when it is done.
SINGLE_ACT = re.compile(
    r"(?<!\w)(?:opprett|etabler|bygg(?!e (?:videre|vidare|på|opp|ned|bro|bru|tillit))"
    r"|ansett|tilsett|utarbeid|anskaff|kjøp|innfør|legge? ned"
    r"|utred|greie ut|kartlegg|revider|gjennomfør|evaluer|vedta|arranger|åpn|opn|rehabiliter"
    r"|iverksett|iverkset|utlys|bestill|oppnevn|start|avvikl|bevilg|løyv|sett?e av|legge? fram"
    r"|lage (?:en|ei|et|ein|eit)|installer|fjern|flytt|oppgrader|rull(?:e)? ut|kjøre et)"
    r"(?:e|a|es|ast|as|s|er|ar)?(?!\w)",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(
    r"^(?:ha|se|dra|stå|betale|drive|skrive|beskrive|sende|vende|ønske|fortelle|bidra|frita|få|nå|gå|gi|gje|ta|la|(?:inn|opp|over|på|fore|føre|mot|ut|av)(?:gå|gi|gje|dra|ta|ha|stå|by)"
    r"|sjå|bli|gjera|vera|utvikla|styrka|\w{4,}era|unngå|bestå|forstå"
    r"|(?!(?:alle|flere|fleire|denne|dette|disse|desse|ikke|ikkje|mange|begge|store|gode|nye|svake|sterke|økte"
    r"|høge|høye|lave|låge|hele|heile|bedre|betre|større|mindre|færre|våre|egne|eigne|andre|fire"
    r"|(?!betjene|fortjene|\w*forene)\w{3,}[ea]ne|eldre|foreldre|voksne|vaksne|ansatte|tilsette"
    r"|\w*(?:innbygger|lærer|bruker|leder|arbeider|beboer|flytter|deltaker|besøker)e"
    r"|mine|noe|side|premie|rente|avgift|unge|yngre|lette|faste|\w*(?:ende|ige|lege|iske|elle"
    r"|ale|ive|øse|bare|somme|ske|ede|sje|else|ligere|legare|kere|eigne|nde|rte|lte))$)\w{2,}e)$"
)
# «Elevene bruker …» tells of the pupils, «tjene mer» is an infinitive.
_PLURAL = re.compile(r"\w{3,}(?:ene|ane)$")
_BEFORE_INFINITIVE = frozenset(
    (
        *("å", "ikke", "ikkje", "fortsatt", "framleis", "aktivt", "alltid", "også", "òg", "sammen"),
        *("saman", "systematisk", "kontinuerlig", "kontinuerleg", "særlig", "særleg", "to"),
    )
)
# Imperatives whose infinitive is no longer, or whose participle is irregular.
_IMPERATIVES = frozenset(
    (
        *("gi", "la", "ta", "få", "gå", "se", "slå", "gjør", "gjer", "lat", "dra", "kom", "glem"),
        *("døm", "tøm", "drøm", "avgi", "overta", "gjenoppta", "frita", "ha", "bli", "stå", "be"),
        *("legg", "sett", "set", "ansett", "tilsett", "finn", "hold", "hald", "skriv", "driv"),
        *("velg", "vel", "selg", "sel", "følg", "følgj", "spør", "riv", "slipp", "slepp", "send"),
    )
)
_IMPERATIVE_PHRASES = frozenset(
    (
        *(("sørg", "for"), ("syt", "for"), ("sats", "på"), ("se", "til"), ("ta", "med")),
        *(("sett", "av"), ("set", "av"), ("legg", "til"), ("legg", "om"), ("ta", "i")),
        *(("sett", "i"), ("set", "i"), ("sett", "på"), ("ta", "på"), ("hold", "på")),
    )
)
_PREFIX = re.compile(
    r"^(?:gjen|sam|om|inn|ut|over|opp|ned|til|fore|før|av|på|videre|vidare)(?=\w{4})"
)
_AFTER_NOUN = frozenset(
    (
        *("av", "for", "til", "om", "i", "på", "med", "ved", "fra", "frå", "mot", "mellom", "hos"),
        *("er", "var", "har", "hadde", "blir", "vert", "ble", "kan", "vil", "skal", "må", "bør"),
        *("som", "og", "eller", "går", "gjør", "gjer", "mangler", "manglar", "tar", "tek"),
        *("står", "får", "gir", "gjev", "ligger", "ligg", "finnes", "finst"),
    )
)
_IF = frozenset(("hvis", "dersom", "om", "såfremt", "if", "unless"))
_DEICTIC = frozenset(("dette", "disse", "desse", "this", "these", "slik", "slike"))


_DEFINITE = re.compile(r"^(?:vi|me|det|de|dei|mange|alle|den)$|\w{3,}(?:ene|ane|et|en)$")
_ENGLISH = frozenset(("will", "shall", "must", "should", "can", "could", "may", "might"))
_NEAR = 5
_NEAR_AFTER = 2


@dataclass(frozen=True)
class Setting:
    """Where a sentence stands, and in whose words.

    An item of a list, or a clause in a sentence cut apart; under a title that proposes, one that
    tells how things are, or a lead-in that only tells. `is_own`: the document is a plan for what
    its author does; `is_submission`: it asks others to act; `is_ministry`: a ministry wrote it, and
    tells what others have said, `under_hearing` whole chapters of it. `is_title`: the sentence is
    all there is of its paragraph and has no stop; `under_goals`: its chapter is about goals.
    `least_certainty`: from where a sentence wills.
    """

    is_item: bool = False
    is_clause: bool = False
    under_proposals: bool = False
    under_status: bool = False
    under_telling: bool = False
    is_own: bool = False
    is_submission: bool = False
    is_ministry: bool = False
    under_hearing: bool = False
    is_title: bool = False
    under_goals: bool = False
    least_certainty: float = 0.5


def signs(sentence: str, setting: Setting | None = None) -> frozenset[str]:
    """The names of the signs that the sentence has.

    >>> sorted(signs("KS mener at staten må betale."))
    ['asserted', 'must_by_body', 'must_opined', 'must_routine', 'opines']
    """
    setting = setting or Setting()
    words = read_words(sentence)
    main = _spoken(words, ("main",))
    concludes = (
        not setting.is_ministry
        and _SHOWS.search(main)
        and any(word.clause == "that" and word.modal in ("må", "bør") for word in words)
    )
    opines = bool(_OPINES.search(main)) or bool(concludes)
    weighs = bool(_IMPORTANT.search(main)) or bool(_NEEDED.search(main))
    wider = ("main", "that") if opines or weighs or _PROPOSES.search(main) else ("main",)
    said = _spoken(words, wider)
    modal = frozenset(_verb_signs(words, wider, opined=opines, is_own=setting.is_own))
    found = {
        *modal,
        *_sentence_signs(sentence, words, main, said, setting),
        *(_setting_signs(setting, words)),
    }
    if opines:
        found.add("opines")
    if "no_modal" not in modal:
        # «skal reduseres» is a goal, «reduseres» alone a decision
        found -= {"decides", "decides_figure", "changes"}
    if _LETTERS.search(" ".join(word.written for word in words if word.clause == "main")) or (
        _wishes(main)
    ):
        found.add("wishes")
    return frozenset(found | _pairs(found, setting))


def _opens_with_verb(sentence: str) -> bool:
    """True where the first clause is a condition told by its verb standing first."""
    match = _VERB_FIRST.match(sentence)
    verb = match.group("verb").lower() if match else ""
    return verb in MODALS or verb in ("er", "har") or bool(re.match(r"\w{3,}(?:es|ast)$", verb))


def _is_told(words: Sequence[Word]) -> bool:
    """True for «Kommunene opplever …»: a definite subject and a verb in the present after it."""
    if not words or not _DEFINITE.search(words[0].lower):
        return False
    return any(is_present(word.lower) for word in words[1 : _NEAR_AFTER + 1])


def _is_quoted(sentence: str, setting: Setting) -> bool:
    """True for another's words; in a ministry's paper also where only one of the marks is here."""
    in_part = setting.is_ministry and (
        sentence.count("«") != sentence.count("»") or _RESOLVED.search(sentence)
    )
    return bool(in_part) or bool(re.match(r"[«“\"].*[»”\"]\.?$", sentence))


def _told_of_others(main: str, setting: Setting) -> bool:
    """True where the opinion is another's; a submission speaks of its own author by name."""
    if setting.is_ministry and _another_speaks(main):
        return True
    return bool(_OTHERS.search(main)) or (not setting.is_submission and bool(_PARTY.search(main)))


def _another_speaks(main: str) -> bool:
    """True where the one who means or supports something is not named as a ministry is."""
    said = _SPEAKS.search(main)
    if said is None:
        return False
    before = re.split(r"[,;]", main[: said.start()])[-1].split()[-_NEAR:]
    after = main[said.end() :].split()[:_NEAR_AFTER]
    return not _MINISTRY.search(" ".join([*before, "|", *after]))


def _names_what(sentence: str, main: str) -> bool:
    """True where a proposal says by itself what it proposes, whatever follows its colon."""
    return bool(_PROPOSES.search(main)) and not re.search(r"f[øo]lg(?:ende|jande)", sentence)


def _wishes(main: str) -> bool:
    """True where we, or a body that can want something, stands just before or after the wish."""
    for match in re.finditer(rf"(?<!\w){_WISHES}(?!\w)", main):
        near = f"{' '.join(main[: match.start()].split()[-1:])} | "
        near += " ".join(main[match.end() :].split()[:1])
        if _WE.search(near) or _BODY.search(near) or _NAME.search(near):
            return True
    return False


def _spoken(words: Sequence[Word], clauses: Sequence[str]) -> str:
    return " ".join(word.lower for word in words if word.clause in clauses)


def _sentence_signs(
    sentence: str, words: Sequence[Word], main: str, said: str, setting: Setting
) -> Iterator[str]:
    decided = _DECIDES.search(main)
    if decided and setting.is_ministry and not setting.is_item:
        # how a rule or a budget is carried out year after year
        decided = None if _CARRIED_OUT.match(decided.group(0)) else decided
    tests = (
        ("proposes", _PROPOSES.search(main) or (setting.is_ministry and _UPHOLDS.search(main))),
        ("needed", _NEEDED.search(said)),
        ("important", _IMPORTANT.search(said) or _SEEN_AS.search(sentence.lower())),
        ("wants", _WANTS.search(sentence.lower())),
        ("important_for", _IMPORTANT_FOR.search(said)),
        ("goal", _GOAL.search(said) or _AIM.search(sentence)),
        ("planned", setting.is_submission and _PLANNED.search(main) and not _WE.search(main)),
        ("premised", setting.is_submission and _PREMISED.search(sentence.lower())),
        ("change_needed", setting.is_submission and _CHANGE_NEEDED.search(sentence.lower())),
        ("offers", _OFFERS.search(sentence)),
        ("decides", decided),
        ("changing", _DECIDES.search(main) or _CHANGES.search(main)),
        ("decides_figure", decided and _MONEY.search(sentence)),
        ("we", _WE.search(main)),
        ("body", _BODY.search(main)),
        ("law", _LAW.search(sentence.lower())),
        ("others", _told_of_others(main, setting)),
        ("can_well", _CAN_WELL.search(said)),
        ("promised", _PROMISED.search(main)),
        ("urges_need", _URGES_NEED.search(main)),
        ("submission", setting.is_submission and _ASKS.search(said)),
        ("telling", _TELLING.search(main)),
        ("past", _PAST.search(main)),
        ("question", sentence.rstrip().endswith("?")),
        ("condition_first", words and (words[0].lower in _IF or _opens_with_verb(sentence))),
        ("when_first", words and words[0].lower in ("når", "when")),
        ("deictic_first", words and words[0].lower in _DEICTIC),
        ("asked_first", words and words[0].clause == "asked"),
        ("negated", re.search(r"(?<!\w)(?:ikke|ikkje|ingen|neppe|not|no)(?!\w)", main)),
        ("small_first", sentence[:1].islower() and not setting.is_item and not setting.is_clause),
        ("short", len(words) < 6),
        ("long", len(words) > 45),
        ("colon_end", sentence.rstrip().endswith(":") and not _names_what(sentence, main)),
        ("no_stop", not re.search(r"[.!?:;»\"”)]\s*$", sentence)),
        ("elsewhere", _ELSEWHERE.search(sentence)),
        ("quoted", _is_quoted(sentence.strip(), setting)),
        ("by_rule", _BY_RULE.match(sentence)),
        ("purpose", _PURPOSE.search(sentence)),
        ("principle", setting.is_ministry and _PRINCIPLE.search(sentence.lower())),
        ("weighed", _WEIGHED.search(said) or _SHOULD_HAVE.search(sentence)),
        ("unchanged", _UNCHANGED.search(main) or _COMPARED.search(sentence)),
        ("wills", _WILLS.search(main)),
        ("attention", _ATTENTION.search(said)),
        ("forecast_need", _FORECAST_NEED.search(said)),
        ("no_change", _NO_CHANGE.search(main)),
        ("sends_out", _SENDS_OUT.search(main)),
        ("acts_now", (setting.is_ministry or setting.is_own) and _ACTS_NOW.search(main)),
        ("changes", (setting.is_ministry or setting.is_own) and _CHANGES.search(main)),
        ("follows", (decided or _CHANGES.search(main)) and re.search(r"\bdermed\b", main)),
        ("by_regulation", re.search(r"(?<!\w)(?:i|ved) forskrift(?!\w)", main)),
        ("title_like", setting.is_title),
        ("hearing", setting.is_ministry and setting.under_hearing and not _MINISTRY.search(main)),
        ("tells", _TELLS.search(main) or (setting.is_item and _is_told(words))),
        ("figures", len(re.findall(r"\d+", sentence)) > 4),
    )
    return (name for name, holds in tests if holds)


def _verb_signs(
    words: Sequence[Word], clauses: Sequence[str], *, opined: bool, is_own: bool
) -> Iterator[str]:
    """For each modal verb that is said: which, and what kind of verb follows it."""
    names = {"skal": "shall", "vil": "will", "må": "must", "bør": "ought", "kan": "can"}
    found_any = False
    for place, word in enumerate(words):
        modal = names.get(word.modal or "")
        if modal is None:
            continue
        if word.clause not in clauses:
            able = words[place + 1 : place + 2] and words[place + 1].lower in ("kunne", "kunna")
            if word.clause not in ("asked", "condition") and not able:
                yield f"{modal}_told"
            continue
        found_any = True
        yield f"{modal}_opined" if opined and word.clause == "that" else f"{modal}_said"
        verb = _verb_after(words, place)
        yield f"{modal}_{_verb_kind(verb, modal)}"
        subject = _subject(words, place)
        if modal in ("must", "shall") and _BOUND.search(_around(words, place)):
            yield f"{modal}_bound"
        yield f"{modal}_by_{subject}"
        acted_on = is_own and _verb_kind(verb, modal) == "passive"
        if modal in ("shall", "will") and not acted_on and _of_instrument(words, place):
            yield f"{modal}_instrument"
        if modal != "can" and _NOW.search(_near(words, place)):
            yield "now"
    if not found_any:
        yield "no_modal"


def _of_instrument(words: Sequence[Word], place: int) -> bool:
    """True where what stands before the modal, or after it, is a plan, a rule or a grant."""
    near = [*words[max(0, place - 1) : place], *words[place + 1 : place + 2]]
    if place and words[place - 1].lower in ("og", "and"):
        # «Avtalen er ny og skal bidra»: the subject stands first in the sentence
        near += words[:2]
    return any(_INSTRUMENT.search(word.lower) for word in near)


def _near(words: Sequence[Word], place: int) -> str:
    """The words just around the modal, up to the marks on both sides."""
    before = [word.lower for word in words[max(0, place - _NEAR) : place]]
    after = [word.lower for word in words[place + 1 : place + 1 + _NEAR]]
    for mark in (",", ";", "–", "—"):
        if mark in before:
            before = before[len(before) - before[::-1].index(mark) :]
        if mark in after:
            after = after[: after.index(mark)]
    return " ".join([*before, words[place].lower, *after])


def _verb_after(words: Sequence[Word], place: int) -> str:
    """The infinitive that the modal goes with: the first fitting word after it in its clause."""
    is_english = words[place].lower in _ENGLISH
    for word in words[place + 1 : place + 12]:
        if word.lower in _ADVERB or word.clause != words[place].clause:
            continue
        if word.lower in ("kunne", "kunna") and words[place].modal in ("må", "bør"):
            # «må kunne delta»: the verb is still to come
            continue
        kinds = (_SEEN, _MENTIONS, _HAPPENS, _STATE, _ROUTINE)
        if is_english or any(kind.match(word.lower) for kind in kinds):
            return word.lower
        if _may_be_verb(word.lower):
            return word.lower
    return ""


def _may_be_verb(word: str) -> bool:
    """True for a word with an infinitive's ending that is not plainly an adjective or a noun."""
    if _BODY.match(word) or re.search(r"\w{3,}(?:ene|ane)$", word):
        return False
    return bool(_INFINITIVE.match(word)) or bool(re.match(r"^\w{2,}(?:es|as|ast|å|ås)$", word))


def _verb_kind(verb: str, modal: str) -> str:
    if not verb:
        return "verbless"
    if _SEEN.match(verb):
        return "seen"
    if _MENTIONS.match(verb):
        return "mentions"
    if _ROUTINE.match(verb):
        return "routine"
    if modal == "will" and _HAPPENS.match(verb):
        return "happens"
    if _STATE.match(verb):
        return "state"
    return "passive" if _PASSIVE.match(verb) else "acts"


def _subject(words: Sequence[Word], place: int) -> str:
    """Who the modal verb is said of: we, body, it, this, one or other."""
    clause = words[place].clause
    after = words[place + 1].lower if place + 1 < len(words) else ""
    before = [word for word in words[:place] if word.clause == clause]
    near = " ".join(word.lower for word in before[-3:])
    if after in ("vi", "me", "we") or _WE.search(near):
        return "we"
    if after in ("det", "it") or near.endswith((" det", " it")) or near in ("det", "it"):
        return "it"
    if after in _DEICTIC or (before and before[-1].lower in _DEICTIC):
        return "this"
    if after in ("man", "ein", "en") or near.endswith((" man", " ein")):
        return "one"
    named = place > 0 and re.fullmatch(r"[A-ZÆØÅ]{2,6}", words[place - 1].written)
    return "body" if named or _BODY.search(_around(words, place)) else "other"


def _around(words: Sequence[Word], place: int) -> str:
    """Where the subject stands: the clause's last words before the modal, the first after it."""
    before = [word.lower for word in words[:place] if word.clause == words[place].clause][-3:]
    return " ".join([*before, "|", *(word.lower for word in words[place + 1 : place + 4])])


def opens_with_infinitive(text: str) -> bool:
    """True where the text names an act and no one who does it: «Redusere bruken av vikarer».

    >>> opens_with_infinitive("Styrke skolene"), opens_with_infinitive("Store behov")
    (True, False)
    """
    return _is_infinitive([word.strip(",").lower() for word in text.split()])


def _is_infinitive(words: Sequence[str]) -> bool:
    """True where the first word but for «å», «ikke» or an adverb is an infinitive, and not alone.

    «Bedre» is one before a definite noun: «bedre kollektivtilbudet».
    """
    while words and words[0] in _BEFORE_INFINITIVE:
        words = words[1:]
    if len(words) < 2:
        return False
    if _PLURAL.match(words[0]) and (_is_verb_now(words[1]) or is_present(words[1])):
        return False
    better = words[0] in ("bedre", "betre") and bool(_DEFINITE.search(words[1]))
    return better or bool(_INFINITIVE.match(words[0]))


def _is_verb_now(word: str) -> bool:
    return word.endswith("r") and is_infinitive(word.removesuffix("r"))


def _is_imperative(words: Sequence[str]) -> bool:
    """True where the first word tells another what to do: «Behold vaktene», «Slå sammen lagene».

    A noun of the same form is followed by what it is of: «bruk av vikarer», «plan for lading».
    """
    if len(words) < 2 or words[1] in _AFTER_NOUN:
        return len(words) > 1 and (words[0], words[1]) in _IMPERATIVE_PHRASES
    if words[0] in function_words("nb") or _is_verb_now(words[1]):
        return False  # «drift koster mye»: a noun and its verb
    verb = _PREFIX.sub("", words[0])
    return bool({words[0], verb} & _IMPERATIVES) or any(
        is_infinitive(f"{form}e") for form in (words[0], verb)
    )


def _setting_signs(setting: Setting, words: Sequence[Word]) -> Iterator[str]:
    if setting.is_item:
        yield "item"
        if _is_infinitive([word.lower for word in words]):
            yield "item_infinitive"
        if words and words[0].lower == "at":
            yield "item_that"
        if setting.is_submission and _is_imperative([word.lower for word in words]):
            yield "item_imperative"
    if setting.under_proposals:
        yield "under_proposals"
    if setting.under_status:
        yield "under_status"
    if setting.under_telling:
        yield "under_telling"


def _pairs(found: set[str], setting: Setting) -> set[str]:
    """Signs that mean something only together."""
    firm = {"must_said", "ought_said", "must_opined", "ought_opined", "shall_opined"}
    pairs = set()
    heeded = {"proposes", "wishes", "needed", "important", "goal", "decides", "item_infinitive"}
    heeded |= {"item_that", "item_imperative", "can_well", "acts_now", "changes", "sends_out"}
    heeded |= {"premised", "change_needed", "offers"}
    if setting.is_submission:
        heeded |= {"ought_told"}
    if "tells" in found and "no_modal" in found and not found & heeded:
        pairs.add("only_tells")
    if found & firm:
        pairs.add("asserted")
        if "now" in found:
            pairs.add("asserted_now")
        if "law" in found:
            pairs.add("asserted_law")
    if "opines" in found and found & {"needed", "important", "important_for"}:
        pairs.add("opines_need")
    put_forward = found & {"can_well", "important", "needed", "urges_need"}
    if ("will_mentions" in found and "opines" in found) or put_forward:
        # «vi vil understreke at …» says no more than «vi mener at …»
        found -= {name for name in found if name.startswith("will_")}
    if found & {"will_said", "can_said"} and "negated" in found:
        pairs.add("will_not")
    if "shall_said" in found and "law" in found:
        pairs.add("shall_law")
    firm_subject = {"shall_by_we", "shall_by_body", "shall_by_it", "goal"}
    if setting.under_goals:
        found -= {"shall_instrument"}
    told_rule = setting.is_ministry and not setting.under_goals
    if told_rule and "shall_said" in found and not found & firm_subject:
        # what the rules of a proposal or of a law are
        pairs.add("shall_rule")
    if setting.is_ministry and "must_said" in found and not found & {"must_by_we", "changing"}:
        # a step in a calculation, or what follows from a rule
        pairs.add("must_rule")
    if setting.is_ministry and found & {"must_by_one", "ought_by_one"}:
        pairs.add("reasoned")
    if "ought_told" in found and found & {"past", "others", "hearing"}:
        pairs.add("told_before")
    if found & {"must_passive", "shall_passive", "must_acts"} and "by_regulation" in found:
        pairs.add("left_to_rules")
    if found & firm and "by_rule" in found:
        pairs.add("asserted_by_rule")
    if "proposes" in found:
        # what shall be is what is proposed
        found -= {name for name in found if name.startswith(("shall_", "must_"))}
        pairs -= {"shall_rule", "shall_law", "must_rule"}
    if "proposes" in found and "past" in found:
        pairs.add("proposed_before")
    return pairs
