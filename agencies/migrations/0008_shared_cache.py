from django.db import migrations

# What django.core.cache.backends.db asks for.
MAKE = """
CREATE TABLE shared_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_identity_providers")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE shared_cache")]
