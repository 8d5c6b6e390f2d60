"""What each database needs to find terms: FTS5 with triggers, or an index of term vectors."""

from django.db import migrations

# Nothing of the FTS5 table is kept twice: it reads the terms from the entries. Positions and sizes
# are not wanted, as phrases and ranks are worked out alike for both databases.
SQLITE = [
    "CREATE VIRTUAL TABLE search_terms USING fts5(terms, content='search_entry', "
    "content_rowid='id', detail=none, columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_terms(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_terms(search_terms, rowid, terms) "
    "VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
    "INSERT INTO search_terms(search_terms, rowid, terms) "
    "VALUES ('delete', old.id, old.terms); "
    "INSERT INTO search_terms(rowid, terms) VALUES (new.id, new.terms); END",
    # The narrow columns again, so that counting does not pass over the terms.
    "CREATE INDEX search_facets ON search_entry (id, key, kind, language, alone, entity_id, "
    "themes, meetings, documents, day, traits)",
]
# In PL/pgSQL so that it is not inlined and its cost is known: working it out row by row, without
# the index, is never cheap. Terms leave the row when it is longer than 128 bytes, so that counting
# passes over narrow rows.
POSTGRESQL = [
    "CREATE FUNCTION search_vector(terms text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
    "PARALLEL SAFE COST 10000 AS $$ BEGIN "
    "RETURN array_to_tsvector(string_to_array(btrim(terms), ' ')); END $$",
    "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
    "CREATE INDEX search_entry_terms ON search_entry USING gin (search_vector(terms))",
]
BACK = {
    "sqlite": [
        "DROP INDEX search_facets",
        "DROP TRIGGER search_entry_changed",
        "DROP TRIGGER search_entry_removed",
        "DROP TRIGGER search_entry_added",
        "DROP TABLE search_terms",
    ],
    "postgresql": [
        "DROP INDEX search_entry_terms",
        "DROP FUNCTION search_vector(text)",
    ],
}


def there(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def back(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(there, back)]
