package io.summerbeam.sdk.format;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.schemafile.SchemaFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Edits Avro records as Rows of all that their writers' schemas have. */
final class AvroEditor extends FormatEditor {

  private static final long serialVersionUID = 1;

  /** How many writers' schemas are kept; beyond it all are forgotten. */
  private static final int MAX_WRITERS = 1_000;

  private final AvroFormat format;
  private transient @Nullable AvroOrigin origin;
  private transient @Nullable Map<Long, Plan> plans;

  /** How a writer's records are read and written. */
  private record Plan(AvroRowReader reader, AvroRowWriter writer) {}

  AvroEditor(AvroFormat format) {
    this.format = format;
  }

  @Override
  public String format() {
    return format.name();
  }

  @Override
  byte[] edited(byte[] record, PayloadEdit edit)
      throws MalformedException, UnwritableException, UnmendableException {
    AvroOrigin from = origin();
    Plan plan = plan(from.key(record), from);
    AvroInput in = new AvroInput();
    in.start(record, from.headerBytes());
    Row row = plan.reader().read(in);
    in.end();
    byte[] header = Arrays.copyOf(record, from.headerBytes());
    return new AvroEncoder(plan.writer(), () -> header).encode(edit.inRow(row));
  }

  private AvroOrigin origin() {
    AvroOrigin known = origin;
    if (known == null) {
      known = format.origin();
      origin = known;
    }
    return known;
  }

  private Plan plan(long key, AvroOrigin from) throws MalformedException, UnmendableException {
    Map<Long, Plan> known = plans;
    if (known == null) {
      known = new HashMap<>();
      plans = known;
    }
    Plan plan = known.get(key);
    if (plan == null) {
      plan = make(key, from);
      if (known.size() >= MAX_WRITERS) {
        known.clear();
      }
      known.put(key, plan);
    }
    return plan;
  }

  private static Plan make(long key, AvroOrigin from)
      throws MalformedException, UnmendableException {
    String name = "its writer's schema (" + from.name(key) + ")";
    try {
      Schema writer = from.writer(key);
      org.apache.beam.sdk.schemas.Schema rows = SchemaFile.parseWriter(writer.toString(), name);
      return new Plan(AvroResolution.of(writer, null, rows), AvroWriting.of(writer, rows));
    } catch (AvroMismatchException e) {
      throw new UnmendableException(name + " has no form in a Row: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      // It begins with the name.
      throw new UnmendableException(String.valueOf(e.getMessage()));
    }
  }
}
