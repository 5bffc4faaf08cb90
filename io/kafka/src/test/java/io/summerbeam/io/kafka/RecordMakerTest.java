package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.testing.RegistryServer;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RecordMakerTest {

  private static final Schema SCHEMA =
      Schema.builder().addNullableField("to", Schema.FieldType.STRING).build();

  @Test
  public void topicThatIsNone_isRefused_andLeavesNoSubjectInTheRegistry() throws Exception {
    try (RegistryServer registry = new RegistryServer()) {
      RecordFields fields =
          RecordFields.builder()
              .setTopicField("to")
              .setFormat(AvroFormat.of().withRegistry(RestRegistry.at(registry.url())))
              .build();
      RecordMaker maker = new RecordMaker(fields, SCHEMA, Set.of("absent")::contains);

      assertRefused(
          maker, null, Severity.PERMANENT, "the field 'to', which names the topic, is null");
      assertRefused(
          maker,
          "no/topic",
          Severity.PERMANENT,
          "no topic can have the name that the record asks for");
      assertRefused(
          maker, "absent", Severity.RETRYABLE, "the topic that the record asks for does not exist");
      assertThat(registry.asked(), empty());

      assertThat(maker.make(row("there"), Instant.EPOCH).topic(), equalTo("there"));
      assertThat(registry.asked(), contains("POST /subjects/there-value/versions"));
    }
  }

  private static void assertRefused(
      RecordMaker maker, String topic, Severity severity, String message) {
    RejectedException refusal =
        assertThrows(RejectedException.class, () -> maker.make(row(topic), Instant.EPOCH));
    assertThat(refusal.getMessage(), equalTo(message));
    assertThat(refusal.severity(), equalTo(severity));
  }

  private static Row row(String topic) {
    return Row.withSchema(SCHEMA).addValue(topic).build();
  }
}
