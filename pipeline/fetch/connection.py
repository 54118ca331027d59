"""Connections that only go where `address.vet` says, and only for as long as the deadline allows."""

from __future__ import annotations

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse
from urllib3.util import Retry

from pipeline.fetch.address import SockAddr, vet
from pipeline.fetch.deadline import CURRENT


def _watch(sock: socket.socket | None) -> None:
    deadline = CURRENT.get()
    if deadline is not None and sock is not None:
        deadline.watch(sock)


class _Timed(HTTPConnection):
    """A connection under the deadline of its exchange."""

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _watch(sock)
        return sock

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        _watch(self.sock)
        return super().getresponse()


class _TimedTls(_Timed, HTTPSConnection):
    pass


class _Vetted(_Timed):
    """Resolving and connecting are one step: a name that changes its address in between gains nothing."""

    loopback = False

    def _new_conn(self) -> socket.socket:
        try:
            addresses = vet(self.host, self.port, loopback=self.loopback)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, socket.gaierror(str(error))) from error
        failure: OSError | None = None
        for family, address in addresses:
            try:
                sock = self._open(family, address)
            except OSError as error:
                failure = error
            else:
                _watch(sock)
                return sock
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection to {self.host} within {self.timeout} s") from failure
        raise NewConnectionError(self, f"no connection to {self.host}: {failure}")

    def _open(self, family: socket.AddressFamily, address: SockAddr) -> socket.socket:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            sock.settimeout(self.timeout if isinstance(self.timeout, int | float) else None)
            sock.connect(address)
        except BaseException:
            sock.close()
            raise
        return sock


class _PublicPlain(_Vetted):
    pass


class _PublicTls(_Vetted, HTTPSConnection):
    pass


class _LoopbackPlain(_PublicPlain):
    loopback = True


class _LoopbackTls(_PublicTls):
    loopback = True


class _PublicPlainPool(HTTPConnectionPool):
    ConnectionCls = _PublicPlain


class _PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTls


class _LoopbackPlainPool(HTTPConnectionPool):
    ConnectionCls = _LoopbackPlain


class _LoopbackTlsPool(HTTPSConnectionPool):
    ConnectionCls = _LoopbackTls


class _ProxyPlainPool(HTTPConnectionPool):
    ConnectionCls = _Timed


class _ProxyTlsPool(HTTPSConnectionPool):
    ConnectionCls = _TimedTls


class VettedAdapter(HTTPAdapter):
    """An adapter whose pools hold vetted connections only; loopback and public ones never share a pool.

    Through a proxy that the operator named, the connection goes to the proxy, wherever that is.
    """

    def __init__(self, *, loopback: bool, retries: Retry) -> None:
        self._loopback = loopback
        super().__init__(max_retries=retries)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = (
            {"http": _LoopbackPlainPool, "https": _LoopbackTlsPool}
            if self._loopback
            else {"http": _PublicPlainPool, "https": _PublicTlsPool}
        )

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = {"http": _ProxyPlainPool, "https": _ProxyTlsPool}
        return manager
