package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** Decodes payloads of a lane, given by their numbers, as a source would. */
final class DecodePayloadsFn extends DoFn<Long, Row> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private final String laneName;
  private final long seed;
  private final DeadLetterFactory deadLetters;
  private transient Lane lane;
  private transient RowDecoder decoder;
  private transient EventTimeReader times;
  private transient RowCoder coder;
  private transient Schema output;

  DecodePayloadsFn(Lane lane, long seed, DeadLetterFactory deadLetters) {
    this.laneName = lane.name();
    this.seed = seed;
    this.deadLetters = deadLetters;
  }

  @Setup
  public void setup() {
    deadLetters.open();
    lane = Lanes.of(laneName);
    decoder = lane.format().decoder(lane.schema());
    times = lane.time() == null ? null : lane.time().reader(lane.schema());
    coder = RowCoder.of(lane.schema());
    output = Provenance.addTo(lane.schema());
  }

  @ProcessElement
  public void process(
      @Element Long index, @Timestamp Instant now, BoundedWindow window, MultiOutputReceiver out) {
    byte[] payload = lane.payload(seed, index);
    Provenance place = Provenance.ofKafka(laneName, 0, index);
    Row row;
    Instant time = now;
    Watchdog.begin(laneName + ", seed " + seed + ", payload " + index);
    try {
      row = decoder.decode(payload);
      time = times == null ? now : times.read(row);
    } catch (MalformedException e) {
      Ledger.running().took(index, Watchdog.end());
      String why = String.valueOf(e.getMessage());
      if (why.contains(Events.SECRET)) {
        Ledger.running().problem(lane, seed, index, payload, "the message quotes the data");
      }
      out.get(DEAD)
          .output(
              deadLetters.ofBytes(
                  payload,
                  lane.format().name(),
                  place,
                  now,
                  window,
                  Failure.of(Reason.MALFORMED, why, e.getCause())));
      return;
    } catch (RuntimeException | Error e) {
      // This is what is looked for: it has no outcome.
      Watchdog.end();
      Ledger.running().problem(lane, seed, index, payload, "decoding threw " + text(e));
      return;
    }
    Ledger.running().took(index, Watchdog.end());
    if (!comesBack(row)) {
      Ledger.running().problem(lane, seed, index, payload, "the row is another after its coder");
    }
    List<Object> values = new ArrayList<>(row.getValues());
    values.add(place.toBytes());
    out.get(ROWS).outputWithTimestamp(Row.withSchema(output).attachValues(values), time);
  }

  /** A row that no coder takes would go through no shuffle. */
  private boolean comesBack(Row row) {
    try {
      return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, row))
          .equals(row);
    } catch (CoderException | RuntimeException e) {
      return false;
    }
  }

  private static String text(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown + " at " + Arrays.toString(Arrays.copyOf(trace, Math.min(trace.length, 6)));
  }
}
