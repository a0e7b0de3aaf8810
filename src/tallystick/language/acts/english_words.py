"""Lists of English words that the rules name: who speaks, what is paid, what is delivered, what goes wrong."""

# ruff: noqa: E501  a rule is one line of the table
# fmt: off

from __future__ import annotations

__all__ = ["WORDS"]

WORDS = {
    "we": r"we|i|our (?:company|side|team|factory|finance(?: department| team)?|accounts?(?: department| team)?|accounting"
    r"|office|warehouse|bank|firm|accountant|workshop)|my (?:accountant|colleague|team|company)|finance|accounting",
    "adv": r"also|certainly|definitely|surely|gladly|then|now|immediately|of course|therefore|still|personally|today|tomorrow"
    r"|probably|just|first|only|hereby|already|always|really|finally|absolutely|fully|promptly|directly|next week"
    r"|both|even|at least|naturally|simply|again",
    "will": r"will|'ll|shall|are going to|am going to|is going to|'re going to|'m going to|gonna|commit to|promise to"
    r"|undertake to|guarantee to|agree to|pledge to|can|are able to|are ready to|plan to|intend to|confirm (?:that )?we will"
    r"|confirm to|are prepared to|have arranged to|will be able to|make sure to|will make sure to|aim to",
    "wont": r"will not|won't|shall not|shan't|cannot|can't|can not|are not going to|'re not going to|am not going to"
    r"|'m not going to|are not willing to|'re not willing to|am not willing to|are unwilling to|are not prepared to"
    r"|are not able to|are unable to|am unable to|do not intend to|don't intend to|do not agree to|don't agree to"
    r"|do not accept|don't accept|do not agree|don't agree|refuse to|decline to|are not ready to|see no reason to"
    r"|see no basis to|see no grounds to|have no intention of|have no obligation to|are not obliged to|don't|do not",
    "perform": r"pay(?:ing)?|refund(?:ing)?|accept(?:ing)?|compensat(?:e|ing)|tak(?:e|ing) (?:back|over|the goods|delivery|any|it back"
    r"|them back|responsib)|deliver(?:ing)?|replac(?:e|ing)|ship(?:ping)?|sign(?:ing)?|agree(?:ing)?(?: to| with)?|return(?:ing)? the"
    r"|reimburs(?:e|ing)|bear(?:ing)?|cover(?:ing)?|repair(?:ing)?|release|releasing|grant(?:ing)?|give (?:you )?(?:a |any )?(?:refund|discount"
    r"|credit|further)|offer (?:a |any )?(?:refund|discount|compensation)|do (?:this|that|it|any|more|the)|start(?:ing)?|continue"
    r"|recogni[sz]e|approve|transfer(?:ring)?|send(?:ing)? (?:the|any|back|more|a replacement)|change the (?:price|terms)|lower"
    r"|reduce|waive|extend|issue|credit|honou?r|settle|redo|remake|rework|make (?:any|the|further) (?:payment|change)s?|collect"
    r"|acknowledge|absorb|cancel|withdraw|drop|go (?:below|lower)|perform|fulfil\w*",
    "pay": r"pay|settle|transfer|wire|remit|clear|make (?:the|a|full|this)? ?(?:\w+ )?(?:payment|transfer)|send (?:you |over )?(?:the |your |a |first )?"
    r"(?:\w+ )?(?:money|payment|balance|deposit|funds|transfer|rest|remainder|t/t|swift|instal\w+)|release (?:the |your )?(?:\w+ )?(?:payment|funds|balance"
    r"|money)|process (?:the |your )?(?:payment|transfer|invoice|refund)|arrange (?:the |for )?(?:\w+ )?(?:payment|transfer|t/t|balance"
    r"|deposit|remittance|refund)|initiate (?:the )?(?:payment|transfer)|effect (?:the )?(?:payment|transfer)|reimburse|repay|do the (?:payment"
    r"|transfer)|get (?:you|it|this|that|your invoice) paid|t/t|execute (?:the )?(?:payment|transfer)|schedule (?:the )?payment|issue (?:the )?(?:payment"
    r"|refund)|pay off|square|submit (?:the )?payment|put (?:the |your )?(?:payment|money|transfer)",
    "deliver": r"deliver|ship|dispatch|send|replace|repair|fix|finish|complete|remake|redo|rework|re-?ship|re-?send|hand over"
    r"|install|produce|supply|provide|have|get|upload|submit|bring|make|load|launch|deploy|print|reprint|exchange|correct"
    r"|rectify|remedy|prepare|hand in|send out|put|book|manufacture|courier|air-?freight|roll out",
    "things": r"goods|parts|items?|pieces|units|order|shipment|consignment|container|parcels?|packages?|batch|lot|machines?|samples? for approval"
    r"|replacements?|spares?|spare parts|cartons?|boxes|pallets?|cargo|rest|remaining|missing|files?|drafts?|version|report|website|design|logo"
    r"|translation|code|app|module|fix|update|delivery|deliveries|documents|shirts|bottles|lamps|boards|motors|pumps|chairs|tables|cables|products?|materials?"
    r"|work|project|installation|equipment|new ones|set|sets|pcs|tonnes|tons|rolls|panels|valves|covers|labels|frames|lights|text|video|page|catalogue print"
    r"|it all|everything|\d[\d,.]* \w+|second (?:half|part|lot)|first (?:half|part|lot)|balance of the (?:order|goods)|software|feature|repair|correction|job|translation|draft|layout|drawings|prototype",
    "goods": r"goods|parts?|items?|pieces|units?|order|shipment|consignment|container|parcel|packages?|batch|lot|machines?|samples?|cartons?"
    r"|boxes|pallets?|products?|materials?|fabric|paint|colou?rs?|coating|seams?|screens?|display|motors?|pumps?|lamps?|lights|cables?"
    r"|boards?|batteries|battery|housing|surface|edges|labels?|print|bottles?|glass|frames?|doors?|chairs?|tables?|shirts|shoes|bags|tiles"
    r"|tubes?|pipes?|valves?|screws|lids?|handles?|zips?|zippers?|wheels?|site|website|page|app|software|file|text|translation|report|design"
    r"|packaging|packing|wood|steel|delivery|quality|equipment|devices?|work|result|half of (?:them|it)|most of (?:them|it)|all of (?:them|it)",
    "defect": r"defect\w*|damag\w*|broken|break\w*|crack\w*|scratch\w*|leak\w*|fault\w*|bent|dent\w*|rust\w*|mou?ld\w*|wet|torn|stain\w*|wrong|dead|burn\w*|burnt"
    r"|peel\w*|flak\w*|fad\w+|loose|warp\w*|deform\w*|discolou?r\w*|missing|short|incomplete|faded|mismatch\w*|not working|doa|malfunction\w*"
    r"|uneven|smell\w*|bubbl\w*|blister\w*|crooked|misprint\w*|misaligned|flicker\w*|overheat\w*|crushed|dirty|unusable|useless|chipped|worn|used|errors?|bugs?|mistakes"
    r"|fail\w*|too (?:short|long|thin|thick|small|big|large|dark|light|soft|weak|narrow|wide|heavy)|not (?:fit|match|work\w*|tight|sealed|as)|off-spec|out of (?:tolerance|spec)|inferior|poor|counterfeit|expired|rotten|spoil\w*|smashed|shattered",
    "contract": r"contract|agreement|order|cooperation|co-operation|collaboration|partnership|relationship|po\b|p\.o\.|purchase|engagement|project"
    r"|deal|business (?:relationship|with you)|work(?:ing)? (?:with you|together)|subscription|retainer|assignment|services?|supply|lease|it",
    "owed": r"overdue|outstanding|unpaid|past due|in arrears|arrears|owe|owed|owing|debt|due (?:on|since|date (?:was|has))|was due|were due|fell due"
    r"|long due|days late|weeks late|late payment|remaining|balance|still open|open invoice|not (?:been )?(?:paid|received|settled)|final (?:reminder"
    r"|notice)|reminder|immediately|at once|without (?:further )?delay|haven't (?:paid|received|got|seen)|still (?:waiting|no|not|haven't|hasn't)|refund|default|legal|expired|no payment|hasn't (?:arrived|been paid)",
    "cause": r"(?:the |a |an |this |heavy |severe |sudden |unexpected |local |national |nationwide |ongoing |new |general |our |recent ){0,3}(?:typhoon|hurricane|storm|flood\w*|earthquake|snow\w*|fire|strike\w*|war|sanction\w*"
    r"|covid\w*|pandemic|epidemic|quarantine|lock-?down|power (?:cut|outage|failure|rationing|restriction)\w*|blackout|outage|customs|port (?:congestion|closure|strike)?|congestion"
    r"|embargo|export (?:ban|control|restriction)\w*|government|authorit\w+|vessel|shipping line|carrier|airline|forwarder|canal|blockade|accident|landslide"
    r"|inspection|shortage\w*|supplier|sub-?supplier|raw material\w*|chip\w*|holiday\w*|spring festival|chinese new year|cny|golden week|riot\w*|protest\w*"
    r"|heat ?wave|fog|ice|hack\w*|ransomware|cyber ?attack|illness|sick\w*|hospital|bereavement|machine (?:breakdown|broke)|breakdown|environmental|border|rail\w*|truck drivers?|dock ?workers|airport|weather|rain\w*|explosion|bank holiday|currency control\w*|bankruptcy|insolvency)",
    "delay": r"delay\w*|late|later|postpon\w*|behind schedule|cannot (?:ship|deliver|load|pay|produce|meet|keep|finish|leave|transfer)|can't (?:ship|deliver|load"
    r"|pay|produce|meet|keep|finish)|can not (?:ship|deliver)|unable to|not (?:be )?(?:able|possible) to|suspend\w*|stop\w*|halt\w*|stuck|push\w* back|slip\w*|take (?:\w+ ){0,2}longer|will need (?:\w+ ){0,3}more"
    r"|extend\w*|hold up|held up|on hold|moved? (?:back|to)|impossible to|miss the|at least (?:\w+ )?(?:days|weeks)|resum\w*|reschedul\w*|not (?:ship|leave|load|arrive|make)|won't (?:ship|leave|make|arrive|be)|standstill|(?:a|one|two|three|\d) (?:more )?(?:days?|weeks?) (?:more|later|longer|extra)|shut down",
    "percent": r"\d[\d.,]* ?%|\d+ per ?cent|half",
    "money": r"(?:usd|eur|rmb|cny|us\$|\$|€|£|gbp|rub|¥) ?\d[\d.,]*|\d[\d.,]* ?(?:k |usd|eur|rmb|cny|euros?|dollars|yuan|\$|€|£|rub)",
    "offer": r"<we_offer>|offer|propos\w+|suggest\w*|how about|what about|would you (?:accept|agree)|let's|accept|willing to|ready to|prepared to",
    "we_offer": r"(?:we|i) (?:could|can|would|'d)",
    "term": r"payment(?: terms?)?|price|unit price|delivery(?: terms?| time| date| address)?|incoterms?|warranty|guarantee|penalt\w+|packing|packaging|labels?|labelling"
    r"|marking|colou?r|quantity|qty|deposit|down ?payment|prepayment|balance|currency|inspection|quality|aql|tolerance|insurance|freight|jurisdiction|arbitration"
    r"|governing law|applicable law|place of (?:delivery|jurisdiction|arbitration)|port(?: of (?:loading|discharge))?|language|documents?|lead time|material|thickness|size|dimensions?|weight|logo"
    r"|barcode|voltage|plug|certificate\w*|revisions?|hourly rate|day rate|fee|scope|deadline|milestones?|ownership|copyright|confidential\w*|exclusiv\w+|cartons?|pallets?|forwarder|consignee|notice period"
    r"|spare parts|manual|finish|tooling|mould|interest|service (?:level|hours)|response time|support|working hours|invoic\w+|acceptance",
    "first": r"quot(?:e|ation|ed)|price list|catalog\w*|moq|enquiry|inquiry|interested in|can you offer|could you offer|please offer|our standard|list price|valid (?:until|for|till)|offer (?:you|is valid)|brochure|we usually|how much|what is your",
    "penal": r"penalt\w+|fine|interest|for (?:it|this) (?:dearly)",
    "liked": r"if (?:we|i|they|the (?:client|boss|investor)) (?:like|approve|are (?:happy|satisfied)|am (?:happy|satisfied)|is (?:happy|satisfied))|(?:once|when|as soon as|after) (?:the |our |my )?(?:investor|funding|tender|grant|partner|boss|client|customer|budget|bank approves|money (?:comes|arrives))|investor|when (?:we|i) (?:like|get paid|have money|are satisfied|am satisfied)",
    "courtesy": r"catalog\w*|brochure|price ?list|quot\w+|minutes|call you|get back|let you know|keep you|reply|answer|samples?(?! for)|presentation|feedback|link|invitation|contact|agenda|photos of|information|news|offer|proposal|estimate|reminder|questionnaire|receipt|protocol of the call|business card|company profile|draft contract|contract|profile|discuss|check|look into|invoice",
    "news": r"industry|market report|according to|ministry|government announced|percent of companies|shares",
    "trade": r"you|your|yours|order\w*|deliver\w*|batch|shipment|contract|invoice|receiv\w+|arriv\w+|lot|supplied|rolls?|seller",
    "measure": r"[£$€]? ?\d[\d.,]* ?(?:mm|cm|m|kg|g|t|l|%|bags?|pcs|pieces|units|sheets|boxes|cartons|lb|cents|days|months|hours|v|w|usd|eur|£|€|\$|microns?|sqm|m2|m²|gsm|sets|per)",
}
