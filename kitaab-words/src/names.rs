//! Names of the domain's words.

use kitaab_core::{Catalogue, Category, ItemId, Kind, MeritCategory, Outcome, Reason, ReasonKind, Result, TargetState};

use crate::locale::Locale;
use crate::text::Text;

impl Locale {
    /// A category of deeds.
    pub fn category(&self, category: Category) -> String {
        self.say(match category {
            Category::Hasanaat => Text::CATEGORY_HASANAAT,
            Category::Saiyyiaat => Text::CATEGORY_SAIYYIAAT,
        })
    }

    /// Why days are exempt; another reason in the owner's own words.
    pub fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Other(words) => self.isolated(words.as_str()).into_owned(),
            reason => self.reason_kind(reason.kind()),
        }
    }

    /// A kind of reasons.
    pub fn reason_kind(&self, kind: ReasonKind) -> String {
        self.say(match kind {
            ReasonKind::Menstruation => Text::REASON_MENSTRUATION,
            ReasonKind::Postnatal => Text::REASON_POSTNATAL,
            ReasonKind::Travel => Text::REASON_TRAVEL,
            ReasonKind::Illness => Text::REASON_ILLNESS,
            _ => Text::REASON_OTHER,
        })
    }

    /// How a rule stands.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.say(match outcome {
            Outcome::Earned => Text::OUTCOME_EARNED,
            Outcome::NotEarned => Text::OUTCOME_NOT_EARNED,
            Outcome::Undetermined => Text::OUTCOME_UNDETERMINED,
        })
    }

    /// How a target stands.
    pub fn target_state(&self, state: TargetState) -> String {
        self.say(match state {
            TargetState::Upcoming => Text::STATE_UPCOMING,
            TargetState::Active => Text::STATE_ACTIVE,
            TargetState::Completed { .. } => Text::STATE_COMPLETED,
            TargetState::Missed => Text::STATE_MISSED,
            TargetState::OutOfReach => Text::STATE_OUT_OF_REACH,
        })
    }

    /// A merit or a demerit.
    pub fn merit_category(&self, category: MeritCategory) -> String {
        self.say(match category {
            MeritCategory::Positive => Text::MERIT_POSITIVE,
            MeritCategory::Negative => Text::MERIT_NEGATIVE,
        })
    }

    /// A kind of things that a book holds.
    pub fn kind(&self, kind: Kind) -> String {
        self.say(match kind {
            Kind::Book => Text::KIND_BOOK,
            Kind::Settings => Text::KIND_SETTINGS,
            Kind::Group => Text::KIND_GROUP,
            Kind::Deed => Text::KIND_DEED,
            Kind::Item => Text::KIND_ITEM,
            Kind::Scale => Text::KIND_SCALE,
            Kind::ScaleValue => Text::KIND_SCALE_VALUE,
            Kind::Entry => Text::KIND_ENTRY,
            Kind::Note => Text::KIND_NOTE,
            Kind::Reviewed => Text::KIND_REVIEWED,
            Kind::Exemption => Text::KIND_EXEMPTION,
            Kind::MakeUp => Text::KIND_MAKE_UP,
            Kind::Merit => Text::KIND_MERIT,
            Kind::Target => Text::KIND_TARGET,
            Kind::Reflection => Text::KIND_REFLECTION,
            Kind::Reminder => Text::KIND_REMINDER,
            Kind::Relation => Text::KIND_RELATION,
            Kind::Block => Text::KIND_BLOCK,
            Kind::Permission => Text::KIND_PERMISSION,
            Kind::Commit => Text::KIND_COMMIT,
            Kind::Ledger => Text::KIND_LEDGER,
            Kind::Request => Text::KIND_REQUEST,
            Kind::File => Text::KIND_FILE,
            _ => Text::KIND_OTHER,
        })
    }

    /// An item by the names from its deed to it: `Salah > Fajr`.
    ///
    /// # Errors
    /// `not_found`.
    pub fn path(&self, catalogue: &Catalogue, item: ItemId) -> Result<String> {
        let mut item = catalogue.item(item)?;
        let mut names = vec![item.name.as_str()];
        while let Some(above) = item.parent {
            item = catalogue.item(above)?;
            names.push(item.name.as_str());
        }
        let deed = names.pop().unwrap_or_default();
        let mut path = self.isolated(deed).into_owned();
        for name in names.into_iter().rev() {
            path = self.put(Text::LOCALE_PATH, &[("above", (&path).into()), ("name", name.into())]);
        }
        Ok(path)
    }
}
