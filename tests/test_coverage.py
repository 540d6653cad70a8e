"""What the other tests did, held against the models: an operation that no test succeeded with is not proven."""

import pytest

import clients
import models

pytestmark = pytest.mark.last


@pytest.mark.parametrize("service", models.SERVICES)
def test_every_operation_was_answered(service):
    missing = [
        operation
        for operation in models.operations(service)
        if None not in clients.answered.get((service, operation), ())
    ]
    assert missing == []


def test_create_session_was_answered_and_refused():
    codes = clients.answered.get(("rolesanywhere", "CreateSession"), set())
    assert {None, "AccessDeniedException", "ValidationException"} <= codes


def test_there_are_thirty():
    assert len(models.operations("rolesanywhere")) == 30
