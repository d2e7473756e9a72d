//! README.md, followed word for word.

use super::{Run, insignia};

/// The commands of the first code block below a heading, without comments.
fn commands(heading: &str) -> Vec<String> {
    let readme = include_str!("../../../README.md");
    let (_, below) = readme.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("README has no {heading:?}"));
    let block = below.split("```").nth(1).expect("a code block");
    let lines = block.lines().map(|line| line.split_once(" #").map_or(line, |(command, _)| command).trim());
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// As a shell parts a line: by spaces, but for quotes.
fn words(line: &str) -> Vec<String> {
    line.split('"')
        .enumerate()
        .flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() })
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_real_installation_is_made_as_it_says() {
    let at = tempfile::tempdir().unwrap();
    let folder = at.path().join("srv");
    let mut nomination = None;
    let mut seen = Vec::new();
    for line in commands("A real installation") {
        if line.starts_with("cd ") || line == "insignia serve" {
            seen.push(line);
            continue;
        }
        let line = line.replace("/srv/insignia", folder.to_str().unwrap());
        let line = line.replace("NOMINATION", nomination.as_deref().unwrap_or("NOMINATION"));
        let mut arguments = words(&line);
        assert_eq!(arguments.remove(0), "insignia", "{line}");
        arguments.insert(0, "--json".to_owned());
        let run_in = if folder.exists() { &folder } else { at.path() };
        let run: Run = insignia(run_in, &arguments.iter().map(String::as_str).collect::<Vec<_>>()).done();
        if arguments[1] == "nominate" {
            nomination = run.json()["lines"][0]["nomination"].as_str().map(str::to_owned);
        }
        if arguments[1] == "issue" {
            let code = run.json()["lines"][0]["printed"].as_str().unwrap().to_owned();
            insignia(&folder, &["export", &code, "--to", "files"]).done();
        }
        seen.push(arguments[1].clone());
    }
    assert_eq!(seen, ["init", "cd /srv/insignia", "trainers", "trainers", "trainers", "nominate", "attest", "issue", "insignia serve"]);
    let badge = std::fs::read_dir(folder.join("files"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "json"))
        .unwrap();
    let verified = insignia(&folder, &["verify", badge.to_str().unwrap()]).done();
    assert!(verified.out.contains("Genuine and current") && verified.out.contains("Оксана Іваненко"), "{verified:?}");
}
