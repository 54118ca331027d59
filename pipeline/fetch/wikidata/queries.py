"""What we ask the query service, as data. Item numbers stand here only where they are certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

COUNTRIES = 10  # in one query on ministers, so that it ends well within a minute
FAMOUS = 60  # pages in all wikis


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the least number of rows that can be right."""

    name: str
    text: str
    least: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """What an item stands for: a kind of office (offices.tsv) in a government (governments.tsv)."""

    item: str
    kind: str
    government: str = ""


# offices of one government; compared with the items that EveryPolitician's scrapers of the US cabinet use
OFFICES = (
    Seat("Q11699", "vice-president", "US"), Seat("Q14213", "foreign", "US"), Seat("Q735015", "defence", "US"),
    Seat("Q4215834", "finance", "US"), Seat("Q636207", "justice", "US"), Seat("Q2287650", "interior-department", "US"),
    Seat("Q1029955", "agriculture", "US"), Seat("Q2003296", "commerce", "US"), Seat("Q967750", "labour", "US"),
    Seat("Q2305968", "health", "US"), Seat("Q2419581", "housing", "US"), Seat("Q967737", "transport", "US"),
    Seat("Q1029968", "energy", "US"), Seat("Q967762", "education", "US"), Seat("Q1658460", "veterans", "US"),
    Seat("Q642859", "homeland", "US"), Seat("Q786242", "chief-of-staff", "US"), Seat("Q912994", "speaker", "US"),
    Seat("Q1057168", "police-chief", "US"), Seat("Q2666591", "central-bank", "US"),
    Seat("Q1785225", "un-ambassador", "US"),
)  # fmt: skip
# classes of offices; what they hold for a country is a subclass
CLASSES = (Seat("Q7330070", "foreign"), Seat("Q2518691", "defence"), Seat("Q107363151", "central-bank"))
# bodies, whose heads stand in their own statements
BODIES = (
    Seat("Q7184", "secretary-general", "NATO"), Seat("Q1065", "secretary-general", "UN"),
    Seat("Q8880", "commission-president", "EU"), Seat("Q8886", "council-president", "EU"),
    Seat("Q8889", "parliament-president", "EU"), Seat("Q8901", "central-bank", "ECB"), Seat("Q7804", "imf-head", "IMF"),
    Seat("Q7164", "bank-president", "WORLDBANK"), Seat("Q7817", "director-general", "WHO"),
    Seat("Q7825", "director-general", "WTO"), Seat("Q41984", "director-general", "IAEA"),
)  # fmt: skip
ATHLETES = (
    ("Q937857", "football"), ("Q10833314", "tennis"), ("Q3665646", "basketball"), ("Q11513337", "athletics"),
    ("Q11338576", "boxing"), ("Q11303721", "golf"), ("Q2309784", "cycling"),
)  # fmt: skip

_COLUMNS = "?iso ?office ?officeLabel ?person ?start ?startPrecision ?end ?endPrecision ?ended"
# an end that is unknown is no end that is missing: ?ended tells them apart
_DATES = """
  ?statement wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  ?statement pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] .
  OPTIONAL { ?statement pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }
  OPTIONAL { ?statement pq:P582 ?given } BIND(BOUND(?given) AS ?ended)
  FILTER(!BOUND(?end) || ?end >= "%sT00:00:00Z"^^xsd:dateTime)
"""
_HELD = "?person p:P39 ?statement . ?statement ps:P39 ?office ." + _DATES
_LABEL = 'OPTIONAL { ?office rdfs:label ?officeLabel FILTER(LANG(?officeLabel) = "en") }'


def tenure_queries(since: date, governments: Iterable[str]) -> Iterator[Query]:
    """Who holds or held what since that day: heads, ministers, one government's offices, heads of bodies."""
    day = since.isoformat()
    countries = sorted(code for code in governments if len(code) == 2)
    for prop, name in (("P1906", "state"), ("P1313", "government")):
        where = f"?country wdt:P297 ?iso ; wdt:{prop} ?office . {_HELD % day} {_LABEL}"
        yield _select(f"heads of {name}", where, least=100)
    for seat in CLASSES:
        where = f"""?office wdt:P279* wd:{seat.item} .
  {{ ?office wdt:P1001 ?country }} UNION {{ ?office wdt:P17 ?country FILTER NOT EXISTS {{ ?office wdt:P1001 [] }} }}
  ?country wdt:P297 ?iso . {_HELD % day} {_LABEL}"""
        yield _select(f"class {seat.item}", where, least=20)
    for start in range(0, len(countries), COUNTRIES):
        codes = " ".join(f'"{code}"' for code in countries[start : start + COUNTRIES])
        where = f"""VALUES ?iso {{ {codes} }} ?country wdt:P297 ?iso .
  ?office wdt:P1001 ?country ; wdt:P279* wd:Q83307 . {_HELD % day} {_LABEL}"""
        yield _select(f"ministers {start // COUNTRIES + 1}", where)
    yield _select("offices", f"VALUES ?office {{ {_items(OFFICES)} }} {_HELD % day}", least=10)
    statements = " UNION ".join(f"{{ ?office p:{p} ?statement . ?statement ps:{p} ?person . }}" for p in _HEADED_BY)
    yield _select("bodies", f"VALUES ?office {{ {_items(BODIES)} }} {statements} {_DATES % day}", least=3)


_HEADED_BY = ("P488", "P169", "P1037", "P3975")


def people_queries() -> Iterator[tuple[str, Query]]:
    """Living people whom much of the world knows, each with the field in which it does."""
    chiefs = f"""SELECT DISTINCT ?person ?company ?companyLabel WHERE {{
  ?company p:P169 ?statement ; wikibase:sitelinks ?links . FILTER(?links >= {FAMOUS})
  ?statement ps:P169 ?person ; wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  FILTER NOT EXISTS {{ ?statement pq:P582 [] }} FILTER NOT EXISTS {{ ?person wdt:P570 [] }}
  OPTIONAL {{ ?company rdfs:label ?companyLabel FILTER(LANG(?companyLabel) = "en") }} }}"""
    yield "business", Query("chief executives", chiefs)
    for item, field in ATHLETES:
        text = f"""SELECT DISTINCT ?person ?iso WHERE {{
  ?person wdt:P106 wd:{item} ; wikibase:sitelinks ?links . FILTER(?links >= {FAMOUS})
  FILTER NOT EXISTS {{ ?person wdt:P570 [] }} OPTIONAL {{ ?person wdt:P27 [ wdt:P297 ?iso ] }} }}"""
        yield field, Query(field, text)


def _select(name: str, where: str, least: int = 0) -> Query:
    return Query(name, f"SELECT DISTINCT {_COLUMNS} WHERE {{ {where} }}", least)


def _items(seats: Iterable[Seat]) -> str:
    return " ".join(f"wd:{seat.item}" for seat in seats)
