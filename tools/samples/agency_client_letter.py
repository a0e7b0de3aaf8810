"""What the agency's letters are made of: people, companies, and one letter as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company that does not exist; its numbers carry right check digits."""

    name: str
    inn: str
    kpp: str
    ogrn: str
    bank: str
    bik: str
    account: str
    correspondent: str
    address: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who writes: the name as his program shows it, and the habits of that program."""

    name: str
    address: str
    client: str
    zone: str = "+0300"
    charset: str = "utf-8"
    encoding: str = "base64"
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as its writer made it.

    `boxes` holds `o` for the office Maildir, `m` for the manager's mbox with transport headers of its own, `=`
    for a copy in the mbox that is byte for byte the office one. `answers` names the letter replied to, which is
    quoted unless `quote` is false. `odd` names the deviations that the builder makes on purpose.
    """

    key: str
    sent: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    cc: tuple[str, ...] = ()
    answers: str = ""
    quote: bool = True
    attach: tuple[str, ...] = ()
    boxes: str = "o"
    html: bool = False
    client: str = ""
    charset: str = ""
    encoding: str = ""
    odd: tuple[str, ...] = ()


AGENCY = Company(
    name="ООО «Чертёж и Слово»",
    inn="7699014727",
    kpp="769901001",
    ogrn="1197699003182",
    bank="АО «Причалбанк», г. Ярославль",
    bik="047888947",
    account="40702810500270003146",
    correspondent="30101810000000000947",
    address="150099, г. Ярославль, ул. Чертёжная, д. 8, оф. 31",
    head="Тихомиров Р. А.",
)
CLIENT = Company(
    name="ООО «Тёплый Контур»",
    inn="6699048153",
    kpp="669901001",
    ogrn="1216699007425",
    bank="АО «Горнозаводской Расчётный Банк», г. Екатеринбург",
    bik="046577918",
    account="40702810900120048835",
    correspondent="30101810800000000918",
    address="620199, г. Екатеринбург, пер. Котловой, д. 5, к. 2",
    head="Крупин В. Г.",
)
PRINTER = Company(
    name="ООО «Типография „Ветлуга“»",
    inn="4499022362",
    kpp="449901001",
    ogrn="1164499001270",
    bank="АО «Заволжский Кредитный Дом», г. Кострома",
    bik="043469913",
    account="40702810800350011902",
    correspondent="30101810800000000913",
    address="156099, г. Кострома, наб. Наборщиков, д. 2",
    head="Штерн Г. Ю.",
)

_STUDIO = "Студия «Чертёж и Слово»\nЯрославль, ул. Чертёжная, 8, оф. 31"

PEOPLE = {
    "office": Person(
        name="Студия «Чертёж и Слово»",
        address="office@chertezh-slovo.example",
        client="roundcube",
        signature=_STUDIO,
    ),
    "koltsova": Person(
        name="Дарья Кольцова",
        address="koltsova@chertezh-slovo.example",
        client="thunderbird",
        encoding="8bit",
        signature=f"Дарья Кольцова\nруководитель проектов\n{_STUDIO}",
    ),
    "tikhomirov": Person(
        name="Роман Тихомиров",
        address="tikhomirov@chertezh-slovo.example",
        client="thunderbird",
        encoding="8bit",
        signature="Роман Тихомиров\nдиректор, «Чертёж и Слово»",
    ),
    "ryabinina": Person(
        name="Рябинина Нина Павловна",
        address="buh@chertezh-slovo.example",
        client="outlook",
        charset="windows-1251",
        encoding="quoted-printable",
        signature="С уважением,\nРябинина Нина Павловна,\nглавный бухгалтер ООО «Чертёж и Слово»",
    ),
    "pryakhin": Person(
        name="Илья Пряхин", address="pryakhin@chertezh-slovo.example", client="roundcube", signature="иля"
    ),
    "osokin": Person(name="Gleb Osokin", address="osokin@chertezh-slovo.example", client="mutt", encoding="8bit"),
    "akhmetova": Person(
        name="Сабина Ахметова",
        address="akhmetova@chertezh-slovo.example",
        client="yandex",
        signature="Сабина Ахметова, реклама",
    ),
    "krupin": Person(
        name="Вадим Крупин",
        address="krupin-teplo@pochta.example",
        client="mailru",
        zone="+0500",
        signature="Вадим Крупин\nТёплый Контур. Тепло как дома!",
    ),
    "krupin_phone": Person(
        name="Вадим Крупин",
        address="krupin-teplo@pochta.example",
        client="mailru-phone",
        zone="+0500",
        signature="Отправлено из мобильной Почты",
    ),
    "krupin_other": Person(name="vadim k", address="vadimka66@yasno.example", client="mailru-phone", zone="+0500"),
    "info": Person(name="Тёплый Контур", address="info@teplokontur.example", client="yandex", zone="+0500"),
    "misyura": Person(
        name="Алёна Мисюра",
        address="info@teplokontur.example",
        client="yandex",
        zone="+0500",
        signature="Алёна Мисюра\nофис-менеджер ООО «Тёплый Контур»",
    ),
    "sazhina": Person(
        name="Сажина Людмила Викторовна",
        address="buh@teplokontur.example",
        client="outlook",
        zone="+0500",
        charset="koi8-r",
        encoding="quoted-printable",
        signature="С уважением, Сажина Л. В.\nглавный бухгалтер ООО «Тёплый Контур»",
    ),
    "shtern": Person(
        name="Галина Штерн",
        address="shtern@vetluga-print.example",
        client="thebat",
        charset="windows-1251",
        encoding="8bit",
        signature="Г. Штерн",
    ),
    "shekhtman": Person(
        name="Шехтман Борис Львович",
        address="shekhtman@advokat-yar.example",
        client="outlook",
        signature="Адвокат Б. Л. Шехтман\nреестровый номер 76/0000",
    ),
    "bank": Person(name="Причалбанк", address="inform@prichalbank.example", client="robot"),
    "hosting": Person(name="Хостинг «Полюс»", address="robot@hosting-polus.example", client="robot"),
    "post": Person(name="Электронные отправления", address="noreply@otpravlenie.example", client="robot"),
    "postmaster": Person(name="Mail Delivery System", address="MAILER-DAEMON@chertezh-slovo.example", client="robot"),
    "gai": Person(name="Станислав Гай", address="gai@vsedoma-market.example", client="mailru"),
    "snabstroy": Person(
        name="Отдел закупок", address="zakupki@snabstroy-region.example", client="outlook", charset="iso-8859-5"
    ),
    "priyut": Person(name="Приют «Лапа»", address="lapa-priyut@pochta.example", client="mailru"),
    "zavod": Person(
        name="Бердников А. Н.",
        address="berdnikov@zavod-flanec.example",
        client="thebat",
        charset="koi8-r",
        encoding="8bit",
    ),
    "set": Person(name="Кристина Вольская", address="volskaya@dvorik-set.example", client="outlook"),
    "illustrator": Person(
        name="Юля Снегирёва", address="snegir@risuet.example", client="yandex", signature="Юля, ИП Снегирёва Ю. О."
    ),
    "news": Person(
        name="Бухгалтерский вестник", address="vestnik@buhvestnik.example", client="robot", charset="windows-1251"
    ),
    "spoof": Person(name="Рябинина Нина Павловна", address="buh@chertezh-slovo.test", client="robot", encoding="8bit"),
}
