"""Where messages may go: not into the network that the server stands in.

A name is looked up at the moment of connecting, and the connection goes to an address that was
checked, so that a name which leads elsewhere the next moment leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore

from graph.errors import InvalidRequest

MAX_URL = 2_000
"""Characters of an address."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class ForbiddenAddress(httpcore.ConnectError):
    """A name leads to where no message may go."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where messages may go besides public addresses by https.

    Attributes:
        private: whether into private networks.
        loopback: whether to this machine by http, as is useful where nobody else is served.
    """

    private: bool = False
    loopback: bool = False

    def check(self, url: object) -> str:
        """The address unchanged, if messages may go there; InvalidRequest otherwise."""
        if not isinstance(url, str) or not 1 <= len(url) <= MAX_URL or not url.isprintable():
            raise InvalidRequest("url", f"must be an address of at most {MAX_URL:,} characters")
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise InvalidRequest("url", "is no address") from None
        if not host or parts.username or parts.fragment or " " in url:
            raise InvalidRequest("url", "must be an address without a name, password or fragment")
        if parts.scheme != "https" and not (parts.scheme == "http" and self._is_here(host)):
            raise InvalidRequest("url", "must begin with https://")
        literal = _literal(host)
        if literal is not None and not self.admits(literal, host):
            raise InvalidRequest("url", "must not lead into a private network")
        return url

    def admits(self, address: Address, host: str) -> bool:
        """Whether a connection to this address may be made for that name."""
        plain = _unwrapped(address)
        if plain.is_loopback:
            return self._is_here(host) or self.private
        if plain.is_multicast or plain.is_unspecified:
            return False
        return plain.is_global or (self.private and not plain.is_link_local)

    def _is_here(self, host: str) -> bool:
        literal = _literal(host)
        is_named = host == "localhost" or (literal is not None and literal.is_loopback)
        return self.loopback and is_named


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that `reach` admits, and to no others."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._checked(host, port)
        return self._network.connect_tcp(address, port, timeout, local_address, socket_options)

    def _checked(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} leads nowhere") from error
        addresses = [str(each[4][0]) for each in found]
        for address in addresses:
            if not self._reach.admits(ipaddress.ip_address(address.partition("%")[0]), host):
                raise ForbiddenAddress(f"{host} leads into a private network")
        return addresses[0]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
