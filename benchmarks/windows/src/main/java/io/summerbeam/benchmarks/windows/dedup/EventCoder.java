package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Writes the four values one after the other. */
final class EventCoder extends AtomicCoder<Event> {

  private static final long serialVersionUID = 1;
  private static final EventCoder INSTANCE = new EventCoder();

  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  static EventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Event event, OutputStream out) throws IOException {
    TEXT.encode(event.id(), out);
    TEXT.encode(event.customer(), out);
    VarInt.encode(event.amount(), out);
    TEXT.encode(event.item(), out);
  }

  @Override
  public Event decode(InputStream in) throws IOException {
    return new Event(TEXT.decode(in), TEXT.decode(in), VarInt.decodeLong(in), TEXT.decode(in));
  }
}
