"""What the image and the composition promise, read from their files: no daemon is needed."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
# Not for a container of the composition: what is compose's own, where the image listens and keeps
# its files, and what is for development.
NOT_PASSED_ON = {
    "POSTGRES_PASSWORD", "PORT", "BIND", "MEDIA_ROOT", "STATIC_ROOT", "MANIFEST_STATIC",
    "TASKS_BACKEND", "DEBUG",
}  # fmt: skip
COMPILERS = re.compile(r"\b(gcc|g\+\+|clang|build-essential|make|cargo|-dev)\b")


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Dockerfile with its argument, continuations joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    parts = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return [(name.upper(), " ".join(argument.split())) for name, argument in parts]


def final_stage() -> list[tuple[str, str]]:
    """The instructions of the last stage, its FROM first."""
    found = instructions()
    return found[max(i for i, (name, _) in enumerate(found) if name == "FROM") :]


def arguments(name: str, stage: list[tuple[str, str]]) -> list[str]:
    return [argument for instruction, argument in stage if instruction == name]


def ignored() -> set[str]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def services() -> dict:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_image_is_built_in_stages_on_the_slim_python_of_the_project():
    assert len(arguments("FROM", instructions())) == 2
    assert arguments("ARG", instructions())[0] == "PYTHON_IMAGE=python:3.11-slim"


def test_no_stage_installs_a_compiler():
    runs = " ".join(arguments("RUN", instructions()))
    assert COMPILERS.findall(runs) == []


def test_system_packages_are_those_that_pdf_needs_and_no_list_of_others_stays():
    apt = [run for run in arguments("RUN", instructions()) if "apt-get" in run]
    assert apt == arguments("RUN", final_stage())[:1]
    update, install, clean = apt[0].split(" && ")
    assert (update, clean) == ("apt-get update", "rm -rf /var/lib/apt/lists/*")
    assert install.removeprefix("apt-get install --yes --no-install-recommends ").split() == [
        "fontconfig", "fonts-dejavu-core", "libharfbuzz-subset0", "libpango-1.0-0",
        "libpangoft2-1.0-0",
    ]  # fmt: skip


def test_packages_come_as_wheels_by_hash():
    pip = [run for run in arguments("RUN", instructions()) if run.startswith("pip install")]
    assert len(pip) == 1
    assert "--require-hashes --only-binary :all:" in pip[0]
    locks = re.findall(r"--requirement /opt/portal/requirements/(\S+)", pip[0])
    copied = arguments("COPY", instructions())[0]
    assert locks == ["redis.txt", "pdf.txt"]
    assert copied == "requirements/redis.txt requirements/pdf.txt /opt/portal/requirements/"


def test_user_is_a_number_without_privileges():
    (user,) = arguments("USER", final_stage())
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_only_the_volume_belongs_to_that_user():
    (user,) = arguments("USER", final_stage())
    (volume,) = json.loads(arguments("VOLUME", final_stage())[0])
    *_packages, run = arguments("RUN", final_stage())
    owner = user.split(":")[0]
    assert run == f"install --directory --owner={owner} --group={owner} --mode=0750 {volume}"
    assert all("--chown" not in copy for copy in arguments("COPY", final_stage()))


def test_everything_that_changes_is_in_the_volume():
    (volume,) = json.loads(arguments("VOLUME", final_stage())[0])
    (environment,) = arguments("ENV", final_stage())
    values = dict(pair.split("=", 1) for pair in environment.split())
    assert values["DATABASE_URL"] == f"sqlite:///{volume}/portal.sqlite3"
    assert values["MEDIA_ROOT"] == f"{volume}/media"
    assert values["PYTHONDONTWRITEBYTECODE"] == "1"


def test_server_needs_neither_shell_nor_writable_home():
    from summits_portal import gunicorn

    (command,) = arguments("CMD", final_stage())
    assert json.loads(command)[0] == "gunicorn"
    assert (gunicorn.worker_class, gunicorn.control_socket_disable) == ("gthread", True)
    assert gunicorn.worker_tmp_dir == "/dev/shm"
    assert 0 < gunicorn.max_requests_jitter < gunicorn.max_requests


def test_health_check_asks_livez_without_a_shell_or_curl():
    (check,) = arguments("HEALTHCHECK", final_stage())
    command = json.loads(check.partition(" CMD ")[2])
    assert command[:2] == ["python", "-c"]
    assert "/livez" in command[2]
    compile(command[2], "HEALTHCHECK", "exec")


def test_catalogues_and_hashed_static_files_are_made_at_build():
    runs = " ".join(arguments("RUN", instructions()))
    assert "MANIFEST_STATIC=true" in runs
    assert runs.index("compile_catalogues") < runs.index("collectstatic")


def test_labels_name_licence_version_and_revision():
    (labels,) = arguments("LABEL", final_stage())
    for name in ("licenses", "revision", "title", "version"):
        assert f"org.opencontainers.image.{name}=" in labels


def test_nothing_private_or_made_on_the_spot_enters_the_image():
    assert {".git", ".env", ".venv", "var", "media", "**/*.sqlite3*", "tests"} <= ignored()


def test_everything_the_portal_runs_on_enters_the_image():
    own = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    needed = own | {"summits_portal", "templates", "static", "locale", "fixtures", "manage.py"}
    assert needed & ignored() == set()


@pytest.mark.parametrize("name", services())
def test_service_is_read_only_and_has_no_capability(name):
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_composition_has_web_worker_database_and_cache():
    assert services().keys() == {"migrate", "reference", "web", "worker", "database", "cache"}
    assert services()["database"]["image"].startswith("postgres:15")
    assert services()["worker"]["command"] == ["python", "manage.py", "db_worker"]


def test_ports_are_open_to_the_machine_alone():
    ports = [port for service in services().values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:${PORT:-8000}:8000"]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_every_variable_that_is_documented_reaches_the_container(name):
    lines = (ROOT / "docs" / "configure.md").read_text().splitlines()
    documented = {found[1] for line in lines if (found := re.match(r"\| `([A-Z_]+)` \|", line))}
    assert services()[name]["environment"].keys() == documented - NOT_PASSED_ON


def test_variables_without_a_value_are_passed_on_only_where_they_are_set():
    """Interpolation would make an empty text of a variable that is not set, which is no default."""
    values = [value or "" for value in services()["web"]["environment"].values()]
    assert [value for value in values if re.search(r"\$\{[A-Z_]+(:?-[^}]*)?\}", value)] == []


def test_instructions_name_what_the_composition_cannot_do_without():
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", (ROOT / "compose.yaml").read_text()))
    sample = re.findall(r"^ +([A-Z_]+)=<?", (ROOT / "docs" / "install.md").read_text(), re.M)
    assert needed <= set(sample)


def test_composition_holds_no_secret():
    environment = services()["web"]["environment"]
    assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert services()["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${")
