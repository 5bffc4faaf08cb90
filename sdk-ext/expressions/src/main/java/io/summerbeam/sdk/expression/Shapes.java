package io.summerbeam.sdk.expression;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.summerbeam.sdk.source.Provenance;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.jspecify.annotations.Nullable;

/** The shapes of a schema and of the schemas nested in it, and what CEL must know of them. */
final class Shapes {

  private static final String ROOT = "row";

  private static final Set<String> TIMES =
      Set.of(MicrosInstant.IDENTIFIER, NanosInstant.IDENTIFIER, Timestamp.IDENTIFIER);

  private static final Set<CelType> PRIMITIVE =
      Set.of(
          SimpleType.INT, SimpleType.DOUBLE, SimpleType.STRING, SimpleType.BOOL, SimpleType.BYTES);

  // What CEL takes as the key of a map.
  private static final Set<CelType> KEYS =
      Set.of(SimpleType.INT, SimpleType.STRING, SimpleType.BOOL);

  private record Kind(CelType type, Conversion conversion) {}

  // One type a schema, wherever it stands: a billing address can be compared with another one.
  private final Map<Schema, RowShape> bySchema = new HashMap<>();
  private final Map<String, RowShape> byName = new LinkedHashMap<>();
  private final RowShape root;

  Shapes(Schema schema) {
    this.root = shape(schema, ROOT, Provenance.indexIn(schema));
  }

  RowShape root() {
    return root;
  }

  /** The shape of the root's schema, or of one that is nested somewhere in it. */
  RowShape of(Schema schema) {
    return requireNonNull(bySchema.get(schema));
  }

  /** The shape that CEL's type checker knows by this name. */
  RowShape named(String typeName) {
    return requireNonNull(byName.get(typeName));
  }

  private RowShape shape(Schema schema, String path, int hidden) {
    RowShape known = bySchema.get(schema);
    if (known != null) {
      return known;
    }
    // No identifier looks like this: the checker would take it for a name in the expression.
    RowShape shape =
        new RowShape(
            path.equals(ROOT) ? ROOT : "row(" + path.substring(ROOT.length() + 1) + ")", schema);
    bySchema.put(schema, shape);
    byName.put(shape.typeName(), shape);
    for (int i = 0; i < schema.getFieldCount(); i++) {
      Field field = schema.getField(i);
      Kind kind =
          i == hidden ? null : nullable(kind(field.getType(), path + "." + field.getName()));
      if (kind != null) {
        shape.add(field.getName(), i, kind.type(), kind.conversion());
      }
    }
    return shape;
  }

  // Any value may be null for the checker, whatever the schema says: a step before may be lenient,
  // and `x == null` is asked of fields that are never null too.
  private static @Nullable Kind nullable(@Nullable Kind kind) {
    return kind != null && PRIMITIVE.contains(kind.type())
        ? new Kind(NullableType.create(kind.type()), kind.conversion())
        : kind;
  }

  /** How values of a type appear in an expression; null where they do not. */
  private @Nullable Kind kind(FieldType type, String path) {
    return switch (type.getTypeName()) {
      case BYTE, INT16, INT32 -> new Kind(SimpleType.INT, Conversion.WHOLE_NUMBER);
      case INT64 -> new Kind(SimpleType.INT, Conversion.NONE);
      case FLOAT -> new Kind(SimpleType.DOUBLE, Conversion.FLOATING);
      case DOUBLE -> new Kind(SimpleType.DOUBLE, Conversion.NONE);
      case DECIMAL -> new Kind(Decimals.TYPE, Conversion.NONE);
      case STRING -> new Kind(SimpleType.STRING, Conversion.NONE);
      case BOOLEAN -> new Kind(SimpleType.BOOL, Conversion.NONE);
      case BYTES -> new Kind(SimpleType.BYTES, Conversion.BYTES);
      case DATETIME -> new Kind(SimpleType.TIMESTAMP, Conversion.TIME);
      case ROW -> {
        Schema schema = type.getRowSchema();
        if (schema == null) {
          yield null;
        }
        RowShape shape = shape(schema, path, -1);
        yield new Kind(StructTypeReference.create(shape.typeName()), Conversion.row(shape));
      }
      case ARRAY, ITERABLE -> list(type.getCollectionElementType(), path);
      case MAP -> map(type.getMapKeyType(), type.getMapValueType(), path);
      case LOGICAL_TYPE -> logical(type.getLogicalType(), path);
    };
  }

  private @Nullable Kind list(@Nullable FieldType elementType, String path) {
    Kind element = elementType == null ? null : kind(elementType, path);
    return element == null
        ? null
        : new Kind(ListType.create(element.type()), Conversion.elements(element.conversion()));
  }

  private @Nullable Kind map(
      @Nullable FieldType keyType, @Nullable FieldType valueType, String path) {
    Kind key = keyType == null ? null : kind(keyType, path);
    Kind value = valueType == null ? null : kind(valueType, path);
    if (key == null || value == null || !KEYS.contains(key.type())) {
      return null;
    }
    return new Kind(
        MapType.create(key.type(), value.type()),
        Conversion.entries(key.conversion(), value.conversion()));
  }

  private @Nullable Kind logical(@Nullable LogicalType<?, ?> type, String path) {
    if (type instanceof EnumerationType names) {
      return new Kind(SimpleType.STRING, Conversion.nameIn(names));
    }
    if (type instanceof PassThroughLogicalType) {
      return kind(type.getBaseType(), path);
    }
    return type != null && TIMES.contains(type.getIdentifier())
        ? new Kind(SimpleType.TIMESTAMP, Conversion.NONE)
        : null;
  }

  CelTypeProvider types() {
    ImmutableMap.Builder<String, CelType> structs = ImmutableMap.builder();
    byName.forEach(
        (typeName, shape) -> {
          ImmutableMap.Builder<String, CelType> members = ImmutableMap.builder();
          shape.names().forEach(name -> members.put(name, shape.typeOf(name)));
          ImmutableMap<String, CelType> types = members.buildOrThrow();
          structs.put(
              typeName,
              StructType.create(
                  typeName, types.keySet(), name -> Optional.ofNullable(types.get(name))));
        });
    return new Types(structs.buildOrThrow());
  }

  private record Types(ImmutableMap<String, CelType> structs) implements CelTypeProvider {

    @Override
    public ImmutableCollection<CelType> types() {
      return structs.values();
    }

    @Override
    public Optional<CelType> findType(String typeName) {
      return Optional.ofNullable(structs.get(typeName));
    }
  }
}
