"""What a text refers to by number: goals of a plan, cases, archive files; nothing else that counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.normalise import normalise_text

# "4", "4.2", "2.1.3" and "4.2a"; no amount ("4,2"), no date ("1.5.2014") and no year.
_NUMBER = r"(?<![\d.,/§-])\d{1,2}(?:\.\d{1,2}){0,3}[a-d]?(?![\d%]|[.,/]\d|\w)"
_AND = r"\s*(?:,|;|/|&|\+|og|eller|samt|and|or)\s*(?:og\s+|and\s+)?"
_TO = r"\s*(?:–|—|-|til|t\.o\.m\.|to|through)\s*"
_NAME = (
    r"(?:resultat|enhets|eining(?:s|a)|del|hov(?:ed|ud)|under|kommuneplan|plan|satsings)?"
    r"-?mål(?:et|ene|a|setting(?:en|er|ene|a|ar)?)?"
    r"|sub-?\s?goals?|(?:main|plan|strategic|sub-)?\s?(?:goals?|objectives?|targets?)"
    r"|satsingsområde(?:t|ne)?|(?:hov(?:ed|ud))?strategi(?:en|er|ene|ar|ane)?|strateg(?:y|ies)"
    r"|innsatsområde(?:t|ne)?|grep(?:et)?|tiltak(?:et|ene|a)?"
)
_PLACE = r"pkt\.?|punkt(?:et|ene|a)?|pt\.?|kap(?:\.|ittel|itlet)?|chapter|section|nr\.?|no\.?"
_PLAN = r"(?:kommune(?:del)?|samfunns|plan|handlings|økonomi)(?:plan|del|program)\w*|KPS?|planen|plan"
_CITE = r"jfr?\.?|jamfør|jevnfør|cf\.?|ref\.?|se|sjå|see|viser til|i tråd med|etter"
_LINK = r"[\s:,.()«»-]*(?:(?:nr|no)\.?\s*|(?:i|for|til|av|of|in)\s+)?"
_NUMBERS = rf"(?P<numbers>{_NUMBER}(?:(?:{_TO}|{_AND}(?:(?:{_NAME}|{_PLACE})\s*)?){_NUMBER})*)"
# What is counted is no goal: "mål: 95 prosent", "delmål 2 innen 2015" is one.
_COUNTED = (
    r"(?!\s*(?:%|prosent|pst|promille|kr\b|kroner|mill|mrd|tusen|poeng|stk|år\b|årsverk|dag|uke"
    r"|veke|måned|månad|time|minutt|percent|million|years?\b|days?\b|weeks?\b|months?\b"
    r"|av\s+\d|of\s+\d|(?:nye|nytt|elev|barn|plass|bolig|bustad|lærling|møte|kurs|bruker|brukar"
    r"|ganger|gonger|personer|personar|tilsette|ansatte)\w*))"
)
_GOAL = re.compile(
    rf"(?<!\w)(?:(?P<name>{_NAME})(?P<link>{_LINK})|(?P<plan>{_PLAN})[\s:,-]*"
    rf"(?:(?:samfunnsdel\w*|s)[\s:,-]*)?(?:(?:{_NAME}|{_PLACE})[\s:,]*)?|(?P<place>{_PLACE})\s*"
    rf"|(?:{_CITE})[\s:]*){_NUMBERS}{_COUNTED}",
    re.IGNORECASE,
)
