"""Secrets of second factors as they lie in the database: unreadable without SECRET_KEY."""

import base64
import logging
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

logger = logging.getLogger("portal.accounts")


def encrypt(text: str) -> str:
    return _cipher(_keys()).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The secret; one that no key opens comes back as another nobody knows, so no code fits it."""
    try:
        return _cipher(_keys()).decrypt(text.encode()).decode()
    except InvalidToken:
        logger.error("the secret of a second factor was encrypted with an unknown SECRET_KEY")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    digests = (sha256(b"second factor:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
