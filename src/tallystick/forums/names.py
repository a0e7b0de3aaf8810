# ruff: noqa: E501 - a table, one line an entry
"""Events, traits and countries' calendars in words, in English, Chinese and Russian."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.model.rule import LANGUAGES, Words

# One line each: English | Chinese | Russian.
_EVENTS = """
contract_concluded: conclusion of the contract | 合同订立 | заключение договора
order_placed: placing of the order | 下单 | размещение заказа
payment_due: due day of the payment | 付款到期 | срок оплаты
payment_made: payment | 付款 | платёж
delivery_due: due day of the delivery | 交货到期 | срок поставки
shipped: shipment | 发货 | отгрузка
handed_over: handing over of the goods | 货物交付 | передача товара
receipt_confirmed: confirmation of receipt on the platform | 平台确认收货 | подтверждение получения на площадке
order_closed: notice that the order was closed | 订单关闭通知 | уведомление о закрытии заказа
new_date_agreed: agreement on a new date | 约定新的履行日期 | согласование нового срока
defects_discovered: discovery of the defects | 发现质量问题 | обнаружение недостатков
defects_notified: arrival of the notice of defects | 质量异议通知到达 | получение извещения о недостатках
warranty_ends: end of the warranty | 质量保证期届满 | окончание гарантии
breach_known: knowledge of the breach and of who is liable | 知道或应当知道违约及义务人 | осведомлённость о нарушении и о должнике
damage: damage | 权利受到损害 | причинение ущерба
grace_ended: end of the grace period | 宽限期届满 | окончание льготного срока
ground_to_rescind_known: knowledge of the ground to terminate | 知道或应当知道解除事由 | осведомлённость об основании расторжения
rescission_notified: arrival of the notice of termination | 解除通知到达 | получение уведомления о расторжении
demand_sent: sending of the demand | 发出催告 | отправка требования
demand_reached: arrival of the demand | 履行请求到达 | получение требования
debt_acknowledged: acknowledgment of the debt | 承认债务 | признание долга
performance_promised: promise to perform | 同意履行 | обещание исполнить
part_payment: part payment | 部分清偿 | частичная оплата
refused: refusal | 明确拒绝 | отказ
public_notice: public notice | 公告催收 | публичное объявление
mediation_requested: request for mediation | 申请调解 | обращение за медиацией
police_report: report to the police | 报案 | заявление в полицию
pretrial_claim_sent: sending of the claim before action | 发出诉前索赔函 | отправка досудебной претензии
complaint_opened: opening of the complaint | 发起投诉 | открытие жалобы
complaint_escalated: escalation of the complaint | 投诉升级 | передача жалобы площадке
evidence_requested: request for evidence | 举证通知 | запрос доказательств
complaint_decided: decision on the complaint | 投诉裁决 | решение по жалобе
platform_use_ended: end of the use of the platform | 停止使用平台 | прекращение пользования площадкой
chat_exported: export of the chat | 导出聊天记录 | выгрузка переписки
infringement_found: discovery of the infringement | 发现侵权 | обнаружение нарушения прав
counter_notice_reached: arrival of the counter-notice | 反通知到达 | получение возражения
preservation_ordered: order of preservation | 采取保全措施 | принятие обеспечительных мер
suit_filed: filing of the suit | 提起诉讼 | подача иска
arbitration_filed: filing for arbitration | 申请仲裁 | обращение в арбитраж
served: service of the statement of claim | 起诉状送达 | вручение иска
judgment_received: receipt of the judgment | 收到判决 | получение решения
judgment_effective: entry into force of the judgment | 判决生效 | вступление решения в силу
performance_period_ended: end of the period for performance | 履行期间届满 | окончание срока исполнения
award_received: receipt of the award | 收到裁决书 | получение арбитражного решения
ruling_received: receipt of the ruling | 收到裁定 | получение определения
recognition_effective: entry into force of the recognition | 承认裁定生效 | вступление признания в силу
deregistration_notice: notice of deregistration | 注销公告 | объявление о ликвидации
capital_reduction_notice: notice of a reduction of capital | 减资公告 | объявление об уменьшении капитала
fee_notice: the court's notice to pay its fee | 交费通知 | уведомление об уплате пошлины
obstacle_ended: end of the obstacle | 障碍消除 | устранение препятствия
payment_order_received: receipt of the payment order | 收到支付令 | получение судебного приказа
liquidation_notice: notice of the liquidation to creditors | 清算通知债权人 | извещение кредиторов о ликвидации
insolvency_opened: opening of insolvency | 受理破产 | открытие банкротства
"""
_TRAITS = """
role: our role | 我方身份 | наша роль
kind: what was sold or done | 交易标的 | предмет сделки
international: whether the deal is international | 是否涉外 | международная ли сделка
platform: the platform | 平台 | площадка
order: the kind of order | 订单类型 | вид заказа
our_country: our country | 我方所在国 | наша страна
their_country: their country | 对方所在国 | страна другой стороны
assets_in: the country of the debtor's assets | 债务人财产所在国 | страна имущества должника
law: the law that applies | 适用法律 | применимое право
cisg: whether the CISG applies | 是否适用《联合国国际货物销售合同公约》 | применяется ли Венская конвенция
agreed_forum: the agreed forum | 约定的争议解决机构 | согласованный форум
judgment_from: the country of the decision | 裁判作出国 | страна решения
penalty_agreed: whether a penalty for late payment was agreed | 是否约定逾期违约金 | согласована ли неустойка
electronic_claims_agreed: whether claims by mail were agreed | 是否约定电子方式索赔 | согласованы ли электронные претензии
authenticity_agreed: whether both accept the messages as genuine | 双方是否认可信息真实 | признают ли стороны переписку
fraud: whether there is fraud | 是否涉嫌欺诈 | есть ли обман
ipr: the kind of right | 知识产权类型 | вид права
currency: the currency | 币种 | валюта
amount: the amount | 金额 | сумма
disputes: what the dispute is about | 争议事项 | предмет спора
"""
CALENDAR_NAMES: Mapping[str, Words] = {
    "CN": {"en": "China", "zh": "中国", "ru": "Китая"},
    "HK": {"en": "Hong Kong", "zh": "香港", "ru": "Гонконга"},
    "SG": {"en": "Singapore", "zh": "新加坡", "ru": "Сингапура"},
    "US": {"en": "the United States", "zh": "美国", "ru": "США"},
    "GB": {"en": "England", "zh": "英格兰", "ru": "Англии"},
    "EU": {"en": "the euro payment system", "zh": "欧元支付系统", "ru": "платёжной системы евро"},
    "DE": {"en": "Germany", "zh": "德国", "ru": "Германии"},
    "RU": {"en": "Russia", "zh": "俄罗斯", "ru": "России"},
}


def _table(lines: str) -> Mapping[str, Words]:
    found: dict[str, Words] = {}
    for line in lines.strip().splitlines():
        key, words = line.split(": ", 1)
        found[key] = dict(zip(LANGUAGES, (each.strip() for each in words.split("|")), strict=True))
    return found


EVENT_NAMES = _table(_EVENTS)
TRAIT_NAMES = _table(_TRAITS)
