//! Reflections: the words written about a day.

use std::io::{IsTerminal, Read, Write};
use std::process::Command;

use clap::{ArgGroup, Args};
use kitaab::ReflectionQuery;
use kitaab::{Book, Category, Day, DayRange, Reflection};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Code, Failure, Result};
use crate::interrupt;
use crate::naming;
use crate::output::style::PLAIN;
use crate::output::{CommittedView, Page, View};

/// Write, read, list or search what you wrote about your days
///
/// With TEXT it is written in the place of what stood there; without it, the day's words are shown. Your shell may
/// remember what you type: --edit and standard input keep it to the book.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("what").args(["text", "edit", "clear", "list", "search"])), after_help = "Examples:
  kitaab reflect --edit
  kitaab reflect - --day yesterday < words.txt
  kitaab reflect --bad \"Lost my temper at noon.\"
  kitaab reflect --search \"father mosque\"
  kitaab reflect --list --from 2026-01-01")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct ReflectArgs {
    /// The words; - reads them from standard input.
    text: Option<String>,
    /// Write them in your editor ($VISUAL or $EDITOR).
    #[arg(long)]
    edit: bool,
    /// Take the day's words away; their history stays.
    #[arg(long)]
    clear: bool,
    /// List the newest.
    #[arg(long)]
    list: bool,
    /// List those that hold all of these words.
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// The day; today without it.
    #[arg(long, value_name = "DAY", conflicts_with_all = ["list", "search"])]
    day: Option<DayWord>,
    /// About bad deeds; without it, about good ones. With --list and --search: only those.
    #[arg(long)]
    bad: bool,
    /// With --list and --search: only those about good deeds.
    #[arg(long, conflicts_with = "bad")]
    good: bool,
    /// With --list and --search: from this day on.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// With --list and --search: up to this day.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
    /// With --list and --search: at most so many, 1 to 10,000.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// With --list and --search: go on after the page that ended with this cursor.
    #[arg(long, value_name = "CURSOR")]
    after: Option<Cursor>,
}

/// Where a page ended, as `2026-03-04:hasanaat`.
#[derive(Clone, Copy, Debug)]
struct Cursor(Day, Category);

impl std::str::FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || "write the cursor that came with the page before".to_owned();
        let (day, category) = text.split_once(':').ok_or_else(unknown)?;
        let category = match category {
            "hasanaat" => Category::Hasanaat,
            "saiyyiaat" => Category::Saiyyiaat,
            _ => return Err(unknown()),
        };
        Ok(Self(day.parse().map_err(|error: kitaab::DomainError| error.to_string())?, category))
    }
}

#[derive(Debug, Serialize)]
struct ReflectionLine {
    day: Day,
    category: Category,
    text: String,
}

impl From<&Reflection> for ReflectionLine {
    fn from(reflection: &Reflection) -> Self {
        let Reflection { day, category, text, .. } = reflection;
        Self { day: *day, category: *category, text: text.as_str().to_owned() }
    }
}

#[derive(Debug, Serialize)]
struct ReflectionsView {
    reflections: Vec<ReflectionLine>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

impl View for ReflectionsView {
    fn show(&self, page: &mut Page) {
        if self.reflections.is_empty() {
            page.line("Nothing is written there.");
        }
        for line in &self.reflections {
            let about = match line.category {
                Category::Hasanaat => "",
                Category::Saiyyiaat => "on what went wrong",
            };
            page.heading_with(&line.day.to_string(), about);
            page.paragraph(&line.text, 2, PLAIN);
        }
        if let Some(next) = &self.next {
            page.space();
            page.faint(&format!("More: --after {next}"));
        }
    }
}

/// What was written. The words are not told again.
#[derive(Debug, Serialize)]
struct WrittenView {
    day: Day,
    category: Category,
    /// How many characters there are now; 0 when they were taken away.
    characters: usize,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for WrittenView {
    fn show(&self, page: &mut Page) {
        page.line(&match self.characters {
            0 => format!("{}: taken away. `kitaab undo` brings it back.", self.day),
            n => format!("{}: written, {n} characters.", self.day),
        });
        self.committed.show(page);
    }
}

pub(crate) async fn run(args: ReflectArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    if args.list || args.search.is_some() {
        return list(&args, &opened, app).await;
    }
    let category = if args.bad { Category::Saiyyiaat } else { Category::Hasanaat };
    let (book, day) = (&opened.book, opened.day(args.day));
    let text = match args.text {
        Some(text) if text == "-" => Some(from_stdin()?),
        Some(text) => Some(text),
        None if args.edit => Some(edited(book, day, category).await?),
        None => None,
    };
    let (committed, characters) = match &text {
        Some(text) => (book.reflections().write(day, category, text).await?, text.trim().chars().count()),
        None if args.clear => (book.reflections().remove(day, category).await?, 0),
        None => {
            let found = book.reflections().read(day, category).await?;
            return app.put(&ReflectionsView { reflections: found.iter().map(Into::into).collect(), next: None });
        }
    };
    app.put(&WrittenView { day, category, characters, committed: CommittedView::of(&opened.catalogue, &committed) })
}

async fn list(args: &ReflectArgs, opened: &Opened, app: &App) -> Result<()> {
    let day = |word: Option<DayWord>, otherwise| word.map_or(otherwise, |word| word.on(opened.today));
    let words = args.search.as_deref().map(|text| naming::search_words("search", text)).transpose()?;
    let query = ReflectionQuery {
        days: DayRange::new(day(args.from, Day::MIN), day(args.to, Day::MAX))?,
        category: match (args.good, args.bad) {
            (true, _) => Some(Category::Hasanaat),
            (_, true) => Some(Category::Saiyyiaat),
            _ => None,
        },
        words: words.unwrap_or_default(),
        after: args.after.map(|Cursor(day, category)| (day, category)),
        limit: args.limit,
    };
    let page = opened.book.reflections().list(&query).await?;
    let word = |category| if category == Category::Hasanaat { "hasanaat" } else { "saiyyiaat" };
    app.put(&ReflectionsView {
        reflections: page.rows.iter().map(Into::into).collect(),
        next: page.next.map(|(day, category)| format!("{day}:{}", word(category))),
    })
}

/// Text from standard input, as far as any text of a book may go.
pub(crate) fn from_stdin() -> Result<String> {
    const MAX_BYTES: u64 = 1 << 20;
    let mut text = String::new();
    interrupt::waiting(|| std::io::stdin().take(MAX_BYTES).read_to_string(&mut text))
        .map_err(|error| Failure::invalid("text", format!("must be UTF-8 text: {error}"), ""))?;
    // The end of the last line is the pipe's, not the writer's.
    text.truncate(text.trim_end().len());
    Ok(text)
}

/// The day's words after the user has edited them.
async fn edited(book: &Book, day: Day, category: Category) -> Result<String> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("--edit needs a terminal").hint("- reads the words from standard input"));
    }
    let before = book.reflections().read(day, category).await?;
    let unavailable =
        |what: &str, error: std::io::Error| Failure::new(Code::Unavailable, format_args!("{what}: {error}"));
    // Only its owner can read a file of `tempfile`; it is gone when it is dropped.
    let mut draft = tempfile::Builder::new()
        .prefix("kitaab-")
        .suffix(".txt")
        .tempfile()
        .map_err(|error| unavailable("a file to edit", error))?;
    let text = before.as_ref().map(|reflection| reflection.text.as_str()).unwrap_or_default();
    draft
        .write_all(text.as_bytes())
        .and_then(|()| draft.flush())
        .map_err(|error| unavailable("a file to edit", error))?;

    let editor = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR")).unwrap_or_else(|_| "vi".to_owned());
    // An editor may come with arguments, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let ended = interrupt::elsewhere(|| Command::new(program).args(words).arg(draft.path()).status());
    let ended = ended.map_err(|error| unavailable(program, error))?;
    if !ended.success() {
        return Err(Failure::cancelled(format_args!("{program} ended without success: nothing was written")));
    }
    // Read by its path, since editors put a new file in the place of the old one.
    std::fs::read_to_string(draft.path())
        .map_err(|error| Failure::invalid("text", format!("must be UTF-8 text: {error}"), ""))
}
