//! What the facade offers, in words: from these come `bindings/api.golden` and the stubs of the languages.

/// A type that crosses the boundary.
#[derive(Clone, Copy, Debug)]
pub struct TypeWords {
    /// Its name.
    pub name: &'static str,
    /// Its documentation, line by line.
    pub doc: &'static [&'static str],
    /// Its shape.
    pub shape: Shape,
    /// Adds its class to a module of Python; none for a shape of a union, which comes with it.
    #[cfg(feature = "pyo3")]
    pub(crate) add: Option<crate::python::Add>,
}

/// The shape of a type.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Named fields.
    Record(&'static [FieldWords]),
    /// One of several words.
    Choice(&'static [WordWords]),
    /// One of several records.
    Union(&'static [TypeWords]),
}

/// A field of a record, or an argument of a method.
#[derive(Clone, Copy, Debug)]
pub struct FieldWords {
    /// Its name.
    pub name: &'static str,
    /// Its type, as Rust writes it.
    pub type_name: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether only its length is told wherever the value is shown.
    pub private: bool,
    /// Its documentation, line by line.
    pub doc: &'static [&'static str],
}

/// One word of a choice.
#[derive(Clone, Copy, Debug)]
pub struct WordWords {
    /// Its name in Rust.
    pub name: &'static str,
    /// The word.
    pub word: &'static str,
    /// Its documentation, line by line.
    pub doc: &'static [&'static str],
}

/// The operations of one group.
#[derive(Clone, Copy, Debug)]
pub struct GroupWords {
    /// The object that has them.
    pub name: &'static str,
    /// How a book calls it.
    pub accessor: &'static str,
    /// Its documentation, line by line.
    pub doc: &'static [&'static str],
    /// Its operations.
    pub operations: &'static [OperationWords],
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct OperationWords {
    /// Its name.
    pub name: &'static str,
    /// Its arguments.
    pub arguments: &'static [FieldWords],
    /// What it answers, as Rust writes it.
    pub answer: &'static str,
    /// Its documentation, line by line.
    pub doc: &'static [&'static str],
}

/// A group that tells its operations in words.
pub(crate) trait Group {
    /// Its words.
    const WORDS: GroupWords;
}

/// An error's code.
#[derive(Clone, Copy, Debug)]
pub struct CodeWords {
    /// The code.
    pub code: &'static str,
    /// The variant of [`crate::KitaabError`].
    pub name: &'static str,
    /// What it carries beside its message.
    pub data: &'static [&'static str],
}

/// All types, in the order in which they are defined.
pub fn types() -> impl Iterator<Item = &'static TypeWords> {
    crate::types::TYPES.iter().copied().flatten()
}

/// All groups, in the order in which a book tells them.
pub fn groups() -> &'static [GroupWords] {
    crate::book::GROUPS
}

/// All codes of errors.
pub fn codes() -> &'static [CodeWords] {
    crate::error::CODES
}

/// The names of all ids, with their documentation.
pub fn ids() -> &'static [(&'static str, &'static [&'static str])] {
    crate::scalar::IDS
}

/// A type as Rust writes it, without white space: `Option<Vec<Day>>`.
pub fn plain(type_name: &str) -> String {
    type_name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The client and the book beside its groups: few enough for each language to write by hand.
const OBJECTS: &str = "\
object Client
  open(location: Text, options?: Option<OpenOptions>) -> Client
  book(owner: UserId) -> Book
  my_book() -> Book
  owners() -> Vec<UserId>
  shared_with(user: UserId) -> Vec<UserId>
  backup(path: Text) -> ()
  restore(path: Text, passphrase?: Option<Text>) -> UserId
  device() -> DeviceId
  set_now(now: Timestamp) -> ()
  is_closed() -> bool
  close() -> ()
object Book
  owner() -> UserId
  actor() -> UserId
  acting_as(actor: UserId) -> Book";

/// Everything that a language must offer, as a text: what `bindings/api.golden` holds.
pub fn golden() -> String {
    let mut lines = vec![
        "# What every language offers, made from kitaab-ffi: KITAAB_BLESS=1 cargo test -p kitaab-ffi --test golden"
            .to_owned(),
    ];
    for (id, _) in ids() {
        lines.push(format!("id {id}"));
    }
    for code in codes() {
        lines.push(format!("error {} {}({})", code.code, code.name, code.data.join(", ")));
    }
    for words in types() {
        describe(words, &mut lines);
    }
    for words in types() {
        lines.extend(private(words).into_iter().map(|field| format!("private {field}")));
    }
    lines.extend(OBJECTS.lines().map(str::to_owned));
    for group in groups() {
        lines.push(format!("group {}: {}", group.accessor, group.name));
        for operation in group.operations {
            let arguments: Vec<String> = operation.arguments.iter().map(field).collect();
            lines.push(format!("  {}({}) -> {}", operation.name, arguments.join(", "), plain(operation.answer)));
        }
    }
    lines.join("\n") + "\n"
}

fn describe(words: &TypeWords, lines: &mut Vec<String>) {
    match words.shape {
        Shape::Record(fields) => {
            lines.push(format!("record {}", words.name));
            lines.extend(fields.iter().map(|words| format!("  {}", field(words))));
        }
        Shape::Choice(choices) => {
            let choices: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
            lines.push(format!("choice {}: {}", words.name, choices.join(", ")));
        }
        Shape::Union(variants) => {
            lines.push(format!("union {}", words.name));
            for variant in variants {
                let Shape::Record(fields) = variant.shape else { continue };
                let fields: Vec<String> = fields.iter().map(field).collect();
                lines.push(format!("  {}({})", variant.name, fields.join(", ")));
            }
        }
    }
}

/// The fields of a type that are told by their length only: `Entry.note`.
fn private(words: &TypeWords) -> Vec<String> {
    let fields: Vec<&FieldWords> = match words.shape {
        Shape::Record(fields) => fields.iter().collect(),
        Shape::Choice(_) => Vec::new(),
        Shape::Union(variants) => variants
            .iter()
            .filter_map(|variant| if let Shape::Record(fields) = variant.shape { Some(fields) } else { None })
            .flatten()
            .collect(),
    };
    fields.into_iter().filter(|field| field.private).map(|field| format!("{}.{}", words.name, field.name)).collect()
}

fn field(words: &FieldWords) -> String {
    format!("{}{}: {}", words.name, if words.optional { "?" } else { "" }, plain(words.type_name))
}
