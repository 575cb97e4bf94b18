# Koppel's words in English. Keys and variables are the same in every language; a test compares them.

## Around every page
skip = Skip to the question
made-by = Sign-in by Koppel
a-platform = your learning platform
your-school = your school
error-prefix = Error:
summary-title = There is a problem
continue = Continue
continue-to = Continue to { $platform }
go-to = Go to { $platform }
cancel = Cancel
try-again = Try again
reference = If you ask for help, give this code:
what-next = What to do now
other-way-in = Sign in another way

## Words
username = User name
password = Password
sign-in = Sign in
sign-in-with = Sign in with { $upstream }
sign-out = Sign out
role-pupil = Pupil
role-teacher = Teacher
role-staff = School staff
role-guardian = Parent or guardian
role-admin = School administrator

## Choose a system
chooser-title = Sign in to { $platform }
chooser-school = Through your school’s system
chooser-password = With your { $platform } user name
chooser-empty = There is no way to sign in to { $platform } here yet. The school adds the systems it uses.

## On the way
leaving-title = On to { $upstream }
leaving-what = You sign in at { $upstream } and then come back here. If nothing happens, press Continue.

## Opened from another system
opening-title = Open the link in { $upstream }
opening-go = Go to { $upstream } in this browser and open your course.
opening-open = Press the link that your teacher put there for { $platform }.
opening-back = You come back here and go on.
opening-somebody = Is somebody else signed in to { $upstream } on this computer? Sign them out there first.
opening-again = I have opened it
opening-other = Sign in another way
opened-title = Are you { $name }?
opened-what = You go on to { $platform } as { $name }.
opened-yes = Yes, I am { $name }

## School
school-title = Where are you working now?
school-what = You are at more than one school in { $platform }. Choose one; you can choose again the next time you sign in.

## The question
came-from = You came from { $upstream } as
question-title = Have you used { $platform } before?
question-what = Did you sign in to { $platform } in some other way before you came with { $upstream }? Then your work is in that account, and it can stay there.
question-yes = Yes, I have an account
question-yes-hint = Next you show that it is yours
question-no = No, this is my first time
question-no-hint = You get a new account
wrong-person = I am not { $name }

## Prove the old account
claim-title = Show us your { $platform } account
claim-what = Sign in to it the way you did before. After that { $upstream } opens the same account.
claim-not-linked = { $upstream } does not open an account at { $platform } yet. Use your user name and password, or another system.
claim-submit = This is my account
claim-at-platform = Sign in at { $platform } to prove it
claim-other = I used another system
claim-cannot-title = I cannot sign in to it
claim-cannot-what = Your school can help. We send them a request; nothing of your work is lost.
claim-cannot = Ask my school
claim-code-title = I have a code from my school
claim-code = Type the code
later-title = I cannot show it now
later-what = Go on without it for now. You get an empty account in { $platform } today: your old work is not here yet, and it is not lost. When you have your password or a code from your school, bring your old account, and the work of both is in one place.
later-again = Your old work is not here yet, and it is not lost. When you have the password of your old { $platform } account or a code from your school, bring it: then the work of both is in one place.
claim-later = Go on without it for now

## A code from the school
code-title = Type the code from your school
code-what = Your teacher gave you a code on paper. It shows that the { $platform } account is yours; after that { $upstream } opens it.
code = Code
code-hint = Eight letters and digits. Small letters or a missing dash do not matter.
code-back = Back to the other ways
error-code-missing = Type the code
error-code-slip = There is a slip in the code. Compare it with the paper, sign by sign.
error-code-wrong = This code does not fit. Look whether the paper has your name; if it does, ask your teacher for a new code.

## The older account, later
older-title = Do you have your old { $platform } account at hand now?
older-what = You said that you have an older account. When you bring it, your old work and what you have done since are in one place.
older-bring = Bring my old account
older-bring-hint = With its password, another system or a code from your school
older-later = Not now
older-later-hint = You go on as before; we ask again in a week

## The school was asked
asked-cannot-title = Your school has been asked to help
asked-cannot-what = We told { $school } that you have an account in { $platform } and cannot sign in to it. Your work is safe.
asked-cannot-next = Ask your teacher or your school’s administrator about it. They can give you a new password. Then sign in with { $upstream } again.
asked-new-title = Your school has to say yes first
asked-new-what = { $school } wants to see new accounts in { $platform } before they are opened. The request has been sent.
asked-new-next = Ask your teacher or your school’s administrator about it. Then sign in with { $upstream } again.
asked-differ-title = These look like two people
asked-differ-what = The person at { $upstream } and the owner of the { $platform } account do not seem to be the same. Nothing was joined.
asked-differ-next = If someone else is signed in at { $upstream } on this computer, sign out there and start again. If both are you, { $school } can put it right; they have been told.
asked-taken-title = This account is opened by another { $upstream } user
asked-taken-what = Somebody already signs in to this { $platform } account with { $upstream }. Nothing was changed.
asked-taken-next = If the account is yours and you do not know who that is, talk to { $school }; they have been told.
asked-several-title = Several accounts were tried
asked-several-what = Passwords of several { $platform } accounts, or several codes, were tried for one { $upstream } user. Nothing was joined, and { $school } has been told.
asked-several-next = Ask your teacher or your school’s administrator which account is yours. You can try again tomorrow.

## Both people side by side
confirm-title = Are both of these you?
came-as = You came from { $upstream } as { $name }.
is-that-you = Is that you?
not-you-sign-out = That is not me: sign out of { $upstream }
card-in = In { $system }
card-username = User name
card-school = School
card-role = Role
card-class = Class
card-last-here = Last here
card-work = Work
card-finished-tasks = { $count ->
    [one] { $count } finished task
   *[other] { $count } finished tasks
}
differs = different
confirm-differences = What differs is marked. Look at it before you go on.
confirm-what = From then on { $upstream } opens this { $platform } account, with all its work.
confirm-password-stays = Your user name and password keep working.
confirm-absorbs = What you have done in { $platform } since you were let in comes along.
confirm-link = Confirm the link
confirm-two-people = These are two different people

## Linked
linked-title = { $upstream } now opens your account
linked-what = Next time, press “Sign in with { $upstream }” and you are in { $platform }. Your work is where it was.
linked-undo = { $minutes ->
    [one] Is this not your account? You can undo it for { $minutes } minute.
   *[other] Is this not your account? You can undo it for { $minutes } minutes.
}
not-me = This was not me

## Notice
notice-title = { $upstream } now opens your account too
notice-what = A link with { $upstream } was added to your { $platform } account { $day }.
notice-question = Did you link { $upstream } yourself?
notice-mine = Yes, that was me
notice-not-me = If it was somebody else, we end the link with { $upstream } and sign them out. Your school is told.

## This was not me: done
not-me-title = The link with { $upstream } has ended
not-me-what = { $upstream } no longer opens this { $platform } account. Everybody who came in through it has been signed out.
not-me-school = { $school } has been told.
not-me-no-school = The people who look after your account have been told.
not-me-signed-out = You are signed out too. Start again with your own way in.
not-me-password = If somebody else may know your password, change it in the settings under Integrations.

## Passwords
new-password-title = Choose a new password
new-password-what = The password you used works only once. From now on you sign in with the new one.
new-password-hint = At least 8 characters. A few words in a row are easy to remember and hard to guess.
new-password = New password
repeat-password = New password again
current-password = Present password
change-password = Change password
change-password-what = You use it with your user name to sign in to { $platform }. Other devices will be signed out.
save-password = Save the password
error-username-missing = Type your user name
error-password-missing = Type your password
error-password-wrong = User name and password do not match. Check the spelling and capital letters.
error-current-wrong = This is not your present password
error-new-too-short = The new password needs at least 8 characters
error-new-too-long = The new password can have at most 200 characters
error-new-unchanged = The new password must be another one than before
error-new-too-common = This password is easy to guess. Choose another one.
error-new-not-repeated = The two new passwords are not the same. Type the new one again.
error-new-unprintable = Type the new password with letters, digits, signs and spaces only.

## Sign in again
again-title = Show us that it is you
again-what = You are signed in as { $name }. Sign in once more before you go on.
again-other = Or with a linked system

## Sign out
logout-title = Sign out of { $platform }?
logout-what = You will be signed out here and where you went from here.
logout-confirm = Sign out
logout-cancel = Stay signed in
signed-out-title = You are signed out
signed-out-what = On a shared computer, sign out of your school’s system too, or close the browser.

## Settings: Integrations
integrations-title = Integrations
integrations-what = These systems open your { $platform } account.
integrations-yours = Your integrations
integrations-none = None yet. When you add one, you can sign in to { $platform } with it and keep your account.
signed-in-as = You are signed in as
since = Since { $day }.
last-used = Last used { $day }.
never-used = Not used yet.
only-way-in = This is your only way in to { $platform }. Add another one before you end it.
end-link = End the link
add-integration = Add integration
add-upstream = Add { $upstream }
origin-claim = You linked it when you signed in.
origin-born = Your account began with it.
origin-settings = You added it here.
origin-import = { $platform } had linked it before.
origin-administrator = Your school linked it.
origin-teacher = Your teacher linked it.
origin-code = You linked it with a code from school.
origin-platform = You linked it at { $platform }.
done-added = { $upstream } has been added.
done-ended = The link with { $upstream } has ended.
done-password = Your password has been changed.
end-title = End the link with { $upstream }?
end-what = { $upstream } will no longer open your { $platform } account. The account and your work stay.
end-brought = What was done in { $platform } before it came together with this account stays here, too. If that was not you, tell your school: until { $day } it can give that back.
end-again = You can add { $upstream } again later.
end-done = { $upstream } no longer opens your { $platform } account. The account and your work stay.
end-signed-out = You came in with { $upstream }, so you are signed out now.

## Journals of a teacher
journals-title = Your journals
journals-what = These class lists come from your school’s systems and are linked to { $platform }.
journals-none = No journal is linked yet. Open one in your school’s system and press “Link with learning environment” there; then it stands here.
journals-all = All journals
journal-from = From { $upstream }
journal-pupils = { $count ->
    [one] { $count } pupil
   *[other] { $count } pupils
}

## One journal
journal-school = School
journal-year = School year
journal-source = Comes from
journal-kits = Learning kits
journal-kits-none = None
journal-group = Group in { $platform }
journal-read = Last updated
journal-last-run = Last look
journal-owned = Its name, pupils and teachers are changed in { $upstream } only.
journal-open = Open it in { $upstream }
journal-empty = Nobody sits in this journal.
journal-withdrawn = { $upstream } does not let us read this journal any more. Nothing was removed.
journal-gone = { $upstream } does not have this journal any more. Nothing was removed.
journal-held = The last update would have changed too much. Your school decides about it first; until then nobody here loses a seat.
journal-untold = { $upstream } does not know yet that the journal is linked. It will be told again.
journal-untold-over = { $upstream } does not know that the journal is linked. Open the journal there and press “Link with learning environment” once more.
state-linked = Has an account
state-waiting = May have an account
state-new = New
state-blocked = Left out
state-linked-what = These people’s accounts in { $platform } are known.
state-waiting-what = These people may have an account in { $platform } already. Nothing is made: at their first sign-in they are asked, and keep their work.
state-new-what = These people get an account in { $platform }. At their first sign-in they are asked whether they had one before.
state-new-unused = A journal made these people’s accounts in { $platform }. They have not signed in yet.
state-blocked-what = Nothing is done about these people in { $platform }.
column-name = Name
column-class = Class
column-role = Role
column-remark = Remark
has-work = Has earlier work
seat-missing = Was not there at the last update
reason-candidate = An account at the school may be theirs
reason-shared-candidate = One account at the school fits several people here
reason-link-ended = Had an account, and the link with it was ended
reason-subject-differs = Finds their account at the first sign-in
reason-unnamed = Has no name in the school’s system
reason-school-asks = The school looks at new accounts first
reason-partial-read = The journal did not come whole
reason-account-disabled = The account is closed
reason-shared-account = Shares an account with somebody in this journal
reason-quarantined = The school has to look at this first
reason-another-person = The school’s system tells of another person than before
reason-contradiction = The school’s system says two different things
reason-no-subject = Has no number in the school’s system
reason-role = Is neither pupil nor teacher
reason-admin-role = Administrators are not taken from a journal
reason-other-school = Belongs to another school
reason-inactive = Is not active in the school’s system
reason-not-yet = Begins later
reason-past = Has left already

## How it stands with pupils, and what helps those who wait
count-linked = { $count } linked
count-waiting = { $count } waiting
count-new = { $count } new
count-blocked = { $count } left out
count-duplicates = { $count } with a suspected duplicate
count-let-in = { $count } let in provisionally
count-here = { $count } signed in here in the last seven days
light-here = Linked, signed in here in the last seven days
light-linked = Linked
light-let-in = Let in provisionally since { $day }; becomes linked when the old account is brought
light-new = New account, not used yet
light-waiting = Waiting
light-said-new = Has no other account; the next update makes one
light-duplicate = Duplicate account suspected; the school looks at it
light-blocked = Left out
next-code = Print a code
next-word = No other account
help-class = Confirm pupils yourself
help-codes = Print claim codes
help-word = Has no other account
why-gone = Does not sit in this journal any more
why-staff = Is a teacher, too, and shows the account themselves
why-subject-differs = Finds their account at the first sign-in
why-blocked = The school has to look at this first
why-linked = Is linked already
why-not-sure = It is not certain which account is theirs. They are asked at the first sign-in; the school can help.
why-not-switched-on = The school has not given this to teachers for the class
back-to-journal = Back to { $journal }
pupils-missing = Tick at least one pupil
take-back = Take back

## Claim codes of a journal
codes-title = Claim codes for { $journal }
codes-what = A code is for pupils who have an old account in { $platform } and cannot sign in to it. They type it at their first sign-in, see whose account it opens, and confirm.
codes-nobody = Nobody who waits can get a code at the moment.
codes-for = Who gets a code?
codes-once = The codes are shown once, ready to print. An earlier code of the same pupil is good no longer.
codes-make = Make codes
codes-make-all = Make codes for all of them
codes-printed = On paper already
code-printed = Printed { $on }, good until { $until }
codes-take-back-all = Take back all codes
codes-not = No code
codes-not-what = These pupils wait, too. Without a code they are asked at their first sign-in and keep their work.

## The sheet with the codes
sheet-title = Claim codes for { $journal }
sheet-back = Back to the codes
sheet-now = Print this page now, on A4. The codes are not shown again; printed once more they are other ones.
sheet-what = Cut along the lines and give each strip to the pupil whose name it has. Nobody else can use it.
sheet-open = Open { $platform }: { $address }
sheet-open-it = Open { $platform }.
sheet-sign-in = Log in with { $upstream }, as yourself.
sheet-type = Choose “{ question-yes }”, then “{ claim-code }”, and type the code.
sheet-until = Good until { $day }.
sheet-others = Ticked, and no code

## This pupil has no other account
word-title = Who of { $journal } has no other account?
word-what = These pupils wait, because an account in { $platform } may be theirs. If you know that one of them was never there, say so: the next update then makes a new account.
word-nobody = Nobody waits for this.
word-say = Has no other account
word-said = You or a colleague said so
word-said-what = Their accounts are made at the next update. You can take it back until they have used them.
word-made = Their new accounts are made
word-made-what = Nobody has signed in to these accounts yet. If one of the pupils has another account after all, take it back: the new account is closed, and the pupil waits again.
word-used = They use their new accounts
word-used-what = These pupils have signed in to the new account, so it stays. If one of them has another account after all, ask the school’s administrator: the link can be ended, then the pupil is asked again at the next sign-in and can claim the old account. Nobody’s work is lost.
word-ask-title = { $name } has no other account?
word-ask-what = The next update makes a new account in { $platform }, and it is empty. If there is an old one after all, its work is not in it.
word-ask-still = { $name } is asked at the first sign-in all the same, and can still claim an old account.
word-ask-back = Not now

## A teacher's word for the class
class-title = Confirm pupils of { $journal }
class-linked = { $count ->
    [one] { $count } pupil is linked and signs in without a question now:
   *[other] { $count } pupils are linked and sign in without a question now:
}
class-others = Not linked
class-off = Your school has not switched this on for the pupils of this journal. The school’s administrator can do so.
class-nobody = Nobody of this journal waits to be confirmed.
class-what = Tick every child of whom you know that they have used { $platform } before. Whoever is ticked lands on their old account and is not asked. It works only where full name, class and school fit exactly one account and one child.
class-leave-out = Leave out whoever is new at the school, has a namesake there, or of whom you are not certain. They are asked themselves at their first sign-in, and nothing is lost.
class-who = For whom do you vouch?
class-confirm = These are theirs
class-confirmed = Confirmed in the last thirty days
class-confirmed-what = The school sees this list, too. What you take back ends the link and signs the child out; they are then asked at the next sign-in.
class-confirmed-on = Confirmed { $on }, can be taken back until { $until }
class-take-back-all = Take back all

## Linking a journal
preview-title = Link the journal { $journal }?
preview-what = Check what happens in { $platform }. Nothing has been changed yet.
preview-changed = Something has changed since you looked. Check it once more; nothing has been written.
preview-nobody = There is nobody in this journal yet. Who is added in { $upstream } later comes along.
preview-kits = Which learning kits is it for?
preview-kit-missing = Choose at least one learning kit
preview-group = Which group in { $platform }?
preview-group-hint = A group that you have already keeps its settings.
preview-group-new = A new group
link-journal = Link journal
linked-journal-title = { $journal } is linked
linked-journal-what = { $platform } has the class now. Changes in { $upstream } come along every day.
linked-journal-told = { $upstream } knows about the link and leads here.
linked-journal-without = { $count ->
    [one] { $count } person has no licence, because the school has none left:
   *[other] { $count } people have no licence, because the school has none left:
}
linked-journal-without-next = The school’s administrator can get more. The licences are then given at once.
linked-journal-show = Show the journal
place-title = Where do you want to link { $journal }?
place-what = Your school uses { $upstream } with several learning environments.
launch-somebody-title = Somebody else is signed in here
launch-somebody-what = { $teacher } opened the journal { $journal } in { $upstream }. In { $platform } somebody else is signed in in this browser.
launch-somebody-next = If you are { $teacher }, sign in as yourself; the other person is signed out.
launch-arrived-title = Link { $journal }
launch-arrived-what = { $upstream } says that you are { $teacher }.
launch-arrived-button = Go on as { $teacher }
launch-arrived-other = If that is not you, close this page and sign out of { $upstream }.
pupil-arrived-title = Hello, { $pupil }
pupil-arrived-what = { $upstream } says that you are { $pupil }. You are not signed in yet.
pupil-arrived-next = Go on within five minutes, in this browser, and choose “{ $upstream }” where you sign in:
launch-handing-what = One thing is left: { $upstream } puts the link into your course when you go back.
launch-handing-button = Back to { $upstream }
launch-known-title = { $journal } is linked already
launch-known-what = A colleague linked it to { $platform }. You see it in your journals after its next update.
launch-again-title = { $journal } is linked already
launch-again-what = { $upstream } does not know about the link yet. Tell it now.
launch-again = Tell { $upstream }

## Updating a journal
update-journal = Update journal data
update-title = Update { $journal }?
update-back = Back to the journal
update-what = { $upstream } tells something else than before. Check what happens; nothing has been changed yet.
update-since = Last updated: { $when }.
update-held = This is more than usual. If you update, your school decides about it first, and nobody loses a seat until then.
update-paused = Your school has holidays: who joins gets a seat, and nobody leaves.
update-renamed = The journal is called { $name } now.
update-nobody-moves = Nobody joins or leaves.
update-same-since = Nothing has changed since { $when }.
update-same = Nothing has changed.
update-licences = { $kit }: { $wanted } of those who join need a licence, and your school has { $free } left. Who goes without gets one when there are more.
update-withdrawn = { $upstream } does not let us read this journal any more. Everybody keeps their seat.
update-withdrawn-next = Allow it again in { $upstream }, or ask the school’s administrator to. Then look again.
update-gone = { $upstream } does not have this journal any more. Everybody keeps their seat.
update-gone-next = If there is a new one, open it in { $upstream } and press “Link with learning environment” there.
update-partial = { $upstream } gave only a part of the journal. Nobody is added or left out by a part.
update-partial-next = Look again in a few minutes. If it stays so, compare the journal in { $upstream }.
update-silent = { $upstream } does not answer just now. Nothing was changed.
update-silent-next = Look again in a few minutes. The daily update from { $upstream } comes by itself.
update-off = { $upstream } is not asked here at the moment. Nothing was changed.
update-off-next = The school’s administrator can see whether { $upstream } is enabled for your school.
move-back = Back again
move-back-what = They were missing at the last update and are there again. They keep their seat.
move-missing = Not there now
move-missing-what = { $upstream } does not name them now. They keep their seat until they are still missing at an update a day later.
move-left = Leave
move-left-what = { $upstream } has not named them for a day. Their seat ends and their licence is free; account and work stay.
move-deleted = Were taken out
move-deleted-what = Somebody took them out in { $upstream }. Their seat ends at once and their licence is free; account and work stay.
move-told = Named or described otherwise
move-told-what = { $upstream } tells something else about them. Seat, account and work stay.
move-before = before: { $name }
look-again = Look again
step-waiting = Step { $step } of { $of }: waiting for its turn at { $upstream }
step-later = Step { $step } of { $of }: { $upstream } did not answer and is asked again in a few minutes
step-reading = Step { $step } of { $of }: reading the journal in { $upstream }
step-writing = Step { $step } of { $of }: comparing it with what { $upstream } told before
pupils-of = { $of ->
    [one] { $done } of { $of } pupil
   *[other] { $done } of { $of } pupils
}
pupils-so-far = { $done ->
    [one] { $done } pupil so far
   *[other] { $done } pupils so far
}
run-title = { $journal } is being updated
run-what = You may leave this page; the update goes on. What came of it stands among the earlier updates of the journal.
run-over-title = Update of { $journal }
run-at = When
ending-applied = The journal is up to date with { $upstream }.
ending-unchanged = Nothing had changed in { $upstream }.
ending-additions = Your school has holidays: who joined in { $upstream } has a seat, and nobody was taken out.
ending-held = More would have changed than is usual, so nothing was changed. Your school compares it with { $upstream } and decides; until then nobody loses a seat. If { $upstream } tells the whole list again, the next update does it by itself.
ending-held-additions = More would have changed than is usual. Who joined in { $upstream } has a seat; about everything else your school decides, and until then nobody loses a seat.
ending-partial = { $upstream } gave only a part of the journal, so nothing was changed. The next update tries again.
ending-withdrawn = { $upstream } does not let us read this journal any more. Nothing was removed. Allow it again there, and update.
ending-gone = { $upstream } does not have this journal any more. Nothing was removed. If there is a new one, link it from there.
ending-year-over = The school year is over and { $upstream } has put this journal away. Nothing was removed. Link the new one from there.
ending-busy = Somebody else changed this journal at the same moment, and what { $upstream } told was not written. Look again.
ending-unreachable = { $upstream } did not answer, so nothing was changed. Try again in a few minutes; the daily update comes by itself.
ending-off = { $upstream } is not asked here at the moment, so nothing was changed. The school’s administrator can see whether it is enabled.
ending-paused = Your school has holidays, and what { $upstream } tells by itself waits until they are over. You can look now if you want to.
ending-changed = What { $upstream } tells has changed since you looked, so nothing was changed here. Look again and decide once more.
ending-gave-up = The update of this journal from { $upstream } did not come to its end. Try again; if it happens again, tell the school’s administrator.
count-joined = Joined
count-departed = Left
count-missing = Missing for the first time
count-changed = Described otherwise
runs-link = Earlier updates
runs-title = Updates of { $journal }
runs-what = The last thirty, the latest first.
runs-none = There was no update yet. It comes every day, or when you press the button.
column-when = When
column-cause = Who asked
column-outcome = What came of it
column-counts = People
cause-daily = The daily update from { $upstream }
cause-teacher = A teacher
cause-school = The school
cause-upstream = { $upstream } said that something changed
cause-file = A file of class lists
outcome-applied = Updated
outcome-unchanged = Nothing had changed
outcome-held = Held: the school decides
outcome-additions = Who joined has a seat; the rest waits
outcome-partial = Only a part came
outcome-unread = No answer
outcome-withdrawn = May not be read any more
outcome-gone = Not there any more
outcome-year-over = The school year is over
outcome-busy = Changed by somebody else at the same moment
run-new-year = The new school year began
where-title = Where do you want to update the journal?
where-what = { $upstream } is used with several learning environments.

## The window did not open
window-title = The window did not open
window-what = Your browser blocked it. Nothing is lost: go on here, or allow windows for the school’s system so that it works next time.
window-go-on = Go on with the journal
window-chrome = In Chrome and Edge
window-chrome-how = Press the sign for a blocked window at the right end of the address bar and choose “Always allow”.
window-firefox = In Firefox
window-firefox-how = Press “Options” in the bar above the page and allow pop-up windows for this site.
window-safari = In Safari
window-safari-how = Open Settings, Websites, Pop-up Windows, and allow them for this site. On an iPad or iPhone turn off “Block Pop-ups” in the settings of Safari.

## The console of a school
con-nav = Administration of the school
con-home = Overview
con-people = People
con-requests = Requests
con-duplicates = Possible duplicates
con-journals = Journals
con-holds = Updates that wait
con-switch = Change of system
con-audit = Log
con-grants = Administrators
con-waiting = { $count } waiting
con-support = You are here as support, and the school sees it. Reason: { $reason }
con-home-what = You administer { $school } in { $platform }.
con-schools-title = Your schools
con-schools-what = The schools that you administer in { $platform }.
con-schools-none = You administer no school here. Whoever administers { $platform } at your school can invite you.
con-code-title = Show that it is you
con-code-what = Type the six digits that your authenticator app shows for { $platform }.
con-code = Code
con-code-hint = Six digits, or one of your recovery codes
con-code-wrong = This code is not right. Type the one that the app shows now.
con-code-submit = Go on
ent-invite-title = You are invited to administer { $school }
ent-invite-what = { $platform } knows this school as { $number }.
ent-as = As
ent-role-school-admin = School admin
ent-role-coordinator = IT coordinator
ent-role-support = Support
ent-role-teacher = Teacher
ent-invite-next = You sign in next. The first time you also set up an app that shows codes, so that a password alone is never enough.
ent-invite-accept = Accept and sign in
ent-factor-title = Set up your second factor
ent-factor-what = Whoever administers a school in { $platform } shows a code besides the sign-in. An authenticator app on your phone or computer makes it.
ent-factor-begin = Begin
ent-factor-invite-first = It is set up in the browser in which you accepted your invitation, within an hour. Open the link of your invitation here, or ask another administrator or support for a new one.
ent-factor-scan = Scan the square with your authenticator app, or type the key below.
ent-factor-type = Type the six digits that the app shows then.
ent-factor-qr = The key as a square to scan
ent-factor-open = Open in an app on this device
ent-factor-secret = Key
ent-codes-title = Your recovery codes
ent-codes-what = Each opens once, when your app is not at hand. Write them down or print them and keep them away from your password. Nobody sees them again, not even you.
ent-codes-kept = I have kept them
ent-grants-what = Whoever stands here can open these pages of the school. What you take back ends at once.
ent-grant-end = Take back
ent-grants-ended = Until lately
ent-reason = Reason
ent-reason-was = Reason: { $reason }
ent-until = Until { $at }
ent-ended-at = Ended { $at }
ent-invite-new = Invite somebody
ent-invite-hint = Of somebody who works at this school
ent-invite-nobody = Nobody who works at this school has this user name. Look at how it is written.
ent-invite-make = Make an invitation
ent-handed = Hand this link to { $name }:
ent-handed-once = It is good once, and stands nowhere else.
ent-second-title = Waits for a second person
ent-second-what = Some things one person alone must not do. Look at what was asked, and agree or refuse.
ent-second-none = Nothing waits. What somebody proposes stands here for seven days.
ent-second-by = Proposed by { $name }, { $at }
ent-second-own = You proposed this. Somebody else must agree.
ent-second-void = What was asked is not what would happen now, so nobody can agree to it. Whoever proposed it has to look once more and ask anew.
ent-second-no-history = { $platform } cannot move work from one account to another: the work of the account that goes would be out of sight.
ent-second-about = About
ent-second-about-you = This is about you. You can refuse it; somebody else must agree.
ent-second-two-schools = An account of another school goes together with one of yours. Only somebody who may merge accounts at your school can agree; you can refuse.
ent-second-who = Proposed by
ent-second-until = Until
ent-second-agree = Agree
ent-second-refuse = Refuse
ent-kind-merge = Merge two accounts
ent-kind-export = Take out the data of many people
ent-kind-erase = Erase a person
ent-kind-factor-reset = Take away somebody's second factor
ent-kind-switch = Move links to another system
ent-kind-move-link = Attach a link to another account
ent-reset-title = Somebody has lost their second factor
ent-reset-what = Make sure that it is they who ask: see them, or call them back. Their recovery codes stop working too, and a link to set up a new second factor is made.
ent-reset-nobody = Nobody else administers this school, and no teacher here has a second factor.
ent-reset-do = Take it away
ent-reset-no-reason = Say why. The reason stays in the school's log.
ent-reset-elsewhere = They also administer or teach at another school. Only whoever runs this service can do it.
ent-reset-asked = A second person was asked. Once somebody at the school has agreed, come back here and do it.
ent-systems = Systems
ent-systems-none = No system is set up here yet. Whoever runs this service adds them.
ent-not-enabled = Not enabled
ent-enabled-by = Enabled { $day } by { $name }
ent-enabled-since = Enabled { $day }
ent-refreshed = Data last updated { $at }
ent-refreshed-never = No journal was updated yet
ent-enabled-now = { $upstream } is enabled for the school.
ent-own-title = Link your own account with { $upstream }
ent-own-what = You can then sign in to { $platform } with { $upstream } yourself. You see both persons before anything happens; if the { $upstream } account is somebody else's, cancel. The school keeps { $upstream } either way.
ent-own-link = Link my account
ent-disable-title = Disable { $upstream }
ent-disable-what = Nobody of the school signs in with it any more, from the next click on. Every link stays, and works again once it is enabled again.
ent-disable-left = { $count ->
    [0] Every pupil of the school has another way in.
    [one] { $count } pupil has no other way in.
   *[other] { $count } pupils have no other way in.
}
ent-disable-sheets = Print passwords for them first
ent-disable = Disable { $upstream } for the school
ent-operators = { $upstream } opens us by itself, so it is enabled by whoever runs this service.
ent-enable-what = You sign in at { $upstream } and come back. { $upstream } must name the school by its number { $number }, and say that you work there. Nobody's account is linked by that.
ent-enable = Enable { $upstream } for the school
ent-check-title = What { $upstream } says about the school
ent-check-fits = { $upstream } names the same school. Look at the name and the number once more.
ent-check-school = School here
ent-check-there = In { $upstream }
ent-check-number = Number
ent-check-role-unknown = { $upstream } does not vouch for what people are at a school, so it was not checked that you work there.
ent-check-missing = The school's number { $number } is missing in your data at { $upstream }: they name no school by a number.
ent-check-different = The school's number { $number } is not in your data at { $upstream }. These numbers are:
ent-check-who = Whoever administers { $upstream } at your school fills { $number } in there, among the school's own data. If you used another school's or somebody else's account, sign in there with yours.
ent-check-not-staff = { $upstream } knows { $school }, and does not say that you work there. Somebody of the staff must do this.
ent-check-nothing = Nothing was saved.
ent-check-again = Try again
ent-waiting-requests = { $count ->
    [100] { $count } or more requests wait
    [one] { $count } request waits
   *[other] { $count } requests wait
}
ent-waiting-holds = { $count ->
    [100] { $count } or more updates wait
    [one] { $count } update waits
   *[other] { $count } updates wait
}
ent-waiting-duplicates = { $count ->
    [100] { $count } or more possible duplicates
    [one] { $count } possible duplicate
   *[other] { $count } possible duplicates
}
ent-waiting-second = { $count ->
    [one] { $count } proposal waits for a second person
   *[other] { $count } proposals wait for a second person
}
dup-what = People who may have two accounts in { $platform }. Nothing is joined before somebody of the school says so.
dup-none = Nobody seems to have two accounts. New ones appear here by themselves, at the latest within a day.
dup-score = Likelihood { $score } of 100.
dup-because = The same:
dup-next = Show more
dup-back = Possible duplicates
dup-why-national-number = national number
dup-why-verified-mail = e-mail address, verified on both
dup-why-mail = e-mail address
dup-why-user-name = user name
dup-why-name = name
dup-why-spelling = name in another spelling
dup-why-call-name = name and short name
dup-why-initials = name and initials
dup-why-slip = name with a typing slip
dup-why-given-name = given name, with another family name
dup-why-birth-date = birth date
dup-why-class = class
dup-state-open = Nobody has looked at it yet.
dup-state-asked = The pupil was asked. Their answer is not here yet.
dup-state-proven = The pupil has shown that both accounts are theirs.
dup-state-merged = These accounts were merged.
dup-state-not-same = The school said that these are two people.
dup-state-gone = Nothing speaks for it any more.
dup-done-not-same = Remembered: these are two people. The pair does not come back.
dup-done-asked = The pupil is asked at their next sign-in, and finds the question in their settings.
dup-pair-title = Is this one person?
dup-one = One account
dup-other = The other account
dup-since = Made
dup-ways-in = Ways in
dup-password = user name and password
dup-no-way-in = none
dup-same = It is the same person
dup-same-what = You see first what would become of what. A merge can be undone for 180 days.
dup-same-go = Look at the merge
dup-ask = You are not sure
dup-ask-what = Ask the pupil. In the settings of one account they show that they know the password of the other one. They see nothing of it before.
dup-ask-go = Ask the pupil
dup-not-same = They are two people
dup-not-same-what = This is remembered, and nobody is asked about these two again.
dup-not-same-go = Not the same person
dup-asked = Your school would like to know whether another account in { $platform } is yours, too.
dup-asked-go = Answer
dup-notice-how = You show it with the other account's user name and password, now or later: the question stays with your integrations.
dup-mine-title = Is another account yours, too?
dup-mine-what = If you have another account in { $platform }, type its user name and password.
dup-mine-nothing = If you have none, you need not do anything.
dup-mine-wrong = That is not the account that the school asked about, or the password is another one.
dup-mine-go = This account is mine, too
dup-shown-title = Your school knows now
dup-shown-what = Both accounts are yours. Your school looks at it and puts them together. Until then both open { $platform } as before.
dup-shown-on = Back to the settings
mrg-title = Merge two accounts
mrg-what = Look whether this is one person. What opens either account opens the one that stays.
mrg-goes = This account goes
mrg-stays = This account stays
mrg-swap = Keep the other account instead
mrg-refused = These accounts cannot be merged:
mrg-refused-same-account = It is one account.
mrg-refused-other-platform = They are of two platforms.
mrg-refused-closed = One of the two accounts cannot be used.
mrg-refused-provisional = One of the two waits for its pupil's older account. The pupil brings that along.
mrg-refused-both-have-others = Others went into each of the two. Undo one of those merges first.
mrg-refused-wrong-survivor = Another account went into the one that would go. Keep that one.
mrg-refused-role-classes = One is a pupil's, the other one a grown-up's.
mrg-refused-different-facts = Birth date or national number differ: these are two people.
mrg-refused-one-journal = Both stand in one journal: these are two people.
mrg-refused-foreign-school = One of the two is at another school. Somebody there has to agree.
mrg-before-after = Before and after
mrg-nothing-moves = Nothing hangs on the account that goes.
mrg-column-what = What
mrg-column-name = Name
mrg-column-fate = Afterwards
mrg-kind-link = Link
mrg-kind-role = Role
mrg-kind-licence = Licence
mrg-kind-code = Claim code
mrg-role-elsewhere = at another school
mrg-fate-moved = counts for the account that stays
mrg-fate-superseded = both have it: counts once
mrg-freed = One licence of { $product } becomes free.
mrg-after = What else happens
mrg-after-sessions = Whoever is signed in to the account that goes is signed out.
mrg-after-password = Its user name and password open nothing as long as the merge holds.
mrg-after-import = Imports leave it as it is until the merge is undone.
mrg-rule = If the merge is undone, what was done since belongs to the account whose way in was used; what names no way in stays with the account that stays.
mrg-undo-until = The merge can be undone until { $day }.
mrg-told = What { $platform } is told
mrg-told-what = { $from } went into { $into }, and until when that can be undone.
mrg-moves-history = { $platform } then shows the work of both accounts in one place. What is done there after the merge stays with the account that stays.
mrg-no-history = { $platform } cannot move work from one account to another: the work of the account that goes would be out of sight. What can be done instead: attach a link to the account with the work.
mrg-move-instead = Attach { $system } to the account that stays
mrg-second-both-active = Both accounts were used in the last 30 days. A second person has to agree.
mrg-second-other-school = One of the two is at another school as well. A second person has to agree.
mrg-second-ask = Ask a second person
mrg-second-waits = A second person was asked and has not answered yet.
mrg-second-agreed = A second person has agreed to exactly this.
mrg-reason = Why
mrg-reason-hint = For the log of the school. No names.
mrg-no-reason = Say in a few words why.
mrg-changed = Something has changed since you opened the page. Look at it once more.
mrg-go = Merge the accounts
mrg-list = Merged accounts
mrg-list-none = No accounts were merged here yet.
mrg-across-title = An account at another school
mrg-across-what = Type its user name. An administrator there is asked, and you see nothing of it until they agree.
mrg-across-ours = User name at this school
mrg-across-theirs = User name at the other school
mrg-across-go = Ask the other school
mrg-across-sent = If there is such an account at another school and it can be merged, an administrator there is asked.
mrg-across-lacks = Nobody was asked: type the user name of somebody at this school, the other user name, and why.
mrg-across-agreed = The other school has agreed: look and merge.
mrg-told-moved = { $platform } moved the history.
mrg-told-waiting = Waiting for { $platform }.
mrg-told-cannot = { $platform } cannot move history: the work stays where it is.
mrg-told-undone = Undone, and { $platform } knows.
mrg-one-title = A merge
mrg-when = Merged
mrg-undone = Undone
mrg-unmerge = Undo the merge
mrg-unmerge-go = Undo the merge
mrg-nothing-given-away = Every licence comes back with the account.
mrg-given-away = The licence of { $product } was given to somebody else since: the account comes back without it.
mrg-too-late = This merge cannot be undone any more.
mrg-move-title = Attach { $system } to the other account
mrg-move-what = The link ends at the one account and begins at the other: from then on { $system } opens the other account in { $platform }.
mrg-move-from = Ends here
mrg-move-to = Begins here
mrg-move-history = Work that was done in the one account stays there. { $platform } does not move it.
mrg-move-licence = Licences that journals give follow the link at the next update. A licence that was given by hand stays.
mrg-move-go = Attach

## The console: people and requests
ppl-account-missing = Choose an account
ppl-any = Any
ppl-assurance-high = Assurance: high.
ppl-assurance-low = Assurance: low.
ppl-assurance-platform = Assurance: the platform’s word.
ppl-assurance-school = Assurance: the school’s word.
ppl-assurance-substantial = Assurance: substantial.
ppl-assurance-teacher = Assurance: a teacher’s word.
ppl-back = People
ppl-back-to-person = Back
ppl-case-account-taken = The account has another person of that system
ppl-case-account-taken-what = The person proved an account that is linked to somebody else of the same system. Find out who sits where. If the link there is wrong, end it, and they try again.
ppl-case-cannot-sign-in = Cannot sign in to the account they have
ppl-case-cannot-sign-in-what = The person signed in with their school system and says that they have an account and cannot sign in to it.
ppl-case-claim-probing = One person tried several accounts
ppl-case-claim-probing-what = Somebody tried several accounts that are not theirs, and was stopped for the day. Talk to them.
ppl-case-identity-taken = The school system’s person has another account
ppl-case-identity-taken-what = The person proved one account and is linked to another. If both are theirs, merge them. If the link was made by mistake, end it, and they try again.
ppl-case-merge-doubted = A merge may be wrong
ppl-case-merge-doubted-what = Something since says that two merged accounts are two people’s. Look at the merge; it can be undone there.
ppl-case-new-account = Wants a new account
ppl-case-new-account-what = The person says that they have never used the platform. Your school wants to see new accounts first.
ppl-case-not-me = “This was not me”
ppl-case-not-me-what = Somebody said that they did not make a link. It ended, with the sessions it opened. Talk to them: a password may be known to others.
ppl-case-over = This request is settled, or it is decided on a page of its own.
ppl-case-people-differ = Two people’s data
ppl-case-people-differ-what = The person proved an account, and what the school system says of them differs from what the account says. Nothing was linked. If a birth date or a name is wrong, correct it where it stands, and they try again.
ppl-case-recycled = A number may be another person’s now
ppl-case-recycled-what = What the school system says of this number has changed so much that it may be another person. Nobody gets in with it until you decide.
ppl-case-suspected-duplicate = May be a duplicate account
ppl-case-suspected-duplicate-what = It is decided among the possible duplicates.
ppl-case-whose = Which account is theirs
ppl-class-linked = has a link
ppl-class-nobody = Tick at least one pupil
ppl-class-none = No pupil of this class has an account with a user name.
ppl-class-print = Print passwords for the class
ppl-class-title = Passwords for { $class }
ppl-class-what = Each opens its account once and must be changed then. The passwords there were are good no longer.
ppl-class-whom = For whom
ppl-code = Print a claim code
ppl-code-nobody = Choose a pupil
ppl-code-none = No pupil with such a name waits in a journal of the school. A claim code is for a pupil who has a place in a linked journal and no link yet. Print a one-time password instead.
ppl-code-title = Print a claim code for { $name }
ppl-code-unfit = No code can be made for this pupil and this account: they are linked already, or what is known of them differs.
ppl-code-what = Choose the pupil whose account this is. They sign in with their school system and type the code. Look twice: whoever has both gets into the account. The person is told.
ppl-code-whom = Whose account is it
ppl-disable = Switch the account off
ppl-disable-title = Switch off the account of { $name }
ppl-disable-what = Nobody gets in any more, and every session ends at once. Links and work stay. You can switch it on again. The person is told.
ppl-done-disabled = The account is switched off.
ppl-done-enabled = The account is switched on again.
ppl-done-link-ended = The link has ended.
ppl-done-role-ended = The role was taken away.
ppl-done-signed-out = The person is signed out everywhere.
ppl-enable = Switch the account on
ppl-enable-title = Switch on the account of { $name }
ppl-enable-what = The links and the password that there are work again. The person is told.
ppl-end-link = End the link
ppl-end-link-last = It is the only way in that works. Print a password or a claim code afterwards.
ppl-end-link-title = End the link of { $name } with { $upstream }
ppl-end-link-what = { $name } will not come in with { $upstream } any more, and is signed out where that was used. The account and its work stay. The person is told.
ppl-ended-claimed = It gave way { $day } to the account that the person proved.
ppl-ended-not-me = Somebody said “this was not me” { $day }.
ppl-ended-owner = The person ended it { $day }.
ppl-ended-school = An administrator or the platform ended it { $day }.
ppl-ended-switched = The school went over to another system { $day }.
ppl-ended-taken-back = A teacher took it back { $day }.
ppl-erase = Forget this person
ppl-export = Take out everything about this person
ppl-found = Found
ppl-has-password = Set
ppl-head-licences = Licences
ppl-head-links = Links
ppl-head-others = The same name
ppl-head-roles = Roles at this school
ppl-head-sessions = Signed in now
ppl-is-disabled = Switched off
ppl-is-joined = Went into another account
ppl-licence-journal = Given by { $journal }.
ppl-licence-manual = Given by hand.
ppl-link-joined = It belongs to an account that went into this one.
ppl-links = { $count ->
    [one] { $count } link
   *[other] { $count } links
}
ppl-merge = Compare and merge
ppl-next = Show more
ppl-no-audit = Nothing was recorded yet.
ppl-no-links = There is no link. The person can use a password, a claim code, or sign in and say which account is theirs.
ppl-no-password = None
ppl-no-sessions = Not signed in anywhere.
ppl-none = Nobody was found. People appear here when they have a role at the school: from the platform’s list, a school system or a journal.
ppl-not-administrator = This person administers another school too, so it cannot be done from here. Ask the platform’s support.
ppl-not-elsewhere = This person is at another school too, and would be locked out there. Take the role at your school away instead.
ppl-not-yourself = This is your own account. Ask another administrator.
ppl-off-since = Switched off since { $day }
ppl-out-account = There is no account: make one.
ppl-out-account-what = It opens at the next sign-in. If there is an older one after all, the two can be merged.
ppl-out-close = It is looked after.
ppl-out-close-what = The request is closed.
ppl-out-code = Print a claim code.
ppl-out-code-what = For the account that is theirs, if they have a place in a linked journal.
ppl-out-end-link = End the link that stands in the way.
ppl-out-end-link-what = Then the person can try again. Whoever has that account is told.
ppl-out-keep-out = It is another person.
ppl-out-keep-out-what = The old account keeps its work and loses this link. The number stays shut out.
ppl-out-password = Print a one-time password.
ppl-out-password-what = For the account that is theirs.
ppl-out-refuse = Nothing is done.
ppl-out-refuse-what = The request is closed; the person can ask again.
ppl-out-same-person = It is the same person.
ppl-out-same-person-what = The number opens the account again. Be certain: a wrong answer opens it to a stranger.
ppl-outcome-missing = Choose one
ppl-outcomes = What do you decide
ppl-password = Print a one-time password
ppl-password-assurance = A link that is made with it says that it rests on the school’s word.
ppl-password-elsewhere = { $platform } keeps its passwords itself. Set one there.
ppl-password-impossible = The account has no user name, or it is switched off: a password would open nothing.
ppl-password-title = Print a password for { $name }
ppl-password-what = It opens the account once and must be changed then. The password there was is good no longer, and every session ends. Give it to the person alone. The person is told.
ppl-printed = One-time passwords
ppl-printed-back = Back
ppl-printed-code = Claim code
ppl-printed-missed = For these there is none now. Try again for them:
ppl-printed-now = Print this page now. What stands here is shown once and never again.
ppl-q = Name, user name or number
ppl-q-hint = Part of the name is enough; a user name or number whole
ppl-reason = Reason
ppl-reason-hint = For the school’s log; the person does not see it
ppl-reason-missing = Write why
ppl-requests-none = Nothing waits. Requests appear here when somebody cannot sign in to the account they have, or when two people’s data meet.
ppl-requests-what = What people asked the school, and what was found and only a person can decide. The longest waiting first.
ppl-role = Take the role away
ppl-role-frees = { $free ->
    [one] Frees the licence of { $product }. One place is free then.
   *[other] Frees the licence of { $product }. Then { $free } places are free.
}
ppl-role-frees-none = No licence becomes free by this.
ppl-role-from = { $upstream } says so.
ppl-role-keeps = Keeps the licence of { $product }: a journal gives it, for as long as the person sits there.
ppl-role-lacking = { $count ->
    [one] One person of the school needs a licence of { $product } and has none.
   *[other] { $count } people of the school need a licence of { $product } and have none.
}
ppl-role-title = Take a role away from { $name }: { $role }
ppl-role-until = Until { $day }
ppl-role-what = The account stays. A role that a school system gives comes back with the next sign-in through it; then change it there, too. The person is told.
ppl-search = Search
ppl-session = Since { $began }, last used { $seen }
ppl-settle = Settle the request
ppl-settled = The request is settled.
ppl-show-person = Show the person
ppl-sign-out = Sign out everywhere
ppl-sign-out-title = Sign { $name } out everywhere
ppl-sign-out-what = Every session ends, also on shared computers. Links and password stay. The person is told.
ppl-state = Account
ppl-state-disabled = Switched off
ppl-state-joined = Went into another account
ppl-state-open = In use
ppl-state-unlinked = Without a link
ppl-strip-code = Open { $platform }, sign in with your school system, say that you have used it before, and type this code.
ppl-strip-password = Open { $platform }, sign in with user name and this password, and choose a new one.
ppl-sub = Number at the platform
ppl-system = Signs in with
ppl-went-into = This account went into another one.
ppl-went-into-show = Show that account
ppl-why-administrator = An administrator linked { $upstream }, { $day }.
ppl-why-born = The account began with the first sign-in with { $upstream }, { $day }.
ppl-why-born-roster = The account was made { $day } for somebody new in a journal of { $upstream }.
ppl-why-born-school = The school said { $day } that there was no account, and one was made for { $upstream }.
ppl-why-claim = The person linked it when they signed in with { $upstream }, { $day }.
ppl-why-claim-password = Linked by the person { $day } with { $upstream } and the old password.
ppl-why-claim-printed = Linked by the person { $day } with { $upstream } and a password that the school printed.
ppl-why-claim-upstream = Linked by the person { $day } with { $upstream } and a system that was linked before.
ppl-why-code = Linked by the person { $day } with { $upstream } and a printed claim code.
ppl-why-import = The platform had linked { $upstream } before, { $day }.
ppl-why-platform = The platform said { $day } whose account it is, and { $upstream } was linked.
ppl-why-settings = The person added { $upstream } in the settings, { $day }.
ppl-why-teacher = A teacher confirmed { $upstream }, { $day }.
jrn-adm-what = The class lists that are linked here, by name.
jrn-adm-name = Journal
jrn-adm-state = How it stands
jrn-adm-all = All that are linked
jrn-adm-search = Search
jrn-adm-none = No journal fits. Teachers link journals from their school’s system; then they stand here.
jrn-adm-pupils = Pupils
jrn-adm-read = Last read
jrn-adm-held = It waits for a decision
jrn-adm-next = More journals
jrn-adm-back = All journals
jrn-adm-linked = Linked
jrn-adm-withdrawn = May not be read any more
jrn-adm-gone = Not there any more
jrn-adm-ended = Unlinked
jrn-adm-since = Linked since
jrn-adm-over = Over since
jrn-adm-reopens = It was unlinked just now. Until { $until } you can undo that.
jrn-adm-reopen = Undo
jrn-adm-seats = Places
jrn-adm-why = Why people wait or are left out
jrn-adm-no-runs = There was no update yet. One comes every day.
jrn-adm-end = Unlink the journal
jrn-adm-end-title = Unlink { $journal }?
jrn-adm-end-what = Everybody loses their place in it here, and its licences are free. Accounts and their work stay. The journal in your school’s system stays as it is. You can undo this for ten minutes.
jrn-adm-reason = Why
jrn-adm-reason-hint = For the log of the school
jrn-adm-reason-missing = Say why, in a few words.
jrn-adm-cancel = Cancel
jrn-adm-reopen-title = Link { $journal } again
jrn-adm-reopen-what = Everybody who had a place in it has it again. You can do this until { $until }.
jrn-adm-reopen-told = Everybody has their place again. The school’s system had been told that the link is over: let its teacher link it from there once more.
jrn-adm-show = To the journal
jrn-adm-holds-what = Updates that would have changed more than is usual. Until somebody decides, nobody loses a place.
jrn-adm-holds-none = Nothing waits, and nothing has waited.
jrn-adm-system = System
jrn-adm-about = About
jrn-adm-whole = all journals
jrn-adm-one = one journal
jrn-adm-runs = Earlier updates
jrn-adm-refresh = Update now
jrn-adm-hold-title = An update that waits
jrn-adm-hold-open = Waits for a decision
jrn-adm-hold-approved = Approved
jrn-adm-hold-discarded = Thrown away
jrn-adm-hold-replaced = A later update took its place
jrn-adm-decided = Decided
jrn-adm-difference = What would change
jrn-adm-hold-never = Nobody can approve what did not come whole, or is of another school. Mend it in { $upstream }; the next update then goes on by itself.
jrn-adm-hold-file = It came by a file. When you approve it, the same file passes once when it is brought again.
jrn-adm-hold-compare = Compare with { $upstream }. If what it tells is right, approve: this same difference, or a smaller one, is then applied once.
jrn-adm-approve = Approve
jrn-adm-discard = Throw away
jrn-adm-run-title = An update
jrn-adm-run-queued = Waits for its turn
jrn-adm-run-running = Under way
jrn-adm-run-done = Done
jrn-adm-run-held = Held
jrn-adm-run-failed = Came to nothing
jrn-adm-run-progress = { $done } of { $of } journals are done.
jrn-adm-look = Look again
jrn-adm-refresh-what = All journals of the school are read again. What would change too much waits for a decision.
jrn-adm-refresh-from = Update from { $upstream }
swi-what = When the school goes from one system to another, or its system gives everybody a new id, links move along: everybody keeps their account.
swi-none = The school uses no system yet. Enable one first.
swi-begin = Begin
swi-from = From
swi-to = To
swi-to-hint = The same system, where only its ids are new
swi-from-to = From { $from } to { $to }
swi-learning = Pairs of old and new ids are collected. Nothing has changed for anybody.
swi-applied = The links move, or have moved.
swi-undone = It was taken back.
swi-dropped = It was given up before anything moved.
swi-pairs-waiting = { $count } pairs wait
swi-pairs-moved = { $count } moved
swi-pairs-taken = { $count } could not move
swi-pairs-unknown = { $count } of nobody here
swi-pairs-undone = { $count } moved back
swi-unread = This cannot be read. The first line must be old;new, and each line after it one old id and one new one.
swi-brought = { $added } pairs are new, { $known } were there already.
swi-left-out = Left out, because they contradict others or cannot be read, are the lines { $lines }.
swi-collect = Collect pairs
swi-pairs = Old and new ids
swi-pairs-hint = A line for each person: the old id, a semicolon, the new id. Only people of your school count.
swi-pairs-submit = Add pairs
swi-learn-what = Whoever has added the new system to their account has shown both ids.
swi-learn-renewal = Whoever came with a new id and proved the account that the old one opens has shown both.
swi-learn = Collect these
swi-plan = What would happen
swi-would-move = Links that would move
swi-would-unproven = of these, only by your word: nobody has come with the new id yet, or nothing says that it is the same person
swi-would-seat = People without a link, whose places would follow
swi-would-stay = Pairs that could not move
swi-would-nobody = Pairs of nobody at your school
swi-would-leave = Links that no pair names
swi-old = Old id
swi-new = New id
swi-fate = What happens
swi-fate-moves = The link moves
swi-fate-joined = Both open the account already; the old link ends
swi-fate-seat = Has no link; the places follow
swi-fate-taken = Stays: the new id opens another account, or the two may be two people
swi-fate-unknown = Nobody at your school has the old id
swi-apply-what = Look through the examples first. For thirty days you can take it back.
swi-second = Where no system says that an old and a new id are one person, a second person has to agree. Compare the ids with the list that the new system gave you.
swi-apply = Move the links
swi-go-on = Go on
swi-undo-what = Until { $until } the links can move back.
swi-undo = Take it back
swi-drop = Give it up

## Mails: subject, what happened, and what is the same in all of them
mail-linked-subject = { $upstream } now opens your account in { $platform }
mail-linked-what = A link with { $upstream } was added to your account in { $platform }. Whoever signs in with it is in your account.
mail-link-ended-subject = { $upstream } no longer opens your account in { $platform }
mail-link-ended-what = The link between { $upstream } and your account in { $platform } has ended. The account and your work stay.
mail-password-changed-subject = Your password in { $platform } has been changed
mail-password-changed-what = The password of your account in { $platform } has been changed. Other devices were signed out.
mail-not-me-subject = The link with { $upstream } in { $platform } was reported and has ended
mail-not-me-what = Somebody said “This was not me” about the link with { $upstream }. It no longer opens your account in { $platform }, and everybody who came in through it has been signed out. The people who look after your account have been told.
mail-merged-subject = Two accounts of yours in { $platform } are one now
mail-merged-what = The people who look after your account found that two accounts in { $platform } are both yours, and put them together. What opened either of them opens the one account now. Your work stays. This can be taken back for 180 days.
mail-unmerged-subject = Your accounts in { $platform } are apart again
mail-unmerged-what = Two accounts in { $platform } had been put together. The people who look after them took that back, and each account opens as it did before.
mail-admin-acted-subject = The school changed something about your account in { $platform }
mail-admin-acted-what = Somebody who administers your school changed something about your account in { $platform }, such as a role, a way in or the password.
mail-factor-added-subject = A second factor was set up for your account in { $platform }
mail-factor-added-what = Somebody who was signed in as you set up an app that shows codes for your account in { $platform }. With it they agree to, or decide, what concerns others at your school. If that was not you, tell whoever administers your school at once: they take it away.
mail-maybe-other-subject = Do you have another account in { $platform }?
mail-maybe-other-what = Another account in { $platform } may be yours too. The people who look after your account would like to know.
mail-when = When: { $when }
mail-not-you = Was this not you? Look at your integrations, and end what is not yours:
mail-help = If somebody else may know your password, change it there. If you cannot sign in, ask your school’s administrator.
mail-why = You get this mail because this is the address of your account in { $platform }. Nobody reads answers to it.
mail-hold-subject = Class lists of { $school } wait for a decision
mail-hold-what = The class lists of { $school } in { $platform } were read from { $upstream }. More would change than is usual, so nothing was removed.
mail-hold-what-journal = The class list { $journal } of { $school } in { $platform } was read from { $upstream }. More would change than is usual, so nothing was removed.
mail-hold-next = Compare with { $upstream }. If what it tells is right, let the people who run { $platform } approve the hold { $hold }; if not, let them discard it. When { $upstream } tells the whole list again, it ends by itself.
mail-hold-doubtful = Nobody can approve what did not come whole, or is of another school. Mend it in { $upstream }; the next update then goes on by itself. If a class list is over, let the people who run { $platform } unlink it:
mail-hold-more = and { $more } more
mail-hold-why = You get this mail because { $school } named this address for holds. It names no pupil. Nobody reads answers to it.
mail-end-subject = Class lists of { $school } that { $upstream } does not have any more
mail-end-what = { $upstream } does not have these class lists of { $school } in { $platform } any more:
mail-end-more = … and { $more } more
mail-end-next = If they are still gone by then, they end by themselves: { $when }. Their seats end and their licences are free; accounts, links and work stay. If one is to stay, have it shown in { $upstream } again, or tell the people who run { $platform }.
mail-end-held = They are so many that none of them ends by itself. Compare with { $upstream }. If they are really over, let the people who run { $platform } end them; if not, have { $upstream } mended. Until then everybody keeps seat and licence.

## Why a refresh is held
hold-removed-school = { $people } of { $of } people of the school would lose a seat.
hold-removed-journal = { $people } of { $of } people of one class list would lose their seat (class lists like this: { $journals }).
hold-added-school = { $people } people would be new, beside { $of } in the school.
hold-added-journal = { $people } people would be new in one class list of { $of } (class lists like this: { $journals }).
hold-rekeyed-school = { $people } of { $of } people of the school have another name, birth date, id or role than before.
hold-rekeyed-journal = { $people } of { $of } people of one class list have another name, birth date, id or role than before (class lists like this: { $journals }).
hold-partial = Class lists that were not read to their end: { $journals }.
hold-other-school = Class lists that say they are of another school: { $journals }.
hold-fault-empty = it tells of nobody
hold-fault-unread = there was no answer, or none that can be understood
hold-fault-cut-short = it did not come whole
hold-fault-other-school = it says that it is of another school
hold-fault-no-school = it does not say any more of which school it is

## What can stop a person: title, what happened, what to do next
trouble-not-found-title = There is no page here
trouble-not-found-what = The address is wrong, or the page is not for you.
trouble-not-found-next = Start at your learning platform and sign in from there.
trouble-method-title = This page cannot be opened like this
trouble-method-what = The address is part of a sign-in and cannot be opened by itself.
trouble-method-next = Start at your learning platform and sign in from there.
trouble-too-large-title = That was too much at once
trouble-too-large-what = What you sent is larger than this page can take.
trouble-too-large-next = Go back, shorten it and send it again.
trouble-bad-form-title = Something is missing
trouble-bad-form-what = The page did not get everything it needs.
trouble-bad-form-next = Go back and try again. If that does not help, start at your learning platform.
trouble-stale-title = This page is too old
trouble-stale-what = The sign-in took too long, or was finished in another tab. Nothing was changed.
trouble-stale-next = Start again: go to { $platform } and sign in.
trouble-no-cookies-title = Your browser keeps no cookies
trouble-no-cookies-what = To sign you in we need one cookie, which is gone when you close the browser. It did not come back.
trouble-no-cookies-next = Allow cookies for this site and start again at { $platform }.
trouble-foreign-title = This form came from another site
trouble-foreign-what = For your safety we only take forms from our own pages. Nothing was changed.
trouble-foreign-next = Start again: go to { $platform } and sign in.
trouble-too-many-tries-title = Too many tries
trouble-too-many-tries-what = There were too many tries that did not work, so we are waiting for a while.
trouble-too-many-tries-next = { $minutes ->
    [one] Try again in { $minutes } minute. If you have forgotten your password, ask your school for a new one.
   *[other] Try again in { $minutes } minutes. If you have forgotten your password, ask your school for a new one.
}
trouble-busy-title = Too many people at once
trouble-busy-what = We cannot answer just now. Nothing is lost.
trouble-busy-next = { $minutes ->
    [one] Try again in { $minutes } minute.
   *[other] Try again in { $minutes } minutes.
}
trouble-internal-title = Something went wrong here
trouble-internal-what = It is our fault, not yours. It has been written down.
trouble-internal-next = Try again. If it happens again, tell your school’s administrator the code below.
trouble-bad-request-title = { $platform } sent us something we cannot use
trouble-bad-request-what = You cannot put this right yourself. The people who make { $platform } can; the parameter is { $parameter }.
trouble-bad-request-next = Go back to { $platform } and try again. If it stays, tell them the code below.
trouble-upstream-silent-title = { $upstream } does not answer
trouble-upstream-silent-what = We cannot reach { $upstream } just now. Your account is fine.
trouble-upstream-silent-next = { $minutes ->
    [one] Try again in { $minutes } minute.
   *[other] Try again in { $minutes } minutes.
}
trouble-upstream-silent-password-title = { $upstream } does not answer
trouble-upstream-silent-password-what = We cannot reach { $upstream } just now. Your account is fine.
trouble-upstream-silent-password-next = { $minutes ->
    [one] Try again in { $minutes } minute, or use your { $platform } user name and password.
   *[other] Try again in { $minutes } minutes, or use your { $platform } user name and password.
}
trouble-upstream-misbehaved-title = { $upstream } gave an answer we cannot trust
trouble-upstream-misbehaved-what = For your safety we did not sign you in. Nothing was changed.
trouble-upstream-misbehaved-next = Try again. If it happens again, tell your school’s administrator the code below.
trouble-denied-title = You were not signed in at { $upstream }
trouble-denied-what = The sign-in was cancelled, or { $upstream } did not allow it. Nothing was changed.
trouble-denied-next = Try again, or sign in another way.
trouble-not-fresh-title = Sign in at { $upstream } once more
trouble-not-fresh-what = We asked { $upstream } for a new sign-in and got an old one. On a shared computer it could be somebody else’s.
trouble-not-fresh-next = Sign out at { $upstream } and try again.
trouble-school-not-enabled-title = { $school } has not enabled { $upstream }
trouble-school-not-enabled-what = { $upstream } says that you are at { $school }, number { $number }. That school does not use { $upstream } with { $platform } yet.
trouble-school-not-enabled-next = The school’s administrator can enable it in { $platform }, in the school’s settings under Integrations. If the number is wrong, the school corrects it in { $upstream }.
trouble-school-number-missing-title = The number of your school is missing
trouble-school-number-missing-what = { $upstream } did not say at which school you are, or gave a number that { $platform } does not know.
trouble-school-number-missing-next = The school’s administrator fills in the school’s number in { $upstream }. Then try again.
trouble-guardian-title = Your child signs in as themselves
trouble-guardian-what = In { $upstream } you are here as a parent or guardian. { $platform } has accounts for pupils and teachers, so no account was made.
trouble-guardian-next = Sign out of { $upstream }. Your child then signs in with their own { $upstream } user.
trouble-identity-taken-title = This { $upstream } user already opens another account
trouble-identity-taken-what = One { $upstream } user opens one account in { $platform }. Nothing was changed.
trouble-identity-taken-next = If you came with somebody else’s { $upstream } user, sign out there and use your own. If it is yours, ask your school’s administrator.
trouble-somebody-else-title = Somebody else is signed in here
trouble-somebody-else-what = The person who came back is not the one who started. Nothing was changed.
trouble-somebody-else-next = Sign out everywhere on this computer and start again at { $platform }.
trouble-other-button-title = You signed in with { $used } before
trouble-other-button-what = Your { $platform } account is opened by { $used }, not by { $upstream }.
trouble-other-button-next = Sign in with { $used }. After that you can add { $upstream } in the settings under Integrations.
trouble-upstream-off-title = { $upstream } is switched off
trouble-upstream-off-what = Signing in to { $platform } with { $upstream } is not possible at present.
trouble-upstream-off-next = Sign in another way, or ask your school’s administrator.
trouble-account-off-title = This account is closed
trouble-account-off-what = The account in { $platform } was closed by the school or by { $platform }. Its work is kept.
trouble-account-off-next = Ask your school’s administrator to open it again.
trouble-platform-off-title = { $platform } cannot be used just now
trouble-platform-off-what = Signing in to { $platform } is switched off. Your work is kept.
trouble-platform-off-next = Ask the people who run { $platform }.
trouble-link-ended-title = { $upstream } no longer opens this account
trouble-link-ended-what = The link was ended by you or by your school. The account and its work are kept.
trouble-link-ended-next = Sign in another way. You can add { $upstream } again in the settings under Integrations.
trouble-quarantined-title = Your school has to look at this first
trouble-quarantined-what = We are not sure that this { $upstream } user is still the same person. To protect the account, nobody was signed in.
trouble-quarantined-next = Ask your school’s administrator; they have been told. Until then, sign in another way.
trouble-last-way-in-title = This is your only way in
trouble-last-way-in-what = If the link with { $upstream } ended, you could not sign in to { $platform } any more. Nothing was changed.
trouble-last-way-in-next = Add another integration or get a password first. Then you can end this one.
trouble-launch-gone-title = Open the journal once more
trouble-launch-gone-what = This page is too old, or it was opened in another browser. Nothing was changed.
trouble-launch-gone-next = Go to your school’s system (such as eKool) in this browser, open the journal and press “Link with learning environment” again.
trouble-launch-over-title = Open the journal once more
trouble-launch-over-what = { $upstream } no longer knows that you pressed the button. Nothing was changed.
trouble-launch-over-next = Open the journal in { $upstream } and press “Link with learning environment” again.
trouble-not-teacher-title = You do not teach this journal
trouble-not-teacher-what = { $upstream } says that whoever pressed the button is not among the teachers of this journal. Nothing was changed.
trouble-not-teacher-next = Ask the school’s administrator to add you to the journal in { $upstream }. Then open it again.
trouble-nameless-pupil-title = { $upstream } does not say who you are
trouble-nameless-pupil-what = You opened the link, but { $upstream } keeps your name to itself. Then nobody can see whose account it would be. Nobody was signed in.
trouble-nameless-pupil-next = Sign in another way, or show this page to your teacher: the school’s administrator lets { $upstream } pass names on to this tool.
trouble-not-deployed-title = This link does not work any more
trouble-not-deployed-what = { $upstream } opened this page from a place that is not set up here, or was taken out. Nothing was changed.
trouble-not-deployed-next = Show this page to the school’s administrator. Classes that were linked before stay as they are until it is set up again.
trouble-journal-school-title = The journal’s school does not use { $upstream } here yet
trouble-journal-school-what = { $upstream } says that the journal is of the school with the number { $number }. No learning environment has { $upstream } enabled for that school. Nothing was changed.
trouble-journal-school-next = The school’s administrator can enable { $upstream } in the learning environment, in the school’s settings under Integrations. If the number is wrong, the school corrects it in { $upstream }.
trouble-journal-number-title = The number of the journal’s school is missing
trouble-journal-number-what = { $upstream } does not say which school the journal is of. Nothing was changed.
trouble-journal-number-next = The school’s administrator fills in the school’s number in { $upstream }. Then try again.
trouble-journal-partial-title = The journal did not come whole
trouble-journal-partial-what = { $upstream } gave only a part of the journal. Nobody is added or left out by a part.
trouble-journal-partial-next = Try again in a few minutes.
trouble-updated-often-title = This journal was updated a moment ago
trouble-updated-often-what = It was looked at or updated several times within a few minutes. Nothing is lost.
trouble-updated-often-next = { $minutes ->
    [one] Try again in { $minutes } minute.
   *[other] Try again in { $minutes } minutes.
}
trouble-acted-often-title = That was a lot within an hour
trouble-acted-often-what = Very many people were acted on from this account within an hour, so we are waiting for a while. What was done stays done.
trouble-acted-often-next = { $minutes ->
    [one] Go on in { $minutes } minute.
   *[other] Go on in { $minutes } minutes.
}

## For developers: what is wrong with a parameter
fault-missing = { $parameter }: it is missing.
fault-repeated = { $parameter }: it stands more than once.
fault-unknown = { $parameter }: we know nothing by this value.
fault-not-registered = { $parameter }: this value is not registered for this client. It is compared byte by byte.
fault-malformed = { $parameter }: it cannot be read.
fault-unsupported = { $parameter }: we do not support this value.

## The audit log, and what a person may ask for
aud-what = Everything that was changed at { $school }, the latest first. Each row is chained to the one before it, so that none can be changed or taken out without a trace.
aud-action = What happened
aud-action-hint = The beginning of a word, such as link or account.merged
aud-account = Account
aud-from = From
aud-to = To, this day too
aud-search = Search
aud-none = Nothing was found.
aud-did = What
aud-who = By
aud-whom = To
aud-number = Number
aud-older = Older rows
aud-export = Take the log out as a file
aud-export-what = The file holds every row that you searched for, with its number and its place in the chain. It names nobody: accounts are ids. A second person has to agree first.
aud-export-get = Download the file
prv-reason = Reason
prv-reason-hint = The second person reads it, and it is kept in the log.
prv-reason-missing = Say why.
prv-ask = Ask a second person
prv-waits = A second person was asked. Come back here when they have agreed.
prv-agreed = A second person has agreed.
prv-export-title = Everything about { $name }
prv-export-what = A file with everything that is held about this person: accounts, links, classes, licences, sign-ins, requests and what happened. Passwords and keys are not in it. The log says that you took it out.
prv-export-get = Download the file
prv-erase-title = Forget { $name }
prv-erase-what = Name, birth date, addresses, user name and password go, and so does everything that was written about this person. { $platform } is told to forget them too.
prv-erase-links = { $count ->
    [0] No school system signs them in.
    [one] One school system signs them in no more.
   *[other] { $count } school systems sign them in no more.
}
prv-erase-others = { $count ->
    [one] An account that went into theirs is forgotten too, and that can no longer be undone.
   *[other] { $count } accounts that went into theirs are forgotten too, and that can no longer be undone.
}
prv-erase-for-good = This cannot be taken back.
prv-erase-elsewhere = This person is at another school too. One school alone cannot have them forgotten: end their role here, or ask the people who run this service.
prv-erase-do = Forget for good
prv-erased-title = Forgotten
prv-erased-what = Nothing names this person here any more. { $platform } is told so.
