# Koppeli sõnad eesti keeles. Võtmed ja muutujad on kõigis keeltes samad; test võrdleb neid.

## Iga lehe ümber
skip = Otse küsimuse juurde
made-by = Sisselogimist vahendab Koppel
a-platform = sinu õpikeskkond
your-school = sinu kool
error-prefix = Viga:
summary-title = Midagi on valesti
continue = Jätka
continue-to = Jätka õpikeskkonda { $platform }
go-to = Ava { $platform }
cancel = Katkesta
try-again = Proovi uuesti
reference = Kui küsid abi, ütle see kood:
what-next = Mida nüüd teha
other-way-in = Logi sisse muul viisil

## Sõnad
username = Kasutajatunnus
password = Parool
sign-in = Logi sisse
sign-in-with = { $upstream ->
    [eKool] Logi sisse eKooliga
    [Stuudium] Logi sisse Stuudiumiga
    [HarID] Logi sisse HarID-ga
   *[other] Logi sisse süsteemiga { $upstream }
}
sign-out = Logi välja
role-pupil = Õpilane
role-teacher = Õpetaja
role-staff = Kooli töötaja
role-guardian = Lapsevanem
role-admin = Kooliadministraator

## Süsteemi valimine
chooser-title = Logi sisse õpikeskkonda { $platform }
chooser-school = Kooli süsteemi kaudu
chooser-password = Õpikeskkonna { $platform } kasutajatunnusega
chooser-empty = Õpikeskkonda { $platform } ei saa siit veel sisse logida. Kool lisab süsteemid, mida ta kasutab.

## Teel
leaving-title = Edasi süsteemi { $upstream }
leaving-what = Logid süsteemis { $upstream } sisse ja tuled siis siia tagasi. Kui midagi ei juhtu, vajuta „Jätka“.

## Avatud teisest süsteemist
opening-title = Ava link süsteemis { $upstream }
opening-go = Mine selles brauseris süsteemi { $upstream } ja ava oma kursus.
opening-open = Vajuta seal linki, mille õpetaja on lisanud õpikeskkonna { $platform } jaoks.
opening-back = Jõuad siia tagasi ja saad jätkata.
opening-somebody = Kas süsteemi { $upstream } on selles arvutis sisse loginud keegi teine? Logi ta seal enne välja.
opening-again = Avasin lingi
opening-other = Logi sisse muul viisil
opened-title = Kas sina oled { $name }?
opened-what = Õpikeskkonda { $platform } jätkad nimega { $name }.
opened-yes = Jah, mina olen { $name }

## Kool
school-title = Millises koolis sa praegu oled?
school-what = Sul on õpikeskkonnas { $platform } rohkem kui üks kool. Vali üks; järgmisel sisselogimisel saad uuesti valida.

## Küsimus
came-from = Tulid süsteemist { $upstream } kui
question-title = Kas oled õpikeskkonda { $platform } varem kasutanud?
question-what = Kas logisid õpikeskkonda { $platform } varem sisse muul viisil kui süsteemiga { $upstream }? Siis on sinu töö selle konto all ja võib sinna jääda.
question-yes = Jah, mul on konto
question-yes-hint = Järgmiseks näitad, et see on sinu oma
question-no = Ei, olen siin esimest korda
question-no-hint = Saad uue konto
wrong-person = Mina ei ole { $name }

## Vana konto tõendamine
claim-title = Näita meile oma kontot õpikeskkonnas { $platform }
claim-what = Logi sinna sisse nii nagu varem. Pärast seda avab { $upstream } sama konto.
claim-not-linked = { $upstream } ei ava veel ühtegi õpikeskkonna { $platform } kontot. Kasuta kasutajatunnust ja parooli või mõnda teist süsteemi.
claim-submit = See on minu konto
claim-at-platform = Logi tõestamiseks sisse: { $platform }
claim-other = Kasutasin teist süsteemi
claim-cannot-title = Ma ei pääse kontole
claim-cannot-what = Kool saab aidata. Saadame koolile pöördumise; midagi sinu tööst ei lähe kaduma.
claim-cannot = Küsi koolilt abi
claim-code-title = Mul on koolist saadud sidumiskood
claim-code = Sisesta kood
later-title = Ma ei saa seda praegu näidata
later-what = Jätka praegu ilma selleta. Saad täna õpikeskkonnas { $platform } tühja konto: sinu varasem töö ei ole veel siin, aga see ei ole kadunud. Kui sul on parool või koolist saadud kood, too vana konto üle ja mõlema konto töö on ühes kohas.
later-again = Sinu varasem töö ei ole veel siin, aga see ei ole kadunud. Kui sul on õpikeskkonna { $platform } vana konto parool või koolist saadud kood, too see konto üle: siis on mõlema konto töö ühes kohas.
claim-later = Jätka praegu ilma selleta

## Koolist saadud kood
code-title = Sisesta koolist saadud sidumiskood
code-what = Õpetaja andis sulle paberil koodi. See näitab, et õpikeskkonna { $platform } konto on sinu oma; pärast seda avab selle { $upstream }.
code = Sidumiskood
code-hint = Kaheksa tähte ja numbrit. Väiketähed ja puuduv kriips ei sega.
code-back = Tagasi teiste võimaluste juurde
error-code-missing = Kirjuta sidumiskood
error-code-slip = Koodis on kirjaviga. Võrdle seda paberiga märk-märgilt.
error-code-wrong = See kood ei sobi. Vaata, kas paberil on sinu nimi; kui on, siis küsi õpetajalt uus kood.

## Vana konto, hiljem
older-title = Kas saad nüüd näidata oma vana kontot õpikeskkonnas { $platform }?
older-what = Ütlesid, et sul on vanem konto. Kui tood selle üle, on sinu varasem töö ja see, mida oled vahepeal teinud, ühes kohas.
older-bring = Too mu vana konto üle
older-bring-hint = Parooliga, teise süsteemiga või koolist saadud koodiga
older-later = Mitte praegu
older-later-hint = Jätkad nagu seni; küsime nädala pärast uuesti

## Koolilt on küsitud
asked-cannot-title = Kool sai palve sind aidata
asked-cannot-what = Andsime koolile ({ $school }) teada, et sul on õpikeskkonnas { $platform } konto, aga sa ei pääse sinna. Sinu töö on alles.
asked-cannot-next = Räägi sellest oma õpetaja või kooliadministraatoriga. Nad saavad anda sulle uue parooli. Siis logi uuesti sisse süsteemiga { $upstream }.
asked-new-title = Kool peab enne nõusoleku andma
asked-new-what = { $school } tahab õpikeskkonna { $platform } uusi kontosid enne avamist näha. Palve on saadetud.
asked-new-next = Räägi sellest oma õpetaja või kooliadministraatoriga. Siis logi uuesti sisse süsteemiga { $upstream }.
asked-differ-title = Need paistavad olevat kaks inimest
asked-differ-what = Süsteemi { $upstream } kasutaja ja õpikeskkonna { $platform } konto omanik ei paista olevat sama inimene. Midagi ei seotud.
asked-differ-next = Kui { $upstream } on selles arvutis avatud kellegi teise nimel, logi seal välja ja alusta uuesti. Kui mõlemad oled sina, saab kool ({ $school }) selle korda teha; kool sai teate.
asked-taken-title = Seda kontot avab juba teine süsteemi { $upstream } kasutaja
asked-taken-what = Keegi logib õpikeskkonna { $platform } sellele kontole juba süsteemiga { $upstream } sisse. Midagi ei muudetud.
asked-taken-next = Kui konto on sinu ja sa ei tea, kes see on, räägi kooliga ({ $school }); kool sai teate.
asked-several-title = Prooviti mitut kontot
asked-several-what = Süsteemi { $upstream } ühe kasutaja jaoks prooviti õpikeskkonna { $platform } mitme konto paroole või mitut koodi. Midagi ei ühendatud ja kool ({ $school }) sai teate.
asked-several-next = Küsi õpetajalt või kooli haldurilt, milline konto on sinu oma. Homme saad uuesti proovida.

## Mõlemad kõrvuti
confirm-title = Kas mõlemad oled sina?
came-as = Tulid süsteemist { $upstream } kui { $name }.
is-that-you = Kas see oled sina?
not-you-sign-out = See ei ole mina: logi süsteemist { $upstream } välja
card-in = { $system }
card-username = Kasutajatunnus
card-school = Kool
card-role = Roll
card-class = Klass
card-last-here = Viimati siin
card-work = Töö
card-finished-tasks = { $count ->
    [one] { $count } lõpetatud ülesanne
   *[other] { $count } lõpetatud ülesannet
}
differs = erineb
confirm-differences = Erinevused on märgitud. Vaata need enne jätkamist üle.
confirm-what = Edaspidi avab { $upstream } selle õpikeskkonna { $platform } konto koos kogu tööga.
confirm-password-stays = Kasutajatunnus ja parool töötavad edasi.
confirm-absorbs = Kaasa tuleb ka see, mida oled õpikeskkonnas { $platform } vahepeal teinud.
confirm-link = Kinnita liidestus
confirm-two-people = Need on kaks eri inimest

## Seotud
linked-title = { $upstream } avab nüüd sinu konto
linked-what = Järgmisel korral logi sisse süsteemiga { $upstream } ja oled õpikeskkonnas { $platform } sees. Sinu töö on seal, kus ta oli.
linked-undo = { $minutes ->
    [one] Kas see ei ole sinu konto? Saad selle tagasi võtta { $minutes } minuti jooksul.
   *[other] Kas see ei ole sinu konto? Saad selle tagasi võtta { $minutes } minuti jooksul.
}
not-me = See ei olnud mina

## Teade
notice-title = Sinu konto avab nüüd ka { $upstream }
notice-what = Sinu õpikeskkonna { $platform } kontole lisati { $day } liidestus süsteemiga { $upstream }.
notice-question = Kas lisasid süsteemi { $upstream } liidestuse ise?
notice-mine = Jah, see olin mina
notice-not-me = Kui see oli keegi teine, eemaldame süsteemi { $upstream } liidestuse ja logime ta välja. Kool saab teate.

## See ei olnud mina: tehtud
not-me-title = Süsteemi { $upstream } liidestus on eemaldatud
not-me-what = { $upstream } ei ava enam seda õpikeskkonna { $platform } kontot. Kõik, kes selle kaudu sisse tulid, on välja logitud.
not-me-school = Teate sai { $school }.
not-me-no-school = Teate said need, kes sinu konto eest hoolitsevad.
not-me-signed-out = Ka sina oled välja logitud. Alusta uuesti oma tavalisel viisil.
not-me-password = Kui keegi teine võib sinu parooli teada, muuda see ära: Seaded, Liidestused.

## Paroolid
new-password-title = Vali uus parool
new-password-what = Parool, mida kasutasid, kehtib ainult ühe korra. Nüüdsest logid sisse uuega.
new-password-hint = Vähemalt 8 märki. Mitu sõna järjest on hea meeles pidada ja raske ära arvata.
new-password = Uus parool
repeat-password = Uus parool uuesti
current-password = Praegune parool
change-password = Muuda parooli
change-password-what = Selle ja kasutajatunnusega logid õpikeskkonda { $platform } sisse. Teised seadmed logitakse välja.
save-password = Salvesta parool
error-username-missing = Kirjuta oma kasutajatunnus
error-password-missing = Kirjuta oma parool
error-password-wrong = Kasutajatunnus ja parool ei sobi kokku. Vaata üle kirjapilt ja suured tähed.
error-current-wrong = See ei ole sinu praegune parool
error-new-too-short = Uues paroolis peab olema vähemalt 8 märki
error-new-too-long = Uues paroolis võib olla kuni 200 märki
error-new-unchanged = Uus parool peab olema teistsugune kui senine
error-new-too-common = Seda parooli on kerge ära arvata. Vali teine.
error-new-not-repeated = Uued paroolid ei ole ühesugused. Kirjuta uus parool veel kord.
error-new-unprintable = Kirjuta uus parool ainult tähtede, numbrite, märkide ja tühikutega.

## Uuesti sisselogimine
again-title = Näita, et see oled sina
again-what = Oled sisse loginud kui { $name }. Logi enne jätkamist veel kord sisse.
again-other = Või liidestatud süsteemiga

## Väljalogimine
logout-title = Kas logid õpikeskkonnast { $platform } välja?
logout-what = Sind logitakse välja siit ja mujalt, kuhu siit edasi läksid.
logout-confirm = Logi välja
logout-cancel = Jää sisse
signed-out-title = Oled välja logitud
signed-out-what = Jagatud arvutis logi välja ka kooli süsteemist või sulge brauser.

## Seaded: Liidestused
integrations-title = Liidestused
integrations-what = Need süsteemid avavad sinu õpikeskkonna { $platform } konto.
integrations-yours = Sinu liidestused
integrations-none = Veel mitte ühtegi. Kui lisad liidestuse, saad sellega õpikeskkonda { $platform } sisse logida ja konto jääb samaks.
signed-in-as = Oled sisse loginud kui
since = Alates: { $day }.
last-used = Viimati kasutatud: { $day }.
never-used = Veel kasutamata.
only-way-in = See on sinu ainus viis õpikeskkonda { $platform } sisse logida. Enne eemaldamist lisa mõni teine.
end-link = Eemalda liidestus
add-integration = Lisa liidestus
add-upstream = Lisa { $upstream }
origin-claim = Sidusid selle sisse logides.
origin-born = Sinu konto algas sellest.
origin-settings = Lisasid selle siin.
origin-import = { $platform } oli selle juba varem sidunud.
origin-administrator = Selle sidus kool.
origin-teacher = Selle sidus õpetaja.
origin-code = Sidusid selle koolist saadud koodiga.
origin-platform = Sidusid selle õpikeskkonnas { $platform }.
done-added = { $upstream } on lisatud.
done-ended = Süsteemi { $upstream } liidestus on eemaldatud.
done-password = Parool on muudetud.
end-title = Kas eemaldad süsteemi { $upstream } liidestuse?
end-what = { $upstream } ei ava siis enam sinu õpikeskkonna { $platform } kontot. Konto ja sinu töö jäävad alles.
end-brought = Siia jääb ka see, mida õpikeskkonnas { $platform } tehti, enne kui see siia kontole üle toodi. Kui see ei olnud sina, ütle seda koolis: kool saab selle tagasi anda kuni: { $day }.
end-again = Saad süsteemi { $upstream } hiljem uuesti lisada.
end-done = { $upstream } ei ava enam sinu õpikeskkonna { $platform } kontot. Konto ja sinu töö on alles.
end-signed-out = Tulid sisse süsteemiga { $upstream }, seepärast oled nüüd välja logitud.

## Õpetaja päevikud
journals-title = Sinu päevikud
journals-what = Need päevikud tulevad kooli süsteemidest ja on seotud õpikeskkonnaga { $platform }.
journals-none = Ühtegi päevikut ei ole veel seotud. Ava päevik kooli süsteemis ja vajuta seal „Seo õpikeskkonnaga“, siis on see siin.
journals-all = Kõik päevikud
journal-from = Süsteemist { $upstream }
journal-pupils = { $count ->
    [one] { $count } õpilane
   *[other] { $count } õpilast
}

## Üks päevik
journal-school = Kool
journal-year = Õppeaasta
journal-source = Tuleb süsteemist
journal-kits = Õppekomplektid
journal-kits-none = Puuduvad
journal-group = Rühm õpikeskkonnas { $platform }
journal-read = Viimati uuendatud
journal-last-run = Viimati vaadatud
journal-owned = Päeviku nime, õpilasi ja õpetajaid saab muuta ainult süsteemis { $upstream }.
journal-open = Ava süsteemis { $upstream }
journal-empty = Selles päevikus ei ole kedagi.
journal-withdrawn = { $upstream } ei luba meil seda päevikut enam lugeda. Midagi ei eemaldatud.
journal-gone = Süsteemis { $upstream } seda päevikut enam ei ole. Midagi ei eemaldatud.
journal-held = Viimane uuendus oleks muutnud liiga palju. Enne otsustab selle üle kool; seni ei kaota siin keegi kohta.
journal-untold = { $upstream } ei tea veel, et päevik on seotud. Anname sellest uuesti teada.
journal-untold-over = { $upstream } ei tea, et päevik on seotud. Ava päevik seal ja vajuta veel kord „Seo õpikeskkonnaga“.
state-linked = Konto on olemas
state-waiting = Konto võib olla olemas
state-new = Uus
state-blocked = Välja jäetud
state-linked-what = Nende inimeste kontod õpikeskkonnas { $platform } on teada.
state-waiting-what = Neil inimestel võib õpikeskkonnas { $platform } juba konto olla. Midagi ei looda: esimesel sisselogimisel küsitakse, ja nende töö jääb alles.
state-new-what = Need inimesed saavad õpikeskkonda { $platform } konto. Esimesel sisselogimisel küsitakse, kas neil oli konto juba varem.
state-new-unused = Nende inimeste kontod õpikeskkonnas { $platform } loodi päeviku põhjal. Nad ei ole veel sisse loginud.
state-blocked-what = Nende inimestega ei tehta õpikeskkonnas { $platform } midagi.
column-name = Nimi
column-class = Klass
column-role = Roll
column-remark = Märkus
has-work = Varasem töö on olemas
seat-missing = Viimasel uuendamisel teda ei olnud
reason-candidate = Mõni kooli konto võib olla tema oma
reason-shared-candidate = Üks kooli konto sobib mitmele inimesele siin
reason-link-ended = Konto oli, aga selle liidestus on eemaldatud
reason-subject-differs = Leiab oma konto esimesel sisselogimisel
reason-unnamed = Kooli süsteemis ei ole nime
reason-school-asks = Kool vaatab uued kontod enne üle
reason-partial-read = Päevik ei tulnud tervikuna
reason-account-disabled = Konto on suletud
reason-shared-account = Jagab kontot kellegagi samast päevikust
reason-quarantined = Kool peab selle enne üle vaatama
reason-another-person = Kooli süsteem räägib teisest inimesest kui varem
reason-contradiction = Kooli süsteem ütleb kaht eri asja
reason-no-subject = Kooli süsteemis ei ole numbrit
reason-role = Ei ole õpilane ega õpetaja
reason-admin-role = Päevikust administraatoreid ei võeta
reason-other-school = Kuulub teise kooli
reason-inactive = Ei ole kooli süsteemis aktiivne
reason-not-yet = Algab hiljem
reason-past = On juba lahkunud

## Kuidas õpilastega on, ja mis ootajaid aitab
count-linked = { $count } seotud
count-waiting = { $count } ootel
count-new = { $count ->
    [one] { $count } uus
   *[other] { $count } uut
}
count-blocked = { $count } välja jäetud
count-duplicates = { $count } topeltkonto kahtlusega
count-let-in = { $count } ajutiselt sisse lubatud
count-here = { $count } viimase seitsme päeva jooksul siin sisse loginud
light-here = Seotud, viimase seitsme päeva jooksul siin sisse loginud
light-linked = Seotud
light-let-in = Ajutiselt sisse lubatud alates: { $day }; seotakse, kui õpilane toob oma vana konto
light-new = Uus konto, veel kasutamata
light-waiting = Ootel
light-said-new = Teist kontot ei ole; järgmine uuendamine loob uue
light-duplicate = Topeltkonto kahtlus; kool vaatab selle üle
light-blocked = Välja jäetud
next-code = Prindi sidumiskood
next-word = Teist kontot ei ole
help-class = Kinnita õpilased ise
help-codes = Prindi sidumiskoodid
help-word = Kellel ei ole teist kontot
why-gone = Ei ole enam selles päevikus
why-staff = On ka õpetaja ja tõendab oma konto ise
why-subject-differs = Leiab oma konto esimesel sisselogimisel
why-blocked = Kool peab selle enne üle vaatama
why-linked = On juba seotud
why-not-sure = Ei ole kindel, milline konto on tema oma. Temalt küsitakse esimesel sisselogimisel; kool saab aidata.
why-not-switched-on = Kool ei ole seda selle klassi õpetajatele lubanud
back-to-journal = Tagasi päevikusse { $journal }
pupils-missing = Märgi vähemalt üks õpilane
take-back = Võta tagasi

## Päeviku sidumiskoodid
codes-title = Sidumiskoodid: { $journal }
codes-what = Kood on õpilasele, kellel on õpikeskkonnas { $platform } vana konto, aga kes sinna enam sisse ei saa. Ta kirjutab koodi esimesel sisselogimisel, näeb, kelle konto see avab, ja kinnitab.
codes-nobody = Ootel õpilastest ei saa praegu keegi koodi.
codes-for = Kes saavad koodi?
codes-once = Koode näidatakse üks kord, printimiseks valmis. Sama õpilase varasem kood enam ei kehti.
codes-make = Loo koodid
codes-make-all = Loo koodid neile kõigile
codes-printed = Juba paberil
code-printed = Prinditud { $on }, kehtib kuni: { $until }
codes-take-back-all = Võta kõik koodid tagasi
codes-not = Koodi ei saa
codes-not-what = Ka need õpilased on ootel. Koodita küsitakse neilt esimesel sisselogimisel ja nende töö jääb alles.

## Leht koodidega
sheet-title = Sidumiskoodid: { $journal }
sheet-back = Tagasi koodide juurde
sheet-now = Prindi see leht kohe A4 paberile. Koode uuesti ei näidata; uuesti printides on need teised.
sheet-what = Lõika mööda jooni ja anna iga riba õpilasele, kelle nimi sellel on. Keegi teine seda kasutada ei saa.
sheet-open = Ava { $platform }: { $address }
sheet-open-it = Ava { $platform }.
sheet-sign-in = Logi sisse süsteemiga { $upstream }, iseendana.
sheet-type = Vali „{ question-yes }“, siis „{ claim-code }“ ja kirjuta kood.
sheet-until = Kehtib kuni: { $day }.
sheet-others = Märgitud, aga koodita

## Sel õpilasel ei ole teist kontot
word-title = Kellel ei ole teist kontot? { $journal }
word-what = Need õpilased on ootel, sest mõni õpikeskkonna { $platform } konto võib olla nende oma. Kui tead, et keegi neist ei ole seal kunagi olnud, ütle seda: järgmine uuendamine loob siis uue konto.
word-nobody = Keegi ei oota seda.
word-say = Teist kontot ei ole
word-said = Sina või kolleeg ütles nii
word-said-what = Nende kontod luuakse järgmisel uuendamisel. Saad selle tagasi võtta, kuni nad neid kasutanud ei ole.
word-made = Nende uued kontod on loodud
word-made-what = Keegi ei ole nendele kontodele veel sisse loginud. Kui mõnel õpilasel siiski on teine konto, võta see tagasi: uus konto suletakse ja õpilane on jälle ootel.
word-used = Nad kasutavad oma uusi kontosid
word-used-what = Need õpilased on uuele kontole sisse loginud, seega see jääb. Kui mõnel neist siiski on teine konto, pöördu kooliadministraatori poole: liidestuse saab lõpetada, siis küsitakse õpilaselt järgmisel sisselogimisel uuesti ja ta saab vana konto tõendada. Kellegi töö ei lähe kaduma.
word-ask-title = { $name }: teist kontot ei ole?
word-ask-what = Järgmine uuendamine loob õpikeskkonda { $platform } uue konto, ja see on tühi. Kui vana konto siiski on, siis selle tööd seal ei ole.
word-ask-still = { $name } saab esimesel sisselogimisel küsimuse ikkagi ja saab vana konto veel tõendada.
word-ask-back = Mitte praegu

## Õpetaja sõna kogu klassi eest
class-title = Kinnita õpilased: { $journal }
class-linked = { $count ->
    [one] { $count } õpilane on seotud ja logib nüüd sisse küsimuseta:
   *[other] { $count } õpilast on seotud ja logivad nüüd sisse küsimuseta:
}
class-others = Ei ole seotud
class-off = Kool ei ole seda selle päeviku õpilaste jaoks sisse lülitanud. Kooliadministraator saab seda teha.
class-nobody = Selles päevikus ei oota keegi kinnitust.
class-what = Märgi iga laps, kelle kohta tead, et ta on õpikeskkonda { $platform } varem kasutanud. Märgitu jõuab oma vanale kontole ja temalt ei küsita. See toimib ainult siis, kui täisnimi, klass ja kool sobivad täpselt ühe konto ja ühe lapsega.
class-leave-out = Jäta märkimata, kes on koolis uus, kellel on koolis nimekaim või kelles sa kindel ei ole. Neilt küsitakse esimesel sisselogimisel ja midagi ei lähe kaduma.
class-who = Kelle eest sa vastutad?
class-confirm = Need kontod on nende omad
class-confirmed = Kinnitatud viimase kolmekümne päeva jooksul
class-confirmed-what = Ka kool näeb seda nimekirja. Kui võtad kinnituse tagasi, eemaldatakse liidestus ja laps logitakse välja; järgmisel sisselogimisel küsitakse temalt.
class-confirmed-on = Kinnitatud { $on }, tagasi saab võtta kuni: { $until }
class-take-back-all = Võta kõik tagasi

## Päeviku sidumine
preview-title = Kas seod päeviku { $journal }?
preview-what = Vaata üle, mis õpikeskkonnas { $platform } juhtub. Veel ei ole midagi muudetud.
preview-changed = Pärast viimast vaatamist on midagi muutunud. Vaata veel kord üle; midagi ei ole kirja pandud.
preview-nobody = Selles päevikus ei ole veel kedagi. Kes lisatakse hiljem süsteemis { $upstream }, tuleb kaasa.
preview-kits = Milliste õppekomplektide jaoks see on?
preview-kit-missing = Vali vähemalt üks õppekomplekt
preview-group = Milline rühm õpikeskkonnas { $platform }?
preview-group-hint = Sul juba olemas oleva rühma seaded jäävad alles.
preview-group-new = Uus rühm
link-journal = Seo päevik
linked-journal-title = { $journal } on seotud
linked-journal-what = Klass on nüüd õpikeskkonnas { $platform }. Muudatused süsteemis { $upstream } tulevad kaasa iga päev.
linked-journal-told = { $upstream } teab sidumisest ja juhatab siia.
linked-journal-without = { $count ->
    [one] { $count } inimene jäi litsentsita, sest koolil ei ole neid rohkem:
   *[other] { $count } inimest jäid litsentsita, sest koolil ei ole neid rohkem:
}
linked-journal-without-next = Kooliadministraator saab litsentse juurde hankida. Need antakse siis kohe.
linked-journal-show = Näita päevikut
place-title = Kuhu seod päeviku { $journal }?
place-what = Sinu kool kasutab süsteemi { $upstream } mitme õpikeskkonnaga.
launch-somebody-title = Siin on sisse loginud keegi teine
launch-somebody-what = Päeviku { $journal } avas süsteemis { $upstream } { $teacher }. Õpikeskkonda { $platform } on selles brauseris sisse loginud keegi teine.
launch-somebody-next = Kui oled { $teacher }, logi sisse iseendana; teine inimene logitakse välja.
launch-arrived-title = Seo päevik { $journal }
launch-arrived-what = Süsteemi { $upstream } andmetel oled sina { $teacher }.
launch-arrived-button = Jätka: { $teacher }
launch-arrived-other = Kui see ei ole sina, sulge see leht ja logi süsteemist { $upstream } välja.
pupil-arrived-title = Tere, { $pupil }
pupil-arrived-what = Süsteemi { $upstream } andmetel oled sina { $pupil }. Sisse logitud sa veel ei ole.
pupil-arrived-next = Jätka viie minuti jooksul samas brauseris ja vali sisselogimisel „{ $upstream }“:
launch-handing-what = Jäänud on üks samm: kui lähed tagasi, lisab { $upstream } lingi sinu kursusele.
launch-handing-button = Tagasi: { $upstream }
launch-known-title = { $journal } on juba seotud
launch-known-what = Kolleeg sidus selle õpikeskkonnaga { $platform }. Näed seda oma päevikute seas pärast järgmist uuendamist.
launch-again-title = { $journal } on juba seotud
launch-again-what = { $upstream } ei tea sidumisest veel. Anna sellest nüüd teada.
launch-again = Anna teada: { $upstream }

## Päeviku uuendamine
update-journal = Uuenda päeviku andmeid
update-title = Kas uuendad päevikut { $journal }?
update-back = Tagasi päeviku juurde
update-what = { $upstream } annab nüüd teised andmed kui varem. Vaata üle, mis juhtub; veel ei ole midagi muudetud.
update-since = Viimati uuendatud: { $when }.
update-held = Muudatusi on rohkem kui tavaliselt. Kui uuendad, otsustab enne kool, ja seni ei kaota keegi kohta.
update-paused = Koolil on vaheaeg: kes lisandub, saab koha, ja keegi ei lahku.
update-renamed = Päeviku nimi on nüüd { $name }.
update-nobody-moves = Keegi ei lisandu ega lahku.
update-same-since = Pärast viimast uuendamist ({ $when }) ei ole midagi muutunud.
update-same = Midagi ei ole muutunud.
update-licences = { $kit }: lisandujatest vajab litsentsi { $wanted }, koolil on vabu litsentse { $free }. Kes jääb ilma, saab litsentsi, kui neid on rohkem.
update-withdrawn = { $upstream } ei luba meil seda päevikut enam lugeda. Kõik hoiavad oma koha.
update-withdrawn-next = Luba see uuesti süsteemis { $upstream } või palu seda kooliadministraatoril. Siis vaata uuesti.
update-gone = Süsteemis { $upstream } seda päevikut enam ei ole. Kõik hoiavad oma koha.
update-gone-next = Kui uus päevik on olemas, ava see süsteemis { $upstream } ja vajuta seal „Seo õpikeskkonnaga“.
update-partial = { $upstream } andis ainult osa päevikust. Osa põhjal kedagi ei lisata ega jäeta välja.
update-partial-next = Vaata mõne minuti pärast uuesti. Kui see nii jääb, kontrolli päevikut süsteemis { $upstream }.
update-silent = { $upstream } praegu ei vasta. Midagi ei muudetud.
update-silent-next = Vaata mõne minuti pärast uuesti. Igapäevane uuendus süsteemist { $upstream } tuleb ise.
update-off = Süsteemi { $upstream } praegu ei küsita. Midagi ei muudetud.
update-off-next = Kooliadministraator näeb, kas { $upstream } on sinu koolile lubatud.
move-back = Jälle olemas
move-back-what = Viimasel uuendamisel neid ei olnud, nüüd on nad jälle olemas. Nende koht jääb alles.
move-missing = Praegu puuduvad
move-missing-what = { $upstream } neid praegu ei nimeta. Nende koht jääb alles, kuni nad puuduvad ka päev hilisemal uuendamisel.
move-left = Lahkuvad
move-left-what = { $upstream } ei ole neid päev läbi nimetanud. Nende koht lõpeb ja litsents vabaneb; konto ja töö jäävad alles.
move-deleted = Välja võetud
move-deleted-what = Keegi võttis nad süsteemis { $upstream } välja. Nende koht lõpeb kohe ja litsents vabaneb; konto ja töö jäävad alles.
move-told = Teised andmed
move-told-what = { $upstream } annab nende kohta teised andmed. Koht, konto ja töö jäävad alles.
move-before = varem: { $name }
look-again = Vaata uuesti
step-waiting = { $step }. samm { $of } sammust: ootab oma järjekorda (süsteem { $upstream })
step-later = { $step }. samm { $of } sammust: { $upstream } ei vastanud, küsime mõne minuti pärast uuesti
step-reading = { $step }. samm { $of } sammust: loeme päevikut süsteemist { $upstream }
step-writing = { $step }. samm { $of } sammust: võrdleme sellega, mida { $upstream } varem andis
pupils-of = { $done ->
    [one] { $done } õpilane, kokku { $of }
   *[other] { $done } õpilast, kokku { $of }
}
pupils-so-far = { $done ->
    [one] Seni { $done } õpilane
   *[other] Seni { $done } õpilast
}
run-title = Päevikut { $journal } uuendatakse
run-what = Võid sellelt lehelt lahkuda, uuendamine jätkub. Tulemus on päeviku varasemate uuenduste seas.
run-over-title = Päeviku { $journal } uuendamine
run-at = Millal
ending-applied = Päevik on nüüd sama mis süsteemis { $upstream }.
ending-unchanged = Süsteemis { $upstream } ei olnud midagi muutunud.
ending-additions = Koolil on vaheaeg: kes süsteemis { $upstream } lisandus, sai koha, ja kedagi ei võetud välja.
ending-held = Muutunud oleks rohkem kui tavaliselt, seepärast ei muudetud midagi. Kool võrdleb seda süsteemiga { $upstream } ja otsustab; seni ei kaota keegi kohta. Kui { $upstream } annab jälle terve nimekirja, teeb järgmine uuendus selle ise.
ending-held-additions = Muutunud oleks rohkem kui tavaliselt. Kes süsteemis { $upstream } lisandus, sai koha; kõige muu üle otsustab kool, ja seni ei kaota keegi kohta.
ending-partial = { $upstream } andis ainult osa päevikust, seepärast ei muudetud midagi. Järgmine uuendus proovib uuesti.
ending-withdrawn = { $upstream } ei luba meil seda päevikut enam lugeda. Midagi ei eemaldatud. Luba see seal uuesti ja uuenda.
ending-gone = Süsteemis { $upstream } seda päevikut enam ei ole. Midagi ei eemaldatud. Kui uus on olemas, seo see sealt.
ending-year-over = Õppeaasta on läbi ja { $upstream } on selle päeviku ära pannud. Midagi ei eemaldatud. Seo uus päevik sealt.
ending-busy = Keegi teine muutis seda päevikut samal hetkel ja süsteemi { $upstream } andmeid ei kirjutatud. Vaata uuesti.
ending-unreachable = { $upstream } ei vastanud, seepärast ei muudetud midagi. Proovi mõne minuti pärast uuesti; igapäevane uuendus tuleb ise.
ending-off = Süsteemi { $upstream } praegu ei küsita, seepärast ei muudetud midagi. Kooliadministraator näeb, kas see on lubatud.
ending-paused = Koolil on vaheaeg ja mida { $upstream } ise teatab, ootab selle lõpuni. Kui soovid, võid kohe vaadata.
ending-changed = Mida { $upstream } annab, on pärast sinu vaatamist muutunud, seepärast ei muudetud siin midagi. Vaata uuesti ja otsusta veel kord.
ending-gave-up = Selle päeviku uuendamine süsteemist { $upstream } ei jõudnud lõpuni. Proovi uuesti; kui see kordub, ütle kooliadministraatorile.
count-joined = Lisandus
count-departed = Lahkus
count-missing = Puudus esimest korda
count-changed = Muutunud andmetega
runs-link = Varasemad uuendused
runs-title = Päeviku { $journal } uuendused
runs-what = Viimased kolmkümmend, uuemad eespool.
runs-none = Ühtegi uuendust ei ole veel olnud. See tuleb iga päev või siis, kui vajutad nuppu.
column-when = Millal
column-cause = Kes küsis
column-outcome = Tulemus
column-counts = Inimesed
cause-daily = Igapäevane uuendus süsteemist { $upstream }
cause-teacher = Õpetaja
cause-school = Kool
cause-upstream = { $upstream } teatas muudatusest
cause-file = Fail päevikutega
outcome-applied = Uuendatud
outcome-unchanged = Midagi ei olnud muutunud
outcome-held = Peatatud, ootab kooli otsust
outcome-additions = Lisandujad said koha, muu ootab
outcome-partial = Tuli ainult osa
outcome-unread = Vastust ei tulnud
outcome-withdrawn = Lugeda ei ole enam lubatud
outcome-gone = Enam ei ole olemas
outcome-year-over = Õppeaasta on läbi
outcome-busy = Keegi teine muutis samal hetkel
run-new-year = Algas uus õppeaasta
where-title = Kus soovid päevikut uuendada?
where-what = Süsteemi { $upstream } kasutatakse mitme õpikeskkonnaga.

## Aken ei avanenud
window-title = Aken ei avanenud
window-what = Brauser blokeeris selle. Midagi ei läinud kaduma: jätka siin või luba kooli süsteemile hüpikaknad, siis töötab see järgmisel korral.
window-go-on = Jätka päevikuga
window-chrome = Chrome ja Edge
window-chrome-how = Vajuta aadressiriba paremas otsas blokeeritud akna märki ja vali „Luba alati“.
window-firefox = Firefox
window-firefox-how = Vajuta lehe kohal oleval ribal „Valikud“ ja luba sellele saidile hüpikaknad.
window-safari = Safari
window-safari-how = Ava seaded, veebisaidid, hüpikaknad ja luba need sellele saidile. iPadis või iPhone’is lülita Safari seadetes hüpikakende blokeerimine välja.

## Kooli haldus
con-nav = Kooli haldus
con-home = Ülevaade
con-people = Inimesed
con-requests = Taotlused
con-duplicates = Võimalikud topeltkontod
con-journals = Päevikud
con-holds = Ootel uuendused
con-switch = Süsteemi vahetus
con-audit = Logi
con-grants = Haldajad
con-waiting = { $count } ootel
con-support = Oled siin kasutajatoena ja kool näeb seda. Põhjus: { $reason }
con-home-what = Haldad kooli { $school } õpikeskkonnas { $platform }.
con-schools-title = Sinu koolid
con-schools-what = Koolid, mida haldad õpikeskkonnas { $platform }.
con-schools-none = Sa ei halda siin ühtegi kooli. Kutse saab saata see, kes sinu koolis õpikeskkonda { $platform } haldab.
con-code-title = Näita, et see oled sina
con-code-what = Sisesta kuus numbrit, mida autentimisrakendus õpikeskkonna { $platform } jaoks näitab.
con-code = Kood
con-code-hint = Kuus numbrit või üks sinu taastekoodidest
con-code-wrong = See kood ei sobi. Sisesta see, mida rakendus praegu näitab.
con-code-submit = Jätka
ent-invite-title = Sind kutsutakse haldama kooli { $school }
ent-invite-what = { $platform } tunneb seda kooli numbri { $number } järgi.
ent-as = Rollis
ent-role-school-admin = Kooliadministraator
ent-role-coordinator = IT-koordinaator
ent-role-support = Kasutajatugi
ent-role-teacher = Õpetaja
ent-invite-next = Järgmiseks logid sisse. Esimesel korral seadistad ka rakenduse, mis näitab koode, et ainult paroolist kunagi ei piisaks.
ent-invite-accept = Võta vastu ja logi sisse
ent-factor-title = Seadista teine tegur
ent-factor-what = Kes haldab kooli õpikeskkonnas { $platform }, näitab lisaks sisselogimisele koodi. Selle teeb autentimisrakendus sinu telefonis või arvutis.
ent-factor-begin = Alusta
ent-factor-invite-first = Seda saab seadistada brauseris, milles kutse vastu võtsid, ühe tunni jooksul. Ava kutse link siin või küsi teiselt haldajalt või kasutajatoelt uus.
ent-factor-scan = Skaneeri ruut autentimisrakendusega või sisesta allolev võti.
ent-factor-type = Sisesta kuus numbrit, mida rakendus seejärel näitab.
ent-factor-qr = Võti skaneeritava ruuduna
ent-factor-open = Ava selle seadme rakenduses
ent-factor-secret = Võti
ent-codes-title = Sinu taastekoodid
ent-codes-what = Igaüks avab ühe korra, kui rakendust pole käepärast. Kirjuta need üles või prindi välja ja hoia paroolist eraldi. Keegi ei näe neid enam, ka sina mitte.
ent-codes-kept = Olen need alles hoidnud
ent-grants-what = Kes siin kirjas on, saab avada kooli need lehed. Mille tagasi võtad, lõpeb kohe.
ent-grant-end = Võta tagasi
ent-grants-ended = Kuni hiljuti
ent-reason = Põhjus
ent-reason-was = Põhjus: { $reason }
ent-until = Kuni { $at }
ent-ended-at = Lõppes { $at }
ent-invite-new = Kutsu keegi
ent-invite-hint = Kellegi oma, kes töötab selles koolis
ent-invite-nobody = Kellelgi selle kooli töötajatest pole seda kasutajatunnust. Vaata, kuidas see on kirjutatud.
ent-invite-make = Tee kutse
ent-handed = Anna see link üle: { $name }
ent-handed-once = See kehtib ühe korra ega ole kusagil mujal kirjas.
ent-second-title = Ootab teist inimest
ent-second-what = Mõnda asja ei tohi üks inimene üksi teha. Vaata, mida küsiti, ja nõustu või keeldu.
ent-second-none = Midagi ei oota. See, mida keegi ette paneb, seisab siin seitse päeva.
ent-second-by = Pani ette { $name }, { $at }
ent-second-own = Selle panid ette sina. Nõustuma peab keegi teine.
ent-second-void = See, mida küsiti, ei ole enam see, mis nüüd juhtuks, seega ei saa sellega keegi nõustuda. Ettepaneku tegija peab uuesti vaatama ja uuesti küsima.
ent-second-no-history = { $platform } ei saa tööd ühelt kontolt teisele viia: selle konto töö, mis läheb, kaoks silmist.
ent-second-about = Kelle kohta
ent-second-about-you = See puudutab sind ennast. Sa võid keelduda; nõustuma peab keegi teine.
ent-second-two-schools = Teise kooli konto ühendatakse teie kooli kontoga. Nõustuda saab ainult see, kes tohib teie koolis kontosid ühendada; sina saad keelduda.
ent-second-who = Ettepaneku tegi
ent-second-until = Kuni
ent-second-agree = Nõustu
ent-second-refuse = Keeldu
ent-kind-merge = Kahe konto ühendamine
ent-kind-export = Paljude inimeste andmete väljavõtmine
ent-kind-erase = Inimese andmete kustutamine
ent-kind-factor-reset = Kellegi teise teguri eemaldamine
ent-kind-switch = Liidestuste kolimine teise süsteemi
ent-kind-move-link = Liidestuse sidumine teise kontoga
ent-reset-title = Keegi on oma teise teguri kaotanud
ent-reset-what = Veendu, et küsib tema ise: kohtu temaga või helista talle tagasi. Ka taastekoodid ei kehti enam ja tehakse link uue teise teguri seadistamiseks.
ent-reset-nobody = Keegi teine ei halda seda kooli ja ühelgi siinsel õpetajal ei ole teist tegurit.
ent-reset-do = Eemalda
ent-reset-no-reason = Ütle miks. Põhjus jääb kooli logisse.
ent-reset-elsewhere = Ta haldab ka teist kooli või õpetab seal. Seda saab teha ainult teenuse pidaja.
ent-reset-asked = Teiselt inimeselt on küsitud. Kui keegi koolist on nõustunud, tule siia tagasi ja tee see ära.
ent-systems = Süsteemid
ent-systems-none = Siin pole veel ühtegi süsteemi. Need lisab teenuse pidaja.
ent-not-enabled = Pole lubatud
ent-enabled-by = Lubatud { $day }, lubas { $name }
ent-enabled-since = Lubatud { $day }
ent-refreshed = Andmed uuendatud { $at }
ent-refreshed-never = Ühtegi päevikut pole veel uuendatud
ent-enabled-now = { $upstream } on koolile lubatud.
ent-own-title = Seo oma konto süsteemiga { $upstream }
ent-own-what = Siis saad ka ise süsteemiga { $upstream } õpikeskkonda { $platform } sisse logida. Enne kui midagi juhtub, näed mõlemat inimest; kui { $upstream } konto on kellegi teise oma, katkesta. Koolile jääb { $upstream } igal juhul lubatuks.
ent-own-link = Seo minu konto
ent-disable-title = Lõpeta { $upstream } lubamine
ent-disable-what = Alates järgmisest klõpsust ei logi keegi koolist sellega enam sisse. Kõik liidestused jäävad alles ja toimivad jälle, kui see uuesti lubatakse.
ent-disable-left = { $count ->
    [0] Igal kooli õpilasel on veel mõni viis sisse logida.
    [one] { $count } õpilasel pole muud viisi sisse logida.
   *[other] { $count } õpilasel pole muud viisi sisse logida.
}
ent-disable-sheets = Prindi neile enne paroolid
ent-disable = Ära luba koolile enam süsteemi { $upstream }
ent-operators = { $upstream } avab meid ise, seega lubab selle teenuse pidaja.
ent-enable-what = Logid süsteemi { $upstream } sisse ja tuled tagasi. { $upstream } peab nimetama kooli numbri { $number } järgi ja ütlema, et töötad seal. Kellegi kontot sellega ei seota.
ent-enable = Luba koolile { $upstream }
ent-check-title = Mida { $upstream } kooli kohta ütleb
ent-check-fits = { $upstream } nimetab sama kooli. Vaata nimi ja number veel kord üle.
ent-check-school = Kool siin
ent-check-there = Süsteemis { $upstream }
ent-check-number = Number
ent-check-role-unknown = { $upstream } ei kinnita, kes keegi koolis on, seega ei kontrollitud, et sa seal töötad.
ent-check-missing = Kooli number { $number } puudub sinu andmetes süsteemis { $upstream }: seal pole ühtegi kooli numbriga.
ent-check-different = Kooli numbrit { $number } sinu andmetes süsteemis { $upstream } pole. Seal on need numbrid:
ent-check-who = Numbri { $number } sisestab kooli enda andmete juurde see, kes sinu koolis süsteemi { $upstream } haldab. Kui kasutasid teise kooli või kellegi teise kontot, logi seal sisse enda omaga.
ent-check-not-staff = { $upstream } tunneb kooli { $school }, aga ei ütle, et sa seal töötad. Seda peab tegema keegi töötajatest.
ent-check-nothing = Midagi ei salvestatud.
ent-check-again = Proovi uuesti
ent-waiting-requests = { $count ->
    [100] { $count } või rohkem taotlust ootab
    [one] { $count } taotlus ootab
   *[other] { $count } taotlust ootab
}
ent-waiting-holds = { $count ->
    [100] { $count } või rohkem uuendust ootab
    [one] { $count } uuendus ootab
   *[other] { $count } uuendust ootab
}
ent-waiting-duplicates = { $count ->
    [100] { $count } või rohkem võimalikku topeltkontot
    [one] { $count } võimalik topeltkonto
   *[other] { $count } võimalikku topeltkontot
}
ent-waiting-second = { $count ->
    [one] { $count } ettepanek ootab teist inimest
   *[other] { $count } ettepanekut ootab teist inimest
}
dup-what = Inimesed, kellel võib õpikeskkonnas { $platform } olla kaks kontot. Midagi ei ühendata enne, kui keegi koolist seda ütleb.
dup-none = Kellelgi ei paista olevat kaht kontot. Uued ilmuvad siia ise, hiljemalt päeva jooksul.
dup-score = Tõenäosus { $score } sajast.
dup-because = Sama:
dup-next = Näita veel
dup-back = Võimalikud topeltkontod
dup-why-national-number = isikukood
dup-why-verified-mail = e-posti aadress, mõlemal kinnitatud
dup-why-mail = e-posti aadress
dup-why-user-name = kasutajatunnus
dup-why-name = nimi
dup-why-spelling = nimi teise kirjapildiga
dup-why-call-name = nimi ja hüüdnimi
dup-why-initials = nimi ja initsiaalid
dup-why-slip = nimi kirjaveaga
dup-why-given-name = eesnimi, perekonnanimi on teine
dup-why-birth-date = sünnikuupäev
dup-why-class = klass
dup-state-open = Keegi pole seda veel vaadanud.
dup-state-asked = Õpilaselt on küsitud. Vastust veel ei ole.
dup-state-proven = Õpilane on näidanud, et mõlemad kontod on tema omad.
dup-state-merged = Need kontod on ühendatud.
dup-state-not-same = Kool ütles, et need on kaks inimest.
dup-state-gone = Miski ei viita sellele enam.
dup-done-not-same = Meeles: need on kaks inimest. See paar siia tagasi ei tule.
dup-done-asked = Õpilaselt küsitakse järgmisel sisselogimisel, ja küsimus on ka tema seadetes.
dup-pair-title = Kas see on üks inimene?
dup-one = Üks konto
dup-other = Teine konto
dup-since = Loodud
dup-ways-in = Sisselogimine
dup-password = kasutajatunnus ja parool
dup-no-way-in = puudub
dup-same = See on sama inimene
dup-same-what = Enne näed, mis millest saab. Ühendamise saab 180 päeva jooksul tagasi võtta.
dup-same-go = Vaata ühendamist
dup-ask = Sa ei ole kindel
dup-ask-what = Küsi õpilaselt. Ühe konto seadetes näitab ta, et teab teise konto parooli. Enne seda ta teisest kontost midagi ei näe.
dup-ask-go = Küsi õpilaselt
dup-not-same = Need on kaks inimest
dup-not-same-what = See jäetakse meelde ja nende kahe kohta enam ei küsita.
dup-not-same-go = Ei ole sama inimene
dup-asked = Sinu kool tahaks teada, kas veel üks õpikeskkonna { $platform } konto on sinu oma.
dup-asked-go = Vasta
dup-notice-how = Selleks on vaja teise konto kasutajatunnust ja parooli. Seda võib teha kohe või hiljem: küsimus jääb sinu liidestuste juurde.
dup-mine-title = Kas veel üks konto on sinu oma?
dup-mine-what = Kui sul on õpikeskkonnas { $platform } veel üks konto, sisesta selle kasutajatunnus ja parool.
dup-mine-nothing = Kui sul seda ei ole, ei pea sa midagi tegema.
dup-mine-wrong = See ei ole konto, mille kohta kool küsis, või on parool teine.
dup-mine-go = Ka see konto on minu oma
dup-shown-title = Nüüd teab kool
dup-shown-what = Mõlemad kontod on sinu omad. Kool vaatab selle üle ja ühendab need. Seni avavad mõlemad õpikeskkonna { $platform } nagu enne.
dup-shown-on = Tagasi seadete juurde
mrg-title = Ühenda kaks kontot
mrg-what = Vaata, kas see on üks inimene. Mis avab ühe neist kontodest, avab edaspidi alles jääva konto.
mrg-goes = See konto läheb teise sisse
mrg-stays = See konto jääb
mrg-swap = Jäta alles hoopis teine konto
mrg-refused = Neid kontosid ei saa ühendada:
mrg-refused-same-account = See on üks konto.
mrg-refused-other-platform = Need on kahe õpikeskkonna kontod.
mrg-refused-closed = Üht neist kontodest ei saa kasutada.
mrg-refused-provisional = Üks neist ootab õpilase vana kontot. Selle toob üle õpilane.
mrg-refused-both-have-others = Kumbagi on juba teisi kontosid ühendatud. Võta enne üks neist ühendamistest tagasi.
mrg-refused-wrong-survivor = Sellesse, mis läheks, on juba teine konto ühendatud. Jäta alles see.
mrg-refused-role-classes = Üks on õpilase, teine täiskasvanu oma.
mrg-refused-different-facts = Sünnikuupäev või isikukood erineb: need on kaks inimest.
mrg-refused-one-journal = Mõlemad on samas päevikus: need on kaks inimest.
mrg-refused-foreign-school = Üks neist on teises koolis. Keegi sealt peab nõustuma.
mrg-before-after = Enne ja pärast
mrg-nothing-moves = Selle konto küljes, mis läheb, ei ole midagi.
mrg-column-what = Mis
mrg-column-name = Nimetus
mrg-column-fate = Pärast
mrg-kind-link = Liidestus
mrg-kind-role = Roll
mrg-kind-licence = Litsents
mrg-kind-code = Sidumiskood
mrg-role-elsewhere = teises koolis
mrg-fate-moved = loeb alles jääva konto eest
mrg-fate-superseded = mõlemal olemas: loeb üks kord
mrg-freed = Üks toote { $product } litsents vabaneb.
mrg-after = Mis veel juhtub
mrg-after-sessions = Kes on sellesse kontosse sisse loginud, mis läheb, logitakse välja.
mrg-after-password = Selle kasutajatunnus ja parool ei ava midagi, kuni kontod on ühendatud.
mrg-after-import = Import ei muuda seda, kuni ühendamine tagasi võetakse.
mrg-rule = Kui ühendamine tagasi võetakse, kuulub vahepeal tehtu sellele kontole, mille kaudu sisse logiti; mis ühegagi seotud ei ole, jääb alles jäänud kontole.
mrg-undo-until = Ühendamise saab tagasi võtta kuni { $day }.
mrg-told = Mida õpikeskkond { $platform } teada saab
mrg-told-what = { $from } on ühendatud kontoga { $into } ja millal seda viimati tagasi saab võtta.
mrg-moves-history = Seejärel näitab { $platform } mõlema konto tööd ühes kohas. Mis seal pärast ühendamist tehakse, jääb alles jäävale kontole.
mrg-no-history = { $platform } ei saa tööd ühelt kontolt teisele viia: selle konto töö, mis läheb, kaoks silmist. Selle asemel saab liidestuse siduda kontoga, kus töö on.
mrg-move-instead = Seo { $system } alles jääva kontoga
mrg-second-both-active = Mõlemat kontot on viimase 30 päeva jooksul kasutatud. Teine inimene peab nõustuma.
mrg-second-other-school = Üks neist on ka teises koolis. Teine inimene peab nõustuma.
mrg-second-ask = Küsi teiselt inimeselt
mrg-second-waits = Teiselt inimeselt on küsitud, kuid ta ei ole veel vastanud.
mrg-second-agreed = Teine inimene on täpselt sellega nõustunud.
mrg-reason = Miks
mrg-reason-hint = Kooli logi jaoks. Ilma nimedeta.
mrg-no-reason = Ütle mõne sõnaga, miks.
mrg-changed = Pärast lehe avamist on midagi muutunud. Vaata see uuesti üle.
mrg-go = Ühenda kontod
mrg-list = Ühendatud kontod
mrg-list-none = Siin ei ole veel kontosid ühendatud.
mrg-across-title = Konto teises koolis
mrg-across-what = Kirjutage selle kasutajanimi. Küsitakse sealse administraatori käest ja enne tema nõusolekut ei näe te sellest midagi.
mrg-across-ours = Kasutajanimi selles koolis
mrg-across-theirs = Kasutajanimi teises koolis
mrg-across-go = Küsi teiselt koolilt
mrg-across-sent = Kui teises koolis on selline konto ja seda saab ühendada, küsitakse sealse administraatori käest.
mrg-across-lacks = Kelleltki ei küsitud: kirjutage kellegi kasutajanimi selles koolis, teine kasutajanimi ja põhjus.
mrg-across-agreed = Teine kool on nõustunud: vaata ja ühenda.
mrg-told-moved = { $platform } tõi ajaloo üle.
mrg-told-waiting = Ootame õpikeskkonda { $platform }.
mrg-told-cannot = { $platform } ei saa ajalugu üle tuua: töö jääb sinna, kus see on.
mrg-told-undone = Tagasi võetud ja { $platform } teab seda.
mrg-one-title = Ühendamine
mrg-when = Ühendatud
mrg-undone = Tagasi võetud
mrg-unmerge = Taasta kaks kontot
mrg-unmerge-go = Taasta kaks kontot
mrg-nothing-given-away = Kõik litsentsid tulevad kontoga tagasi.
mrg-given-away = Toote { $product } litsents on vahepeal kellelegi teisele antud: konto tuleb tagasi ilma selleta.
mrg-too-late = Seda ühendamist ei saa enam tagasi võtta.
mrg-move-title = Seo { $system } teise kontoga
mrg-move-what = Liidestus lõpeb ühe ja algab teise konto juures: edaspidi avab { $system } õpikeskkonnas { $platform } teise konto.
mrg-move-from = Lõpeb siin
mrg-move-to = Algab siin
mrg-move-history = Ühe konto töö jääb sinna. { $platform } seda üle ei vii.
mrg-move-licence = Päeviku litsentsid järgnevad liidestusele järgmise uuendusega. Käsitsi antud litsents jääb.
mrg-move-go = Seo

## The console: people and requests
ppl-account-missing = Vali konto
ppl-any = Kõik
ppl-assurance-high = Kindlus: kõrge.
ppl-assurance-low = Kindlus: madal.
ppl-assurance-platform = Kindlus: platvormi sõna.
ppl-assurance-school = Kindlus: kooli sõna.
ppl-assurance-substantial = Kindlus: märkimisväärne.
ppl-assurance-teacher = Kindlus: õpetaja sõna.
ppl-back = Inimesed
ppl-back-to-person = Tagasi
ppl-case-account-taken = Kontol on selle süsteemi teine inimene
ppl-case-account-taken-what = Inimene tõendas konto, mis on liidestatud sama süsteemi kellegi teisega. Selgita välja, kes on kes. Kui sealne liidestus on vale, eemalda see, ja ta proovib uuesti.
ppl-case-cannot-sign-in = Ei pääse oma kontole
ppl-case-cannot-sign-in-what = Inimene logis sisse kooli süsteemiga ja ütleb, et tal on konto, aga ta ei pääse sinna.
ppl-case-claim-probing = Üks inimene proovis mitut kontot
ppl-case-claim-probing-what = Keegi proovis mitut võõrast kontot ja peatati päeva lõpuni. Räägi temaga.
ppl-case-identity-taken = Kooli süsteemi inimesel on teine konto
ppl-case-identity-taken-what = Inimene tõendas ühe konto, aga on liidestatud teisega. Kui mõlemad on tema omad, ühenda need. Kui liidestus tehti ekslikult, eemalda see, ja ta proovib uuesti.
ppl-case-merge-doubted = Ühendamine võib olla vale
ppl-case-merge-doubted-what = Miski viitab, et kaks ühendatud kontot on kahe inimese omad. Vaata ühendamist; selle saab seal tagasi võtta.
ppl-case-new-account = Soovib uut kontot
ppl-case-new-account-what = Inimene ütleb, et ei ole platvormi varem kasutanud. Sinu kool soovib uusi kontosid enne näha.
ppl-case-not-me = „See ei olnud mina“
ppl-case-not-me-what = Keegi ütles, et ta liidestust ei teinud. See eemaldati koos avatud seanssidega. Räägi temaga: parool võib olla teistele teada.
ppl-case-over = See taotlus on lahendatud või otsustatakse eraldi lehel.
ppl-case-people-differ = Kahe inimese andmed
ppl-case-people-differ-what = Inimene tõendas konto, aga kooli süsteem ütleb tema kohta muud kui konto. Midagi ei liidestatud. Kui sünniaeg või nimi on vale, paranda see seal, kus see on, ja ta proovib uuesti.
ppl-case-recycled = Number võib nüüd olla teise inimese oma
ppl-case-recycled-what = Kooli süsteemi andmed selle numbri kohta on nii palju muutunud, et see võib olla teine inimene. Keegi ei pääse sellega sisse enne, kui otsustad.
ppl-case-suspected-duplicate = Võib olla topeltkonto
ppl-case-suspected-duplicate-what = See otsustatakse võimalike topeltkontode lehel.
ppl-case-whose = Milline konto on tema oma
ppl-class-linked = liidestus olemas
ppl-class-nobody = Märgi vähemalt üks õpilane
ppl-class-none = Ühelgi selle klassi õpilasel ei ole kasutajatunnusega kontot.
ppl-class-print = Prindi klassi paroolid
ppl-class-title = Paroolid: { $class }
ppl-class-what = Igaüks avab oma konto üks kord ja tuleb siis ära muuta. Senised paroolid enam ei kehti.
ppl-class-whom = Kellele
ppl-code = Prindi sidumiskood
ppl-code-nobody = Vali õpilane
ppl-code-none = Ükski sellise nimega õpilane ei oota kooli päevikus. Sidumiskood on õpilasele, kellel on koht seotud päevikus ja liidestust veel ei ole. Prindi selle asemel ühekordne parool.
ppl-code-title = Prindi sidumiskood: { $name }
ppl-code-unfit = Selle õpilase ja konto jaoks ei saa koodi teha: nad on juba liidestatud või nende andmed erinevad.
ppl-code-what = Vali õpilane, kelle konto see on. Ta logib sisse kooli süsteemiga ja sisestab koodi. Vaata hoolega: kellel on mõlemad, see pääseb kontole. Inimene saab teate.
ppl-code-whom = Kelle konto see on
ppl-disable = Lülita konto välja
ppl-disable-title = Lülita välja konto: { $name }
ppl-disable-what = Keegi ei pääse enam sisse ja kõik seansid lõpevad kohe. Liidestused ja töö jäävad. Saad konto jälle sisse lülitada. Inimene saab teate.
ppl-done-disabled = Konto on välja lülitatud.
ppl-done-enabled = Konto on jälle sisse lülitatud.
ppl-done-link-ended = Liidestus on eemaldatud.
ppl-done-role-ended = Roll on ära võetud.
ppl-done-signed-out = Inimene on kõikjalt välja logitud.
ppl-enable = Lülita konto sisse
ppl-enable-title = Lülita sisse konto: { $name }
ppl-enable-what = Olemasolevad liidestused ja parool töötavad jälle. Inimene saab teate.
ppl-end-link = Eemalda liidestus
ppl-end-link-last = See on ainus toimiv sissepääs. Prindi pärast parool või sidumiskood.
ppl-end-link-title = Eemalda liidestus: { $name }, { $upstream }
ppl-end-link-what = { $name } ei saa enam süsteemiga { $upstream } sisse ja logitakse sealt välja, kus seda kasutati. Konto ja töö jäävad alles. Inimene saab teate.
ppl-ended-claimed = See andis { $day } teed kontole, mille inimene tõendas.
ppl-ended-not-me = Keegi ütles { $day }: „see ei olnud mina“.
ppl-ended-owner = Inimene eemaldas selle { $day }.
ppl-ended-school = Administraator või platvorm eemaldas selle { $day }.
ppl-ended-switched = Kool läks { $day } üle teisele süsteemile.
ppl-ended-taken-back = Õpetaja võttis selle tagasi { $day }.
ppl-erase = Unusta see inimene
ppl-export = Võta välja kõik selle inimese kohta
ppl-found = Leitud
ppl-has-password = Olemas
ppl-head-licences = Litsentsid
ppl-head-links = Liidestused
ppl-head-others = Sama nimi
ppl-head-roles = Rollid selles koolis
ppl-head-sessions = Praegu sisse logitud
ppl-is-disabled = Välja lülitatud
ppl-is-joined = Ühendatud teise kontoga
ppl-licence-journal = Andja: { $journal }.
ppl-licence-manual = Antud käsitsi.
ppl-link-joined = See kuulub kontole, mis ühendati sellega.
ppl-links = { $count ->
    [one] { $count } liidestus
   *[other] { $count } liidestust
}
ppl-merge = Võrdle ja ühenda
ppl-next = Näita rohkem
ppl-no-audit = Midagi ei ole veel kirja pandud.
ppl-no-links = Liidestusi ei ole. Inimene saab kasutada parooli või sidumiskoodi või sisse logides öelda, milline konto on tema oma.
ppl-no-password = Puudub
ppl-no-sessions = Ei ole kuskil sisse logitud.
ppl-none = Kedagi ei leitud. Inimesed ilmuvad siia, kui neil on koolis roll: platvormi nimekirjast, kooli süsteemist või päevikust.
ppl-not-administrator = See inimene administreerib ka teist kooli, seega ei saa seda siit teha. Pöördu platvormi toe poole.
ppl-not-elsewhere = See inimene on ka teises koolis ja jääks seal ukse taha. Võta selle asemel ära roll sinu koolis.
ppl-not-yourself = See on sinu enda konto. Küsi abi teiselt administraatorilt.
ppl-off-since = Välja lülitatud alates: { $day }
ppl-out-account = Kontot ei ole: tee uus.
ppl-out-account-what = See avaneb järgmisel sisselogimisel. Kui vanem konto siiski on, saab need ühendada.
ppl-out-close = See on lahendatud.
ppl-out-close-what = Taotlus suletakse.
ppl-out-code = Prindi sidumiskood.
ppl-out-code-what = Kontole, mis on tema oma, kui tal on koht seotud päevikus.
ppl-out-end-link = Eemalda ees olev liidestus.
ppl-out-end-link-what = Siis saab inimene uuesti proovida. Selle konto omanik saab teate.
ppl-out-keep-out = See on teine inimene.
ppl-out-keep-out-what = Vanale kontole jääb töö alles ja see liidestus kaob. Number jääb suletuks.
ppl-out-password = Prindi ühekordne parool.
ppl-out-password-what = Kontole, mis on tema oma.
ppl-out-refuse = Midagi ei tehta.
ppl-out-refuse-what = Taotlus suletakse; inimene võib uuesti küsida.
ppl-out-same-person = See on sama inimene.
ppl-out-same-person-what = Number avab jälle konto. Ole kindel: vale vastus avab selle võõrale.
ppl-outcome-missing = Vali üks
ppl-outcomes = Mida otsustad
ppl-password = Prindi ühekordne parool
ppl-password-assurance = Sellega tehtud liidestus ütleb, et see toetub kooli sõnale.
ppl-password-elsewhere = { $platform } hoiab paroole ise. Määra parool seal.
ppl-password-impossible = Kontol ei ole kasutajatunnust või see on välja lülitatud: parool ei avaks midagi.
ppl-password-title = Prindi parool: { $name }
ppl-password-what = See avab konto üks kord ja tuleb siis ära muuta. Senine parool enam ei kehti ja kõik seansid lõpevad. Anna see ainult inimesele endale. Inimene saab teate.
ppl-printed = Ühekordsed paroolid
ppl-printed-back = Tagasi
ppl-printed-code = Sidumiskood
ppl-printed-missed = Neile praegu parooli ei ole. Proovi nende jaoks uuesti:
ppl-printed-now = Prindi see leht kohe. Siin olevat näidatakse ainult üks kord.
ppl-q = Nimi, kasutajatunnus või number
ppl-q-hint = Piisab nime osast; kasutajatunnus või number tervikuna
ppl-reason = Põhjus
ppl-reason-hint = Kooli logi jaoks; inimene seda ei näe
ppl-reason-missing = Kirjuta, miks
ppl-requests-none = Midagi ei oota. Taotlused ilmuvad siia, kui keegi ei pääse oma kontole või kui kahe inimese andmed kohtuvad.
ppl-requests-what = Mida inimesed koolilt küsisid ja mida leiti, aga mida saab otsustada ainult inimene. Kauem oodanud eespool.
ppl-role = Võta roll ära
ppl-role-frees = { $free ->
    [one] Vabaneb litsents: { $product }. Siis on üks koht vaba.
   *[other] Vabaneb litsents: { $product }. Siis on vabu kohti { $free }.
}
ppl-role-frees-none = Ükski litsents sellest ei vabane.
ppl-role-from = Nii ütleb { $upstream }.
ppl-role-keeps = Litsents jääb: { $product }. Selle annab päevik, kuni inimene seal on.
ppl-role-lacking = { $count ->
    [one] Üks inimene koolis vajab litsentsi ja tal seda ei ole: { $product }.
   *[other] { $count } inimest koolis vajab litsentsi ja neil seda ei ole: { $product }.
}
ppl-role-title = Võta ära roll: { $name }, { $role }
ppl-role-until = Kuni: { $day }
ppl-role-what = Konto jääb alles. Roll, mille annab kooli süsteem, tuleb järgmisel sisselogimisel tagasi; siis muuda seda ka seal. Inimene saab teate.
ppl-search = Otsi
ppl-session = Alates: { $began }, viimati kasutatud: { $seen }
ppl-settle = Lahenda taotlus
ppl-settled = Taotlus on lahendatud.
ppl-show-person = Näita inimest
ppl-sign-out = Logi kõikjalt välja
ppl-sign-out-title = Logi { $name } kõikjalt välja
ppl-sign-out-what = Kõik seansid lõpevad, ka jagatud arvutites. Liidestused ja parool jäävad. Inimene saab teate.
ppl-state = Konto
ppl-state-disabled = Välja lülitatud
ppl-state-joined = Ühendatud teise kontoga
ppl-state-open = Kasutusel
ppl-state-unlinked = Liidestuseta
ppl-strip-code = Ava { $platform }, logi sisse kooli süsteemiga, ütle, et oled seda varem kasutanud, ja sisesta see kood.
ppl-strip-password = Ava { $platform }, logi sisse kasutajatunnuse ja selle parooliga ning vali uus.
ppl-sub = Number platvormil
ppl-system = Logib sisse süsteemiga
ppl-went-into = See konto on ühendatud teise kontoga.
ppl-went-into-show = Näita seda kontot
ppl-why-administrator = Administraator liidestas süsteemi { $upstream }, { $day }.
ppl-why-born = Konto tekkis esimese sisselogimisega süsteemist { $upstream }, { $day }.
ppl-why-born-roster = Konto tehti { $day } uuele inimesele päevikus, süsteem { $upstream }.
ppl-why-born-school = Kool ütles { $day }, et kontot ei ole, ja see tehti, süsteem { $upstream }.
ppl-why-claim = Inimene liidestas selle ise süsteemi { $upstream } kaudu sisse logides, { $day }.
ppl-why-claim-password = Inimene liidestas selle ise, { $day }: { $upstream } ja vana parool.
ppl-why-claim-printed = Inimene liidestas selle ise, { $day }: { $upstream } ja kooli prinditud parool.
ppl-why-claim-upstream = Inimene liidestas selle ise, { $day }: { $upstream } ja varem liidestatud süsteem.
ppl-why-code = Inimene liidestas selle ise, { $day }: { $upstream } ja prinditud sidumiskood.
ppl-why-import = Platvorm oli süsteemi { $upstream } varem liidestanud, { $day }.
ppl-why-platform = Platvorm ütles { $day }, kelle konto see on, ja { $upstream } liidestati.
ppl-why-settings = Inimene lisas seadetes süsteemi { $upstream }, { $day }.
ppl-why-teacher = Õpetaja kinnitas süsteemi { $upstream }, { $day }.
jrn-adm-what = Siin seotud päevikud nime järgi.
jrn-adm-name = Päevik
jrn-adm-state = Seis
jrn-adm-all = Kõik seotud
jrn-adm-search = Otsi
jrn-adm-none = Ükski päevik ei sobi. Õpetajad seovad päevikuid kooli süsteemist; siis on need siin.
jrn-adm-pupils = Õpilasi
jrn-adm-read = Viimati loetud
jrn-adm-held = Ootab otsust
jrn-adm-next = Järgmised päevikud
jrn-adm-back = Kõik päevikud
jrn-adm-linked = Seotud
jrn-adm-withdrawn = Enam ei tohi lugeda
jrn-adm-gone = Seal enam ei ole
jrn-adm-ended = Sidumine lõpetatud
jrn-adm-since = Seotud alates
jrn-adm-over = Lõppenud
jrn-adm-reopens = Sidumine lõpetati äsja. Seda saab tagasi võtta kuni { $until }.
jrn-adm-reopen = Võta tagasi
jrn-adm-seats = Kohad
jrn-adm-why = Miks inimesed ootavad või välja jäävad
jrn-adm-no-runs = Ühtegi uuendust ei ole veel olnud. See tuleb iga päev.
jrn-adm-end = Lõpeta päeviku sidumine
jrn-adm-end-title = Kas lõpetada päeviku { $journal } sidumine?
jrn-adm-end-what = Kõik kaotavad siin oma koha selles ja litsentsid vabanevad. Kontod ja nende tööd jäävad. Kooli süsteemis jääb päevik alles. Selle saab kümne minuti jooksul tagasi võtta.
jrn-adm-reason = Miks
jrn-adm-reason-hint = Kooli logi jaoks
jrn-adm-reason-missing = Kirjuta mõne sõnaga, miks.
jrn-adm-cancel = Katkesta
jrn-adm-reopen-title = Seo päevik { $journal } uuesti
jrn-adm-reopen-what = Kõik, kellel oli selles koht, saavad selle tagasi. Seda saab teha kuni { $until }.
jrn-adm-reopen-told = Kõigil on koht jälle olemas. Kooli süsteem sai aga juba teate, et sidumine on lõppenud: õpetaja peab selle sealt uuesti siduma.
jrn-adm-show = Päeviku juurde
jrn-adm-holds-what = Uuendused, mis oleksid muutnud tavalisest rohkem. Kuni keegi otsustab, ei kaota keegi kohta.
jrn-adm-holds-none = Miski ei oota ega ole oodanud.
jrn-adm-system = Süsteem
jrn-adm-about = Mille kohta
jrn-adm-whole = kõik päevikud
jrn-adm-one = üks päevik
jrn-adm-runs = Varasemad uuendused
jrn-adm-refresh = Uuenda kohe
jrn-adm-hold-title = Ootel uuendus
jrn-adm-hold-open = Ootab otsust
jrn-adm-hold-approved = Heaks kiidetud
jrn-adm-hold-discarded = Tagasi lükatud
jrn-adm-hold-replaced = Hilisem uuendus asendas selle
jrn-adm-decided = Otsustatud
jrn-adm-difference = Mis muutuks
jrn-adm-hold-never = Mittetäielikku või teise kooli nimekirja ei saa heaks kiita. Paranda see süsteemis { $upstream }; siis jätkub järgmine uuendus ise.
jrn-adm-hold-file = See tuli failiga. Kui kiidad selle heaks, läheb sama fail üks kord läbi, kui see uuesti tuuakse.
jrn-adm-hold-compare = Võrdle süsteemiga { $upstream }. Kui sealne on õige, kiida heaks: siis tehakse see sama muudatus või väiksem üks kord.
jrn-adm-approve = Kiida heaks
jrn-adm-discard = Lükka tagasi
jrn-adm-run-title = Uuendus
jrn-adm-run-queued = Ootab järjekorras
jrn-adm-run-running = Käib
jrn-adm-run-done = Tehtud
jrn-adm-run-held = Peatatud
jrn-adm-run-failed = Jäi tegemata
jrn-adm-run-progress = Valmis on { $done } päevikut { $of }-st.
jrn-adm-look = Vaata uuesti
jrn-adm-refresh-what = Kõik kooli päevikud loetakse uuesti. Mis muudaks liiga palju, jääb otsust ootama.
jrn-adm-refresh-from = Uuenda süsteemist { $upstream }
swi-what = Kui kool vahetab süsteemi või süsteem annab kõigile uue tunnuse, kolivad liidestused kaasa: igaüks jätkab oma kontoga.
swi-none = Koolil ei ole veel ühtegi süsteemi lubatud. Luba kõigepealt mõni.
swi-begin = Alusta
swi-from = Kust
swi-to = Kuhu
swi-to-hint = Sama süsteem, kui uued on ainult tunnused
swi-from-to = { $from } → { $to }
swi-learning = Kogutakse vanade ja uute tunnuste paare. Kellegi jaoks ei ole midagi muutunud.
swi-applied = Liidestused kolivad või on kolinud.
swi-undone = See on tagasi võetud.
swi-dropped = Sellest loobuti enne, kui midagi kolis.
swi-pairs-waiting = { $count } paari ootab
swi-pairs-moved = { $count } kolinud
swi-pairs-taken = { $count } ei saanud kolida
swi-pairs-unknown = { $count } ei ole kellegi siin
swi-pairs-undone = { $count } tagasi kolinud
swi-unread = Seda ei saa lugeda. Esimene rida peab olema old;new ja igal järgmisel real üks vana ja üks uus tunnus.
swi-brought = Uusi paare: { $added }, juba olemas: { $known }.
swi-left-out = Välja jäid read { $lines }: need on teistega vastuolus või loetamatud.
swi-collect = Kogu paarid
swi-pairs = Vanad ja uued tunnused
swi-pairs-hint = Igale inimesele oma rida: vana tunnus, semikoolon, uus tunnus. Arvesse lähevad ainult sinu kooli inimesed.
swi-pairs-submit = Lisa paarid
swi-learn-what = Kes on uue süsteemi oma kontole lisanud, on mõlemat tunnust näidanud.
swi-learn-renewal = Kes tuli uue tunnusega ja tõestas konto, mille avab vana tunnus, on mõlemat näidanud.
swi-learn = Kogu need
swi-plan = Mis juhtuks
swi-would-move = Kolivaid liidestusi
swi-would-unproven = neist ainult teie sõna peale: uue ID-ga pole veel keegi tulnud või ei ütle miski, et see on sama inimene
swi-would-seat = Liidestuseta inimesi, kelle kohad tulevad kaasa
swi-would-stay = Paare, mis ei saa kolida
swi-would-nobody = Paare, mis ei ole kellegi sinu koolist
swi-would-leave = Liidestusi, mida ükski paar ei nimeta
swi-old = Vana tunnus
swi-new = Uus tunnus
swi-fate = Mis juhtub
swi-fate-moves = Liidestus kolib
swi-fate-joined = Mõlemad avavad konto juba; vana liidestus lõpeb
swi-fate-seat = Liidestust ei ole; kohad tulevad kaasa
swi-fate-taken = Jääb: uus tunnus avab teise konto või võivad need olla kaks inimest
swi-fate-unknown = Vana tunnust ei ole kellelgi sinu koolis
swi-apply-what = Vaata enne näited läbi. Kolmekümne päeva jooksul saab selle tagasi võtta.
swi-second = Kui ükski süsteem ei ütle, et vana ja uus ID on ühe inimese omad, peab nõustuma teine inimene. Võrrelge ID-sid loeteluga, mille uus süsteem teile andis.
swi-apply = Koli liidestused
swi-go-on = Jätka
swi-undo-what = Liidestused saab tagasi kolida kuni { $until }.
swi-undo = Võta tagasi
swi-drop = Loobu

## Kirjad: teema, mis juhtus, ja mis on kõigis ühine
mail-linked-subject = { $upstream } avab nüüd sinu konto õpikeskkonnas { $platform }
mail-linked-what = Sinu õpikeskkonna { $platform } kontole lisati liidestus: { $upstream }. Kes selle kaudu sisse logib, pääseb sinu kontole.
mail-link-ended-subject = { $upstream } ei ava enam sinu kontot õpikeskkonnas { $platform }
mail-link-ended-what = Sinu õpikeskkonna { $platform } kontolt eemaldati liidestus: { $upstream }. Konto ja sinu töö jäävad alles.
mail-password-changed-subject = Sinu õpikeskkonna { $platform } parool on muudetud
mail-password-changed-what = Sinu õpikeskkonna { $platform } konto parool on muudetud. Teised seadmed logiti välja.
mail-not-me-subject = Õpikeskkonnas { $platform } eemaldati vaidlustatud liidestus: { $upstream }
mail-not-me-what = Keegi vajutas „See ei olnud mina“, kui jutt oli liidestusest: { $upstream }. See ei ava enam sinu kontot õpikeskkonnas { $platform } ja kõik, kes selle kaudu sisse tulid, on välja logitud. Teate said need, kes sinu konto eest hoolitsevad.
mail-merged-subject = Sinu kaks õpikeskkonna { $platform } kontot on nüüd üks
mail-merged-what = Need, kes sinu konto eest hoolitsevad, leidsid, et kaks õpikeskkonna { $platform } kontot on mõlemad sinu omad, ja ühendasid need. Mis avas ühe neist, avab nüüd ühist kontot. Sinu töö jääb alles. Ühendamise saab 180 päeva jooksul tagasi võtta.
mail-unmerged-subject = Sinu õpikeskkonna { $platform } kontod on jälle eraldi
mail-unmerged-what = Kaks õpikeskkonna { $platform } kontot olid ühendatud. Need, kes kontode eest hoolitsevad, võtsid ühendamise tagasi ja kumbki konto avaneb nagu enne.
mail-admin-acted-subject = Kool muutis midagi sinu õpikeskkonna { $platform } konto juures
mail-admin-acted-what = Keegi, kes sinu kooli haldab, muutis midagi sinu õpikeskkonna { $platform } konto juures, näiteks rolli, sisselogimisviisi või parooli.
mail-factor-added-subject = Sinu õpikeskkonna { $platform } kontole seadistati teine tegur
mail-factor-added-what = Keegi, kes oli sinuna sisse logitud, seadistas sinu õpikeskkonna { $platform } kontole rakenduse, mis näitab koode. Sellega saab nõustuda teisi puudutavaga sinu koolis või seda otsustada. Kui see ei olnud sina, ütle kohe oma kooli administraatorile: ta eemaldab selle.
mail-maybe-other-subject = Kas sul on õpikeskkonnas { $platform } veel üks konto?
mail-maybe-other-what = Veel üks õpikeskkonna { $platform } konto võib olla sinu oma. Need, kes sinu konto eest hoolitsevad, tahaksid seda teada.
mail-when = Millal: { $when }
mail-not-you = Kas see ei olnud sina? Vaata oma liidestused üle ja eemalda need, mis ei ole sinu omad:
mail-help = Kui keegi teine võib sinu parooli teada, muuda see seal ära. Kui sa ei pääse sisse, küsi kooliadministraatorilt.
mail-why = Saad selle kirja, sest see aadress on sinu kontol õpikeskkonnas { $platform }. Vastuseid sellele keegi ei loe.
mail-hold-subject = Kooli { $school } päevikud ootavad otsust
mail-hold-what = Kooli { $school } päevikud õpikeskkonnas { $platform } loeti süsteemist { $upstream }. Muutuks rohkem kui tavaliselt, seetõttu ei eemaldatud kedagi.
mail-hold-what-journal = Kooli { $school } päevik { $journal } õpikeskkonnas { $platform } loeti süsteemist { $upstream }. Muutuks rohkem kui tavaliselt, seetõttu ei eemaldatud kedagi.
mail-hold-next = Võrdle andmeid süsteemiga { $upstream }. Kui need on õiged, siis kinnitavad õpikeskkonna { $platform } haldajad peatatud uuenduse { $hold }; kui mitte, siis nad lükkavad selle tagasi. Kui { $upstream } annab jälle kogu nimekirja, lõpeb peatamine ise.
mail-hold-doubtful = Keegi ei saa kinnitada seda, mis ei tulnud tervikuna või on teisest koolist. Paranda see süsteemis { $upstream }; järgmine uuendus jätkab siis ise. Kui mõni päevik on lõppenud, lase õpikeskkonna { $platform } haldajatel see lahti siduda:
mail-hold-more = ja veel { $more }
mail-hold-why = Saad selle kirja, sest { $school } määras selle aadressi peatamiste teadete jaoks. Õpilasi kirjas ei nimetata. Vastuseid sellele keegi ei loe.
mail-end-subject = Kooli { $school } päevikud, mida süsteemis { $upstream } enam ei ole
mail-end-what = Neid kooli { $school } päevikuid õpikeskkonnas { $platform } ei ole süsteemis { $upstream } enam:
mail-end-more = … ja veel { $more }
mail-end-next = Kui neid ei ole ka siis, lõpevad need ise: { $when }. Kohad lõpevad ja litsentsid vabanevad; kontod, seosed ja tööd jäävad alles. Kui mõni päevik peab jääma, siis tuleb see süsteemis { $upstream } taas nähtavaks teha või õpikeskkonna { $platform } haldajatele öelda.
mail-end-held = Neid on nii palju, et ükski ei lõpe ise. Võrdle andmeid süsteemiga { $upstream }. Kui need on tõesti läbi, siis lõpetavad need õpikeskkonna { $platform } haldajad; kui mitte, siis tuleb viga süsteemis { $upstream } parandada. Seni jäävad kõigile koht ja litsents alles.

## Why a refresh is held
hold-removed-school = Koha kaotaks { $people } inimest kooli { $of } inimesest.
hold-removed-journal = Ühes päevikus kaotaks koha { $people } inimest { $of } inimesest (selliseid päevikuid: { $journals }).
hold-added-school = Juurde tuleks { $people } inimest, praegu on koolis { $of }.
hold-added-journal = Ühte { $of } inimesega päevikusse tuleks juurde { $people } inimest (selliseid päevikuid: { $journals }).
hold-rekeyed-school = Kooli { $of } inimesest { $people } inimesel on teine nimi, sünniaeg, tunnus või roll kui varem.
hold-rekeyed-journal = Ühe päeviku { $of } inimesest { $people } inimesel on teine nimi, sünniaeg, tunnus või roll kui varem (selliseid päevikuid: { $journals }).
hold-partial = Päevikuid, mida ei õnnestunud lõpuni lugeda: { $journals }.
hold-other-school = Päevikuid, mis ütlevad end olevat teisest koolist: { $journals }.
hold-fault-empty = selles ei ole kedagi
hold-fault-unread = vastust ei tulnud või see ei olnud arusaadav
hold-fault-cut-short = see ei tulnud tervikuna
hold-fault-other-school = see ütleb end olevat teisest koolist
hold-fault-no-school = see ei ütle enam, mis kooli oma see on

## Mis võib takistada: pealkiri, mis juhtus, mida teha
trouble-not-found-title = Siin ei ole lehte
trouble-not-found-what = Aadress on vale või ei ole see leht sinu jaoks.
trouble-not-found-next = Alusta oma õpikeskkonnast ja logi sealt sisse.
trouble-method-title = Seda lehte ei saa niimoodi avada
trouble-method-what = Aadress on osa sisselogimisest ja eraldi see ei avane.
trouble-method-next = Alusta oma õpikeskkonnast ja logi sealt sisse.
trouble-too-large-title = Korraga oli liiga palju
trouble-too-large-what = Saatsid rohkem, kui see leht vastu võtab.
trouble-too-large-next = Mine tagasi, lühenda ja saada uuesti.
trouble-bad-form-title = Midagi on puudu
trouble-bad-form-what = Leht ei saanud kõike, mida ta vajab.
trouble-bad-form-next = Mine tagasi ja proovi uuesti. Kui see ei aita, alusta oma õpikeskkonnast.
trouble-stale-title = See leht on aegunud
trouble-stale-what = Sisselogimine kestis liiga kaua või lõpetati teisel kaardil. Midagi ei muudetud.
trouble-stale-next = Alusta uuesti: ava { $platform } ja logi sisse.
trouble-no-cookies-title = Sinu brauser ei hoia küpsiseid
trouble-no-cookies-what = Sisselogimiseks vajame üht küpsist, mis kaob brauseri sulgemisel. See ei tulnud tagasi.
trouble-no-cookies-next = Luba sellele lehele küpsised ja alusta uuesti õpikeskkonnast { $platform }.
trouble-foreign-title = See vorm tuli teiselt saidilt
trouble-foreign-what = Sinu kaitseks võtame vorme vastu ainult oma lehtedelt. Midagi ei muudetud.
trouble-foreign-next = Alusta uuesti: ava { $platform } ja logi sisse.
trouble-too-many-tries-title = Liiga palju katseid
trouble-too-many-tries-what = Liiga palju katseid ei õnnestunud, seepärast ootame natuke.
trouble-too-many-tries-next = { $minutes ->
    [one] Proovi uuesti { $minutes } minuti pärast. Kui parool on meelest läinud, küsi koolist uus.
   *[other] Proovi uuesti { $minutes } minuti pärast. Kui parool on meelest läinud, küsi koolist uus.
}
trouble-busy-title = Liiga palju inimesi korraga
trouble-busy-what = Me ei saa praegu vastata. Midagi ei läinud kaduma.
trouble-busy-next = { $minutes ->
    [one] Proovi uuesti { $minutes } minuti pärast.
   *[other] Proovi uuesti { $minutes } minuti pärast.
}
trouble-internal-title = Siin läks midagi valesti
trouble-internal-what = Viga on meie, mitte sinu oma. See pandi kirja.
trouble-internal-next = Proovi uuesti. Kui see kordub, ütle kooliadministraatorile allolev kood.
trouble-bad-request-title = { $platform } saatis meile midagi, mida me ei saa kasutada
trouble-bad-request-what = Ise sa seda parandada ei saa. Seda saavad õpikeskkonna { $platform } tegijad; parameeter on { $parameter }.
trouble-bad-request-next = Mine tagasi õpikeskkonda { $platform } ja proovi uuesti. Kui viga jääb, ütle neile allolev kood.
trouble-upstream-silent-title = { $upstream } ei vasta
trouble-upstream-silent-what = Me ei saa praegu süsteemiga { $upstream } ühendust. Sinu kontoga on kõik korras.
trouble-upstream-silent-next = { $minutes ->
    [one] Proovi uuesti { $minutes } minuti pärast.
   *[other] Proovi uuesti { $minutes } minuti pärast.
}
trouble-upstream-silent-password-title = { $upstream } ei vasta
trouble-upstream-silent-password-what = Me ei saa praegu süsteemiga { $upstream } ühendust. Sinu kontoga on kõik korras.
trouble-upstream-silent-password-next = { $minutes ->
    [one] Proovi uuesti { $minutes } minuti pärast või kasuta õpikeskkonna { $platform } kasutajatunnust ja parooli.
   *[other] Proovi uuesti { $minutes } minuti pärast või kasuta õpikeskkonna { $platform } kasutajatunnust ja parooli.
}
trouble-upstream-misbehaved-title = { $upstream } andis vastuse, mida me ei usalda
trouble-upstream-misbehaved-what = Sinu kaitseks me sind sisse ei loginud. Midagi ei muudetud.
trouble-upstream-misbehaved-next = Proovi uuesti. Kui see kordub, ütle kooliadministraatorile allolev kood.
trouble-denied-title = Süsteemis { $upstream } sisselogimine jäi pooleli
trouble-denied-what = Sisselogimine katkestati või { $upstream } ei lubanud seda. Midagi ei muudetud.
trouble-denied-next = Proovi uuesti või logi sisse muul viisil.
trouble-not-fresh-title = Logi süsteemis { $upstream } veel kord sisse
trouble-not-fresh-what = Palusime süsteemilt { $upstream } uut sisselogimist, aga saime vana. Jagatud arvutis võib see olla kellegi teise oma.
trouble-not-fresh-next = Logi süsteemist { $upstream } välja ja proovi uuesti.
trouble-school-not-enabled-title = { $school } ei ole süsteemi { $upstream } liidestust lubanud
trouble-school-not-enabled-what = { $upstream } ütleb, et sinu kool on { $school }, number { $number }. See kool ei kasuta õpikeskkonnas { $platform } veel süsteemi { $upstream }.
trouble-school-not-enabled-next = Kooliadministraator saab liidestuse lubada õpikeskkonnas { $platform }: kooli seaded, Liidestused. Kui number on vale, parandab kool selle süsteemis { $upstream }.
trouble-school-number-missing-title = Kooli number puudub
trouble-school-number-missing-what = { $upstream } ei öelnud, millises koolis sa oled, või andis numbri, mida { $platform } ei tunne.
trouble-school-number-missing-next = Kooliadministraator lisab kooli numbri süsteemi { $upstream }. Siis proovi uuesti.
trouble-guardian-title = Laps logib sisse ise
trouble-guardian-what = Süsteemis { $upstream } oled siin lapsevanem. Õpikeskkonnas { $platform } on kontod õpilastel ja õpetajatel, seepärast kontot ei tehtud.
trouble-guardian-next = Logi süsteemist { $upstream } välja. Laps logib siis sisse oma süsteemi { $upstream } kasutajaga.
trouble-identity-taken-title = See süsteemi { $upstream } kasutaja avab juba teist kontot
trouble-identity-taken-what = Üks süsteemi { $upstream } kasutaja avab õpikeskkonnas { $platform } ühe konto. Midagi ei muudetud.
trouble-identity-taken-next = Kui tulid kellegi teise süsteemi { $upstream } kasutajaga, logi seal välja ja kasuta enda oma. Kui see on sinu oma, küsi kooliadministraatorilt.
trouble-somebody-else-title = Siin on sisse logitud keegi teine
trouble-somebody-else-what = Tagasi tuli keegi teine kui see, kes alustas. Midagi ei muudetud.
trouble-somebody-else-next = Logi selles arvutis kõikjalt välja ja alusta uuesti õpikeskkonnast { $platform }.
trouble-other-button-title = Varem logisid sisse süsteemiga { $used }
trouble-other-button-what = Sinu õpikeskkonna { $platform } kontot avab { $used }, mitte { $upstream }.
trouble-other-button-next = Logi sisse süsteemiga { $used }. Seejärel saad lisada ka süsteemi { $upstream }: Seaded, Liidestused.
trouble-upstream-off-title = { $upstream } on välja lülitatud
trouble-upstream-off-what = Õpikeskkonda { $platform } ei saa praegu süsteemiga { $upstream } sisse logida.
trouble-upstream-off-next = Logi sisse muul viisil või küsi kooliadministraatorilt.
trouble-account-off-title = See konto on suletud
trouble-account-off-what = Õpikeskkonna { $platform } konto sulges kool või õpikeskkond ise. Töö on alles.
trouble-account-off-next = Kooliadministraator saab konto uuesti avada.
trouble-platform-off-title = { $platform } ei ole praegu kasutatav
trouble-platform-off-what = Õpikeskkonda { $platform } sisselogimine on välja lülitatud. Sinu töö on alles.
trouble-platform-off-next = Küsi õpikeskkonna { $platform } haldajatelt.
trouble-link-ended-title = { $upstream } ei ava enam seda kontot
trouble-link-ended-what = Liidestuse eemaldasid sina või kool. Konto ja selle töö on alles.
trouble-link-ended-next = Logi sisse muul viisil. Saad süsteemi { $upstream } uuesti lisada: Seaded, Liidestused.
trouble-quarantined-title = Kool peab seda enne vaatama
trouble-quarantined-what = Me ei ole kindlad, et see süsteemi { $upstream } kasutaja on endiselt sama inimene. Konto kaitseks ei logitud kedagi sisse.
trouble-quarantined-next = Küsi kooliadministraatorilt; ta sai teate. Seni logi sisse muul viisil.
trouble-last-way-in-title = See on sinu ainus viis sisse logida
trouble-last-way-in-what = Ilma süsteemi { $upstream } liidestuseta ei saaks sa enam õpikeskkonda { $platform } sisse logida. Midagi ei muudetud.
trouble-last-way-in-next = Lisa enne teine liidestus või hangi parool. Siis saad selle eemaldada.
trouble-launch-gone-title = Ava päevik veel kord
trouble-launch-gone-what = See leht on liiga vana või avati teises brauseris. Midagi ei muudetud.
trouble-launch-gone-next = Mine samas brauseris kooli süsteemi (näiteks eKooli), ava päevik ja vajuta uuesti „Seo õpikeskkonnaga“.
trouble-launch-over-title = Ava päevik veel kord
trouble-launch-over-what = { $upstream } ei mäleta enam, et nuppu vajutasid. Midagi ei muudetud.
trouble-launch-over-next = Ava päevik süsteemis { $upstream } ja vajuta uuesti „Seo õpikeskkonnaga“.
trouble-not-teacher-title = Sa ei ole selle päeviku õpetaja
trouble-not-teacher-what = { $upstream } ütleb, et nupule vajutaja ei ole selle päeviku õpetajate seas. Midagi ei muudetud.
trouble-not-teacher-next = Palu kooliadministraatoril end süsteemis { $upstream } päevikusse lisada. Siis ava see uuesti.
trouble-nameless-pupil-title = { $upstream } ei ütle, kes sa oled
trouble-nameless-pupil-what = Avasid lingi, kuid { $upstream } ei anna sinu nime edasi. Siis ei näe keegi, kelle konto see oleks. Kedagi ei logitud sisse.
trouble-nameless-pupil-next = Logi sisse muul viisil või näita seda lehte õpetajale: kooliadministraator saab lubada, et { $upstream } annab sellele tööriistale nimed.
trouble-not-deployed-title = See link enam ei tööta
trouble-not-deployed-what = { $upstream } avas selle lehe kohast, mida siin ei ole seadistatud või mis on eemaldatud. Midagi ei muudetud.
trouble-not-deployed-next = Näita seda lehte kooliadministraatorile. Varem seotud klassid jäävad seniks nii, nagu need on.
trouble-journal-school-title = Päeviku kool ei kasuta siin veel süsteemi { $upstream }
trouble-journal-school-what = { $upstream } ütleb, et päevik on kooli oma, mille number on { $number }. Üheski õpikeskkonnas ei ole { $upstream } sellele koolile lubatud. Midagi ei muudetud.
trouble-journal-school-next = Kooliadministraator saab süsteemi { $upstream } lubada õpikeskkonnas, kooli seadetes „Liidestused“ all. Kui number on vale, parandab kool selle süsteemis { $upstream }.
trouble-journal-number-title = Päeviku kooli number puudub
trouble-journal-number-what = { $upstream } ei ütle, millise kooli päevik see on. Midagi ei muudetud.
trouble-journal-number-next = Kooliadministraator kirjutab kooli numbri süsteemi { $upstream }. Siis proovi uuesti.
trouble-journal-partial-title = Päevik ei tulnud tervikuna
trouble-journal-partial-what = { $upstream } andis ainult osa päevikust. Osa põhjal kedagi ei lisata ega jäeta välja.
trouble-journal-partial-next = Proovi mõne minuti pärast uuesti.
trouble-updated-often-title = Seda päevikut uuendati äsja
trouble-updated-often-what = Seda vaadati või uuendati mõne minuti jooksul mitu korda. Midagi ei läinud kaduma.
trouble-updated-often-next = { $minutes ->
    [one] Proovi uuesti { $minutes } minuti pärast.
   *[other] Proovi uuesti { $minutes } minuti pärast.
}
trouble-acted-often-title = Seda oli ühe tunni kohta palju
trouble-acted-often-what = Selle kontoga tehti tunni jooksul midagi väga paljude inimeste juures, seepärast ootame natuke. Tehtu jääb kehtima.
trouble-acted-often-next = { $minutes ->
    [one] Jätka { $minutes } minuti pärast.
   *[other] Jätka { $minutes } minuti pärast.
}

## Arendajale: mis on parameetriga valesti
fault-missing = { $parameter }: puudub.
fault-repeated = { $parameter }: esineb rohkem kui üks kord.
fault-unknown = { $parameter }: sellist väärtust me ei tunne.
fault-not-registered = { $parameter }: see väärtus ei ole sellel kliendil kirjas. Võrdleme bait-baidilt.
fault-malformed = { $parameter }: seda ei saa lugeda.
fault-unsupported = { $parameter }: seda väärtust me ei toeta.

## Tegevuslogi ja see, mida inimene võib paluda
aud-what = Kõik, mida koolis { $school } on muudetud, uuemad eespool. Iga rida on seotud eelmisega, nii et ühtki ei saa jäljetult muuta ega välja võtta.
aud-action = Mis juhtus
aud-action-hint = Sõna algus, näiteks link või account.merged
aud-account = Konto
aud-from = Alates
aud-to = Kuni, see päev kaasa arvatud
aud-search = Otsi
aud-none = Midagi ei leitud.
aud-did = Mis
aud-who = Kes
aud-whom = Kellele
aud-number = Number
aud-older = Vanemad read
aud-export = Võta logi failina välja
aud-export-what = Failis on kõik read, mida otsisid, koos numbri ja kohaga ahelas. Nimesid selles ei ole, kontode asemel on tunnused. Enne peab nõustuma teine inimene.
aud-export-get = Laadi fail alla
prv-reason = Põhjus
prv-reason-hint = Teine inimene loeb seda ja see jääb logisse.
prv-reason-missing = Kirjuta põhjus.
prv-ask = Küsi teiselt inimeselt
prv-waits = Teiselt inimeselt on küsitud. Tule siia tagasi, kui ta on nõustunud.
prv-agreed = Teine inimene on nõustunud.
prv-export-title = Kõik, mida hoitakse: { $name }
prv-export-what = Fail kõigega, mida selle inimese kohta hoitakse: kontod, seosed, klassid, litsentsid, sisselogimised, pöördumised ja see, mis juhtus. Paroole ega võtmeid selles ei ole. Logisse jääb, et võtsid selle välja.
prv-export-get = Laadi fail alla
prv-erase-title = Unusta: { $name }
prv-erase-what = Nimi, sünniaeg, aadressid, kasutajanimi ja parool kaovad, ja samuti kõik, mis selle inimese kohta on kirja pandud. Ka { $platform } saab teate, et ta tuleb unustada.
prv-erase-links = { $count ->
    [0] Ükski kooli süsteem teda sisse ei logi.
    [one] Üks kooli süsteem ei logi teda enam sisse.
   *[other] { $count } kooli süsteemi ei logi teda enam sisse.
}
prv-erase-others = { $count ->
    [one] Unustatakse ka konto, mis on tema omaga ühendatud, ja seda ei saa enam lahutada.
   *[other] Unustatakse ka { $count } kontot, mis on tema omaga ühendatud, ja neid ei saa enam lahutada.
}
prv-erase-for-good = Seda ei saa tagasi võtta.
prv-erase-elsewhere = See inimene on ka teises koolis. Üks kool üksi ei saa lasta teda unustada: lõpeta tema roll siin või pöördu teenuse pidajate poole.
prv-erase-do = Unusta jäädavalt
prv-erased-title = Unustatud
prv-erased-what = Siin ei nimeta enam miski seda inimest. { $platform } saab sellest teate.
