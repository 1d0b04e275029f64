//! Policies that are wrong, one at a time.

use sqlx::{AssertSqlSafe, PgConnection, Row as _};

/// A schema in which one thing that guards the rows is not as it should be.
#[derive(Debug)]
pub(crate) struct Mutant {
    pub(crate) name: String,
    /// The table whose rows it guards.
    pub(crate) table: String,
    sql: String,
}

impl Mutant {
    /// Makes the schema so, until the end of the transaction.
    pub(crate) async fn apply(&self, superuser: &mut PgConnection) {
        let done = sqlx::raw_sql(AssertSqlSafe(self.sql.clone())).execute(superuser).await;
        done.unwrap_or_else(|error| panic!("{}: {}: {error}", self.name, self.sql));
    }
}

/// All that there are, of every policy and every table that the schema has.
pub(crate) async fn all(superuser: &mut PgConnection) -> Vec<Mutant> {
    let policies = sqlx::query(
        "SELECT tablename::text, policyname::text, qual, with_check FROM pg_policies WHERE schemaname = 'kitaab' ORDER BY 1, 2",
    );
    let tables = sqlx::query(
        "SELECT relname::text FROM pg_class
         WHERE relnamespace = 'kitaab'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity ORDER BY 1",
    );
    let mut mutants = Vec::new();
    for policy in policies.fetch_all(&mut *superuser).await.expect("the policies") {
        let [table, policy_name]: [String; 2] = [policy.get(0), policy.get(1)];
        let mut push = |what: &str, sql: String| {
            mutants.push(Mutant { name: format!("{policy_name} on {table}: {what}"), table: table.clone(), sql });
        };
        push("dropped", format!("DROP POLICY {policy_name} ON kitaab.{table}"));
        push("for everybody", format!("ALTER POLICY {policy_name} ON kitaab.{table} TO PUBLIC"));
        for (clause, expression) in [("USING", policy.get::<Option<String>, _>(2)), ("WITH CHECK", policy.get(3))] {
            let mut alter = |what: &str, expression: &str| {
                let sql = format!("ALTER POLICY {policy_name} ON kitaab.{table} {clause} ({expression})");
                push(&format!("{clause} {what}"), sql);
            };
            let Some(expression) = expression.filter(|expression| expression != "true") else { continue };
            alter("true", "true");
            for (condition, without) in without_each_condition(&expression) {
                alter(&format!("without {condition}"), &without);
            }
        }
    }
    for table in tables.fetch_all(superuser).await.expect("the tables") {
        let table: String = table.get(0);
        for what in ["DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"] {
            let sql = format!("ALTER TABLE kitaab.{table} {what}");
            mutants.push(Mutant { name: format!("{table}: {what}"), table: table.clone(), sql });
        }
    }
    mutants
}

/// The conditions of an expression as PostgreSQL writes it, with parentheses around whatever has parts; each with what is left
/// without it. Of several that must hold together, it holds always; of alternatives, never.
fn without_each_condition(expression: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    // For each parenthesis that is open: where its parts begin, and what they are joined by.
    let mut open: Vec<(Vec<usize>, &str)> = Vec::new();
    let mut quoted = false;
    for (place, character) in expression.char_indices() {
        let rest = &expression[place..];
        match character {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => open.push((vec![place + 1], "")),
            ')' => {
                let Some((begins, joint)) = open.pop().filter(|(begins, _)| begins.len() > 1) else { continue };
                let ends = begins[1..].iter().map(|begin| begin - joint.len()).chain([place]);
                for (begin, end) in begins.iter().copied().zip(ends) {
                    let instead = if joint == " AND " { "true" } else { "false" };
                    let without = [&expression[..begin], instead, &expression[end..]].concat();
                    found.push((expression[begin..end].to_owned(), without));
                }
            }
            _ => {
                if let (Some(joint), Some(part)) =
                    ([" AND ", " OR "].into_iter().find(|joint| rest.starts_with(joint)), open.last_mut())
                {
                    part.0.push(place + joint.len());
                    part.1 = joint;
                }
            }
        }
    }
    found
}

#[test]
fn every_condition_is_left_out_once() {
    let without = |expression: &str| -> Vec<String> {
        without_each_condition(expression).into_iter().map(|(_, without)| without).collect()
    };
    assert_eq!(without("(a = b())"), Vec::<String>::new());
    assert_eq!(without("((a = 1) AND (b = ' AND '))"), ["(true AND (b = ' AND '))", "((a = 1) AND true)"]);
    assert_eq!(
        without("((a = 1) AND ((b = 2) OR (c = ANY (d))))"),
        [
            "((a = 1) AND (false OR (c = ANY (d))))",
            "((a = 1) AND ((b = 2) OR false))",
            "(true AND ((b = 2) OR (c = ANY (d))))",
            "((a = 1) AND true)",
        ]
    );
}
