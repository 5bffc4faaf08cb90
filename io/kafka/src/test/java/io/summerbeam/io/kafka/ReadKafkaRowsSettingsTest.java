package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.PatternSyntaxException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class ReadKafkaRowsSettingsTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("topic", FieldType.STRING)
          .addNullableField("gone", FieldType.BOOLEAN)
          .build();
  private static final ReadKafkaRows READ =
      KafkaRows.read(KafkaConnection.to("127.0.0.1:1"), "orders").withSchema(SCHEMA);

  @Test
  public void read_topicsThatAreNone_areRefused() {
    KafkaConnection connection = KafkaConnection.to("127.0.0.1:1");
    refused("names of topics, but was: []", () -> KafkaRows.read(connection));
    refused("names of topics, but was: [a, ]", () -> KafkaRows.read(connection, "a", ""));
    refused("each topic once, but was: [a, a]", () -> KafkaRows.read(connection, "a", "a"));
    assertThrows(PatternSyntaxException.class, () -> KafkaRows.readPattern(connection, "a)(b"));
  }

  @Test
  public void settings_thatAreWrong_areRefusedWhenTheyAreGiven() {
    refused("withGroup() must be given a name, but was: ''", () -> READ.withGroup(""));
    refused("withStepName() must not be empty.", () -> READ.withStepName(""));
    refused("reserved", () -> READ.withSchema(Provenance.addTo(SCHEMA)));
    refused(
        "there are two of the name 'offset'",
        () -> READ.withMetadata(KafkaMetadata.OFFSET, KafkaMetadata.OFFSET));
    refused(
        "must be given the name of a column, but was: ''",
        () -> READ.withMetadata(KafkaMetadata.OFFSET, ""));
    refused(
        "must be in 1970 or later, because Kafka has no earlier timestamps, but was:"
            + " 1969-12-31T23:59:59Z",
        () -> KafkaStart.at(Instant.parse("1969-12-31T23:59:59Z")));
    refused("rowsOfKey() must be given the fields", () -> Tombstones.rowsOfKey(JsonFormat.of()));
    refused(
        "withFlag() is for rowsOfKey(), but these are SKIPPED",
        () -> Tombstones.skipped().withFlag("gone"));
  }

  @Test
  public void expand_withoutSchema_isRefused() {
    assertThat(
        assertThrows(
                IllegalStateException.class,
                () ->
                    Pipeline.create()
                        .apply(KafkaRows.read(KafkaConnection.to("127.0.0.1:1"), "orders")))
            .getMessage(),
        equalTo("KafkaRows.read: there is no schema. Give one with withSchema()."));
  }

  @Test
  public void expand_settingsThatDoNotFit_areRefused() {
    refused(
        "KafkaRows.read: withMetadata(): the schema has a field 'topic' already. Give the column"
            + " another name: withMetadata(KafkaMetadata.TOPIC, \"kafka_topic\").",
        READ.withMetadata(KafkaMetadata.TOPIC));
    refused(
        "reading: EventTime", READ.withStepName("reading").withEventTime(EventTime.ofField("x")));
    refused(
        "say the same. Leave one out.",
        READ.withEventTime(EventTime.ofField("id").withMaxOutOfOrderness(Duration.ofSeconds(1)))
            .withWatermarks(BoundedOutOfOrderness.of(Duration.ZERO)));
    refused(
        "there are no offsets to commit, so withGroup() must be left out",
        READ.bounded().withGroup("g"));
    refused("there is nothing to read", READ.bounded().withStart(KafkaStart.latest()));
    refused(
        "these are not nullable: [id]",
        READ.withTombstones(Tombstones.rowsOfKey(JsonFormat.of(), "topic")));
    refused(
        "field 'topic' is of type STRING, but must be BOOLEAN",
        READ.withTombstones(Tombstones.rowsOfKey(JsonFormat.of(), "id").withFlag("topic")));
    refused("nam", READ.withTombstones(Tombstones.rowsOfKey(JsonFormat.of(), "nam")));
  }

  @Test
  public void displayData_hasWhatIsReadAndWhere() {
    String text = DisplayData.from(READ.withGroup("g").withStart(KafkaStart.latest())).toString();
    for (String each : new String[] {"127.0.0.1:1", "orders", "json", "latest", "=g"}) {
      assertThat(text, containsString(each));
    }
  }

  @Test
  public void pipeline_neitherReadsNorHasASecret() {
    // It cannot be read here: who tries fails.
    KafkaConnection connection =
        KafkaConnection.to("127.0.0.1:1")
            .withScram("user", KeySource.of("env:SET_ON_THE_WORKERS"))
            .withConfig("client.id", "unseen");
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(KafkaRows.read(connection, "orders").withSchema(SCHEMA).withGroup("g"));
    StringBuilder shown = new StringBuilder();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              shown.append(DisplayData.from(node.getTransform()));
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            shown.append(DisplayData.from(node.getTransform()));
          }
        });
    PipelineTranslation.toProto(pipeline);
    assertThat(shown.toString(), containsString("orders"));
    assertThat(shown.toString(), not(containsString("unseen")));
    assertThat(shown.toString(), not(containsString("SET_ON_THE_WORKERS")));
  }

  private static void refused(String message, ReadKafkaRows read) {
    refused(message, () -> Pipeline.create().apply(read));
  }

  private static void refused(String message, ThrowingRunnable what) {
    assertThat(
        assertThrows(IllegalArgumentException.class, what).getMessage(), containsString(message));
  }
}
