//! The second pass: every token, also those inside macros.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;

use super::Finding;
use crate::purity::rules;

/// The forbidden names among the tokens; `imports` tells what an imported name stands for.
pub(super) fn findings(tokens: TokenStream, imports: &BTreeMap<String, Vec<String>>) -> BTreeSet<Finding> {
    let mut walk = Walk { imports, findings: BTreeSet::new() };
    walk.tokens(tokens);
    walk.findings
}

struct Walk<'a> {
    imports: &'a BTreeMap<String, Vec<String>>,
    findings: BTreeSet<Finding>,
}

impl Walk<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => self.path(&first, &mut rest),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Takes the rest of a path that starts with this word, and judges it.
    fn path(&mut self, first: &Ident, rest: &mut Peekable<IntoIter>) {
        let mut path = self.meaning(first);
        let mut last = first.clone();
        while let Some(next) = next_segment(rest) {
            path.push(next.unraw().to_string());
            last = next;
        }
        // Where the path ends, which is where a reader looks for the name.
        let line = last.span().start().line;
        let called = is_punct(rest.peek(), '!') && !is_comparison(rest);
        let of_macro = called.then(|| rules::for_macro(&last.to_string())).flatten();
        // Not unraw: `r#async` is a name, `async` is not.
        let broken = [rules::for_keyword(&first.to_string()), rules::for_path(&path), of_macro];
        self.findings.extend(broken.into_iter().flatten().map(|rule| Finding::new(line, rule)));
    }

    fn meaning(&self, name: &Ident) -> Vec<String> {
        let name = name.unraw().to_string();
        self.imports.get(&name).cloned().unwrap_or_else(|| vec![name])
    }
}

/// Takes `::name`. What else may follow `::` (a group of imports, `*`, type arguments) ends the path.
fn next_segment(rest: &mut Peekable<IntoIter>) -> Option<Ident> {
    let mut ahead = rest.clone();
    if !(is_punct(ahead.next().as_ref(), ':') && is_punct(ahead.next().as_ref(), ':')) {
        return None;
    }
    let Some(TokenTree::Ident(name)) = ahead.next() else {
        return None;
    };
    *rest = ahead;
    Some(name)
}

/// `print != 1` calls no macro.
fn is_comparison(rest: &Peekable<IntoIter>) -> bool {
    let mut ahead = rest.clone();
    ahead.next();
    is_punct(ahead.peek(), '=')
}

fn is_punct(token: Option<&TokenTree>, expected: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}
