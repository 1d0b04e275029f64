//! The first pass: imports, and what is only compiled for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::PathBuf;

use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, File, ImplItemFn, Item, ItemExternCrate, ItemMod, ItemUse, Meta, Token, UseTree};

use super::Finding;
use crate::purity::rules;

/// What the first pass gathers.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// What an imported name stands for: `fs` for `std::fs`. One map per file: two modules of a file that mean
    /// different things by one name are rare, and at worst lead to a complaint too many.
    pub(super) names: BTreeMap<String, Vec<String>>,
    pub(super) findings: BTreeSet<Finding>,
    /// The lines of items that are only compiled for tests.
    pub(super) test_lines: Vec<RangeInclusive<usize>>,
    /// See [`super::Scan`].
    pub(super) test_modules: Vec<PathBuf>,
    /// The inline modules around the item being visited.
    modules: PathBuf,
}

impl Imports {
    pub(super) fn of(file: &File) -> Self {
        let mut imports = Self::default();
        if for_tests(&file.attrs) {
            imports.test_lines.push(0..=usize::MAX);
        } else {
            imports.visit_file(file);
        }
        imports
    }

    fn import(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(node) => {
                path.push(node.ident.unraw().to_string());
                self.import(&node.tree, path);
                path.pop();
            }
            UseTree::Group(node) => node.items.iter().for_each(|tree| self.import(tree, path)),
            UseTree::Glob(node) => {
                let rule = rules::for_glob(path);
                self.findings.extend(rule.map(|rule| Finding::new(node.span().start().line, rule)));
            }
            UseTree::Name(node) => self.name(&node.ident, &node.ident, path),
            UseTree::Rename(node) => self.name(&node.ident, &node.rename, path),
        }
    }

    fn name(&mut self, ident: &syn::Ident, known_as: &syn::Ident, path: &[String]) {
        let mut full = path.to_owned();
        // `use std::fs::{self}` imports `std::fs`.
        if ident != "self" {
            full.push(ident.unraw().to_string());
        }
        let rule = rules::for_path(&full);
        self.findings.extend(rule.map(|rule| Finding::new(ident.span().start().line, rule)));
        let known_as = if known_as == "self" { full.last().cloned() } else { Some(known_as.unraw().to_string()) };
        if let Some(name) = known_as {
            self.names.insert(name, full);
        }
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item(&mut self, item: &'ast Item) {
        if !for_tests(attributes(item)) {
            visit::visit_item(self, item);
            return;
        }
        let span = item.span();
        self.test_lines.push(span.start().line..=span.end().line);
        if let Item::Mod(module) = item
            && module.content.is_none()
        {
            self.test_modules.push(self.modules.join(module.ident.unraw().to_string()));
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if for_tests(&function.attrs) {
            let span = function.span();
            self.test_lines.push(span.start().line..=span.end().line);
        } else {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.modules.push(module.ident.unraw().to_string());
        visit::visit_item_mod(self, module);
        self.modules.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.import(&item.tree, &mut Vec::new());
    }

    fn visit_item_extern_crate(&mut self, item: &'ast ItemExternCrate) {
        if let Some((_, name)) = &item.rename {
            self.names.insert(name.unraw().to_string(), vec![item.ident.unraw().to_string()]);
        }
    }
}

/// Attributes of the items that tests are made of. Any other kind counts as part of the program, which leads to a
/// complaint too many at worst.
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether attributes say `#[test]`, or a `#[cfg(..)]` that only holds for tests.
fn for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<Meta>().is_ok_and(|condition| requires_test(&condition))
    })
}

fn requires_test(condition: &Meta) -> bool {
    let Meta::List(list) = condition else {
        return condition.path().is_ident("test");
    };
    let Ok(parts) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
        return false;
    };
    if list.path.is_ident("all") {
        parts.iter().any(requires_test)
    } else {
        list.path.is_ident("any") && !parts.is_empty() && parts.iter().all(requires_test)
    }
}
