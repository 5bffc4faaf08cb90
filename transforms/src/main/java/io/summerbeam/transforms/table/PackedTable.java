package io.summerbeam.transforms.table;

import io.summerbeam.sdk.schema.KeyTypes;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;

/** Makes a side input of a bounded table. */
public final class PackedTable {

  private PackedTable() {}

  /**
   * A table that has something for each of its keys. A key that comes twice or is null fails the
   * job.
   *
   * @param keys indexes of the key fields
   * @param taken indexes of the fields to have for a key
   * @param name what the names of the transforms that make it begin with
   * @param where what asks, first word of messages
   */
  public static PCollectionView<TableIndex> of(
      PCollection<Row> table, int[] keys, int[] taken, String name, String where) {
    return view(table, name, new TableEntries(table.getSchema(), keys, taken, where, true));
  }

  /**
   * A table of which only the keys are asked for. They may come several times; nulls are left out.
   *
   * @param keys indexes of the key fields
   * @param name what the names of the transforms that make it begin with
   * @param where what asks, first word of messages
   */
  public static PCollectionView<TableIndex> ofKeys(
      PCollection<Row> table, int[] keys, String name, String where) {
    return view(table, name, new TableEntries(table.getSchema(), keys, new int[0], where, false));
  }

  /**
   * Requires that a collection can be a table: it is bounded and has a schema.
   *
   * @param where what asks, first word of the message
   * @throws IllegalArgumentException if it cannot
   */
  public static void requireTable(PCollection<Row> table, String where) {
    if (!table.hasSchema()) {
      throw new IllegalArgumentException(
          where
              + ": the table has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    if (table.isBounded() != IsBounded.BOUNDED) {
      throw new IllegalArgumentException(
          where + ": the table must be bounded, but " + table.getName() + " is not.");
    }
  }

  /**
   * Requires that values of a field can be looked up in a field of a table: both are of one type,
   * in which values are equal or not.
   *
   * @param where what asks, first word of the message
   * @throws IllegalArgumentException if they cannot
   */
  public static void requireKey(Schema.Field field, Schema.Field tableField, String where) {
    FieldType type = field.getType();
    FieldType tableType = tableField.getType();
    if (!type.withNullable(true).equals(tableType.withNullable(true))) {
      throw new IllegalArgumentException(
          where
              + ": '"
              + field.getName()
              + "' and the table's '"
              + tableField.getName()
              + "' must be of one type, but '"
              + field.getName()
              + "' is "
              + text(type)
              + " and the table's is "
              + text(tableType)
              + ". Convert it before.");
    }
    KeyTypes.requireScalar(type, field.getName(), where);
  }

  private static PCollectionView<TableIndex> view(
      PCollection<Row> table, String name, TableEntries shape) {
    return table
        .apply(name + "PackTable", ParDo.of(new PackTableFn(shape)))
        .setCoder(ByteArrayCoder.of())
        .apply(name + "IndexTable", Combine.globally(new IndexTableFn(shape)).asSingletonView());
  }

  private static String text(FieldType type) {
    Schema.LogicalType<?, ?> logical = type.getLogicalType();
    return logical == null ? type.getTypeName().name() : logical.getIdentifier();
  }
}
