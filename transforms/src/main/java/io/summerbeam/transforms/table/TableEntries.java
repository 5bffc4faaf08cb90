package io.summerbeam.transforms.table;

import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What is carried of each row of the table: the key, what is taken, and, until its key is known to
 * be unique, where the row came from, for the message if it is not. Entries are packed one after
 * the other, as bytes.
 */
final class TableEntries implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<String> keyNames;
  private final int[] indexes;
  private final int keys;
  private final RowCoder coder;
  private final String where;
  private final boolean unique;
  private final boolean placed;

  /**
   * @param keys indexes of the key fields in the table
   * @param taken indexes of the fields to take
   * @param where what asks for the table, first word of messages
   * @param unique whether each row must have a key, and one of its own
   */
  TableEntries(Schema table, int[] keys, int[] taken, String where, boolean unique) {
    this.where = where;
    this.unique = unique;
    this.placed = unique && Provenance.indexIn(table) >= 0;
    this.keys = keys.length;
    this.indexes = new int[keys.length + taken.length];
    System.arraycopy(keys, 0, indexes, 0, keys.length);
    System.arraycopy(taken, 0, indexes, keys.length, taken.length);
    this.keyNames = Arrays.stream(keys).mapToObj(i -> table.getField(i).getName()).toList();
    // The names of the table may be taken twice, for one key and one value: numbers cannot collide.
    List<Field> fields = new ArrayList<>();
    for (int index : indexes) {
      fields.add(Field.of("f" + fields.size(), table.getField(index).getType().withNullable(true)));
    }
    fields.add(Field.nullable("place", FieldType.STRING));
    this.coder = RowCoder.of(Schema.of(fields.toArray(Field[]::new)));
  }

  String where() {
    return where;
  }

  boolean unique() {
    return unique;
  }

  String keyNames() {
    return String.join(", ", keyNames);
  }

  /** Appends what is carried of a row of the table. */
  void write(Row tableRow, OutputStream out) throws IOException {
    Object[] values = new Object[indexes.length + 1];
    for (int i = 0; i < indexes.length; i++) {
      values[i] = tableRow.getValue(indexes[i]);
    }
    Provenance source = unique ? Provenance.of(tableRow) : null;
    values[indexes.length] = source == null ? null : source.toString();
    encode(values, out);
  }

  /** The same entries without where their rows came from, often as many bytes as all the rest. */
  List<byte[]> withoutPlaces(List<byte[]> chunks) {
    return placed ? chunks.stream().map(this::unplaced).toList() : chunks;
  }

  /** Reads the entries of a chunk, one at a time. */
  Iterable<Row> read(byte[] chunk) {
    return () -> new EntryIterator(coder, chunk, where);
  }

  @Nullable Object keyOf(Row entry) {
    Object[] values = new Object[keys];
    for (int i = 0; i < keys; i++) {
      values[i] = entry.getValue(i);
    }
    return TableIndex.key(values);
  }

  Object[] takenOf(Row entry) {
    Object[] values = new Object[indexes.length - keys];
    for (int i = 0; i < values.length; i++) {
      values[i] = entry.getValue(keys + i);
    }
    return values;
  }

  String placeOf(Row entry) {
    String place = entry.getValue(indexes.length);
    return place == null ? "" : ", " + place;
  }

  String placesOf(Row one, Row other) {
    String first = placeOf(one);
    String second = placeOf(other);
    return first.isEmpty() || second.isEmpty()
        ? ""
        : ": " + first.substring(2) + " and " + second.substring(2);
  }

  private byte[] unplaced(byte[] chunk) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (Row entry : read(chunk)) {
        @Nullable Object[] values = entry.getValues().toArray();
        values[indexes.length] = null;
        encode(values, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(where + ": the table cannot be encoded.", e);
    }
    return out.toByteArray();
  }

  private void encode(@Nullable Object[] values, OutputStream out) throws IOException {
    coder.encode(Row.withSchema(coder.getSchema()).attachValues(Arrays.asList(values)), out);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableEntries entries
        && coder.equals(entries.coder)
        && keyNames.equals(entries.keyNames)
        && where.equals(entries.where)
        && unique == entries.unique
        && Arrays.equals(indexes, entries.indexes);
  }

  @Override
  public int hashCode() {
    return coder.hashCode();
  }
}
