# Koppels ord på svenska. Nycklar och variabler är desamma i varje språk; ett test jämför dem.

## Runt varje sida
skip = Direkt till frågan
made-by = Inloggning genom Koppel
a-platform = din lärplattform
your-school = din skola
error-prefix = Fel:
summary-title = Något stämmer inte
continue = Fortsätt
continue-to = Fortsätt till { $platform }
go-to = Gå till { $platform }
cancel = Avbryt
try-again = Försök igen
reference = Säg den här koden om du ber om hjälp:
what-next = Vad du kan göra nu
other-way-in = Logga in på ett annat sätt

## Ord
username = Användarnamn
password = Lösenord
sign-in = Logga in
sign-in-with = Logga in med { $upstream }
sign-out = Logga ut
role-pupil = Elev
role-teacher = Lärare
role-staff = Skolpersonal
role-guardian = Vårdnadshavare
role-admin = Skoladministratör

## Välj system
chooser-title = Logga in i { $platform }
chooser-school = Genom skolans system
chooser-password = Med ditt användarnamn i { $platform }
chooser-empty = Det går inte att logga in i { $platform } här än. Skolan lägger till de system den använder.

## På väg
leaving-title = Vidare till { $upstream }
leaving-what = Du loggar in hos { $upstream } och kommer sedan tillbaka hit. Tryck på Fortsätt om inget händer.

## Öppnad från ett annat system
opening-title = Öppna länken i { $upstream }
opening-go = Gå till { $upstream } i den här webbläsaren och öppna din kurs.
opening-open = Tryck där på länken som din lärare har lagt in för { $platform }.
opening-back = Du kommer tillbaka hit och går vidare.
opening-somebody = Är någon annan inloggad i { $upstream } på den här datorn? Logga först ut den personen där.
opening-again = Jag har öppnat den
opening-other = Logga in på ett annat sätt
opened-title = Är du { $name }?
opened-what = Du går vidare till { $platform } som { $name }.
opened-yes = Ja, jag är { $name }

## Skola
school-title = På vilken skola är du nu?
school-what = Du finns på mer än en skola i { $platform }. Välj en; nästa gång du loggar in kan du välja om.

## Frågan
came-from = Du kom från { $upstream } som
question-title = Har du använt { $platform } förut?
question-what = Loggade du tidigare in i { $platform } på något annat sätt än med { $upstream }? Då finns ditt arbete i det kontot, och det kan stanna där.
question-yes = Ja, jag har ett konto
question-yes-hint = Sedan visar du att det är ditt
question-no = Nej, det är första gången
question-no-hint = Du får ett nytt konto
wrong-person = Jag är inte { $name }

## Visa det gamla kontot
claim-title = Visa oss ditt konto i { $platform }
claim-what = Logga in där som du gjorde förut. Efter det öppnar { $upstream } samma konto.
claim-not-linked = { $upstream } öppnar inget konto i { $platform } än. Använd användarnamn och lösenord, eller ett annat system.
claim-submit = Det här är mitt konto
claim-at-platform = Logga in i { $platform } för att visa det
claim-other = Jag använde ett annat system
claim-cannot-title = Jag kan inte logga in på det
claim-cannot-what = Din skola kan hjälpa till. Vi skickar skolan ett ärende; inget av ditt arbete försvinner.
claim-cannot = Fråga min skola
claim-code-title = Jag har en kopplingskod från skolan
claim-code = Skriv in koden
later-title = Jag kan inte visa det nu
later-what = Fortsätt utan det så länge. Du får ett tomt konto i { $platform } i dag: ditt gamla arbete finns inte här än, men det är inte borta. När du har ditt lösenord eller en kod från skolan hämtar du ditt gamla konto, och då finns arbetet från båda på ett ställe.
later-again = Ditt gamla arbete finns inte här än, men det är inte borta. När du har lösenordet till ditt gamla konto i { $platform } eller en kod från skolan hämtar du det: då finns arbetet från båda på ett ställe.
claim-later = Fortsätt utan det så länge

## En kod från skolan
code-title = Skriv kopplingskoden från skolan
code-what = Din lärare gav dig en kod på papper. Den visar att kontot i { $platform } är ditt; sedan öppnar { $upstream } det.
code = Kopplingskod
code-hint = Åtta bokstäver och siffror. Små bokstäver eller ett saknat streck gör inget.
code-back = Tillbaka till de andra sätten
error-code-missing = Skriv kopplingskoden
error-code-slip = Det är ett skrivfel i koden. Jämför den tecken för tecken med papperet.
error-code-wrong = Koden passar inte. Se efter om ditt namn står på papperet; gör det det, be din lärare om en ny kod.

## Det gamla kontot, senare
older-title = Kan du visa ditt gamla konto i { $platform } nu?
older-what = Du sa att du har ett äldre konto. När du hämtar det finns ditt gamla arbete och det du har gjort sedan dess på ett ställe.
older-bring = Hämta mitt gamla konto
older-bring-hint = Med lösenordet, ett annat system eller en kod från skolan
older-later = Inte nu
older-later-hint = Du fortsätter som förut; vi frågar igen om en vecka

## Skolan är tillfrågad
asked-cannot-title = Vi har bett din skola om hjälp
asked-cannot-what = Vi har meddelat { $school } att du har ett konto i { $platform } och inte kan logga in på det. Ditt arbete är tryggt.
asked-cannot-next = Fråga din lärare eller skoladministratören. De kan ge dig ett nytt lösenord. Logga sedan in med { $upstream } igen.
asked-new-title = Din skola behöver säga ja först
asked-new-what = { $school } vill se nya konton i { $platform } innan de öppnas. Ärendet är skickat.
asked-new-next = Fråga din lärare eller skoladministratören. Logga sedan in med { $upstream } igen.
asked-differ-title = Det här ser ut att vara två personer
asked-differ-what = Personen hos { $upstream } och ägaren till kontot i { $platform } verkar inte vara samma. Inget kopplades ihop.
asked-differ-next = Om någon annan är inloggad hos { $upstream } på den här datorn: logga ut där och börja om. Är båda du kan { $school } rätta till det; skolan är meddelad.
asked-taken-title = Det här kontot öppnas redan av en annan användare i { $upstream }
asked-taken-what = Någon loggar redan in på det här kontot i { $platform } med { $upstream }. Inget har ändrats.
asked-taken-next = Om kontot är ditt och du inte vet vem det är, prata med { $school }; skolan är meddelad.
asked-several-title = Flera konton har prövats
asked-several-what = Lösenord till flera konton i { $platform }, eller flera koder, har prövats för en användare i { $upstream }. Inget har kopplats ihop, och { $school } är meddelad.
asked-several-next = Fråga din lärare eller skolans administratör vilket konto som är ditt. I morgon kan du försöka igen.

## Båda sida vid sida
confirm-title = Är båda du?
came-as = Du kom från { $upstream } som { $name }.
is-that-you = Är det du?
not-you-sign-out = Det är inte jag: logga ut från { $upstream }
card-in = I { $system }
card-username = Användarnamn
card-school = Skola
card-role = Roll
card-class = Klass
card-last-here = Senast här
card-work = Arbete
card-finished-tasks = { $count ->
    [one] { $count } klar uppgift
   *[other] { $count } klara uppgifter
}
differs = skiljer sig
confirm-differences = Det som skiljer sig är markerat. Titta på det innan du går vidare.
confirm-what = Från och med nu öppnar { $upstream } det här kontot i { $platform }, med allt arbete.
confirm-password-stays = Ditt användarnamn och lösenord fungerar som förut.
confirm-absorbs = Det du har gjort i { $platform } sedan dess följer med.
confirm-link = Bekräfta koppling

## Kopplat
linked-title = { $upstream } öppnar nu ditt konto
linked-what = Nästa gång trycker du på ”Logga in med { $upstream }” och är inne i { $platform }. Ditt arbete finns där det var.
linked-undo = { $minutes ->
    [one] Är det här inte ditt konto? Du kan ångra det i { $minutes } minut.
   *[other] Är det här inte ditt konto? Du kan ångra det i { $minutes } minuter.
}
not-me = Det var inte jag

## Meddelande
notice-title = Även { $upstream } öppnar nu ditt konto
notice-what = En koppling till { $upstream } lades till på ditt konto i { $platform } { $day }.
notice-question = Var det du som kopplade { $upstream }?
notice-mine = Ja, det var jag
notice-not-me = Om det var någon annan tar vi bort kopplingen till { $upstream } och loggar ut den personen. Din skola får veta det.

## Det var inte jag: klart
not-me-title = Kopplingen till { $upstream } är borttagen
not-me-what = { $upstream } öppnar inte längre det här kontot i { $platform }. Alla som kom in den vägen är utloggade.
not-me-school = { $school } är meddelad.
not-me-no-school = De som tar hand om ditt konto är meddelade.
not-me-signed-out = Du är också utloggad. Börja om på ditt eget sätt.
not-me-password = Om någon annan kan veta ditt lösenord, byt det i inställningarna under Kopplingar.

## Lösenord
new-password-title = Välj ett nytt lösenord
new-password-what = Lösenordet du använde gäller bara en gång. Från och med nu loggar du in med det nya.
new-password-hint = Minst 8 tecken. Några ord i rad är lätta att minnas och svåra att gissa.
new-password = Nytt lösenord
repeat-password = Nytt lösenord igen
current-password = Nuvarande lösenord
change-password = Byt lösenord
change-password-what = Du använder det med ditt användarnamn för att logga in i { $platform }. Andra enheter loggas ut.
save-password = Spara lösenordet
error-username-missing = Skriv ditt användarnamn
error-password-missing = Skriv ditt lösenord
error-password-wrong = Användarnamn och lösenord hör inte ihop. Kontrollera stavning och stora bokstäver.
error-current-wrong = Det här är inte ditt nuvarande lösenord
error-new-too-short = Det nya lösenordet behöver minst 8 tecken
error-new-too-long = Det nya lösenordet kan ha högst 200 tecken
error-new-unchanged = Det nya lösenordet måste vara ett annat än det gamla
error-new-too-common = Det här lösenordet är lätt att gissa. Välj ett annat.
error-new-not-repeated = De två nya lösenorden är inte lika. Skriv det nya en gång till.
error-new-unprintable = Skriv det nya lösenordet bara med bokstäver, siffror, tecken och mellanslag.

## Logga in igen
again-title = Visa att det är du
again-what = Du är inloggad som { $name }. Logga in en gång till innan du går vidare.
again-other = Eller med ett kopplat system

## Logga ut
logout-title = Logga ut från { $platform }?
logout-what = Du loggas ut här och dit du gick härifrån.
logout-confirm = Logga ut
logout-cancel = Fortsätt vara inloggad
signed-out-title = Du är utloggad
signed-out-what = På en delad dator: logga också ut från skolans system, eller stäng webbläsaren.

## Inställningar: Kopplingar
integrations-title = Kopplingar
integrations-what = De här systemen öppnar ditt konto i { $platform }.
integrations-yours = Dina kopplingar
integrations-none = Inga än. När du lägger till en kan du logga in i { $platform } med den och behålla ditt konto.
signed-in-as = Du är inloggad som
since = Sedan { $day }.
last-used = Senast använd { $day }.
never-used = Inte använd än.
only-way-in = Det här är ditt enda sätt att logga in i { $platform }. Lägg till en annan innan du tar bort den.
end-link = Ta bort koppling
add-integration = Lägg till koppling
add-upstream = Lägg till { $upstream }
origin-claim = Du kopplade den när du loggade in.
origin-born = Ditt konto började med den.
origin-settings = Du lade till den här.
origin-import = { $platform } hade redan kopplat den.
origin-administrator = Din skola kopplade den.
origin-teacher = Din lärare kopplade den.
origin-code = Du kopplade den med en kod från skolan.
origin-platform = Du kopplade den i { $platform }.
done-added = { $upstream } har lagts till.
done-ended = Kopplingen till { $upstream } är borttagen.
done-password = Ditt lösenord är bytt.
end-title = Ta bort kopplingen till { $upstream }?
end-what = { $upstream } öppnar då inte längre ditt konto i { $platform }. Kontot och ditt arbete finns kvar.
end-brought = Även det som gjordes i { $platform } innan det kom till det här kontot blir kvar här. Var det inte du, säg till skolan: fram till { $day } kan skolan lämna tillbaka det.
end-again = Du kan lägga till { $upstream } igen senare.
end-done = { $upstream } öppnar inte längre ditt konto i { $platform }. Kontot och ditt arbete finns kvar.
end-signed-out = Du kom in med { $upstream }, därför är du nu utloggad.

## En lärares klasslistor
journals-title = Dina klasslistor
journals-what = De här klasslistorna kommer från skolans system och är kopplade till { $platform }.
journals-none = Ingen klasslista är kopplad än. Öppna en i skolans system och tryck på ”Koppla till lärmiljö” där, så finns den här.
journals-all = Alla klasslistor
journal-from = Från { $upstream }
journal-pupils = { $count ->
    [one] { $count } elev
   *[other] { $count } elever
}

## En klasslista
journal-school = Skola
journal-year = Läsår
journal-source = Kommer från
journal-kits = Läromedelspaket
journal-kits-none = Inga
journal-group = Grupp i { $platform }
journal-read = Senast uppdaterad
journal-last-run = Senast kontrollerad
journal-owned = Namn, elever och lärare ändras bara i { $upstream }.
journal-open = Öppna i { $upstream }
journal-empty = Ingen finns i den här klasslistan.
journal-withdrawn = { $upstream } låter oss inte läsa klasslistan längre. Inget har tagits bort.
journal-gone = { $upstream } har inte klasslistan längre. Inget har tagits bort.
journal-held = Den senaste uppdateringen skulle ha ändrat för mycket. Skolan beslutar om den först; innan dess förlorar ingen här sin plats.
journal-untold = { $upstream } vet inte än att klasslistan är kopplad. Vi säger till igen.
journal-untold-over = { $upstream } vet inte att klasslistan är kopplad. Öppna den där och tryck på ”Koppla till lärmiljö” en gång till.
state-linked = Har ett konto
state-waiting = Har kanske ett konto
state-new = Ny
state-blocked = Utelämnad
state-linked-what = De här personernas konton i { $platform } är kända.
state-waiting-what = De här personerna har kanske redan ett konto i { $platform }. Inget skapas: första gången de loggar in får de frågan, och deras arbete finns kvar.
state-new-what = De här personerna får ett konto i { $platform }. Första gången de loggar in får de frågan om de hade ett förut.
state-new-unused = De här personernas konton i { $platform } skapades med en klasslista. De har inte loggat in än.
state-blocked-what = Inget görs med de här personerna i { $platform }.
column-name = Namn
column-class = Klass
column-role = Roll
column-remark = Anmärkning
has-work = Har tidigare arbete
seat-missing = Fanns inte med vid den senaste uppdateringen
reason-candidate = Ett konto på skolan kan vara den här personens
reason-shared-candidate = Ett konto på skolan passar in på flera här
reason-link-ended = Hade ett konto, och kopplingen till det har tagits bort
reason-subject-differs = Hittar sitt konto vid första inloggningen
reason-unnamed = Har inget namn i skolans system
reason-school-asks = Skolan tittar på nya konton först
reason-partial-read = Klasslistan kom inte i sin helhet
reason-account-disabled = Kontot är stängt
reason-shared-account = Delar konto med någon i klasslistan
reason-quarantined = Skolan måste titta på det här först
reason-another-person = Skolans system berättar om en annan person än förut
reason-contradiction = Skolans system säger två olika saker
reason-no-subject = Har inget nummer i skolans system
reason-role = Är varken elev eller lärare
reason-admin-role = Administratörer tas inte från en klasslista
reason-other-school = Hör till en annan skola
reason-inactive = Är inte aktiv i skolans system
reason-not-yet = Börjar senare
reason-past = Har redan slutat

## Hur det står till med eleverna, och vad som hjälper den som väntar
count-linked = { $count ->
    [one] { $count } kopplad
   *[other] { $count } kopplade
}
count-waiting = { $count } väntar
count-new = { $count ->
    [one] { $count } ny
   *[other] { $count } nya
}
count-blocked = { $count ->
    [one] { $count } utelämnad
   *[other] { $count } utelämnade
}
count-duplicates = { $count } med misstänkt dubblettkonto
count-let-in = { $count ->
    [one] { $count } insläppt tills vidare
   *[other] { $count } insläppta tills vidare
}
count-here = { $count ->
    [one] { $count } inloggad här de senaste sju dagarna
   *[other] { $count } inloggade här de senaste sju dagarna
}
light-here = Kopplad, inloggad här de senaste sju dagarna
light-linked = Kopplad
light-let-in = Insläppt tills vidare sedan { $day }; kopplas när det gamla kontot hämtas
light-new = Nytt konto, inte använt än
light-waiting = Väntar
light-said-new = Har inget annat konto; nästa uppdatering skapar ett
light-duplicate = Misstänkt dubblettkonto; skolan tittar på det
light-blocked = Utelämnad
next-code = Skriv ut en kopplingskod
next-word = Inget annat konto
help-class = Bekräfta elever själv
help-codes = Skriv ut kopplingskoder
help-word = Vem som inte har något annat konto
why-gone = Finns inte i klasslistan längre
why-staff = Är också lärare och visar kontot själv
why-subject-differs = Hittar sitt konto vid första inloggningen
why-blocked = Skolan måste titta på det här först
why-linked = Är redan kopplad
why-not-sure = Det är inte säkert vilket konto som är elevens. Eleven får frågan vid första inloggningen; skolan kan hjälpa till.
why-not-switched-on = Skolan har inte gett lärarna det här för klassen
back-to-journal = Tillbaka till { $journal }
pupils-missing = Markera minst en elev
take-back = Ta tillbaka

## Kopplingskoder för en klasslista
codes-title = Kopplingskoder för { $journal }
codes-what = En kod är för elever som har ett gammalt konto i { $platform } och inte kan logga in på det. De skriver koden första gången de loggar in, ser vems konto den öppnar, och bekräftar.
codes-nobody = Ingen som väntar kan få en kod just nu.
codes-for = Vem får en kod?
codes-once = Koderna visas en gång, färdiga att skriva ut. En tidigare kod för samma elev gäller inte längre.
codes-make = Skapa koder
codes-make-all = Skapa koder för alla
codes-printed = Redan på papper
code-printed = Utskriven { $on }, gäller till { $until }
codes-take-back-all = Ta tillbaka alla koder
codes-not = Ingen kod
codes-not-what = De här eleverna väntar också. Utan kod får de frågan första gången de loggar in, och deras arbete finns kvar.

## Bladet med koderna
sheet-title = Kopplingskoder för { $journal }
sheet-back = Tillbaka till koderna
sheet-now = Skriv ut sidan nu, på A4. Koderna visas inte igen; skriver du ut på nytt är det andra koder.
sheet-what = Klipp längs linjerna och ge varje remsa till eleven vars namn står på den. Ingen annan kan använda den.
sheet-open = Öppna { $platform }: { $address }
sheet-open-it = Öppna { $platform }.
sheet-sign-in = Logga in med { $upstream }, som dig själv.
sheet-type = Välj ”{ question-yes }”, sedan ”{ claim-code }”, och skriv koden.
sheet-until = Gäller till { $day }.
sheet-others = Markerade, men ingen kod

## Den här eleven har inget annat konto
word-title = Vem i { $journal } har inget annat konto?
word-what = De här eleverna väntar, eftersom ett konto i { $platform } kan vara deras. Vet du att någon av dem aldrig har varit där, säg det: nästa uppdatering skapar då ett nytt konto.
word-nobody = Ingen väntar på det här.
word-say = Har inget annat konto
word-said = Du eller en kollega sade det
word-said-what = Deras konton skapas vid nästa uppdatering. Till dess kan du ta tillbaka det.
word-ask-title = Har { $name } inget annat konto?
word-ask-what = Nästa uppdatering skapar ett nytt konto i { $platform }, och det är tomt. Finns det ändå ett gammalt konto är arbetet från det inte där.
word-ask-still = { $name } får ändå frågan vid första inloggningen, och kan fortfarande visa ett gammalt konto.
word-ask-back = Inte nu

## En lärares ord för klassen
class-title = Bekräfta elever i { $journal }
class-linked = { $count ->
    [one] { $count } elev är kopplad och loggar nu in utan fråga:
   *[other] { $count } elever är kopplade och loggar nu in utan fråga:
}
class-others = Inte kopplade
class-off = Skolan har inte slagit på det här för eleverna i klasslistan. Skoladministratören kan göra det.
class-nobody = Ingen i klasslistan väntar på att bekräftas.
class-what = Markera varje barn som du vet har använt { $platform } förut. Den du markerar kommer till sitt gamla konto och får ingen fråga. Det går bara när fullständigt namn, klass och skola stämmer med exakt ett konto och ett barn.
class-leave-out = Lämna den som är ny på skolan, har en namne där, eller som du inte är säker på. De får själva frågan vid första inloggningen, och inget går förlorat.
class-who = Vem går du i god för?
class-confirm = Kontona är deras
class-confirmed = Bekräftade de senaste trettio dagarna
class-confirmed-what = Skolan ser också den här listan. Det du tar tillbaka bryter kopplingen och loggar ut barnet, som sedan får frågan vid nästa inloggning.
class-confirmed-on = Bekräftad { $on }, kan tas tillbaka till { $until }
class-take-back-all = Ta tillbaka alla

## Koppla en klasslista
preview-title = Koppla klasslistan { $journal }?
preview-what = Kontrollera vad som händer i { $platform }. Inget har ändrats än.
preview-changed = Något har ändrats sedan du tittade. Kontrollera en gång till; inget har sparats.
preview-nobody = Ingen finns i klasslistan än. Den som läggs till i { $upstream } senare kommer med.
preview-kits = Vilka läromedelspaket gäller den?
preview-kit-missing = Välj minst ett läromedelspaket
preview-group = Vilken grupp i { $platform }?
preview-group-hint = En grupp som du redan har behåller sina inställningar.
preview-group-new = En ny grupp
link-journal = Koppla gruppen
linked-journal-title = { $journal } är kopplad
linked-journal-what = Klassen finns nu i { $platform }. Ändringar i { $upstream } kommer med varje dag.
linked-journal-told = { $upstream } vet om kopplingen och leder hit.
linked-journal-without = { $count ->
    [one] { $count } person har ingen licens, eftersom skolan inte har fler:
   *[other] { $count } personer har ingen licens, eftersom skolan inte har fler:
}
linked-journal-without-next = Skoladministratören kan skaffa fler. De delas då ut vid nästa uppdatering.
linked-journal-show = Visa klasslistan
place-title = Var vill du koppla { $journal }?
place-what = Skolan använder { $upstream } med flera lärmiljöer.
launch-somebody-title = Någon annan är inloggad här
launch-somebody-what = { $teacher } öppnade klasslistan { $journal } i { $upstream }. I { $platform } är någon annan inloggad i den här webbläsaren.
launch-somebody-next = Är du { $teacher }, logga in som dig själv; den andra personen loggas ut.
launch-arrived-title = Koppla { $journal }
launch-arrived-what = Enligt { $upstream } är du { $teacher }.
launch-arrived-button = Fortsätt som { $teacher }
launch-arrived-other = Är det inte du, stäng sidan och logga ut från { $upstream }.
pupil-arrived-title = Hej, { $pupil }
pupil-arrived-what = Enligt { $upstream } är du { $pupil }. Du är inte inloggad än.
pupil-arrived-next = Gå vidare inom fem minuter i den här webbläsaren, och välj ”{ $upstream }” där du loggar in:
launch-handing-what = Ett steg återstår: när du går tillbaka lägger { $upstream } in länken i din kurs.
launch-handing-button = Tillbaka till { $upstream }
launch-known-title = { $journal } är redan kopplad
launch-known-what = En kollega kopplade den till { $platform }. Du ser den bland dina klasslistor efter nästa uppdatering.
launch-again-title = { $journal } är redan kopplad
launch-again-what = { $upstream } vet inte om kopplingen än. Säg till nu.
launch-again = Säg till { $upstream }

## Uppdatera en klasslista
update-journal = Uppdatera klasslistan
update-title = Uppdatera klasslistan { $journal }?
update-back = Tillbaka till klasslistan
update-what = { $upstream } uppger något annat än förut. Kontrollera vad som händer; inget har ändrats än.
update-since = Senast uppdaterad: { $when }.
update-held = Det här är mer än vanligt. Om du uppdaterar beslutar skolan om det först, och ingen förlorar sin plats innan dess.
update-paused = Skolan har lov: den som tillkommer får en plats, och ingen tas bort.
update-renamed = Klasslistan heter nu { $name }.
update-nobody-moves = Ingen tillkommer och ingen lämnar.
update-same-since = Inget har ändrats sedan den senaste uppdateringen ({ $when }).
update-same = Inget har ändrats.
update-licences = { $kit }: av dem som tillkommer behöver { $wanted } en licens, och skolan har { $free } kvar. Den som blir utan får en när det finns fler.
update-withdrawn = { $upstream } låter oss inte läsa klasslistan längre. Alla behåller sin plats.
update-withdrawn-next = Tillåt det igen i { $upstream }, eller be skoladministratören göra det. Titta sedan igen.
update-gone = { $upstream } har inte klasslistan längre. Alla behåller sin plats.
update-gone-next = Om det finns en ny, öppna den i { $upstream } och tryck på ”Koppla till lärmiljö” där.
update-partial = { $upstream } gav bara en del av klasslistan. Av en del läggs ingen till och utelämnas ingen.
update-partial-next = Titta igen om några minuter. Om det förblir så, kontrollera klasslistan i { $upstream }.
update-silent = { $upstream } svarar inte just nu. Inget har ändrats.
update-silent-next = Titta igen om några minuter. Den dagliga uppdateringen från { $upstream } kommer av sig själv.
update-off = { $upstream } tillfrågas inte här just nu. Inget har ändrats.
update-off-next = Skoladministratören kan se om { $upstream } är aktiverat för skolan.
move-back = Tillbaka igen
move-back-what = De saknades vid den senaste uppdateringen och finns nu igen. De behåller sin plats.
move-missing = Finns inte med nu
move-missing-what = { $upstream } nämner dem inte nu. De behåller sin plats tills de saknas även vid en uppdatering en dag senare.
move-left = Lämnar
move-left-what = { $upstream } har inte nämnt dem på ett dygn. Deras plats upphör och licensen blir ledig; konto och arbete finns kvar.
move-deleted = Har tagits bort
move-deleted-what = Någon tog bort dem i { $upstream }. Deras plats upphör genast och licensen blir ledig; konto och arbete finns kvar.
move-told = Andra uppgifter
move-told-what = { $upstream } har andra uppgifter om dem. Plats, konto och arbete finns kvar.
move-before = förut: { $name }
look-again = Titta igen
step-waiting = Steg { $step } av { $of }: väntar på sin tur hos { $upstream }
step-later = Steg { $step } av { $of }: { $upstream } svarade inte och tillfrågas igen om några minuter
step-reading = Steg { $step } av { $of }: klasslistan läses från { $upstream }
step-writing = Steg { $step } av { $of }: jämförs med vad { $upstream } uppgav förut
pupils-of = { $of ->
    [one] { $done } av { $of } elev
   *[other] { $done } av { $of } elever
}
pupils-so-far = { $done ->
    [one] { $done } elev hittills
   *[other] { $done } elever hittills
}
run-title = Klasslistan { $journal } uppdateras
run-what = Du kan lämna sidan; uppdateringen fortsätter. Resultatet finns bland klasslistans tidigare uppdateringar.
run-over-title = Uppdatering av klasslistan { $journal }
run-at = När
ending-applied = Klasslistan stämmer nu med { $upstream }.
ending-unchanged = Inget hade ändrats i { $upstream }.
ending-additions = Skolan har lov: den som tillkom i { $upstream } har en plats, och ingen har tagits bort.
ending-held = Mer skulle ha ändrats än vanligt, så inget har ändrats. Skolan jämför med { $upstream } och beslutar; innan dess förlorar ingen sin plats. Om { $upstream } ger hela listan igen gör nästa uppdatering det av sig själv.
ending-held-additions = Mer skulle ha ändrats än vanligt. Den som tillkom i { $upstream } har en plats; om resten beslutar skolan, och innan dess förlorar ingen sin plats.
ending-partial = { $upstream } gav bara en del av klasslistan, så inget har ändrats. Nästa uppdatering försöker igen.
ending-withdrawn = { $upstream } låter oss inte läsa klasslistan längre. Inget har tagits bort. Tillåt det igen där och uppdatera.
ending-gone = { $upstream } har inte klasslistan längre. Inget har tagits bort. Om det finns en ny, koppla den därifrån.
ending-year-over = Läsåret är slut och { $upstream } har lagt undan klasslistan. Inget har tagits bort. Koppla den nya därifrån.
ending-busy = Någon annan ändrade klasslistan i samma ögonblick, och det som { $upstream } uppgav sparades inte. Titta igen.
ending-unreachable = { $upstream } svarade inte, så inget har ändrats. Försök igen om några minuter; den dagliga uppdateringen kommer av sig själv.
ending-off = { $upstream } tillfrågas inte här just nu, så inget har ändrats. Skoladministratören kan se om det är aktiverat.
ending-paused = Skolan har lov, och det som { $upstream } självt meddelar väntar tills lovet är slut. Du kan titta nu om du vill.
ending-changed = Det som { $upstream } uppger har ändrats sedan du tittade, så inget har ändrats här. Titta igen och besluta en gång till.
ending-gave-up = Uppdateringen av klasslistan från { $upstream } kom inte till slutet. Försök igen; om det händer igen, säg till skoladministratören.
count-joined = Tillkom
count-departed = Lämnade
count-missing = Saknades för första gången
count-changed = Med andra uppgifter
runs-link = Tidigare uppdateringar
runs-title = Uppdateringar av klasslistan { $journal }
runs-what = De trettio senaste, den nyaste först.
runs-none = Ingen uppdatering har gjorts än. Den kommer varje dag, eller när du trycker på knappen.
column-when = När
column-cause = Vem bad om den
column-outcome = Resultat
column-counts = Personer
cause-daily = Den dagliga uppdateringen från { $upstream }
cause-teacher = En lärare
cause-school = Skolan
cause-upstream = { $upstream } meddelade en ändring
outcome-applied = Uppdaterad
outcome-unchanged = Inget hade ändrats
outcome-held = Pausad, väntar på skolans beslut
outcome-additions = De som tillkom har en plats; resten väntar
outcome-partial = Bara en del kom
outcome-unread = Inget svar
outcome-withdrawn = Får inte läsas längre
outcome-gone = Finns inte längre
outcome-year-over = Läsåret är slut
outcome-busy = Ändrades av någon annan i samma ögonblick
where-title = Var vill du uppdatera klasslistan?
where-what = { $upstream } används med flera lärmiljöer.

## Fönstret öppnades inte
window-title = Fönstret öppnades inte
window-what = Webbläsaren stoppade det. Inget har gått förlorat: fortsätt här, eller tillåt fönster för skolans system så att det fungerar nästa gång.
window-go-on = Fortsätt med klasslistan
window-chrome = I Chrome och Edge
window-chrome-how = Tryck på tecknet för ett stoppat fönster längst till höger i adressfältet och välj ”Tillåt alltid”.
window-firefox = I Firefox
window-firefox-how = Tryck på ”Inställningar” i fältet ovanför sidan och tillåt popup-fönster för webbplatsen.
window-safari = I Safari
window-safari-how = Öppna Inställningar, Webbplatser, Popup-fönster och tillåt dem för webbplatsen. På iPad eller iPhone stänger du av ”Blockera popup-fönster” i inställningarna för Safari.

## Administration av en skola
con-nav = Administration av skolan
con-home = Översikt
con-people = Personer
con-requests = Förfrågningar
con-duplicates = Möjliga dubbletter
con-journals = Klasslistor
con-holds = Uppdateringar som väntar
con-switch = Byte av system
con-audit = Logg
con-grants = Administratörer
con-waiting = { $count } väntar
con-support = Du är här som support, och skolan ser det. Skäl: { $reason }
con-home-what = Du administrerar { $school } i { $platform }.
con-schools-title = Dina skolor
con-schools-what = Skolorna som du administrerar i { $platform }.
con-schools-none = Du administrerar ingen skola här. Den som administrerar { $platform } på din skola kan bjuda in dig.
con-code-title = Visa att det är du
con-code-what = Skriv de sex siffror som din autentiseringsapp visar för { $platform }.
con-code = Kod
con-code-hint = Sex siffror, eller en av dina återställningskoder
con-code-wrong = Koden stämmer inte. Skriv den som appen visar nu.
con-code-submit = Fortsätt
jrn-adm-what = De klasslistor som är länkade här, efter namn.
jrn-adm-name = Klasslista
jrn-adm-state = Läge
jrn-adm-all = Alla länkade
jrn-adm-search = Sök
jrn-adm-none = Ingen klasslista passar. Lärare länkar klasslistor från skolans system; då står de här.
jrn-adm-pupils = Elever
jrn-adm-read = Senast läst
jrn-adm-held = Väntar på beslut
jrn-adm-next = Fler klasslistor
jrn-adm-back = Alla klasslistor
jrn-adm-linked = Länkad
jrn-adm-withdrawn = Får inte läsas längre
jrn-adm-gone = Finns inte längre där
jrn-adm-ended = Länken avslutad
jrn-adm-since = Länkad sedan
jrn-adm-over = Över sedan
jrn-adm-reopens = Länken avslutades nyss. Till { $until } kan du ångra det.
jrn-adm-reopen = Ångra
jrn-adm-seats = Platser
jrn-adm-why = Varför personer väntar eller lämnas utanför
jrn-adm-no-runs = Det har inte varit någon uppdatering än. Det kommer en varje dag.
jrn-adm-end = Avsluta länken
jrn-adm-end-title = Avsluta länken till { $journal }?
jrn-adm-end-what = Alla förlorar sin plats i den här, och licenserna blir lediga. Konton och deras arbete finns kvar. Klasslistan i skolans system är kvar som den är. Du kan ångra det i tio minuter.
jrn-adm-reason = Varför
jrn-adm-reason-hint = För skolans logg
jrn-adm-reason-missing = Skriv med några ord varför.
jrn-adm-cancel = Avbryt
jrn-adm-reopen-title = Länka { $journal } igen
jrn-adm-reopen-what = Alla som hade en plats i den har den igen. Det går till { $until }.
jrn-adm-reopen-told = Alla har sin plats igen. Skolans system hade redan fått veta att länken är över: låt läraren länka den därifrån en gång till.
jrn-adm-show = Till klasslistan
jrn-adm-holds-what = Uppdateringar som skulle ha ändrat mer än vanligt. Tills någon bestämmer förlorar ingen sin plats.
jrn-adm-holds-none = Ingenting väntar, och ingenting har väntat.
jrn-adm-system = System
jrn-adm-about = Om
jrn-adm-whole = alla klasslistor
jrn-adm-one = en klasslista
jrn-adm-runs = Tidigare uppdateringar
jrn-adm-refresh = Uppdatera nu
jrn-adm-hold-title = En uppdatering som väntar
jrn-adm-hold-open = Väntar på beslut
jrn-adm-hold-approved = Godkänd
jrn-adm-hold-discarded = Förkastad
jrn-adm-hold-replaced = En senare uppdatering tog dess plats
jrn-adm-decided = Bestämt
jrn-adm-difference = Vad som skulle ändras
jrn-adm-hold-never = Ingen kan godkänna det som inte kom helt, eller hör till en annan skola. Rätta det i { $upstream }; nästa uppdatering fortsätter då av sig själv.
jrn-adm-hold-file = Den kom med en fil. Godkänner du den går samma fil igenom en gång när den läses in igen.
jrn-adm-hold-compare = Jämför med { $upstream }. Stämmer det som står där, godkänn: just denna skillnad, eller en mindre, genomförs då en gång.
jrn-adm-approve = Godkänn
jrn-adm-discard = Förkasta
jrn-adm-run-title = En uppdatering
jrn-adm-run-queued = Väntar på sin tur
jrn-adm-run-running = Pågår
jrn-adm-run-done = Klar
jrn-adm-run-held = Pausad
jrn-adm-run-failed = Blev inget av
jrn-adm-run-progress = { $done } av { $of } klasslistor är klara.
jrn-adm-look = Titta igen
jrn-adm-refresh-what = Skolans alla klasslistor läses igen. Det som skulle ändra för mycket väntar på beslut.
jrn-adm-refresh-from = Uppdatera från { $upstream }
swi-what = När skolan byter system, eller systemet ger alla ett nytt id, flyttar kopplingarna med: alla behåller sitt konto.
swi-none = Skolan använder inget system än. Aktivera ett först.
swi-begin = Börja
swi-from = Från
swi-to = Till
swi-to-hint = Samma system, om bara dess id är nya
swi-from-to = Från { $from } till { $to }
swi-learning = Par av gamla och nya id samlas in. Inget har ändrats för någon.
swi-applied = Kopplingarna flyttar, eller har flyttat.
swi-undone = Det är återtaget.
swi-dropped = Det gavs upp innan något flyttade.
swi-pairs-waiting = { $count } par väntar
swi-pairs-moved = { $count } har flyttat
swi-pairs-taken = { $count } kunde inte flytta
swi-pairs-unknown = { $count } av ingen här
swi-pairs-undone = { $count } har flyttat tillbaka
swi-unread = Det går inte att läsa. Första raden måste vara old;new, och varje rad efter den ett gammalt id och ett nytt.
swi-brought = { $added } par är nya, { $known } fanns redan.
swi-left-out = Utelämnade, för att de motsäger andra eller inte går att läsa, är raderna { $lines }.
swi-collect = Samla in par
swi-pairs = Gamla och nya id
swi-pairs-hint = En rad för varje person: gamla id:t, ett semikolon, nya id:t. Bara personer på din skola räknas.
swi-pairs-submit = Lägg till par
swi-learn-what = Den som har lagt till det nya systemet till sitt konto har visat båda id:na.
swi-learn-renewal = Den som kom med ett nytt id och bevisade kontot som det gamla öppnar har visat båda.
swi-learn = Samla in dem
swi-plan = Vad som skulle hända
swi-would-move = Kopplingar som flyttar
swi-would-seat = Personer utan koppling vars platser följer med
swi-would-stay = Par som inte kan flytta
swi-would-nobody = Par av ingen på din skola
swi-would-leave = Kopplingar som inget par nämner
swi-old = Gammalt id
swi-new = Nytt id
swi-fate = Vad som händer
swi-fate-moves = Kopplingen flyttar
swi-fate-joined = Båda öppnar redan kontot; den gamla kopplingen avslutas
swi-fate-seat = Har ingen koppling; platserna följer med
swi-fate-taken = Stannar: det nya id:t öppnar ett annat konto, eller så kan det vara två personer
swi-fate-unknown = Ingen på din skola har det gamla id:t
swi-apply-what = Gå igenom exemplen först. I trettio dagar kan du ta tillbaka det.
swi-apply = Flytta kopplingarna
swi-go-on = Fortsätt
swi-undo-what = Till { $until } kan kopplingarna flytta tillbaka.
swi-undo = Ta tillbaka
swi-drop = Ge upp

## Mejl: ämne, vad som hände, och vad som är lika i alla
mail-linked-subject = { $upstream } öppnar nu ditt konto i { $platform }
mail-linked-what = En koppling med { $upstream } har lagts till i ditt konto i { $platform }. Den som loggar in med den kommer in på ditt konto.
mail-link-ended-subject = { $upstream } öppnar inte längre ditt konto i { $platform }
mail-link-ended-what = Kopplingen mellan { $upstream } och ditt konto i { $platform } är borttagen. Kontot och ditt arbete finns kvar.
mail-password-changed-subject = Ditt lösenord i { $platform } har ändrats
mail-password-changed-what = Lösenordet till ditt konto i { $platform } har ändrats. Andra enheter har loggats ut.
mail-not-me-subject = Kopplingen med { $upstream } i { $platform } har anmälts och tagits bort
mail-not-me-what = Någon svarade ”Det var inte jag” om kopplingen med { $upstream }. Den öppnar inte längre ditt konto i { $platform }, och alla som kom in genom den har loggats ut. De som sköter ditt konto har fått veta det.
mail-merged-subject = Två av dina konton i { $platform } är nu ett
mail-merged-what = De som sköter ditt konto såg att två konton i { $platform } båda är dina, och har slagit ihop dem. Det som öppnade något av dem öppnar nu det enda kontot. Ditt arbete finns kvar. Det kan tas tillbaka i 180 dagar.
mail-unmerged-subject = Dina konton i { $platform } är åtskilda igen
mail-unmerged-what = Två konton i { $platform } hade slagits ihop. De som sköter dem har tagit tillbaka det, och vart och ett öppnas som förut.
mail-admin-acted-subject = Skolan har ändrat något i ditt konto i { $platform }
mail-admin-acted-what = Någon som administrerar din skola har ändrat något i ditt konto i { $platform }, till exempel en roll, ett sätt att logga in eller lösenordet.
mail-maybe-other-subject = Har du ett annat konto i { $platform }?
mail-maybe-other-what = Ett annat konto i { $platform } kan också vara ditt. De som sköter ditt konto vill gärna veta det.
mail-when = När: { $when }
mail-not-you = Var det inte du? Titta på dina kopplingar och ta bort det som inte är ditt:
mail-help = Om någon annan kan ditt lösenord, ändra det där. Om du inte kan logga in, fråga skoladministratören.
mail-why = Du får det här mejlet för att det här är adressen till ditt konto i { $platform }. Ingen läser svar på det.
mail-hold-subject = Klasslistorna för { $school } väntar på beslut
mail-hold-what = Klasslistorna för { $school } i { $platform } lästes från { $upstream }. Mer än vanligt skulle ändras, så ingen togs bort.
mail-hold-what-journal = Klasslistan { $journal } för { $school } i { $platform } lästes från { $upstream }. Mer än vanligt skulle ändras, så ingen togs bort.
mail-hold-next = Jämför med { $upstream }. Om uppgifterna stämmer kan de som driver { $platform } godkänna den pausade uppdateringen { $hold }; annars kan de avvisa den. När { $upstream } lämnar hela listan igen upphör pausen av sig själv.
mail-hold-why = Du får det här mejlet för att { $school } har angett adressen för pauser. Inga elever nämns. Ingen läser svar på det.

## Why a refresh is held
hold-removed-school = { $people } av skolans { $of } personer skulle förlora en plats.
hold-removed-journal = { $people } av { $of } personer i en klasslista skulle förlora sin plats (sådana klasslistor: { $journals }).
hold-added-school = { $people } personer skulle tillkomma, utöver { $of } i skolan.
hold-added-journal = { $people } personer skulle tillkomma i en klasslista med { $of } (sådana klasslistor: { $journals }).
hold-rekeyed-school = { $people } av skolans { $of } personer har ett annat namn, födelsedatum, id eller en annan roll än förut.
hold-rekeyed-journal = { $people } av { $of } personer i en klasslista har ett annat namn, födelsedatum, id eller en annan roll än förut (sådana klasslistor: { $journals }).
hold-partial = Klasslistor som inte lästes till slutet: { $journals }.
hold-other-school = Klasslistor som säger att de hör till en annan skola: { $journals }.

## Vad som kan hindra någon: rubrik, vad som hände, vad man gör
trouble-not-found-title = Här finns ingen sida
trouble-not-found-what = Adressen är fel, eller så är sidan inte till för dig.
trouble-not-found-next = Börja i din lärplattform och logga in därifrån.
trouble-method-title = Sidan kan inte öppnas så här
trouble-method-what = Adressen är en del av en inloggning och går inte att öppna för sig.
trouble-method-next = Börja i din lärplattform och logga in därifrån.
trouble-too-large-title = Det var för mycket på en gång
trouble-too-large-what = Det du skickade är större än vad sidan tar emot.
trouble-too-large-next = Gå tillbaka, korta ner det och skicka igen.
trouble-bad-form-title = Något saknas
trouble-bad-form-what = Sidan fick inte allt den behöver.
trouble-bad-form-next = Gå tillbaka och försök igen. Hjälper det inte, börja i din lärplattform.
trouble-stale-title = Sidan är för gammal
trouble-stale-what = Inloggningen tog för lång tid, eller blev klar i en annan flik. Inget har ändrats.
trouble-stale-next = Börja om: gå till { $platform } och logga in.
trouble-no-cookies-title = Din webbläsare sparar inga kakor
trouble-no-cookies-what = För att logga in dig behöver vi en kaka, som försvinner när du stänger webbläsaren. Den kom inte tillbaka.
trouble-no-cookies-next = Tillåt kakor för den här webbplatsen och börja om i { $platform }.
trouble-foreign-title = Formuläret kom från en annan webbplats
trouble-foreign-what = För din säkerhet tar vi bara emot formulär från våra egna sidor. Inget har ändrats.
trouble-foreign-next = Börja om: gå till { $platform } och logga in.
trouble-too-many-tries-title = För många försök
trouble-too-many-tries-what = För många försök misslyckades, så vi väntar en stund.
trouble-too-many-tries-next = { $minutes ->
    [one] Försök igen om { $minutes } minut. Har du glömt lösenordet, be skolan om ett nytt.
   *[other] Försök igen om { $minutes } minuter. Har du glömt lösenordet, be skolan om ett nytt.
}
trouble-busy-title = För många på en gång
trouble-busy-what = Vi kan inte svara just nu. Inget har gått förlorat.
trouble-busy-next = { $minutes ->
    [one] Försök igen om { $minutes } minut.
   *[other] Försök igen om { $minutes } minuter.
}
trouble-internal-title = Något gick fel här
trouble-internal-what = Det är vårt fel, inte ditt. Det är antecknat.
trouble-internal-next = Försök igen. Händer det igen, ge skoladministratören koden här nedanför.
trouble-bad-request-title = { $platform } skickade något som vi inte kan använda
trouble-bad-request-what = Du kan inte rätta till det själv. De som gör { $platform } kan det; parametern är { $parameter }.
trouble-bad-request-next = Gå tillbaka till { $platform } och försök igen. Om felet är kvar, ge dem koden här nedanför.
trouble-upstream-silent-title = { $upstream } svarar inte
trouble-upstream-silent-what = Vi når inte { $upstream } just nu. Det är inget fel på ditt konto.
trouble-upstream-silent-next = { $minutes ->
    [one] Försök igen om { $minutes } minut.
   *[other] Försök igen om { $minutes } minuter.
}
trouble-upstream-silent-password-title = { $upstream } svarar inte
trouble-upstream-silent-password-what = Vi når inte { $upstream } just nu. Det är inget fel på ditt konto.
trouble-upstream-silent-password-next = { $minutes ->
    [one] Försök igen om { $minutes } minut, eller använd ditt användarnamn och lösenord i { $platform }.
   *[other] Försök igen om { $minutes } minuter, eller använd ditt användarnamn och lösenord i { $platform }.
}
trouble-upstream-misbehaved-title = { $upstream } gav ett svar som vi inte litar på
trouble-upstream-misbehaved-what = För din säkerhet loggade vi inte in dig. Inget har ändrats.
trouble-upstream-misbehaved-next = Försök igen. Händer det igen, ge skoladministratören koden här nedanför.
trouble-denied-title = Du blev inte inloggad hos { $upstream }
trouble-denied-what = Inloggningen avbröts, eller så tillät { $upstream } den inte. Inget har ändrats.
trouble-denied-next = Försök igen, eller logga in på ett annat sätt.
trouble-not-fresh-title = Logga in hos { $upstream } en gång till
trouble-not-fresh-what = Vi bad { $upstream } om en ny inloggning och fick en gammal. På en delad dator kan den vara någon annans.
trouble-not-fresh-next = Logga ut från { $upstream } och försök igen.
trouble-school-not-enabled-title = { $school } har inte aktiverat { $upstream }
trouble-school-not-enabled-what = { $upstream } säger att du går eller arbetar på { $school }, nummer { $number }. Den skolan använder inte { $upstream } med { $platform } än.
trouble-school-not-enabled-next = Skoladministratören kan aktivera kopplingen i { $platform }, i skolans inställningar under Kopplingar. Om numret är fel rättar skolan det i { $upstream }.
trouble-school-number-missing-title = Numret på din skola saknas
trouble-school-number-missing-what = { $upstream } sade inte vilken skola du hör till, eller gav ett nummer som { $platform } inte känner till.
trouble-school-number-missing-next = Skoladministratören fyller i skolans nummer i { $upstream }. Försök sedan igen.
trouble-guardian-title = Ditt barn loggar in självt
trouble-guardian-what = I { $upstream } är du här som vårdnadshavare. { $platform } har konton för elever och lärare, så inget konto skapades.
trouble-guardian-next = Logga ut från { $upstream }. Ditt barn loggar sedan in med sin egen användare i { $upstream }.
trouble-identity-taken-title = Den här användaren i { $upstream } öppnar redan ett annat konto
trouble-identity-taken-what = En användare i { $upstream } öppnar ett konto i { $platform }. Inget har ändrats.
trouble-identity-taken-next = Om du kom med någon annans { $upstream }, logga ut där och använd din egen. Är den din, fråga skoladministratören.
trouble-somebody-else-title = Någon annan är inloggad här
trouble-somebody-else-what = Den som kom tillbaka är inte den som började. Inget har ändrats.
trouble-somebody-else-next = Logga ut överallt på den här datorn och börja om i { $platform }.
trouble-other-button-title = Du loggade in med { $used } förut
trouble-other-button-what = Ditt konto i { $platform } öppnas av { $used }, inte av { $upstream }.
trouble-other-button-next = Logga in med { $used }. Sedan kan du lägga till { $upstream } i inställningarna under Kopplingar.
trouble-upstream-off-title = { $upstream } är avstängt
trouble-upstream-off-what = Det går inte att logga in i { $platform } med { $upstream } för tillfället.
trouble-upstream-off-next = Logga in på ett annat sätt, eller fråga skoladministratören.
trouble-account-off-title = Kontot är stängt
trouble-account-off-what = Kontot i { $platform } har stängts av skolan eller av { $platform }. Arbetet finns kvar.
trouble-account-off-next = Be skoladministratören att öppna det igen.
trouble-platform-off-title = { $platform } går inte att använda just nu
trouble-platform-off-what = Inloggningen i { $platform } är avstängd. Ditt arbete finns kvar.
trouble-platform-off-next = Fråga dem som sköter { $platform }.
trouble-link-ended-title = { $upstream } öppnar inte längre det här kontot
trouble-link-ended-what = Kopplingen togs bort av dig eller av din skola. Kontot och arbetet finns kvar.
trouble-link-ended-next = Logga in på ett annat sätt. Du kan lägga till { $upstream } igen i inställningarna under Kopplingar.
trouble-quarantined-title = Din skola behöver titta på det här först
trouble-quarantined-what = Vi är inte säkra på att den här användaren i { $upstream } fortfarande är samma person. För att skydda kontot loggades ingen in.
trouble-quarantined-next = Fråga skoladministratören, som redan är meddelad. Logga in på ett annat sätt så länge.
trouble-last-way-in-title = Det här är ditt enda sätt att logga in
trouble-last-way-in-what = Utan kopplingen till { $upstream } skulle du inte längre kunna logga in i { $platform }. Inget har ändrats.
trouble-last-way-in-next = Lägg först till en annan koppling eller skaffa ett lösenord. Sedan kan du ta bort den här.
trouble-launch-gone-title = Öppna klasslistan en gång till
trouble-launch-gone-what = Sidan är för gammal, eller öppnades i en annan webbläsare. Inget har ändrats.
trouble-launch-gone-next = Gå i den här webbläsaren till skolans system (till exempel eKool), öppna klasslistan och tryck på ”Koppla till lärmiljö” igen.
trouble-launch-over-title = Öppna klasslistan en gång till
trouble-launch-over-what = { $upstream } vet inte längre att du tryckte på knappen. Inget har ändrats.
trouble-launch-over-next = Öppna klasslistan i { $upstream } och tryck på ”Koppla till lärmiljö” igen.
trouble-not-teacher-title = Du undervisar inte den här gruppen
trouble-not-teacher-what = { $upstream } säger att den som tryckte på knappen inte finns bland klasslistans lärare. Inget har ändrats.
trouble-not-teacher-next = Be skoladministratören lägga till dig i klasslistan i { $upstream }. Öppna den sedan igen.
trouble-nameless-pupil-title = { $upstream } säger inte vem du är
trouble-nameless-pupil-what = Du öppnade länken, men { $upstream } lämnar inte ut ditt namn. Då kan ingen se vems konto det skulle vara. Ingen har loggats in.
trouble-nameless-pupil-next = Logga in på ett annat sätt, eller visa sidan för din lärare: skoladministratören kan låta { $upstream } lämna namn till det här verktyget.
trouble-not-deployed-title = Den här länken fungerar inte längre
trouble-not-deployed-what = { $upstream } öppnade sidan från en plats som inte är inställd här, eller som har tagits bort. Inget har ändrats.
trouble-not-deployed-next = Visa sidan för skoladministratören. Klasser som redan var kopplade förblir så länge som de är.
trouble-journal-school-title = Klasslistans skola använder inte { $upstream } här än
trouble-journal-school-what = { $upstream } säger att klasslistan hör till skolan med numret { $number }. Ingen lärmiljö har aktiverat { $upstream } för den skolan. Inget har ändrats.
trouble-journal-school-next = Skoladministratören kan aktivera { $upstream } i lärmiljön, i skolans inställningar under Kopplingar. Är numret fel rättar skolan det i { $upstream }.
trouble-journal-number-title = Skolans nummer saknas
trouble-journal-number-what = { $upstream } säger inte vilken skola klasslistan hör till. Inget har ändrats.
trouble-journal-number-next = Skoladministratören fyller i skolans nummer i { $upstream }. Försök sedan igen.
trouble-journal-partial-title = Klasslistan kom inte i sin helhet
trouble-journal-partial-what = { $upstream } gav bara en del av klasslistan. Av en del läggs ingen till och utelämnas ingen.
trouble-journal-partial-next = Försök igen om några minuter.
trouble-updated-often-title = Klasslistan uppdaterades nyss
trouble-updated-often-what = Den har kontrollerats eller uppdaterats flera gånger inom några minuter. Inget har gått förlorat.
trouble-updated-often-next = { $minutes ->
    [one] Försök igen om { $minutes } minut.
   *[other] Försök igen om { $minutes } minuter.
}

## För utvecklare: vad som är fel med en parameter
fault-missing = { $parameter }: saknas.
fault-repeated = { $parameter }: finns mer än en gång.
fault-unknown = { $parameter }: vi känner inte till det här värdet.
fault-not-registered = { $parameter }: värdet är inte registrerat för den här klienten. Det jämförs byte för byte.
fault-malformed = { $parameter }: går inte att läsa.
fault-unsupported = { $parameter }: vi stöder inte det här värdet.
