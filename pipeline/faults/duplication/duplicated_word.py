"""A word that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common, zipf
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

# Words that never stand twice in a row in right English.
_NEVER_TWICE = word_set(
    "the a an of and or but its their his my our your into would could should must may might which these those "
    "because although whether between during against among am every each"
)
# Words that may: "had had", "that that", "very very", "what it is is", "bye bye", names of music and dances.
_MAY_STAND_TWICE = word_set(
    "had that is was very really so too no yes never ever much many more long far big old new good well now "
    "here there again over on in out up down off by to for with at from as do does did who what where when how "
    "why you her him it this all bye blah knock hush tut chop pom ha hey hear come go going goes gone wait "
    "please look please run dear boys girls cha can tuk win lose win-win half fifty night day hot red blue "
    "pretty little some one two three four five six seven eight nine ten hundred thousand million billion "
    "trillion not none nor if be been being will said then than just only tom couscous beri aye nein oui ja si "
    "choo woof quack so-so has have are were left right back sure sorry double part talk work works plans plan still "
    "even ever soon later sooner round quite real really such like which whose chicken cookie gaga yada yadda hear "
    "hip order bora gado mum dad bar bed art nah pah aye ugh lo sub go-go chow mahi tata hula murmur "
    "sapiens gorilla bison bufo lutra meles"
)
# Prepositions that stand twice only behind the verb that takes them ("he was stood by by all"): elsewhere it is a slip.
_RARELY_TWICE = word_set("by to with from")
# These may be meant twice now and then ("the house he was in in May"), so an editor decides.
_SELDOM_TWICE = word_set("in on for at was were is are have has be will")
_TAKE_THEM = word_set(
    "what who there this that where which it they he she we i taken take moved move moves came pitch pitched "
    "called call log logged step stepped join joined searched stood voted let give gives gave stand stood "
    "standing stands drop dropped pass passed passing come came get got put live lived listen listened listening "
    "talk talked talking speak spoke spoken look looked refer referred referring go went going used agree agreed "
    "deal dealt dealing work worked working do done up down along away back close next due according want wants "
    "wanted have has had object objected objecting belong belongs belonged turn turned subject over on in out "
    "through"
)
# With a capital they are days and months; other doubled names ("Wagga Wagga", "Lang Lang") are meant.
_DATES = word_set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September "
    "October November December"
)
_NAME_LENGTH, _EVERYDAY, _KNOWN, _LONG = 4, 4.2, 3.5, 7
_WORD_BEFORE, _WORD_AFTER = re.compile(r"([^\W\d_]+|\d) \Z"), re.compile(r" [\w$€£“\"]")
_CAPITAL = re.compile(r" [A-Z]")
_TWICE = re.compile(r"(?<![\w'’\-.])([^\W\d_]+)(?:[ \u00a0]+(\1))+(?![\w'’\-]|\.\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DuplicatedWord:
    """A word that stands twice in a row. Words that may be meant twice are left, rare ones wait for an editor."""

    id: str = "duplication.word"
    fault: Fault = Fault.DUPLICATION
    examples: tuple[Example, ...] = (
        Example("He read the the report.", "He read the report."),
        Example("The the minister left.", "The minister left."),
        Example("They spoke of of of peace.", "They spoke of peace."),
        Example("The trade union union agreed.", "The trade union agreed."),
        Example("Prices fell by by 4 percent.", "Prices fell by 4 percent."),
        Example("They built a wall in in nine weeks.", "They built a wall in nine weeks."),
        leaves("It is the house that he was stood by by friends, and the man she talked to to learn."),
        leaves("She had had enough, and he knew that that was so."),
        Example("It opens on Tuesday Tuesday.", "It opens on Tuesday."),
        Example("She left the Autonomous Region Region.", "She left the Autonomous Region."),
        leaves("The people they have have gone, and those we are are glad."),
        leaves("Duran Duran played in Wagga Wagga and Pago Pago."),
        leaves("What it is is a mess, he said, very very slowly."),
        leaves("It was the The Hague office that called."),
        leaves("Codes 22 22 and 7 7 were read out."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _TWICE.finditer(document.text):
            confidence = _confidence(document.text, match)
            if confidence is not None:
                evidence = f"'{match[2]}' stands twice in a row"
                yield Proposal(document.anchor(*match.span()), (match[1],), self.fault, self.id, confidence, evidence)


def _confidence(text: str, match: re.Match[str]) -> float | None:
    first, last = match[1], match[2]
    if first == last and first.istitle():
        return _of_name(text, match)
    if not last.islower() or not (first.islower() or first.istitle()):
        return None
    if first == last and last in _RARELY_TWICE | _SELDOM_TWICE:
        return _of_small_word(text, match)
    confidence = _of_word(last)
    # "Solomon Islands islands" and "Analysts analysts" may miss a word; "The the" at the start of a sentence does not.
    if confidence is None or first == last or (last in _NEVER_TWICE and _begins(text, match.start())):
        return confidence
    return 0.7


def _of_name(text: str, match: re.Match[str]) -> float | None:
    """Names of people and places may be doubled ("Wagga Wagga", "Lang Lang"); everyday words with a capital are not."""
    if match[1] in _DATES:
        return 0.98
    if len(match[1]) < _NAME_LENGTH or match[1].lower() in _MAY_STAND_TWICE or _CAPITAL.match(text, match.end()):
        return None
    usual = zipf(match[1].lower())
    return 0.975 if usual >= _EVERYDAY else 0.8 if usual >= _KNOWN else None


def _of_small_word(text: str, match: re.Match[str]) -> float | None:
    before = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
    after = _WORD_AFTER.match(text, match.end())
    if before is None or after is None or before[1].lower() in _TAKE_THEM:
        return None
    return 0.98 if match[2] in _RARELY_TWICE else 0.8


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins here."""
    before = text[max(0, at - 4) : at].rstrip(' “"(')
    return not before or before[-1] in ".!?:\n"


def _of_word(word: str) -> float | None:
    if word in _NEVER_TWICE:
        return 0.99
    if word in _MAY_STAND_TWICE or len(word) < 3:
        return None
    return 0.975 if is_common(word) or (len(word) >= _LONG and is_common(word, 1.5)) else 0.7
