//! What is changed in uniffi's Kotlin.

use anyhow::{Context as _, Result, bail};

use super::{NESTED, kept, replaced};

/// An error's message is its text: uniffi writes all its fields there, with their names. Records are shown without what is
/// private in them. And a client that is closed is closed for its books, too, which uniffi only does once all are let go; what
/// comes later is answered by the error that says so. A list in a list in a list ends where nothing can be that deep. What ids and
/// amounts are on their way stays in the package. No coroutine goes on in a thread of the library. Of a call that is not made, since an
/// argument can't be sent, nothing is left.
///
/// `private` names the fields that hold what the owner wrote: a record tells of them only how long they are, so that none gets into
/// a log.
pub(super) fn improved(text: &str, private: &[String]) -> Result<String> {
    let text = &arguments(&threads(&nesting(&closing(&kept(text, &KEPT)?)?)?)?)?;
    let mut improved = String::with_capacity(text.len());
    let mut messages = 0;
    // The private fields of the record whose fields are being told.
    let mut record: Option<Vec<&str>> = None;
    // Those that none was found with yet.
    let mut missing: Vec<&str> = private.iter().map(String::as_str).collect();
    for line in text.lines() {
        if let Some((space, _)) = line.split_once("get() = \"text=${ `text` }") {
            messages += 1;
            improved.extend([space, "get() = `text`\n"]);
            continue;
        }
        improved += line;
        improved.push('\n');
        let trimmed = line.trim();
        if trimmed.starts_with("data class ") {
            record = Some(Vec::new());
        } else if let Some(fields) = &mut record {
            let name = trimmed.strip_prefix("val `").and_then(|field| field.split_once('`')).map(|(name, _)| name);
            fields.extend(private.iter().map(String::as_str).filter(|private| name == Some(private)));
            if trimmed.ends_with('{') {
                if !fields.is_empty() {
                    missing.retain(|private| !fields.contains(private));
                    let fields: Vec<String> = fields.iter().map(|field| format!("\"{field}\"")).collect();
                    improved.extend(["    override fun toString(): String = shown(this, ", &fields.join(", "), ")\n"]);
                }
                record = None;
            }
        }
    }
    if messages == 0 {
        bail!("no error has its text in its message");
    }
    if !missing.is_empty() {
        bail!("no record holds what is private: {}", missing.join(", "));
    }
    Ok(improved)
}

/// How declarations begin, and how those that stay in the package do.
const KEPT: [(&str, &str); 3] = [
    ("data class ", "internal data class "),
    ("sealed class ", "internal sealed class "),
    ("public object ", "internal object "),
];

fn closing(text: &str) -> Result<String> {
    let (before, client) = text.split_once("open class Client:").context("there is no client")?;
    let closed = client.replacen("this.destroy()", "this.letGo()", 1);
    if closed == client {
        bail!("a client does not destroy itself");
    }
    let text = format!("{before}open class Client:{closed}");
    // A book and the groups of a book can be closed by themselves.
    let late = text.replace(DESTROYED, "KitaabException.Closed(\"it is closed\")");
    if late == text {
        bail!("nothing is said of what was destroyed");
    }
    Ok(late)
}

/// Lists that nest are written no deeper than the library can read them.
fn nesting(text: &str) -> Result<String> {
    NESTED.into_iter().try_fold(text.to_owned(), |text, name| {
        let size = format!("value.map {{ FfiConverterType{name}.allocationSize(it) }}.sum()");
        let write = format!(
            "        buf.putInt(value.size)
        value.iterator().forEach {{
            FfiConverterType{name}.write(it, buf)
        }}
"
        );
        let text = replaced(&text, &size, &format!("nested(value) {{ value -> {size} }}"))?;
        replaced(&text, &write, &format!("        nested(value) {{ value ->\n{write}        }}\n"))
    })
}

/// Goes on with coroutines as bindings/kotlin's `Threads.kt` does.
fn threads(text: &str) -> Result<String> {
    let text = replaced(text, GOES_ON, &GOES_ON.replace(".resume(", ".goOn("))?;
    replaced(&text, ASKS, &format!("                asking {{\n{ASKS}                }}\n"))
}

/// Sends arguments as bindings/kotlin's `Arguments.kt` does. What a call is made on is cloned before its arguments are looked at, and
/// the clone is Rust's to free once the call is made, as what was sent before is.
fn arguments(text: &str) -> Result<String> {
    let text = replaced(text, OPENS, &format!("        taking({{}}) {{ {}", OPENS.trim_start()))?;
    let mut sent = String::with_capacity(text.len());
    let (mut calls, mut count) = (0, 0);
    let mut class = "";
    for line in text.lines() {
        if let Some((name, _)) = line.strip_prefix("open class ").and_then(|rest| rest.split_once(':')) {
            class = name.trim();
        }
        let argument =
            line.trim().strip_prefix("FfiConverter").and_then(|rest| rest.split_once(".lower(`")?.1.split_once("`)"));
        match argument {
            Some((name, after)) if after.starts_with(',') => {
                count += 1;
                let lowered = line.trim().strip_suffix(after).unwrap_or_default();
                let after = if after == ",)," { ",) }," } else { after };
                sent.extend(["        argument(\"", &snake(name), "\") { ", lowered, " }", after, "\n"]);
            }
            _ if line == CALLS => {
                calls += 1;
                let release = format!("{{ FfiConverterType{class}.lift(clone).destroy() }}");
                sent.extend([CLONES, "            return taking(", &release, ") { block(clone) }\n"]);
            }
            _ => sent.extend([&line.replace(BLOCK, BLOCK_OF_ARGUMENTS), "\n"]),
        }
    }
    let given = text.matches(BLOCK).count();
    if calls == 0 || calls != given || count == 0 {
        bail!("{calls} of {given} kinds of objects clone themselves for calls, with {count} arguments");
    }
    Ok(sent)
}

/// A name as every language has it in errors: `first_day` for `firstDay`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The one call that is made on no object, whose last argument ends so that `),` closes it.
const OPENS: &str = "        UniffiLib.uniffi_kitaab_ffi_fn_constructor_client_open(\n";

/// What makes a call on a clone.
const CALLS: &str = "            return block(this.uniffiCloneHandle())";

/// What comes before that call, once it is told what to free.
const CLONES: &str = "            val clone = this.uniffiCloneHandle()\n";

/// What is called with a clone.
const BLOCK: &str = "callWithHandle(block: (handle: Long) -> R)";

/// The same, that sends its arguments.
const BLOCK_OF_ARGUMENTS: &str = "callWithHandle(block: Arguments.(handle: Long) -> R)";

/// What goes on with a coroutine.
const GOES_ON: &str = "        uniffiContinuationHandleMap.remove(data).resume(pollResult)\n";

/// What asks how far a call has come.
const ASKS: &str = "                pollFunc(
                    rustFuture,
                    uniffiRustFutureContinuationCallbackImpl,
                    uniffiContinuationHandleMap.insert(continuation)
                )
";

/// What uniffi throws where an object is used after it was closed.
const DESTROYED: &str = "IllegalStateException(\"${this.javaClass.simpleName} object has already been destroyed\")";

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "
        val sizeForItems = value.map { FfiConverterTypeRule.allocationSize(it) }.sum()
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeRule.write(it, buf)
        }
        val sizeForItems = value.map { FfiConverterTypeNewItem.allocationSize(it) }.sum()
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeNewItem.write(it, buf)
        }
";

    const WIRE: &str = "
data class WireId (
public object FfiConverterTypeWireId: FfiConverterRustBuffer<WireId> {
sealed class WireAmount {
public object FfiConverterTypeWireAmount : FfiConverterRustBuffer<WireAmount>{
";

    const CALLED: &str = "open class Deeds: Disposable
    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
            return block(this.uniffiCloneHandle())
        FfiConverterString.lower(`name`),
        FfiConverterTypeDay.lower(`firstDay`),_status)
        UniffiLib.uniffi_kitaab_ffi_fn_constructor_client_open(
        FfiConverterOptionalTypeOpenOptions.lower(`options`),),
";

    const WRITTEN: &str = "        override val message
            get() = \"text=${ `text` }, field=${ `field` }\"
open class Client: Disposable
    override fun close() {
        this.destroy()
    }
                throw IllegalStateException(\"${this.javaClass.simpleName} object has already been destroyed\")
data class Entry (
    val `item`: ItemId
    ,
    val `note`: kotlin.String?
){
}
data class Item (
    val `name`: kotlin.String
){
}
";

    #[test]
    fn messages_are_texts_and_notes_are_not_shown() {
        let wanted = WRITTEN
            .replace("\"text=${ `text` }, field=${ `field` }\"", "`text`")
            .replace("destroy()", "letGo()")
            .replace(DESTROYED, "KitaabException.Closed(\"it is closed\")")
            .replacen("){\n", "){\n    override fun toString(): String = shown(this, \"note\")\n", 1);
        let written = format!("{WRITTEN}{LISTS}{WIRE}{GOES_ON}{ASKS}{CALLED}");
        let private = [String::from("note")];
        assert!(improved(&written, &private).unwrap().starts_with(&wanted));
        let changes = [
            ("note", "words"),
            ("destroy()", "free()"),
            ("been destroyed", "gone"),
            ("get()", "set()"),
            ("WireId", "WireIds"),
            ("resume(", "resumeWith("),
            ("pollFunc(", "poll("),
            ("uniffiCloneHandle", "cloneHandle"),
            (".lower(`", ".put(`"),
            ("client_open", "client_begin"),
        ];
        for (from, to) in changes {
            assert!(improved(&written.replace(from, to), &private).is_err(), "{from}");
        }
    }

    #[test]
    fn what_is_on_its_way_stays_in_the_package() {
        let kept = kept(&format!("{WIRE}public object FfiConverterTypeDeed:\n"), &KEPT).unwrap();
        assert!(kept.contains("\ninternal object FfiConverterTypeWireId:"), "{kept}");
        assert_eq!(kept.matches("\ninternal ").count(), 4, "{kept}");
    }

    #[test]
    fn coroutines_go_on_elsewhere() {
        let threads = threads(&format!("{GOES_ON}{ASKS}")).unwrap();
        assert!(
            threads.starts_with("        uniffiContinuationHandleMap.remove(data).goOn(pollResult)\n"),
            "{threads}"
        );
        assert!(threads.contains("asking {\n                pollFunc("), "{threads}");
    }

    #[test]
    fn of_a_call_that_is_not_made_nothing_is_left() {
        let sent = "open class Deeds: Disposable
    internal inline fun <R> callWithHandle(block: Arguments.(handle: Long) -> R): R {
            val clone = this.uniffiCloneHandle()
            return taking({ FfiConverterTypeDeeds.lift(clone).destroy() }) { block(clone) }
        argument(\"name\") { FfiConverterString.lower(`name`) },
        argument(\"first_day\") { FfiConverterTypeDay.lower(`firstDay`) },_status)
        taking({}) { UniffiLib.uniffi_kitaab_ffi_fn_constructor_client_open(
        argument(\"options\") { FfiConverterOptionalTypeOpenOptions.lower(`options`) },) },
";
        assert_eq!(arguments(CALLED).unwrap(), sent);
    }

    #[test]
    fn lists_of_lists_are_written_no_deeper_than_they_can_be_read() {
        let nesting = nesting(LISTS).unwrap();
        assert!(
            nesting
                .contains("= nested(value) { value -> value.map { FfiConverterTypeRule.allocationSize(it) }.sum() }\n")
        );
        let write =
            "        nested(value) { value ->\n        buf.putInt(value.size)\n        value.iterator().forEach {\n";
        assert_eq!(nesting.matches(write).count(), 2, "{nesting}");
        assert!(super::nesting(&LISTS.replace("NewItem", "Item")).is_err());
    }
}
