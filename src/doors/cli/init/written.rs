//! The configuration file as init writes it: with the reasons beside the values.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context as _;
use toml::Value;

use super::making::Plan;

/// A configuration about to be written.
pub(super) struct Written<'p> {
    pub(super) plan: &'p Plan,
    pub(super) passphrase_file: &'p Path,
}

/// The register of issuers elsewhere: nobody at first.
const KNOWN_ISSUERS: &str = "\
# Issuers elsewhere that you know. Whoever checks a badge here is told by which name you know its
# issuer. An issuer that is not in this file is no worse for it: the page says that you do not know it.
# Nothing here makes a badge genuine, except a key that you write here yourself.
#
# One table for each; take out the marks:
#
# [[issuer]]
# # As its badges say it …
# id = \"did:web:badges.wikimedia.example\"
# # … or, in its place, everything at one host; *.example.org is every host below it.
# # domain = \"badges.wikimedia.example\"
# name = \"Wikimedia Exampleland\"
# # What you would tell a visitor of it: a country, an affiliate.
# about = \"affiliate in Exampleland\"
#
# # All of these may be left out.
# # It runs Insignia too: the list of its suspended badges is read as well.
# runs_insignia = true
# # Its status lists count for badges of issuers that name them. Otherwise only for its own.
# lists_for_others = true
# # Keys that you got from its own people: Multikeys, or JSON Web Keys between single quotes.
# keys = [\"z6Mk…\"]
";

impl Written<'_> {
    /// Writes the register of known issuers where nothing is yet.
    pub(super) fn write_known_issuers(file: &Path) -> anyhow::Result<()> {
        let cannot = || format!("{} cannot be written", file.display());
        let mut opened = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o644).open(file).with_context(cannot)?;
        opened.write_all(KNOWN_ISSUERS.as_bytes()).and_then(|()| opened.sync_all()).with_context(cannot)
    }

    /// Writes it where nothing is yet.
    pub(super) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let cannot = || format!("{} cannot be written", file.display());
        let mut opened = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).with_context(cannot)?;
        opened.write_all(self.text().as_bytes()).and_then(|()| opened.sync_all()).with_context(cannot)
    }

    fn text(&self) -> String {
        let plan = self.plan;
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let mut text = format!(
            "# Insignia. What each line means: README.md. Relative paths start at the folder of this file.\n\n\
             # Printed on paper and signed into every badge: it must live twenty years, and cannot be changed once a badge is signed.\n\
             public_base = {}\n\n\
             # A file, or postgres://user@host/name.\n\
             database = {}\n\n\
             # Keys are in keys/ below it. Nobody but this service may read it.\n\
             data_folder = \"data\"\n\n\
             # Without it the server starts sealed: it serves and verifies, and signs nothing.\n\
             passphrase_file = {}\n\n\
             # Issuers elsewhere that you know: pages name them when somebody brings a badge of theirs.\n\
             known_issuers = \"known-issuers.toml\"\n\n\
             # Your own, in place of those in the program:\n\
             # badge_classes = \"badge-classes\"\n\
             # templates = \"templates\"\n",
            quoted(&plan.base.to_string()),
            quoted(plan.database.as_deref().unwrap_or("data/insignia.db")),
            quoted(&self.passphrase_file.display().to_string()),
        );
        let issuer = &plan.issuer;
        let _ = write!(text, "\n# Who signs. The slug is part of what is signed: never rename or reuse it.\n[[issuer]]\n");
        let members =
            [("slug", Some(&issuer.slug)), ("name", Some(&issuer.name)), ("url", issuer.url.as_ref()), ("email", issuer.email.as_ref())];
        for (name, value) in members.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            let _ = writeln!(text, "{name} = {}", quoted(value));
        }
        text.push_str("# A shorter name, if this one does not fit on the ribbon of a badge:\n# name_on_badges = \"\"\n");
        let _ = write!(text, "\n[listen]\n# A proxy with TLS stands in front.\npublic = {}\n", quoted(&plan.listen.to_string()));
        if let Some(operations) = plan.operations {
            let _ = write!(
                text,
                "# /healthz, /readyz and /metrics, for your own programs only.\noperations = {}\n",
                quoted(&operations.to_string())
            );
        }
        text.push_str("trusted_proxies = [\"127.0.0.1\", \"::1\"]\n");
        text.push_str("\n# Who answers for personal data here; shown on /privacy.\n# [privacy]\n# controller = \"\"\n# contact = \"\"\n");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_examples_that_init_writes_are_right_once_their_marks_are_taken_out() {
        let folder = tempfile::tempdir().unwrap();
        let (file, known) = (folder.path().join("insignia.toml"), folder.path().join("known-issuers.toml"));
        let configuration = "public_base = \"https://b.example\"\ndatabase = \"x.db\"\ndata_folder = \"data\"\nknown_issuers = \"known-issuers.toml\"\n\
                             [[issuer]]\nslug = \"main\"\nname = \"B\"\n[listen]\npublic = \"127.0.0.1:8080\"\n";
        std::fs::write(&file, configuration).unwrap();
        Written::write_known_issuers(&known).unwrap();
        assert!(Config::read(&file).unwrap().known_issuers.is_empty(), "as written, nobody is known");
        let example = KNOWN_ISSUERS.split_once("# [[issuer]]").map(|(_, rest)| format!("# [[issuer]]{rest}")).unwrap();
        let lines = example.lines().map(|line| line.strip_prefix("# ").unwrap_or_default()).filter(|line| !line.starts_with("keys"));
        std::fs::write(&known, lines.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(Config::read(&file).unwrap().known_issuers.len(), 1);
    }
}
