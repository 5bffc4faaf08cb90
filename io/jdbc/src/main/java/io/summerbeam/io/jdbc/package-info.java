/**
 * Databases: {@link io.summerbeam.io.jdbc.JdbcLookup} asks PostgreSQL for many keys at once, {@link
 * io.summerbeam.io.jdbc.JdbcSnapshot} reads a table or a query whole, {@link
 * io.summerbeam.io.jdbc.JdbcRows} writes rows: adds them, upserts them, or applies a changelog.
 * {@link io.summerbeam.io.jdbc.JdbcDeadLetters} writes dead letters into a table, {@link
 * io.summerbeam.io.jdbc.JdbcDeadLetterStore} reads and replays them, {@link
 * io.summerbeam.io.jdbc.JdbcReplayTarget} is a table that they are replayed into.
 *
 * <p>Names are quoted and keys and values are parameters: no data becomes SQL. Passwords are
 * references.
 */
package io.summerbeam.io.jdbc;
