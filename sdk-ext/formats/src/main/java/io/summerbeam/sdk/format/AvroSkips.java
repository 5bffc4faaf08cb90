package io.summerbeam.sdk.format;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Makes what goes past values that no Row has. Their schemas may hold themselves, and so values may
 * be nested as deep as somebody likes.
 */
final class AvroSkips {

  private final AvroSizes sizes;
  private final Map<Schema, AvroReader> records = new IdentityHashMap<>();

  AvroSkips(AvroSizes sizes) {
    this.sizes = sizes;
  }

  AvroReader of(Schema schema) {
    // Also because records of records of nothing are many without any bytes.
    if (sizes.least(schema) == 0) {
      return in -> null;
    }
    return switch (schema.getType()) {
      case BOOLEAN -> AvroInput::readBoolean;
      case INT, LONG -> AvroInput::readLong;
      case FLOAT -> skip(Float.BYTES);
      case DOUBLE -> skip(Double.BYTES);
      case FIXED -> skip(schema.getFixedSize());
      case ENUM -> {
        int symbols = schema.getEnumSymbols().size();
        yield in -> in.readIndex(symbols);
      }
      case UNION -> union(schema);
      case ARRAY -> array(schema.getElementType());
      case MAP -> map(schema.getValueType());
      case RECORD -> record(schema);
      default ->
          in -> {
            in.skipBytes();
            return null;
          };
    };
  }

  private static AvroReader skip(int length) {
    return in -> {
      in.skip(length);
      return null;
    };
  }

  private AvroReader union(Schema schema) {
    AvroReader[] branches = schema.getTypes().stream().map(this::of).toArray(AvroReader[]::new);
    return in -> {
      int branch = in.readIndex(branches.length);
      in.enter();
      branches[branch].read(in);
      in.leave();
      return null;
    };
  }

  private AvroReader array(Schema elementSchema) {
    AvroReader element = of(elementSchema);
    long elementBytes = sizes.least(elementSchema);
    return in -> {
      in.enter();
      for (long n = in.readBlock(elementBytes); n > 0; n = in.readBlock(elementBytes)) {
        for (long i = 0; i < n; i++) {
          element.read(in);
        }
      }
      in.leave();
      return null;
    };
  }

  private AvroReader map(Schema valueSchema) {
    AvroReader value = of(valueSchema);
    long entryBytes = sizes.least(valueSchema) + 1;
    return in -> {
      in.enter();
      for (long n = in.readBlock(entryBytes); n > 0; n = in.readBlock(entryBytes)) {
        for (long i = 0; i < n; i++) {
          in.skipBytes();
          value.read(in);
        }
      }
      in.leave();
      return null;
    };
  }

  private AvroReader record(Schema schema) {
    AvroReader known = records.get(schema);
    if (known != null) {
      return known;
    }
    AvroReader[] fields = new AvroReader[schema.getFields().size()];
    AvroReader skip =
        in -> {
          in.enter();
          for (AvroReader field : fields) {
            field.read(in);
          }
          in.leave();
          return null;
        };
    // Before its fields, one of which may be the same record.
    records.put(schema, skip);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = of(schema.getFields().get(i).schema());
    }
    return skip;
  }
}
