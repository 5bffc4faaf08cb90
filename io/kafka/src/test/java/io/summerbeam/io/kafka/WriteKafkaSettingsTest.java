package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.secret.KeySource;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** {@link WriteKafkaRows} and {@link KafkaDeadLetters} before there is a broker. */
public final class WriteKafkaSettingsTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("name")
          .addDoubleField("mean")
          .addArrayField("list", FieldType.STRING)
          .addInt64Field("count")
          .build();

  private static final KafkaConnection CONNECTION =
      KafkaConnection.to("broker:9092").withSecret("ssl.key.password", KeySource.of("env:SECRET"));

  @Rule
  public final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private static WriteKafkaRows write() {
    return KafkaRows.write(CONNECTION, "topic");
  }

  private static String refused(ThrowingRunnable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  private String refusedWhenApplied(WriteKafkaRows write) {
    return refused(() -> pipeline.apply(Create.empty(SCHEMA)).setRowSchema(SCHEMA).apply(write));
  }

  @Test
  public void names_mustBeGiven() {
    assertThat(
        refused(() -> KafkaRows.write(CONNECTION, " ")),
        equalTo("write() must be given a topic, but was: ' '"));
    assertThat(
        refused(() -> KafkaRows.writeTo(CONNECTION, "")),
        equalTo("writeTo() must be given a field, but was: ''"));
    assertThat(
        refused(() -> write().withStepName("")),
        equalTo("withStepName() must be given a name, but was: ''"));
    assertThat(
        refused(() -> write().withHeader("", "name")),
        equalTo("withHeader() must be given the name of a header, but was: ''"));
    assertThat(
        refused(() -> write().withHeader("h", "name").withHeader("h", "count")),
        equalTo("withHeader(): there is a header 'h' already. Give it another name."));
    assertThat(
        refused(() -> write().withHeadersFrom("")),
        equalTo("withHeadersFrom() must be given a field, but was: ''"));
    assertThat(
        refused(() -> write().withPartitionField("")),
        equalTo("withPartitionField() must be given a field, but was: ''"));
    assertThat(
        refused(() -> write().withKeyFields()),
        equalTo("withKeyFields() must be given one field or more, each once, but was: []"));
    assertThat(
        refused(() -> write().withKeyFields("name", "name")),
        equalTo(
            "withKeyFields() must be given one field or more, each once, but was: [name, name]"));
    assertThat(
        refused(() -> write().exactlyOnce(" ", 1)),
        equalTo("exactlyOnce() must be given a group id, but was: ' '"));
    assertThat(
        refused(() -> write().exactlyOnce("group", 0)),
        equalTo("exactlyOnce() must be given a positive number of shards, but was: 0"));
    assertThat(
        refused(() -> KafkaDeadLetters.to(CONNECTION, "")),
        equalTo("to() must be given a topic, but was: ''"));
  }

  @Test
  public void fields_mustBeThereAndOfTheirTypes() {
    assertThat(
        refusedWhenApplied(write().withKeyFields("nam")),
        containsString("KafkaRows.write.withKeyFields(): there is no field 'nam'. Did you mean"));
    assertThat(
        refusedWhenApplied(write().withKeyFields("mean")),
        equalTo(
            "KafkaRows.write.withKeyFields(): a key must be of a type in which equal values have"
                + " one form (no floating point, decimal or map), but 'mean' is DOUBLE. Convert it"
                + " before."));
    assertThat(
        refusedWhenApplied(write().withKeyFields("list")),
        equalTo(
            "KafkaRows.write.withKeyFields(): a single field is written as its text or its bytes,"
                + " but 'list' is ARRAY, which has neither. Take a field out of it before."));
    assertThat(
        refusedWhenApplied(write().withHeader("h", "list")),
        containsString("KafkaRows.write.withHeader(): a single field is written as its text"));
    assertThat(
        refusedWhenApplied(write().withHeadersFrom("name")),
        equalTo(
            "KafkaRows.write.withHeadersFrom(): the field with the headers must be a MAP of STRING"
                + " to STRING, but 'name' is STRING."));
    assertThat(
        refusedWhenApplied(write().withPartitionField("count")),
        equalTo(
            "KafkaRows.write.withPartitionField(): the field with the number of the partition must"
                + " be INT32, but 'count' is INT64."));
    assertThat(
        refusedWhenApplied(KafkaRows.writeTo(CONNECTION, "count")),
        equalTo(
            "KafkaRows.write.writeTo(): the field that names the topic must be STRING, but 'count'"
                + " is INT64."));
    assertThat(
        refusedWhenApplied(write().withFormat(CsvFormat.of())),
        containsString(
            "KafkaRows.write: field 'list' is of type ARRAY, which CSV has no form for"));
  }

  @Test
  public void displayData_tellsWhereToAndNoSecret() {
    Map<String, Object> items = new HashMap<>();
    DisplayData data =
        DisplayData.from(write().withKeyFields("name", "count").exactlyOnce("group", 2));
    data.items().forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(
        items,
        equalTo(
            Map.of(
                "servers", "broker:9092",
                "topic", "topic",
                "format", "json",
                "keyFields", "name, count",
                "sinkGroupId", "group")));
    assertThat(
        DisplayData.from(KafkaDeadLetters.to(CONNECTION, "dead")).toString(),
        not(containsString("SECRET")));
  }
}
