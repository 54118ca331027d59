"""Which primary language subtags are real: ISO 639."""

from __future__ import annotations

import re

from pipeline.extract.words import listed

_SUBTAG = re.compile(r"\s*([a-z]{2,3})(?=$|[-_\s;,])", re.IGNORECASE)
_TWO = frozenset(
    listed(
        """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn
    so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """
    )
)
# Those in use on the web among the ones that have no two letters.
_THREE = frozenset(
    listed(
        """
    ace arn arz ast awa bal ban bar bcl bej bem ber bho bik brx bug cdo ceb chr chm ckb cmn cnr cop crh csb dak din
    doi dsb dyu efi fil fon frp frr fur gaa gag gan gez gil glk gom got gsw hak haw hil hmn hsb iba ilo inh jbo kaa
    kab kac kbd kha khb kmb kmr kok kos krc krl kru lad lez lij lld lmo ltg luo lus mad mag mai mak mdf men min mni
    mnw moh mos mrj mwl myv mzn nan nap nds new niu nqo nso nyn pag pam pap pau pcd pcm pms pnb prs rap rar rom rup
    sah sat scn sco shn shi sgs skr sma smj smn sms srn srr syr szl tay tcy tet tig tiv tmh tpi tum tvl tyv tzm udm
    umb vec vep vls vmw vro wal war wuu xal xmf yap yue zea zgh zza
    """
    )
)
_OTHER_NAMES = dict(
    pair.split(":")
    for pair in listed(
        """
    in:id iw:he ji:yi eng:en deu:de ger:de fra:fr fre:fr spa:es ita:it por:pt nld:nl dut:nl rus:ru zho:zh chi:zh
    jpn:ja kor:ko ara:ar hin:hi tur:tr pol:pl ukr:uk ces:cs cze:cs ell:el gre:el heb:he ind:id vie:vi tha:th fas:fa
    per:fa swe:sv dan:da nor:no nob:nb nno:nn fin:fi hun:hu ron:ro rum:ro bul:bg hrv:hr srp:sr slk:sk slo:sk slv:sl
    cat:ca eus:eu baq:eu glg:gl isl:is ice:is gle:ga cym:cy wel:cy lit:lt lav:lv est:et ben:bn urd:ur tam:ta tel:te
    """
    )
)


def primary(tag: str) -> str | None:
    """The language that a tag such as "pt-BR" names, by its shortest code; None for what is no language."""
    found = _SUBTAG.match(tag)
    subtag = found[1].lower() if found else ""
    subtag = _OTHER_NAMES.get(subtag, subtag)
    return subtag if subtag in _TWO or subtag in _THREE else None
