package io.summerbeam.samples.deadletters;

import io.summerbeam.io.jdbc.JdbcDeadLetters;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Which table of a database is meant, and who asks. */
public interface TableOptions extends PipelineOptions {

  /** The table of dead letters. */
  @Description("The table of dead letters in jdbc:postgresql://...: TABLE or SCHEMA.TABLE.")
  @Default.String(JdbcDeadLetters.DEFAULT_TABLE)
  String getTable();

  /** See {@link #getTable}. */
  void setTable(String table);

  /** Who asks. */
  @Description("The user of the database; with --password. Without them, who runs this.")
  @Nullable String getUser();

  /** See {@link #getUser}. */
  void setUser(@Nullable String user);

  /** Where the password is. */
  @Description("Where the user's password is: env:VARIABLE or file:PATH.")
  @Nullable String getPassword();

  /** See {@link #getPassword}. */
  void setPassword(@Nullable String password);
}
