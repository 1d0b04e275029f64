//! Scenarios: stories in JSON (`tests/scenarios`), with inputs and expected answers, run unchanged on every store.
//!
//! `tests/scenarios/README.md` documents the format, which every language's runner reads.

mod answer;
mod compare;
mod judging;
mod keeping;
mod looking_back;
mod making_up;
mod names;
mod operation;
mod people;
mod perform;
mod recording;
mod reminders;
mod reports;
mod structure;

use kitaab::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

pub use self::operation::operations;
pub use self::perform::StoreKind;

use self::compare::differences;
use self::names::Names;
use self::perform::World;

/// A story.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub title: String,
    /// Why it is there, for those who find it failing.
    #[serde(default)]
    pub why: Option<String>,
    /// What ids and random bytes follow from.
    pub seed: u64,
    /// The instant at which it begins.
    pub now: Timestamp,
    /// Others who have a book in the same store, by their names.
    #[serde(default)]
    pub people: Vec<String>,
    /// What happens, one after the other.
    pub steps: Vec<Step>,
}

/// One step of a story: an operation, and what it must answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The operation: `entries.put`.
    #[serde(rename = "do")]
    pub operation: String,
    /// What the step shows, where that isn't plain.
    #[serde(default)]
    pub why: Option<String>,
    /// The instant from this step on.
    #[serde(default)]
    pub now: Option<Timestamp>,
    /// The book, where it is not the story's own.
    #[serde(default, rename = "in")]
    pub book: Option<String>,
    /// Who acts, where it is not the book's owner.
    #[serde(default)]
    pub by: Option<String>,
    /// The name under which later steps speak of the answer.
    #[serde(default, rename = "as")]
    pub name: Option<String>,
    /// The inputs.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// What the answer must hold.
    #[serde(default)]
    pub expect: Option<Map<String, Value>>,
    /// What the error must hold; without it, there must be none.
    #[serde(default)]
    pub error: Option<Map<String, Value>>,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// In words, for a text that is none: fields and operations that there are not are refused.
    pub fn read(text: &str) -> Result<Self, String> {
        let scenario: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for (number, step) in (1..).zip(&scenario.steps) {
            if !operations().contains(&step.operation) {
                return Err(format!("step {number}: there is no operation {}", step.operation));
            }
            if step.error.is_some() && (step.expect.is_some() || step.name.is_some()) {
                return Err(format!("step {number}: what fails has no answer to expect or to name"));
            }
        }
        Ok(scenario)
    }

    /// Runs it on a fresh book of a store.
    ///
    /// # Errors
    /// In words, naming the first step that does not answer as it must, and every difference.
    pub async fn run(&self, store: StoreKind) -> Result<(), String> {
        let mut world = World::new(store, self.seed, self.now, &self.people).await;
        let mut names = Names::default();
        for (name, id) in world.people() {
            names.bind(&name, json!({ "id": id }))?;
        }
        for (number, step) in (1..).zip(&self.steps) {
            let at = |what: String| format!("on {store:?}, step {number} ({}): {}", step.operation, names.told(&what));
            let resolved = |map: &Map<String, Value>| names.resolve(&Value::Object(map.clone())).map_err(at);
            let with = resolved(&step.with)?;
            let expected = step.expect.as_ref().or(step.error.as_ref()).map(resolved).transpose()?;
            if let Some(now) = step.now {
                world.set_time(now);
            }
            let operation = operation::read(&step.operation, &with).map_err(at)?;
            let answer = world.perform(step.book.as_deref(), step.by.as_deref(), operation).await.map_err(at)?;
            let answer = match (answer, step.error.is_some()) {
                (Ok(answer), false) | (Err(answer), true) => answer,
                (Ok(answer), true) => return Err(at(format!("should have failed, and answered {answer}"))),
                (Err(error), false) => return Err(at(format!("failed: {error}"))),
            };
            if let Some(expected) = expected {
                let different = differences(&expected, &answer);
                if !different.is_empty() {
                    return Err(at(different.join("\n  ")));
                }
            }
            if let Some(name) = &step.name {
                names.bind(name, answer).map_err(|what| format!("step {number}: {what}"))?;
            }
        }
        Ok(())
    }
}
