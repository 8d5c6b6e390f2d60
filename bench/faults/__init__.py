"""Faults put into a portal of its own while people hand reports in, and what is left afterwards.

    python -m bench.faults.web_killed [--runs 20] [--database sqlite|postgresql]

and so on for each module with a `main`; `make deep` runs all of them. Every answer that a client
got is written to a ledger outside the portal's database. After each fault the database is compared
with the ledger, and the counts are printed: *lost*, *half applied* and *twice* must be 0.

Importing this package makes Django ready for the database of DATABASE_URL.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
os.environ["PORTAL_IGNORE_DOTENV"] = "1"
os.environ.setdefault("DEBUG", "true")
django.setup()
