//! Names by which people are called, and the names they are short for, as records of Estonian, Dutch and Swedish schools
//! mix them. A name that a brother or sister of the other is given, too (Mari, Sander, Jan in Estonia), is not here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::form::form;

/// The forms of the full names that a word, given as its form, is short for.
pub(super) fn full_names(called: &str) -> &'static [String] {
    static TABLE: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
        let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (called, full) in [ESTONIAN, RUSSIAN, DUTCH, SWEDISH].into_iter().flatten() {
            table.entry(form(called)).or_default().extend(full.split(' ').map(form));
        }
        table
    });
    TABLE.get(called).map_or(&[], Vec::as_slice)
}

const ESTONIAN: &[(&str, &str)] = &[
    ("anks", "annika"),
    ("betti", "elisabet elisabeth"),
    ("elsu", "elsa"),
    ("emmu", "emma"),
    ("getu", "getter"),
    ("hendi", "hendrik"),
    ("hents", "hendrik henri"),
    ("jass", "jaan jaak jakob"),
    ("joss", "joosep"),
    ("juku", "juhan jaan"),
    ("jurka", "juri"),
    ("juss", "juhan juhannes"),
    ("kata", "katariina katrin"),
    ("kati", "katrin katariina"),
    ("kats", "katrin katariina"),
    ("kris", "kristofer kristjan kristina kristin"),
    ("krissu", "kristiina kristin kristel"),
    ("kusti", "kustas august gustav"),
    ("leenu", "leena"),
    ("leks", "aleksander aleksandr"),
    ("liisu", "liisa liis"),
    ("maku", "markus"),
    ("matu", "mattias matis"),
    ("mihk", "mihkel"),
    ("miku", "mihkel mikk"),
    ("osku", "oskar"),
    ("oss", "oskar"),
    ("peets", "peeter"),
    ("rass", "rasmus"),
    ("riks", "richard rihard"),
    ("robi", "robert robin"),
    ("sass", "aleksander aleksandr"),
    ("sebu", "sebastian"),
    ("tonn", "tonu tonis"),
    ("tots", "toomas"),
    ("trinu", "triin katrin"),
];

/// In Estonian spelling; the form makes the others the same.
const RUSSIAN: &[(&str, &str)] = &[
    ("aljosa", "aleksei"),
    ("antosa", "anton"),
    ("arisa", "arina"),
    ("asja", "anastassia"),
    ("borja", "boriss"),
    ("danja", "daniil danila"),
    ("dasa", "darja"),
    ("dima", "dmitri"),
    ("edik", "eduard"),
    ("fedja", "fjodor"),
    ("galja", "galina"),
    ("gena", "gennadi"),
    ("gosa", "georgi igor"),
    ("grisa", "grigori"),
    ("ira", "irina"),
    ("jura", "juri"),
    ("katja", "jekaterina"),
    ("kolja", "nikolai"),
    ("kostja", "konstantin"),
    ("ksjusa", "ksenia"),
    ("lera", "valeria"),
    ("lesa", "aleksei"),
    ("liza", "jelizaveta"),
    ("ljosa", "aleksei"),
    ("ljuba", "ljubov"),
    ("ljuda", "ljudmila"),
    ("maks", "maksim"),
    ("masa", "maria"),
    ("misa", "mihhail"),
    ("mitja", "dmitri"),
    ("nadja", "nadezda"),
    ("nastja", "anastassia"),
    ("natasa", "natalja"),
    ("olja", "olga"),
    ("pasa", "pavel"),
    ("petja", "pjotr"),
    ("polja", "polina"),
    ("roma", "roman"),
    ("sasa", "aleksandr aleksandra"),
    ("senja", "semjon arseni"),
    ("serjoza", "sergei"),
    ("slava", "vjatseslav jaroslav svjatoslav stanislav"),
    ("sonja", "sofja"),
    ("stas", "stanislav"),
    ("sura", "aleksandr aleksandra"),
    ("sveta", "svetlana"),
    ("tanja", "tatjana"),
    ("tima", "timofei timur"),
    ("tjoma", "artjom"),
    ("tolja", "anatoli"),
    ("vanja", "ivan"),
    ("varja", "varvara"),
    ("vasja", "vassili"),
    ("vika", "viktoria"),
    ("vitja", "viktor"),
    ("volodja", "vladimir"),
    ("vova", "vladimir"),
    ("zenja", "jevgeni jevgenia"),
];

/// *Roepnaam* and the name in the register of persons.
const DUTCH: &[(&str, &str)] = &[
    ("ans", "anna johanna"),
    ("antje", "anna"),
    ("bart", "bartholomeus"),
    ("bas", "sebastiaan bastiaan"),
    ("ben", "benjamin bernardus"),
    ("bep", "elisabeth"),
    ("bert", "albertus lambertus hubertus bertus"),
    ("betje", "elisabeth"),
    ("bram", "abraham"),
    ("cor", "cornelis cornelia"),
    ("corrie", "cornelia"),
    ("daan", "daniel"),
    ("dirk", "diederik theodorus"),
    ("els", "elisabeth"),
    ("frank", "franciscus"),
    ("frans", "franciscus"),
    ("fred", "frederik alfred"),
    ("geert", "gerardus"),
    ("ger", "gerardus gerrit"),
    ("gerard", "gerardus"),
    ("gerrit", "gerardus"),
    ("gijs", "gijsbert gijsbertus"),
    ("greet", "margaretha"),
    ("guus", "augustinus augustus gustaaf"),
    ("hanneke", "johanna"),
    ("hans", "johannes"),
    ("henk", "hendrik hendrikus"),
    ("huub", "hubertus"),
    ("jaap", "jacob jacobus"),
    ("jan", "johannes"),
    ("janneke", "johanna"),
    ("jeroen", "hieronymus"),
    ("johan", "johannes"),
    ("joke", "johanna"),
    ("joop", "johannes josephus"),
    ("joost", "judocus"),
    ("jos", "jozef josephus"),
    ("kees", "cornelis"),
    ("klaas", "nicolaas"),
    ("koos", "jacobus"),
    ("leo", "leonardus"),
    ("lex", "alexander"),
    ("lies", "elisabeth"),
    ("liesbeth", "elisabeth"),
    ("loes", "louise louisa"),
    ("maarten", "martinus"),
    ("marijke", "maria"),
    ("martijn", "martinus"),
    ("max", "maximiliaan"),
    ("mieke", "maria"),
    ("miep", "maria"),
    ("nel", "petronella cornelia"),
    ("niek", "nicolaas dominicus"),
    ("piet", "pieter petrus"),
    ("pieter", "petrus"),
    ("ria", "maria"),
    ("riet", "maria margaretha"),
    ("rinus", "marinus"),
    ("rob", "robert robertus"),
    ("sam", "samuel"),
    ("sjaak", "jacobus jacques"),
    ("theo", "theodorus"),
    ("thijs", "matthijs mattheus matthias"),
    ("tim", "timotheus"),
    ("tom", "thomas"),
    ("ton", "antonius"),
    ("toon", "antonius"),
    ("truus", "geertruida"),
    ("willem", "wilhelmus"),
    ("willemijn", "wilhelmina"),
    ("wim", "willem wilhelmus"),
    ("wout", "wouter"),
];

/// *Smeknamn*.
const SWEDISH: &[(&str, &str)] = &[
    ("affe", "alfred alf"),
    ("berra", "bertil"),
    ("bettan", "elisabet elisabeth"),
    ("bosse", "bo"),
    ("challe", "charles karl"),
    ("danne", "daniel"),
    ("ebban", "ebba"),
    ("fia", "sofia"),
    ("figge", "fredrik"),
    ("fredde", "fredrik"),
    ("frippe", "filip fredrik"),
    ("gittan", "birgitta"),
    ("gurra", "gustav"),
    ("hasse", "hans"),
    ("henke", "henrik"),
    ("janne", "jan"),
    ("jocke", "joakim"),
    ("jonte", "jonatan jonathan"),
    ("kalle", "karl"),
    ("kattis", "katarina"),
    ("kicki", "kristina"),
    ("krille", "kristian kristoffer"),
    ("lasse", "lars"),
    ("lelle", "lennart"),
    ("lollo", "louise"),
    ("lotta", "charlotta charlotte liselotte"),
    ("ludde", "ludvig"),
    ("mackan", "markus"),
    ("madde", "madeleine"),
    ("maggan", "margareta"),
    ("mange", "magnus"),
    ("matte", "mattias"),
    ("micke", "mikael"),
    ("nettan", "anette"),
    ("nicke", "niklas"),
    ("nisse", "nils"),
    ("noppe", "norbert"),
    ("ogge", "oskar august"),
    ("olle", "olof olov"),
    ("palle", "paul"),
    ("pelle", "per peter"),
    ("rille", "rickard"),
    ("robban", "robert robin"),
    ("roffe", "rolf"),
    ("sanna", "susanna"),
    ("sigge", "sigvard sigurd"),
    ("soffan", "sofia"),
    ("steffe", "stefan staffan"),
    ("stina", "kristina"),
    ("sussi", "susanne"),
    ("svenne", "sven"),
    ("tessan", "therese"),
    ("tilda", "matilda"),
    ("tobbe", "tobias torbjorn"),
    ("tompa", "tomas tommy"),
    ("totte", "torsten"),
    ("uffe", "ulf"),
    ("valle", "valdemar"),
    ("vickan", "viktoria"),
    ("zacke", "zackarias"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_name_is_found_in_any_spelling() {
        for (called, full) in [("Sasha", "alexander"), ("katya", "ekaterina"), ("kalle", "carl"), ("kees", "cornelis")]
        {
            let found = full_names(&form(&called.to_lowercase()));
            assert!(found.contains(&form(full)), "{called}: {found:?}");
        }
    }

    #[test]
    fn no_name_stands_twice_and_none_for_itself() {
        for (called, full) in [ESTONIAN, RUSSIAN, DUTCH, SWEDISH].into_iter().flatten() {
            assert!(full.split(' ').all(|name| form(name) != form(called)), "{called}");
        }
        for table in [ESTONIAN, RUSSIAN, DUTCH, SWEDISH] {
            assert!(table.is_sorted_by(|one, next| one.0 < next.0));
        }
    }
}
