package io.github.kitaab.scenario

import java.util.concurrent.atomic.AtomicInteger

/**
 * The server that `KITAAB_TEST_PG` names by its superuser's URL; `KITAAB_TEST_TEMPLATE` names a database on it that holds the
 * schema. `tests/src/bin/served.rs` tells of both. What is made on it is gone with it.
 */
internal object Server {
    private val superuser = named("KITAAB_TEST_PG")
    private val made = AtomicInteger()

    /** The URL of a new database, for the role that serves. */
    fun newDatabase(): String {
        val name = "kitaab_kotlin_${ProcessHandle.current().pid()}_${made.incrementAndGet()}"
        run("CREATE DATABASE $name TEMPLATE ${named("KITAAB_TEST_TEMPLATE")} OWNER kitaab_owner")
        // Stories run on a clock of their own.
        run("ALTER DATABASE $name SET kitaab.future_days = 'allowed'")
        return url(name)
    }

    /** Where a role finds a database, whether it is there or not. */
    fun url(database: String, role: String = "test_app"): String =
        superuser.replaceFirst(Regex("^([a-z]+://)(?:[^@/]*@)?([^/?]*)(?:/[^?]*)?"), "$1$role@$2/$database")

    private fun run(sql: String) {
        val psql = ProcessBuilder("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname=$superuser", "--command=$sql")
        check(psql.inheritIO().start().waitFor() == 0) { "the server does not take: $sql" }
    }

    private fun named(variable: String): String = System.getenv(variable) ?: error("$variable names nothing")
}
