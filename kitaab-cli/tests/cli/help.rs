//! Help: every command has an example of itself, and the exit codes are told.

use crate::world::World;

/// The commands that help lists.
fn commands(world: &World) -> Vec<String> {
    let help = world.ok(&["--help"]);
    let list = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_command_shows_an_example_of_itself() {
    let world = World::empty();
    let commands = commands(&world);
    assert!(commands.len() >= 30, "{commands:?}");
    for name in &commands {
        let help = world.ok(&[name, "--help"]);
        let examples = help.split("Example").nth(1).unwrap_or_else(|| panic!("{name} has no example"));
        assert!(examples.contains(&format!("kitaab {name}")), "{name}");
        assert!(help.lines().all(|line| line.chars().count() <= 120), "{name}: lines are short");
    }
    for name in ["list", "add", "end", "remove"] {
        assert!(world.ok(&["exempt", name, "--help"]).contains("kitaab exempt"), "{name}");
    }
}

#[test]
fn the_examples_in_help_can_be_parsed() {
    let world = World::with_book();
    for name in commands(&world) {
        let help = world.ok(&[&name, "--help"]);
        let examples = help.split("Example").nth(1).unwrap().replace("\\\n", " ");
        for line in examples.lines().map(str::trim).filter(|line| line.starts_with("kitaab ")) {
            // Pipes and redirections are the shell's.
            let line = line.split(['|', '>', '<']).next().unwrap();
            let Some(words) = words(line) else { continue };
            let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            let output = world.command().args(&args).write_stdin("").output().unwrap();
            assert_ne!(output.status.code(), Some(101), "{line}");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(!told.contains("Usage:"), "{line}\n{told}");
        }
    }
}

/// The words of a simple shell line; none if it needs a shell.
fn words(line: &str) -> Option<Vec<String>> {
    if line.contains("$(") {
        return None;
    }
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    Some(words)
}

#[test]
fn help_tells_the_exit_codes() {
    let help = World::empty().ok(&["--help"]);
    for line in [
        "0  done",
        "1  an unexpected failure",
        "2  the command line",
        "3  invalid",
        "4  not_found",
        "5  conflict",
        "6  denied",
        "7  unavailable",
        "8  corrupt",
        "9  unsupported",
        "130  cancelled",
    ] {
        assert!(help.contains(line), "{line}");
    }
}

#[test]
fn completions_are_there_for_each_shell() {
    let world = World::empty();
    for (shell, sign) in [("bash", "complete -F"), ("zsh", "#compdef kitaab"), ("fish", "complete -c kitaab")] {
        let script = world.ok(&["completions", shell]);
        assert!(script.contains(sign), "{shell}");
        assert!(script.contains("add-deed"), "{shell}");
    }
}

#[test]
fn without_a_command_it_helps() {
    let output = World::empty().run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: kitaab"));
}
