//! Where the demo plays: a folder that an earlier demo may have left, and nobody else.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::doors::cli::answer::Refused;
use crate::doors::cli::init::{Plan, make};
use crate::doors::cli::installation::Installation;
use crate::issuer::keys::KdfCost;
use crate::issuer::profile::{IssuerSettings, OwnWords};
use crate::vocabulary::urls::IssuerPlace;

/// Marks a folder that a demo made and the next one may replace.
const MARK: &str = ".insignia-demo";
const MARK_TEXT: &str = "This folder was made by `insignia demo`, which makes it anew at each run.\n";

/// Folder and port of a demo.
pub(super) struct Stage {
    pub(super) folder: PathBuf,
    pub(super) port: u16,
}

impl Stage {
    /// Where it is served.
    pub(super) fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// Where the badges' files go.
    pub(super) fn badges(&self) -> PathBuf {
        self.folder.join("badges")
    }

    /// Its public address: no `did:web` can be resolved there, so the issuer is known by `did:key`.
    pub(super) fn base(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// True if a demo was here before.
    pub(super) fn was_played(&self) -> bool {
        self.folder.join(MARK).is_file()
    }

    /// Refuses a folder that holds what no demo made.
    pub(super) fn require_free(&self) -> anyhow::Result<()> {
        if self.is_blank() || self.was_played() {
            return Ok(());
        }
        let folder = self.folder.display();
        Err(Refused::because(format!("{folder} has files that no demo made, and was left as it is; name another folder with --dir")))
    }

    /// Makes the folder anew, with an installation in it.
    pub(super) async fn build(&self) -> anyhow::Result<Installation> {
        self.require_free()?;
        self.clear()?;
        let cannot = |path: &Path| format!("{} cannot be made", path.display());
        fs::create_dir_all(&self.folder).with_context(|| cannot(&self.folder))?;
        let mark = self.folder.join(MARK);
        fs::write(&mark, MARK_TEXT).with_context(|| cannot(&mark))?;
        let badges = self.badges();
        fs::create_dir(&badges).with_context(|| cannot(&badges))?;
        make(&Plan {
            folder: self.folder.clone(),
            base: self.base().parse()?,
            database: None,
            issuer: IssuerSettings {
                slug: "main".to_owned(),
                name: super::cast::ISSUER.to_owned(),
                name_on_badges: None,
                url: None,
                email: None,
                image: None,
                place: IssuerPlace::Root,
                own: OwnWords::default(),
            },
            passphrase_file: None,
            listen: self.address(),
            operations: None,
            cost: KdfCost::STANDARD,
        })
        .await
    }

    fn is_blank(&self) -> bool {
        let folder = &self.folder;
        !folder.exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
    }

    fn clear(&self) -> anyhow::Result<()> {
        if self.is_blank() {
            return Ok(());
        }
        fs::remove_dir_all(&self.folder).with_context(|| format!("the earlier demo in {} cannot be removed", self.folder.display()))
    }
}
