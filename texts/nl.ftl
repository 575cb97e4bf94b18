# De woorden van Koppel in het Nederlands. Sleutels en variabelen zijn in elke taal dezelfde; een test vergelijkt ze.

## Rond elke pagina
skip = Direct naar de vraag
made-by = Inloggen via Koppel
a-platform = je leeromgeving
your-school = je school
error-prefix = Fout:
summary-title = Er gaat iets niet goed
continue = Verder
continue-to = Verder naar { $platform }
go-to = Naar { $platform }
cancel = Annuleren
try-again = Opnieuw proberen
reference = Geef deze code door als je hulp vraagt:
what-next = Wat je nu kunt doen
other-way-in = Op een andere manier inloggen

## Woorden
username = Gebruikersnaam
password = Wachtwoord
sign-in = Inloggen
sign-in-with = Inloggen met { $upstream }
sign-out = Uitloggen
role-pupil = Leerling
role-teacher = Leerkracht
role-staff = Medewerker van de school
role-guardian = Ouder of verzorger
role-admin = Schoolbeheerder

## Een systeem kiezen
chooser-title = Inloggen bij { $platform }
chooser-school = Via het systeem van je school
chooser-password = Met je gebruikersnaam van { $platform }
chooser-empty = Je kunt hier nog niet inloggen bij { $platform }. De school voegt de systemen toe die zij gebruikt.

## Onderweg
leaving-title = Door naar { $upstream }
leaving-what = Je logt in bij { $upstream } en komt daarna hier terug. Gebeurt er niets, druk dan op Verder.

## Geopend vanuit een ander systeem
opening-title = Open de link in { $upstream }
opening-go = Ga in deze browser naar { $upstream } en open je cursus.
opening-open = Druk daar op de link die je leerkracht voor { $platform } heeft geplaatst.
opening-back = Je komt hier terug en gaat verder.
opening-somebody = Is op deze computer iemand anders ingelogd bij { $upstream }? Log die daar eerst uit.
opening-again = Ik heb de link geopend
opening-other = Op een andere manier inloggen
opened-title = Ben jij { $name }?
opened-what = Je gaat naar { $platform } als { $name }.
opened-yes = Ja, ik ben { $name }

## School
school-title = Op welke school ben je nu?
school-what = Je hoort in { $platform } bij meer dan één school. Kies er een; de volgende keer dat je inlogt kun je opnieuw kiezen.

## De vraag
came-from = Je kwam van { $upstream } als
question-title = Heb je { $platform } eerder gebruikt?
question-what = Logde je eerder op een andere manier in bij { $platform }, dus niet met { $upstream }? Dan staat je werk in dat account, en daar kan het blijven.
question-yes = Ja, ik heb een account
question-yes-hint = Hierna laat je zien dat het van jou is
question-no = Nee, dit is de eerste keer
question-no-hint = Je krijgt een nieuw account
wrong-person = Ik ben niet { $name }

## Het oude account laten zien
claim-title = Laat ons je account bij { $platform } zien
claim-what = Log daar in zoals je dat eerder deed. Daarna opent { $upstream } hetzelfde account.
claim-not-linked = { $upstream } opent nog geen account bij { $platform }. Gebruik je gebruikersnaam en wachtwoord, of een ander systeem.
claim-submit = Dit is mijn account
claim-at-platform = Log in bij { $platform } om het te bewijzen
claim-other = Ik gebruikte een ander systeem
claim-cannot-title = Ik kan er niet meer in
claim-cannot-what = Je school kan helpen. We sturen de school een aanvraag; van je werk gaat niets verloren.
claim-cannot = Vraag het mijn school
claim-code-title = Ik heb een koppelcode van school
claim-code = Code invullen
later-title = Ik kan het nu niet laten zien
later-what = Ga voorlopig zonder verder. Je krijgt vandaag een leeg account bij { $platform }: je oude werk staat er nog niet, maar het is niet weg. Heb je je wachtwoord of een code van school, haal dan je oude account erbij; dan staat het werk van allebei op één plek.
later-again = Je oude werk staat hier nog niet, maar het is niet weg. Heb je het wachtwoord van je oude account bij { $platform } of een code van school, haal het er dan bij: dan staat het werk van allebei op één plek.
claim-later = Voorlopig zonder verdergaan

## Een code van school
code-title = Vul de koppelcode van je school in
code-what = Je leraar gaf je een code op papier. Die laat zien dat het account bij { $platform } van jou is; daarna opent { $upstream } het.
code = Koppelcode
code-hint = Acht letters en cijfers. Kleine letters of een ontbrekend streepje geven niet.
code-back = Terug naar de andere manieren
error-code-missing = Vul de koppelcode in
error-code-slip = Er zit een typefout in de code. Vergelijk hem teken voor teken met het papier.
error-code-wrong = Deze code past niet. Kijk of jouw naam op het papier staat; is dat zo, vraag je leraar dan om een nieuwe code.

## Het oude account, later
older-title = Kun je je oude account bij { $platform } nu laten zien?
older-what = Je zei dat je een ouder account hebt. Als je het erbij haalt, staan je oude werk en wat je sindsdien hebt gedaan op één plek.
older-bring = Mijn oude account erbij halen
older-bring-hint = Met het wachtwoord, een ander systeem of een code van school
older-later = Nu niet
older-later-hint = Je gaat verder zoals eerst; over een week vragen we het weer

## De school is gevraagd
asked-cannot-title = We hebben je school om hulp gevraagd
asked-cannot-what = We hebben { $school } laten weten dat je een account bij { $platform } hebt en er niet in kunt. Je werk is veilig.
asked-cannot-next = Vraag ernaar bij je leerkracht of de schoolbeheerder. Zij kunnen je een nieuw wachtwoord geven. Log daarna opnieuw in met { $upstream }.
asked-new-title = Je school moet eerst ja zeggen
asked-new-what = { $school } wil nieuwe accounts bij { $platform } zien voordat ze opengaan. De aanvraag is verstuurd.
asked-new-next = Vraag ernaar bij je leerkracht of de schoolbeheerder. Log daarna opnieuw in met { $upstream }.
asked-differ-title = Dit lijken twee mensen te zijn
asked-differ-what = De persoon bij { $upstream } en de eigenaar van het account bij { $platform } lijken niet dezelfde te zijn. Er is niets gekoppeld.
asked-differ-next = Is op deze computer iemand anders ingelogd bij { $upstream }, log daar dan uit en begin opnieuw. Ben je het allebei zelf, dan kan { $school } het in orde maken; de school weet ervan.
asked-taken-title = Dit account wordt al door een andere gebruiker van { $upstream } geopend
asked-taken-what = Iemand logt al met { $upstream } in op dit account bij { $platform }. Er is niets veranderd.
asked-taken-next = Is het account van jou en weet je niet wie dat is, praat dan met { $school }; de school weet ervan.
asked-several-title = Er zijn meerdere accounts geprobeerd
asked-several-what = Voor één gebruiker van { $upstream } zijn wachtwoorden van meerdere accounts bij { $platform } of meerdere codes geprobeerd. Er is niets gekoppeld en { $school } weet ervan.
asked-several-next = Vraag je leraar of de beheerder van je school welk account van jou is. Morgen kun je het opnieuw proberen.

## Beide personen naast elkaar
confirm-title = Ben jij dit allebei?
came-as = Je kwam van { $upstream } als { $name }.
is-that-you = Ben jij dat?
not-you-sign-out = Dat ben ik niet: uitloggen bij { $upstream }
card-in = Bij { $system }
card-username = Gebruikersnaam
card-school = School
card-role = Rol
card-class = Groep
card-last-here = Laatst hier
card-work = Werk
card-finished-tasks = { $count ->
    [one] { $count } taak af
   *[other] { $count } taken af
}
differs = verschilt
confirm-differences = Wat verschilt is gemarkeerd. Kijk ernaar voordat je verdergaat.
confirm-what = Voortaan opent { $upstream } dit account bij { $platform }, met al het werk.
confirm-password-stays = Je gebruikersnaam en wachtwoord blijven werken.
confirm-absorbs = Wat je sindsdien bij { $platform } hebt gedaan, gaat mee.
confirm-link = Koppeling bevestigen
confirm-two-people = Dit zijn twee verschillende mensen

## Gekoppeld
linked-title = { $upstream } opent nu je account
linked-what = Druk de volgende keer op “Inloggen met { $upstream }” en je bent in { $platform }. Je werk staat waar het stond.
linked-undo = { $minutes ->
    [one] Is dit niet je eigen account? Je kunt het nog { $minutes } minuut ongedaan maken.
   *[other] Is dit niet je eigen account? Je kunt het nog { $minutes } minuten ongedaan maken.
}
not-me = Dit was ik niet

## Bericht
notice-title = Ook { $upstream } opent nu je account
notice-what = Aan je account bij { $platform } is { $day } een koppeling met { $upstream } toegevoegd.
notice-question = Heb je { $upstream } zelf gekoppeld?
notice-mine = Ja, dat was ik
notice-not-me = Was het iemand anders, dan verbreken we de koppeling met { $upstream } en loggen we die persoon uit. Je school krijgt bericht.

## Dit was ik niet: gedaan
not-me-title = De koppeling met { $upstream } is verbroken
not-me-what = { $upstream } opent dit account bij { $platform } niet meer. Iedereen die zo binnenkwam is uitgelogd.
not-me-school = { $school } heeft bericht gekregen.
not-me-no-school = De mensen die voor je account zorgen hebben bericht gekregen.
not-me-signed-out = Jij bent ook uitgelogd. Begin opnieuw op je eigen manier.
not-me-password = Kan iemand anders je wachtwoord weten, verander het dan bij de instellingen, onder Koppelingen.

## Wachtwoorden
new-password-title = Kies een nieuw wachtwoord
new-password-what = Het wachtwoord dat je gebruikte werkt maar één keer. Vanaf nu log je in met het nieuwe.
new-password-hint = Minstens 8 tekens. Een paar woorden achter elkaar zijn makkelijk te onthouden en moeilijk te raden.
new-password = Nieuw wachtwoord
repeat-password = Nieuw wachtwoord nog een keer
current-password = Huidig wachtwoord
change-password = Wachtwoord veranderen
change-password-what = Je gebruikt het met je gebruikersnaam om in te loggen bij { $platform }. Andere apparaten worden uitgelogd.
save-password = Wachtwoord bewaren
error-username-missing = Vul je gebruikersnaam in
error-password-missing = Vul je wachtwoord in
error-password-wrong = Gebruikersnaam en wachtwoord horen niet bij elkaar. Kijk naar de spelling en de hoofdletters.
error-current-wrong = Dit is niet je huidige wachtwoord
error-new-too-short = Het nieuwe wachtwoord heeft minstens 8 tekens nodig
error-new-too-long = Het nieuwe wachtwoord mag hoogstens 200 tekens hebben
error-new-unchanged = Het nieuwe wachtwoord moet anders zijn dan het oude
error-new-too-common = Dit wachtwoord is makkelijk te raden. Kies een ander.
error-new-not-repeated = De twee nieuwe wachtwoorden zijn niet gelijk. Vul het nieuwe nog een keer in.
error-new-unprintable = Gebruik in het nieuwe wachtwoord alleen letters, cijfers, leestekens en spaties.

## Opnieuw inloggen
again-title = Laat zien dat jij het bent
again-what = Je bent ingelogd als { $name }. Log nog een keer in voordat je verdergaat.
again-other = Of met een gekoppeld systeem

## Uitloggen
logout-title = Uitloggen bij { $platform }?
logout-what = Je wordt hier uitgelogd, en ook waar je van hieruit naartoe ging.
logout-confirm = Uitloggen
logout-cancel = Ingelogd blijven
signed-out-title = Je bent uitgelogd
signed-out-what = Log op een gedeelde computer ook uit bij het systeem van je school, of sluit de browser.

## Instellingen: Koppelingen
integrations-title = Koppelingen
integrations-what = Deze systemen openen je account bij { $platform }.
integrations-yours = Jouw koppelingen
integrations-none = Nog geen. Voeg je er een toe, dan kun je daarmee inloggen bij { $platform } en houd je je account.
signed-in-as = Je bent ingelogd als
since = Sinds { $day }.
last-used = Laatst gebruikt: { $day }.
never-used = Nog niet gebruikt.
only-way-in = Dit is je enige manier om bij { $platform } in te loggen. Voeg een andere toe voordat je deze verbreekt.
end-link = Koppeling verbreken
add-integration = Koppeling toevoegen
add-upstream = { $upstream } toevoegen
origin-claim = Je koppelde het toen je inlogde.
origin-born = Je account begon ermee.
origin-settings = Je voegde het hier toe.
origin-import = { $platform } had het al gekoppeld.
origin-administrator = Je school koppelde het.
origin-teacher = Je leerkracht koppelde het.
origin-code = Je koppelde het met een code van school.
origin-platform = Je koppelde het bij { $platform }.
done-added = { $upstream } is toegevoegd.
done-ended = De koppeling met { $upstream } is verbroken.
done-password = Je wachtwoord is veranderd.
end-title = De koppeling met { $upstream } verbreken?
end-what = { $upstream } opent je account bij { $platform } dan niet meer. Het account en je werk blijven.
end-brought = Ook wat bij { $platform } is gedaan voordat het bij dit account kwam, blijft hier. Was jij dat niet, zeg het dan op school: tot { $day } kan de school het teruggeven.
end-again = Je kunt { $upstream } later weer toevoegen.
end-done = { $upstream } opent je account bij { $platform } niet meer. Het account en je werk blijven.
end-signed-out = Je kwam binnen met { $upstream }, daarom ben je nu uitgelogd.

## Groepen van een leerkracht
journals-title = Je groepen
journals-what = Deze klassenlijsten komen uit de systemen van je school en zijn gekoppeld met { $platform }.
journals-none = Er is nog geen groep gekoppeld. Open er een in het systeem van je school en druk daar op ‘Koppelen met leeromgeving’; daarna staat zij hier.
journals-all = Alle groepen
journal-from = Uit { $upstream }
journal-pupils = { $count ->
    [one] { $count } leerling
   *[other] { $count } leerlingen
}

## Eén groep
journal-school = School
journal-year = Schooljaar
journal-source = Komt uit
journal-kits = Lespakketten
journal-kits-none = Geen
journal-group = Groep in { $platform }
journal-read = Laatst bijgewerkt
journal-last-run = Laatst bekeken
journal-owned = Naam, leerlingen en leerkrachten wijzig je alleen in { $upstream }.
journal-open = Openen in { $upstream }
journal-empty = In deze groep zit niemand.
journal-withdrawn = { $upstream } laat ons deze groep niet meer lezen. Er is niets verwijderd.
journal-gone = { $upstream } heeft deze groep niet meer. Er is niets verwijderd.
journal-held = De laatste bijwerking zou te veel hebben veranderd. Je school besluit daar eerst over; tot dan verliest hier niemand een plaats.
journal-untold = { $upstream } weet nog niet dat de groep gekoppeld is. We melden het opnieuw.
journal-untold-over = { $upstream } weet niet dat de groep gekoppeld is. Open de groep daar en druk nog een keer op ‘Koppelen met leeromgeving’.
state-linked = Heeft een account
state-waiting = Heeft misschien een account
state-new = Nieuw
state-blocked = Niet meegenomen
state-linked-what = De accounts van deze mensen in { $platform } zijn bekend.
state-waiting-what = Deze mensen hebben misschien al een account in { $platform }. Er wordt niets gemaakt: bij de eerste keer inloggen krijgen ze de vraag, en hun werk blijft.
state-new-what = Deze mensen krijgen een account in { $platform }. Bij de eerste keer inloggen krijgen ze de vraag of ze er al een hadden.
state-new-unused = De accounts van deze mensen in { $platform } zijn met een groep gemaakt. Ze hebben nog niet ingelogd.
state-blocked-what = Met deze mensen gebeurt in { $platform } niets.
column-name = Naam
column-class = Klas
column-role = Rol
column-remark = Opmerking
has-work = Heeft eerder werk
seat-missing = Stond bij de laatste bijwerking niet in de lijst
reason-candidate = Een account op school kan van deze persoon zijn
reason-shared-candidate = Eén account op school past bij meerdere mensen hier
reason-link-ended = Had een account, en de koppeling daarmee is verbroken
reason-subject-differs = Vindt het account bij de eerste keer inloggen
reason-unnamed = Heeft geen naam in het systeem van de school
reason-school-asks = De school bekijkt nieuwe accounts eerst
reason-partial-read = De groep kwam niet volledig door
reason-account-disabled = Het account is gesloten
reason-shared-account = Deelt een account met iemand uit deze groep
reason-quarantined = De school moet hier eerst naar kijken
reason-another-person = Het systeem van de school noemt een andere persoon dan eerder
reason-contradiction = Het systeem van de school zegt twee verschillende dingen
reason-no-subject = Heeft geen nummer in het systeem van de school
reason-role = Is geen leerling en geen leerkracht
reason-admin-role = Beheerders worden niet uit een groep overgenomen
reason-other-school = Hoort bij een andere school
reason-inactive = Is niet actief in het systeem van de school
reason-not-yet = Begint later
reason-past = Is al weg

## Hoe het met leerlingen staat, en wat wie wacht helpt
count-linked = { $count } gekoppeld
count-waiting = { $count ->
    [one] { $count } wacht
   *[other] { $count } wachten
}
count-new = { $count } nieuw
count-blocked = { $count } niet meegenomen
count-duplicates = { $count } misschien met dubbel account
count-let-in = { $count } voorlopig toegelaten
count-here = { $count } hier ingelogd in de laatste zeven dagen
light-here = Gekoppeld, hier ingelogd in de laatste zeven dagen
light-linked = Gekoppeld
light-let-in = Voorlopig toegelaten sinds { $day }; gekoppeld zodra het oude account erbij komt
light-new = Nieuw account, nog niet gebruikt
light-waiting = Wacht
light-said-new = Heeft geen ander account; de volgende bijwerking maakt er een
light-duplicate = Misschien een dubbel account; de school kijkt ernaar
light-blocked = Niet meegenomen
next-code = Koppelcode printen
next-word = Geen ander account
help-class = Zelf leerlingen bevestigen
help-codes = Koppelcodes printen
help-word = Wie geen ander account heeft
why-gone = Zit niet meer in deze groep
why-staff = Is ook leerkracht en laat het account zelf zien
why-subject-differs = Vindt het account bij de eerste keer inloggen
why-blocked = De school moet hier eerst naar kijken
why-linked = Is al gekoppeld
why-not-sure = Het is niet zeker welk account van deze leerling is. De vraag komt bij de eerste keer inloggen; de school kan helpen.
why-not-switched-on = De school heeft dit voor de klas niet aan leerkrachten gegeven
back-to-journal = Terug naar { $journal }
pupils-missing = Kies minstens één leerling
take-back = Terugnemen

## Koppelcodes van een groep
codes-title = Koppelcodes voor { $journal }
codes-what = Een code is voor leerlingen die een oud account bij { $platform } hebben en er niet meer in kunnen. Ze vullen hem in bij de eerste keer inloggen, zien van wie het account is, en bevestigen.
codes-nobody = Van wie wacht kan nu niemand een code krijgen.
codes-for = Wie krijgt een code?
codes-once = De codes zie je één keer, klaar om te printen. Een eerdere code van dezelfde leerling geldt niet meer.
codes-make = Codes maken
codes-make-all = Codes maken voor hen allemaal
codes-printed = Al op papier
code-printed = Geprint { $on }, geldig tot { $until }
codes-take-back-all = Alle codes terugnemen
codes-not = Geen code
codes-not-what = Ook deze leerlingen wachten. Zonder code krijgen ze de vraag bij de eerste keer inloggen, en hun werk blijft.

## Het blad met de codes
sheet-title = Koppelcodes voor { $journal }
sheet-back = Terug naar de codes
sheet-now = Print deze pagina nu, op A4. De codes komen niet terug; print je opnieuw, dan zijn het andere.
sheet-what = Knip langs de lijnen en geef elke strook aan de leerling van wie de naam erop staat. Niemand anders kan hem gebruiken.
sheet-open = Open { $platform }: { $address }
sheet-open-it = Open { $platform }.
sheet-sign-in = Log in met { $upstream }, als jezelf.
sheet-type = Kies ‘{ question-yes }’, dan ‘{ claim-code }’, en typ de code.
sheet-until = Geldig tot { $day }.
sheet-others = Gekozen, en geen code

## Deze leerling heeft geen ander account
word-title = Wie van { $journal } heeft geen ander account?
word-what = Deze leerlingen wachten, omdat een account bij { $platform } van hen kan zijn. Weet je dat iemand er nooit was, zeg het dan: de volgende bijwerking maakt een nieuw account.
word-nobody = Hier wacht niemand op.
word-say = Heeft geen ander account
word-said = Jij of een collega zei dat
word-said-what = Hun accounts worden bij de volgende bijwerking gemaakt. Je kunt het terugnemen tot ze die hebben gebruikt.
word-made = Hun nieuwe accounts zijn gemaakt
word-made-what = Niemand heeft nog op deze accounts ingelogd. Heeft een van de leerlingen toch een ander account, neem het dan terug: het nieuwe account wordt gesloten en de leerling wacht weer.
word-used = Ze gebruiken hun nieuwe account
word-used-what = Deze leerlingen hebben op het nieuwe account ingelogd, dus het blijft. Heeft een van hen toch een ander account, vraag het dan de schoolbeheerder: de koppeling kan worden beëindigd, dan krijgt de leerling bij de volgende keer inloggen opnieuw de vraag en kan het oude account laten zien. Niemands werk gaat verloren.
word-ask-title = { $name } heeft geen ander account?
word-ask-what = De volgende bijwerking maakt een nieuw account bij { $platform }, en dat is leeg. Is er toch een oud account, dan staat het werk daarvan er niet in.
word-ask-still = { $name } krijgt bij de eerste keer inloggen toch de vraag, en kan een oud account dan nog laten zien.
word-ask-back = Nu niet

## Het woord van een leerkracht voor de klas
class-title = Leerlingen van { $journal } bevestigen
class-linked = { $count ->
    [one] { $count } leerling is gekoppeld en logt nu in zonder vraag:
   *[other] { $count } leerlingen zijn gekoppeld en loggen nu in zonder vraag:
}
class-others = Niet gekoppeld
class-off = Je school heeft dit voor de leerlingen van deze groep niet aangezet. De schoolbeheerder kan dat doen.
class-nobody = In deze groep wacht niemand op bevestiging.
class-what = Kies elk kind van wie je weet dat het { $platform } eerder gebruikte. Wie je kiest, komt op het oude account en krijgt geen vraag. Het werkt alleen als volledige naam, klas en school bij precies één account en één kind passen.
class-leave-out = Laat weg wie nieuw is op school, daar een naamgenoot heeft, of over wie je niet zeker bent. Zij krijgen zelf de vraag bij de eerste keer inloggen, en er gaat niets verloren.
class-who = Voor wie sta je in?
class-confirm = Deze accounts zijn van hen
class-confirmed = Bevestigd in de laatste dertig dagen
class-confirmed-what = Ook de school ziet deze lijst. Wat je terugneemt, verbreekt de koppeling en logt het kind uit; bij de volgende keer inloggen krijgt het de vraag.
class-confirmed-on = Bevestigd { $on }, terug te nemen tot { $until }
class-take-back-all = Alles terugnemen

## Een groep koppelen
preview-title = De groep { $journal } koppelen?
preview-what = Controleer wat er in { $platform } gebeurt. Er is nog niets veranderd.
preview-changed = Er is iets veranderd sinds je keek. Controleer het nog een keer; er is niets opgeslagen.
preview-nobody = In deze groep zit nog niemand. Wie later in { $upstream } wordt toegevoegd, komt mee.
preview-kits = Voor welke lespakketten is zij?
preview-kit-missing = Kies minstens één lespakket
preview-group = Welke groep in { $platform }?
preview-group-hint = Een groep die je al hebt, houdt haar instellingen.
preview-group-new = Een nieuwe groep
link-journal = Groep koppelen
linked-journal-title = { $journal } is gekoppeld
linked-journal-what = { $platform } heeft de klas nu. Wijzigingen in { $upstream } komen elke dag mee.
linked-journal-told = { $upstream } weet van de koppeling en leidt hierheen.
linked-journal-without = { $count ->
    [one] { $count } persoon heeft geen licentie, omdat de school er geen meer heeft:
   *[other] { $count } mensen hebben geen licentie, omdat de school er geen meer heeft:
}
linked-journal-without-next = De schoolbeheerder kan er meer krijgen. Ze worden dan meteen toegekend.
linked-journal-show = De groep bekijken
place-title = Waar wil je { $journal } koppelen?
place-what = Je school gebruikt { $upstream } met meerdere leeromgevingen.
launch-somebody-title = Hier is iemand anders ingelogd
launch-somebody-what = { $teacher } opende de groep { $journal } in { $upstream }. Bij { $platform } is in deze browser iemand anders ingelogd.
launch-somebody-next = Ben je { $teacher }, log dan in als jezelf; de ander wordt uitgelogd.
launch-arrived-title = { $journal } koppelen
launch-arrived-what = Volgens { $upstream } ben je { $teacher }.
launch-arrived-button = Verder als { $teacher }
launch-arrived-other = Ben je dat niet, sluit dan deze pagina en log uit bij { $upstream }.
pupil-arrived-title = Hallo, { $pupil }
pupil-arrived-what = Volgens { $upstream } ben je { $pupil }. Je bent nog niet ingelogd.
pupil-arrived-next = Ga binnen vijf minuten verder in deze browser, en kies bij het inloggen ‘{ $upstream }’:
launch-handing-what = Nog één stap: als je teruggaat, zet { $upstream } de link in je cursus.
launch-handing-button = Terug naar { $upstream }
launch-known-title = { $journal } is al gekoppeld
launch-known-what = Een collega koppelde haar met { $platform }. Na de volgende bijwerking zie je haar bij je groepen.
launch-again-title = { $journal } is al gekoppeld
launch-again-what = { $upstream } weet nog niet van de koppeling. Meld het nu.
launch-again = Melden aan { $upstream }

## Een groep bijwerken
update-journal = Groepsgegevens bijwerken
update-title = De groep { $journal } bijwerken?
update-back = Terug naar de groep
update-what = { $upstream } geeft nu andere gegevens dan eerst. Controleer wat er gebeurt; er is nog niets veranderd.
update-since = Laatst bijgewerkt: { $when }.
update-held = Dit is meer dan gewoonlijk. Als je bijwerkt, besluit je school er eerst over; tot dan verliest niemand een plaats.
update-paused = Je school heeft vakantie: wie erbij komt krijgt een plaats, en niemand gaat weg.
update-renamed = De groep heet nu { $name }.
update-nobody-moves = Niemand komt erbij of gaat weg.
update-same-since = Er is niets veranderd sinds de laatste bijwerking ({ $when }).
update-same = Er is niets veranderd.
update-licences = { $kit }: van wie erbij komt hebben { $wanted } een licentie nodig, en je school heeft er nog { $free }. Wie er geen krijgt, krijgt er een zodra er meer zijn.
update-withdrawn = { $upstream } laat ons deze groep niet meer lezen. Iedereen houdt zijn plaats.
update-withdrawn-next = Sta het weer toe in { $upstream }, of vraag het de schoolbeheerder. Kijk daarna opnieuw.
update-gone = { $upstream } heeft deze groep niet meer. Iedereen houdt zijn plaats.
update-gone-next = Is er een nieuwe, open die dan in { $upstream } en druk daar op ‘Koppelen met leeromgeving’.
update-partial = { $upstream } gaf maar een deel van de groep. Door een deel komt niemand erbij en valt niemand weg.
update-partial-next = Kijk over een paar minuten opnieuw. Blijft het zo, controleer de groep dan in { $upstream }.
update-silent = { $upstream } antwoordt nu niet. Er is niets veranderd.
update-silent-next = Kijk over een paar minuten opnieuw. De dagelijkse bijwerking uit { $upstream } komt vanzelf.
update-off = { $upstream } wordt hier op dit moment niet gevraagd. Er is niets veranderd.
update-off-next = De schoolbeheerder kan zien of { $upstream } voor je school geactiveerd is.
move-back = Weer terug
move-back-what = Ze ontbraken bij de laatste bijwerking en zijn er weer. Ze houden hun plaats.
move-missing = Nu niet in de lijst
move-missing-what = { $upstream } noemt hen nu niet. Ze houden hun plaats tot ze ook bij een bijwerking een dag later ontbreken.
move-left = Gaan weg
move-left-what = { $upstream } noemt hen al een dag niet. Hun plaats eindigt en hun licentie komt vrij; account en werk blijven.
move-deleted = Uit de groep gehaald
move-deleted-what = Iemand heeft hen in { $upstream } verwijderd. Hun plaats eindigt meteen en hun licentie komt vrij; account en werk blijven.
move-told = Andere gegevens
move-told-what = { $upstream } geeft andere gegevens over hen. Plaats, account en werk blijven.
move-before = eerst: { $name }
look-again = Opnieuw kijken
step-waiting = Stap { $step } van { $of }: wacht op zijn beurt bij { $upstream }
step-later = Stap { $step } van { $of }: { $upstream } antwoordde niet en wordt over een paar minuten weer gevraagd
step-reading = Stap { $step } van { $of }: de groep wordt gelezen uit { $upstream }
step-writing = Stap { $step } van { $of }: vergelijken met wat { $upstream } eerder gaf
pupils-of = { $of ->
    [one] { $done } van { $of } leerling
   *[other] { $done } van { $of } leerlingen
}
pupils-so-far = { $done ->
    [one] { $done } leerling tot nu toe
   *[other] { $done } leerlingen tot nu toe
}
run-title = De groep { $journal } wordt bijgewerkt
run-what = Je mag deze pagina verlaten; de bijwerking gaat door. Wat ervan kwam, staat bij de eerdere bijwerkingen van de groep.
run-over-title = Bijwerking van de groep { $journal }
run-at = Wanneer
ending-applied = De groep is bijgewerkt met { $upstream }.
ending-unchanged = In { $upstream } was niets veranderd.
ending-additions = Je school heeft vakantie: wie er in { $upstream } bij kwam heeft een plaats, en niemand is weggehaald.
ending-held = Er zou meer veranderen dan gewoonlijk, dus is er niets veranderd. Je school vergelijkt het met { $upstream } en besluit; tot dan verliest niemand een plaats. Geeft { $upstream } weer de hele lijst, dan doet de volgende bijwerking het vanzelf.
ending-held-additions = Er zou meer veranderen dan gewoonlijk. Wie er in { $upstream } bij kwam heeft een plaats; over de rest besluit je school, en tot dan verliest niemand een plaats.
ending-partial = { $upstream } gaf maar een deel van de groep, dus is er niets veranderd. De volgende bijwerking probeert het opnieuw.
ending-withdrawn = { $upstream } laat ons deze groep niet meer lezen. Er is niets verwijderd. Sta het daar weer toe en werk bij.
ending-gone = { $upstream } heeft deze groep niet meer. Er is niets verwijderd. Is er een nieuwe, koppel die dan van daaruit.
ending-year-over = Het schooljaar is voorbij en { $upstream } heeft deze groep opgeruimd. Er is niets verwijderd. Koppel de nieuwe van daaruit.
ending-busy = Iemand anders wijzigde deze groep op hetzelfde moment, en wat { $upstream } gaf is niet opgeslagen. Kijk opnieuw.
ending-unreachable = { $upstream } antwoordde niet, dus is er niets veranderd. Probeer het over een paar minuten opnieuw; de dagelijkse bijwerking komt vanzelf.
ending-off = { $upstream } wordt hier op dit moment niet gevraagd, dus is er niets veranderd. De schoolbeheerder kan zien of het geactiveerd is.
ending-paused = Je school heeft vakantie, en wat { $upstream } uit zichzelf meldt wacht tot die voorbij is. Je kunt nu kijken als je wilt.
ending-changed = Wat { $upstream } geeft is veranderd sinds je keek, dus is hier niets veranderd. Kijk opnieuw en besluit nog een keer.
ending-gave-up = De bijwerking van deze groep uit { $upstream } kwam niet tot het einde. Probeer het opnieuw; gebeurt het weer, zeg het dan de schoolbeheerder.
count-joined = Erbij gekomen
count-departed = Weggegaan
count-missing = Ontbrak voor het eerst
count-changed = Met andere gegevens
runs-link = Eerdere bijwerkingen
runs-title = Bijwerkingen van de groep { $journal }
runs-what = De laatste dertig, de nieuwste eerst.
runs-none = Er was nog geen bijwerking. Die komt elke dag, of als je op de knop drukt.
column-when = Wanneer
column-cause = Wie vroeg erom
column-outcome = Wat ervan kwam
column-counts = Mensen
cause-daily = De dagelijkse bijwerking uit { $upstream }
cause-teacher = Een leerkracht
cause-school = De school
cause-upstream = { $upstream } meldde een wijziging
cause-file = Een bestand met groepen
outcome-applied = Bijgewerkt
outcome-unchanged = Er was niets veranderd
outcome-held = Gepauzeerd, wacht op besluit van de school
outcome-additions = Wie erbij kwam heeft een plaats; de rest wacht
outcome-partial = Er kwam maar een deel
outcome-unread = Geen antwoord
outcome-withdrawn = Mag niet meer gelezen worden
outcome-gone = Bestaat niet meer
outcome-year-over = Het schooljaar is voorbij
outcome-busy = Op hetzelfde moment door iemand anders gewijzigd
run-new-year = Het nieuwe schooljaar is begonnen
where-title = Waar wil je de groep bijwerken?
where-what = { $upstream } wordt met meerdere leeromgevingen gebruikt.

## Het venster ging niet open
window-title = Het venster ging niet open
window-what = Je browser hield het tegen. Er is niets kwijt: ga hier verder, of sta vensters toe voor het systeem van de school zodat het de volgende keer werkt.
window-go-on = Verder met de groep
window-chrome = In Chrome en Edge
window-chrome-how = Druk rechts in de adresbalk op het teken voor een tegengehouden venster en kies ‘Altijd toestaan’.
window-firefox = In Firefox
window-firefox-how = Druk in de balk boven de pagina op ‘Opties’ en sta pop-upvensters toe voor deze site.
window-safari = In Safari
window-safari-how = Open Instellingen, Websites, Pop-upvensters en sta ze toe voor deze site. Zet op een iPad of iPhone in de instellingen van Safari ‘Blokkeer pop-ups’ uit.

## Beheer van een school
con-nav = Beheer van de school
con-home = Overzicht
con-people = Mensen
con-requests = Verzoeken
con-duplicates = Mogelijk dubbel
con-journals = Groepen
con-holds = Wachtende bijwerkingen
con-switch = Wisselen van systeem
con-audit = Logboek
con-grants = Beheerders
con-waiting = { $count } wachtend
con-support = Je bent hier als support, en de school ziet dat. Reden: { $reason }
con-home-what = Je beheert { $school } bij { $platform }.
con-schools-title = Je scholen
con-schools-what = De scholen die je beheert bij { $platform }.
con-schools-none = Je beheert hier geen school. Wie { $platform } op jouw school beheert, kan je uitnodigen.
con-code-title = Laat zien dat jij het bent
con-code-what = Typ de zes cijfers die je authenticator-app toont voor { $platform }.
con-code = Code
con-code-hint = Zes cijfers, of een van je herstelcodes
con-code-wrong = Deze code klopt niet. Typ de code die de app nu toont.
con-code-submit = Verder
ent-invite-title = Je bent uitgenodigd om { $school } te beheren
ent-invite-what = { $platform } kent deze school als { $number }.
ent-as = Als
ent-role-school-admin = Schoolbeheerder
ent-role-coordinator = ICT-coördinator
ent-role-support = Support
ent-role-teacher = Leerkracht
ent-invite-next = Hierna log je in. De eerste keer stel je ook een app in die codes toont, zodat een wachtwoord alleen nooit genoeg is.
ent-invite-accept = Aannemen en inloggen
ent-factor-title = Stel je tweede factor in
ent-factor-what = Wie een school beheert bij { $platform }, toont naast het inloggen een code. Een authenticator-app op je telefoon of computer maakt die.
ent-factor-begin = Beginnen
ent-factor-invite-first = Je stelt hem in in de browser waarin je je uitnodiging hebt aangenomen, binnen een uur. Open hier de link van je uitnodiging, of vraag een andere beheerder of support om een nieuwe.
ent-factor-scan = Scan het vierkant met je authenticator-app, of typ de sleutel hieronder.
ent-factor-type = Typ de zes cijfers die de app daarna toont.
ent-factor-qr = De sleutel als vierkant om te scannen
ent-factor-open = Openen in een app op dit apparaat
ent-factor-secret = Sleutel
ent-codes-title = Je herstelcodes
ent-codes-what = Elke code werkt één keer, als je app niet bij de hand is. Schrijf ze op of druk ze af en bewaar ze apart van je wachtwoord. Niemand ziet ze nog een keer, jij ook niet.
ent-codes-kept = Ik heb ze bewaard
ent-grants-what = Wie hier staat, kan deze pagina's van de school openen. Wat je terugneemt, eindigt meteen.
ent-grant-end = Terugnemen
ent-grants-ended = Tot voor kort
ent-reason = Reden
ent-reason-was = Reden: { $reason }
ent-until = Tot { $at }
ent-ended-at = Geëindigd { $at }
ent-invite-new = Iemand uitnodigen
ent-invite-hint = Van iemand die op deze school werkt
ent-invite-nobody = Niemand die op deze school werkt, heeft deze gebruikersnaam. Kijk hoe hij geschreven is.
ent-invite-make = Uitnodiging maken
ent-handed = Geef deze link aan { $name }:
ent-handed-once = Hij werkt één keer en staat nergens anders.
ent-second-title = Wacht op een tweede persoon
ent-second-what = Sommige dingen mag één persoon niet alleen doen. Kijk wat er gevraagd is, en stem in of weiger.
ent-second-none = Er wacht niets. Wat iemand voorstelt, staat hier zeven dagen.
ent-second-by = Voorgesteld door { $name }, { $at }
ent-second-own = Dit heb jij voorgesteld. Iemand anders moet instemmen.
ent-second-void = Wat werd gevraagd, is niet wat er nu zou gebeuren, dus niemand kan ermee instemmen. Wie het voorstelde, moet opnieuw kijken en opnieuw vragen.
ent-second-no-history = { $platform } kan geen werk van het ene account naar het andere verplaatsen: het werk van het account dat opgaat zou uit zicht raken.
ent-second-about = Over
ent-second-about-you = Dit gaat over jouzelf. Je kunt het weigeren; iemand anders moet instemmen.
ent-second-two-schools = Een account van een andere school wordt samengevoegd met een van jullie school. Alleen iemand die op jullie school accounts mag samenvoegen, kan instemmen; jij kunt weigeren.
ent-second-who = Voorgesteld door
ent-second-until = Tot
ent-second-agree = Instemmen
ent-second-refuse = Weigeren
ent-kind-merge = Twee accounts samenvoegen
ent-kind-export = Gegevens van veel mensen uitvoeren
ent-kind-erase = Iemand wissen
ent-kind-factor-reset = Iemands tweede factor weghalen
ent-kind-switch = Koppelingen naar een ander systeem verhuizen
ent-kind-move-link = Een koppeling aan een ander account hangen
ent-reset-title = Iemand is de tweede factor kwijt
ent-reset-what = Weet zeker dat zij het zelf vragen: zie ze, of bel ze terug. Ook de herstelcodes werken niet meer, en er komt een link om een nieuwe tweede factor in te stellen.
ent-reset-nobody = Niemand anders beheert deze school, en geen leerkracht hier heeft een tweede factor.
ent-reset-do = Weghalen
ent-reset-no-reason = Zeg waarom. De reden blijft in het logboek van de school.
ent-reset-elsewhere = Deze persoon beheert ook een andere school of geeft er les. Alleen wie deze dienst beheert, kan het doen.
ent-reset-asked = Er is een tweede persoon gevraagd. Kom hier terug zodra iemand van de school heeft ingestemd.
ent-systems = Systemen
ent-systems-none = Er is hier nog geen systeem ingesteld. Wie deze dienst beheert, voegt ze toe.
ent-not-enabled = Niet geactiveerd
ent-enabled-by = Geactiveerd { $day } door { $name }
ent-enabled-since = Geactiveerd { $day }
ent-refreshed = Gegevens bijgewerkt { $at }
ent-refreshed-never = Nog geen groep bijgewerkt
ent-enabled-now = { $upstream } is geactiveerd voor de school.
ent-own-title = Koppel je eigen account met { $upstream }
ent-own-what = Dan kun je zelf met { $upstream } inloggen bij { $platform }. Je ziet beide personen voordat er iets gebeurt; is het account van { $upstream } van iemand anders, annuleer dan. De school houdt { $upstream } hoe dan ook.
ent-own-link = Mijn account koppelen
ent-disable-title = { $upstream } uitschakelen
ent-disable-what = Vanaf de volgende klik logt niemand van de school er nog mee in. Elke koppeling blijft, en werkt weer zodra het opnieuw is geactiveerd.
ent-disable-left = { $count ->
    [0] Elke leerling van de school kan ook anders inloggen.
    [one] { $count } leerling kan niet anders inloggen.
   *[other] { $count } leerlingen kunnen niet anders inloggen.
}
ent-disable-sheets = Druk eerst wachtwoorden voor hen af
ent-disable = { $upstream } voor de school uitschakelen
ent-operators = { $upstream } opent ons zelf, dus wie deze dienst beheert, activeert het.
ent-enable-what = Je logt in bij { $upstream } en komt terug. { $upstream } moet de school met nummer { $number } noemen, en zeggen dat je er werkt. Niemands account wordt daardoor gekoppeld.
ent-enable = { $upstream } activeren voor de school
ent-check-title = Wat { $upstream } over de school zegt
ent-check-fits = { $upstream } noemt dezelfde school. Kijk nog een keer naar naam en nummer.
ent-check-school = School hier
ent-check-there = In { $upstream }
ent-check-number = Nummer
ent-check-role-unknown = { $upstream } staat niet in voor wat mensen op een school zijn, dus er is niet nagegaan of je er werkt.
ent-check-missing = Het schoolnummer { $number } ontbreekt in je gegevens bij { $upstream }: er staat geen school met een nummer.
ent-check-different = Het schoolnummer { $number } staat niet in je gegevens bij { $upstream }. Wel deze nummers:
ent-check-who = Wie { $upstream } op jouw school beheert, vult { $number } daar in bij de gegevens van de school. Gebruikte je een account van een andere school of van iemand anders, log dan met je eigen account in.
ent-check-not-staff = { $upstream } kent { $school }, en zegt niet dat je er werkt. Iemand van het personeel moet dit doen.
ent-check-nothing = Er is niets opgeslagen.
ent-check-again = Probeer opnieuw
ent-waiting-requests = { $count ->
    [100] { $count } of meer verzoeken wachten
    [one] { $count } verzoek wacht
   *[other] { $count } verzoeken wachten
}
ent-waiting-holds = { $count ->
    [100] { $count } of meer bijwerkingen wachten
    [one] { $count } bijwerking wacht
   *[other] { $count } bijwerkingen wachten
}
ent-waiting-duplicates = { $count ->
    [100] { $count } of meer mogelijk dubbele accounts
    [one] { $count } mogelijk dubbel account
   *[other] { $count } mogelijk dubbele accounts
}
ent-waiting-second = { $count ->
    [one] { $count } voorstel wacht op een tweede persoon
   *[other] { $count } voorstellen wachten op een tweede persoon
}
dup-what = Mensen die misschien twee accounts bij { $platform } hebben. Er wordt niets samengevoegd voordat iemand van de school dat zegt.
dup-none = Niemand lijkt twee accounts te hebben. Nieuwe verschijnen hier vanzelf, uiterlijk binnen een dag.
dup-score = Waarschijnlijkheid { $score } van 100.
dup-because = Gelijk:
dup-next = Meer tonen
dup-back = Mogelijk dubbel
dup-why-national-number = nationaal nummer
dup-why-verified-mail = e-mailadres, bij beide bevestigd
dup-why-mail = e-mailadres
dup-why-user-name = gebruikersnaam
dup-why-name = naam
dup-why-spelling = naam in een andere spelling
dup-why-call-name = naam en roepnaam
dup-why-initials = naam en voorletters
dup-why-slip = naam met een typefout
dup-why-given-name = voornaam, met een andere achternaam
dup-why-birth-date = geboortedatum
dup-why-class = klas
dup-state-open = Niemand heeft er nog naar gekeken.
dup-state-asked = Het is aan de leerling gevraagd. Het antwoord is er nog niet.
dup-state-proven = De leerling heeft laten zien dat beide accounts van hem of haar zijn.
dup-state-merged = Deze accounts zijn samengevoegd.
dup-state-not-same = De school zei dat dit twee mensen zijn.
dup-state-gone = Er wijst niets meer op.
dup-done-not-same = Onthouden: dit zijn twee mensen. Het paar komt niet terug.
dup-done-asked = De leerling krijgt de vraag bij de volgende keer inloggen, en vindt die ook bij de instellingen.
dup-pair-title = Is dit één persoon?
dup-one = Het ene account
dup-other = Het andere account
dup-since = Gemaakt
dup-ways-in = Inloggen met
dup-password = gebruikersnaam en wachtwoord
dup-no-way-in = geen
dup-same = Het is dezelfde persoon
dup-same-what = Je ziet eerst wat er met alles gebeurt. Samenvoegen kun je 180 dagen lang ongedaan maken.
dup-same-go = Samenvoegen bekijken
dup-ask = Je weet het niet zeker
dup-ask-what = Vraag het aan de leerling. Bij de instellingen van het ene account laat de leerling zien het wachtwoord van het andere te kennen. Daarvoor is er niets van te zien.
dup-ask-go = Aan de leerling vragen
dup-not-same = Het zijn twee mensen
dup-not-same-what = Dit wordt onthouden, en over deze twee komt geen vraag meer.
dup-not-same-go = Niet dezelfde persoon
dup-asked = Je school wil graag weten of een ander account bij { $platform } ook van jou is.
dup-asked-go = Antwoorden
dup-notice-how = Daarvoor heb je de gebruikersnaam en het wachtwoord van dat andere account nodig. Het kan nu of later: de vraag blijft bij je koppelingen staan.
dup-mine-title = Is een ander account ook van jou?
dup-mine-what = Heb je nog een account bij { $platform }, typ dan de gebruikersnaam en het wachtwoord daarvan.
dup-mine-nothing = Heb je er geen, dan hoef je niets te doen.
dup-mine-wrong = Dat is niet het account waar de school naar vroeg, of het wachtwoord is anders.
dup-mine-go = Dit account is ook van mij
dup-shown-title = Je school weet het nu
dup-shown-what = Beide accounts zijn van jou. Je school kijkt ernaar en voegt ze samen. Tot dan openen ze allebei { $platform } zoals eerst.
dup-shown-on = Terug naar de instellingen
mrg-title = Twee accounts samenvoegen
mrg-what = Kijk of dit één persoon is. Wat een van de accounts opent, opent daarna het account dat blijft.
mrg-goes = Dit account gaat op in het andere
mrg-stays = Dit account blijft
mrg-swap = Toch het andere account houden
mrg-refused = Deze accounts kunnen niet worden samengevoegd:
mrg-refused-same-account = Het is één account.
mrg-refused-other-platform = Ze horen bij twee platforms.
mrg-refused-closed = Een van de twee accounts is niet te gebruiken.
mrg-refused-provisional = Een van de twee wacht op het oude account van de leerling. De leerling haalt dat er zelf bij.
mrg-refused-both-have-others = In beide zijn al andere accounts opgegaan. Maak eerst een daarvan ongedaan.
mrg-refused-wrong-survivor = In het account dat zou opgaan is al een ander opgegaan. Houd dat account.
mrg-refused-role-classes = Het ene is van een leerling, het andere van een volwassene.
mrg-refused-different-facts = Geboortedatum of nationaal nummer verschillen: het zijn twee mensen.
mrg-refused-one-journal = Beide staan in dezelfde groep: het zijn twee mensen.
mrg-refused-foreign-school = Een van de twee hoort bij een andere school. Iemand daar moet ermee instemmen.
mrg-before-after = Voor en na
mrg-nothing-moves = Aan het account dat opgaat hangt niets.
mrg-column-what = Wat
mrg-column-name = Naam
mrg-column-fate = Daarna
mrg-kind-link = Koppeling
mrg-kind-role = Rol
mrg-kind-licence = Licentie
mrg-kind-code = Koppelcode
mrg-role-elsewhere = op een andere school
mrg-fate-moved = telt voor het account dat blijft
mrg-fate-superseded = beide hebben het: telt één keer
mrg-freed = Eén licentie van { $product } komt vrij.
mrg-after = Wat er nog gebeurt
mrg-after-sessions = Wie is ingelogd bij het account dat opgaat, wordt uitgelogd.
mrg-after-password = De gebruikersnaam en het wachtwoord daarvan openen niets zolang de accounts samen zijn.
mrg-after-import = Importeren verandert er niets aan tot het samenvoegen ongedaan is gemaakt.
mrg-rule = Wordt het samenvoegen ongedaan gemaakt, dan hoort wat sindsdien is gedaan bij het account waarmee is ingelogd; wat bij geen inlogweg hoort, blijft bij het account dat blijft.
mrg-undo-until = Het samenvoegen kan ongedaan worden gemaakt tot { $day }.
mrg-told = Wat { $platform } te horen krijgt
mrg-told-what = { $from } is opgegaan in { $into }, en tot wanneer dat ongedaan kan worden gemaakt.
mrg-moves-history = { $platform } toont daarna het werk van beide accounts op één plek. Wat daar na het samenvoegen wordt gedaan, blijft bij het account dat blijft.
mrg-no-history = { $platform } kan werk niet van het ene account naar het andere verplaatsen: het werk van het account dat opgaat zou uit zicht raken. Wat wel kan: een koppeling aan het account met het werk hangen.
mrg-move-instead = { $system } aan het account hangen dat blijft
mrg-second-both-active = Beide accounts zijn in de laatste 30 dagen gebruikt. Een tweede persoon moet ermee instemmen.
mrg-second-other-school = Een van de twee hoort ook bij een andere school. Een tweede persoon moet ermee instemmen.
mrg-second-ask = Een tweede persoon vragen
mrg-second-waits = Een tweede persoon is gevraagd en heeft nog niet geantwoord.
mrg-second-agreed = Een tweede persoon heeft hier precies mee ingestemd.
mrg-reason = Waarom
mrg-reason-hint = Voor het logboek van de school. Geen namen.
mrg-no-reason = Zeg in een paar woorden waarom.
mrg-changed = Er is iets veranderd sinds je de pagina opende. Kijk het nog een keer na.
mrg-go = Accounts samenvoegen
mrg-list = Samengevoegde accounts
mrg-list-none = Er zijn hier nog geen accounts samengevoegd.
mrg-across-title = Een account op een andere school
mrg-across-what = Typ de gebruikersnaam. Een beheerder daar wordt gevraagd, en je ziet er niets van tot die instemt.
mrg-across-ours = Gebruikersnaam op deze school
mrg-across-theirs = Gebruikersnaam op de andere school
mrg-across-go = De andere school vragen
mrg-across-sent = Als er op een andere school zo’n account is en het kan worden samengevoegd, wordt een beheerder daar gevraagd.
mrg-across-lacks = Er is niemand gevraagd: typ de gebruikersnaam van iemand op deze school, de andere gebruikersnaam en waarom.
mrg-across-agreed = De andere school heeft ingestemd: bekijken en samenvoegen.
mrg-told-moved = { $platform } heeft de geschiedenis verplaatst.
mrg-told-waiting = Wachten op { $platform }.
mrg-told-cannot = { $platform } kan geen geschiedenis verplaatsen: het werk blijft waar het is.
mrg-told-undone = Ongedaan gemaakt, en { $platform } weet het.
mrg-one-title = Een samenvoeging
mrg-when = Samengevoegd
mrg-undone = Ongedaan gemaakt
mrg-unmerge = Samenvoegen ongedaan maken
mrg-unmerge-go = Ongedaan maken
mrg-nothing-given-away = Elke licentie komt met het account terug.
mrg-given-away = De licentie van { $product } is intussen aan iemand anders gegeven: het account komt zonder terug.
mrg-too-late = Dit samenvoegen kan niet meer ongedaan worden gemaakt.
mrg-move-title = { $system } aan het andere account hangen
mrg-move-what = De koppeling eindigt bij het ene account en begint bij het andere: voortaan opent { $system } het andere account bij { $platform }.
mrg-move-from = Eindigt hier
mrg-move-to = Begint hier
mrg-move-history = Werk uit het ene account blijft daar. { $platform } verplaatst het niet.
mrg-move-licence = Licenties uit groepen volgen de koppeling bij de volgende bijwerking. Een met de hand gegeven licentie blijft.
mrg-move-go = Koppelen

## The console: people and requests
ppl-account-missing = Kies een account
ppl-any = Alle
ppl-assurance-high = Zekerheid: hoog.
ppl-assurance-low = Zekerheid: laag.
ppl-assurance-platform = Zekerheid: het woord van het platform.
ppl-assurance-school = Zekerheid: het woord van de school.
ppl-assurance-substantial = Zekerheid: substantieel.
ppl-assurance-teacher = Zekerheid: het woord van een leerkracht.
ppl-back = Mensen
ppl-back-to-person = Terug
ppl-case-account-taken = Het account heeft een andere persoon van dat systeem
ppl-case-account-taken-what = De persoon bewees een account dat aan iemand anders van hetzelfde systeem is gekoppeld. Zoek uit wie wie is. Klopt die koppeling niet, verbreek die dan, en de persoon probeert het opnieuw.
ppl-case-cannot-sign-in = Kan niet inloggen op het eigen account
ppl-case-cannot-sign-in-what = De persoon logde in met het schoolsysteem en zegt een account te hebben waar inloggen niet lukt.
ppl-case-claim-probing = Eén persoon probeerde meer accounts
ppl-case-claim-probing-what = Iemand probeerde meer accounts die niet van hem of haar zijn en is voor vandaag gestopt. Praat met de persoon.
ppl-case-identity-taken = De persoon van het schoolsysteem heeft een ander account
ppl-case-identity-taken-what = De persoon bewees één account en is aan een ander gekoppeld. Zijn beide van deze persoon, voeg ze dan samen. Is de koppeling een vergissing, verbreek die dan, en de persoon probeert het opnieuw.
ppl-case-merge-doubted = Een samenvoeging kan onjuist zijn
ppl-case-merge-doubted-what = Iets wijst erop dat twee samengevoegde accounts van twee mensen zijn. Bekijk de samenvoeging; ze kan daar ongedaan worden gemaakt.
ppl-case-new-account = Wil een nieuw account
ppl-case-new-account-what = De persoon zegt het platform nooit te hebben gebruikt. Jouw school wil nieuwe accounts eerst zien.
ppl-case-not-me = “Dit was ik niet”
ppl-case-not-me-what = Iemand zei een koppeling niet te hebben gemaakt. Die is beëindigd, met de sessies. Praat met de persoon: anderen kennen misschien het wachtwoord.
ppl-case-over = Dit verzoek is afgehandeld, of wordt op een eigen pagina beslist.
ppl-case-people-differ = Gegevens van twee mensen
ppl-case-people-differ-what = De persoon bewees een account, en wat het schoolsysteem zegt verschilt van wat het account zegt. Er is niets gekoppeld. Klopt een geboortedatum of naam niet, verbeter die dan waar ze staat, en de persoon probeert het opnieuw.
ppl-case-recycled = Een nummer kan nu van iemand anders zijn
ppl-case-recycled-what = Wat het schoolsysteem over dit nummer zegt is zo veranderd dat het iemand anders kan zijn. Niemand komt ermee binnen tot je beslist.
ppl-case-suspected-duplicate = Mogelijk een dubbel account
ppl-case-suspected-duplicate-what = Dit wordt beslist bij de mogelijke dubbele accounts.
ppl-case-whose = Welk account is van de persoon
ppl-class-linked = heeft een koppeling
ppl-class-nobody = Vink minstens één leerling aan
ppl-class-none = Geen leerling van deze klas heeft een account met een gebruikersnaam.
ppl-class-print = Wachtwoorden voor de klas afdrukken
ppl-class-title = Wachtwoorden voor { $class }
ppl-class-what = Elk opent het account één keer en moet dan worden gewijzigd. De oude wachtwoorden gelden niet meer.
ppl-class-whom = Voor wie
ppl-code = Koppelcode afdrukken
ppl-code-nobody = Kies een leerling
ppl-code-none = Geen leerling met zo’n naam wacht in een groep van de school. Een koppelcode is voor een leerling met een plaats in een gekoppelde groep en nog geen koppeling. Druk anders een eenmalig wachtwoord af.
ppl-code-title = Koppelcode afdrukken voor { $name }
ppl-code-unfit = Voor deze leerling en dit account kan geen code worden gemaakt: ze zijn al gekoppeld, of wat er bekend is verschilt.
ppl-code-what = Kies de leerling van wie dit account is. Die logt in met het schoolsysteem en typt de code. Kijk twee keer: wie beide heeft komt in het account. De persoon krijgt bericht.
ppl-code-whom = Van wie is het account
ppl-disable = Account uitschakelen
ppl-disable-title = Account van { $name } uitschakelen
ppl-disable-what = Niemand komt nog binnen en alle sessies eindigen meteen. Koppelingen en werk blijven. Je kunt het weer inschakelen. De persoon krijgt bericht.
ppl-done-disabled = Het account is uitgeschakeld.
ppl-done-enabled = Het account is weer ingeschakeld.
ppl-done-link-ended = De koppeling is verbroken.
ppl-done-role-ended = De rol is ingetrokken.
ppl-done-signed-out = De persoon is overal uitgelogd.
ppl-enable = Account inschakelen
ppl-enable-title = Account van { $name } inschakelen
ppl-enable-what = De koppelingen en het wachtwoord die er zijn werken weer. De persoon krijgt bericht.
ppl-end-link = Koppeling verbreken
ppl-end-link-last = Het is de enige weg naar binnen die werkt. Druk daarna een wachtwoord of koppelcode af.
ppl-end-link-title = Koppeling van { $name } met { $upstream } verbreken
ppl-end-link-what = { $name } komt niet meer binnen met { $upstream } en wordt uitgelogd waar dat is gebruikt. Het account en het werk blijven. De persoon krijgt bericht.
ppl-ended-claimed = Ze maakte { $day } plaats voor het account dat de persoon bewees.
ppl-ended-not-me = Iemand zei { $day } “dit was ik niet”.
ppl-ended-owner = De persoon verbrak de koppeling { $day }.
ppl-ended-school = Een beheerder of het platform verbrak de koppeling { $day }.
ppl-ended-switched = De school ging { $day } over op een ander systeem.
ppl-ended-taken-back = Een leerkracht nam het terug { $day }.
ppl-erase = Deze persoon vergeten
ppl-export = Alles over deze persoon meenemen
ppl-found = Gevonden
ppl-has-password = Ingesteld
ppl-head-licences = Licenties
ppl-head-links = Koppelingen
ppl-head-others = Dezelfde naam
ppl-head-roles = Rollen op deze school
ppl-head-sessions = Nu ingelogd
ppl-is-disabled = Uitgeschakeld
ppl-is-joined = Samengevoegd met een ander account
ppl-licence-journal = Gegeven door { $journal }.
ppl-licence-manual = Met de hand gegeven.
ppl-link-joined = Ze hoort bij een account dat met dit account is samengevoegd.
ppl-links = { $count ->
    [one] { $count } koppeling
   *[other] { $count } koppelingen
}
ppl-merge = Vergelijken en samenvoegen
ppl-next = Meer tonen
ppl-no-audit = Er is nog niets vastgelegd.
ppl-no-links = Er is geen koppeling. De persoon kan een wachtwoord of koppelcode gebruiken, of inloggen en zeggen welk account van hem of haar is.
ppl-no-password = Geen
ppl-no-sessions = Nergens ingelogd.
ppl-none = Niemand gevonden. Mensen staan hier zodra ze een rol op school hebben: uit de lijst van het platform, een schoolsysteem of een groep.
ppl-not-administrator = Deze persoon beheert ook een andere school, dus dit kan niet vanaf hier. Vraag het de ondersteuning van het platform.
ppl-not-elsewhere = Deze persoon zit ook op een andere school en zou daar buitengesloten zijn. Trek in plaats daarvan de rol op jouw school in.
ppl-not-yourself = Dit is je eigen account. Vraag het een andere beheerder.
ppl-off-since = Uitgeschakeld sinds { $day }
ppl-out-account = Er is geen account: maak er een.
ppl-out-account-what = Het opent bij de volgende keer inloggen. Blijkt er toch een ouder account te zijn, dan kunnen ze worden samengevoegd.
ppl-out-close = Het is opgelost.
ppl-out-close-what = Het verzoek wordt gesloten.
ppl-out-code = Koppelcode afdrukken.
ppl-out-code-what = Voor het account dat van de persoon is, als die een plaats heeft in een gekoppelde groep.
ppl-out-end-link = De koppeling verbreken die in de weg staat.
ppl-out-end-link-what = Daarna kan de persoon het opnieuw proberen. Wie dat account heeft krijgt bericht.
ppl-out-keep-out = Het is iemand anders.
ppl-out-keep-out-what = Het oude account houdt het werk en verliest deze koppeling. Het nummer blijft buitengesloten.
ppl-out-password = Eenmalig wachtwoord afdrukken.
ppl-out-password-what = Voor het account dat van de persoon is.
ppl-out-refuse = Er gebeurt niets.
ppl-out-refuse-what = Het verzoek wordt gesloten; de persoon kan het opnieuw vragen.
ppl-out-same-person = Het is dezelfde persoon.
ppl-out-same-person-what = Het nummer opent het account weer. Wees zeker: een fout antwoord opent het voor een vreemde.
ppl-outcome-missing = Kies er een
ppl-outcomes = Wat beslis je
ppl-password = Eenmalig wachtwoord afdrukken
ppl-password-assurance = Een koppeling die ermee wordt gemaakt zegt dat ze op het woord van de school rust.
ppl-password-elsewhere = { $platform } bewaart de wachtwoorden zelf. Stel er daar een in.
ppl-password-impossible = Het account heeft geen gebruikersnaam of is uitgeschakeld: een wachtwoord zou niets openen.
ppl-password-title = Wachtwoord afdrukken voor { $name }
ppl-password-what = Het opent het account één keer en moet dan worden gewijzigd. Het oude wachtwoord geldt niet meer en alle sessies eindigen. Geef het alleen aan de persoon zelf. De persoon krijgt bericht.
ppl-printed = Eenmalige wachtwoorden
ppl-printed-back = Terug
ppl-printed-code = Koppelcode
ppl-printed-missed = Voor hen is er nu geen. Probeer het voor hen opnieuw:
ppl-printed-now = Druk deze pagina nu af. Wat hier staat wordt één keer getoond.
ppl-q = Naam, gebruikersnaam of nummer
ppl-q-hint = Een deel van de naam is genoeg; een gebruikersnaam of nummer helemaal
ppl-reason = Reden
ppl-reason-hint = Voor het logboek van de school; de persoon ziet het niet
ppl-reason-missing = Schrijf waarom
ppl-requests-none = Er wacht niets. Verzoeken verschijnen hier als iemand niet in het eigen account komt, of als gegevens van twee mensen elkaar raken.
ppl-requests-what = Wat mensen de school vroegen, en wat is gevonden en alleen een mens kan beslissen. De langst wachtende eerst.
ppl-role = Rol intrekken
ppl-role-frees = { $free ->
    [one] De licentie van { $product } komt vrij. Er is dan één plaats vrij.
   *[other] De licentie van { $product } komt vrij. Er zijn dan { $free } plaatsen vrij.
}
ppl-role-frees-none = Hierdoor komt geen licentie vrij.
ppl-role-from = Volgens { $upstream }.
ppl-role-keeps = Houdt de licentie van { $product }: een groep geeft die zolang de persoon erin zit.
ppl-role-lacking = { $count ->
    [one] Eén persoon op school heeft een licentie van { $product } nodig en heeft er geen.
   *[other] { $count } mensen op school hebben een licentie van { $product } nodig en hebben er geen.
}
ppl-role-title = Rol van { $name } intrekken: { $role }
ppl-role-until = Tot { $day }
ppl-role-what = Het account blijft. Een rol die een schoolsysteem geeft komt terug bij de volgende keer inloggen; pas hem dan ook daar aan. De persoon krijgt bericht.
ppl-search = Zoeken
ppl-session = Sinds { $began }, laatst gebruikt { $seen }
ppl-settle = Verzoek afhandelen
ppl-settled = Het verzoek is afgehandeld.
ppl-show-person = Persoon tonen
ppl-sign-out = Overal uitloggen
ppl-sign-out-title = { $name } overal uitloggen
ppl-sign-out-what = Alle sessies eindigen, ook op gedeelde computers. Koppelingen en wachtwoord blijven. De persoon krijgt bericht.
ppl-state = Account
ppl-state-disabled = Uitgeschakeld
ppl-state-joined = Samengevoegd met een ander account
ppl-state-open = In gebruik
ppl-state-unlinked = Zonder koppeling
ppl-strip-code = Open { $platform }, log in met je schoolsysteem, zeg dat je het eerder hebt gebruikt en typ deze code.
ppl-strip-password = Open { $platform }, log in met gebruikersnaam en dit wachtwoord en kies een nieuw.
ppl-sub = Nummer op het platform
ppl-system = Logt in met
ppl-went-into = Dit account is samengevoegd met een ander.
ppl-went-into-show = Dat account tonen
ppl-why-administrator = Een beheerder koppelde { $upstream }, { $day }.
ppl-why-born = Het account begon met de eerste keer inloggen met { $upstream }, { $day }.
ppl-why-born-roster = Het account is { $day } gemaakt voor iemand die nieuw was in een groep van { $upstream }.
ppl-why-born-school = De school zei { $day } dat er geen account was, en er is een gemaakt voor { $upstream }.
ppl-why-claim = De persoon koppelde het zelf bij het inloggen met { $upstream }, { $day }.
ppl-why-claim-password = Door de persoon gekoppeld { $day } met { $upstream } en het oude wachtwoord.
ppl-why-claim-printed = Door de persoon gekoppeld { $day } met { $upstream } en een wachtwoord dat de school afdrukte.
ppl-why-claim-upstream = Door de persoon gekoppeld { $day } met { $upstream } en een systeem dat al gekoppeld was.
ppl-why-code = Door de persoon gekoppeld { $day } met { $upstream } en een afgedrukte koppelcode.
ppl-why-import = Het platform had { $upstream } al gekoppeld, { $day }.
ppl-why-platform = Het platform zei { $day } van wie het account is, en { $upstream } werd gekoppeld.
ppl-why-settings = De persoon voegde { $upstream } toe in de instellingen, { $day }.
ppl-why-teacher = Een leerkracht bevestigde { $upstream }, { $day }.
jrn-adm-what = De groepen die hier gekoppeld zijn, op naam.
jrn-adm-name = Groep
jrn-adm-state = Hoe het staat
jrn-adm-all = Alle gekoppelde
jrn-adm-search = Zoeken
jrn-adm-none = Geen groep past. Leerkrachten koppelen groepen vanuit het systeem van de school; dan staan ze hier.
jrn-adm-pupils = Leerlingen
jrn-adm-read = Laatst gelezen
jrn-adm-held = Wacht op besluit
jrn-adm-next = Meer groepen
jrn-adm-back = Alle groepen
jrn-adm-linked = Gekoppeld
jrn-adm-withdrawn = Mag niet meer gelezen worden
jrn-adm-gone = Is daar niet meer
jrn-adm-ended = Koppeling verbroken
jrn-adm-since = Gekoppeld sinds
jrn-adm-over = Voorbij sinds
jrn-adm-reopens = De koppeling is zojuist verbroken. Tot { $until } kun je dat ongedaan maken.
jrn-adm-reopen = Ongedaan maken
jrn-adm-seats = Plaatsen
jrn-adm-why = Waarom mensen wachten of erbuiten blijven
jrn-adm-no-runs = Er was nog geen bijwerking. Er komt er elke dag een.
jrn-adm-end = Koppeling verbreken
jrn-adm-end-title = Koppeling met { $journal } verbreken?
jrn-adm-end-what = Iedereen verliest hier zijn plaats erin en de licenties komen vrij. Accounts en hun werk blijven. De groep in het systeem van de school blijft zoals ze is. Je kunt dit tien minuten lang ongedaan maken.
jrn-adm-reason = Waarom
jrn-adm-reason-hint = Voor het logboek van de school
jrn-adm-reason-missing = Zeg in een paar woorden waarom.
jrn-adm-cancel = Annuleren
jrn-adm-reopen-title = { $journal } weer koppelen
jrn-adm-reopen-what = Iedereen die er een plaats in had, heeft die weer. Dit kan tot { $until }.
jrn-adm-reopen-told = Iedereen heeft zijn plaats weer. Het systeem van de school wist al dat de koppeling voorbij was: laat de leerkracht haar daar opnieuw koppelen.
jrn-adm-show = Naar de groep
jrn-adm-holds-what = Bijwerkingen die meer zouden veranderen dan gewoonlijk. Totdat iemand beslist, verliest niemand een plaats.
jrn-adm-holds-none = Er wacht niets, en er heeft niets gewacht.
jrn-adm-system = Systeem
jrn-adm-about = Waarover
jrn-adm-whole = alle groepen
jrn-adm-one = één groep
jrn-adm-runs = Eerdere bijwerkingen
jrn-adm-refresh = Nu bijwerken
jrn-adm-hold-title = Een wachtende bijwerking
jrn-adm-hold-open = Wacht op besluit
jrn-adm-hold-approved = Goedgekeurd
jrn-adm-hold-discarded = Weggegooid
jrn-adm-hold-replaced = Een latere bijwerking kwam ervoor in de plaats
jrn-adm-decided = Besloten
jrn-adm-difference = Wat er zou veranderen
jrn-adm-hold-never = Niemand kan goedkeuren wat niet volledig kwam of van een andere school is. Herstel het in { $upstream }; de volgende bijwerking gaat dan vanzelf verder.
jrn-adm-hold-file = Het kwam uit een bestand. Als je het goedkeurt, gaat hetzelfde bestand er één keer door wanneer het opnieuw wordt gebracht.
jrn-adm-hold-compare = Vergelijk met { $upstream }. Klopt wat dat vertelt, keur het dan goed: ditzelfde verschil, of een kleiner, wordt dan één keer toegepast.
jrn-adm-approve = Goedkeuren
jrn-adm-discard = Weggooien
jrn-adm-run-title = Een bijwerking
jrn-adm-run-queued = Wacht op zijn beurt
jrn-adm-run-running = Bezig
jrn-adm-run-done = Klaar
jrn-adm-run-held = Gepauzeerd
jrn-adm-run-failed = Niet gelukt
jrn-adm-run-progress = { $done } van { $of } groepen zijn klaar.
jrn-adm-look = Kijk opnieuw
jrn-adm-refresh-what = Alle groepen van de school worden opnieuw gelezen. Wat te veel zou veranderen, wacht op een besluit.
jrn-adm-refresh-from = Bijwerken uit { $upstream }
swi-what = Als de school van systeem wisselt, of het systeem iedereen een nieuw id geeft, verhuizen de koppelingen mee: iedereen houdt zijn account.
swi-none = De school gebruikt nog geen systeem. Activeer er eerst een.
swi-begin = Beginnen
swi-from = Van
swi-to = Naar
swi-to-hint = Hetzelfde systeem, als alleen de id’s nieuw zijn
swi-from-to = Van { $from } naar { $to }
swi-learning = Paren van oude en nieuwe id’s worden verzameld. Voor niemand is iets veranderd.
swi-applied = De koppelingen verhuizen, of zijn verhuisd.
swi-undone = Het is teruggedraaid.
swi-dropped = Het is opgegeven voordat er iets verhuisde.
swi-pairs-waiting = { $count } paren wachten
swi-pairs-moved = { $count } verhuisd
swi-pairs-taken = { $count } konden niet verhuizen
swi-pairs-unknown = { $count } van niemand hier
swi-pairs-undone = { $count } terugverhuisd
swi-unread = Dit is niet te lezen. De eerste regel moet old;new zijn, en elke regel erna één oud en één nieuw id.
swi-brought = { $added } paren zijn nieuw, { $known } waren er al.
swi-left-out = Weggelaten, omdat ze andere tegenspreken of niet te lezen zijn: de regels { $lines }.
swi-collect = Paren verzamelen
swi-pairs = Oude en nieuwe id’s
swi-pairs-hint = Een regel per persoon: het oude id, een puntkomma, het nieuwe id. Alleen mensen van jouw school tellen.
swi-pairs-submit = Paren toevoegen
swi-learn-what = Wie het nieuwe systeem aan zijn account heeft toegevoegd, heeft beide id’s laten zien.
swi-learn-renewal = Wie met een nieuw id kwam en het account bewees dat het oude opent, heeft beide laten zien.
swi-learn = Deze verzamelen
swi-plan = Wat er zou gebeuren
swi-would-move = Koppelingen die verhuizen
swi-would-unproven = daarvan alleen op jouw woord: met de nieuwe id is nog niemand gekomen, of niets zegt dat het dezelfde persoon is
swi-would-seat = Mensen zonder koppeling van wie de plaats meegaat
swi-would-stay = Paren die niet kunnen verhuizen
swi-would-nobody = Paren van niemand op jouw school
swi-would-leave = Koppelingen die in geen paar staan
swi-old = Oud id
swi-new = Nieuw id
swi-fate = Wat er gebeurt
swi-fate-moves = De koppeling verhuist
swi-fate-joined = Beide openen het account al; de oude koppeling eindigt
swi-fate-seat = Heeft geen koppeling; de plaatsen gaan mee
swi-fate-taken = Blijft: het nieuwe id opent een ander account, of het kunnen twee mensen zijn
swi-fate-unknown = Niemand op jouw school heeft het oude id
swi-apply-what = Kijk eerst de voorbeelden door. Dertig dagen lang kun je het terugdraaien.
swi-second = Waar geen systeem zegt dat een oude en een nieuwe id van één persoon zijn, moet een tweede persoon instemmen. Vergelijk de id’s met de lijst die het nieuwe systeem je gaf.
swi-apply = Koppelingen verhuizen
swi-go-on = Ga verder
swi-undo-what = Tot { $until } kunnen de koppelingen terugverhuizen.
swi-undo = Terugdraaien
swi-drop = Opgeven

## Mails: onderwerp, wat er gebeurde, en wat in alle hetzelfde is
mail-linked-subject = { $upstream } opent nu je account bij { $platform }
mail-linked-what = Aan je account bij { $platform } is een koppeling met { $upstream } toegevoegd. Wie daarmee inlogt, is in jouw account.
mail-link-ended-subject = { $upstream } opent je account bij { $platform } niet meer
mail-link-ended-what = De koppeling tussen { $upstream } en je account bij { $platform } is verbroken. Het account en je werk blijven.
mail-password-changed-subject = Je wachtwoord bij { $platform } is gewijzigd
mail-password-changed-what = Het wachtwoord van je account bij { $platform } is gewijzigd. Andere apparaten zijn uitgelogd.
mail-not-me-subject = De koppeling met { $upstream } bij { $platform } is gemeld en verbroken
mail-not-me-what = Iemand zei “Dit was ik niet” over de koppeling met { $upstream }. Die opent je account bij { $platform } niet meer, en iedereen die zo binnenkwam is uitgelogd. De mensen die voor je account zorgen weten ervan.
mail-merged-subject = Twee accounts van jou bij { $platform } zijn nu één
mail-merged-what = De mensen die voor je account zorgen zagen dat twee accounts bij { $platform } allebei van jou zijn, en hebben ze samengevoegd. Wat een van de twee opende, opent nu het ene account. Je werk blijft. Dit kan 180 dagen lang ongedaan worden gemaakt.
mail-unmerged-subject = Je accounts bij { $platform } zijn weer gescheiden
mail-unmerged-what = Twee accounts bij { $platform } waren samengevoegd. De mensen die ervoor zorgen hebben dat ongedaan gemaakt, en elk account opent weer zoals eerst.
mail-admin-acted-subject = De school heeft iets aan je account bij { $platform } gewijzigd
mail-admin-acted-what = Iemand die je school beheert heeft iets aan je account bij { $platform } gewijzigd, zoals een rol, een manier van inloggen of het wachtwoord.
mail-factor-added-subject = Voor je account bij { $platform } is een tweede factor ingesteld
mail-factor-added-what = Iemand die als jij was ingelogd heeft voor je account bij { $platform } een app ingesteld die codes toont. Daarmee wordt ingestemd met, of beslist over, wat anderen op je school aangaat. Was jij dat niet, zeg het dan meteen aan wie je school beheert: die haalt hem weg.
mail-maybe-other-subject = Heb je nog een account bij { $platform }?
mail-maybe-other-what = Een ander account bij { $platform } is misschien ook van jou. De mensen die voor je account zorgen willen dat graag weten.
mail-when = Wanneer: { $when }
mail-not-you = Was jij dit niet? Bekijk je koppelingen en verbreek wat niet van jou is:
mail-help = Kent iemand anders misschien je wachtwoord, wijzig het dan daar. Kun je niet inloggen, vraag het dan de schoolbeheerder.
mail-why = Je krijgt deze mail omdat dit het adres van je account bij { $platform } is. Niemand leest antwoorden erop.
mail-hold-subject = De groepen van { $school } wachten op een besluit
mail-hold-what = De groepen van { $school } bij { $platform } zijn gelezen uit { $upstream }. Er zou meer veranderen dan gewoonlijk, daarom is niemand verwijderd.
mail-hold-what-journal = De groep { $journal } van { $school } bij { $platform } is gelezen uit { $upstream }. Er zou meer veranderen dan gewoonlijk, daarom is niemand verwijderd.
mail-hold-next = Vergelijk met { $upstream }. Klopt wat daar staat, laat dan de beheerders van { $platform } de gepauzeerde bijwerking { $hold } goedkeuren; klopt het niet, laat ze die dan verwerpen. Geeft { $upstream } weer de hele lijst, dan eindigt de pauze vanzelf.
mail-hold-doubtful = Wat niet volledig kwam of van een andere school is, kan niemand goedkeuren. Herstel het in { $upstream }; de volgende bijwerking gaat dan vanzelf verder. Is een groep voorbij, laat de beheerders van { $platform } die dan ontkoppelen:
mail-hold-more = en nog { $more }
mail-hold-why = Je krijgt deze mail omdat { $school } dit adres heeft opgegeven voor pauzes. Er staan geen namen van leerlingen in. Niemand leest antwoorden erop.
mail-end-subject = Groepen van { $school } die { $upstream } niet meer heeft
mail-end-what = { $upstream } heeft deze groepen van { $school } bij { $platform } niet meer:
mail-end-more = … en nog { $more }
mail-end-next = Zijn ze er dan nog steeds niet, dan eindigen ze vanzelf: { $when }. Hun plaatsen eindigen en hun licenties komen vrij; accounts, koppelingen en werk blijven. Moet er een blijven, laat die dan weer in { $upstream } zien, of zeg het tegen de beheerders van { $platform }.
mail-end-held = Het zijn er zo veel dat er geen vanzelf eindigt. Vergelijk met { $upstream }. Zijn ze echt voorbij, laat dan de beheerders van { $platform } ze beëindigen; zo niet, laat het dan in { $upstream } herstellen. Tot dan houdt iedereen plaats en licentie.

## Why a refresh is held
hold-removed-school = { $people } van de { $of } mensen van de school zouden een plaats verliezen.
hold-removed-journal = { $people } van de { $of } mensen van één groep zouden hun plaats verliezen (zulke groepen: { $journals }).
hold-added-school = Er zouden { $people } mensen bij komen, naast { $of } in de school.
hold-added-journal = In één groep van { $of } zouden { $people } mensen bij komen (zulke groepen: { $journals }).
hold-rekeyed-school = { $people } van de { $of } mensen van de school hebben een andere naam, geboortedatum, id of rol dan eerst.
hold-rekeyed-journal = { $people } van de { $of } mensen van één groep hebben een andere naam, geboortedatum, id of rol dan eerst (zulke groepen: { $journals }).
hold-partial = Groepen die niet tot het einde zijn gelezen: { $journals }.
hold-other-school = Groepen die zeggen van een andere school te zijn: { $journals }.
hold-fault-empty = er staat niemand in
hold-fault-unread = er kwam geen antwoord, of geen begrijpelijk antwoord
hold-fault-cut-short = die kwam niet volledig
hold-fault-other-school = die zegt van een andere school te zijn
hold-fault-no-school = die zegt niet meer van welke school die is

## Wat iemand kan tegenhouden: titel, wat er gebeurde, wat te doen
trouble-not-found-title = Hier is geen pagina
trouble-not-found-what = Het adres klopt niet, of de pagina is niet voor jou.
trouble-not-found-next = Begin bij je leeromgeving en log daar in.
trouble-method-title = Deze pagina kan niet zo geopend worden
trouble-method-what = Het adres hoort bij het inloggen en gaat niet los open.
trouble-method-next = Begin bij je leeromgeving en log daar in.
trouble-too-large-title = Dat was te veel in één keer
trouble-too-large-what = Wat je stuurde is groter dan deze pagina aankan.
trouble-too-large-next = Ga terug, maak het korter en stuur het opnieuw.
trouble-bad-form-title = Er ontbreekt iets
trouble-bad-form-what = De pagina kreeg niet alles wat nodig is.
trouble-bad-form-next = Ga terug en probeer het opnieuw. Helpt dat niet, begin dan bij je leeromgeving.
trouble-stale-title = Deze pagina is te oud
trouble-stale-what = Het inloggen duurde te lang, of is in een ander tabblad afgemaakt. Er is niets veranderd.
trouble-stale-next = Begin opnieuw: ga naar { $platform } en log in.
trouble-no-cookies-title = Je browser bewaart geen cookies
trouble-no-cookies-what = Om je in te loggen hebben we één cookie nodig, dat weg is als je de browser sluit. Het kwam niet terug.
trouble-no-cookies-next = Sta cookies toe voor deze site en begin opnieuw bij { $platform }.
trouble-foreign-title = Dit formulier kwam van een andere site
trouble-foreign-what = Voor je veiligheid nemen we alleen formulieren van onze eigen pagina’s aan. Er is niets veranderd.
trouble-foreign-next = Begin opnieuw: ga naar { $platform } en log in.
trouble-too-many-tries-title = Te veel pogingen
trouble-too-many-tries-what = Te veel pogingen lukten niet, daarom wachten we even.
trouble-too-many-tries-next = { $minutes ->
    [one] Probeer het over { $minutes } minuut opnieuw. Ben je je wachtwoord vergeten, vraag dan op school om een nieuw.
   *[other] Probeer het over { $minutes } minuten opnieuw. Ben je je wachtwoord vergeten, vraag dan op school om een nieuw.
}
trouble-busy-title = Te veel mensen tegelijk
trouble-busy-what = We kunnen nu niet antwoorden. Er is niets verloren.
trouble-busy-next = { $minutes ->
    [one] Probeer het over { $minutes } minuut opnieuw.
   *[other] Probeer het over { $minutes } minuten opnieuw.
}
trouble-internal-title = Hier ging iets mis
trouble-internal-what = Het is onze fout, niet de jouwe. Het is genoteerd.
trouble-internal-next = Probeer het opnieuw. Gebeurt het weer, geef dan de schoolbeheerder de code hieronder.
trouble-bad-request-title = { $platform } stuurde ons iets waar we niets mee kunnen
trouble-bad-request-what = Je kunt dit niet zelf oplossen. De makers van { $platform } kunnen dat wel; de parameter is { $parameter }.
trouble-bad-request-next = Ga terug naar { $platform } en probeer het opnieuw. Blijft het zo, geef hun dan de code hieronder.
trouble-upstream-silent-title = { $upstream } antwoordt niet
trouble-upstream-silent-what = We kunnen { $upstream } nu niet bereiken. Met je account is niets mis.
trouble-upstream-silent-next = { $minutes ->
    [one] Probeer het over { $minutes } minuut opnieuw.
   *[other] Probeer het over { $minutes } minuten opnieuw.
}
trouble-upstream-silent-password-title = { $upstream } antwoordt niet
trouble-upstream-silent-password-what = We kunnen { $upstream } nu niet bereiken. Met je account is niets mis.
trouble-upstream-silent-password-next = { $minutes ->
    [one] Probeer het over { $minutes } minuut opnieuw, of gebruik je gebruikersnaam en wachtwoord van { $platform }.
   *[other] Probeer het over { $minutes } minuten opnieuw, of gebruik je gebruikersnaam en wachtwoord van { $platform }.
}
trouble-upstream-misbehaved-title = { $upstream } gaf een antwoord dat we niet vertrouwen
trouble-upstream-misbehaved-what = Voor je veiligheid hebben we je niet ingelogd. Er is niets veranderd.
trouble-upstream-misbehaved-next = Probeer het opnieuw. Gebeurt het weer, geef dan de schoolbeheerder de code hieronder.
trouble-denied-title = Je bent niet ingelogd bij { $upstream }
trouble-denied-what = Het inloggen is afgebroken, of { $upstream } stond het niet toe. Er is niets veranderd.
trouble-denied-next = Probeer het opnieuw, of log op een andere manier in.
trouble-not-fresh-title = Log nog een keer in bij { $upstream }
trouble-not-fresh-what = We vroegen { $upstream } om opnieuw te laten inloggen en kregen een oude login. Op een gedeelde computer kan die van iemand anders zijn.
trouble-not-fresh-next = Log uit bij { $upstream } en probeer het opnieuw.
trouble-school-not-enabled-title = { $school } heeft { $upstream } niet geactiveerd
trouble-school-not-enabled-what = { $upstream } zegt dat je bij { $school } hoort, nummer { $number }. Die school gebruikt { $upstream } nog niet met { $platform }.
trouble-school-not-enabled-next = De schoolbeheerder (ICT-coördinator) kan de koppeling activeren in { $platform }, bij de instellingen van de school, onder Koppelingen. Klopt het nummer niet, dan verbetert de school het in { $upstream }.
trouble-school-number-missing-title = Het nummer van je school ontbreekt
trouble-school-number-missing-what = { $upstream } zei niet op welke school je zit, of gaf een nummer dat { $platform } niet kent.
trouble-school-number-missing-next = De schoolbeheerder vult het nummer van de school in bij { $upstream }. Probeer het daarna opnieuw.
trouble-guardian-title = Je kind logt zelf in
trouble-guardian-what = Bij { $upstream } ben je ouder of verzorger. { $platform } heeft accounts voor leerlingen en leerkrachten, daarom is er geen account gemaakt.
trouble-guardian-next = Log uit bij { $upstream }. Je kind logt daarna in met de eigen gebruiker van { $upstream }.
trouble-identity-taken-title = Deze gebruiker van { $upstream } opent al een ander account
trouble-identity-taken-what = Eén gebruiker van { $upstream } opent één account bij { $platform }. Er is niets veranderd.
trouble-identity-taken-next = Kwam je met de { $upstream } van iemand anders, log daar dan uit en gebruik je eigen. Is het de jouwe, vraag het dan de schoolbeheerder.
trouble-somebody-else-title = Hier is iemand anders ingelogd
trouble-somebody-else-what = Wie terugkwam is niet wie begon. Er is niets veranderd.
trouble-somebody-else-next = Log op deze computer overal uit en begin opnieuw bij { $platform }.
trouble-other-button-title = Je logde eerder in met { $used }
trouble-other-button-what = Je account bij { $platform } wordt geopend door { $used }, niet door { $upstream }.
trouble-other-button-next = Log in met { $used }. Daarna kun je { $upstream } toevoegen bij de instellingen, onder Koppelingen.
trouble-upstream-off-title = { $upstream } staat uit
trouble-upstream-off-what = Inloggen bij { $platform } met { $upstream } kan op dit moment niet.
trouble-upstream-off-next = Log op een andere manier in, of vraag het de schoolbeheerder.
trouble-account-off-title = Dit account is gesloten
trouble-account-off-what = Het account bij { $platform } is gesloten door de school of door { $platform }. Het werk blijft bewaard.
trouble-account-off-next = Vraag de schoolbeheerder om het weer te openen.
trouble-platform-off-title = { $platform } kan nu niet gebruikt worden
trouble-platform-off-what = Inloggen bij { $platform } staat uit. Je werk blijft bewaard.
trouble-platform-off-next = Vraag het de mensen achter { $platform }.
trouble-link-ended-title = { $upstream } opent dit account niet meer
trouble-link-ended-what = De koppeling is verbroken door jou of door je school. Het account en het werk blijven bewaard.
trouble-link-ended-next = Log op een andere manier in. Je kunt { $upstream } weer toevoegen bij de instellingen, onder Koppelingen.
trouble-quarantined-title = Je school moet hier eerst naar kijken
trouble-quarantined-what = We weten niet zeker of deze gebruiker van { $upstream } nog dezelfde persoon is. Om het account te beschermen is niemand ingelogd.
trouble-quarantined-next = Vraag het de schoolbeheerder; die weet ervan. Log tot die tijd op een andere manier in.
trouble-last-way-in-title = Dit is je enige manier om in te loggen
trouble-last-way-in-what = Zonder de koppeling met { $upstream } zou je niet meer kunnen inloggen bij { $platform }. Er is niets veranderd.
trouble-last-way-in-next = Voeg eerst een andere koppeling toe of vraag een wachtwoord. Daarna kun je deze verbreken.
trouble-launch-gone-title = Open de groep nog een keer
trouble-launch-gone-what = Deze pagina is te oud, of is in een andere browser geopend. Er is niets veranderd.
trouble-launch-gone-next = Ga in deze browser naar het systeem van je school (zoals eKool), open de groep en druk opnieuw op ‘Koppelen met leeromgeving’.
trouble-launch-over-title = Open de groep nog een keer
trouble-launch-over-what = { $upstream } weet niet meer dat je op de knop drukte. Er is niets veranderd.
trouble-launch-over-next = Open de groep in { $upstream } en druk opnieuw op ‘Koppelen met leeromgeving’.
trouble-not-teacher-title = Je geeft geen les aan deze groep
trouble-not-teacher-what = { $upstream } zegt dat wie op de knop drukte niet bij de leerkrachten van deze groep hoort. Er is niets veranderd.
trouble-not-teacher-next = Vraag de schoolbeheerder om je in { $upstream } aan de groep toe te voegen. Open haar daarna opnieuw.
trouble-nameless-pupil-title = { $upstream } zegt niet wie je bent
trouble-nameless-pupil-what = Je opende de link, maar { $upstream } geeft je naam niet door. Dan kan niemand zien van wie het account zou zijn. Er is niemand ingelogd.
trouble-nameless-pupil-next = Log op een andere manier in, of laat deze pagina aan je leerkracht zien: de schoolbeheerder kan { $upstream } namen laten doorgeven aan deze tool.
trouble-not-deployed-title = Deze link werkt niet meer
trouble-not-deployed-what = { $upstream } opende deze pagina vanaf een plek die hier niet is ingesteld, of die is weggehaald. Er is niets veranderd.
trouble-not-deployed-next = Laat deze pagina aan de schoolbeheerder zien. Groepen die al gekoppeld waren, blijven zolang zoals ze zijn.
trouble-journal-school-title = De school van de groep gebruikt { $upstream } hier nog niet
trouble-journal-school-what = { $upstream } zegt dat de groep van de school met nummer { $number } is. Geen leeromgeving heeft { $upstream } voor die school geactiveerd. Er is niets veranderd.
trouble-journal-school-next = De schoolbeheerder (ICT-coördinator) kan { $upstream } activeren in de leeromgeving, bij de instellingen van de school onder Koppelingen. Is het nummer fout, dan verbetert de school het in { $upstream }.
trouble-journal-number-title = Het nummer van de school ontbreekt
trouble-journal-number-what = { $upstream } zegt niet van welke school de groep is. Er is niets veranderd.
trouble-journal-number-next = De schoolbeheerder vult het nummer van de school in bij { $upstream }. Probeer het daarna opnieuw.
trouble-journal-partial-title = De groep kwam niet volledig door
trouble-journal-partial-what = { $upstream } gaf maar een deel van de groep. Door een deel komt niemand erbij en valt niemand weg.
trouble-journal-partial-next = Probeer het over een paar minuten opnieuw.
trouble-updated-often-title = Deze groep is net bijgewerkt
trouble-updated-often-what = Zij is binnen een paar minuten meermaals bekeken of bijgewerkt. Er is niets verloren.
trouble-updated-often-next = { $minutes ->
    [one] Probeer het over { $minutes } minuut opnieuw.
   *[other] Probeer het over { $minutes } minuten opnieuw.
}
trouble-acted-often-title = Dat was veel binnen een uur
trouble-acted-often-what = Met dit account is binnen een uur bij heel veel mensen iets gedaan, daarom wachten we even. Wat gedaan is, blijft gedaan.
trouble-acted-often-next = { $minutes ->
    [one] Ga over { $minutes } minuut verder.
   *[other] Ga over { $minutes } minuten verder.
}

## Voor ontwikkelaars: wat er mis is met een parameter
fault-missing = { $parameter }: ontbreekt.
fault-repeated = { $parameter }: staat er meer dan één keer.
fault-unknown = { $parameter }: deze waarde kennen we niet.
fault-not-registered = { $parameter }: deze waarde is niet geregistreerd voor deze client. Er wordt byte voor byte vergeleken.
fault-malformed = { $parameter }: kan niet gelezen worden.
fault-unsupported = { $parameter }: deze waarde ondersteunen we niet.

## Het logboek, en waar iemand om mag vragen
aud-what = Alles wat bij { $school } is gewijzigd, het nieuwste eerst. Elke regel is geketend aan de vorige, zodat er geen ongemerkt gewijzigd of weggehaald kan worden.
aud-action = Wat er gebeurde
aud-action-hint = Het begin van een woord, zoals link of account.merged
aud-account = Account
aud-from = Vanaf
aud-to = Tot en met
aud-search = Zoeken
aud-none = Er is niets gevonden.
aud-did = Wat
aud-who = Door
aud-whom = Aan
aud-number = Nummer
aud-older = Oudere regels
aud-export = Het logboek als bestand meenemen
aud-export-what = In het bestand staat elke regel waarnaar u zocht, met zijn nummer en zijn plaats in de keten. Er staan geen namen in: accounts zijn codes. Een tweede persoon moet het eerst goedvinden.
aud-export-get = Bestand downloaden
prv-reason = Reden
prv-reason-hint = De tweede persoon leest dit, en het blijft in het logboek staan.
prv-reason-missing = Schrijf waarom.
prv-ask = Een tweede persoon vragen
prv-waits = Een tweede persoon is gevraagd. Kom hier terug als die het goedvindt.
prv-agreed = Een tweede persoon vindt het goed.
prv-export-title = Alles over { $name }
prv-export-what = Een bestand met alles wat over deze persoon wordt bewaard: accounts, koppelingen, klassen, licenties, aanmeldingen, verzoeken en wat er gebeurde. Wachtwoorden en sleutels staan er niet in. In het logboek komt te staan dat u het meenam.
prv-export-get = Bestand downloaden
prv-erase-title = { $name } vergeten
prv-erase-what = Naam, geboortedatum, adressen, gebruikersnaam en wachtwoord verdwijnen, en ook alles wat over deze persoon is opgeschreven. Ook { $platform } krijgt het bericht om hem of haar te vergeten.
prv-erase-links = { $count ->
    [0] Geen schoolsysteem meldt deze persoon aan.
    [one] Eén schoolsysteem meldt deze persoon niet meer aan.
   *[other] { $count } schoolsystemen melden deze persoon niet meer aan.
}
prv-erase-others = { $count ->
    [one] Een account dat in dit account is opgegaan, wordt ook vergeten; dat kan niet meer ongedaan worden gemaakt.
   *[other] { $count } accounts die in dit account zijn opgegaan, worden ook vergeten; dat kan niet meer ongedaan worden gemaakt.
}
prv-erase-for-good = Dit kan niet worden teruggedraaid.
prv-erase-elsewhere = Deze persoon is ook op een andere school. Eén school alleen kan iemand dan niet laten vergeten: beëindig de rol hier, of vraag het aan wie deze dienst beheert.
prv-erase-do = Voorgoed vergeten
prv-erased-title = Vergeten
prv-erased-what = Niets noemt deze persoon hier nog. { $platform } krijgt daar bericht van.
