package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.schema.Fields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of records whose value is null: in a compacted topic such a tombstone says that its
 * key is gone.
 */
@AutoValue
public abstract class Tombstones implements Serializable {

  private static final long serialVersionUID = 1;

  /** They are malformed: each becomes a dead letter, or fails the job without a handler of them. */
  public static Tombstones malformed() {
    return new AutoValue_Tombstones(Kind.MALFORMED, null, List.of(), null);
  }

  /** They are passed over, and counted ({@code tombstones}). */
  public static Tombstones skipped() {
    return new AutoValue_Tombstones(Kind.SKIPPED, null, List.of(), null);
  }

  /**
   * They are rows of a changelog: with the fields of the key, which are decoded from the key of the
   * record, and null in every other field. One without a key, or with one that cannot be decoded,
   * is malformed.
   *
   * @param keyFormat how keys are written
   * @param keyFields fields of the schema that are read; all others must be nullable
   * @throws IllegalArgumentException if no field is given
   */
  public static Tombstones rowsOfKey(RowFormat keyFormat, String... keyFields) {
    if (keyFields.length == 0) {
      throw new IllegalArgumentException("rowsOfKey() must be given the fields of the key.");
    }
    return new AutoValue_Tombstones(Kind.ROWS, keyFormat, List.of(keyFields), null);
  }

  /**
   * Sets a field of these rows to true, by which the changelog knows deletes. Default: there is
   * none.
   *
   * @param field a nullable BOOLEAN field of the schema
   * @throws IllegalArgumentException if these are not {@link #rowsOfKey}
   */
  public Tombstones withFlag(String field) {
    if (kind() != Kind.ROWS) {
      throw new IllegalArgumentException("withFlag() is for rowsOfKey(), but these are " + kind());
    }
    return new AutoValue_Tombstones(kind(), keyFormat(), keyFields(), field);
  }

  /** What is done. */
  enum Kind {
    MALFORMED,
    SKIPPED,
    ROWS
  }

  abstract Kind kind();

  abstract @Nullable RowFormat keyFormat();

  abstract List<String> keyFields();

  abstract @Nullable String flag();

  /** The fields that are read from keys, in the order they were given. */
  Schema keySchema(Schema schema) {
    Schema.Builder keys = Schema.builder();
    for (String field : keyFields()) {
      keys.addField(schema.getField(Fields.indexOf(field, schema, "rowsOfKey()")));
    }
    return keys.build();
  }

  /**
   * Checks that rows of a schema can be made of keys.
   *
   * @throws IllegalArgumentException if not
   */
  void check(Schema schema) {
    RowFormat format = keyFormat();
    if (format == null) {
      return;
    }
    format.decoder(keySchema(schema));
    List<String> required = new ArrayList<>();
    for (Field field : schema.getFields()) {
      if (!field.getType().getNullable() && !keyFields().contains(field.getName())) {
        required.add(field.getName());
      }
    }
    if (!required.isEmpty()) {
      throw new IllegalArgumentException(
          "withTombstones(): a row of a key is null in every other field, but these are not"
              + " nullable: "
              + required
              + ". Make them nullable, or read them from the key.");
    }
    String flag = flag();
    if (flag != null) {
      Field field = schema.getField(Fields.indexOf(flag, schema, "withFlag()"));
      if (field.getType().getTypeName() != TypeName.BOOLEAN) {
        throw new IllegalArgumentException(
            "withFlag(): field '"
                + flag
                + "' is of type "
                + field.getType().getTypeName()
                + ", but must be BOOLEAN.");
      }
    }
  }
}
