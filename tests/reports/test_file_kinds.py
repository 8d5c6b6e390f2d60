"""Which uploaded files are what their names say, and what they are called."""

import pytest

from reports.file_kinds import examine
from reports.file_names import clean_name
from tests.uploads import GOOD, HOSTILE, NAMES, chunk, jpeg, png, segment

# What is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_taken(name):
    examine(GOOD[name], name)


def test_there_are_enough_hostile_files():
    assert len(HOSTILE) >= 60


def test_what_a_picture_tells_of_time_and_place_is_left_out():
    place = b"Exif\x00\x00 GPS 38.9 N 77.0 W"
    told = jpeg(extra=segment(0xE1, place) + segment(0xFE, b"taken by Ana"))
    assert examine(told, "a.jpg")[0] == jpeg()
    told = png(extra=chunk(b"tEXt", b"Author\x00Ana") + chunk(b"eXIf", place))
    assert examine(told, "a.png")[0] == png()


def test_what_follows_a_picture_is_cut_off():
    assert examine(jpeg() + b"<script>", "a.jpg")[0] == jpeg()


# What they are called -------------------------------------------------------------------------


def test_there_are_enough_names():
    assert len(NAMES) >= 40


@pytest.mark.parametrize("typed", NAMES)
def test_name_is_cleaned(typed):
    assert clean_name(typed) == NAMES[typed]
