package io.summerbeam.sdk.format;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads changes that another format has the Rows of. */
final class DebeziumOver implements RowDecoder {

  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  private final RowDecoder inner;
  private final boolean flat;
  private final DebeziumRows rows;
  private final int saidCount;
  // For each field of the inner Rows, and each of their parts, what it says; -1 where it is
  // nothing.
  private final int[][] pieces;

  DebeziumOver(DebeziumFormat format, RowFormat over, DebeziumMetadata said, DebeziumRows rows) {
    Schema schema = format.flat() ? flatSchema(format, said) : schema(format, said);
    this.inner = over.decoder(schema);
    this.flat = format.flat();
    this.rows = rows;
    this.saidCount = said.paths().size();
    this.pieces = new int[schema.getFieldCount()][];
    Map<String, Integer> flatNames = said.byFlatName();
    Map<String, Map<String, Integer>> parts = said.byPart();
    for (int i = 0; i < pieces.length; i++) {
      Field field = schema.getField(i);
      String name = field.getName();
      Schema part = field.getType().getRowSchema();
      if (flat) {
        pieces[i] = one(i < format.table().getFieldCount() ? null : flatNames.get(name));
      } else if (part == null) {
        pieces[i] = one(parts.getOrDefault("", Map.of()).get(name));
      } else {
        Map<String, Integer> names = parts.getOrDefault(name, Map.of());
        pieces[i] =
            part.getFieldNames().stream().mapToInt(each -> names.getOrDefault(each, -1)).toArray();
      }
    }
  }

  private static int[] one(@Nullable Integer piece) {
    return new int[] {piece == null ? -1 : piece};
  }

  private static Schema schema(DebeziumFormat format, DebeziumMetadata said) {
    FieldType columns = FieldType.row(format.lenientTable());
    Schema.Builder schema = Schema.builder();
    schema.addNullableField(BEFORE, columns);
    schema.addNullableField(AFTER, columns);
    said.byPart()
        .forEach(
            (part, names) -> {
              Map<String, FieldType> types = new LinkedHashMap<>();
              names.forEach((name, index) -> types.put(name, said.typeOf(index, format)));
              if (part.isEmpty()) {
                types.forEach(schema::addNullableField);
              } else {
                Schema.Builder inside = Schema.builder();
                types.forEach(inside::addNullableField);
                schema.addNullableField(part, FieldType.row(inside.build()));
              }
            });
    return schema.build();
  }

  private static Schema flatSchema(DebeziumFormat format, DebeziumMetadata said) {
    Schema table = format.lenientTable();
    Schema.Builder schema = Schema.builder().addFields(table.getFields());
    said.byFlatName()
        .forEach(
            (name, index) -> {
              if (!table.hasField(name)) {
                schema.addNullableField(name, said.typeOf(index, format));
              }
            });
    return schema.build();
  }

  @Override
  public Row decode(byte[] record) throws MalformedException {
    Row read = inner.decode(record);
    @Nullable Object[] said = new Object[saidCount];
    for (int i = 0; i < pieces.length; i++) {
      Object value = read.getValue(i);
      if (value instanceof Row part && !flat) {
        for (int j = 0; j < pieces[i].length; j++) {
          put(part.getValue(j), pieces[i][j], said);
        }
      } else {
        put(value, pieces[i][0], said);
      }
    }
    Object row =
        flat ? rows.flat(said, read) : rows.of(said, read.getValue(BEFORE), read.getValue(AFTER));
    if (row instanceof Problem problem) {
      throw new MalformedException(problem.message());
    }
    return (Row) row;
  }

  private static void put(@Nullable Object value, int piece, @Nullable Object[] said) {
    if (piece >= 0 && value != null) {
      said[piece] = value;
    }
  }
}
