"""How somebody gets in, and shows once more who it is."""

import base64
import hashlib
import hmac
import struct

WORD = "demonstration only"  # the password of everybody in the demonstration


def confirm(client):
    """Type the password again, as before an export; it holds for five minutes."""
    answer = client.post("/account/again/password/", {"password": WORD})
    assert answer.status_code == 302, answer.content
    return client


def six_figures(secret, moment):
    """What an authenticator app shows for a key at a time: RFC 6238, SHA-1, half a minute."""
    counter = struct.pack(">Q", int(moment.timestamp()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    where = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[where : where + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
