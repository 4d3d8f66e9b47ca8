"""How somebody gets in, and shows once more who it is."""

import base64
import hashlib
import hmac
import re
import struct

from django.core import mail

from circulation.tasks import deliver

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


def mailed_link(nth=-1):
    """The link to a password in the last mail, or the `nth`, once the worker has done its round."""
    deliver()
    return re.findall(r"/set-password/[^/\s]+/[^/\s]+/", "\n".join(m.body for m in mail.outbox))[nth]
