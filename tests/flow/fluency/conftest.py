"""The fixture model, as in tests/fluency."""

from tests.fluency.conftest import model as model
