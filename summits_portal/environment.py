"""Reads settings from the environment and refuses, in one sentence, what must not go live."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
SAMPLE_KEY = "sample-key-for-local-use-only"

env = environ.Env()
if (BASE_DIR / ".env").is_file() and "PORTAL_IGNORE_DOTENV" not in os.environ:
    env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)


def refuse(variable: str, problem: str, remedy: str) -> None:
    """Stop the start with one sentence that names the variable and says how to mend it."""
    raise ImproperlyConfigured(f"{variable} {problem}: {remedy}.")


def secret_key() -> str:
    """SECRET_KEY; a sample is used with DEBUG only."""
    key = env.str("SECRET_KEY", default="")
    if DEBUG:
        return key or SAMPLE_KEY
    if not key:
        refuse("SECRET_KEY", "is missing", "set it to at least 50 random characters")
    if SAMPLE_KEY in key or len(key) < 50 or len(set(key)) < 5:
        refuse("SECRET_KEY", "is a sample or too weak", "set it to at least 50 random characters")
    return key


def allowed_hosts() -> list[str]:
    """ALLOWED_HOSTS; without DEBUG at least one host and no wildcard."""
    hosts = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
    if not DEBUG and not hosts:
        refuse("ALLOWED_HOSTS", "is missing", "list the host names the portal is served under")
    if not DEBUG and any(host == "*" or host.startswith(".") for host in hosts):
        refuse("ALLOWED_HOSTS", "holds a wildcard", "list each host name in full")
    return hosts


def base_address() -> str:
    """BASE_ADDRESS, the public address every absolute link starts with, without a final slash."""
    default = f"http://localhost:{env.int('PORT', default=8000)}" if DEBUG else ""
    address = env.str("BASE_ADDRESS", default=default).rstrip("/")
    parts = urlsplit(address)
    if not DEBUG and (parts.scheme != "https" or not parts.netloc):
        refuse("BASE_ADDRESS", "is not an https address", "set it to the portal's public address")
    return address


def mail_server() -> dict:
    """EMAIL_URL as Django's settings; with DEBUG nothing leaves, and /outbox/ shows the mails."""
    return env.email_url("EMAIL_URL", default="dummymail://" if DEBUG else "smtp://localhost:25")


def sender(base_address: str) -> str:
    """DEFAULT_FROM_EMAIL, the address that mails come from; "portal" at the portal's own host."""
    host = urlsplit(base_address).hostname or "localhost"
    return env.str("DEFAULT_FROM_EMAIL", default=f"portal@{host}")


def database() -> dict:
    """DATABASE_URL as a Django database, with the guards each engine needs.

    SQLite: write-ahead log, transactions that take the write lock at once (an upgrade from read to
    write fails whatever the timeout), 20 s of patience. PostgreSQL: connections are checked
    before use, statements and lock waits are bounded.
    """
    path = BASE_DIR / "var" / "portal.sqlite3"
    config = env.db_url("DATABASE_URL", default=f"sqlite:///{path}")
    if config["ENGINE"].endswith("sqlite3"):
        if config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
        return config
    statement = env.int("STATEMENT_TIMEOUT_MS", default=15000)
    lock = env.int("LOCK_TIMEOUT_MS", default=5000)
    config["OPTIONS"] = {
        **config.get("OPTIONS", {}),
        "options": f"-c statement_timeout={statement} -c lock_timeout={lock}",
    }
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    config["CONN_HEALTH_CHECKS"] = True
    return config
