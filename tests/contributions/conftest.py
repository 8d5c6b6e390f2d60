"""The cast: an organization with its writer, a state with its coordinator, the office."""

import pytest


@pytest.fixture
def organization(db):
    from tests import factories

    return factories.make_organization(texts={"en": "River Schools Network"})


@pytest.fixture
def author(organization):
    from tests import factories

    return factories.make_person(role="coordinator", entity=organization, name="Ada Autora")


@pytest.fixture
def minister(entity):
    """The coordinator of the state concerned."""
    from tests import factories

    return factories.make_person(role="coordinator", entity=entity, name="Mina Ministra")


@pytest.fixture
def desk(author):
    """The author's browser."""
    from tests.people import signed_in

    return signed_in(author)


@pytest.fixture
def ministry(minister):
    from tests.people import signed_in

    return signed_in(minister)


@pytest.fixture
def office(reviewer):
    from tests.people import signed_in

    return signed_in(reviewer)


@pytest.fixture
def contribution(organization, entity):
    """A draft about the state, in English alone."""
    from tests import factories

    def make(**fields):
        given = {"entity": organization, "about": entity, "texts": {"en": "Schools on the river"}}
        return factories.make_contribution(**given | fields)

    return make
