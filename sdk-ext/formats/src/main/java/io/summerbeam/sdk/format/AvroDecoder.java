package io.summerbeam.sdk.format;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads Avro records; how each writer's are read is found out once. */
final class AvroDecoder implements RowDecoder {

  /** How many writers' schemas are kept; beyond it all are forgotten. */
  private static final int MAX_WRITERS = 1_000;

  // A fingerprint does not depend on them: it leaves logical types out.
  private static final AvroDecimals ANY_DECIMALS = new AvroDecimals(38, 9);

  private final AvroOrigin origin;
  private final @Nullable Schema reader;
  private final org.apache.beam.sdk.schemas.Schema rows;
  private final AvroInput in = new AvroInput();
  private final Map<Long, Plan> plans = new HashMap<>();
  // That of the record before, which most often is that of this one.
  private @Nullable AvroRowReader last;
  private long lastKey;

  /** How a writer's records are read, or why they are not. */
  private record Plan(@Nullable AvroRowReader reader, String refusal) {}

  AvroDecoder(AvroOrigin origin, @Nullable Schema reader, org.apache.beam.sdk.schemas.Schema rows) {
    this.origin = origin;
    this.reader = reader;
    this.rows = rows;
  }

  @Override
  public Row decode(byte[] record) throws MalformedException {
    long key = origin.key(record);
    AvroRowReader plan = last;
    if (plan == null || key != lastKey) {
      plan = plan(key);
      last = plan;
      lastKey = key;
    }
    in.start(record, origin.headerBytes());
    Row row = plan.read(in);
    in.end();
    return row;
  }

  private AvroRowReader plan(long key) throws MalformedException {
    Plan plan = plans.get(key);
    if (plan == null) {
      plan = make(key);
      if (plans.size() >= MAX_WRITERS) {
        plans.clear();
      }
      plans.put(key, plan);
    }
    if (plan.reader() == null) {
      throw new MalformedException(plan.refusal());
    }
    return plan.reader();
  }

  private Plan make(long key) throws MalformedException {
    try {
      return new Plan(AvroResolution.of(origin.writer(key), reader, rows), "");
    } catch (AvroMismatchException e) {
      return new Plan(
          null,
          "the writer's schema ("
              + origin.name(key)
              + ") does not fit the reader's ("
              + readerName()
              + "): "
              + e.getMessage());
    }
  }

  /**
   * What the reader's schema is called in messages. Its id in a registry, where it has one, is not
   * known here, and a message is not worth a request.
   */
  private String readerName() {
    return AvroSingleObject.fingerprint(
        reader == null ? AvroDerivation.of(rows, ANY_DECIMALS) : reader);
  }
}
