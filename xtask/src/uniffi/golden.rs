//! Whether a language offers everything that `bindings/api.golden` tells of.
//!
//! Its sources, which its tests compile, are searched for the declaration of each line, without regard to white space
//! and comments.

use anyhow::{Context as _, Result, bail};

use super::Language;

/// Compares; answers how many declarations were found.
///
/// # Errors
/// Names those that are missing.
pub(crate) fn compare(golden: &str, language: Language, sources: &str) -> Result<usize> {
    let sources = bare(sources);
    let mut found = 0;
    let mut missing = Vec::new();
    // What the indented lines belong to.
    let mut scope = Scope { kind: "", name: "", text: "" };
    let mut lines = golden.lines().filter(|line| !line.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let (declared, within) = if let Some(part) = line.strip_prefix("  ") {
            (part_of(language, &scope, part)?, scope.text)
        } else {
            let (kind, rest) = line.split_once(' ').with_context(|| format!("{line:?} is not understood"))?;
            let (name, words) = rest.split_once([':', ' ']).unwrap_or((rest, ""));
            let words = words.trim();
            // A group's type is told after its accessor, which a book must have.
            let (accessor, name) = if kind == "group" { (Some(name), words) } else { (None, name) };
            if let Some(accessor) = accessor {
                let declared = member(language, "Book", accessor, &[], name);
                let book = body(language, "object", "Book", &sources);
                if !declared.iter().any(|it| book.contains(it)) {
                    missing.push(format!("Book: {accessor} (as {})", declared.join(" or ")));
                }
            }
            scope = Scope { kind, name, text: body(language, kind, name, &sources) };
            if kind == "record" {
                let mut fields = Vec::new();
                while let Some(field) = lines.next_if(|line| line.starts_with("  ")) {
                    fields.push(Field::read(field.trim())?);
                }
                (vec![record(language, name, &fields)], sources.as_str())
            } else {
                (vec![whole(language, kind, name, words)?], sources.as_str())
            }
        };
        if declared.iter().any(|it| within.contains(it)) {
            found += 1;
        } else {
            missing.push(format!("{}: {line} (as {})", scope.name, declared.join(" or ")));
        }
    }
    if !missing.is_empty() {
        bail!("api.golden tells of what {language:?} lacks:\n  {}", missing.join("\n  "));
    }
    Ok(found)
}

/// The names of the fields that are told by their length only, as a language that writes `putMany` has them.
pub(crate) fn private(golden: &str) -> Vec<String> {
    let lines = golden.lines().filter_map(|line| line.strip_prefix("private "));
    let mut names: Vec<String> = lines.filter_map(|field| Some(camel(field.split_once('.')?.1))).collect();
    names.sort();
    names.dedup();
    names
}

struct Scope<'t> {
    kind: &'t str,
    name: &'t str,
    text: &'t str,
}

/// `mapping?: Option<Vec<Int>>`
struct Field<'t> {
    name: String,
    optional: bool,
    type_name: &'t str,
}

impl<'t> Field<'t> {
    fn read(text: &'t str) -> Result<Self> {
        let (name, type_name) = text.split_once(": ").with_context(|| format!("{text:?} is no field"))?;
        let optional = name.ends_with('?');
        Ok(Self { name: camel(name.trim_end_matches('?')), optional, type_name })
    }

    /// `item: ItemId, note?: Option<Text>`: commas within `<…>` part no fields, and there are none.
    fn list(text: &'t str) -> Result<Vec<Self>> {
        text.split(", ").filter(|field| !field.is_empty()).map(Self::read).collect()
    }

    fn declared(&self, language: Language) -> String {
        let default = match (self.optional, language) {
            (false, _) => "",
            (true, Language::Kotlin) => "=null",
            (true, Language::Swift) => "=nil",
        };
        format!("{}:{}{default}", self.name, type_of(language, self.type_name))
    }
}

fn joined(language: Language, fields: &[Field<'_>], before: &str) -> String {
    let fields: Vec<String> = fields.iter().map(|field| format!("{before}{}", field.declared(language))).collect();
    fields.join(",")
}

/// Where the members of a type are declared.
fn body<'t>(language: Language, kind: &str, name: &str, sources: &'t str) -> &'t str {
    let end = format!("FfiConverterType{name}:");
    let (from, to) = match (language, kind) {
        (Language::Kotlin, "group") => (format!("interface{name}Interface{{"), "companionobject}"),
        // The interface has the defaults of its arguments; what it has not, how it is opened and closed, has its class.
        (Language::Kotlin, "object") => (format!("interface{name}Interface{{"), end.as_str()),
        (Language::Kotlin, _) => (format!("sealedclass{name}{{"), end.as_str()),
        (Language::Swift, "group" | "object") => (format!("openclass{name}:"), end.as_str()),
        (Language::Swift, _) => (format!("enum{name}:"), end.as_str()),
    };
    let text = sources.split_once(&from).map_or("", |(_, rest)| rest);
    text.split_once(to).map_or(text, |(body, _)| body)
}

/// A record with all its fields.
fn record(language: Language, name: &str, fields: &[Field<'_>]) -> String {
    match language {
        Language::Kotlin => format!("dataclass{name}({})", joined(language, fields, "val")),
        Language::Swift => format!("publicinit({})", joined(language, fields, "")),
    }
}

/// What stands in one line.
fn whole(language: Language, kind: &str, name: &str, words: &str) -> Result<String> {
    Ok(match (kind, language) {
        ("id", Language::Kotlin) => format!("valueclass{name}("),
        ("id", Language::Swift) => format!("publicstruct{name}:Identifier"),
        ("error", _) => {
            let (case, fields) = words.trim_end_matches(')').split_once('(').context("an error without fields")?;
            let fields: Vec<String> = fields.split(", ").filter(|name| !name.is_empty()).map(camel).collect();
            let fields = std::iter::once(String::from("text")).chain(fields).map(|name| match language {
                Language::Kotlin => format!("val{name}:String"),
                Language::Swift => format!("{name}:String"),
            });
            let fields = fields.collect::<Vec<_>>().join(",");
            match language {
                Language::Kotlin => format!("class{case}({fields}):KitaabException()"),
                Language::Swift => format!("case{case}({fields})"),
            }
        }
        ("private", language) => {
            let (of, field) = name.split_once('.').context("a private field without its type")?;
            match language {
                Language::Kotlin => format!("overridefuntoString():String=shown(this,\"{}\")", camel(field)),
                Language::Swift => format!("extension{of}:CustomStringConvertible{{publicvardescription:String{{"),
            }
        }
        ("choice", Language::Kotlin) => format!("enumclass{name}{{{};", words.to_uppercase().replace(", ", ",")),
        ("choice", Language::Swift) => words.split(", ").flat_map(|word| ["case".to_owned(), camel(word)]).collect(),
        ("union", Language::Kotlin) => format!("sealedclass{name}{{"),
        ("union", Language::Swift) => format!("enum{name}:"),
        ("group" | "object", Language::Kotlin) => format!("interface{name}Interface{{"),
        ("group" | "object", Language::Swift) => format!("openclass{name}:"),
        _ => bail!("{kind:?} is not understood"),
    })
}

/// A variant of a union, an operation of a group, or a member of an object: each way in which it may be declared.
fn part_of(language: Language, scope: &Scope<'_>, part: &str) -> Result<Vec<String>> {
    let (name, rest) = part.split_once('(').with_context(|| format!("{part:?} is not understood"))?;
    if scope.kind == "union" {
        let fields = Field::list(rest.trim_end_matches(')'))?;
        let variant = match (language, fields.is_empty()) {
            (Language::Kotlin, true) => format!("object{name}:{}()", scope.name),
            (Language::Kotlin, false) => {
                format!("dataclass{name}({}):{}()", joined(language, &fields, "val"), scope.name)
            }
            (Language::Swift, true) => format!("case{}", first_lower(name)),
            (Language::Swift, false) => format!("case{}({})", first_lower(name), joined(language, &fields, "")),
        };
        return Ok(vec![variant]);
    }
    let (arguments, answer) = rest.split_once(") -> ").with_context(|| format!("{part:?} is no operation"))?;
    let fields = Field::list(arguments)?;
    if scope.kind == "object" {
        return Ok(member(language, scope.name, name, &fields, answer));
    }
    let (name, arguments) = (camel(name), joined(language, &fields, ""));
    let answer = if answer == "()" { String::new() } else { type_of(language, answer) };
    Ok(vec![match (language, answer.is_empty()) {
        (Language::Kotlin, true) => format!("suspendfun{name}({arguments})"),
        (Language::Kotlin, false) => format!("suspendfun{name}({arguments}):{answer}"),
        (Language::Swift, true) => format!("openfunc{name}({arguments})asyncthrows"),
        (Language::Swift, false) => format!("openfunc{name}({arguments})asyncthrows->{answer}"),
    }])
}

/// A member of the client or of a book. Whether it waits, and whether it can fail, is each one's own; `open` makes a client.
fn member(language: Language, object: &str, name: &str, arguments: &[Field<'_>], answer: &str) -> Vec<String> {
    let makes = name == "open" && answer == object;
    let (name, arguments) = (camel(name), joined(language, arguments, ""));
    let answer = if answer == "()" { String::new() } else { type_of(language, answer) };
    let (arrow, answer) = match language {
        _ if answer.is_empty() => ("", String::new()),
        Language::Kotlin => (":", answer),
        Language::Swift => ("->", answer),
    };
    match language {
        // One that waits has `suspend` before it.
        Language::Kotlin => vec![format!("fun{name}({arguments}){arrow}{answer}")],
        Language::Swift => {
            let is = if makes { "publicstatic" } else { "open" };
            let effects = ["", "throws", "asyncthrows"];
            effects.map(|effect| format!("{is}func{name}({arguments}){effect}{arrow}{answer}{{")).to_vec()
        }
    }
}

/// A type as the language writes it.
fn type_of(language: Language, type_name: &str) -> String {
    let inside = |wrapper: &str| type_name.strip_prefix(wrapper)?.strip_suffix('>');
    if let Some(inner) = inside("Option<") {
        return format!("{}?", type_of(language, inner));
    }
    if let Some(inner) = inside("Vec<") {
        let inner = type_of(language, inner);
        return if language == Language::Kotlin { format!("List<{inner}>") } else { format!("[{inner}]") };
    }
    let name = match (type_name, language) {
        ("Text" | "FilePath", _) => "String",
        ("Int", Language::Swift) => "Int32",
        ("Long", Language::Swift) => "Int64",
        ("bool", Language::Kotlin) => "Boolean",
        ("bool", Language::Swift) => "Bool",
        ("f64", _) => "Double",
        (other, _) => other,
    };
    name.to_owned()
}

/// Sources without white space, comments, back-quotes and the names of packages.
fn bare(sources: &str) -> String {
    let mut text = String::with_capacity(sources.len());
    let mut rest = sources;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    let kept = lines.flat_map(str::chars).filter(|letter| !letter.is_whitespace() && *letter != '`');
    kept.collect::<String>().replace("kotlin.", "").replace("io.github.kitaab.", "")
}

/// `putMany` of `put_many`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        name + &head.to_uppercase() + tail
    })
}

fn first_lower(name: &str) -> String {
    let (head, tail) = name.split_at(name.len().min(1));
    head.to_lowercase() + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLDEN: &str = "# A comment
id ItemId
error not_found NotFound(kind, id)
record NewItem
  name: Text
  starts_on?: Option<Day>
choice Hide: none, hide_from_all
union Schedule
  Daily()
  OnWeekdays(days: Vec<Weekday>)
object Client
  open(location: Text, now?: Option<Long>) -> Client
  book(owner: UserId) -> Book
  restore(path: Text, passphrase?: Option<Text>) -> UserId
  is_closed() -> bool
  close() -> ()
object Book
  acting_as(actor: UserId) -> Book
group make_ups: MakeUps
  put_many(items: Vec<ItemId>, note?: Option<Text>) -> Option<Item>
  end(id: ItemId) -> ()
private Entry.long_note
";

    const KOTLIN: &str = "
value class ItemId(val uuid: UUID)
sealed class KitaabException: kotlin.Exception() {
    class NotFound( val `text`: kotlin.String, val `kind`: kotlin.String, val `id`: kotlin.String ) : KitaabException() {}
}
data class NewItem ( /** Its name. */ val `name`: kotlin.String , val `startsOn`: Day? = null ){}
enum class Hide { NONE, // none
    HIDE_FROM_ALL; }
sealed class Schedule { object Daily : Schedule() data class OnWeekdays( val `days`: List<Weekday>) : Schedule() {} }
public interface ClientInterface {
    fun `letGo`()
    fun `book`(`owner`: UserId): Book
    fun `isClosed`(): kotlin.Boolean
    suspend fun `restore`(`path`: kotlin.String, `passphrase`: kotlin.String? = null): UserId
    companion object }
open class Client: Disposable, AutoCloseable, ClientInterface {
    override fun close() { this.letGo() }
    companion object {
        suspend fun `open`(`location`: kotlin.String, `now`: kotlin.Long? = null) : Client {} } }
public object FfiConverterTypeClient: FfiConverter<Client, Long> {}
public interface BookInterface {
    fun `makeUps`(): MakeUps
    fun `actingAs`(`actor`: UserId): Book
    companion object }
public object FfiConverterTypeBook: FfiConverter<Book, Long> {}
public interface MakeUpsInterface {
    suspend fun `putMany`(`items`: List<ItemId>, `note`: kotlin.String? = null): Item?
    suspend fun `end`(`id`: ItemId)
    companion object }
data class Entry( val `longNote`: kotlin.String){
    override fun toString(): String = shown(this, \"longNote\")
}
";

    const SWIFT: &str = "
public struct ItemId: Identifier {}
public enum KitaabError: Swift.Error { case NotFound(text: String, kind: String, id: String ) }
public struct NewItem { public init(name: String, startsOn: Day? = nil) {} }
public enum Hide: Equatable { case none
    /** To nobody. */
    case hideFromAll }
public enum Schedule: Equatable { case daily
    case onWeekdays(days: [Weekday] ) }
open class Client: ClientProtocol {
    public static func open(location: String, now: Int64? = nil)async throws  -> Client  {}
    open func book(owner: UserId) -> Book  {}
    open func restore(path: String, passphrase: String? = nil)async throws  -> UserId  {}
    open func isClosed() -> Bool  {}
    open func close()  {}
}
open class Book: BookProtocol {
    open func makeUps() -> MakeUps  {}
    open func actingAs(actor: UserId) -> Book  {}
}
open class MakeUps: MakeUpsProtocol {
    open func putMany(items: [ItemId], note: String? = nil)async throws  -> Item?  {}
    open func end(id: ItemId)async throws  {}
}
extension Entry: CustomStringConvertible {
    /// Without the note.
    public var description: String { shown(self, hiding: \"longNote\") }
}
";

    #[test]
    fn what_is_offered_is_found() {
        assert_eq!(compare(GOLDEN, Language::Kotlin, KOTLIN).unwrap(), 19);
        assert_eq!(compare(GOLDEN, Language::Swift, SWIFT).unwrap(), 19);
    }

    #[test]
    fn what_is_private_is_hidden() {
        assert_eq!(private(GOLDEN), ["longNote"]);
        for (language, shown) in [
            (Language::Kotlin, KOTLIN.replace("toString()", "toText()")),
            (Language::Swift, SWIFT.replace("CustomStringConvertible", "Sendable")),
        ] {
            let error = compare(GOLDEN, language, &shown).unwrap_err().to_string();
            assert!(error.contains("Entry.long_note") && error.lines().count() == 2, "{error}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        for (language, sources) in [(Language::Kotlin, KOTLIN), (Language::Swift, SWIFT)] {
            let error = compare(GOLDEN, language, &sources.replace("putMany", "putAll")).unwrap_err().to_string();
            assert!(error.contains("MakeUps:   put_many(") && error.lines().count() == 2, "{error}");
            assert!(compare(GOLDEN, language, &sources.replace("startsOn", "start")).is_err());
            assert!(compare(GOLDEN, language, "").is_err());
        }
    }

    #[test]
    fn a_client_opens_closes_and_has_books_whose_groups_can_be_reached() {
        for (language, sources) in [(Language::Kotlin, KOTLIN), (Language::Swift, SWIFT)] {
            let (opens, closes) = match language {
                Language::Kotlin => ("suspend fun `open`(", "fun close()"),
                Language::Swift => ("static func open(", "func close()"),
            };
            for (named, from, to) in [
                ("Client:   open(", opens, "fun begin("),
                ("Client:   close(", closes, "fun end()"),
                ("Client:   is_closed(", "isClosed", "closed"),
                ("Client:   restore(", "passphrase", "password"),
                ("Book:   acting_as(", "actingAs", "seenBy"),
                ("Book: make_ups (", "makeUps", "makeUpDays"),
            ] {
                let error = compare(GOLDEN, language, &sources.replace(from, to)).unwrap_err().to_string();
                assert!(error.contains(named) && error.lines().count() == 2, "{named} {error}");
            }
        }
    }
}
