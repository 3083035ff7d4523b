from types import ModuleType

import pytest

from fakeserver.tenant.switches import budget_policies, sign_in_policies
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch


def test_defaults_are_those_of_the_switches() -> None:
    policies = Policies()
    for name, switch in Policies.rows.items():
        assert getattr(policies, name) == switch.default
        assert switch.check(switch.default) == switch.default
        assert switch.admin_name
        assert switch.source
        assert switch.meaning.endswith(".")


@pytest.mark.parametrize("subject", [budget_policies, sign_in_policies])
def test_each_row_of_a_subject_is_taken_over_by_its_name(subject: ModuleType) -> None:
    rows = {name: row._replace(name=name) for name, row in vars(subject).items() if isinstance(row, Switch)}
    assert rows
    assert rows.items() <= Policies.rows.items()


def test_each_change_is_counted() -> None:
    policies = Policies()
    before = policies.generation
    policies.basic_auth = True
    policies.set(smtp_auth=False, ews_enabled=None)
    assert policies.generation == before + 3


def test_a_misspelt_switch_suggests_the_right_one() -> None:
    policies = Policies()
    with pytest.raises(AttributeError, match="did you mean 'basic_auth'"):
        policies.basic_aut = True  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="did you mean 'basic_auth'"):
        _ = policies.basic_aut  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="did you mean 'smtp_auth'"):
        policies.set(smtpauth=True, basic_auth=True)
    assert policies.basic_auth is False


def test_a_switch_takes_its_values_only() -> None:
    with pytest.raises(ValueError, match="basic_auth takes True, 'SMTP', False, not 'yes'"):
        Policies().basic_auth = "yes"
    with pytest.raises(ValueError, match="smtp_auth"):
        Policies().smtp_auth = None  # type: ignore[assignment]
