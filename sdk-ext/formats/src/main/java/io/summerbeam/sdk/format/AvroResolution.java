package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroMismatchException.the;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a writer's schema what reads its records as Rows: all names are looked up and all types
 * compared here, once.
 *
 * <p>The rules are those of Avro's schema resolution, with the schema of the Rows for the types of
 * the reader. The reader's own Avro schema, where there is one, adds what a Row's schema cannot
 * say: defaults and aliases.
 */
final class AvroResolution {

  private final AvroSizes sizes = new AvroSizes();
  private final AvroSkips skips = new AvroSkips(sizes);

  private AvroResolution() {}

  /**
   * The reader of a writer's records.
   *
   * @throws AvroMismatchException if they cannot be Rows of the schema
   */
  static AvroRowReader of(
      Schema writer, @Nullable Schema reader, org.apache.beam.sdk.schemas.Schema rows)
      throws AvroMismatchException {
    if (writer.getType() != Schema.Type.RECORD) {
      throw new AvroMismatchException("it is no record");
    }
    return new AvroResolution().record(writer, reader, rows, "");
  }

  private AvroRowReader record(
      Schema writer,
      @Nullable Schema reader,
      org.apache.beam.sdk.schemas.Schema rows,
      String path)
      throws AvroMismatchException {
    List<Schema.Field> written = writer.getFields();
    AvroReader[] readers = new AvroReader[written.size()];
    int[] targets = new int[written.size()];
    int[] sources = sources(writer, reader, rows);
    @Nullable Object[] absent = new Object[rows.getFieldCount()];
    for (int i = 0; i < rows.getFieldCount(); i++) {
      FieldType type = rows.getField(i).getType();
      String fieldPath = JsonValue.pathOf(path, rows.getField(i));
      Schema.Field read = reader == null ? null : reader.getField(rows.getField(i).getName());
      if (reader != null && read == null) {
        throw new AvroMismatchException(the(fieldPath) + " is not in the reader's schema");
      }
      if (sources[i] < 0) {
        absent[i] = absent(read, type, fieldPath);
      } else {
        Schema source = written.get(sources[i]).schema();
        readers[sources[i]] = value(source, read == null ? null : read.schema(), type, fieldPath);
        targets[sources[i]] = i;
      }
    }
    for (int i = 0; i < readers.length; i++) {
      if (readers[i] == null) {
        readers[i] = skips.of(written.get(i).schema());
        targets[i] = -1;
      }
    }
    return new AvroRowReader(rows, readers, targets, absent);
  }

  /** Which of the writer's fields each field of the Row is; -1 where it has none. */
  private static int[] sources(
      Schema writer, @Nullable Schema reader, org.apache.beam.sdk.schemas.Schema rows) {
    int[] sources = new int[rows.getFieldCount()];
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < sources.length; i++) {
      String name = rows.getField(i).getName();
      Schema.Field same = writer.getField(name);
      sources[i] = same == null ? -1 : same.pos();
      taken.add(name);
    }
    for (int i = 0; i < sources.length && reader != null; i++) {
      Schema.Field field = reader.getField(rows.getField(i).getName());
      for (String alias : field == null || sources[i] >= 0 ? Set.<String>of() : field.aliases()) {
        Schema.Field renamed = writer.getField(alias);
        if (renamed != null && taken.add(alias)) {
          sources[i] = renamed.pos();
          break;
        }
      }
    }
    return sources;
  }

  private static @Nullable Object absent(Schema.@Nullable Field read, FieldType type, String path)
      throws AvroMismatchException {
    if (read != null && read.hasDefaultValue()) {
      return AvroDefaults.valueOf(
          read, new AvroResolution().value(read.schema(), read.schema(), type, path));
    }
    // A schema of the reader's own says itself what may be left out.
    if (read == null && isNullable(type)) {
      return null;
    }
    throw new AvroMismatchException(
        the(path)
            + " is not in it, and "
            + (read == null ? "may not be null" : "has no default in the reader's schema"));
  }

  private AvroReader value(Schema writer, @Nullable Schema reader, FieldType type, String path)
      throws AvroMismatchException {
    if (writer.getType() == Schema.Type.NULL) {
      if (!isNullable(type)) {
        throw AvroMismatchException.of(writer, type, path);
      }
      return in -> null;
    }
    if (writer.getType() != Schema.Type.UNION) {
      return present(writer, reader, type, path);
    }
    List<Schema> types = writer.getTypes();
    @Nullable AvroReader[] branches = new AvroReader[types.size()];
    for (int i = 0; i < branches.length; i++) {
      if (types.get(i).getType() != Schema.Type.NULL) {
        branches[i] = present(types.get(i), reader, type, path);
      }
    }
    return new AvroUnionReader(branches, isNullable(type), path);
  }

  private AvroReader present(Schema writer, @Nullable Schema reader, FieldType type, String path)
      throws AvroMismatchException {
    Schema read = reader == null ? null : AvroUnions.only(reader, path);
    if (read != null && isNested(writer) && read.getType() != writer.getType()) {
      throw new AvroMismatchException(
          the(path)
              + " is "
              + writer.getType().getName()
              + " in it, but "
              + read.getType().getName()
              + " in the reader's schema");
    }
    AvroReader found =
        switch (writer.getType()) {
          case RECORD ->
              type.getRowSchema() == null
                  ? null
                  : record(writer, read, type.getRowSchema(), path);
          case ARRAY -> array(writer, read, type, path);
          case MAP -> map(writer, read, type, path);
          case ENUM -> symbols(writer, read, type, path);
          default -> AvroScalars.reader(writer, type, path);
        };
    if (found == null) {
      throw AvroMismatchException.of(writer, type, path);
    }
    return found;
  }

  private static boolean isNested(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ARRAY, MAP -> true;
      default -> false;
    };
  }

  private @Nullable AvroReader array(
      Schema writer, @Nullable Schema read, FieldType type, String path)
      throws AvroMismatchException {
    if (!type.getTypeName().isCollectionType()) {
      return null;
    }
    Schema element = writer.getElementType();
    return new AvroArrayReader(
        value(
            element,
            read == null ? null : read.getElementType(),
            Objects.requireNonNull(type.getCollectionElementType()),
            path + "[*]"),
        sizes.least(element));
  }

  private @Nullable AvroReader map(
      Schema writer, @Nullable Schema read, FieldType type, String path)
      throws AvroMismatchException {
    if (!type.getTypeName().isMapType()) {
      return null;
    }
    Schema value = writer.getValueType();
    return new AvroMapReader(
        value(
            value,
            read == null ? null : read.getValueType(),
            Objects.requireNonNull(type.getMapValueType()),
            path + "{*}"),
        sizes.least(value));
  }

  private static @Nullable AvroReader symbols(
      Schema writer, @Nullable Schema read, FieldType type, String path) {
    if (type.getTypeName() != org.apache.beam.sdk.schemas.Schema.TypeName.STRING) {
      return null;
    }
    @Nullable String[] symbols = writer.getEnumSymbols().toArray(String[]::new);
    if (read != null && read.getType() == Schema.Type.ENUM) {
      for (int i = 0; i < symbols.length; i++) {
        symbols[i] = read.hasEnumSymbol(symbols[i]) ? symbols[i] : read.getEnumDefault();
      }
    }
    return new AvroEnumReader(symbols, path);
  }

  static boolean isNullable(FieldType type) {
    return Boolean.TRUE.equals(type.getNullable());
  }
}
