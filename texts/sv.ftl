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
confirm-two-people = Det här är två olika personer

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
word-said-what = Deras konton skapas vid nästa uppdatering. Du kan ta tillbaka det tills de har använt dem.
word-made = Deras nya konton är skapade
word-made-what = Ingen har loggat in på de här kontona än. Har någon av eleverna ändå ett annat konto, ta tillbaka det: det nya kontot stängs och eleven väntar igen.
word-used = De använder sina nya konton
word-used-what = De här eleverna har loggat in på det nya kontot, så det finns kvar. Har någon av dem ändå ett annat konto, fråga skoladministratören: kopplingen kan avslutas, då får eleven frågan igen vid nästa inloggning och kan visa det gamla kontot. Ingens arbete går förlorat.
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
linked-journal-without-next = Skoladministratören kan skaffa fler. De delas då ut genast.
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
cause-file = En fil med klasslistor
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
run-new-year = Det nya läsåret började
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
ent-invite-title = Du är inbjuden att administrera { $school }
ent-invite-what = { $platform } känner skolan som { $number }.
ent-as = Som
ent-role-school-admin = Skoladministratör
ent-role-coordinator = IT-samordnare
ent-role-support = Support
ent-role-teacher = Lärare
ent-invite-next = Därefter loggar du in. Första gången ställer du också in en app som visar koder, så att enbart ett lösenord aldrig räcker.
ent-invite-accept = Tacka ja och logga in
ent-factor-title = Ställ in din andra faktor
ent-factor-what = Den som administrerar en skola i { $platform } visar en kod utöver inloggningen. En autentiseringsapp på telefonen eller datorn gör den.
ent-factor-begin = Börja
ent-factor-invite-first = Den ställs in i webbläsaren där du tackade ja till inbjudan, inom en timme. Öppna länken i inbjudan här, eller be en annan administratör eller support om en ny.
ent-factor-scan = Skanna rutan med din autentiseringsapp, eller skriv in nyckeln nedan.
ent-factor-type = Skriv de sex siffror som appen sedan visar.
ent-factor-qr = Nyckeln som en ruta att skanna
ent-factor-open = Öppna i en app på den här enheten
ent-factor-secret = Nyckel
ent-codes-title = Dina återställningskoder
ent-codes-what = Var och en öppnar en gång, när appen inte finns till hands. Skriv ner eller skriv ut dem och förvara dem skilda från lösenordet. Ingen ser dem igen, inte ens du.
ent-codes-kept = Jag har sparat dem
ent-grants-what = Den som står här kan öppna skolans sidor. Det du tar tillbaka upphör genast.
ent-grant-end = Ta tillbaka
ent-grants-ended = Tills nyligen
ent-reason = Skäl
ent-reason-was = Skäl: { $reason }
ent-until = Till { $at }
ent-ended-at = Upphörde { $at }
ent-invite-new = Bjud in någon
ent-invite-hint = För någon som arbetar på skolan
ent-invite-nobody = Ingen som arbetar på skolan har det användarnamnet. Se hur det är skrivet.
ent-invite-make = Gör en inbjudan
ent-handed = Ge länken till { $name }:
ent-handed-once = Den gäller en gång och finns ingen annanstans.
ent-second-title = Väntar på en andra person
ent-second-what = En del får ingen göra ensam. Se vad som efterfrågas, och godkänn eller avslå.
ent-second-none = Inget väntar. Det som någon föreslår står här i sju dagar.
ent-second-by = Föreslaget av { $name }, { $at }
ent-second-own = Du föreslog detta. Någon annan måste godkänna.
ent-second-void = Det som föreslogs är inte det som skulle hända nu, så ingen kan hålla med om det. Den som föreslog det måste titta igen och fråga på nytt.
ent-second-no-history = { $platform } kan inte flytta arbete från ett konto till ett annat: arbetet i kontot som går upp skulle inte synas.
ent-second-about = Om
ent-second-about-you = Det här gäller dig själv. Du kan avslå det; någon annan måste godkänna.
ent-second-two-schools = Ett konto från en annan skola slås ihop med ett från er skola. Bara någon som får slå ihop konton på er skola kan godkänna; du kan avslå.
ent-second-who = Föreslaget av
ent-second-until = Till
ent-second-agree = Godkänn
ent-second-refuse = Avslå
ent-kind-merge = Slå ihop två konton
ent-kind-export = Ta ut uppgifter om många personer
ent-kind-erase = Radera en person
ent-kind-factor-reset = Ta bort någons andra faktor
ent-kind-switch = Flytta kopplingar till ett annat system
ent-kind-move-link = Fästa en koppling vid ett annat konto
ent-reset-title = Någon har förlorat sin andra faktor
ent-reset-what = Se till att det är personen själv som ber om det: träffa eller ring upp. Även återställningskoderna slutar gälla, och en länk för att ställa in en ny andra faktor skapas.
ent-reset-nobody = Ingen annan administrerar skolan, och ingen lärare här har en andra faktor.
ent-reset-do = Ta bort
ent-reset-no-reason = Säg varför. Skälet finns kvar i skolans logg.
ent-reset-elsewhere = Personen administrerar eller undervisar också vid en annan skola. Bara den som driver tjänsten kan göra det.
ent-reset-asked = En andra person har tillfrågats. När någon på skolan har godkänt kommer du tillbaka hit och gör det.
ent-systems = System
ent-systems-none = Inget system är inställt här än. Den som driver tjänsten lägger till dem.
ent-not-enabled = Inte aktiverad
ent-enabled-by = Aktiverad { $day } av { $name }
ent-enabled-since = Aktiverad { $day }
ent-refreshed = Uppgifter uppdaterade { $at }
ent-refreshed-never = Ingen klasslista har uppdaterats än
ent-enabled-now = { $upstream } är aktiverat för skolan.
ent-own-title = Koppla ditt eget konto till { $upstream }
ent-own-what = Då kan du själv logga in i { $platform } med { $upstream }. Du ser båda personerna innan något händer; avbryt om kontot i { $upstream } är någon annans. Skolan behåller { $upstream } i vilket fall.
ent-own-link = Koppla mitt konto
ent-disable-title = Inaktivera { $upstream }
ent-disable-what = Från nästa klick loggar ingen på skolan in med det längre. Alla kopplingar finns kvar och fungerar igen när det aktiveras på nytt.
ent-disable-left = { $count ->
    [0] Alla elever på skolan kan logga in på annat sätt.
    [one] { $count } elev kan inte logga in på annat sätt.
   *[other] { $count } elever kan inte logga in på annat sätt.
}
ent-disable-sheets = Skriv först ut lösenord till dem
ent-disable = Inaktivera { $upstream } för skolan
ent-operators = { $upstream } öppnar oss självt, så det aktiveras av den som driver tjänsten.
ent-enable-what = Du loggar in i { $upstream } och kommer tillbaka. { $upstream } måste ange skolan med numret { $number } och att du arbetar där. Ingens konto kopplas av det.
ent-enable = Aktivera { $upstream } för skolan
ent-check-title = Vad { $upstream } säger om skolan
ent-check-fits = { $upstream } anger samma skola. Titta på namn och nummer en gång till.
ent-check-school = Skola här
ent-check-there = I { $upstream }
ent-check-number = Nummer
ent-check-role-unknown = { $upstream } går inte i god för vad personer är på en skola, så det kontrollerades inte att du arbetar där.
ent-check-missing = Skolans nummer { $number } saknas i dina uppgifter i { $upstream }: där anges ingen skola med nummer.
ent-check-different = Skolans nummer { $number } finns inte i dina uppgifter i { $upstream }. Där finns dessa:
ent-check-who = Den som administrerar { $upstream } på din skola fyller i { $number } där, bland skolans egna uppgifter. Om du använde en annan skolas eller någon annans konto loggar du in där med ditt eget.
ent-check-not-staff = { $upstream } känner { $school } men säger inte att du arbetar där. Någon i personalen måste göra detta.
ent-check-nothing = Inget har sparats.
ent-check-again = Försök igen
ent-waiting-requests = { $count ->
    [100] { $count } eller fler förfrågningar väntar
    [one] { $count } förfrågan väntar
   *[other] { $count } förfrågningar väntar
}
ent-waiting-holds = { $count ->
    [100] { $count } eller fler uppdateringar väntar
    [one] { $count } uppdatering väntar
   *[other] { $count } uppdateringar väntar
}
ent-waiting-duplicates = { $count ->
    [100] { $count } eller fler möjliga dubbletter
    [one] { $count } möjlig dubblett
   *[other] { $count } möjliga dubbletter
}
ent-waiting-second = { $count ->
    [one] { $count } förslag väntar på en andra person
   *[other] { $count } förslag väntar på en andra person
}
dup-what = Personer som kanske har två konton i { $platform }. Inget slås ihop innan någon på skolan säger det.
dup-none = Ingen verkar ha två konton. Nya dyker upp här av sig själva, senast inom ett dygn.
dup-score = Sannolikhet { $score } av 100.
dup-because = Lika:
dup-next = Visa fler
dup-back = Möjliga dubbletter
dup-why-national-number = personnummer
dup-why-verified-mail = e-postadress, bekräftad på båda
dup-why-mail = e-postadress
dup-why-user-name = användarnamn
dup-why-name = namn
dup-why-spelling = namn med annan stavning
dup-why-call-name = namn och tilltalsnamn
dup-why-initials = namn och initialer
dup-why-slip = namn med ett skrivfel
dup-why-given-name = förnamn, med annat efternamn
dup-why-birth-date = födelsedatum
dup-why-class = klass
dup-state-open = Ingen har tittat på det än.
dup-state-asked = Eleven har tillfrågats. Svaret har inte kommit än.
dup-state-proven = Eleven har visat att båda kontona är elevens egna.
dup-state-merged = Kontona har slagits ihop.
dup-state-not-same = Skolan har sagt att det är två personer.
dup-state-gone = Inget talar för det längre.
dup-done-not-same = Sparat: det är två personer. Paret kommer inte tillbaka.
dup-done-asked = Eleven får frågan vid nästa inloggning och hittar den också i inställningarna.
dup-pair-title = Är det här en och samma person?
dup-one = Det ena kontot
dup-other = Det andra kontot
dup-since = Skapat
dup-ways-in = Inloggning
dup-password = användarnamn och lösenord
dup-no-way-in = ingen
dup-same = Det är samma person
dup-same-what = Först ser du vad som händer med allt. En sammanslagning kan ångras i 180 dagar.
dup-same-go = Titta på sammanslagningen
dup-ask = Du är inte säker
dup-ask-what = Fråga eleven. I det ena kontots inställningar visar eleven att hen kan det andra kontots lösenord. Innan dess syns inget av det.
dup-ask-go = Fråga eleven
dup-not-same = Det är två personer
dup-not-same-what = Det sparas, och ingen får frågan om dessa två igen.
dup-not-same-go = Inte samma person
dup-asked = Din skola vill gärna veta om ett annat konto i { $platform } också är ditt.
dup-asked-go = Svara
dup-notice-how = Du visar det med det andra kontots användarnamn och lösenord, nu eller senare: frågan finns kvar bland dina kopplingar.
dup-mine-title = Är ett annat konto också ditt?
dup-mine-what = Om du har ett annat konto i { $platform } skriver du dess användarnamn och lösenord.
dup-mine-nothing = Om du inte har något behöver du inte göra något.
dup-mine-wrong = Det är inte kontot som skolan frågade om, eller så är lösenordet ett annat.
dup-mine-go = Det här kontot är också mitt
dup-shown-title = Nu vet din skola
dup-shown-what = Båda kontona är dina. Din skola tittar på det och slår ihop dem. Till dess öppnar båda { $platform } som förut.
dup-shown-on = Tillbaka till inställningarna
mrg-title = Slå ihop två konton
mrg-what = Kontrollera att det är en och samma person. Det som öppnar något av kontona öppnar sedan det som finns kvar.
mrg-goes = Det här kontot går upp i det andra
mrg-stays = Det här kontot finns kvar
mrg-swap = Behåll det andra kontot i stället
mrg-refused = Kontona kan inte slås ihop:
mrg-refused-same-account = Det är ett enda konto.
mrg-refused-other-platform = De hör till två plattformar.
mrg-refused-closed = Ett av kontona går inte att använda.
mrg-refused-provisional = Ett av kontona väntar på elevens gamla konto. Det hämtar eleven själv.
mrg-refused-both-have-others = I båda har andra konton redan gått upp. Ångra en av de sammanslagningarna först.
mrg-refused-wrong-survivor = I kontot som skulle gå upp har ett annat redan gått upp. Behåll det.
mrg-refused-role-classes = Det ena är en elevs, det andra en vuxens.
mrg-refused-different-facts = Födelsedatum eller personnummer skiljer sig: det är två personer.
mrg-refused-one-journal = Båda står i samma klasslista: det är två personer.
mrg-refused-foreign-school = Ett av kontona hör till en annan skola. Någon där måste hålla med.
mrg-before-after = Före och efter
mrg-nothing-moves = På kontot som går upp hänger ingenting.
mrg-column-what = Vad
mrg-column-name = Namn
mrg-column-fate = Efteråt
mrg-kind-link = Koppling
mrg-kind-role = Roll
mrg-kind-licence = Licens
mrg-kind-code = Kopplingskod
mrg-role-elsewhere = på en annan skola
mrg-fate-moved = räknas för kontot som finns kvar
mrg-fate-superseded = båda har det: räknas en gång
mrg-freed = En licens för { $product } blir ledig.
mrg-after = Vad mer som händer
mrg-after-sessions = Den som är inloggad på kontot som går upp loggas ut.
mrg-after-password = Dess användarnamn och lösenord öppnar inget så länge kontona är ihopslagna.
mrg-after-import = Importer låter det vara tills sammanslagningen ångras.
mrg-rule = Om sammanslagningen ångras hör det som gjorts sedan dess till kontot vars inloggning användes; det som inte hör till någon inloggning stannar hos kontot som finns kvar.
mrg-undo-until = Sammanslagningen kan ångras till { $day }.
mrg-told = Vad { $platform } får veta
mrg-told-what = { $from } har gått upp i { $into }, och hur länge det kan ångras.
mrg-moves-history = { $platform } visar sedan arbetet från båda kontona på ett ställe. Det som görs där efter sammanslagningen stannar hos kontot som finns kvar.
mrg-no-history = { $platform } kan inte flytta arbete från ett konto till ett annat: arbetet i kontot som går upp skulle inte synas. Det som går i stället: fäst en koppling vid kontot där arbetet finns.
mrg-move-instead = Fäst { $system } vid kontot som finns kvar
mrg-second-both-active = Båda kontona har använts de senaste 30 dagarna. En andra person måste hålla med.
mrg-second-other-school = Ett av kontona finns även på en annan skola. En andra person måste hålla med.
mrg-second-ask = Fråga en andra person
mrg-second-waits = En andra person har tillfrågats men har inte svarat än.
mrg-second-agreed = En andra person har hållit med om precis detta.
mrg-reason = Varför
mrg-reason-hint = Till skolans logg. Inga namn.
mrg-no-reason = Säg med några ord varför.
mrg-changed = Något har ändrats sedan du öppnade sidan. Titta igen.
mrg-go = Slå ihop kontona
mrg-list = Ihopslagna konton
mrg-list-none = Inga konton har slagits ihop här än.
mrg-across-title = Ett konto vid en annan skola
mrg-across-what = Skriv dess användarnamn. En administratör där tillfrågas, och du ser inget av det förrän den har hållit med.
mrg-across-ours = Användarnamn vid den här skolan
mrg-across-theirs = Användarnamn vid den andra skolan
mrg-across-go = Fråga den andra skolan
mrg-across-sent = Om det finns ett sådant konto vid en annan skola och det kan slås ihop tillfrågas en administratör där.
mrg-across-lacks = Ingen tillfrågades: skriv användarnamnet för någon vid den här skolan, det andra användarnamnet och varför.
mrg-across-agreed = Den andra skolan har hållit med: titta och slå ihop.
mrg-told-moved = { $platform } har flyttat historiken.
mrg-told-waiting = Väntar på { $platform }.
mrg-told-cannot = { $platform } kan inte flytta historik: arbetet stannar där det är.
mrg-told-undone = Ångrat, och { $platform } vet det.
mrg-one-title = En sammanslagning
mrg-when = Ihopslaget
mrg-undone = Ångrat
mrg-unmerge = Ångra sammanslagningen
mrg-unmerge-go = Ångra
mrg-nothing-given-away = Alla licenser kommer tillbaka med kontot.
mrg-given-away = Licensen för { $product } har getts till någon annan sedan dess: kontot kommer tillbaka utan den.
mrg-too-late = Sammanslagningen kan inte längre ångras.
mrg-move-title = Fäst { $system } vid det andra kontot
mrg-move-what = Kopplingen avslutas vid det ena kontot och börjar vid det andra: därefter öppnar { $system } det andra kontot i { $platform }.
mrg-move-from = Avslutas här
mrg-move-to = Börjar här
mrg-move-history = Arbete från det ena kontot stannar där. { $platform } flyttar det inte.
mrg-move-licence = Licenser från klasslistor följer kopplingen vid nästa uppdatering. En licens som getts för hand stannar.
mrg-move-go = Fäst

## The console: people and requests
ppl-account-missing = Välj ett konto
ppl-any = Alla
ppl-assurance-high = Säkerhet: hög.
ppl-assurance-low = Säkerhet: låg.
ppl-assurance-platform = Säkerhet: plattformens ord.
ppl-assurance-school = Säkerhet: skolans ord.
ppl-assurance-substantial = Säkerhet: väsentlig.
ppl-assurance-teacher = Säkerhet: en lärares ord.
ppl-back = Personer
ppl-back-to-person = Tillbaka
ppl-case-account-taken = Kontot har en annan person från det systemet
ppl-case-account-taken-what = Personen styrkte ett konto som är kopplat till någon annan i samma system. Ta reda på vem som är vem. Om den kopplingen är fel, avsluta den, så försöker personen igen.
ppl-case-cannot-sign-in = Kan inte logga in på sitt konto
ppl-case-cannot-sign-in-what = Personen loggade in med skolsystemet och säger sig ha ett konto som inte går att logga in på.
ppl-case-claim-probing = En person försökte med flera konton
ppl-case-claim-probing-what = Någon försökte med flera konton som inte är egna och stoppades för dagen. Tala med personen.
ppl-case-identity-taken = Skolsystemets person har ett annat konto
ppl-case-identity-taken-what = Personen styrkte ett konto och är kopplad till ett annat. Om båda är personens, slå ihop dem. Om kopplingen blev fel, avsluta den, så försöker personen igen.
ppl-case-merge-doubted = En ihopslagning kan vara fel
ppl-case-merge-doubted-what = Något tyder på att två ihopslagna konton är två personers. Titta på ihopslagningen; den kan ångras där.
ppl-case-new-account = Vill ha ett nytt konto
ppl-case-new-account-what = Personen säger sig aldrig ha använt plattformen. Din skola vill se nya konton först.
ppl-case-not-me = ”Det här var inte jag”
ppl-case-not-me-what = Någon sa sig inte ha gjort en koppling. Den avslutades, med sessionerna. Tala med personen: andra kan känna till lösenordet.
ppl-case-over = Ärendet är avgjort, eller avgörs på en egen sida.
ppl-case-people-differ = Två personers uppgifter
ppl-case-people-differ-what = Personen styrkte ett konto, och skolsystemets uppgifter skiljer sig från kontots. Inget kopplades. Om ett födelsedatum eller namn är fel, rätta det där det står, så försöker personen igen.
ppl-case-recycled = Ett nummer kan nu vara någon annans
ppl-case-recycled-what = Det skolsystemet säger om numret har ändrats så mycket att det kan vara någon annan. Ingen kommer in med det förrän du bestämmer.
ppl-case-suspected-duplicate = Kan vara ett dubblettkonto
ppl-case-suspected-duplicate-what = Det avgörs bland de möjliga dubbletterna.
ppl-case-whose = Vilket konto är personens
ppl-class-linked = har en koppling
ppl-class-nobody = Kryssa för minst en elev
ppl-class-none = Ingen elev i klassen har ett konto med användarnamn.
ppl-class-print = Skriv ut lösenord för klassen
ppl-class-title = Lösenord för { $class }
ppl-class-what = Varje lösenord öppnar sitt konto en gång och måste sedan bytas. Lösenorden som fanns gäller inte längre.
ppl-class-whom = För vilka
ppl-code = Skriv ut en kopplingskod
ppl-code-nobody = Välj en elev
ppl-code-none = Ingen elev med ett sådant namn väntar i en klasslista på skolan. En kopplingskod är för en elev som har en plats i en kopplad klasslista och ännu ingen koppling. Skriv ut ett engångslösenord i stället.
ppl-code-title = Skriv ut en kopplingskod för { $name }
ppl-code-unfit = Det går inte att göra en kod för den här eleven och det här kontot: de är redan kopplade, eller så skiljer sig uppgifterna.
ppl-code-what = Välj eleven vars konto det här är. Eleven loggar in med skolsystemet och skriver koden. Titta två gånger: den som har båda kommer in på kontot. Personen får veta det.
ppl-code-whom = Vems är kontot
ppl-disable = Stäng av kontot
ppl-disable-title = Stäng av kontot för { $name }
ppl-disable-what = Ingen kommer in längre och alla sessioner avslutas genast. Kopplingar och arbete finns kvar. Du kan slå på det igen. Personen får veta det.
ppl-done-disabled = Kontot är avstängt.
ppl-done-enabled = Kontot är på igen.
ppl-done-link-ended = Kopplingen är avslutad.
ppl-done-role-ended = Rollen är borttagen.
ppl-done-signed-out = Personen är utloggad överallt.
ppl-enable = Slå på kontot
ppl-enable-title = Slå på kontot för { $name }
ppl-enable-what = Kopplingarna och lösenordet som finns fungerar igen. Personen får veta det.
ppl-end-link = Avsluta kopplingen
ppl-end-link-last = Det är den enda vägen in som fungerar. Skriv sedan ut ett lösenord eller en kopplingskod.
ppl-end-link-title = Avsluta kopplingen för { $name } med { $upstream }
ppl-end-link-what = { $name } kommer inte längre in med { $upstream } och loggas ut där det användes. Kontot och arbetet finns kvar. Personen får veta det.
ppl-ended-claimed = Den gav { $day } plats åt kontot som personen styrkte.
ppl-ended-not-me = Någon sa { $day } ”det här var inte jag”.
ppl-ended-owner = Personen avslutade den { $day }.
ppl-ended-school = En administratör eller plattformen avslutade den { $day }.
ppl-ended-switched = Skolan gick { $day } över till ett annat system.
ppl-ended-taken-back = En lärare tog tillbaka den { $day }.
ppl-erase = Glöm den här personen
ppl-export = Ta ut allt om den här personen
ppl-found = Hittade
ppl-has-password = Finns
ppl-head-licences = Licenser
ppl-head-links = Kopplingar
ppl-head-others = Samma namn
ppl-head-roles = Roller på den här skolan
ppl-head-sessions = Inloggad nu
ppl-is-disabled = Avstängt
ppl-is-joined = Ihopslaget med ett annat konto
ppl-licence-journal = Ges av { $journal }.
ppl-licence-manual = Given för hand.
ppl-link-joined = Den hör till ett konto som slagits ihop med det här.
ppl-links = { $count ->
    [one] { $count } koppling
   *[other] { $count } kopplingar
}
ppl-merge = Jämför och slå ihop
ppl-next = Visa fler
ppl-no-audit = Inget har antecknats ännu.
ppl-no-links = Det finns ingen koppling. Personen kan använda lösenord eller kopplingskod, eller logga in och säga vilket konto som är rätt.
ppl-no-password = Saknas
ppl-no-sessions = Inte inloggad någonstans.
ppl-none = Ingen hittades. Personer visas här när de har en roll på skolan: från plattformens lista, ett skolsystem eller en klasslista.
ppl-not-administrator = Den här personen administrerar även en annan skola, så det går inte härifrån. Fråga plattformens support.
ppl-not-elsewhere = Den här personen finns även på en annan skola och skulle bli utelåst där. Ta i stället bort rollen på din skola.
ppl-not-yourself = Det här är ditt eget konto. Be en annan administratör.
ppl-off-since = Avstängt sedan { $day }
ppl-out-account = Det finns inget konto: skapa ett.
ppl-out-account-what = Det öppnas vid nästa inloggning. Om det ändå finns ett äldre kan de slås ihop.
ppl-out-close = Det är ordnat.
ppl-out-close-what = Ärendet stängs.
ppl-out-code = Skriv ut en kopplingskod.
ppl-out-code-what = För kontot som är personens, om personen har en plats i en kopplad klasslista.
ppl-out-end-link = Avsluta kopplingen som är i vägen.
ppl-out-end-link-what = Sedan kan personen försöka igen. Den som har kontot får veta det.
ppl-out-keep-out = Det är en annan person.
ppl-out-keep-out-what = Det gamla kontot behåller arbetet och förlorar kopplingen. Numret förblir utestängt.
ppl-out-password = Skriv ut ett engångslösenord.
ppl-out-password-what = För kontot som är personens.
ppl-out-refuse = Inget görs.
ppl-out-refuse-what = Ärendet stängs; personen kan fråga igen.
ppl-out-same-person = Det är samma person.
ppl-out-same-person-what = Numret öppnar kontot igen. Var säker: fel svar öppnar det för en främling.
ppl-outcome-missing = Välj ett
ppl-outcomes = Vad bestämmer du
ppl-password = Skriv ut ett engångslösenord
ppl-password-assurance = En koppling som görs med det säger att den vilar på skolans ord.
ppl-password-elsewhere = { $platform } har hand om lösenorden själv. Ange ett där.
ppl-password-impossible = Kontot saknar användarnamn eller är avstängt: ett lösenord skulle inte öppna något.
ppl-password-title = Skriv ut ett lösenord för { $name }
ppl-password-what = Det öppnar kontot en gång och måste sedan bytas. Lösenordet som fanns gäller inte längre och alla sessioner avslutas. Ge det bara till personen själv. Personen får veta det.
ppl-printed = Engångslösenord
ppl-printed-back = Tillbaka
ppl-printed-code = Kopplingskod
ppl-printed-missed = För dessa finns inget nu. Försök igen för dem:
ppl-printed-now = Skriv ut sidan nu. Det som står här visas bara en gång.
ppl-q = Namn, användarnamn eller nummer
ppl-q-hint = En del av namnet räcker; användarnamn eller nummer i sin helhet
ppl-reason = Skäl
ppl-reason-hint = Till skolans logg; personen ser det inte
ppl-reason-missing = Skriv varför
ppl-requests-none = Inget väntar. Ärenden visas här när någon inte kommer in på sitt konto, eller när två personers uppgifter möts.
ppl-requests-what = Det som personer bett skolan om, och det som hittats och bara en människa kan avgöra. De som väntat längst först.
ppl-role = Ta bort rollen
ppl-role-frees = { $free ->
    [one] Licensen för { $product } blir fri. Då är en plats ledig.
   *[other] Licensen för { $product } blir fri. Då är { $free } platser lediga.
}
ppl-role-frees-none = Ingen licens blir fri av detta.
ppl-role-from = Enligt { $upstream }.
ppl-role-keeps = Behåller licensen för { $product }: en klasslista ger den så länge personen finns där.
ppl-role-lacking = { $count ->
    [one] En person på skolan behöver en licens för { $product } och har ingen.
   *[other] { $count } personer på skolan behöver en licens för { $product } och har ingen.
}
ppl-role-title = Ta bort en roll från { $name }: { $role }
ppl-role-until = Till { $day }
ppl-role-what = Kontot finns kvar. En roll som ett skolsystem ger kommer tillbaka vid nästa inloggning; ändra den då även där. Personen får veta det.
ppl-search = Sök
ppl-session = Sedan { $began }, senast använd { $seen }
ppl-settle = Avgör ärendet
ppl-settled = Ärendet är avgjort.
ppl-show-person = Visa personen
ppl-sign-out = Logga ut överallt
ppl-sign-out-title = Logga ut { $name } överallt
ppl-sign-out-what = Alla sessioner avslutas, även på delade datorer. Kopplingar och lösenord finns kvar. Personen får veta det.
ppl-state = Konto
ppl-state-disabled = Avstängt
ppl-state-joined = Ihopslaget med ett annat konto
ppl-state-open = I bruk
ppl-state-unlinked = Utan koppling
ppl-strip-code = Öppna { $platform }, logga in med skolsystemet, säg att du har använt det förut och skriv koden.
ppl-strip-password = Öppna { $platform }, logga in med användarnamn och det här lösenordet och välj ett nytt.
ppl-sub = Nummer på plattformen
ppl-system = Loggar in med
ppl-went-into = Det här kontot har slagits ihop med ett annat.
ppl-went-into-show = Visa det kontot
ppl-why-administrator = En administratör kopplade { $upstream }, { $day }.
ppl-why-born = Kontot började med första inloggningen med { $upstream }, { $day }.
ppl-why-born-roster = Kontot skapades { $day } för någon ny i en klasslista från { $upstream }.
ppl-why-born-school = Skolan sa { $day } att det inte fanns något konto, och ett skapades för { $upstream }.
ppl-why-claim = Personen kopplade själv vid inloggning med { $upstream }, { $day }.
ppl-why-claim-password = Kopplad av personen { $day } med { $upstream } och det gamla lösenordet.
ppl-why-claim-printed = Kopplad av personen { $day } med { $upstream } och ett lösenord som skolan skrev ut.
ppl-why-claim-upstream = Kopplad av personen { $day } med { $upstream } och ett system som redan var kopplat.
ppl-why-code = Kopplad av personen { $day } med { $upstream } och en utskriven kopplingskod.
ppl-why-import = Plattformen hade redan kopplat { $upstream }, { $day }.
ppl-why-platform = Plattformen sa { $day } vems kontot är, och { $upstream } kopplades.
ppl-why-settings = Personen lade till { $upstream } i inställningarna, { $day }.
ppl-why-teacher = En lärare bekräftade { $upstream }, { $day }.
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
swi-would-unproven = av dem bara på ditt ord: ingen har kommit med det nya id:t än, eller så säger inget att det är samma person
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
swi-second = Där inget system säger att ett gammalt och ett nytt id är en och samma person måste en andra person hålla med. Jämför id:na med listan som det nya systemet gav dig.
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
mail-factor-added-subject = En andra faktor har ställts in för ditt konto i { $platform }
mail-factor-added-what = Någon som var inloggad som du har ställt in en app som visar koder för ditt konto i { $platform }. Med den godkänner eller avgör man sådant som gäller andra på din skola. Om det inte var du, säg det genast till den som administrerar skolan: den tar bort faktorn.
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
mail-hold-doubtful = Det som inte kom i sin helhet, eller hör till en annan skola, kan ingen godkänna. Rätta det i { $upstream }; då fortsätter nästa uppdatering av sig själv. Om en klasslista är avslutad, låt dem som driver { $platform } ta bort kopplingen:
mail-hold-more = och { $more } till
mail-hold-why = Du får det här mejlet för att { $school } har angett adressen för pauser. Inga elever nämns. Ingen läser svar på det.
mail-end-subject = Klasslistor för { $school } som { $upstream } inte har längre
mail-end-what = { $upstream } har inte längre de här klasslistorna för { $school } i { $platform }:
mail-end-more = … och { $more } till
mail-end-next = Om de fortfarande är borta då avslutas de av sig själva: { $when }. Platserna avslutas och licenserna blir lediga; konton, kopplingar och arbete finns kvar. Om någon ska vara kvar, se till att den syns i { $upstream } igen eller säg till dem som driver { $platform }.
mail-end-held = De är så många att ingen av dem avslutas av sig själv. Jämför med { $upstream }. Om de verkligen är slut kan de som driver { $platform } avsluta dem; annars behöver felet rättas i { $upstream }. Till dess behåller alla plats och licens.

## Why a refresh is held
hold-removed-school = { $people } av skolans { $of } personer skulle förlora en plats.
hold-removed-journal = { $people } av { $of } personer i en klasslista skulle förlora sin plats (sådana klasslistor: { $journals }).
hold-added-school = { $people } personer skulle tillkomma, utöver { $of } i skolan.
hold-added-journal = { $people } personer skulle tillkomma i en klasslista med { $of } (sådana klasslistor: { $journals }).
hold-rekeyed-school = { $people } av skolans { $of } personer har ett annat namn, födelsedatum, id eller en annan roll än förut.
hold-rekeyed-journal = { $people } av { $of } personer i en klasslista har ett annat namn, födelsedatum, id eller en annan roll än förut (sådana klasslistor: { $journals }).
hold-partial = Klasslistor som inte lästes till slutet: { $journals }.
hold-other-school = Klasslistor som säger att de hör till en annan skola: { $journals }.
hold-fault-empty = den är tom
hold-fault-unread = inget svar kom, eller inget som går att förstå
hold-fault-cut-short = den kom inte i sin helhet
hold-fault-other-school = den säger att den hör till en annan skola
hold-fault-no-school = den säger inte längre vilken skola den hör till

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
trouble-acted-often-title = Det var mycket på en timme
trouble-acted-often-what = Med det här kontot har något gjorts för väldigt många personer inom en timme, så vi väntar en stund. Det som är gjort gäller.
trouble-acted-often-next = { $minutes ->
    [one] Fortsätt om { $minutes } minut.
   *[other] Fortsätt om { $minutes } minuter.
}

## För utvecklare: vad som är fel med en parameter
fault-missing = { $parameter }: saknas.
fault-repeated = { $parameter }: finns mer än en gång.
fault-unknown = { $parameter }: vi känner inte till det här värdet.
fault-not-registered = { $parameter }: värdet är inte registrerat för den här klienten. Det jämförs byte för byte.
fault-malformed = { $parameter }: går inte att läsa.
fault-unsupported = { $parameter }: vi stöder inte det här värdet.

## Loggen, och vad en person får be om
aud-what = Allt som har ändrats på { $school }, det senaste först. Varje rad är kedjad till den förra, så att ingen kan ändras eller tas bort utan spår.
aud-action = Vad som hände
aud-action-hint = Början av ett ord, till exempel link eller account.merged
aud-account = Konto
aud-from = Från och med
aud-to = Till och med
aud-search = Sök
aud-none = Inget hittades.
aud-did = Vad
aud-who = Av
aud-whom = För
aud-number = Nummer
aud-older = Äldre rader
aud-export = Ta ut loggen som en fil
aud-export-what = Filen innehåller varje rad som du sökte efter, med sitt nummer och sin plats i kedjan. Inga namn står där: konton är koder. En andra person måste först gå med på det.
aud-export-get = Ladda ner filen
prv-reason = Skäl
prv-reason-hint = Den andra personen läser det, och det blir kvar i loggen.
prv-reason-missing = Skriv varför.
prv-ask = Fråga en andra person
prv-waits = En andra person har fått frågan. Kom tillbaka hit när svaret är ja.
prv-agreed = En andra person har gått med på det.
prv-export-title = Allt om { $name }
prv-export-what = En fil med allt som finns om den här personen: konton, kopplingar, klasser, licenser, inloggningar, ärenden och vad som har hänt. Lösenord och nycklar finns inte med. I loggen står att du tog ut den.
prv-export-get = Ladda ner filen
prv-erase-title = Glöm { $name }
prv-erase-what = Namn, födelsedatum, adresser, användarnamn och lösenord försvinner, liksom allt som har skrivits om den här personen. Även { $platform } får besked om att glömma personen.
prv-erase-links = { $count ->
    [0] Inget skolsystem loggar in personen.
    [one] Ett skolsystem loggar inte längre in personen.
   *[other] { $count } skolsystem loggar inte längre in personen.
}
prv-erase-others = { $count ->
    [one] Ett konto som har gått upp i det här glöms också, och det kan inte längre ångras.
   *[other] { $count } konton som har gått upp i det här glöms också, och det kan inte längre ångras.
}
prv-erase-for-good = Det här går inte att ta tillbaka.
prv-erase-elsewhere = Personen finns även på en annan skola. En skola ensam kan då inte låta glömma någon: avsluta rollen här, eller fråga dem som driver tjänsten.
prv-erase-do = Glöm för gott
prv-erased-title = Glömd
prv-erased-what = Ingenting här nämner personen längre. { $platform } får besked om det.
