package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.UnknownLogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** Typed predicates take what a Row holds, which for a logical type is not what is encoded. */
public class ValueClassTest {

  private static final Schema DAY =
      Schema.builder().addLogicalTypeField("day", SqlTypes.DATE).build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void of_eachType_isTheClassOfItsValues() {
    assertThat(ValueClass.of(FieldType.INT64), equalTo(Long.class));
    assertThat(ValueClass.of(FieldType.STRING.withNullable(true)), equalTo(String.class));
    assertThat(ValueClass.of(FieldType.DATETIME), equalTo(Instant.class));
    assertThat(ValueClass.of(FieldType.array(FieldType.INT64)), equalTo(List.class));
    assertThat(ValueClass.of(FieldType.logicalType(SqlTypes.DATE)), equalTo(LocalDate.class));
    assertThat(ValueClass.of(FieldType.logicalType(SqlTypes.UUID)), equalTo(UUID.class));
    assertThat(
        ValueClass.of(FieldType.logicalType(EnumerationType.create("A"))),
        equalTo(EnumerationType.Value.class));
    assertThat(ValueClass.of(FieldType.logicalType(FixedBytes.of(2))), equalTo(byte[].class));
    assertThat(
        ValueClass.of(FieldType.logicalType(FixedPrecisionNumeric.of(10, 2))),
        equalTo(BigDecimal.class));
    assertThat(ValueClass.of(FieldType.logicalType(VariableString.of(3))), equalTo(String.class));
    assertThat(
        ValueClass.of(
            FieldType.logicalType(
                new UnknownLogicalType<Long>("x", new byte[0], null, null, FieldType.INT64))),
        equalTo(Long.class));
  }

  @Test
  public void expect_onALogicalType_getsItsValue() {
    Row good = day(LocalDate.of(2001, 1, 1));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          days(good, day(LocalDate.of(2999, 1, 1)))
              .apply(
                  Validate.records()
                      .expect("past", "day", LocalDate.class, d -> d.getYear() < 2100)
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(good);
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Validate", Reason.EXPECTATION_FAILED, "{\"day\":\"2999-01-01\"}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void expect_whatALogicalTypeIsEncodedAs_isRefused() {
    PCollection<Row> days = days(day(LocalDate.of(2001, 1, 1)));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> days.apply(Validate.records().expect("past", "day", Long.class, d -> true)))
            .getMessage(),
        equalTo(
            "Validate, expectation 'past': the field 'day' holds LocalDate, but the predicate"
                + " takes Long."));
  }

  private PCollection<Row> days(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(DAY));
  }

  private static Row day(LocalDate day) {
    return Row.withSchema(DAY).addValue(day).build();
  }
}
