//! Redefining scales, and correcting their spelling.

use super::measure::must_fit;
use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::day::Day;
use crate::deed::Measure;
use crate::error::{Error, Kind, Result};
use crate::id::{DeedId, ScaleId};
use crate::scale::{Scale, ScalePatch, ScaleValue};
use crate::text::Label;

/// Scale values from labels and scores, in order.
pub fn scored_values<L: AsRef<str>>(values: impl IntoIterator<Item = (L, i32)>) -> Result<Vec<ScaleValue>> {
    let values = values
        .into_iter()
        .map(|(label, score)| Ok(ScaleValue { label: Label::new(label)?, score }))
        .collect::<Result<Vec<_>>>()?;
    Scale::check_values(&values)?;
    Ok(values)
}

impl Catalogue {
    /// Makes the next version of a deed's scale, active from today on. Entries keep the values they were
    /// given.
    ///
    /// `mapping` tells for each value of the version before, by position, which one it is now, if any;
    /// without it, the one with the same label. For a deed that has no scale yet this makes its
    /// first version, so that it can then be judged by it.
    ///
    /// # Errors
    /// `invalid` for values that are no scale, for a mapping that does not fit, and for a counted deed
    /// that has a scale waiting already.
    pub fn redefine_scale(
        &self,
        deed: DeedId,
        values: Vec<ScaleValue>,
        mapping: Option<Vec<Option<u8>>>,
        today: Day,
        id: ScaleId,
    ) -> Result<Vec<Change>> {
        let measure = self.deed(deed)?.measure;
        let before = self.active_scale(deed);
        if before.is_some() {
            must_fit("measure", Measure::Scale, measure)?;
        }
        Scale::check_values(&values)?;
        if self.scales.contains_key(&id) {
            return Err(Error::conflict(Kind::Scale, format!("there is already one with the id {id}")));
        }
        let before_values = before.map_or(&[][..], |scale| &scale.values);
        let mapping = mapping.unwrap_or_else(|| Scale::mapping_by_label(before_values, &values));
        if mapping.len() != before_values.len() {
            return Err(Error::invalid(
                "mapping",
                "must have one part for each value of the version before",
                mapping.len(),
            ));
        }
        if let Some(place) = mapping.iter().position(|to| to.is_some_and(|to| usize::from(to) >= values.len())) {
            return Err(Error::invalid(format!("mapping[{place}]"), "must be a position in the new version", ""));
        }
        let version = before.map_or(0, |scale| scale.version).checked_add(1);
        let patch = ScalePatch {
            deed: Some(deed),
            version: Some(version.ok_or_else(|| Error::unsupported("so many versions of one scale"))?),
            values: Some(values),
            mapping: Some(mapping),
            from_day: Some(today),
        };
        Ok(vec![Change::Scale(id, patch)])
    }

    /// Corrects the spelling of a scale version's labels, in order: what was recorded by it then reads
    /// that way. Neither version nor scores change.
    pub fn correct_labels<L: AsRef<str>>(
        &self,
        id: ScaleId,
        labels: impl IntoIterator<Item = L>,
    ) -> Result<Vec<Change>> {
        let scale = self.scale(id)?;
        let labels = labels.into_iter().map(Label::new).collect::<Result<Vec<_>>>()?;
        if labels.len() != scale.values.len() {
            return Err(Error::invalid("labels", "must be as many as the values they correct", labels.len()));
        }
        let scores = scale.values.iter().map(|value| value.score);
        let values: Vec<ScaleValue> =
            labels.into_iter().zip(scores).map(|(label, score)| ScaleValue { label, score }).collect();
        Scale::check_values(&values)?;
        let patch = ScalePatch { values: Some(values), ..ScalePatch::default() }.against(scale);
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Scale(id, patch)] })
    }
}
