"""How Telegram says no: an HTTP status, a description and sometimes parameters."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A failure as the Bot API reports it; the server turns it into status and JSON."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class BadRequest(ApiError):
    """400, the caller's mistake."""

    def __init__(self, reason: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(400, f"Bad Request: {reason}", parameters)


class Complaint(BadRequest):
    """400 where Telegram would shrug; kept in `sim.complaints` because it is nearly always a slip of the bot."""


class Forbidden(ApiError):
    """403, the person or chat does not let the bot."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409, two ways of fetching updates at once."""
    return ApiError(409, f"Conflict: {reason}")


def too_many(seconds: int) -> ApiError:
    """429, with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
