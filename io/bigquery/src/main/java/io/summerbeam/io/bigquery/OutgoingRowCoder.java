package io.summerbeam.io.bigquery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Encodes rows on their way to the service, part by part. */
final class OutgoingRowCoder extends StructuredCoder<OutgoingRow> {

  private static final long serialVersionUID = 1;
  private static final InstantCoder TIME = InstantCoder.of();
  private static final NullableCoder<IntervalWindow> WINDOW =
      NullableCoder.of(IntervalWindow.getCoder());

  private final Coder<Row> row;

  private OutgoingRowCoder(Coder<Row> row) {
    this.row = row;
  }

  static OutgoingRowCoder of(Schema schema) {
    return new OutgoingRowCoder(RowCoder.of(schema));
  }

  @Override
  public void encode(OutgoingRow value, OutputStream out) throws IOException {
    TIME.encode(value.eventTime(), out);
    WINDOW.encode(value.window(), out);
    row.encode(value.row(), out);
  }

  @Override
  public OutgoingRow decode(InputStream in) throws IOException {
    Instant time = TIME.decode(in);
    IntervalWindow window = WINDOW.decode(in);
    return new OutgoingRow(row.decode(in), time, window);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(row);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "Rows must be deterministic.", row);
  }
}
