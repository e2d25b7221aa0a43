"""Trees and paths: against the vectors of RFC 6962, and the two implementations against each other."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandu.journal import offline
from liandu.journal.merkle import leads_to, path, root

# The leaves and roots with which Certificate Transparency implementations test themselves.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [sha256(b"\x00" + bytes.fromhex(text)).digest() for text in INPUTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(count):
    assert root(LEAVES[:count]).hex() == offline.root_of(LEAVES[:count]).hex() == ROOTS[count - 1]


def test_the_path_is_that_of_certificate_transparency():
    assert [node.hex() for node in path(LEAVES[:5], 4)] == [ROOTS[3]]
    assert [node.hex() for node in path(LEAVES[:3], 2)] == [ROOTS[1]]


def leaves_of(count: int) -> list[bytes]:
    return [offline.leaf_of(n, sha256(bytes([n % 251])).digest()) for n in range(1, count + 1)]


@given(count=st.integers(1, 70), data=st.data())
def test_every_leaf_has_a_path_to_the_root_and_no_other_leaf_or_place_has_it(count, data):
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    top, beside = root(leaves), path(leaves, index)

    assert top == offline.root_of(leaves) == offline.climbed(leaves[index], index, count, beside)
    assert leads_to(leaves[index], index, count, beside, top)
    other = data.draw(st.integers(0, count - 1))
    if other != index:
        assert not leads_to(leaves[other], index, count, beside, top)
        assert not leads_to(leaves[index], other, count, beside, top)
        assert offline.climbed(leaves[index], other, count, beside) != top


@given(count=st.integers(2, 40), data=st.data())
def test_a_path_that_is_longer_shorter_or_changed_leads_nowhere(count, data):
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    top, beside = root(leaves), path(leaves, index)
    spoilt = data.draw(st.integers(0, len(beside) - 1))
    for wrong in (
        beside[:-1],
        [*beside, b"\x00" * 32],
        [*beside[:spoilt], b"\x00" * 32, *beside[spoilt + 1 :]],
    ):
        assert not leads_to(leaves[index], index, count, wrong, top)
        assert offline.climbed(leaves[index], index, count, wrong) != top
