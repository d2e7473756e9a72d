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

impl Written<'_> {
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
