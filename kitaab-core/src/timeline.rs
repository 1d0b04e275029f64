//! Settings that hold from a day on, so that a change never rewrites the past.

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::day::Day;

/// Versions of a setting, each holding from its day until the next one's.
///
/// Before the first version's day nothing is set, and the domain's default applies.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Timeline<T> {
    versions: Vec<(Day, T)>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self { versions: Vec::new() }
    }
}

impl<T> Timeline<T> {
    /// A timeline on which `value` holds from `from_day` on.
    pub fn starting(from_day: Day, value: T) -> Self {
        Self { versions: vec![(from_day, value)] }
    }

    /// What holds on `day`, if anything is set by then.
    pub fn on(&self, day: Day) -> Option<&T> {
        let after = self.versions.partition_point(|(from, _)| *from <= day);
        after.checked_sub(1).map(|i| &self.versions[i].1)
    }

    /// The same timeline with `value` holding from `from_day` until the next version's day.
    #[must_use]
    pub fn with(mut self, from_day: Day, value: T) -> Self {
        match self.versions.binary_search_by_key(&from_day, |(from, _)| *from) {
            Ok(i) => self.versions[i].1 = value,
            Err(i) => self.versions.insert(i, (from_day, value)),
        }
        self
    }

    /// The versions in order of their days.
    pub fn versions(&self) -> &[(Day, T)] {
        &self.versions
    }

    /// Whether nothing is set at all.
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }
}

impl<C, T: Encode<C>> Encode<C> for Timeline<T> {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(self.versions.len() as u64)?;
        for (day, value) in &self.versions {
            e.array(2)?.encode_with(day, ctx)?.encode_with(value, ctx)?;
        }
        Ok(())
    }
}

impl<'b, C, T: Decode<'b, C>> Decode<'b, C> for Timeline<T> {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        let versions: Vec<(Day, T)> = d.decode_with(ctx)?;
        if versions.windows(2).all(|pair| pair[0].0 < pair[1].0) {
            Ok(Self { versions })
        } else {
            Err(minicbor::decode::Error::message("a timeline's days must rise"))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_version_holds_until_the_next() {
        let day = |d| Day::new(2024, 1, d).unwrap();
        let line = Timeline::starting(day(10), "b").with(day(5), "a").with(day(20), "c").with(day(10), "B");
        assert_eq!(
            [4, 5, 9, 10, 19, 20].map(|d| line.on(day(d)).copied()),
            [None, Some("a"), Some("a"), Some("B"), Some("B"), Some("c")]
        );
    }
}
