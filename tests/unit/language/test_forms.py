"""Any form of a word finds any other."""

from __future__ import annotations

import pytest

from tallystick.language.folding import fold
from tallystick.language.forms import segments, stems
from tallystick.language.pieces import stem

RUSSIAN = """
поставка поставки поставке поставку поставкой поставок поставкам поставками поставках
оплата оплаты оплате оплату оплатой оплат оплатам оплатами оплатах
договор договора договору договором договоре договоры договоров договорам договорами договорах
счёт счёта счёту счётом счёте счета счетов счетам счетами счетах
товар товара товару товаром товаре товары товаров товарам товарами товарах
срок срока сроку сроком сроке сроки сроков срокам сроками сроках
неустойка неустойки неустойке неустойку неустойкой неустоек неустойкам
клиент клиента клиенту клиентом клиенте клиенты клиентов
поставщик поставщика поставщику поставщиком поставщики поставщиков
платёж платежа платежу платежом платеже платежи платежей платежам
задержка задержки задержке задержку задержкой задержек задержкам
качество качества качеству качеством качестве
претензия претензии претензию претензией претензий претензиям
день дня дню днём дне дни дней дням днями днях
деньги денег деньгам деньгами деньгах
письмо письма письму письмом письме писем письмам
ответ ответа ответу ответом ответы ответов
аванс аванса авансу авансом авансы авансов
остаток остатка остатку остатком остатке остатки остатков
партия партии партию партией партий партиям
груз груза грузу грузом грузе грузы грузов
таможня таможни таможне таможню таможней таможен
цена цены цене цену ценой цен ценам ценами
скидка скидки скидке скидку скидкой скидок
правка правки правке правку правкой правок правкам
макет макета макету макетом макеты макетов
банк банка банку банком банке банки банков
долг долга долгу долгом долге долги долгов
суд суда суду судом суде суды судов
судно судна судну судном судне суда судов
мать матери матерью матерей
время времени временем времена времён
человек человека человеку людей людям людьми
год года году годом годы лет
ошибка ошибки ошибке ошибку ошибкой ошибок
отправить отправил отправила отправили отправлю отправит отправят отправьте отправив
получить получил получила получили получу получит получат получите
оплатить оплатил оплатила оплатили оплачу оплатит оплатят оплатите
оплачивать оплачивал оплачивали оплачиваю оплачивает оплачивают
просить просил просила просили прошу просит просят просим
ждать ждал ждала ждали жду ждёт ждут ждите
согласовать согласовал согласовали согласую согласует согласуют
подписать подписал подписала подписали подпишу подпишет подпишут
вернуть вернул вернула вернули верну вернёт вернут верните
нарушить нарушил нарушила нарушили нарушу нарушит нарушат
обещать обещал обещала обещали обещаю обещает обещают
идти шёл шла шли иду идёт идут
ехать ехал ехала еду едет едут
найти нашёл нашла нашли найду найдёт найдут
прийти пришёл пришла пришли приду придёт придут
взять взял взяла взяли возьму возьмёт возьмут
дать дал дала дали дам даст дадут
сказать сказал сказала сказали скажу скажет скажут
писать писал писала писали пишу пишет пишут
платить платил платила платили плачу платит платят
слать слал слала шлю шлёт шлют
мочь мог могла могли могу может могут
хотеть хотел хотела хочу хочет хотят
быть был была были буду будет будут
бракованный бракованного бракованному бракованным бракованная бракованные бракованных
""".strip().splitlines()

ENGLISH = """
pay pays paid paying
send sends sent sending
go goes went gone going
child children
deliver delivers delivered delivering
invoice invoices invoiced invoicing
ship ships shipped shipping
buy buys bought buying
sell sells sold selling
agree agrees agreed agreeing
refuse refuses refused refusing
write writes wrote written writing
speak speaks spoke spoken speaking
break breaks broke broken breaking
choose chooses chose chosen choosing
begin begins began begun beginning
keep keeps kept keeping
hold holds held holding
withhold withholds withheld withholding
understand understands understood understanding
lose loses lost losing
find finds found finding
make makes made making
take takes took taken taking
give gives gave given giving
tell tells told telling
say says said saying
think thinks thought thinking
bring brings brought bringing
catch catches caught catching
forget forgets forgot forgotten forgetting
know knows knew known knowing
lie lies lay lain lying
man men
woman women
foot feet
criterion criteria
analysis analyses
basis bases
company companies
delivery deliveries
box boxes
shelf shelves
penny pence
person people
cheque cheques check checks
try tries tried trying
cancel cancels cancelled canceled cancelling
refund refunds refunded refunding
inquiry inquiries
quality qualities
repay repays repaid repaying
overpay overpays overpaid
rewrite rewrites rewrote rewritten
undertake undertakes undertook undertaken
mistake mistakes mistook mistaken
supply supplies supplied supplying
stop stops stopped stopping
dispute disputes disputed disputing
owe owes owed owing
""".strip().splitlines()


@pytest.mark.parametrize("line", RUSSIAN + ENGLISH, ids=lambda line: line.split()[0])
def test_each_form_finds_each_other(line: str) -> None:
    """The stems that a query names for one form hold the stem by which the index knows any other form."""
    forms = [fold(form) for form in line.split()]
    missed = [(asked, held) for asked in forms for held in forms if stem(held) not in stems(asked)]
    assert not missed


def test_the_own_stem_comes_first() -> None:
    """Where alternatives must be left out, the form that was typed stays."""
    assert stems("paid")[0] == "paid"
    assert stems("поставок")[0] == stem("поставок")


def test_an_unknown_word_is_itself() -> None:
    """A name that no dictionary has is not guessed at."""
    assert stems("xyzzy") == (stem("xyzzy"),)


def test_chinese_falls_into_words_without_particles() -> None:
    """A question typed as a sentence asks for its words."""
    assert segments("供应商延迟交货的索赔") == ("供应商", "延迟", "交货", "索赔")


def test_a_particle_alone_is_kept() -> None:
    """Who asks for nothing but a particle gets it."""
    assert segments("的") == ("的",)
    assert segments("了吗呢") != ()


def test_the_table_holds_what_is_promised() -> None:
    """At least 180 irregular verbs are known: each line's first word reaches its other forms."""
    from pathlib import Path

    import tallystick.language.forms as forms

    table = (Path(forms.__file__).parent / "tables" / "irregular.txt").read_text("utf-8").partition("# Nouns")[0]
    lines = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    assert len(lines) >= 180
    assert all(stem(other) in stems(line[0]) for line in lines for other in line)
