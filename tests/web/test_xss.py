"""Two hundred ways to run a script, stored in every place that a page shows: none may come out as markup."""

from __future__ import annotations

import itertools
import json

from bs4 import BeautifulSoup

from pipeline.flow import review
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from pipeline.model.proposal import Fault
from pipeline.review.decide import Answer, Mark
from pipeline.web.sanitise import harmless
from tests.review.desk import add, items
from tests.web.conftest import Client

_TAGS = ("script", "img src=x", "svg", "iframe", "body", "input autofocus", "details open", "video", "a href=#", "math")
_EVENTS = ("onerror", "onload", "onfocus", "ontoggle", "onclick", "onmouseover", "onanimationend", "onpointerenter")
_OTHER = (
    "<script>x()</script>", "<ScRiPt>x()</sCrIpT>", "<script src=//evil.test></script>", "'\"><script>x()</script>",
    "</textarea><script>x()</script>", "</title><script>x()</script>",
    "<!--><script>x()</script>-->", "<svg><script>x()</script>",
    "javascript:x()", "JaVaScRiPt:x()", "data:text/html,<script>x()</script>", "<a href='javascript:x()'>a</a>",
    "<iframe srcdoc='<script>x()</script>'></iframe>", "<base href=//evil.test>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//evil.test>", "<style>@import '//evil.test'</style>",
    "<form action=//evil.test><button>",
    "{{7*7}}", "{% raw %}", "${7*7}", "<%= 7*7 %>", "&lt;script&gt;x()&lt;/script&gt;",
    "&#60;script&#62;", "\u2028<script>",
    "<noscript><p title='</noscript><script>x()</script>'>",
    "<template><script>x()</script></template>", "\u202e<script>",
    "<object data=x>", "<embed src=x>", "<math><mi xlink:href='javascript:x()'>", "<portal src=x>", "\ufeff<script>x()",
    "<x onclick=x() style=color:red>", "` onmouseover=x() `",
    "' onfocus='x()", '" autofocus onfocus="x()', "--><svg/onload=x()>",
    "<image href=x onerror=x()>", "<p style='background:url(//evil.test)'>",
)  # fmt: skip
PAYLOADS = [
    *_OTHER,
    *(f"{lead}<{tag} {event}=x()>" for lead, tag, event in itertools.product(("", '">'), _TAGS, _EVENTS)),
]


def harms(page: str, own_scripts: int) -> list[str]:
    """What in a page could run or load anything."""
    soup = BeautifulSoup(page, "html.parser")
    found = [
        str(tag)[:80] for tag in soup.select("svg, object, embed, base, math, video, style, meta[http-equiv], portal")
    ]
    for tag in soup.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ("href", "src", "action", "formaction"):
            value = str(tag.get(name, ""))
            if value and not value.startswith(("/", "#")):
                found.append(f"{tag.name} {name}={value[:40]}")
    scripts = soup.find_all("script")
    return found + ["script"] * (len(scripts) - own_scripts)


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) >= 200


def test_nothing_that_is_stored_runs(client: Client, place: Workplace) -> None:
    ada, bad, size = client(), "", 25
    for n in range(0, len(PAYLOADS), size):
        some = PAYLOADS[n : n + size]
        lines = [f"He said {payload} the the end ." for payload in some]
        url = f"https://news.test/{n}?q={some[0]}"
        article = add(place, url, "\n".join(lines), title=f"{some[-1]} and", source=f"s{n}{some[1]}")
        found = review.read_article(place, article)
        body = found.parts[-1].document
        for payload in some[:3]:
            start = body.text.index("the the end")
            mark = Mark(body.id, start + 4, start + 7, Fault.GRAMMAR, payload.replace("\u2028", ""), payload)
            try:
                review.mark(place, mark, f"bob{payload}"[:80])
            except Exception as error:
                assert type(error).__name__ in ("Conflict", "UsageError")  # noqa: PT017
        first = found.edits[0].item
        note = some[2]
        review.say(place, Answer(first.proposal, Verdict.REJECT, first.version, None, note), f"ann{some[3]}")
        for view in ("corrections", "extracted", "clean", "raw"):
            bad = ada.get(f"/article/{article}", params={"view": view, "item": some[4]}).text
            assert harms(bad, 1) == [], view
        raw = ada.get(f"/article/{article}/raw")
        assert "sandbox" in raw.headers["content-security-policy"]
        assert [harm for harm in harms(raw.text, 0) if not harm.startswith("<style>:root")] == []
    for path in ("/?state=any", "/log", "/"):
        assert harms(ada.get(path).text, 1) == []
    for payload in PAYLOADS:
        for name in ("text", "source", "rule", "reviewer", "after", "fault", "dag_id"):
            path = "/run" if name == "dag_id" else "/"
            assert harms(ada.get(path, params={name: payload}).text, 1) == []
    assert len(items(place)) >= 40


def test_a_stored_page_is_text_and_structure(client: Client, place: Workplace) -> None:
    page = "".join(f"<div>{payload}</div><p>safe {n}</p>" for n, payload in enumerate(PAYLOADS))
    article = add(place, "https://news.test/bad", "He said so .", page=page)
    shown = client().get(f"/article/{article}/raw").text
    soup = BeautifulSoup(shown.partition("<body>")[2], "html.parser")
    assert not soup.select("script, svg, img, iframe, style, link, form, input, object, [href], [src], [style]")
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name not in ("lang", "dir")]
    assert "safe 0" in shown


def test_a_huge_or_broken_page_is_shown_or_cut(client: Client) -> None:
    assert "x" in harmless("<p>" + "x" * 4_000_000)
    assert harmless("<div>" * 20_000 + "deep") is not None
    assert harmless("\x00<p>\ud800a") is not None


def test_answers_to_the_script_are_escaped(client: Client, place: Workplace) -> None:
    ada = client()
    article = add(place, "https://news.test/js", "He said <img src=x onerror=x()> the the end .", title="<b>t</b>")
    first = review.read_article(place, article).edits[0].item
    from tests.web.conftest import token

    said = {"csrf": token(ada), "proposal": first.proposal, "document": first.document, "version": 0}
    note = {"verdict": "REJECT", "note": "<img src=x onerror=x()>", "reason": "</script>"}
    answer = ada.post(
        "/decide", data=said | note, headers={"x-requested-with": "newsmend", "x-query": "rule=<svg onload=x()>"}
    )
    assert answer.headers["content-type"] == "application/json"
    for name in ("inline", "card", "row"):
        assert harms(json.loads(answer.text)[name], 0) == []
