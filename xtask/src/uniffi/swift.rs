//! What is changed in uniffi's Swift.

use anyhow::Result;

use super::replaced;

/// A task that is cancelled cancels its call. uniffi's Swift lets the call go on to its end and never tells Rust.
///
/// The handler is gone before the future is freed: `withTaskCancellationHandler` does not return while it runs.
pub(super) fn improved(text: &str) -> Result<String> {
    let text = replaced(
        text,
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
    Ok(lines.collect())
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

    #[test]
    fn a_call_is_cancelled_with_its_task() {
        let improved = improved(WRITTEN).unwrap();
        assert!(improved.contains("onCancel: {\n        cancelFunc(rustFuture)"), "{improved}");
        assert!(improved.contains("            throw CancellationError()\n"), "{improved}");
        let calls = "            cancelFunc: { ffi_kitaab_rust_future_cancel_void($0) },\n            \
            freeFunc: ffi_kitaab_rust_future_free_void,\n";
        assert!(improved.ends_with(calls), "{improved}");
    }

    #[test]
    fn what_looks_different_is_refused() {
        assert!(improved(&WRITTEN.replace("var pollResult", "var result")).is_err());
    }
}
