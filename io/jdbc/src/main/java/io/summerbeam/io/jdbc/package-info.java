/**
 * Databases: {@link io.summerbeam.io.jdbc.JdbcLookup} asks PostgreSQL for many keys at once, {@link
 * io.summerbeam.io.jdbc.JdbcSnapshot} reads a table or a query whole.
 *
 * <p>Names are quoted and keys are parameters: no data becomes SQL. Passwords are references.
 */
package io.summerbeam.io.jdbc;
