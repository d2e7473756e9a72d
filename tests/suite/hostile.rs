//! Bombs: files made to cost much. Each ends in a clear refusal, soon and in little memory.
//!
//! The built program reads each in a process of its own, and the operating system says what that
//! cost: processor time, which a busy machine does not change, and the most memory that was held. The
//! promise is a second and 64 MiB. The program of the tests is built without optimisation, so the
//! time may be three times as long here; memory is measured beside a run on an empty file.

mod bombs;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use bombs::Bomb;

/// A second where the program is optimised; here it is not.
const MOST_CPU_MS: u64 = 3_000;
/// 64 MiB beside what the program itself takes.
const MOST_KIB: u64 = 64 << 10;

/// Runs a command, writes its costs on the last line: exit code, milliseconds, KiB. A run that does
/// not end is stopped by its processor time.
const WITNESS: &str = "
import os, resource, sys
child = os.fork()
if child == 0:
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    os.execv(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
print()
print(os.waitstatus_to_exitcode(status), round((used.ru_utime + used.ru_stime) * 1000), used.ru_maxrss)
";

/// What one run answered and cost.
#[derive(Debug)]
struct Cost {
    code: i64,
    cpu_ms: u64,
    peak_kib: u64,
    answer: Value,
}

fn verify(folder: &Path, files: &[(&str, &[u8])]) -> Cost {
    let mut command = Command::new("python3");
    command.current_dir(folder).args(["-c", WITNESS, env!("CARGO_BIN_EXE_insignia"), "--json", "verify", "--alone"]);
    for (index, (name, bytes)) in files.iter().enumerate() {
        std::fs::write(folder.join(name), bytes).unwrap();
        if index > 0 {
            command.arg("--with");
        }
        command.arg(name);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (answer, costs) =
        text.trim_end().rsplit_once('\n').unwrap_or_else(|| panic!("{text} {:?}", String::from_utf8_lossy(&output.stderr)));
    let [code, cpu_ms, peak_kib] = costs.split(' ').map(|number| number.parse::<i64>().unwrap()).collect::<Vec<_>>()[..] else {
        panic!("{costs}")
    };
    let answer =
        answer.parse().unwrap_or_else(|error| panic!("{error}: code {code}, {answer:.300} {}", String::from_utf8_lossy(&output.stderr)));
    Cost { code, cpu_ms: cpu_ms.unsigned_abs(), peak_kib: peak_kib.unsigned_abs(), answer }
}

fn python_is_here() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: python3, which measures the processes, is not here");
    }
    found
}

#[test]
fn every_bomb_ends_in_a_clear_refusal_soon_and_in_little_memory() {
    if !python_is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let empty = verify(folder.path(), &[("empty", b"")]);
    assert_eq!(empty.answer["reason"]["code"], "not-a-badge");
    let mut faults = Vec::new();
    let all = bombs::all();
    assert!(all.len() >= 60, "{} bombs", all.len());
    for Bomb { name, bytes, with, reason } in all {
        let mut files = vec![("badge", bytes.as_slice())];
        files.extend(with.iter().map(|list| ("list", list.as_slice())));
        let cost = verify(folder.path(), &files);
        let grown = cost.peak_kib.saturating_sub(empty.peak_kib);
        println!("{name}: {} in {} ms, {grown} KiB", cost.answer["reason"]["code"], cost.cpu_ms);
        let refused = (1..=3).contains(&cost.code) && cost.answer["reason"]["code"] == reason;
        if !refused || cost.cpu_ms > MOST_CPU_MS || grown > MOST_KIB {
            let said = (cost.code, &cost.answer["verdict"], &cost.answer["reason"]);
            faults.push(format!("{name}: {said:?} instead of {reason} in {} ms, {grown} KiB", cost.cpu_ms));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
