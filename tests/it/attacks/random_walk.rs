//! A22: four children at four computers do random things, twenty after each new beginning: press what they see, press it again, send forms out of
//! order, empty, and with what they saw on another's screen. Each only ever uses their own upstream and password, so
//! whatever they do, nobody may end up on anybody else's account. Two of them are twins.

use std::collections::{BTreeMap, BTreeSet};

use koppel::args;
use koppel::demo::once::Walk;

use super::Scene;
use crate::support::{counted, figure};

/// Beginnings in one demo, and what is done after each.
const SEQUENCES: usize = 50;
const STEPS: usize = 20;
const CHILDREN: [&str; 4] = ["kaur-ounapuu", "kert-ounapuu", "laura-kuusk", "emma-kukk"];
const PAGES: [&str; 11] = [
    "",
    "/question",
    "/claim",
    "/code",
    "/cannot",
    "/confirm",
    "/linked",
    "/not-me",
    "/notice",
    "/new-password",
    "/school",
];
const FIELDS: [&str; 9] = ["csrf", "attempt", "answer", "confirm", "upstream", "not_me", "choice", "link", "role"];

/// Steps of a login that one press may take. Everything else is a hole.
const LEGAL: &[(&str, &str)] = &[
    ("choose", "question"),
    ("choose", "asked"),
    ("choose", "confirm"),
    ("choose", "notice"),
    ("choose", "school"),
    ("question", "claim"),
    ("question", "asked"),
    ("question", "choose"),
    ("question", "school"),
    ("claim", "confirm"),
    ("claim", "asked"),
    ("claim", "choose"),
    ("claim", "notice"),
    ("confirm", "linked"),
    ("confirm", "asked"),
    ("confirm", "choose"),
    ("linked", "choose"),
    ("linked", "school"),
    ("linked", "notice"),
    ("notice", "choose"),
    ("notice", "school"),
    // "Another way in" stands on the page that says the school was asked.
    ("asked", "choose"),
];

/// Who leaves for another upstream that knows them is at "choose" in between, without another press.
fn is_legal(step: (&str, &str)) -> bool {
    LEGAL.contains(&step) || LEGAL.contains(&(step.0, "choose")) && LEGAL.contains(&("choose", step.1))
}

const WRONG: &str = "SELECT COUNT(*) AS n FROM link l JOIN identity i ON i.id = l.identity_id \
    JOIN account a ON a.id = l.account_id WHERE i.given_name <> a.given_name OR i.family_name <> a.family_name";
const MIXED: &str = "SELECT COUNT(*) AS n FROM session_account s JOIN link l ON l.id = s.link_id \
    WHERE l.account_id <> s.account_id";
const STANDS: &str = "SELECT id, state, ended_at FROM login_attempt";
const WHO: &str = "SELECT given_name AS name FROM account WHERE sub = $1";

koppel::row! {
    /// Where a login stands.
    pub struct Stand {
        /// Which login.
        pub id: String,
        /// Its step.
        pub state: String,
        /// Whether it is over.
        pub ended_at: Option<koppel::domain::Time>,
    }
}

koppel::row! {
    /// A given name.
    pub struct Named {
        /// The name.
        pub name: Option<String>,
    }
}

/// A repeatable sequence (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }

    fn pick<'a>(&mut self, from: &'a [String]) -> Option<&'a String> {
        if from.is_empty() { None } else { from.get(self.below(from.len())) }
    }
}

/// What was ever seen on a screen: field name → values.
#[derive(Default)]
struct Seen(BTreeMap<&'static str, Vec<String>>);

impl Seen {
    fn look(&mut self, html: &str) {
        for field in FIELDS {
            for part in html.split(&format!("name=\"{field}\" value=\"")).skip(1) {
                let value = part.split('"').next().unwrap().replace("&#38;", "&");
                let known = self.0.entry(field).or_default();
                if !value.is_empty() && !known.contains(&value) {
                    known.push(value);
                }
            }
        }
    }

    /// Mostly what was seen last, sometimes anything that was ever seen anywhere.
    fn any(&self, dice: &mut Dice, field: &str) -> Option<String> {
        let known = self.0.get(field)?;
        let recent = known.len().saturating_sub(6);
        let from = if dice.below(3) == 0 { 0 } else { recent };
        dice.pick(&known[from..]).cloned()
    }
}

/// The ids of everything that can be pressed on a page, but no other person at a simulator.
fn pressable(html: &str, key: &str) -> Vec<String> {
    let tags =
        html.split('<').filter(|tag| tag.starts_with("button") || tag.starts_with("a ") || tag.starts_with("input"));
    let ids = tags.filter_map(|tag| tag.split('>').next()?.split("id=\"").nth(1)?.split('"').next().map(str::to_owned));
    ids.filter(|id| !id.starts_with("person-") || *id == format!("person-{key}")).collect()
}

struct Class<'a> {
    scene: &'a Scene,
    children: Vec<Walk<'a>>,
    seen: Seen,
    addresses: Vec<String>,
    dice: Dice,
    /// Who began last, and does most of what follows.
    leads: usize,
    stands: BTreeMap<String, (String, bool)>,
    taken: BTreeSet<(String, String)>,
}

impl<'a> Class<'a> {
    fn new(scene: &'a Scene, start: u64) -> Self {
        let children = CHILDREN.iter().map(|key| scene.person(key)).collect();
        let (seen, addresses, stands, taken) = Default::default();
        Self { scene, children, seen, addresses, dice: Dice(start), leads: 0, stands, taken }
    }

    /// One child does one thing; answers what it was.
    async fn step(&mut self, first: bool) -> String {
        let any = self.dice.below(self.children.len());
        let who = if first || self.dice.below(4) == 0 { any } else { self.leads };
        if first {
            self.leads = who;
        }
        let what = match self.dice.below(10) {
            _ if first => self.begin(who).await,
            0 => self.begin(who).await,
            1 => self.forge(who).await,
            2 => self.wander(who).await,
            3 if self.dice.below(3) == 0 => self.hold(who),
            _ => self.press(who).await,
        };
        let page = self.children[who].browser.page();
        assert!(page.status < 500, "{} got {} after {what}: {}", CHILDREN[who], page.status, page.html);
        let html = page.html.clone();
        self.seen.look(&html);
        if let Some(held) = self.children[who].browser.held.take() {
            self.addresses.push(held.to_string());
        }
        format!("{}: {what}", CHILDREN[who])
    }

    async fn begin(&mut self, who: usize) -> String {
        let _ = self.children[who].log_in().await;
        "log in".to_owned()
    }

    /// Presses something on the page, with the child's own user name and password.
    async fn press(&mut self, who: usize) -> String {
        let username = self.scene.account(CHILDREN[who]).username;
        let walk = &mut self.children[who];
        let mut ids = pressable(&walk.browser.page().html, CHILDREN[who]);
        if self.dice.below(8) > 0 {
            ids.retain(|id| !id.starts_with("lang-"));
        }
        let Some(id) = self.dice.pick(&ids) else { return self.begin(who).await };
        walk.browser.fill("username", &username);
        walk.browser.fill("password", &walk.world.password);
        let _ = walk.browser.press(id).await;
        format!("press {id}")
    }

    /// Sends a form that no page offers: fields that were seen somewhere, or none.
    async fn forge(&mut self, who: usize) -> String {
        let username = self.scene.account(CHILDREN[who]).username;
        let path = PAGES[self.dice.below(PAGES.len())];
        let mut fields = vec![];
        for field in FIELDS {
            if self.dice.below(4) > 0
                && let Some(value) = self.seen.any(&mut self.dice, field)
            {
                fields.push((field, value));
            }
        }
        if self.dice.below(2) == 0 {
            fields.push(("answer", ["yes", "no", "confirm", "cancel", "on"][self.dice.below(5)].to_owned()));
        }
        let walk = &mut self.children[who];
        let password = walk.world.password.clone();
        fields.extend([("username", username), ("password", password)]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let issuer = walk.world.issuer.clone();
        let _ = walk.browser.send(&format!("{issuer}/login{path}"), &fields).await;
        format!("forge /login{path}")
    }

    /// Opens a page of some login, or an answer of an upstream that was meant for somebody.
    async fn wander(&mut self, who: usize) -> String {
        let (issuer, path) = (self.children[who].world.issuer.clone(), PAGES[self.dice.below(PAGES.len())]);
        let attempt = self.seen.any(&mut self.dice, "attempt").unwrap_or_default();
        let stolen = if self.dice.below(2) == 0 { self.dice.pick(&self.addresses).cloned() } else { None };
        let address = stolen.unwrap_or_else(|| format!("{issuer}/login{path}?attempt={attempt}"));
        let _ = self.children[who].browser.open(&address).await;
        format!("open {path}")
    }

    /// The next answer of an upstream is kept instead of followed, for whoever finds it.
    fn hold(&mut self, who: usize) -> String {
        self.children[who].browser.stop_before = Some("/upstream/".to_owned());
        "hold".to_owned()
    }

    async fn check_steps(&mut self, what: &str) {
        let db = &self.scene.demo.ground().db;
        for stand in db.list::<Stand>(STANDS, vec![]).await.unwrap() {
            let now = (stand.state.clone(), stand.ended_at.is_some());
            let Some((before, ended)) = self.stands.insert(stand.id, now) else { continue };
            if before != stand.state {
                assert!(is_legal((&before, &stand.state)) && !ended, "{before} → {} after {what}", stand.state);
                self.taken.insert((before, stand.state));
            }
        }
    }

    /// Everybody who is signed in at the platform is themselves there.
    async fn check_people(&mut self) {
        for (who, walk) in self.children.iter_mut().enumerate() {
            let Ok(me) = walk.me().await else { continue };
            let db = &self.scene.demo.ground().db;
            let found = db.find::<Named>(WHO, args![&me.sub]).await.unwrap().and_then(|found| found.name);
            assert_eq!(found.as_deref(), Some(walk.person.given_name.as_str()), "{}", CHILDREN[who]);
        }
    }
}

/// Fifty sequences in a new demo; answers the steps of logins that were taken.
async fn walk(start: u64) -> (i64, BTreeSet<(String, String)>) {
    let scene = Scene::open().await;
    let mut class = Class::new(&scene, start);
    for n in 0..SEQUENCES * STEPS {
        let what = class.step(n % STEPS == 0).await;
        class.check_steps(&what).await;
        if n % 20 == 0 {
            class.check_people().await;
            assert_eq!((scene.count(WRONG).await, scene.count(MIXED).await), (0, 0), "after {what}");
        }
    }
    class.check_people().await;
    let taken = std::mem::take(&mut class.taken);
    let links = scene.count("SELECT COUNT(*) AS n FROM link").await;
    println!("start {start}: {links} links, {} kinds of transition", taken.len());
    assert_eq!((scene.count(WRONG).await, scene.count(MIXED).await), (0, 0));
    drop(class);
    scene.close().await;
    (links, taken)
}

#[tokio::test]
async fn whatever_children_press_nobody_lands_on_another_account() {
    let (mut taken, mut made, mut walks) = (BTreeSet::new(), 0, 0);
    // One start may see little: it is walked on from others until most of the flow was seen.
    while walks < figure(40, 1) || (taken.len() <= 5 && walks < 4) {
        let (links, more) = walk(20_260_907 + walks as u64).await;
        taken.extend(more);
        made += links;
        walks += 1;
    }
    println!("transitions taken: {taken:?}");
    assert!(made > 0 && taken.len() > 5, "the walk got somewhere: {made} links");
    let (sequences, kinds) = (walks * SEQUENCES, taken.len());
    counted("A22", &format!("{sequences} sequences of {STEPS} steps, {kinds} kinds of transition taken, all legal"));
}
