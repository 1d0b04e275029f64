//! Reflections, where they were asked for.

use kitaab::words::Text;
use maud::html;

use super::{Section, Writer};

impl Writer<'_> {
    pub(super) fn reflections(&self) -> Option<Section> {
        if self.contents.reflections.is_empty() {
            return None;
        }
        let both_categories = self.contents.categories.len() > 1;
        let body = html! {
            @for reflection in &self.contents.reflections {
                article {
                    h3 {
                        (self.both(reflection.day)) " "
                        @if both_categories { span.state { (self.locale.category(reflection.category)) } }
                    }
                    p.reflection dir="auto" { (reflection.text.as_str()) }
                }
            }
        };
        Some(Section { id: "reflections", title: self.say(Text::REPORT_REFLECTIONS), body })
    }
}
