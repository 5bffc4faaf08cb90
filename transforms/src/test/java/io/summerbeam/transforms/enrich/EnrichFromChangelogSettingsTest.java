package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.Durations;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What {@link EnrichFromChangelog} refuses, and what it says of itself. */
public class EnrichFromChangelogSettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void badSettings_areRefused() {
    EnrichFromChangelog enrich = enrich();
    assertThat(
        message(() -> enrich.withHistory(Duration.ofMillis(-1))),
        equalTo("withHistory() must not be negative, but was: PT-0.001S"));
    assertThat(
        message(() -> enrich.withWait(Duration.ofNanos(1_500_000))),
        equalTo("withWait() must be a whole number of milliseconds, but was: PT0.0015S"));
    assertThat(
        message(() -> enrich.withTtl(Duration.ZERO)),
        equalTo("withTtl() must be at least a millisecond, but was: PT0S"));
    assertThat(
        message(() -> enrich.withTtl(Durations.MAX.plusMillis(1))),
        containsString("withTtl() must be at most " + Durations.MAX));
    assertThat(
        message(() -> enrich.inWindows(Duration.ZERO)),
        equalTo("inWindows() must be at least a millisecond, but was: PT0S"));
    assertThat(
        message(() -> enrich.withDeleteWhen(" ")), containsString("the expression is empty"));
    assertThat(
        message(() -> enrich.withStepName("")), equalTo("withStepName() must not be empty."));
    assertThat(message(() -> enrich.on("n", "id")), containsString("'id' comes twice"));
    assertThat(message(() -> enrich.take("lsn", "price")), containsString("'price' comes twice"));
  }

  @Test
  public void fieldsOfTheChanges_thatDoNotFit_areRefused() {
    assertThat(
        refused(enrich -> enrich.withDeletes("gon")),
        equalTo(
            "Enrich.fromChangelog().withDeletes(): there is no field 'gon'. Did you mean 'gone'?"
                + " Fields: id, price, gone, lsn"));
    assertThat(
        refused(enrich -> enrich.withDeletes("price")),
        equalTo(
            "Enrich.fromChangelog().withDeletes() must name a BOOLEAN field, but 'price' is INT32."
                + " Say when a change is a delete: withDeleteWhen(condition)."));
    assertThat(
        refused(enrich -> enrich.withDeleteWhen("prce < 0")),
        containsString("Did you mean 'price'?"));
    assertThat(refused(enrich -> enrich.withVersion("lns")), containsString("Did you mean 'lsn'?"));
    assertThat(
        refused(enrich -> enrich.withVersion("id")),
        equalTo(
            "Enrich.fromChangelog().withVersion() must name a field of whole numbers or DATETIME,"
                + " but 'id' is STRING. Convert it before."));
    assertThat(
        refused(enrich -> enrich.take("prise", "p")), containsString("Did you mean 'price'?"));
    assertThat(
        refused(enrich -> enrich.take("lsn", "n")),
        containsString("the input has a field 'n' already"));
    assertThat(
        refused(enrich -> enrich.on("n", "lsn")),
        containsString("'n' is INT32 and the table's is INT64"));
  }

  @Test
  public void badCombinations_areRefused() {
    assertThat(
        refused(enrich -> enrich.withDeletes("gone").withDeleteWhen("price < 0")),
        equalTo(
            "Enrich.fromChangelog(): say once what a delete is: withDeletes() or withDeleteWhen(),"
                + " not both."));
    assertThat(
        refused(enrich -> enrich.inWindows(SECOND)),
        equalTo(
            "Enrich.fromChangelog(): inWindows() needs to know how long a change is valid, or it"
                + " would be sent into all windows for ever. Say withTtl()."));
    assertThat(
        refused(enrich -> enrich.inWindows(SECOND).withTtl(SECOND).withHistory(SECOND)),
        equalTo(
            "Enrich.fromChangelog(): inWindows() keeps nothing of a window that is over. Leave out"
                + " withHistory(); keep windows open for longer with withWait()."));
    assertThat(
        refused(enrich -> enrich.inWindows(SECOND).withTtl(Duration.ofSeconds(1_000))),
        equalTo(
            "Enrich.fromChangelog(): withTtl() PT16M40S lasts for 1001 windows of PT1S, but a"
                + " change is sent into 1000 at most. Make windows longer, or the time to live"
                + " shorter."));
    PCollection<Row> records = records();
    PCollection<Row> changes = changes();
    assertThat(
        message(() -> records.apply(Enrich.fromChangelog(changes).on("sku", "id"))),
        containsString("Enrich.fromChangelog(): say what to look up and what to take"));
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      assertThat(
          message(
              () -> records.apply(enrich(changes).withOnMiss(OnMiss.DROP).withDeadLetters(dead))),
          equalTo(
              "Enrich.fromChangelog(): a miss must be a failure to be a dead letter, but"
                  + " withOnMiss() is DROP. Leave out withOnMiss(), or withDeadLetters()."));
    }
  }

  @Test
  public void inputsWithoutSchema_areRefused() {
    PCollection<Row> plain =
        pipeline.apply(
            "Plain", Create.empty(org.apache.beam.sdk.coders.SerializableCoder.of(Row.class)));
    PCollection<Row> changes = changes();
    PCollection<Row> records = records();
    assertThat(
        message(() -> plain.apply("a", enrich(changes))),
        containsString("Enrich.fromChangelog(): the input has no schema"));
    assertThat(
        message(() -> records.apply("b", enrich(plain))),
        containsString("Enrich.fromChangelog(): the changes have no schema"));
  }

  @Test
  public void alternative_namesWhatThereIsWithoutTimers() {
    PTransform<PCollection<Row>, PCollection<Row>> enrich = enrich();
    assertThat(
        ((HasAlternative) enrich).alternative(),
        equalTo(
            "Say withTtl() and inWindows(), which needs no timers; or, where the time of the record"
                + " does not matter, take Enrich.fromSnapshot()."));
  }

  @Test
  public void displayData_tellsTheSettings() {
    String text =
        DisplayData.from(
                enrich()
                    .withDeletes("gone")
                    .withVersion("lsn")
                    .withHistory(Duration.ofSeconds(2))
                    .withTtl(Duration.ofSeconds(3))
                    .withWait(Duration.ofSeconds(4)))
            .asMap()
            .values()
            .toString();
    for (String told : new String[] {"sku = table.id", "gone", "lsn", "PT2S", "PT3S", "PT4S"}) {
      assertThat(text, containsString(told));
    }
  }

  private int applied;

  private String refused(UnaryOperator<EnrichFromChangelog> settings) {
    PCollection<Row> records = records();
    EnrichFromChangelog enrich = settings.apply(enrich());
    return message(() -> records.apply("Apply" + applied++, enrich));
  }

  private EnrichFromChangelog enrich() {
    return enrich(changes());
  }

  private static EnrichFromChangelog enrich(PCollection<Row> changes) {
    return Enrich.fromChangelog(changes).on("sku", "id").take("price");
  }

  private PCollection<Row> records() {
    return pipeline.apply("Records" + applied++, Create.empty(ChangelogEvents.RECORD));
  }

  private PCollection<Row> changes() {
    return pipeline
        .apply("Changes" + applied++, Create.empty(RowCoder.of(ChangelogEvents.CHANGE)))
        .setRowSchema(ChangelogEvents.CHANGE);
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
