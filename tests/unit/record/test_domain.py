"""Domains that deceive: alike in letters, in shape, or with another one's name inside."""

from __future__ import annotations

import pytest

from tallystick.record.domain import folded, hidden_in, how_alike, registered, shapes

OURS = "mingyao-opto.example"


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("factory.com", ("factory", "com")),
        ("mail.factory.com.cn", ("factory", "com.cn")),
        ("factory.co.uk", ("factory", "co.uk")),
        ("co.uk", ("co", "uk")),
        ("nodot", ("", "")),
        ("a..b", ("", "")),
        ("x." * 200 + "com", ("", "")),
    ],
)
def test_what_somebody_registered(domain: str, name: tuple[str, str]) -> None:
    """The name before the ending, whatever stands before it; endings of two labels are one ending."""
    assert registered(domain) == name


@pytest.mark.parametrize(
    ("domain", "reason"),
    [
        ("mingyao-opt\u043e.example", "look alike"),
        ("m\u0456ngy\u0430\u043e-\u043ept\u043e.example", "look alike"),
        ("m\u03b9ngya\u03bf-\u03bfpto.example", "look alike"),
        ("m\u00edngya\u00f6-opto.example", "look alike"),
        ("xn--" + "m\u0456ngyao-opt\u043e".encode("punycode").decode() + ".example", "shown as"),
        ("mail.mingyao-opto.com.cn", "ending alone"),
        ("mingyao-opt0.com.cn", "look alike"),
        ("mingyao-optos.example", "one letter"),
        ("mingayo-opto.example", "one letter"),
    ],
)  # fmt: skip
def test_domains_that_look_alike(domain: str, reason: str) -> None:
    """Letters of other scripts, as read and as name servers have them, other endings, one letter more, two swapped."""
    assert reason in how_alike(OURS, domain)
    assert reason in how_alike(domain, OURS)
    assert shapes(OURS) & shapes(domain)


@pytest.mark.parametrize(
    "domain",
    [
        "eu.mingyao-opto.example", OURS, "mingyao-optics.example", "\u043c\u0438\u043d.example", "nodot",
        "xn--\u4e2d.example", "",
    ],
)  # fmt: skip
def test_domains_that_do_not(domain: str) -> None:
    """One owner's own subdomains, other names, and what is no domain."""
    assert how_alike(OURS, domain) == ""


def test_two_subdomains_of_one_owner_are_no_lookalikes() -> None:
    """They differ by a letter, and nobody else can make them."""
    assert how_alike("us.factory-group.com", "uk.factory-group.com") == ""


def test_a_name_inside_another() -> None:
    """A whole domain before another ending, and a name with something joined by a hyphen."""
    assert OURS in hidden_in(f"{OURS}.evil.test")
    assert OURS in hidden_in(f"mail.{OURS}.evil.co.uk")
    assert "mingyao-opto" in hidden_in("mingyao-opto-payments.test")
    assert "mingyao-opto" in hidden_in("secure-mingyao-opto.test")
    assert OURS not in hidden_in(f"mail.{OURS}")
    assert hidden_in("nodot") == []


def test_a_broken_form_for_name_servers_is_shown_as_it_is() -> None:
    """Nothing is raised over what is no punycode."""
    assert folded("xn--\u0130") != ""
    assert folded("xn--999999999999") != ""


def test_short_names_tell_nothing() -> None:
    """Names of four letters are a letter apart by chance."""
    assert shapes("abcd.com") == set()
    assert shapes("a" * 100_000 + ".com") == set()
