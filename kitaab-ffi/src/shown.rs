//! Values as texts: `Group(name='Prayer', display_order=0)`.

use std::fmt::{Debug, Formatter, Result};

use crate::scalar::Text;

/// A value that is being shown.
pub(crate) struct Shown<'a, 'f> {
    to: &'a mut Formatter<'f>,
    started: bool,
}

impl<'a, 'f> Shown<'a, 'f> {
    pub(crate) fn new(to: &'a mut Formatter<'f>, name: &str) -> std::result::Result<Self, std::fmt::Error> {
        write!(to, "{name}(")?;
        Ok(Self { to, started: false })
    }

    pub(crate) fn field(&mut self, name: &str, value: &dyn Debug) -> Result {
        self.name(name)?;
        write!(self.to, "{value:?}")
    }

    /// A field of which only the length is shown.
    pub(crate) fn private(&mut self, name: &str, value: &impl Private) -> Result {
        self.name(name)?;
        match value.characters() {
            Some(count) => write!(self.to, "<{count} characters>"),
            None => write!(self.to, "None"),
        }
    }

    pub(crate) fn finish(self) -> Result {
        write!(self.to, ")")
    }

    fn name(&mut self, name: &str) -> Result {
        let before = if self.started { ", " } else { "" };
        self.started = true;
        write!(self.to, "{before}{name}=")
    }
}

/// A text that is not shown.
pub(crate) trait Private {
    /// How long it is; none if there is none.
    fn characters(&self) -> Option<usize>;
}

impl Private for Text {
    fn characters(&self) -> Option<usize> {
        let text: &str = self.as_ref();
        Some(text.chars().count())
    }
}

impl Private for Option<Text> {
    fn characters(&self) -> Option<usize> {
        self.as_ref()?.characters()
    }
}
