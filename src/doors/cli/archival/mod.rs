//! Archival certificates, written by a process of their own.
//!
//! The library that writes PDF/A panics on misuse, sometimes while it tidies up, and then the whole process
//! ends. So the program calls itself: what is to be written goes in as JSON, the file comes out, and whatever
//! happens to the other process is a sentence here. It has a limit of time and of memory.

mod writer;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::answer::Refused;
use crate::appearance::certificate::content::Content;

pub(super) use writer::Args;

/// Hundreds of cards are written in seconds, also on a slow machine.
const LONGEST: Duration = Duration::from_mins(2);
/// Bytes of a file beyond which something has gone wrong.
const LARGEST: u64 = 64 << 20;
/// Bytes that are read of what the other process complains.
const MOST_WORDS: u64 = 16 << 10;

/// What is to be written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    /// The template's name.
    pub(super) template: String,
    /// The template itself, as SVG.
    pub(super) svg: String,
    /// One content, or those of a page of cards.
    pub(super) contents: Vec<Content>,
    /// Folders with fonts, before those of the system.
    pub(super) fonts: Vec<PathBuf>,
}

/// The file that was ordered: PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// Why there is none, in the words of the other process, or how that ended.
pub(super) fn write(order: &Order) -> anyhow::Result<Vec<u8>> {
    let program = std::env::current_exe().context("this program does not find itself to write the archival file")?;
    let mut command = Command::new(program);
    command.arg(writer::NAME);
    ordered(command, serde_json::to_vec(order)?, LONGEST)
}

fn ordered(mut command: Command, order: Vec<u8>, longest: Duration) -> anyhow::Result<Vec<u8>> {
    let cannot = "the archival writer cannot be started";
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context(cannot)?;
    let (mut input, output, words) = (child.stdin.take().context(cannot)?, child.stdout.take(), child.stderr.take());
    // All three at once: whoever waited for one would wait for ever once another is full. A writer that ended
    // early does not read the rest; why it ended is told below.
    thread::spawn(move || input.write_all(&order));
    let (output, words) = (read(output.context(cannot)?, LARGEST + 1), read(words.context(cannot)?, MOST_WORDS));
    let Ok(file) = output.recv_timeout(longest) else { return Err(too_long(&mut child, longest)) };
    let words = words.recv_timeout(Duration::from_secs(5)).unwrap_or_default();
    let ended = child.wait().context("the archival writer did not end")?;
    if u64::try_from(file.len()).is_ok_and(|bytes| bytes > LARGEST) {
        return Err(Refused::because(format!("the archival file would have more than {} MiB: print fewer at once", LARGEST >> 20)));
    }
    if ended.success() && file.starts_with(b"%PDF-") { Ok(file) } else { Err(failed(ended, &String::from_utf8_lossy(&words))) }
}

/// Reads to the end, in a thread of its own.
fn read(from: impl Read + Send + 'static, most: u64) -> mpsc::Receiver<Vec<u8>> {
    let (done, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before a fault is what there is.
        let _ = from.take(most).read_to_end(&mut bytes);
        done.send(bytes)
    });
    receiver
}

fn too_long(child: &mut Child, longest: Duration) -> anyhow::Error {
    // It may have ended at this moment.
    let _ = child.kill();
    let _ = child.wait();
    Refused::because(format!("the archival writer did not end within {} seconds and was stopped: print fewer at once", longest.as_secs()))
}

/// What the other process said last, if it ended as it should; a crash is called one.
fn failed(ended: ExitStatus, words: &str) -> anyhow::Error {
    let said = words.trim();
    let refused = said.lines().rev().find_map(|line| line.strip_prefix("insignia: "));
    if let Some(reason) = refused.filter(|_| ended.code() == Some(1)) {
        return Refused::because(reason.to_owned());
    }
    let said = said.lines().find(|line| line.contains("panicked")).or_else(|| said.lines().next()).unwrap_or("it said nothing");
    Refused::because(format!(
        "the archival writer ended without a file ({ended}): {said}. Print the certificate without --archival, and report this"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    }

    fn said(script: &str) -> String {
        ordered(shell(script), b"{}".to_vec(), Duration::from_secs(10)).unwrap_err().to_string()
    }

    #[test]
    fn the_file_is_what_the_other_process_wrote() {
        let order = vec![b'x'; 1 << 20];
        let written = ordered(shell("printf '%%PDF-'; cat"), order.clone(), Duration::from_secs(10)).unwrap();
        assert_eq!(written, [b"%PDF-".as_slice(), &order].concat());
    }

    #[test]
    fn a_refusal_comes_through_in_its_own_words() {
        assert_eq!(said("cat > /dev/null; echo 'insignia: no font here draws “☃”' >&2; exit 1"), "no font here draws “☃”");
    }

    #[test]
    fn a_crash_is_an_error_and_never_half_a_file() {
        for script in [
            "printf '%%PDF-1.7 half'; echo \"thread 'main' panicked at x\" >&2; kill -ABRT $$",
            "echo \"thread 'main' panicked at x\" >&2; exit 101",
        ] {
            let said = said(script);
            assert!(said.contains("ended without a file") && said.contains("panicked at x"), "{said}");
        }
        assert!(said("exit 0").contains("it said nothing"));
        assert!(said("echo nonsense; exit 0").contains("ended without a file"));
    }

    #[test]
    fn a_writer_that_does_not_end_is_stopped() {
        let said = ordered(shell("exec sleep 60"), Vec::new(), Duration::from_millis(200)).unwrap_err().to_string();
        assert!(said.contains("was stopped"), "{said}");
    }
}
