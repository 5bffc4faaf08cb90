package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What is refused, and when; and what it counts under which name. */
public class AggregateSettingsTest {

  private static final Schema INPUT = Schema.builder().addStringField("key").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void keys_whoseEqualValuesHaveSeveralForms_areRefused() {
    FieldType numeric = FieldType.logicalType(FixedPrecisionNumeric.of(10, 2));
    assertThat(refusal(numeric), containsString("'key' contains DECIMAL"));
    assertThat(
        refusal(FieldType.row(Schema.builder().addDecimalField("m").build())),
        containsString("'key' contains DECIMAL"));
    assertThat(refusal(FieldType.array(FieldType.DOUBLE)), containsString("contains DOUBLE"));
    assertThat(
        refusal(FieldType.DOUBLE),
        equalTo(
            "Aggregate.by(): a key must be of a type in which equal values have one form (no"
                + " floating point, decimal or map), but 'key' is DOUBLE. Convert it before."));
  }

  @Test
  public void state_isOfTheKeys() {
    Object byKey = coderOfState("byKey", Aggregate.by("key").count("c"));
    assertThat(coderOfState("renamed", Aggregate.by("key").count("d")), equalTo(byKey));
    assertThat(coderOfState("byOther", Aggregate.by("other").count("c")), not(equalTo(byKey)));
    assertThat(coderOfState("byNone", Aggregate.globally().count("c")), not(equalTo(byKey)));
  }

  /** That of what a runner keeps of a group. */
  private Object coderOfState(String name, Aggregate aggregate) {
    Schema schema = Schema.builder().addStringField("key").addStringField("other").build();
    pipeline
        .apply(
            name + " input",
            Create.of(Row.withSchema(schema).addValues("a", "b").build()).withRowSchema(schema))
        .apply(name, aggregate);
    List<Coder<?>> coders = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getFullName().startsWith(name + "/")
                && node.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo
                && parDo.getFn() instanceof MeasureFn) {
              node.getOutputs().values().forEach(measured -> coders.add(measured.getCoder()));
            }
          }
        });
    assertThat(coders, hasSize(1));
    return ((KvCoder<?, ?>) coders.get(0)).getValueCoder();
  }

  @Test
  public void names_emptyOrTaken_areRefusedWhenCalled() {
    Aggregate byKey = Aggregate.by("key").count("c");
    assertThat(
        message(() -> byKey.count("")),
        equalTo("Aggregate.count(): the name of the output's field must not be empty."));
    for (String taken : new String[] {"key", "window_start", "window_end", "c"}) {
      assertThat(
          message(() -> byKey.sum("n", taken)),
          equalTo(
              "Aggregate.sum(n): the output has a field '"
                  + taken
                  + "' already. Name each field of the output once."));
    }
  }

  @Test
  public void by_fieldOfTheWindow_isRefused() {
    for (String name : new String[] {"window_start", "window_end"}) {
      assertThat(
          message(() -> Aggregate.by("key", name)),
          equalTo(
              "Aggregate.by(): a key must not have the name of a field of the window, but one is '"
                  + name
                  + "'. Rename it before."));
    }
  }

  @Test
  public void noSchema_isRefused() {
    PCollection<Row> bare =
        pipeline.apply(Create.of(row("a")).withCoder(SerializableCoder.of(Row.class)));
    assertThat(
        message(() -> bare.apply(byDays())),
        equalTo(
            "Aggregate: the input has no schema. Set it with setRowSchema(), or convert with"
                + " Convert.toRows()."));
  }

  @Test
  public void withStepName_empty_isRefused() {
    assertThat(
        message(() -> byDays().withStepName("")), equalTo("withStepName() must not be empty."));
  }

  @Test
  public void counters_areOfRecordsInAndGroupsOut() {
    rows().apply(byDays());

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Aggregate/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Aggregate/records_out"), equalTo(2L));
  }

  @Test
  public void withStepName_countersHaveIt() {
    rows().apply(byDays().withStepName("ByKey"));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "ByKey/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "ByKey/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "Aggregate/records_in"), equalTo(0L));
  }

  private PCollection<Row> rows() {
    return pipeline.apply(Create.of(row("a"), row("a"), row("b")).withRowSchema(INPUT));
  }

  private String refusal(FieldType key) {
    PCollection<Row> input =
        pipeline.apply(key.toString(), Create.empty(Schema.builder().addField("key", key).build()));
    return message(() -> input.apply(byDays()));
  }

  private static Aggregate byDays() {
    return Aggregate.by("key").over(Windows.days(ZoneOffset.UTC)).count("c");
  }

  private static Row row(String key) {
    return Row.withSchema(INPUT).addValue(key).build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
