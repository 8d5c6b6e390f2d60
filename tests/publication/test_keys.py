"""What can be the key of a record."""

import pytest

from publication.keys import is_key

GREATEST = 2**63 - 1


@pytest.mark.parametrize("said", [1, "1", "007", GREATEST, str(GREATEST)])
def test_whole_positive_number_of_63_bits_is_a_key(said):
    assert is_key(said)


@pytest.mark.parametrize(
    "said",
    [0, -1, GREATEST + 1, 10**4_000, "", "0", "-1", "+1", "1.0", "1_0", " 1", "٣", "²", "one",
     str(GREATEST + 1), "9" * 5_000, "0" * 5_000 + "1"],
)  # fmt: skip
def test_anything_else_is_no_key(said):
    assert not is_key(said)
