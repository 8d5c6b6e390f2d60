"""The table of the cache that all processes share, made whether CACHE_URL names it or not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]

    operations = [
        # Columns as django.core.cache.backends.db wants them; no model of ours reads the table.
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "portal_cache"},
        ),
        # The table stays, the state forgets it: otherwise makemigrations would drop it.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("CacheEntry")]
        ),
    ]
