"""What must be read again and must not lie open in a copy of the database: factors, client secrets.

Encrypted with a key made from SECRET_KEY; SECRET_KEY_FALLBACKS are still read.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Errors: `cryptography.fernet.InvalidToken` when no key of ours has sealed it."""
    return _keys().decrypt(sealed.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_key(word) for word in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(word: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"fortyseven.sealed" + word.encode()).digest()))
