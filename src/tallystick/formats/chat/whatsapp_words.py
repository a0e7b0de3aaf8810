"""What WhatsApp itself writes into an export, in the languages of its menus: stubs for media, deletions, calls.

The words are those of the app's own string tables; a stub counts only where it is the whole of what it may be.
"""

from __future__ import annotations

import unicodedata

MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_UNMARKED = str.maketrans("", "", MARKS)


def unmarked(text: str) -> str:
    """The text without marks of writing direction and without white space around it."""
    return text.translate(_UNMARKED).strip()


def key(text: str) -> str:
    """The form in which stubs are compared: unmarked, without final stop, case folded, composed as Unicode's NFC."" """
    return unicodedata.normalize("NFC", unmarked(text).rstrip(".。।").casefold())


def _words(listed: str) -> tuple[str, ...]:
    return tuple(key(word) for word in listed.split("|"))


_OMITTED = {
    "": (
        "<Media omitted>|<Без медиафайлов>|<Файл пропущен>|<Média vynechány>"
        "|<Média vynechána>|<Medien ausgeschlossen>"
        "|<Medien weggelassen>|<Multimedia omitido>|<Archivo omitido>|<Médias omis>|<Fichier omis>|<Mídia omitida>"
        "|<Arquivo de mídia oculto>|<Ficheiro não revelado>|<Media omessi>|<Media omesso>|<Media weggelaten>"
        "|<Medya atlanmış>|<Medya dahil edilmedi>|<メディアは含まれていません>|<メディアなし>|<省略影音内容>"
        "|<省略多媒体文件>|<已省略多媒體檔案>|<忽略多媒體檔>|<略過多媒體檔>|<미디어 파일을 생략한 대화내용>"
        "|<تم استبعاد الوسائط>|<Медіа пропущено>|<Media tidak disertakan>|<Media disingkirkan>|<Bỏ qua Media>"
        "|<สื่อถูกลบ>|<मीडिया के बिना>|<מדיה הושמטה>|<המדיה לא נכללה>|<pliki pominięto>|<pominięto multimedia>"
        "|<Media har utelämnats>|<Mediefil udeladt>|<Uten vedlegg>|<Media jätetty pois>|<Hiányzó médiafájl>"
        "|<Conținut media omis>|<Mitjans omesos>|<Εξαίρεση πολυμέσων>"
        "|<Médiá vynechané>|<Без файл>|<میڈیا چھوڑ دیا گیا>"
        "|<Medijski zapis izostavljen>|<Medij izpuščen>|<медији су изостављени>|<Bez multivides>"
        "|<Praleistas medijos turinys>|<Meedia ära jäetud>|<Media weggelaat>"
        "|<Walang kalakip na media>|<Media imerukwa>"
    ),
    "image": (
        "image omitted|изображение отсутствует|image absente|immagine omessa|imagem não revelada|imagem ocultada"
        "|imagen omitida|зображення відсутнє|Bild weggelassen|لم يتم إدراج الصورة|圖片已略去|圖像已省略|照片已忽略"
        "|图像已省略|图片已忽略|đã bỏ qua hình ảnh|görüntü dahil edilmedi"
        "|ไม่มีรูปภาพ|bild utesluten|obrázok vynechaný"
        "|obraz pominięty|Imagine omisă|afbeelding weggelaten"
        "|bilde ikke inkludert|이미지 생략됨|画像は含まれていません"
        "|gambar tidak disertakan|imej tidak dimasukkan|फ़ोटो हटाई गई|obrázek vynechán|התמונה הושמטה|ei kuvaa"
        "|billede udeladt|εικόνα παραλείφθηκε|Imatge omesa|slika izostavljena|تصویر حذف شد|kép kihagyva"
        "|GIF omitted|GIF отсутствует|GIF retiré|GIF esclusa|GIF não revelada|GIF omitido|GIF-анімацію пропущено"
        "|GIF weggelassen|لم يتم إدراج صورة GIF|GIF 已略去|GIF 圖片已被省略|GIF 动态图已被忽略|Đã bỏ qua ảnh GIF"
        "|GIF dahil edilmedi|ละเว้น GIF|GIF vynechaný|Plik GIF pominięty|GIF omis|GIF weggelaten|GIF 생략됨"
        "|GIFは含まれていません|GIF tidak disertakan|GIF छोड़ा गया|GIF vynechán|GIF הושמט|GIF utesluten|GIF udeladt"
    ),
    "video": (
        "video omitted|video note omitted|video message omitted|<Video note omitted>|<Video message omitted>"
        "|видео отсутствует|vidéo absente|video omesso|vídeo não revelado"
        "|vídeo omitido|Video omitido|відео відсутнє|Video weggelassen"
        "|لم يتم إدراج الفيديوهات|影片已略去|影片已省略"
        "|视频已忽略|视频已省略|đã bỏ video|video dahil edilmedi|วิดีโอถูกลบ|video utesluten|video vynechané"
        "|wideo pominięte|clip video omis|video weggelaten|video utelatt|비디오 생략됨|ビデオは含まれていません"
        "|動画は含まれていません|video tidak disertakan|video tidak dimasukkan|वीडियो छोड़ा गया|video vynecháno"
        "|סרטון הווידאו הושמט|video udeladt|βίντεο παραλείφθηκε|vídeo omès|video izostavljen|Videó kihagyva"
    ),
    "audio": (
        "audio omitted|аудиофайл отсутствует|audio omis|audio omesso|ficheiro de áudio não revelado|áudio ocultado"
        "|audio omitido|аудіо відсутнє|Audio weggelassen"
        "|لم يتم إدراج المقاطع الصوتية|音訊已略去|音訊已省略|音频已忽略"
        "|音频已省略|bỏ qua tệp âm thanh|ses dahil edilmedi|ไม่มีไฟล์เสียง"
        "|ljud utelslutet|ljud uteslutet|zvuk vynechaný"
        "|audio pominięte|fără audio|audio weggelaten|lyd utelatt|오디오 생략됨|音声は含まれていません"
        "|audio tidak disertakan|audio tidak dimasukkan|ऑडियो हटाई गयी|zvukový soubor vynechán|קטע קול הושמט"
        "|lyd udeladt|ήχος παραλείφθηκε|Àudio omès|zvuk izostavljen|Hang kihagyása"
    ),
    "sticker": (
        "sticker omitted|стикер не добавлен|sticker omis|sticker non incluso|sticker não revelado|figurinha omitida"
        "|sticker omitido|Наклейку не додано|Sticker weggelassen|تم حذف الملصقات|貼圖已略去|貼圖已忽略|贴图已省略"
        "|表情已省略|đã bỏ sticker|Çıkartma dahil edilmedi|ไม่มีสติกเกอร์|sticker utesluten|nálepka vynechaná"
        "|pominięto naklejkę|sticker weggelaten|klistremerke utelatt|스티커 제외됨|スタンプは含まれていません"
        "|stiker tidak disertakan|pelekat tidak disertakan|स्टिकर छोड़ा गया|nálepka vynechána|סטיקר הושמט"
        "|klistermærke udeladt|αυτοκόλλητο παραλήφθηκε|adhesiu omès|naljepnica izostavljena|matrica kihagyva"
    ),
    "contact": (
        "Contact card omitted|Карточка контакта отсутствует|Fiche contact manquante|Scheda contatto omessa"
        "|Contacto não revelado|Cartão do contato omitido|Tarjeta de contacto omitida|Картка контакту відсутня"
        "|Kontaktkarte ausgelassen|لم يتم إدراج بطاقة جهة اتصال|聯絡人卡片已略去|聯絡人卡片已省略|联系人卡片已忽略"
        "|联系人卡片已省略|Bỏ qua thẻ liên lạc|Kişi kartı dahil edilmedi|บัตรรายชื่อที่ละเว้น|Kontaktkort uteslutet"
        "|Karta kontaktu vynechaná|Pominięta wizytówka kontaktu|Visitekaartje weggelaten|Kontaktkort sløyfet"
        "|연락처 카드 생략됨|連絡先カードを省略|Kartu kontak tidak disertakan"
        "|कॉन्टैक्ट कार्ड छोड़ा गया|Vizitka vynechána"
        "|כרטיס איש קשר הושמט|Kontaktkort udeladt|Η κάρτα επαφής παραλήφθηκε|Targeta de contacte omesa"
    ),
    "document": (
        "document omitted|документ отсутствует|document manquant|documento omesso|documento não revelado"
        "|documento omitido|документ пропущено|Dokument weggelassen|لم يتم إدراج المستند|文件已略去|文件已忽略"
        "|文档已省略|文件已省略|đã bỏ qua tài liệu|belge dahil edilmedi|ละเว้นเอกสาร|dokument uteslutet"
        "|dokument vynechaný|dokument pominięty|document omis|document weggelaten|utelatt dokument|문서 생략됨"
        "|ドキュメントは含まれていません|dokumen tidak disertakan|dokumen tidak dimasukkan|डॉक्यूमेंट छोड़ा गया"
        "|dokument vynechán|מסמך הושמט|dokument udeladt|έγγραφο παραλείφθηκε|Document omès|dokument izostavljen"
    ),
    "location": (
        "live location shared|Live location omitted|Геоданные отправлены|posizione attuale condivisa"
        "|byla sdílena aktuální poloha|共享实时位置|实时位置已分享"
        "|實時位置已分享|即時位置已分享|Lokasi terkini dibagikan"
        "|ライブロケーション共有|localização atual compartilhada|Localisation en direct partagée"
        "|ubicación en tiempo real compartida|live locatie gedeeld|Live-Standort wird geteilt|공유한 실시간 위치"
        "|تمت مشاركة الموقع المباشر|геодані надіслано|Mevcut konum paylaşıldı|udostępniona transmisja położenia"
        "|Está a partilhar a sua localização|vị trí hiện thời được chia sẻ|משתף מיקום בשידור חי"
    ),
}
OMITTED: dict[str, str] = {word: kind for kind, listed in _OMITTED.items() for word in _words(listed)}

_DELETED = (
    "This message was deleted|הודעה זו נמחקה|Данное сообщение удалено|Сообщение удалено|Ce message a été supprimé"
    "|Questo messaggio è stato eliminato|Esta mensagem foi apagada|Mensagem apagada|Se eliminó este mensaje"
    "|Este mensaje fue eliminado|Este mensaje ha sido eliminado|Αυτό το μήνυμα διαγράφηκε"
    "|Це повідомлення було видалено|Це повідомлення видалено|Diese Nachricht wurde gelöscht|تم حذف هذه الرسالة"
    "|此訊息已刪除|此消息已删除|这条消息已删除|这条消息已被删除|信息已删除|Tin nhắn này đã bị xóa"
    "|Tin nhắn này đã bị xoá"
    "|Bu mesaj silindi|ข้อความนี้ถูกลบแล้ว|ข้อความนี้ได้ถูกลบ|Det här meddelandet raderades|Detta meddelande raderades"
    "|Táto správa bola odstránená|Ta wiadomość została usunięta|Acest mesaj a fost șters|Dit bericht is verwijderd"
    "|Denne meldingen ble slettet|Mesej ini telah dipadam|이 메시지는 삭제되었습니다|삭제된 메시지입니다"
    "|このメッセージは削除されました|Ez az üzenet törlésre került|Pesan ini dihapus|Pesan ini telah dihapus"
    "|Ova je poruka izbrisana|यह मैसेज डिलीट कर दिया गया है|यह संदेश मिटाया गया"
    "|Tämä viesti poistettiin|این پیام حذف شد"
    "|Denne besked er blevet slettet|Denne besked blev slettet|Tato zpráva byla smazána|Tato zpráva byla odstraněna"
    "|Aquest missatge s'ha suprimit|Съобщението беше изтрито|Esta mensagem foi apagada pelo remetente"
    "|This message was deleted by an admin|This message was deleted by admin"
)
DELETED = frozenset(_words(_DELETED))
_OWN_DELETED = (
    "You deleted this message|מחקת את ההודעה הזו|מחקת הודעה זו|Вы удалили это сообщение|Вы удалили данное сообщение"
    "|Vous avez supprimé ce message|Hai eliminato questo messaggio|Apagou esta mensagem|Você apagou esta mensagem"
    "|Eliminaste este mensaje|Has eliminado este mensaje|Διαγράψατε αυτό το μήνυμα|Ви видалили це повідомлення"
    "|Du hast diese Nachricht gelöscht|لقد حذَفت هذه الرسالة|أنت حذفت هذه الرسالة|您已刪除此訊息|你已刪除此訊息"
    "|您已删除这条消息|您已删除此消息|你已删除这条消息|您删除这个信息|Bạn đã xóa tin nhắn này"
    "|Bạn đã xoá tin nhắn này"
    "|Bu mesajı sildiniz|คุณได้ลบข้อความนี้|คุณลบข้อความนี้|Du har tagit bort meddelandet"
    "|Du raderade det här meddelandet"
    "|Túto správu ste odstránili|Usunięto tę wiadomość|Ați șters acest mesaj|U hebt dit bericht verwijderd"
    "|Je hebt dit bericht verwijderd|Du slettet denne meldingen|Anda telah memadamkan mesej ini|삭제한 메시지입니다"
    "|이 메시지를 삭제했습니다|このメッセージを削除しました|Törölted ezt az üzenetet|Anda menghapus pesan ini"
    "|Anda telah menghapus pesan ini|Izbrisali ste ovu poruku|आपने यह मैसेज डिलीट किया|आपने यह संदेश मिटाया"
    "|Poistit tämän viestin|Du har slettet denne besked|Du slettede denne besked|Tuto zprávu jste smazal/a"
    "|Tuto zprávu jste odstranil/a|Has suprimit aquest missatge"
    "|Изтрихте това съобщение|You deleted this message as admin"
)
OWN_DELETED = frozenset(_words(_OWN_DELETED))
_CALLS = (
    "Missed voice call|Missed video call|Missed group voice call|Missed group video call|Пропущенный аудиозвонок"
    "|Пропущенный видеозвонок|Appel vocal manqué|Appel vidéo manqué|Chiamata vocale persa|Videochiamata persa"
    "|Chamada de voz perdida|Chamada de vídeo perdida|Videochamada perdida|Llamada perdida|Llamada de voz perdida"
    "|Videollamada perdida|Пропущений аудіодзвінок|Пропущений відеодзвінок"
    "|Verpasster Sprachanruf|Verpasster Videoanruf"
    "|مكالمة صوتية فائتة|مكالمة فيديو فائتة|未接語音通話"
    "|未接语音通话|未接視訊通話|未接視像通話|未接视频通话|Cuộc gọi nhỡ"
    "|Cevapsız sesli arama|Cevapsız görüntülü arama|สายที่ไม่ได้รับ"
    "|Missat röstsamtal|Missat videosamtal|Zmeškaný hovor"
    "|Zmeškaný hlasový hovor|Zmeškaný videohovor|Nieodebrane połączenie|Nieodebrane poł|Apel vocal nepreluat"
    "|Gemist spraakgesprek|Gemiste spraakoproep|Gemist videogesprek|Gemiste video-oproep|Tapt taleanrop|부재중 전화"
    "|부재중 영상통화|音声通話不在着信|ビデオ通話不在着信|不在着信|Nem fogadott hanghívás"
    "|Panggilan suara tak terjawab"
    "|Panggilan video tak terjawab|मिस्ड वॉइस कॉल|वॉइस कॉल मिस हुई|मिस्ड वीडियो कॉल|Vastaamaton äänipuhelu"
    "|Ubesvaret taleopkald|שיחה קולית שלא נענתה|שיחת וידאו שלא נענתה|Αναπάντητη φωνητική κλήση"
)
CALLS = frozenset(_words(_CALLS))
# On a phone these follow the app's own mark, as "Voice call, 2 min" or "Video call. No answer".
MARKED_CALLS = (
    *CALLS,
    *_words(
        "Voice call|Video call|Group call|Silenced voice call|Silenced video call"
        "|Sprachanruf|Videoanruf|Appel vocal"
        "|Appel vidéo|Llamada de voz|Videollamada|Chamada de voz|Chamada de vídeo|Ligação de voz|Ligação de vídeo"
        "|Chiamata vocale|Videochiamata|Аудиозвонок|Видеозвонок"
        "|Аудіодзвінок|Відеодзвінок|语音通话|語音通話|视频通话|視訊通話"
        "|Spraakoproep|Video-oproep|Hlasový hovor|Videohovor"
        "|音声通話|ビデオ通話|음성통화|영상통화|مكالمة صوتية|مكالمة فيديو"
        "|Sesli arama|Görüntülü arama|Panggilan suara|Panggilan video"
    ),
)
POLLS = _words(
    "POLL|UMFRAGE|ENCUESTA|ENQUETE|SONDAGEM|SONDAGE|SONDAGGIO"
    "|ОПРОС|ОПИТУВАННЯ|投票|投票调查|アンケート|투표|PEILING|ANKETA"
    "|ANKET|ANKIETA|JAJAK PENDAPAT|POLLING|استطلاع رأي|סקר|OMRÖSTNING|AFSTEMNING|पोल"
)
EDITED = frozenset(
    _words(
        "<This message was edited>|<Diese Nachricht wurde bearbeitet>|<Este mensaje fue editado>"
        "|<Se editó este mensaje>|<Se editó este mensaje.>|<Ce message a été modifié>"
        "|<Questo messaggio è stato modificato>"
        "|<Esta mensagem foi editada>|<Mensagem editada>|<Это сообщение изменено>|<Данное сообщение изменено>"
        "|<Сообщение изменено>|<Це повідомлення було змінено>|<Це повідомлення відредаговано>|<ההודעה נערכה>"
        "|<Dit bericht is bewerkt>|<Tato zpráva byla upravena>|<Ta wiadomość została edytowana>"
        "|<Bu mesaj düzenlendi>"
        "|<此消息已编辑>|<这条消息已编辑>|<此訊息已編輯>|<訊息已編輯>"
        "|<このメッセージは編集されました>|<이 메시지는 수정되었습니다>"
        "|<تم تعديل هذه الرسالة>|<Pesan ini diedit>|<Pesan ini telah diedit>|<Tin nhắn này đã được chỉnh sửa>"
        "|<यह मैसेज एडिट किया गया है>|<ข้อความนี้ได้รับการแก้ไขแล้ว>|<Detta meddelande redigerades>"
    )
)
ATTACHED = frozenset(
    _words(
        "file attached|файл добавлен|файл прикреплен|soubor byl přiložen|archivo adjunto|archivo adjuntado"
        "|Datei angehängt|文件附件|附件檔案|檔案附件|fichier joint|arquivo anexado|ficheiro anexado|file allegato"
        "|bestand bijgevoegd|dosya ekli|添付ファイル有り|添付ファイル|파일 첨부됨"
        "|الملف مرفق|ملف مرفق|файл додано|file terlampir"
        "|tệp đính kèm|ไฟล์ที่แนบ|फाइल अटैच कर दी गई है|फाइल संलग्न"
        "|załączony plik|bifogad fil|fil vedhæftet|vedlagt fil"
        "|liitetiedosto|fájl csatolva|fișier atașat|arxiu adjunt|συνημμένο αρχείο"
        "|súbor pripojený|קובץ מצורף|прикачен файл"
        "|fail dilampirkan|priložena datoteka|datoteka u privitku|پیوستہ فائل|lêer aangeheg"
    )
)
STUBS = DELETED | OWN_DELETED | CALLS | OMITTED.keys()
# Stems of the notices that WhatsApp itself sets into a chat. Encryption and the security code come with any chat,
# the others show that the chat is a group.
_PRIVATE_NOTICES = _words(
    "end-to-end|ende-zu-ende|сквозн|наскрізн|de bout en bout|de extremo a extremo|ponta a ponta|ponto a ponto"
    "|端对端加密|端到端加密|端對端加密|エンドツーエンド|종단간 암호화|مشفرة تمام|koncovým šifrováním"
    "|uçtan uca|mã hóa đầu cuối|เข้ารหัสจากต้นทาง"
    "|एंड-टू-एंड|מקצה-לקצה|w pełni zaszyfrowane|w pełni szyfrowane"
    "|komplett krypterade|täysin|criptate integral|encript|security code"
    "|код безопасности|код безпеки|sicherheitsnummer|code de sécurité|código de seguridad|código de segurança"
    "|codice di sicurezza|beveiligingscode|安全代码|安全代碼"
    "|安全碼|セキュリティコード|보안 코드|رمز أمان|bezpečnostní kód"
    "|güvenlik kodu|kode keamanan|message timer|disappearing messages|selbstlöschende|mensajes temporales"
    "|messages éphémères|mensagens temporárias|messaggi effimeri"
    "|исчезающие сообщения|限时消息|限時訊息|阅后即焚|消えるメッセージ"
    "|business account|unternehmenskonto|cuenta de empresa|conta comercial|business-аккаунт|企业账户|商業帳號"
    "|changed their phone number|changed to|сменил номер|blocked this contact|is a contact|pinned a message"
)
GROUP_NOTICES = _words(
    "created group|created this group|created the group|changed the subject|changed the group|changed this group"
    "|group description|group's settings|group's invite link|now an admin|no longer an admin|added you|were added"
    "|was added|joined using|from the community|removed you|hat die gruppe|gruppenbeschreibung|hat dich hinzugefügt"
    "|wurde hinzugefügt|creó el grupo|cambió el asunto|te añadió"
    "|te agregó|añadió a|a créé le groupe|a créé ce groupe"
    "|a changé le sujet|vous a ajouté|criou o grupo|criou este grupo|mudou o assunto|adicionou você|adicionou-o"
    "|ha creato il gruppo|ha cambiato l'oggetto|ti ha aggiunto|создал группу|создал(-а) группу|создал(а) группу"
    "|создал(а) эту группу|изменил тему|изменил(-а) тему|добавил(а) вас"
    "|добавил(-а) вас|створив групу|створив(-ла) групу"
    "|创建了此群组|创建了群组|创建群组|建立了此群組|建立了群組|将您添加"
    "|新增了你|更改了群组|變更了群組|加入了群组|离开了群组|已離開群組"
    "|グループを作成|グループに追加|그룹을 만들|그룹에 추가|أنشأ المجموعة|بإنشاء المجموعة"
    "|vytvořil skupinu|vytvořil/a skupinu"
    "|heeft de groep gemaakt|heeft u toegevoegd|grubu oluşturdu"
    "|sizi ekledi|membuat grup|menambahkan anda|đã tạo nhóm"
)
NOTICES = _PRIVATE_NOTICES + GROUP_NOTICES


def _as_written(*listed: str) -> frozenset[str]:
    shapes: set[str] = set()
    for word in "|".join(listed).split("|"):
        for start in ("", "\u200e", "\u200f"):
            for written in (word, word[:1].lower() + word[1:], word[:1].upper() + word[1:]):
                shapes |= {start + written, f"{start}{written}.", f"{start}{written}。"}
    return frozenset(shapes)


# A quick question asked of every message; only those that pass are looked at closely.
QUICK: frozenset[str] = _as_written(*_OMITTED.values(), _DELETED, _OWN_DELETED, _CALLS)
