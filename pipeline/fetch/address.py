"""Which machines may be spoken to. Names are resolved once here, and the connection goes to what was vetted."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from pipeline.model.errors import Denied
from pipeline.model.source import Source

SCHEMES = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
UNICAST = ipaddress.ip_network("2000::/3")  # all public IPv6 addresses there are; fec0::1 and ::127.0.0.1 are outside
ISATAP = 0x5EFE  # in the third quarter of an address, an IPv4 address follows
# public by the letter, though not everywhere: protocol assignments, 6to4 relays, and a cloud's own service
INNER = tuple(ipaddress.ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SockAddr = tuple[Any, ...]


def check_url(url: str, source: Source) -> None:
    """Refuses what is wrong with an address before any name is looked up."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Denied(f"not a web address: {error}", where=url) from error
    if parts.scheme not in SCHEMES:
        raise Denied(f"the scheme {parts.scheme or '(none)'!r} is refused", where=url, hint="Use http or https.")
    if not parts.hostname:
        raise Denied("the address names no host", where=url)
    if parts.username is not None or parts.password is not None:
        raise Denied("the address holds a user name or password", where=parts.hostname, hint="Remove it.")
    if port is not None and not source.loopback and port not in _ports(source):
        raise Denied(f"port {port} is refused", where=url, hint=f"Only 80, 443 and the port of {source.home} are open.")


def _ports(source: Source) -> set[int]:
    own = urlsplit(source.home).port
    return {*SCHEMES.values()} if own is None else {*SCHEMES.values(), own}


def host_key(url: str) -> str:
    """The host and port that share one pace."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or SCHEMES.get(parts.scheme, 0)}"


def vet(host: str, port: int, *, loopback: bool) -> list[tuple[socket.AddressFamily, SockAddr]]:
    """The socket addresses of `host`; Denied if a single one of them is not allowed."""
    host = host.rstrip(".。．｡")  # the resolver would take "127.0.0.1." for a name
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, sockaddr in answers:
        if not _allowed(str(sockaddr[0]), loopback=loopback):
            wanted = "a loopback" if loopback else "a public"
            raise Denied(
                f"{host} resolves to {sockaddr[0]}, which is not {wanted} address",
                where=host,
                hint="Only a source with `loopback: true` may name this machine, and it may name no other.",
            )
    return [(family, sockaddr) for family, _, _, _, sockaddr in answers]


def _allowed(text: str, *, loopback: bool) -> bool:
    address = _embedded(ipaddress.ip_address(text.partition("%")[0]))
    if loopback:
        return address.is_loopback
    if isinstance(address, ipaddress.IPv6Address) and address not in UNICAST:
        return False
    inner = address.is_multicast or address.is_reserved or any(address in net for net in INNER)
    return address.is_global and not inner


def _embedded(address: Address) -> Address:
    """The IPv4 address that an IPv6 spelling leads to, as the network would read it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    if (int(address) >> 32) & 0xFFFF == ISATAP:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
