"""Telegram on a bad day: failures that can be switched on, for tests and for the page."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal, get_args, get_type_hints

Kind = Literal[
    "500", "502_page", "reset_before", "reset_after", "timeout_before", "timeout_after", "429", "slow", "403"
]
KINDS: tuple[str, ...] = get_args(Kind)
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(slots=True)
class Fault:
    """One way of misbehaving.

    method: a Bot API method, "*" for every one, None for every one but getUpdates. "..._after" means that the call was
    carried out and only its answer is lost. `times` None: until `calm()`.
    """

    kind: str
    method: str | None = None
    times: int | None = None
    probability: float = 1.0
    retry_after: int = 1
    seconds: float = 30.0
    chat_id: int | None = None
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is hit (the dice are thrown here)."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is None and method == "getUpdates":
            return False
        if self.method not in (None, "*") and str(self.method).lower() != method.lower():
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        return self.probability >= 1 or random.random() < self.probability


FIELDS = tuple(name for name in get_type_hints(Fault) if name != "hits")


class Faults:
    """The faults that are switched on, oldest first."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Switches one on."""
        self.active.append(fault)
        return fault

    def calm(self) -> None:
        """Switches all off."""
        self.active.clear()

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, counted; used-up ones are dropped."""
        for fault in self.active:
            if fault.meets(method, chat_id):
                fault.hits += 1
                if fault.times is not None and fault.hits >= fault.times:
                    self.active.remove(fault)
                return fault
        return None
