"""The browser and the portal it reads; every test in this folder carries the marker `browser`."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.portal import prepare, serve
from tests.browser.visitor import Visitor
from tests.conftest import chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the portal keeps its data. Parallel processes share them."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "portal"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            prepare(folder)
            (folder / "ready").touch()
    return folder


@pytest.fixture(scope="session")
def origin(folder: Path) -> Iterator[str]:
    """Where the portal answers; parallel processes serve it each for itself."""
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of a module only: its event loop would stand in the way of other tests' database calls."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            # In containers the shared memory is too small for long pages.
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, origin: str) -> Iterator[Visitor]:
    """Somebody at a wide screen. Whatever the policy forbids, or leaves the site, is a failure."""
    with Visitor.arriving(browser, origin) as visitor:
        yield visitor
    assert visitor.faults == []


@pytest.fixture
def arriving(browser: Browser, origin: str) -> Iterator[Callable[..., Visitor]]:
    """Lets several people arrive, each with a browser of their own."""
    with ExitStack() as stack:
        there = []

        def arrive(**options: Any) -> Visitor:
            there.append(stack.enter_context(Visitor.arriving(browser, origin, **options)))
            return there[-1]

        yield arrive
        assert [one.faults for one in there] == [[] for _one in there]


@pytest.fixture
def scriptless(browser: Browser, origin: str) -> Iterator[Visitor]:
    """Somebody whose browser runs no scripts."""
    with Visitor.arriving(browser, origin, java_script_enabled=False) as visitor:
        yield visitor
    assert visitor.faults == []
