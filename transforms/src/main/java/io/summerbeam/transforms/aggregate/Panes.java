package io.summerbeam.transforms.aggregate;

import java.util.Locale;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.Row;

/** Which firing of its window a result is of, as a row. */
final class Panes {

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("timing")
          .addInt64Field("index")
          .addBooleanField("is_final")
          .build();

  private Panes() {}

  static Row row(PaneInfo pane) {
    return Row.withSchema(SCHEMA).attachValues(timing(pane), pane.getIndex(), pane.isLast());
  }

  // Runners that fire once, in batch, do not say when.
  private static String timing(PaneInfo pane) {
    Timing timing = pane.getTiming();
    return (timing == Timing.UNKNOWN ? Timing.ON_TIME : timing).name().toLowerCase(Locale.ROOT);
  }
}
