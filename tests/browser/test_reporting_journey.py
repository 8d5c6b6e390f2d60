"""From an invitation to a corrected report: the whole way, by keyboard alone, in each language.

With scripts in two of them and without in the other two; the four others by `make deep`.
"""

import pytest

from tests.browser import reporting as steps
from tests.browser.places import CHIEF, LANGUAGES

WAYS = [
    pytest.param(
        scripts, language,
        id=f"{'scripts' if scripts else 'no scripts'}-{language}",
        marks=[pytest.mark.deep] if (place + scripts) % 2 == 0 else [],
    )
    for place, language in enumerate(LANGUAGES)
    for scripts in (True, False)
]  # fmt: skip


@pytest.mark.parametrize(("scripts", "language"), WAYS)
def test_report_goes_the_whole_way(scripts, language, folder, arriving):
    scene = steps.Scene(language, scripts, folder / "portal.sqlite3", arriving)
    chief, coordinator = scene.person(CHIEF), scene.person("coordinator")
    steps.invite(chief, coordinator, scene)
    coordinator.accept(scene.database)
    number = steps.begin(coordinator, scene)
    steps.contribute(coordinator, number, scene)
    steps.clash(coordinator, number, scene)
    steps.lose_the_session(coordinator, number, scene)
    steps.submit(coordinator, number, steps.LATE)
    steps.send_back(chief, number)
    steps.answer(coordinator, number, scene)
    steps.publish(chief, number)
    steps.read(scene, number, steps.ANSWERED)
    second = steps.correct(coordinator, number, scene)
    steps.publish(chief, second)
    reader = steps.read(scene, number, steps.CORRECTED)
    steps.look_back(reader, coordinator, number, scene)
