//! Every story of `tests/scenarios`, on every store.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use kitaab_tests::scenario::{Scenario, StoreKind, operations};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// All scenarios by the names of their files.
fn scenarios() -> Vec<(String, String)> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mut scenarios: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    scenarios.sort();
    scenarios
}

#[tokio::test]
async fn every_scenario_comes_out_as_it_says_on_every_store() {
    let scenarios = scenarios();
    assert!(scenarios.len() >= 10, "only {} scenarios were found", scenarios.len());
    let mut failures = Vec::new();
    for (name, text) in &scenarios {
        match Scenario::read(text) {
            Err(what) => failures.push(format!("{name}: {what}")),
            Ok(scenario) => {
                for store in StoreKind::all() {
                    if let Err(what) = scenario.run(store).await {
                        failures.push(format!("{name} {what}"));
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

const STORY: &str = r#"{
    "title": "A page is read", "seed": 1, "now": "2024-02-10T12:00:00Z",
    "steps": [
        { "do": "deeds.add", "as": "quran", "with": { "name": "Qur'an", "category": "hasanaat", "measure": "count" } },
        { "do": "entries.put", "with": { "item": "$quran/", "day": "2024-02-10", "amount": "1" } },
        { "do": "entries.get", "with": { "item": "$quran/", "day": "2024-02-10" },
          "expect": { "entry": { "item": "$quran/", "value": { "amount": "1" } } } },
        { "do": "entries.remove", "with": { "item": "$quran/", "day": "2024-02-09" }, "error": { "code": "not_found" } }
    ]
}"#;

/// What becomes of the story with something changed in it.
async fn changed(from: &str, to: &str) -> Result<(), String> {
    assert!(STORY.contains(from), "{from} is not in the story");
    let scenario = Scenario::read(&STORY.replacen(from, to, 1))?;
    for store in StoreKind::all() {
        scenario.run(store).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_noticed_and_told() {
    assert_eq!(changed("A page", "One page").await, Ok(()));
    for (from, to, told) in [
        (
            r#"{ "amount": "1" }"#,
            r#"{ "amount": "2" }"#,
            r#"step 3 (entries.get): answer.entry.value.amount should be "2", and is "1""#,
        ),
        (r#""entry": {"#, r#""entries": {"#, "step 3 (entries.get): answer has no entries"),
        ("not_found", "conflict", r#"step 4 (entries.remove): answer.code should be "conflict", and is "not_found""#),
        (r#", "error": { "code": "not_found" }"#, "", "step 4 (entries.remove): failed"),
        ("2024-02-09", "2024-02-10", "step 4 (entries.remove): should have failed"),
        ("entries.get", "entries.got", "step 3: there is no operation entries.got"),
        (r#""expect""#, r#""expects""#, "unknown field `expects`"),
        (r#""amount": "1" } }"#, r#""sum": "1" } }"#, "step 2 (entries.put): unknown field `sum`"),
        ("$quran/", "$quran/Surah", "step 2 (entries.put): $quran/Surah names nothing"),
        (r#""seed": 1,"#, "", "missing field `seed`"),
    ] {
        let what = changed(from, to).await.unwrap_err();
        assert!(what.contains(told), "{what}\nshould tell\n{told}");
    }
}

/// The page that other languages' runners are written by must not fall behind.
#[test]
fn the_readme_tells_of_every_operation_and_stories_use_them_all() {
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let used: String = scenarios().into_iter().map(|(_, text)| text).collect();
    for operation in operations() {
        assert!(readme.contains(&format!("| `{operation}` |")), "README.md does not tell of {operation}");
        assert!(used.contains(&format!("\"{operation}\"")), "no scenario uses {operation}");
    }
}

/// The operations of the facade that no story asks for, each with where it is tested.
const TESTED_ELSEWHERE: [(&str, &str); 1] =
    [("imports.progress", "tells of an import while it runs: in the tests of imports in each language")];

/// The operations that `bindings/api.golden` tells of: `entries.put`.
fn of_the_facade() -> Vec<String> {
    let golden = std::fs::read_to_string(folder().join("../../bindings/api.golden")).unwrap();
    let mut group = None;
    let mut found = Vec::new();
    for line in golden.lines() {
        if let Some((name, _)) = line.strip_prefix("group ").and_then(|rest| rest.split_once(':')) {
            group = Some(name);
        } else if let Some((name, _)) = line.strip_prefix("  ").and_then(|rest| rest.split_once('(')) {
            found.extend(group.map(|group| format!("{group}.{name}")));
        } else {
            group = None;
        }
    }
    found
}

/// A story asks for each operation there is (see above), and all languages run all stories.
#[test]
fn stories_use_every_operation_of_the_facade() {
    let (offered, told) = (of_the_facade(), operations());
    assert!(offered.len() > 100, "only {} operations were found", offered.len());
    for operation in &offered {
        let elsewhere = TESTED_ELSEWHERE.iter().any(|(name, _)| name == operation);
        assert!(told.contains(operation) != elsewhere, "no story uses {operation}, or one does and it is listed here");
    }
    for (operation, _) in TESTED_ELSEWHERE {
        assert!(offered.iter().any(|name| name == operation), "there is no {operation}");
    }
    for operation in told.iter().filter(|operation| !operation.starts_with("client.")) {
        assert!(offered.contains(operation), "the facade does not offer {operation}");
    }
}
