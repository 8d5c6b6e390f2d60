"""Tokens of links: they stand in the mail alone; the database keeps their SHA-256."""

from hashlib import sha256
from secrets import token_urlsafe

BYTES = 32


def new_token() -> str:
    return token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """What the database keeps of the token; of any text, however odd."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
