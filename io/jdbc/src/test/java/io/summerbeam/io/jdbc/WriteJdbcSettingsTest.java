package io.summerbeam.io.jdbc;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.secret.KeySource;
import java.time.Duration;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What {@link WriteJdbcRows} refuses before it runs. */
@RunWith(JUnit4.class)
public class WriteJdbcSettingsTest {

  private static final Schema CHANGE =
      Schema.builder().addInt64Field("id").addStringField("name").addBooleanField("gone").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private static WriteJdbcRows write() {
    return JdbcRows.write("jdbc:postgresql://db/shop").into("items");
  }

  private static void assertRefused(ThrowingRunnable setting, String message) {
    assertThat(
        assertThrows(IllegalArgumentException.class, setting).getMessage(), equalTo(message));
  }

  @Test
  public void settings_areCheckedWhenGiven() {
    assertRefused(
        () -> JdbcRows.write("jdbc:mysql://db/shop"),
        "JdbcRows.write() must be given a URL that starts with 'jdbc:postgresql:': PostgreSQL is"
            + " the database there is.");
    assertRefused(
        () -> write().into("a.b.c"),
        "into() must be given 'table' or 'schema.table', but was: 'a.b.c'. Where a name has a dot"
            + " in it: into(schema, table).");
    assertRefused(
        () -> write().upsertingBy(),
        "upsertingBy() must be given at least one column, each once, but was: []");
    assertRefused(
        () -> write().upsertingBy("id", "id"),
        "upsertingBy() must be given at least one column, each once, but was: [id, id]");
    assertRefused(
        () -> write().deletingWhere(""), "deletingWhere() must be given a field, but was: ''");
    assertRefused(
        () -> write().withVersion(""), "withVersion() must be given a field, but was: ''");
    assertRefused(
        () -> write().withBatchSize(0), "withBatchSize() must be between 1 and 50000, but was: 0");
    assertRefused(
        () -> write().withConnections(101),
        "withConnections() must be between 1 and 100, but was: 101");
    assertRefused(
        () -> write().withRetries(-1), "withRetries() must be between 0 and 100, but was: -1");
    assertRefused(
        () -> write().withTimeout(Duration.ofMillis(1500)),
        "withTimeout() must be whole seconds, from 1 s to 1 h, but was: PT1.5S");
    assertRefused(() -> write().withStepName(""), "withStepName() must not be empty.");
    assertRefused(
        () -> write().withCredentials("", KeySource.of("env:X")),
        "withCredentials() must be given a user, but was: ''");
  }

  private void assertRefused(WriteJdbcRows write, Schema schema, String message) {
    assertRefused(
        () -> pipeline.apply(Create.empty(schema)).apply(write.withStepName("Items")), message);
  }

  @Test
  public void combinations_areCheckedWhenApplied() {
    assertRefused(
        JdbcRows.write("jdbc:postgresql://db/shop"),
        CHANGE,
        "Items: say which table: into(table).");
    assertRefused(
        write().upsertingBy("ID"),
        CHANGE,
        "Items.upsertingBy(): there is no field 'ID'. Did you mean 'id'? Fields: id, name, gone");
    assertRefused(
        write().deletingWhere("gone"),
        CHANGE,
        "Items: deletingWhere() needs to know what a row is found by: upsertingBy(key).");
    assertRefused(
        write().upsertingBy("id").deletingWhere("name"),
        CHANGE,
        "Items.deletingWhere() must name a BOOLEAN field that is not part of the key, but 'name' is"
            + " STRING.");
    assertRefused(
        write().upsertingBy("gone").deletingWhere("gone"),
        CHANGE,
        "Items.deletingWhere() must name a BOOLEAN field that is not part of the key, but 'gone' is"
            + " part of the key.");
    assertRefused(
        write().withVersion("id"),
        CHANGE,
        "Items.withVersion() needs to know what a row is found by: upsertingBy(key).");
    assertRefused(
        write().upsertingBy("id").withVersion("name"),
        CHANGE,
        "Items.withVersion() must name a whole number or a time (DATETIME, MicrosInstant,"
            + " SqlTypes.DATETIME) that is not part of the key, but the field is name STRING."
            + " Convert it before.");
    assertRefused(
        write().upsertingBy("id").withVersion("id"),
        CHANGE,
        "Items.withVersion() must name a whole number or a time (DATETIME, MicrosInstant,"
            + " SqlTypes.DATETIME) that is not part of the key, but 'id' is part of the key.");
    assertRefused(
        write().upsertingBy("id").withVersion("nane"),
        CHANGE,
        "Items.withVersion(): there is no field 'nane'. Did you mean 'name'? Fields: id, name,"
            + " gone");
    assertRefused(
        write().upsertingBy("id").withVersion("id").deletingWhere("gone"),
        CHANGE,
        "Items.withVersion() and deletingWhere() must not be together: of a row that is gone"
            + " nobody knows the version, and an older change would bring it back. Leave"
            + " deletingWhere() out: 'gone' is a column then, by which deleted rows are told.");
    assertRefused(
        write(),
        Schema.builder().addArrayField("tags", FieldType.STRING).build(),
        "Items: tags ARRAY<STRING> has no type of a column. Convert the field before, or leave it"
            + " out.");
    assertRefused(
        write(),
        Schema.builder().addStringField("x".repeat(64)).build(),
        "Items: a name must have 1 to 63 bytes and no zero byte, but was: '"
            + "x".repeat(64)
            + "'");
  }

  @Test
  public void displayData_showsWhatIsWrittenAndNoSecret() {
    TreeMap<String, Object> shown = new TreeMap<>();
    DisplayData.from(
            write()
                .withCredentials("me", KeySource.of("env:SECRET"))
                .upsertingBy("id", "day")
                .deletingWhere("gone")
                .withBatchSize(7))
        .items()
        .forEach(item -> shown.put(item.getKey(), item.getValue()));
    assertThat(
        shown.toString(),
        equalTo(
            "{batchSize=7, deleteField=gone, key=id, day, table=items,"
                + " url=jdbc:postgresql://db/shop}"));
  }
}
