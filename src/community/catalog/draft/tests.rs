//! Drafts of new classes and of new versions, by the real catalogue.

use std::path::{Path, PathBuf};

use super::super::What;
use super::*;
use crate::vocabulary::Timestamp;

fn form() -> ClassForm {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    ClassForm {
        slug: "oral-historian".to_owned(),
        name: "Oral historian".to_owned(),
        description: "Records what elders tell \"in their words\".".to_owned(),
        criteria: "asks-first: Asks for consent.\nKeeps the recording safe.\nteaches (1): Teaches one: a younger person.".to_owned(),
        capacities: words(&["core-2019/community-organizing"]),
        quorum: "2".to_owned(),
        distinct: true,
        levels: "supported: With support: Records beside somebody.\nindependent: On their own: Records alone.".to_owned(),
        required: "independent".to_owned(),
        months: "36".to_owned(),
        renewal: "practice".to_owned(),
        minimum: "1".to_owned(),
        kinds: words(&["recording", "observation"]),
        evidence: "A recording and its consent.".to_owned(),
        learning: words(&["training", "practice"]),
        artwork: "shield-book".to_owned(),
        accent: "#3366cc".to_owned(),
        ..ClassForm::default()
    }
}

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

fn tag(text: &str) -> LanguageTag {
    text.parse().unwrap()
}

fn until() -> Timestamp {
    Timestamp::parse("2027-06-30T12:00:00Z").unwrap()
}

/// A copy of `badge-classes/` with the files of a draft in it, as a reviewer makes it.
fn reviewed(files: &BTreeMap<String, String>) -> (tempfile::TempDir, Catalog) {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to: PathBuf = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("badge-classes"), folder.path());
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let catalog = Catalog::load(folder.path()).unwrap();
    (folder, catalog)
}

fn say(form: &mut ClassForm, language: &str, part: &str, text: &str) {
    form.translate(&tag(language), &BTreeMap::from([(part.to_owned(), text.to_owned())]), &BTreeSet::new());
}

#[test]
fn a_whole_form_gives_files_that_load() {
    let drafted = catalog().with_draft(&form()).unwrap();
    let class = drafted.catalog.class("oral-historian").unwrap();
    let ids: Vec<_> =
        class.criteria().iter().map(|criterion| (criterion.id(), criterion.quorum(), criterion.distinct_affiliates())).collect();
    assert_eq!(ids, [("asks-first", 2, true), ("keeps-the-recording", 2, true), ("teaches", 1, false)]);
    assert_eq!(class.criteria()[2].text().source_text(), "Teaches one: a younger person.");
    assert_eq!((class.name().source_text(), class.version()), ("Oral historian", "1"));
    assert_eq!(drafted.files.keys().collect::<Vec<_>>(), ["i18n/en.json", "i18n/qqq.json", "oral-historian.toml"]);
    assert!(catalog().class("oral-historian").is_none(), "nothing is published");
}

#[test]
fn the_files_go_into_the_folder_and_nothing_is_left_to_say() {
    let mut form = form();
    say(&mut form, "ar", "name", "مؤرّخ شفوي");
    // A language of papers that the catalogue has no file for.
    say(&mut form, "bn", "name", "মৌখিক ইতিহাসবিদ");
    let drafted = catalog().with_draft(&form).unwrap();
    let (_folder, loaded) = reviewed(&drafted.files);
    let name = loaded.class("oral-historian").unwrap().name();
    assert_eq!((name.translation(&tag("ar")), name.translation(&tag("bn"))), (Some("مؤرّخ شفوي"), Some("মৌখিক ইতিহাসবিদ")));
    let is_about_words = |finding: &&Finding| matches!(finding.what, What::Stray(_) | What::Unexplained(_) | What::StrayFile);
    assert_eq!(loaded.warnings().iter().filter(is_about_words).collect::<Vec<_>>(), Vec::<&Finding>::new());
    // What was there stands as it stood: only lines are added.
    for (name, text) in drafted.files.iter().filter(|(name, _)| name.starts_with("i18n/") && *name != "i18n/bn.json") {
        let before = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("badge-classes").join(name)).unwrap();
        let now: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(',')).collect();
        assert!(before.lines().all(|line| now.contains(line.trim_end_matches(','))), "{name}");
    }
}

#[test]
fn every_class_can_be_started_from_and_loses_nothing() {
    let catalog = catalog();
    for class in catalog.classes() {
        let form = catalog.next_version(class.slug(), until()).unwrap();
        assert_eq!((form.version(), form.replaces.as_str(), form.issue_until.as_str()), ("2", "1", "2027-06-30"));
        assert!(catalog.with_draft(&form).unwrap().changes_nothing, "{}", class.slug());
        let changed = ClassForm { months: "7".to_owned(), ..form.clone() };
        assert!(class.validity_months().is_none() || !catalog.with_draft(&changed).unwrap().changes_nothing, "{}", class.slug());
        for language in class.languages() {
            let missing =
                form.parts().into_iter().filter(|part| language.as_str() != "en" && form.standing(language, part) != Standing::Current);
            assert_eq!(missing.count(), 0, "{} {language}", class.slug());
        }
    }
    assert!(matches!(catalog.next_version("nothing", until()), Err(NotStarted::Unknown(_))));
}

#[test]
fn what_the_form_has_no_field_for_is_not_drafted_in_it() {
    let mut sources = (*catalog().sources).clone();
    let facilitator = sources.classes.iter_mut().find(|source| source.stem() == "facilitator").unwrap();
    facilitator.text.push_str("quorum = 3\ndistinct_affiliates = true\n");
    let catalog = Catalog::from_sources(&sources).unwrap();
    assert_eq!(catalog.next_version("facilitator", until()), Err(NotStarted::NotInTheForm("facilitator".to_owned())));
}

#[test]
fn a_new_version_keeps_what_was_released() {
    let catalog = catalog();
    let mut form = catalog.next_version("facilitator", until()).unwrap();
    form.criteria = form.criteria.replace("Makes room for quiet voices", "Makes room for quiet and for absent voices");
    form.quorum = "2".to_owned();
    // French follows, Arabic does not, Ukrainian improves a text whose English stays.
    say(&mut form, "fr", "criterion-balances-voices", "Fait de la place aux voix discrètes et absentes.");
    say(&mut form, "uk", "criterion-captures-results", "Записує підсумки та подальші кроки.");
    let drafted = catalog.with_draft(&form).unwrap();
    let (_folder, loaded) = reviewed(&drafted.files);
    let (before, released, now) =
        (catalog.class("facilitator").unwrap(), loaded.class_version("facilitator", "1").unwrap(), loaded.class("facilitator").unwrap());
    assert_eq!((released.digest(), now.version()), (before.digest(), "2"));
    assert_eq!(released.issue_until().map(Timestamp::date).as_deref(), Some("2027-06-30"));
    assert!(now.is_issued_at(Timestamp::parse("2030-01-01T00:00:00Z").unwrap()));
    let text = |class: &BadgeClass, id: &str, language: &str| {
        let criterion = class.criteria().iter().find(|criterion| criterion.id() == id).unwrap().text().clone();
        criterion.translation(&tag(language)).map(str::to_owned)
    };
    for language in ["en", "fr", "ar", "hi"] {
        let kept = text(released, "balances-voices", language);
        assert!(kept.is_some() && kept == text(before, "balances-voices", language), "{language}");
    }
    assert_eq!(text(now, "balances-voices", "fr").as_deref(), Some("Fait de la place aux voix discrètes et absentes."));
    assert_eq!(text(now, "balances-voices", "ar"), None, "what nobody looked at is not shown with the new text");
    assert_eq!(text(released, "captures-results", "uk").as_deref(), Some("Записує підсумки та подальші кроки."));
    let is_about_words = |finding: &&Finding| matches!(finding.what, What::Stray(_) | What::Unexplained(_));
    assert_eq!(loaded.warnings().iter().filter(is_about_words).count(), 0, "{:?}", loaded.warnings());
}

#[test]
fn a_third_version_keeps_the_texts_of_both_before_it() {
    let first = catalog();
    let mut form = first.next_version("facilitator", until()).unwrap();
    form.quorum = "2".to_owned();
    let second = first.with_draft(&form).unwrap().catalog;
    let mut form = second.next_version("facilitator", until()).unwrap();
    form.name = "Group facilitator".to_owned();
    let drafted = second.with_draft(&form).unwrap();
    assert!(["@1", "@2"].iter().all(|version| drafted.files["i18n/ar.json"].contains(&format!("class-facilitator-name{version}"))));
    for version in ["1", "2"] {
        let class = drafted.catalog.class_version("facilitator", version).unwrap();
        assert_eq!(class.digest(), second.class_version("facilitator", version).unwrap().digest());
    }
    // A draft that was begun before somebody else's version came out.
    let late = first.next_version("facilitator", until()).unwrap();
    assert_eq!(second.with_draft(&late).unwrap_err()[0].wrong, Wrong::NotCurrent("1".to_owned()));
}

#[test]
fn a_translation_is_outdated_when_the_english_text_changes_and_fits_again_when_somebody_says_so() {
    let mut form = form();
    say(&mut form, "ar", "description", "يسجّل.");
    let part = |form: &ClassForm| form.parts().into_iter().find(|part| part.name == "description").unwrap();
    assert_eq!(form.standing(&tag("ar"), &part(&form)), Standing::Current);
    form.description = "Records what elders tell.".to_owned();
    say(&mut form, "ar", "description", "يسجّل.");
    assert_eq!(form.standing(&tag("ar"), &part(&form)), Standing::Outdated, "saving the page alone says nothing");
    assert!(!catalog().with_draft(&form).unwrap().files.contains_key("i18n/ar.json"));
    let typed = BTreeMap::from([("description".to_owned(), "يسجّل.".to_owned())]);
    form.translate(&tag("ar"), &typed, &BTreeSet::from(["description".to_owned()]));
    assert_eq!(form.standing(&tag("ar"), &part(&form)), Standing::Current);
    say(&mut form, "ar", "description", " ");
    assert_eq!((form.standing(&tag("ar"), &part(&form)), form.translations.len()), (Standing::Missing, 0));
}

#[test]
fn each_fault_stands_at_its_field() {
    let catalog = catalog();
    let field = |form: ClassForm| {
        let faults = catalog.with_draft(&form).unwrap_err();
        faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
    };
    let text = |text: &str| text.to_owned();
    let version = catalog.next_version("facilitator", until()).unwrap();
    let mut named = form();
    say(&mut named, "ar", "name", "{{PLURAL:$1|a|b}}");
    for (at, form) in [
        ("slug", ClassForm { slug: text("facilitator"), ..form() }),
        ("slug", ClassForm { slug: text("Not A Slug"), ..form() }),
        ("name", ClassForm { name: text("$1"), ..form() }),
        ("quorum", ClassForm { quorum: text("many"), ..form() }),
        ("criteria", ClassForm { criteria: text("asks-first (99): Asks."), ..form() }),
        ("capacities", ClassForm { capacities: vec![text("core-2019/nothing")], ..form() }),
        ("capacities", ClassForm { certified: BTreeMap::from([(text("core-2019/community-organizing"), text("x"))]), ..form() }),
        ("required", ClassForm { required: text("nothing"), ..form() }),
        ("renewal", ClassForm { renewal: text("sometimes"), ..form() }),
        ("kinds", ClassForm { kinds: vec![text("rumour")], ..form() }),
        ("texts-ar", named),
        ("version", ClassForm { version: text("two"), ..version.clone() }),
        ("version", ClassForm { version: text("1"), quorum: text("3"), ..version.clone() }),
        ("version", ClassForm { version: text("0.9"), quorum: text("3"), ..version.clone() }),
        ("issue_until", ClassForm { issue_until: text("soon"), quorum: text("3"), ..version.clone() }),
        ("issue_until", ClassForm { issue_until: text("2027-02-31"), quorum: text("3"), ..version.clone() }),
        ("issue_until", ClassForm { issue_until: text("2027-01-01\nquorum = 1"), quorum: text("3"), ..version }),
    ] {
        assert!(field(form.clone()).iter().any(|field| field == at), "{at}: {:?}", catalog.with_draft(&form).err());
    }
    assert!(field(ClassForm { criteria: String::new(), ..form() }).iter().any(|field| ["criteria", "slug"].contains(&field.as_str())));
}
