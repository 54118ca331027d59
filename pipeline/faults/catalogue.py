"""Every rule there is. A rule that is not in this tuple does not run; a test compares the tuple with the folders."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.faults.casing.acronym_case import AcronymCase
from pipeline.faults.casing.pronoun_i import PronounI
from pipeline.faults.casing.proper_word import ProperWord
from pipeline.faults.casing.sentence_start import SentenceStart
from pipeline.faults.casing.year_old import YearOld
from pipeline.faults.duplication.duplicated_word import DuplicatedWord
from pipeline.faults.duplication.loop import Loop
from pipeline.faults.fragments.bare_fragment import BareFragment
from pipeline.faults.fragments.dangling_fragment import DanglingFragment
from pipeline.faults.fragments.gap import Gap
from pipeline.faults.fragments.unfinished import Unfinished
from pipeline.faults.grammar.article import Article
from pipeline.faults.grammar.do_support import DoSupport
from pipeline.faults.grammar.noun_stack import NounStack
from pipeline.faults.grammar.wrong_frame import WrongFrame
from pipeline.faults.names.assembly import names_rules
from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.faults.names.gazetteer import read as read_gazetteer
from pipeline.faults.numbers.decimal_comma import DecimalComma
from pipeline.faults.numbers.impossible_age import ImpossibleAge
from pipeline.faults.numbers.impossible_date import ImpossibleDate
from pipeline.faults.numbers.magnitude import Magnitude
from pipeline.faults.numbers.percentage import Percentage
from pipeline.faults.numbers.scale import Scale
from pipeline.faults.phrases.press_time import PressTime
from pipeline.faults.phrases.stock_phrase import StockPhrase
from pipeline.faults.phrases.year_calque import YearCalque
from pipeline.faults.punctuation.bracket_space import BracketSpace
from pipeline.faults.punctuation.clitic_space import CliticSpace
from pipeline.faults.punctuation.dash_attribution import DashAttribution
from pipeline.faults.punctuation.date_stop import DateStop
from pipeline.faults.punctuation.doubled_stop import DoubledStop
from pipeline.faults.punctuation.hyphen_space import HyphenSpace
from pipeline.faults.punctuation.missing_space import MissingSpace
from pipeline.faults.punctuation.quote_space import QuoteSpace
from pipeline.faults.punctuation.split_initials import SplitInitials
from pipeline.faults.punctuation.stray_space import StraySpace
from pipeline.faults.punctuation.unbalanced import Unbalanced
from pipeline.faults.residue.boilerplate import Boilerplate
from pipeline.faults.residue.enumerator_debris import EnumeratorDebris
from pipeline.faults.residue.foreign_language import ForeignLanguage
from pipeline.faults.residue.foreign_script import ForeignScript
from pipeline.faults.residue.markup import Markup
from pipeline.faults.residue.mixed_script import MixedScript
from pipeline.faults.residue.mojibake import Mojibake
from pipeline.faults.residue.stray_mark import StrayMark
from pipeline.faults.resources import read_bytes, rows, toml
from pipeline.faults.rule import Rule
from pipeline.faults.spelling.typo import Typo
from pipeline.faults.spelling.unknown_word import UnknownWord
from pipeline.faults.terms.long_name import LongName
from pipeline.faults.terms.quoted_title import QuotedTitle
from pipeline.faults.terms.term_calque import TermCalque
from pipeline.model.entity import Entity


@cache
def rules() -> tuple[Rule, ...]:
    """The rules with their data, built once."""
    return rules_with(())


@lru_cache(maxsize=4)
def rules_with(learned: tuple[Entity, ...]) -> tuple[Rule, ...]:
    """The rules with names that reviewers taught as well."""
    return with_names(embedded(), learned)


def with_names(gazetteer: Gazetteer, learned: tuple[Entity, ...] = ()) -> tuple[Rule, ...]:
    """The rules with the names of a gazetteer."""
    return (*names_rules(gazetteer, learned), *_of_marks(), *_of_words(), *_from_data())


def _of_marks() -> tuple[Rule, ...]:
    """Spaces, marks and what is left of markup."""
    return (
        BracketSpace(),
        CliticSpace(),
        DashAttribution(),
        DateStop(),
        DoubledStop(),
        HyphenSpace(),
        MissingSpace(),
        QuoteSpace(),
        SplitInitials(),
        StraySpace(),
        Unbalanced(),
        Boilerplate(),
        EnumeratorDebris(),
        ForeignScript(),
        Markup(),
        MixedScript(),
        Mojibake(),
        StrayMark(),
    )


def _of_words() -> tuple[Rule, ...]:
    """Words, sentences and figures."""
    return (
        Article(),
        BareFragment(),
        DanglingFragment(),
        DoSupport(),
        DuplicatedWord(),
        Loop(),
        PronounI(),
        SentenceStart(),
        Typo(),
        Gap(),
        Unfinished(),
        UnknownWord(),
        QuotedTitle(),
        LongName(),
        NounStack(),
        YearCalque(),
        YearOld(),
        DecimalComma(),
        ImpossibleAge(),
        ImpossibleDate(),
        Magnitude(),
        Percentage(),
        Scale(),
    )


def _from_data() -> tuple[Rule, ...]:
    return (
        AcronymCase.of(toml("casing", "acronyms.toml")),
        ForeignLanguage.of(toml("residue", "languages.toml")),
        ProperWord.of(toml("casing", "proper_words.toml")),
        PressTime.of(toml("phrases", "press_time.toml")),
        StockPhrase.of(rows("phrases", "stock.tsv")),
        TermCalque.of(rows("terms", "calques.tsv")),
        WrongFrame.of(rows("grammar", "frames.tsv")),
    )


@cache
def embedded() -> Gazetteer:
    """The gazetteer that comes with this release."""
    return read_gazetteer(read_bytes("names", "gazetteer.jsonl"), "the gazetteer of this release")
