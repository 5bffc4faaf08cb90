package io.summerbeam.transforms.pairing;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.Fields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Which fields of another row a record takes, and under which names. Immutable. */
@AutoValue
public abstract class TakenFields implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Nothing yet.
   *
   * @param where what takes them, first word of messages: {@code Enrich}
   * @param input what the record is called in messages: {@code the input}
   * @param other what the other row's place is called in messages: {@code table}
   */
  public static TakenFields none(String where, String input, String other) {
    return new AutoValue_TakenFields(where, input, other, List.of());
  }

  abstract String where();

  abstract String input();

  abstract String other();

  abstract List<TakenField> fields();

  /** Whether nothing is taken. */
  public boolean isEmpty() {
    return fields().isEmpty();
  }

  /**
   * A field of the other row becomes one of the record.
   *
   * @throws IllegalArgumentException if the new field is named already, or its name is empty
   */
  public TakenFields take(String field, String newField) {
    return with(new TakenField(newField, false, List.of(field)), "take()");
  }

  /**
   * Some or, where none is named, all fields of the other row become one field of the record.
   *
   * @throws IllegalArgumentException if the new field is named already, its name is empty, or one
   *     of the others comes twice
   */
  public TakenFields takeAs(String newField, String... fields) {
    Set<String> names = new HashSet<>();
    for (String field : fields) {
      if (!names.add(field)) {
        throw new IllegalArgumentException(
            "takeAs() must name each field of the "
                + other()
                + " once, but '"
                + field
                + "' comes twice.");
      }
    }
    return with(new TakenField(newField, true, List.of(fields)), "takeAs()");
  }

  /**
   * The schema of the record with what is taken at its end.
   *
   * @param input the record's
   * @param from what is taken from; its provenance is not seen
   * @param missing whether there may be no other row, so that what is taken is nullable
   * @throws IllegalArgumentException if the record has a field of a new name already, or there is
   *     no such field to be taken
   */
  public Schema outputSchema(Schema input, Schema from, boolean missing) {
    Schema.Builder output = Schema.builder().addFields(input.getFields());
    for (TakenField taken : fields()) {
      requireFree(taken, input);
      FieldType type = typeOf(taken, from);
      output.addField(taken.newField(), missing ? type.withNullable(true) : type);
    }
    return output.build();
  }

  /** Appends what is taken; as in {@link #outputSchema}. */
  public RowAppender appender(Schema input, Schema from, boolean missing) {
    Schema output = outputSchema(input, from, missing);
    Schema[] nested = new Schema[fields().size()];
    int[][] indexes = new int[fields().size()][];
    for (int t = 0; t < indexes.length; t++) {
      TakenField taken = fields().get(t);
      nested[t] = taken.nested() ? typeOf(taken, from).getRowSchema() : null;
      indexes[t] = indexesOf(taken, from);
    }
    return new RowAppender(output, indexes, nested);
  }

  /** What is taken, in words for display data. */
  public String described() {
    return fields().stream()
        .map(taken -> taken.described(other()))
        .collect(Collectors.joining(", "));
  }

  private TakenFields with(TakenField taken, String method) {
    if (taken.newField().isEmpty()) {
      throw new IllegalArgumentException(
          method + " must name the new field, but its name is empty.");
    }
    for (TakenField known : fields()) {
      if (known.newField().equals(taken.newField())) {
        throw new IllegalArgumentException(
            method + " must name each new field once, but '" + taken.newField() + "' comes twice.");
      }
    }
    List<TakenField> more = new ArrayList<>(fields());
    more.add(taken);
    return new AutoValue_TakenFields(where(), input(), other(), List.copyOf(more));
  }

  private void requireFree(TakenField taken, Schema input) {
    if (input.hasField(taken.newField())) {
      throw new IllegalArgumentException(
          methodOf(taken)
              + ": "
              + input()
              + " has a field '"
              + taken.newField()
              + "' already. "
              + (taken.nested()
                  ? "Take the row under another name: takeAs(newName, ...)."
                  : "Take it under another name: take(\""
                      + taken.fields().get(0)
                      + "\", newName)."));
    }
  }

  private FieldType typeOf(TakenField taken, Schema from) {
    int[] indexes = indexesOf(taken, from);
    if (!taken.nested()) {
      return from.getField(indexes[0]).getType();
    }
    Schema.Builder row = Schema.builder();
    for (int index : indexes) {
      row.addField(from.getField(index));
    }
    return FieldType.row(row.build());
  }

  private int[] indexesOf(TakenField taken, Schema from) {
    List<String> names = taken.fields().isEmpty() ? Fields.namesOf(from) : taken.fields();
    return names.stream().mapToInt(name -> Fields.indexOf(name, from, methodOf(taken))).toArray();
  }

  private String methodOf(TakenField taken) {
    return where() + (taken.nested() ? ".takeAs()" : ".take()");
  }
}
