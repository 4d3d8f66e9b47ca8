from django.db import migrations, models

import agencies.addresses
from agencies.addresses import FOLDED, fault, folded

COLLIDE = (
    "Nothing was changed. These accounts have the same address once capitals do not count: {}. Decide which of them goes"
    " on; give the other one another address (UPDATE agencies_user SET email = 'former-NUMBER@…', is_active = false WHERE"
    " id = NUMBER), give the role that is missing to the one that stays, and migrate again."
)
NOT_ASCII = (
    "Nothing was changed. These accounts have an address with other letters than a to z, which nobody can sign in with from"
    " now on: {}. Give each an ASCII address (UPDATE agencies_user SET email = '…' WHERE id = NUMBER), and migrate again."
)


def fold(apps, schema_editor):
    """Every address in its one form; stops, with what to do, where that is not for a machine to decide."""
    User = apps.get_model("agencies", "User")
    found = list(User.objects.values_list("pk", "email").order_by("pk"))
    if strange := [pk for pk, email in found if fault(email)]:
        raise ValueError(NOT_ASCII.format(_named(strange)))
    by_address = {}
    for pk, email in found:
        by_address.setdefault(folded(email), []).append(pk)
    if twice := [pk for pks in by_address.values() if len(pks) > 1 for pk in pks]:
        raise ValueError(COLLIDE.format(_named(twice)))
    for pk, email in found:
        if email != folded(email):
            User.objects.filter(pk=pk).update(email=folded(email))


def _named(pks):
    return ", ".join(f"number {pk}" for pk in pks)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0009_people")]

    operations = [
        # What the capitals were is not known afterwards: going back leaves the addresses as they are.
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.AlterField("user", "email", agencies.addresses.Address(max_length=254, unique=True)),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(name="user_address_folded", condition=models.Q(email__regex=FOLDED)),
        ),
    ]
