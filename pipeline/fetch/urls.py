"""One spelling for one address, so that an article that is listed five ways is fetched once."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid"),
        *(
            "igsh",
            "mc_cid",
            "mc_eid",
            "_ga",
            "_gl",
            "cmpid",
            "ocid",
            "smid",
            "xtor",
            "ito",
            "ncid",
            "wt_mc",
            "wt.mc_id",
        ),
        *("ns_campaign", "ns_mchannel", "ns_source", "sr_share", "spm", "_openstat", "phpsessid", "jsessionid"),
    }
)
TRACKING_FAMILIES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "itm_")
SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
# most addresses are in order already, and the general way costs a hundred times as much
PLAIN = re.compile(
    r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?::(?:[1-9]\d{3}|[1-5]\d{4}))?/(?:[\w-][\w.-]*(?:/[\w-][\w.-]*)*/?)?",
    re.ASCII,
)
TWO_PART_SUFFIX = 3


def canonical(url: str) -> str:
    """`url` without fragment, tracking, session and default port, its query sorted. Raises ValueError for nonsense."""
    if PLAIN.fullmatch(url):
        return url
    once = _canonical(url.strip())
    # w3lib may change an address that it has just made ("%2e" becomes "."), so it is asked until it rests
    for _ in range(4):
        again = _canonical(once)
        if again == once:
            return once
        once = again
    raise ValueError(f"no stable spelling for {url!r}")


def _canonical(url: str) -> str:
    parts = urlsplit(canonicalize_url(SESSION.sub("", url), keep_fragments=False))
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise ValueError(f"no host in {url!r}")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    where = host if port is None or port == DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"
    return urlunsplit((parts.scheme, where, parts.path or "/", _query(parts.query), ""))


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _tracks(name.lower())]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _tracks(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_FAMILIES)


def site(url: str) -> str:
    """What stays the same between the hosts of one publisher: `example.co.uk` of `rss.example.co.uk`."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit() or len(labels) == 1:
        return f"{host}:{parts.port}"
    second_level = len(labels[-1]) == 2 and len(labels[-2]) <= TWO_PART_SUFFIX and len(labels) > 2
    return ".".join(labels[-3:] if second_level else labels[-2:])
