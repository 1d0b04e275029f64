//! Scalars for Kotlin and Swift: as texts, which the languages' own types read and write.

/// A value that is written as a text.
macro_rules! as_text {
    ($name:ident) => {
        ::uniffi::custom_type!($name, String, {
            try_lift: |text| Ok(text.parse::<$name>()?),
            lower: |value| value.to_string(),
        });
    };
}

pub(super) use as_text;
