//! `insignia demo`: the whole life of a badge on this machine, with nothing to set up.
//!
//! The folder is made anew at each run, so that the story always begins at its beginning; it is only
//! ever replaced if an earlier demo made it. Everything is real but the people: keys, database,
//! signatures, pages. What was issued is then verified like anybody's badge, and if a verdict is not
//! the expected one, the demo fails.

mod cast;
mod proof;
mod stage;
mod story;
mod telling;

use std::path::PathBuf;

use super::answer::{Answer, Exit};
use super::serve::{self, Listeners};
use super::terminal::{Style, Terminal};

use stage::Stage;
use story::Story;
use telling::Telling;

/// How the demo runs.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder; made anew at each run.
    #[arg(long, value_name = "FOLDER", default_value = "insignia-demo")]
    dir: PathBuf,
    /// The port to serve on, at localhost.
    #[arg(long, value_name = "PORT", default_value_t = 8017)]
    port: u16,
    /// End after the story, for scripts.
    #[arg(long)]
    no_serve: bool,
}

impl Args {
    /// Plays, and serves.
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Answer> {
        let stage = Stage { folder: self.dir, port: self.port };
        // Before the folder of a demo that may still be running there is touched.
        let listeners = if self.no_serve { None } else { Some(Listeners::bind(stage.address(), None).await?) };
        stage.require_free()?;
        let telling = Telling::begin(*terminal, &stage);
        let at = stage.build().await?;
        let played = match Box::pin(play(&at, &stage, &telling)).await {
            Ok(played) => played,
            Err(error) => {
                at.close().await;
                return Err(error);
            }
        };
        let served = match listeners {
            Some(listeners) if played.exit() == Exit::Done => {
                terminal.answer(&played);
                let stop = serve::stop_on_signals()?;
                serve::serve(&at, terminal, listeners, stop).await.map(|()| Answer::said_already())
            }
            Some(_) | None => Ok(played),
        };
        at.close().await;
        served
    }
}

async fn play(at: &super::installation::Installation, stage: &Stage, telling: &Telling) -> anyhow::Result<Answer> {
    let gallery = at.gallery()?;
    let mut story = Story::play(at, &gallery, stage, telling).await?;
    story.print_certificates(at, telling).await?;
    let proofs = proof::of(at.office(), &story, telling).await?;
    let held = proofs.iter().all(|proof| proof.holds);
    let answer = Answer::of(&telling.end(stage, story, proofs))?;
    if held {
        return Ok(answer);
    }
    telling.say(Style::Bad.on("A verdict is not the expected one."));
    Ok(answer.ending(Exit::Refused))
}
