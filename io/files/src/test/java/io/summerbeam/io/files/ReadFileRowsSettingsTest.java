package io.summerbeam.io.files;

import static io.summerbeam.io.files.FlightFiles.FLIGHT;
import static io.summerbeam.io.files.FlightFiles.PATTERN;
import static io.summerbeam.io.files.FlightFiles.read;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.source.Provenance;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReadFileRowsSettingsTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void settings_checkedWhenGiven() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileRows.read("")).getMessage(),
        equalTo("read() must be given a path or a pattern, but was: ''"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read("x").withStepName("")).getMessage(),
        equalTo("withStepName() must not be empty."));
    for (int bad : new int[] {0, -1, Integer.MAX_VALUE}) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> read("x").withMaxRecordBytes(bad))
              .getMessage(),
          equalTo("withMaxRecordBytes() must be between 1 and 1073741824, but was: " + bad));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> read("x").withEventTime("date", "HH:mm", ZoneOffset.UTC));
    EventTime outOfOrder =
        EventTime.ofField("millis").withMaxOutOfOrderness(Duration.ofSeconds(30));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read("x").withEventTime(outOfOrder))
            .getMessage(),
        equalTo(
            "withEventTime(): EventTime.withMaxOutOfOrderness() is for unbounded sources. Files"
                + " have no watermark that it could hold back. Leave it out."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> FileRows.read("x").withSchema(Provenance.addTo(FLIGHT)))
            .getMessage(),
        containsString("is reserved"));
  }

  @Test
  public void settings_checkedTogether() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(
        assertThrows(IllegalStateException.class, () -> pipeline.apply("a", FileRows.read("x")))
            .getMessage(),
        equalTo("FileRows.read: there is no schema. Give one with withSchema()."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> pipeline.apply("b", read("x").withEventTime("dat", PATTERN, ZoneOffset.UTC)))
            .getMessage(),
        startsWith(
            "FileRows.read: EventTime: there is no field 'dat'. Did you mean 'date'? Fields:"));
    Schema nested = Schema.builder().addArrayField("a", FieldType.STRING).build();
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    pipeline.apply(
                        "c", FileRows.read("x").withSchema(nested).withFormat(CsvFormat.of())))
            .getMessage(),
        startsWith("FileRows.read: field 'a' is of type ARRAY, which CSV has no form for."));
  }

  @Test
  public void displayData_tellsWhatIsRead() {
    DisplayData data =
        DisplayData.from(read("x*.csv").withFormat(CsvFormat.of()).withMaxRecordBytes(10));
    Map<String, Object> items = new HashMap<>();
    data.items().forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(items.get("pattern"), equalTo("x*.csv"));
    assertThat(items.get("format"), equalTo("csv"));
    assertThat(items.get("maxRecordBytes"), equalTo(10L));
    assertThat(
        DisplayData.from(read("x").withFormat(JsonFormat.of())).items().stream()
            .filter(item -> item.getKey().equals("format"))
            .map(DisplayData.Item::getValue)
            .findFirst()
            .orElse(null),
        equalTo("json"));
    assertThat(items.get("schema"), nullValue());
  }
}
