package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.failure.FinalFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What a user's CombineFn keeps. Null is passed over. */
final class CombineCell implements Cell {

  private final int index;
  private final String text;
  private final CombineFn<Object, Object, Object> fn;
  private final Schema output;
  private final Coder<Object> coder;
  private boolean started;
  private @Nullable Object kept;

  CombineCell(
      int index,
      String text,
      CombineFn<Object, Object, Object> fn,
      FieldType type,
      Coder<Object> coder) {
    this.index = index;
    this.text = text;
    this.fn = fn;
    this.output = Schema.of(Schema.Field.of("result", type));
    this.coder = coder;
  }

  @Override
  public void add(Row row, long time) {
    Object value = row.getValue(index);
    if (value != null) {
      start();
      kept = called("addInput", () -> fn.addInput(kept, value));
    }
  }

  @Override
  public void merge(Cell other) {
    CombineCell cell = (CombineCell) other;
    if (cell.started) {
      start();
      // Only the first one may be changed by it.
      kept =
          called("mergeAccumulators", () -> fn.mergeAccumulators(Arrays.asList(kept, cell.kept)));
    }
  }

  @Override
  public @Nullable Object result() {
    if (!started) {
      return null;
    }
    Object result = called("extractOutput", () -> fn.extractOutput(kept));
    try {
      return Row.withSchema(output).addValue(result).build().getValue(0);
    } catch (RuntimeException e) {
      throw FinalFailure.toThrow(
          new IllegalStateException(
              "Aggregate."
                  + text
                  + ": the CombineFn must give a value for a field of type "
                  + output.getField(0).getType().getTypeName()
                  + ", but gave a "
                  + (result == null ? "null" : result.getClass().getName())
                  + ". Name the type of its result in combine()."));
    }
  }

  @Override
  public void compact() {
    if (started) {
      kept = called("compact", () -> fn.compact(kept));
    }
  }

  // One thread at a time: some of Beam's own accumulators (Top's) take another form when they are
  // written.
  @Override
  public synchronized void encode(OutputStream out) throws IOException {
    out.write(started ? 1 : 0);
    if (started) {
      coder.encode(kept, out);
    }
  }

  @Override
  public void decode(InputStream in) throws IOException {
    started = States.readFlag(in);
    kept = started ? coder.decode(in) : null;
  }

  private void start() {
    if (!started) {
      kept = called("createAccumulator", fn::createAccumulator);
      started = true;
    }
  }

  // What it says may quote a record; its frames do not.
  private <T> T called(String method, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      IllegalStateException failure =
          new IllegalStateException(
              "Aggregate."
                  + text
                  + ": "
                  + method
                  + "() of the CombineFn failed with "
                  + e.getClass().getName()
                  + ", whose message is not shown because it may quote a record. Make it take all"
                  + " values, or keep such records out before, with Validate.");
      failure.setStackTrace(e.getStackTrace());
      throw failure;
    }
  }
}
