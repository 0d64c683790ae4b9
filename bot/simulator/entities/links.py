"""Addresses as Telegram reads them: what it refuses, and how it writes the others."""

from __future__ import annotations

import re
import string

_SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
_OWN = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
_PERSON = re.compile(r"tg:(?://)?user/?\?(?:.*&)?id=(\d+)(?:[&#].*)?", re.IGNORECASE)
_IN_HOST = frozenset(string.ascii_letters + string.digits + ".-_!$,~*'();&+=")
_MAX_PORT = 65535


def person_in(address: str) -> int | None:
    """The person that a tg://user?id= link means."""
    found = _PERSON.fullmatch(address)
    return int(found[1]) if found else None


def checked_url(address: str) -> str | None:
    """The address as Telegram stores it, or None if it is none."""
    try:
        return check_url(address)
    except ValueError:
        return None


def check_url(address: str) -> str:
    """The address as Telegram stores it; raises ValueError with Telegram's reason."""
    own = _OWN.match(address)
    if own:
        return _own_link(own[1].lower(), address[own.end() :])
    scheme, host, rest = _split(address)
    if "." not in host and not host.startswith("["):
        raise ValueError("Wrong HTTP URL")
    return f"{scheme}://{host}{rest}"


def _own_link(kind: str, inner: str) -> str:
    host, query = re.fullmatch(r"([^/?#]*)(.*)", inner, re.DOTALL).groups()  # type: ignore[union-attr]
    if not host:
        raise ValueError("URL host is empty")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+" if kind == "tonsite" else r"[A-Za-z0-9_-]+", host):
        raise ValueError("Unallowed characters in URL host")
    return f"{kind}://{host.lower()}{query}"


def _split(address: str) -> tuple[str, str, str]:
    """Scheme, host (with user and port) and the rest, which begins with a slash."""
    given = _SCHEME.match(address)
    scheme = given[1].lower() if given else "http"
    if scheme not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    place, rest = re.fullmatch(r"([^/?#]*)(.*)", address[given.end() if given else 0 :], re.DOTALL).groups()  # type: ignore[union-attr]
    user, at, host = place.rpartition("@")
    host, port = _without_port(host)
    if not host:
        raise ValueError("URL host is empty")
    if not host.startswith("["):
        _check_host(host)
    rest = "".join(f"%{ord(sign):02X}" if sign <= " " else sign for sign in rest.rstrip())
    return scheme, f"{user}{at}{host.lower()}{port}", rest if rest.startswith("/") else f"/{rest}"


def _without_port(host: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+):([^:\]]*)", host, re.DOTALL)
    if not found:
        return host, ""
    if not re.fullmatch(r"\d{1,9}", found[2]) or not 0 < int(found[2]) <= _MAX_PORT:
        raise ValueError("Wrong port number specified in the URL")
    return found[1], f":{int(found[2])}"


def _check_host(host: str) -> None:
    for sign in re.sub(r"%[0-9A-Fa-f]{2}", "", host):
        if sign == "%":
            raise ValueError("Wrong percent-encoded symbol in URL host")
        if sign not in _IN_HOST and sign < "\x80":
            raise ValueError("Disallowed character in URL host")
