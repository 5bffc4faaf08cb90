package io.summerbeam.transforms.enrich;

import io.summerbeam.transforms.enrich.Arrival.ArrivalCoder;
import io.summerbeam.transforms.enrich.ChangelogHistory.Asking;
import io.summerbeam.transforms.enrich.ChangelogHistory.Change;
import io.summerbeam.transforms.enrich.TableVersion.TableVersionCoder;
import io.summerbeam.transforms.enrich.WaitingRecord.WaitingRecordCoder;
import io.summerbeam.transforms.inmemory.Received;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;

/** What {@link EnrichFromChangelog} makes of histories, without a pipeline. */
final class ChangelogParts {

  private static final Enrichment PRICE =
      Enrichment.of("Enrich.fromChangelog()")
          .on("sku", "id")
          .take("price", "price")
          .withOnMiss(OnMiss.KEEP);

  private static final Schema TAKEN = Schema.builder().addInt32Field("f0").build();

  private static final ChangeReader READER =
      new ChangeReader(
          TAKEN,
          new int[] {ChangelogEvents.CHANGE.indexOf("price")},
          ChangelogEvents.CHANGE.indexOf("gone"),
          null,
          ChangelogEvents.CHANGE.indexOf("lsn"));

  static final RowCoder TAKEN_CODER = RowCoder.of(TAKEN);

  static final ArrivalCoder CODER =
      new ArrivalCoder(
          new WaitingRecordCoder(RowCoder.of(ChangelogEvents.RECORD), GlobalWindow.Coder.INSTANCE),
          new TableVersionCoder(TAKEN_CODER));

  private ChangelogParts() {}

  static Meeting meeting() {
    return new Meeting(
        "Enrich",
        PRICE.appender(ChangelogEvents.RECORD, ChangelogEvents.CHANGE),
        OnMiss.KEEP,
        PRICE.miss(),
        null);
  }

  static Arrival arrival(Change change) {
    Row row =
        Row.withSchema(ChangelogEvents.CHANGE)
            .addValues("a", change.price(), change.gone(), change.lsn())
            .build();
    return Arrival.of(READER.read(row, change.time()));
  }

  static Arrival arrival(Asking record) {
    Row row = Row.withSchema(ChangelogEvents.RECORD).addValues("a", record.n()).build();
    return Arrival.of(new WaitingRecord(row, record.time(), GlobalWindow.INSTANCE));
  }

  static String text(Received.One<Row> out) {
    return out.value().getValue("n")
        + "="
        + out.value().getValue("price")
        + "@"
        + out.time().getMillis();
  }
}
