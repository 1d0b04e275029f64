//! Whether row-level security can be got round.

use super::{Level, Ward};

const CHECK: &str = "security";

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let open: Vec<(String, bool, bool)> = ward
        .ask(
            "SELECT oid::regclass::text, relrowsecurity, relforcerowsecurity FROM pg_class
             WHERE relnamespace = 'kitaab'::regnamespace AND relkind IN ('r', 'p')
               AND relname <> 'schema_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)",
        )
        .await?;
    for (table, on, _) in open {
        let message = if on {
            "row-level security is not forced: functions of its owner see every book"
        } else {
            "row-level security is off: whoever may read it reads every book"
        };
        let advice = "ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY";
        ward.find(CHECK, Level::Problem, table, message, advice);
    }
    roles(ward).await?;
    grants(ward).await?;
    let loose: Vec<(String,)> = ward
        .ask(
            "SELECT oid::regprocedure::text FROM pg_proc
             WHERE pronamespace = 'kitaab'::regnamespace AND prosecdef
               AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=%', false)",
        )
        .await?;
    for (function,) in loose {
        let message = "runs with its owner's rights and with its caller's search_path: a caller can slip it tables";
        ward.find(CHECK, Level::Problem, function, message, "ALTER FUNCTION … SET search_path = kitaab, pg_temp");
    }
    Ok(())
}

/// Logins that serve or report, and could see more than they should.
async fn roles(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let strong: Vec<(String, bool, bool)> = ward
        .ask(
            "SELECT r.rolname::text, r.rolsuper, r.rolbypassrls FROM pg_roles AS r
             WHERE (r.rolsuper OR r.rolbypassrls) AND EXISTS (
                 SELECT FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid
                 WHERE m.member = r.oid AND g.rolname IN ('kitaab_app', 'kitaab_readonly'))",
        )
        .await?;
    for (role, superuser, _) in strong {
        let what = if superuser { "is a superuser" } else { "has BYPASSRLS" };
        let message = format!("serves, and {what}: no policy holds for it");
        ward.find(CHECK, Level::Problem, role, message, "ALTER ROLE … NOSUPERUSER NOBYPASSRLS");
    }
    let both: Vec<(String,)> = ward
        .ask(
            "SELECT r.rolname::text FROM pg_roles AS r WHERE NOT r.rolsuper AND r.rolcanlogin
               AND to_regrole('kitaab_owner') IS NOT NULL AND to_regrole('kitaab_app') IS NOT NULL
               AND pg_has_role(r.oid, to_regrole('kitaab_owner'), 'MEMBER')
               AND pg_has_role(r.oid, to_regrole('kitaab_app'), 'MEMBER')",
        )
        .await?;
    for (role,) in both {
        let message = "is a member of kitaab_owner and of kitaab_app: what serves can change the schema";
        ward.find(CHECK, Level::Problem, role, message, "use a login of its own for migrations");
    }
    Ok(())
}

/// What nobody but the functions may touch.
async fn grants(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let granted: Vec<(String, String, String)> = ward
        .ask(
            "SELECT c.oid::regclass::text, coalesce(r.rolname::text, 'PUBLIC'), string_agg(a.privilege_type, ', ')
             FROM pg_class AS c, aclexplode(c.relacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
             WHERE c.relnamespace = 'kitaab'::regnamespace AND c.relkind IN ('r', 'p', 'v')
               AND a.grantee <> c.relowner
               AND (a.privilege_type <> 'SELECT' OR c.relispartition OR c.relname IN ('books', 'ledger', 'devices', 'requests')
                    OR (r.rolname = 'kitaab_readonly' AND c.relkind <> 'v' AND c.relname <> 'schema_migrations'))
             GROUP BY 1, 2",
        )
        .await?;
    for (table, role, privileges) in granted {
        let message = format!("{role} has {privileges} on it, which the schema does not grant");
        ward.find(CHECK, Level::Problem, table, message, "REVOKE …");
    }
    Ok(())
}
