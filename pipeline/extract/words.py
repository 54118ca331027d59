"""What class names, ids and short lines say about a part of a page."""

from __future__ import annotations

import re


def listed(text: str) -> tuple[str, ...]:
    """The words of a table written as text."""
    return tuple(text.split())


# Names that sites give to what is around an article, or inside it without belonging to it.
_BESIDE_NAMES = r"""
comments? disqus foot footer sidebar side-bar related recommend(?:ed|ations?)? recirc read-?(?:more|also|next)
more-?(?:stories|news|from|on|articles) [a-z]*newsletters? subscri\w* [a-z]*sign-?(?:up|in) shar(?:e|es|ing) social
promos? advert\w* ads? sponsor\w* banner cookies? consent gdpr breadcrumbs? nav navbar navigation menu tags? tag-?list
keywords topics? by-?line authors? bio dateline timestamp pub-?date date [a-z]*captions? credits? copyright
gallery carousel slider widget popular trending most-?(?:read|popular|viewed) outbrain taboola teasers? also next
prev pagination pager hidden visually-?hidden sr-?only screen-reader\w* noprint toolbar popup modal overlay login
disclaimer toc
skip rating donate membership legal tools? utility player video podcast audio poll quiz search masthead top-?bar
kicker eyebrow label category editor-?note cta meta factbox fact-box infobox
"""
BESIDE = re.compile(rf"(?:^|[\s_\-/])(?:{'|'.join(listed(_BESIDE_NAMES))})(?:$|[\s_\-\d])", re.IGNORECASE)
BODY = re.compile(
    r"article-?_*(?:body|text|content|main|copy|detail|inner|para)|story-?_*(?:body|text|content|detail|copy)"
    r"|(?:entry|post|blog|single|news|body|main|rich|page|text|content)-?_*(?:content|body|text|copy|article)"
    r"|articlebody|storybody|prose|wysiwyg|richtext|field-name-body|^content$|artikel-?text|cuerpo|noticia-?texto",
    re.IGNORECASE,
)
TEXT_BOX = re.compile(r"(?:^|[\s_-])(?:text|body|copy|paragraphs?)(?:$|[\s_-])", re.IGNORECASE)
WHOLE_BODY = re.compile(r"(?:article|story)-?_*body\b", re.IGNORECASE)
POST = re.compile(r"\bhentry\b|\bpost-\d+")  # blog software lists an article's tags and categories among its names
LEDE = re.compile(
    r"standfirst|sub-?(?:title|head|headline)|summary|\bdek\b|\bdeck\b|\blead\b|[-_]lead\b|\blede\b|[-_]lede\b|\bintro\b|[-_]intro\b"
    r"|excerpt|chapeau|article-?_*(?:description|perex)|perex|sapo|ingress|entradilla|bajada|lead-?text|abstract|teaser-?text",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# Whole lines, short ones only, that sites put between paragraphs.
_CHATTER_LINES = (
    r"advertisement|anzeige|publicité|reklam\w*|sponsored(?: content)?",
    r"share(?: this)?(?: (?:article|story|post|on \w+))*|print|e-?mail|save|comments?|loading\W*|tags?:.{0,120}",
    r"(?:read|see|watch|listen)(?: (?:more|also|next|now|on|here))?:?|(?:read|see) (?:more|also)\b.{0,120}",
    r"related(?: (?:articles?|stories|topics?|news|posts?))?:?|more (?:on this story|stories|from .{1,40})",
    r"recommended(?: for you)?|most (?:read|popular|viewed|shared)(?: (?:in|on|articles?|stories)\b.{0,40})?",
    r"trending|(?:next|previous) article|you (?:may|might) also like\W*|more about:?",
    r"related (?:post|article|story): .{0,120}",
    r"(?:sign up|subscribe)\b.{0,160}|follow us\b.{0,100}|(?:click|tap) here\b.{0,80}|leave a (?:comment|reply)\W*",
    r"(?:create an account|(?:sign|log)[ -]?in)\b.{0,120}|don[’']?t have an account\?.{0,40}",
    r"already (?:have an account|a (?:member|subscriber)|registered)\b.{0,60}",
    r"get (?:the |our |your )?(?:free )?(?:daily|weekly|latest|top|best|breaking)\b.{0,60}"
    r"\b(?:news|newsletters?|updates?|headlines|stories|alerts)(?:\W.{0,80})?",
    r"(?:est(?:imated)?\.? )?read(?:ing)? time:? ?.{0,12}|.{0,12}\d+[ -]?min(?:ute)?s?\.? read(?!e|i|y).{0,80}",
    r".{0,60}lesedauer:? .{0,16}|(?:stand|aktualisiert|veröffentlicht)(?: am)?:? \d.{0,40}",
    r"auch interessant:?|lesen sie auch\b.{0,120}|mehr zum thema\b.{0,80}|dieses thema im programm:?.{0,80}",
    r"(?:à )?lire aussi\b.{0,120}|czytaj (?:więcej|także|też)\b.{0,120}|leia (?:também|mais)\b.{0,120}",
    r"noticia relacionada|leggi anche\b.{0,120}|lees ook\b.{0,120}|les også\b.{0,120}|läs också\b.{0,120}",
    r"(?:image|photo|picture|video|credit)s?(?: (?:source|credit|caption))?:.{0,100}",
    r"(?:posted|published|updated|last updated|filed)(?: (?:on|at|in|by))?:? .{0,60}\d{4}.{0,30}",
    r"copyright\b.{0,120}|©.{0,140}|all rights reserved\W*|(?:article|story) continues below.{0,40}",
    r"skip (?:to|past)\b.{0,60}|(?:end|start) of .{0,40}newsletter.{0,40}",
)
CHATTER = re.compile("|".join(_CHATTER_LINES), re.IGNORECASE)
CAPTION = re.compile(
    r".{0,250}\((?:images?|photos?|pictures?|pics?|credits?|bild|foto): ?[^()]{1,80}\)\W?"
    r"|.{10,250}[.!?)\w] (?:©|(?:bildrechte|bildquelle|bild|foto|(?:image|photo) credit):) ?[^.:]{2,60}",
    re.IGNORECASE,
)
TERMINAL = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]]*$")
