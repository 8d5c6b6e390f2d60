"""The yardstick of P1: a bare WSGI application.

For each request it reads the revision on a connection of its thread's own and sends the bytes of
BENCH_BODY, compressed by brotli, under the tag BENCH_ETAG. BENCH_HEADERS may name further headers.
"""

import json
import os
import sqlite3
import threading
from pathlib import Path

import environ as settings_environ
import psycopg2

READ_REVISION = "SELECT number, changed_at FROM publication_revision"
BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
ETAG = os.environ["BENCH_ETAG"]
DATABASE = settings_environ.Env().db_url("DATABASE_URL")
OWN = {"Content-Type": "text/html; charset=utf-8", "ETag": ETAG, "Vary": "Accept-Encoding"}
GIVEN = dict(json.loads(os.environ["BENCH_HEADERS"]))
BY_OTHERS = ("Content-Encoding", "Content-Length", "Date", "Connection")
HEADERS = [(name, value) for name, value in (OWN | GIVEN).items() if name not in BY_OTHERS]
FULL = [*HEADERS, ("Content-Encoding", "br"), ("Content-Length", str(len(BODY)))]
local = threading.local()


def connect():
    if DATABASE["ENGINE"].endswith("sqlite3"):
        return sqlite3.connect(DATABASE["NAME"], isolation_level=None)
    connection = psycopg2.connect(
        host=DATABASE["HOST"],
        port=DATABASE["PORT"] or None,
        user=DATABASE["USER"],
        password=DATABASE["PASSWORD"],
        dbname=DATABASE["NAME"],
    )
    connection.autocommit = True
    return connection


def application(environ, start_response):
    if not hasattr(local, "connection"):
        local.connection = connect()
    cursor = local.connection.cursor()
    cursor.execute(READ_REVISION)
    cursor.fetchone()
    cursor.close()
    if environ.get("HTTP_IF_NONE_MATCH") == ETAG:
        start_response("304 Not Modified", HEADERS)
        return []
    start_response("200 OK", FULL)
    return [BODY]
