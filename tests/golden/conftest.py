"""Both sample deals, each kept in a vault once for all tests; none of them changes it."""

from __future__ import annotations

import pytest

from sample_vault import AGENCY, BERLIN, WHATSAPP, Vault


@pytest.fixture(scope="session")
def berlin(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """The whole Berlin deal, its sheet applied."""
    vault = Vault(tmp_path_factory.mktemp("berlin"))
    names = (
        "katrin-vogel",
        "sales.mbox",
        "buero-maildir.zip",
        "jonas-reimann",
        "lin-guodong",
        "alibaba",
        "papers",
        "bank",
    )
    vault.keep(*(BERLIN / name for name in names), WHATSAPP)
    vault.ask("parties", "--ours", "mail:katrin.vogel@spreelicht.example", "--why", "our own side")
    vault.ask("matter", "apply", BERLIN / "matter.toml")
    return vault


@pytest.fixture(scope="session")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """The whole deal of the agency."""
    vault = Vault(tmp_path_factory.mktemp("agency"))
    names = ("office", "thunderbird", "dlya-advokata", "telegram", "telefon", "buhgalteriya", "chasy")
    vault.keep(*(AGENCY / name for name in names))
    ours = ("office", "koltsova", "tikhomirov", "buh", "akhmetova", "osokin", "pryakhin")
    vault.ask("parties", "--ours", *(f"mail:{one}@chertezh-slovo.example" for one in ours), "--why", "our own side")
    vault.ask("matter", "apply", AGENCY / "matter.toml")
    return vault
