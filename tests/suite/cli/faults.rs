//! Bad input: each ends in a sentence that names the place and the remedy, and changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{demo, ended, insignia, picture, real, refused_and_unchanged};

fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from:?} in {}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

fn copy_of_catalogue(at: &Path) -> PathBuf {
    let folder = at.join("badge-classes");
    fs::create_dir(&folder).unwrap();
    super::copy_into(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/badge-classes")), &folder);
    folder
}

#[test]
fn a_malformed_badge_class() {
    let at = real();
    let class = copy_of_catalogue(at.path()).join("facilitator.toml");
    edit(&class, "quorum = 1", "quorum = \"one\"\nquota = 3");
    edit(&at.path().join("insignia.toml"), "# badge_classes", "badge_classes");
    for command in [&["serve"][..], &["trainers", "list"]] {
        refused_and_unchanged(at.path(), command, &["facilitator.toml:", "quorum", "a whole number", "unknown field", "quota"]);
    }
    let run = insignia(at.path(), &["check"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("2 faults") && run.out.contains("facilitator.toml:"), "{}", run.out);
}

#[test]
fn a_malformed_taxonomy() {
    let at = real();
    let taxonomy = copy_of_catalogue(at.path()).join("taxonomy/core-2019.toml");
    edit(&taxonomy, "[[capacity]]", "[[capacity]");
    let run = insignia(at.path(), &["check", "badge-classes"]);
    assert!(run.code == 1 && run.out.contains("core-2019.toml:") && run.out.contains("not TOML"), "{run:?}");
}

#[test]
fn a_class_changed_after_it_was_attested() {
    let at = demo();
    let class = copy_of_catalogue(at.path()).join("facilitator.toml");
    edit(&class, "quorum = 1", "quorum = 2");
    edit(&at.path().join("insignia.toml"), "# badge_classes", "badge_classes");
    refused_and_unchanged(at.path(), &["serve"], &["facilitator", "was changed after it had been attested", "undo the change"]);
}

#[test]
fn a_malformed_configuration() {
    let at = real();
    let file = at.path().join("insignia.toml");
    edit(&file, "public_base = \"https", "public_base = \"http");
    edit(&file, "data_folder", "data_foldr");
    let words = ["insignia.toml:", "must start with https://", "unknown field data_foldr", "data_folder is missing", "correct its name"];
    for command in [&["serve"][..], &["check", "--data"], &["issue", "01hq3v5k8m2n4p6r7s9t0w1x2y"], &["keys", "list"]] {
        refused_and_unchanged(at.path(), command, &words);
    }
}

#[test]
fn no_configuration() {
    let at = tempfile::tempdir().unwrap();
    refused_and_unchanged(at.path(), &["serve"], &["insignia.toml", "no configuration here", "insignia init", "--config"]);
}

#[test]
fn a_public_base_other_than_the_one_that_was_founded() {
    let at = real();
    edit(&at.path().join("insignia.toml"), "https://badges.example.org", "https://badges.example.net");
    refused_and_unchanged(at.path(), &["serve"], &["belongs to https://badges.example.org", "https://badges.example.net", "insignia move"]);
}

fn key_file(at: &Path) -> PathBuf {
    let files = fs::read_dir(at.join("data/keys")).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "pem")).min().unwrap()
}

#[test]
fn a_malformed_key_file() {
    let at = real();
    let key = key_file(at.path());
    let name = key.file_name().unwrap().to_str().unwrap().to_owned();
    fs::write(&key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n").unwrap();
    refused_and_unchanged(at.path(), &["serve"], &[&name, "cannot be used"]);
}

#[test]
fn a_missing_key_file() {
    let at = real();
    let key = key_file(at.path());
    fs::remove_file(&key).unwrap();
    let name = key.file_name().unwrap().to_str().unwrap().to_owned();
    refused_and_unchanged(at.path(), &["serve"], &["there is no key file", &name, "Restore it from the backup"]);
}

#[test]
fn a_key_file_that_others_can_read() {
    let at = real();
    fs::set_permissions(key_file(at.path()), fs::Permissions::from_mode(0o644)).unwrap();
    refused_and_unchanged(at.path(), &["serve"], &["has mode 0644", "chmod 600"]);
}

#[test]
fn a_wrong_passphrase() {
    let at = real();
    let file = at.path().join("passphrase");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&file, "another passphrase of some length\n").unwrap();
    refused_and_unchanged(at.path(), &["serve"], &[".pem", "passphrase"]);
}

#[test]
fn a_passphrase_in_the_environment() {
    let at = real();
    let before = picture(at.path());
    let run =
        ended(Command::new(env!("CARGO_BIN_EXE_insignia")).args(["keys", "list"]).current_dir(at.path()).env("INSIGNIA_PASSPHRASE", "x"));
    run.refused_saying(&["INSIGNIA_PASSPHRASE", "unset the variable"]);
    assert_eq!(picture(at.path()), before);
}

#[tokio::test]
async fn a_database_of_another_version() {
    let at = real();
    let file = at.path().join("data/insignia.db");
    let newer =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', 1, x'00', 0)";
    alter(&file, newer).await;
    refused_and_unchanged(at.path(), &["serve"], &["insignia.db has schema 9999", "Run a newer Insignia"]);
    refused_and_unchanged(at.path(), &["migrate", "--i-have-a-backup"], &["insignia.db has schema 9999"]);
}

async fn alter(file: &Path, statement: &'static str) {
    use sqlx::Connection;
    sqlx::any::install_default_drivers();
    let address = format!("sqlite://{}", file.display());
    let mut connection = sqlx::AnyConnection::connect(&address).await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[test]
fn a_database_that_is_not_there() {
    let at = real();
    fs::remove_file(at.path().join("data/insignia.db")).unwrap();
    refused_and_unchanged(at.path(), &["serve"], &["there is no database at", "insignia.db", "`insignia init` makes one"]);
}

#[test]
fn a_database_of_another_program() {
    let at = real();
    fs::write(at.path().join("data/insignia.db"), "This is a diary.\n").unwrap();
    refused_and_unchanged(at.path(), &["serve"], &["insignia.db is not a database of Insignia"]);
}

#[test]
fn an_installation_that_is_there() {
    let at = real();
    let again = ["init", "--base", "https://badges.example.org", "--issuer-name", "Example"];
    refused_and_unchanged(at.path(), &again, &["insignia.toml is there already", "left as it is", "--dir"]);
}

#[test]
fn an_init_that_fails_leaves_nothing() {
    let at = tempfile::tempdir().unwrap();
    let init = ["init", "--base", "https://badges.example.org", "--issuer-name", "Example", "--dir", "new"];
    refused_and_unchanged(
        at.path(),
        &[&init[..], &["--passphrase-file", "absent"]].concat(),
        &["the passphrase file absent cannot be read"],
    );
    refused_and_unchanged(at.path(), &[&init[..], &["--database", "nowhere/at/all.db"]].concat(), &["nowhere/at/all.db"]);
}

/// Root reads everything, so the program runs as somebody else.
#[test]
#[allow(clippy::print_stderr)] // a skipped test says so
fn an_unreadable_folder() {
    let at = real();
    let root = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0;
    let data = at.path().join("data");
    let mut command = if root {
        if Command::new("runuser").arg("--help").output().is_err() {
            eprintln!("SKIPPED: as root, this test needs runuser to become another user");
            return;
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "nobody", "--", env!("CARGO_BIN_EXE_insignia"), "serve"]);
        command
    } else {
        fs::set_permissions(&data, fs::Permissions::from_mode(0o000)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_insignia"));
        command.arg("serve");
        command
    };
    if root {
        fs::set_permissions(at.path(), fs::Permissions::from_mode(0o755)).unwrap();
        for open in ["insignia.toml", "passphrase"] {
            fs::set_permissions(at.path().join(open), fs::Permissions::from_mode(0o644)).unwrap();
        }
    }
    let run = ended(command.current_dir(at.path()));
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    if run.err.contains("runuser:") || run.err.contains("Permission denied (os error 13)") && run.err.starts_with("sh:") {
        eprintln!("SKIPPED: the program cannot be run as another user here: {}", run.err);
        return;
    }
    run.refused_saying(&["data/keys", "cannot be read", "Permission denied"]);
}
