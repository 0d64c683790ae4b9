"""Human help in the chat: people ask officials, officials answer by replying."""

from handlers.inbox.registering import register

__all__ = ["register"]
