"""The agency's letters on the wire: composed, damaged where the story says so, signed and delivered."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from mailbox import Attachment, Route, SigningKey, compose, deliver, encoded_words, sign
from pathlib import Path

import mailbox_letter
from agency_client_fault import AFTER_SIGNING, BEFORE_SIGNING, report_body
from agency_client_files import LOGO_ID, attachment, logo
from agency_client_letter import PEOPLE, Letter, Person
from agency_client_words import fitted, quotation, wrapped

KEYS = Path(__file__).resolve().parents[2] / "samples" / "agency-client" / "keys"
PROGRAMS = {
    "thunderbird": ("thunderbird", "rfc2231", ()),
    "outlook": ("outlook", "encoded-word", (("Content-Language", "ru"),)),
    "yandex": ("yandex", "encoded-word", ()),
    "mailru": ("mailru", "encoded-word", ()),
    "mailru-phone": ("mailru", "encoded-word", (("X-Mailer", "Mail.Ru Mailer 1.0 (iOS 18.5)"),)),
    "thebat": ("thebat", "raw", ()),
    "mutt": ("server", "rfc2231", (("User-Agent", "Mutt/2.2.12 (2023-09-09)"),)),
    "roundcube": ("server", "rfc2231", (("User-Agent", "Roundcube Webmail/1.6.9"),)),
    "robot": ("server", "rfc2231", (("X-Mailer", "PHPMailer 6.9.1"),)),
}
ODD_HEADERS = {
    "auto": (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk")),
    "crm": (("X-Mailer", "Verstak24 notify 25.1"), ("Precedence", "bulk"), ("X-Verstak24-Deal", "1147")),
}
AGENCY_MX = "mx1.chertezh-slovo.example"
ZONES = {"teplokontur.example": 5, "pochta.example": 3, "yasno.example": 3}
OUTGOING = {
    "chertezh-slovo.example": "smtp.chertezh-slovo.example [198.51.100.8]",
    "teplokontur.example": "mx.teplokontur.example [203.0.113.66]",
    "pochta.example": "fallback18.m.pochta.example [192.0.2.118]",
    "vetluga-print.example": "mail.vetluga-print.example [203.0.113.140]",
    "prichalbank.example": "out4.prichalbank.example [192.0.2.44]",
    "otpravlenie.example": "relay.otpravlenie.example [198.51.100.200]",
}
KEY_FILES = {
    ("chertezh-slovo.example", "mail2025"): "TEST-KEY-chertezh-slovo-rsa2048.pem",
    ("teplokontur.example", "s2024"): "TEST-KEY-teplokontur-s2024-revoked-rsa2048.pem",
    ("teplokontur.example", "s2026"): "TEST-KEY-teplokontur-s2026-rsa2048.pem",
    ("pochta.example", "m2025"): "TEST-KEY-pochta-rsa2048.pem",
    ("vetluga-print.example", "sel1"): "TEST-KEY-vetluga-print-rsa2048.pem",
    ("prichalbank.example", "bank"): "TEST-KEY-prichalbank-rsa2048.pem",
    ("otpravlenie.example", "post"): "TEST-KEY-otpravlenie-rsa1024.pem",
}
REPORTS = frozenset({"auto", "dsn", "mdn"})
REVOKED = ("teplokontur.example", "s2024")
MOVED = datetime.fromisoformat("2026-01-01T00:00:00+05:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """All letters as messages ready for a mailbox, with the keys that sign them."""

    letters: dict[str, mailbox_letter.Letter]
    plans: dict[str, Letter]
    keys: dict[tuple[str, str], SigningKey]

    def composed(self, key: str) -> bytes:
        """The message as its author's program made it, its own faults included."""
        message = compose(self.letters[key])
        for fault in self.plans[key].odd:
            if fault in BEFORE_SIGNING:
                message = BEFORE_SIGNING[fault](message, self.letters[key])
        return message

    def received(self, key: str, recipient: str) -> bytes:
        """The message as it lies in an agency mailbox, signed on the way where the sender's domain signs."""
        letter = self.letters[key]
        message = self.composed(key)
        signer = self.signer(key)
        results = "dkim=none"
        if signer is not None:
            message = sign(message, signer, letter.at)
            results = f"dkim=pass header.d={signer.domain} header.s={signer.selector}"
        for fault in self.plans[key].odd:
            if fault in AFTER_SIGNING:
                message = AFTER_SIGNING[fault](message, letter)
        delivered = deliver(message, _route(letter), letter, recipient, results=results)
        if REPORTS & set(self.plans[key].odd):
            # RFC 3834 4 and RFC 3464 2: what a program answers comes from the null return path.
            return delivered.replace(f"<{letter.sender.address}>".encode(), b"<>", 1)
        return delivered

    def signer(self, key: str) -> SigningKey | None:
        """The key that the sender's server signs with on that day."""
        letter = self.letters[key]
        domain = letter.sender.address.rpartition("@")[2]
        if letter.sender.name == PEOPLE["postmaster"].name:
            return None
        for (owner, selector), signing in self.keys.items():
            if owner == domain and (domain != REVOKED[0] or (selector == REVOKED[1]) == (letter.at < MOVED)):
                return signing
        return None

    def verdict(self, key: str) -> str:
        """What a verifier with the records of dns.toml must say of the signature today."""
        signer = self.signer(key)
        if signer is None:
            return "none"
        if any(fault in AFTER_SIGNING for fault in self.plans[key].odd):
            return "fail"
        if (signer.domain, signer.selector) == REVOKED:
            return "revoked"
        return "weak" if signer.domain == "otpravlenie.example" else "pass"


def wire_of(plans: tuple[Letter, ...]) -> Wire:
    """The letters in the order of their sending, each knowing the one that it answers."""
    by_key = {plan.key: plan for plan in plans}
    letters: dict[str, mailbox_letter.Letter] = {}
    for plan in plans:
        _build(plan, by_key, letters)
    keys = {
        owner: SigningKey.read(KEYS / name, domain=owner[0], selector=owner[1]) for owner, name in KEY_FILES.items()
    }
    return Wire(letters=letters, plans=by_key, keys=keys)


def sent_at(plan: Letter) -> datetime:
    """The true time of sending in the writer's zone."""
    return datetime.fromisoformat(f"{plan.sent} {PEOPLE[plan.sender].zone}")


def _build(plan: Letter, plans: dict[str, Letter], done: dict[str, mailbox_letter.Letter]) -> mailbox_letter.Letter:
    if plan.key in done:
        return done[plan.key]
    earlier = _build(plans[plan.answers], plans, done) if plan.answers else None
    person = PEOPLE[plan.sender]
    program = plan.client or person.client
    charset = plan.charset or person.charset
    codec = "koi8-r" if "label-1251" in plan.odd else charset
    transfer = plan.encoding or person.encoding
    letter = mailbox_letter.Letter(
        key=f"agency-client/{plan.key}",
        at=sent_at(plan),
        sender=_person(person, program, codec),
        to=tuple(_person(PEOPLE[name], program, codec) for name in plan.to),
        cc=tuple(_person(PEOPLE[name], program, codec) for name in plan.cc),
        subject=fitted(plan.subject, codec),
        text=fitted(_text(plan, program, earlier), codec),
        reply=earlier,
        quote=False,
        signed_off=False,
        attachments=_attachments(plan, program, codec, done),
        html=plan.html or "logo" in plan.odd,
        charset="windows-1251" if "label-1251" in plan.odd else charset,
        codec=codec if "label-1251" in plan.odd else "",
        transfer=transfer,
        raw_headers="raw-subject" in plan.odd,
        headers=_headers(plan, program),
        without=frozenset({"date"}) if "no-date" in plan.odd else frozenset(),
        clock_error=timedelta(days=-2557) if "clock-2018" in plan.odd else timedelta(0),
    )
    done[plan.key] = _special(plan, letter)
    return done[plan.key]


def _text(plan: Letter, program: str, earlier: mailbox_letter.Letter | None) -> str:
    person = PEOPLE[plan.sender]
    own = plan.text if program in {"outlook", "mailru-phone"} else wrapped(plan.text)
    parting = "\n\n-- \n" if program in {"thunderbird", "mailru", "roundcube", "yandex"} else "\n\n"
    if person.signature and program != "robot" and not REPORTS & set(plan.odd):
        own += parting + person.signature
    if "logo" in plan.odd:
        own += f"\n[cid:{LOGO_ID}]"
    if earlier is not None and plan.quote:
        own += "\n" + quotation(program, earlier, sent_at(plan))
    return own


def _person(person: Person, program: str, codec: str) -> mailbox_letter.Person:
    return mailbox_letter.Person(
        name=fitted(person.name, codec), address=person.address, client=PROGRAMS[program][0], charset=person.charset
    )


def _attachments(
    plan: Letter, program: str, codec: str, done: dict[str, mailbox_letter.Letter]
) -> tuple[Attachment, ...]:
    style = "raw" if {"name-koi8-raw", "name-1251-raw"} & set(plan.odd) else PROGRAMS[program][1]
    at = sent_at(plan)
    files = [attachment(name, at, style) for name in plan.attach if name != "spoof.eml"]
    files = [f if style == "raw" else replace(f, name=fitted(f.name, codec)) for f in files]
    if "spoof.eml" in plan.attach:
        spoof = done["spoof"]
        files.append(Attachment(name="pismo.eml", content_type="message/rfc822", content=compose(spoof)))
    return (*files, logo()) if "logo" in plan.odd else tuple(files)


def _headers(plan: Letter, program: str) -> tuple[tuple[str, str], ...]:
    extra = dict(PROGRAMS[program][2])
    for odd in plan.odd:
        extra.update(ODD_HEADERS.get(odd, ()))
    return tuple(extra.items())


def _special(plan: Letter, letter: mailbox_letter.Letter) -> mailbox_letter.Letter:
    if "html-only" in plan.odd:
        rows = "".join(f"<tr><td>{line or '&nbsp;'}</td></tr>\r\n" for line in letter.text.split("\n"))
        page = f'<html><body><table style="font-family:Arial">{rows}</table></body></html>\r\n'
        fields = (("Content-Type", "text/html; charset=utf-8"), ("Content-Transfer-Encoding", "base64"))
        body = base64.encodebytes(page.encode()).replace(b"\n", b"\r\n")
        return replace(letter, body=body, headers=(*letter.headers, *fields))
    if {"dsn", "mdn"} & set(plan.odd):
        head, body = report_body(letter, "dsn" if "dsn" in plan.odd else "mdn")
        subject = ("Subject", encoded_words(letter.subject, letter.charset))
        return replace(letter, body=body, headers=(*letter.headers, *head, subject))
    return letter


def _route(letter: mailbox_letter.Letter) -> Route:
    domain = letter.sender.address.rpartition("@")[2]
    default = f"mail.{domain} [203.0.113.{20 + len(domain)}]"
    return Route(
        client_host="[10.20.4.17] (unknown [203.0.113.9])" if domain in ZONES else "localhost (unknown [192.0.2.31])",
        outgoing=OUTGOING.get(domain, default),
        outgoing_zone=timedelta(hours=ZONES.get(domain, 3)),
        incoming=AGENCY_MX,
        incoming_zone=timedelta(hours=3),
    )
