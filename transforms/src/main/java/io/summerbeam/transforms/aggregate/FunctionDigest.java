package io.summerbeam.transforms.aggregate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.summerbeam.sdk.schema.SchemaText;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * What the state of functions is known by, in every JVM: 32 bits of how they were asked for, in
 * their order, of the types of their fields, and of the keys of the groups ({@link KeyedMeasure}).
 * Where these are in a record, and what the results are called, is not in the state, and may
 * change.
 */
final class FunctionDigest {

  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private FunctionDigest() {}

  /**
   * Of one function.
   *
   * @param text how it was asked for
   * @param types of the fields of which it keeps something
   */
  static int of(String text, FieldType... types) {
    StringBuilder all = new StringBuilder(text);
    for (FieldType type : types) {
      all.append(": ").append(SchemaText.of(type));
    }
    return XXH3.hashCharsToInt(all.toString());
  }

  /** Of all functions of an accumulator. */
  static int of(List<Measure.Bound> measures) {
    int digest = 1;
    for (int i = 0; i < measures.size(); i++) {
      digest = 31 * digest + measures.get(i).digest();
    }
    return digest;
  }
}
