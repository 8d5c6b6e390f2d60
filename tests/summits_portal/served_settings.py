"""The portal's settings for a real server, with the small site of these tests."""

from summits_portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.summits_portal.addresses"
