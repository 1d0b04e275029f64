//! What is changed in uniffi's Swift.

use anyhow::Result;

use super::{NESTED, kept, replaced};

/// How declarations begin, and how those that stay in the package do.
const KEPT: [(&str, &str); 3] = [("public struct ", "struct "), ("public enum ", "enum "), ("public func ", "func ")];

/// A task that is cancelled cancels its call. uniffi's Swift lets the call go on to its end and never tells Rust. And a list in a
/// list in a list ends where nothing can be that deep. What ids and amounts are on their way stays in the package.
///
/// The handler is gone before the future is freed: `withTaskCancellationHandler` does not return while it runs.
pub(super) fn improved(text: &str) -> Result<String> {
    let text = replaced(
        &kept(text, &KEPT)?,
        "    freeFunc: (UInt64) -> (),\n",
        "    cancelFunc: @escaping @Sendable (UInt64) -> (),\n    freeFunc: (UInt64) -> (),\n",
    )?;
    let text = replaced(
        &text,
        "    var pollResult: Int8;
    repeat {
        pollResult = await withUnsafeContinuation {",
        "    await withTaskCancellationHandler {
    var pollResult: Int8;
    repeat {
        pollResult = await withUnsafeContinuation {",
    )?;
    let text = replaced(
        &text,
        "    } while pollResult != UNIFFI_RUST_FUTURE_POLL_READY\n",
        "    } while pollResult != UNIFFI_RUST_FUTURE_POLL_READY
    } onCancel: {
        cancelFunc(rustFuture)
    }\n",
    )?;
    let text = replaced(
        &text,
        "            fatalError(\"Cancellation not supported yet\")\n",
        "            throw CancellationError()\n",
    )?;
    let lines = text.lines().map(|line| match line.split_once("freeFunc: ffi_") {
        // The functions of one future differ in this word only.
        Some((space, free)) => {
            let cancel = free.trim_end_matches(',').replacen("rust_future_free", "rust_future_cancel", 1);
            format!("{space}cancelFunc: {{ ffi_{cancel}($0) }},\n{line}\n")
        }
        None => format!("{line}\n"),
    });
    reading(&nesting(&lines.collect::<String>())?)
}

/// Bytes of an answer are copied as they are. uniffi asks for each number by functions of Foundation's that are generic, and by a
/// cast that is looked up while it runs: of a dashboard that was more than half of what Swift adds.
fn reading(text: &str) -> Result<String> {
    let text = replaced(
        text,
        "    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
",
        "    var value: T = 0
    reader.data.withUnsafeBytes { bytes in
        withUnsafeMutableBytes(of: &value) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }
",
    )?;
    replaced(
        &text,
        "    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
",
        "    let value = reader.data.withUnsafeBytes { [UInt8]($0[range]) }
",
    )
}

/// Lists that nest are written no deeper than the library can read them.
fn nesting(text: &str) -> Result<String> {
    NESTED.into_iter().try_fold(text.to_owned(), |text, name| {
        let write = format!(
            "        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {{
            FfiConverterType{name}.write(item, into: &buf)
        }}
"
        );
        replaced(&text, &write, &format!("        Nesting.nested(value) {{ value in\n{write}        }}\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "
    freeFunc: (UInt64) -> (),
    var pollResult: Int8;
    repeat {
        pollResult = await withUnsafeContinuation {
        }
    } while pollResult != UNIFFI_RUST_FUTURE_POLL_READY
            fatalError(\"Cancellation not supported yet\")
            freeFunc: ffi_kitaab_rust_future_free_void,
";

    const WIRE: &str = "
public struct WireId: Equatable, Hashable {
public struct FfiConverterTypeWireId: FfiConverterRustBuffer {
public func FfiConverterTypeWireId_lift(_ buf: RustBuffer) throws -> WireId {
public enum WireAmount: Equatable, Hashable {
public struct FfiConverterTypeWireAmount: FfiConverterRustBuffer {
";

    const READERS: &str = "
    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
";

    const LISTS: &str = "
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeRule.write(item, into: &buf)
        }
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeNewItem.write(item, into: &buf)
        }
";

    #[test]
    fn what_is_on_its_way_stays_in_the_package() {
        let kept = kept(&format!("{WIRE}public func FfiConverterTypeDeed_lift(\n"), &KEPT).unwrap();
        assert!(kept.contains("\nfunc FfiConverterTypeWireId_lift("), "{kept}");
        assert_eq!(kept.matches("public ").count(), 1, "{kept}");
    }

    #[test]
    fn lists_of_lists_are_written_no_deeper_than_they_can_be_read() {
        let nested = "        Nesting.nested(value) { value in\n        let len = Int32(value.count)\n";
        assert_eq!(nesting(LISTS).unwrap().matches(nested).count(), 2);
        assert!(nesting(&LISTS.replace("NewItem", "Item")).is_err());
    }

    #[test]
    fn a_call_is_cancelled_with_its_task() {
        let improved = improved(&format!("{WIRE}{READERS}{LISTS}{WRITTEN}")).unwrap();
        assert!(improved.contains("onCancel: {\n        cancelFunc(rustFuture)"), "{improved}");
        assert!(improved.contains("            throw CancellationError()\n"), "{improved}");
        let calls = "            cancelFunc: { ffi_kitaab_rust_future_cancel_void($0) },\n            \
            freeFunc: ffi_kitaab_rust_future_free_void,\n";
        assert!(improved.ends_with(calls), "{improved}");
    }

    #[test]
    fn what_looks_different_is_refused() {
        let written = format!("{WIRE}{READERS}{LISTS}{WRITTEN}");
        assert!(improved(&written.replace("var pollResult", "var result")).is_err());
        assert!(improved(&written.replace("copyBytes", "copy")).is_err());
        assert!(improved(&written.replace("WireId", "WireIds")).is_err());
    }
}
