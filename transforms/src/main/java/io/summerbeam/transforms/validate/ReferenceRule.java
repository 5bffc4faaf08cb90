package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.transforms.table.PackedTable;
import io.summerbeam.transforms.table.TableIndex;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;

/**
 * The key of the record is one of a table. It stays where the pipeline is built.
 *
 * @param on from field to table field
 */
record ReferenceRule(Map<String, String> on, PCollection<Row> table, boolean nullHolds)
    implements Rule {

  @Override
  public String text() {
    return on.entrySet().stream()
            .map(pair -> pair.getKey() + " is in table." + pair.getValue())
            .collect(Collectors.joining(", "))
        + (nullHolds ? ", or null" : "");
  }

  @Override
  public Rule orNull() {
    return new ReferenceRule(on, table, true);
  }

  @Override
  public void check(Schema input, String where) {
    PackedTable.requireTable(table, where);
    Schema tableSchema = table.getSchema();
    on.forEach(
        (field, tableField) ->
            PackedTable.requireKey(
                input.getField(Fields.indexOf(field, input, where)),
                tableSchema.getField(Fields.indexOf(tableField, tableSchema, where + ", table")),
                where));
  }

  /** The keys of the table, as a side input. */
  PCollectionView<TableIndex> view(String name, String where) {
    return PackedTable.ofKeys(
        table, KeyFields.of(on.values(), table.getSchema(), where).indexes(), name, where);
  }
}
