//! What must be caught, and what must not.

use super::*;

/// The forbidden names found in a text, as `line name`.
#[track_caller]
fn found(text: &str) -> Vec<String> {
    let scan = scan(text).unwrap();
    scan.findings.iter().map(|finding| format!("{} {}", finding.line, finding.name)).collect()
}

#[track_caller]
fn assert_pure(text: &str) {
    assert_eq!(found(text), Vec::<String>::new(), "in:\n{text}");
}

#[test]
fn paths_are_caught_wherever_they_stand() {
    for (text, expected) in [
        ("fn f() { std::fs::read(p); }", "1 std::fs"),
        ("fn f() { ::std::net::TcpStream::connect(a); }", "1 std::net"),
        ("fn f(\n  out: &mut dyn std::io::Write) {}", "2 std::io"),
        ("fn f() -> Vec<std::time::Instant> { vec![] }", "1 std::time::Instant"),
        ("impl From<std::env::VarError> for E {}", "1 std::env"),
        ("fn f() { std\n::process\n::exit(1) }", "3 std::process"),
        ("fn f() { std::thread::spawn(g); }", "1 std::thread"),
        ("fn f() { let id = uuid::Uuid::now_v7(); }", "1 Uuid::now_v7"),
        ("fn f() { let id = Uuid::new_v4(); }", "1 Uuid::new_v4"),
        ("fn f() { let now = chrono::Utc::now(); }", "1 Utc::now"),
        ("fn f(at: DateTime<chrono::Local>) {}", "1 chrono::Local"),
    ] {
        assert_eq!(found(text), [expected], "in:\n{text}");
    }
}

#[test]
fn imports_are_caught_and_followed() {
    assert_eq!(found("use std::fs;\nfn f() { fs::read(p); }"), ["1 std::fs", "2 std::fs"]);
    assert_eq!(found("use std::{\n  fmt,\n  fs::{self, File},\n};"), ["3 std::fs"]);
    assert_eq!(found("use std::time;\nfn f() { time::SystemTime::now(); }"), ["2 std::time::SystemTime"]);
    assert_eq!(found("use chrono::Utc as Clock;\nfn f() { Clock::now(); }"), ["2 Utc::now"]);
    assert_eq!(found("use std as s;\nfn f() { s::env::args(); }"), ["2 std::env"]);
    assert_eq!(found("extern crate std as s;\nfn f() { s::env::args(); }"), ["2 std::env"]);
    assert_eq!(found("fn f() {\n  use std::io::Read;\n}"), ["2 std::io"]);
}

#[test]
fn importing_everything_is_caught_where_it_could_hide_something() {
    assert_eq!(found("use std::time::*;"), ["1 std::time::Instant"]);
    assert_eq!(found("use std::fs::*;"), ["1 std::fs"]);
    assert_pure("use std::collections::*;\nuse super::*;");
}

#[test]
fn async_is_caught() {
    assert_eq!(found("async fn f() {}"), ["1 async"]);
    assert_eq!(found("fn f() { g(async move { 1 }); }"), ["1 async"]);
    assert_eq!(found("fn f() { g(async || 1); }"), ["1 async"]);
    assert_eq!(found("trait T {\n  async fn f();\n}"), ["2 async"]);
    assert_eq!(found("macro_rules! m {\n  ($e:expr) => { $e.await };\n}"), ["2 await"]);
}

#[test]
fn macros_are_caught_and_looked_into() {
    assert_eq!(found("fn f() { println!(\"{x}\"); }"), ["1 println"]);
    assert_eq!(found("fn f() { std::eprintln!(); }"), ["1 eprintln"]);
    assert_eq!(found("fn f() { g(dbg!(1)); }"), ["1 dbg"]);
    assert_eq!(found("include!(\"elsewhere.rs\");"), ["1 include"]);
    assert_eq!(found("fn f() { format!(\"{}\", vec![\n  Utc::now()\n]); }"), ["2 Utc::now"]);
    assert_eq!(found("macro_rules! id { () => { Uuid::new_v4() } }"), ["1 Uuid::new_v4"]);
}

#[test]
fn pure_code_passes() {
    assert_pure(
        r#"
        //! Reads no clock: not std::time::SystemTime, not Utc::now().
        use std::{collections::BTreeMap, fmt, sync::LazyLock, time::Duration};
        use chrono::{DateTime, NaiveDate, TimeZone, Utc};
        const MARKS: &[u8] = include_bytes!("marks.bin");
        const ADVICE: &str = "call std::fs::read and println!()";
        /// An instant of the domain is fine, and so is an entry in the local zone.
        struct Instant(DateTime<Utc>);
        enum Zone { Local, Utc }
        fn f(now: DateTime<Utc>, r#async: bool, env: &str, fs: Vec<u8>) -> Uuid {
            let print = 1;
            if print != 2 && r#async { debug_assert!(matches!(Zone::Local, Zone::Utc)); }
            Uuid::new_v5(&NAMESPACE, format!("{now}{env}").as_bytes())
        }
        "#,
    );
}

#[test]
fn what_is_only_compiled_for_tests_passes() {
    assert_pure("#[cfg(test)]\nmod tests {\n  use std::fs;\n  #[test]\n  fn t() { fs::read(p); println!(); }\n}");
    assert_pure("#[cfg(all(test, unix))]\nfn f() { std::fs::read(p); }");
    assert_pure("#[test]\nfn f() { std::fs::read(p); }");
    assert_pure("impl T {\n  #[cfg(test)]\n  fn f() { std::fs::read(p); }\n}");
    assert_pure("#![cfg(test)]\nuse std::fs;");
}

#[test]
fn what_is_compiled_otherwise_too_is_caught() {
    let text = "#[cfg(test)]\nmod tests { use std::fs; }\nfn f() { std::fs::read(p); }";
    assert_eq!(found(text), ["3 std::fs"]);
    assert_eq!(found("#[cfg(any(test, feature = \"x\"))]\nfn f() { std::fs::read(p); }"), ["2 std::fs"]);
    assert_eq!(found("#[cfg(not(test))]\nfn f() { std::fs::read(p); }"), ["2 std::fs"]);
}

#[test]
fn test_modules_in_their_own_files_are_known() {
    let scan = scan("#[cfg(test)]\nmod tests;\nmod inner {\n  #[cfg(test)]\n  mod oracle;\n}\nmod deed;").unwrap();
    assert_eq!(scan.test_modules, [Path::new("tests"), Path::new("inner/oracle")]);
    assert_eq!(children_of(Path::new("src/lib.rs")), Path::new("src"));
    assert_eq!(children_of(Path::new("src/deed/mod.rs")), Path::new("src/deed"));
    assert_eq!(children_of(Path::new("src/deed.rs")), Path::new("src/deed"));
}

#[test]
fn a_crate_is_scanned_file_by_file_without_its_tests() {
    let root = std::env::temp_dir().join(format!("kitaab-purity-{}", std::process::id()));
    let source = root.join("sample/src");
    fs::create_dir_all(source.join("deed")).unwrap();
    for (file, text) in [
        ("lib.rs", "mod deed;\n#[cfg(test)]\nmod oracle;\n"),
        ("oracle.rs", "use std::fs;\n"),
        ("deed.rs", "#[cfg(test)]\nmod tests;\nfn now() { Utc::now(); }\n"),
        ("deed/tests.rs", "use std::fs;\n"),
        ("deed/item.rs", "use std::fs;\n"),
    ] {
        fs::write(source.join(file), text).unwrap();
    }
    let complaints = complaints(&root, "sample");
    fs::remove_dir_all(&root).unwrap();
    let complaints = complaints.unwrap();
    let starts = ["sample/src/deed/item.rs:1: `std::fs`: ", "sample/src/deed.rs:3: `Utc::now`: "];
    assert_eq!(complaints.len(), starts.len(), "{complaints:#?}");
    for (complaint, start) in complaints.iter().zip(starts) {
        assert!(complaint.starts_with(start), "{complaint}");
    }
}

#[test]
fn a_crate_that_is_not_there_is_an_error() {
    let error = complaints(Path::new("no-such-directory"), "kitaab-core").unwrap_err();
    assert!(error.to_string().contains("no-such-directory"), "{error}");
}
