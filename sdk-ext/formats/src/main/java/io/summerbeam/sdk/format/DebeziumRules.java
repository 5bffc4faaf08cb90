package io.summerbeam.sdk.format;

import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** How Debezium writes the values of columns as JSON. */
final class DebeziumRules extends JsonRules {

  private final DebeziumFormat format;
  private final ConnectType sent;
  private final int prefix;
  private final Set<String> metadata;

  /**
   * @param sent what the message says of the columns
   * @param prefix what stands before the columns' names in paths: {@code after.}
   * @param metadata the fields that are no columns
   */
  DebeziumRules(DebeziumFormat format, ConnectType sent, String prefix, Set<String> metadata) {
    super(false, false);
    this.format = format;
    this.sent = sent;
    this.prefix = prefix.length();
    this.metadata = metadata;
  }

  @Override
  JsonValue scalar(FieldType type, String path) {
    if (metadata.contains(path)) {
      return new DebeziumText(path);
    }
    String inner = path.substring(prefix);
    String column = columnOf(inner);
    ConnectType as = sent.at(inner);
    return switch (type.getTypeName()) {
      case DECIMAL -> new DebeziumDecimal(type, path, scale(column, as), readsText(as));
      case FLOAT, DOUBLE, STRING, BYTES, BOOLEAN -> new DebeziumScalar(type, path);
      default -> {
        TimeText time = TimeText.of(type);
        yield time == null
            ? super.scalar(type, path)
            : new DebeziumTime(type, path, time, unit(column, time, as));
      }
    };
  }

  private @Nullable Integer scale(String column, ConnectType as) {
    return as.isDecimal() ? as.scale() : format.scales().get(column);
  }

  private boolean readsText(ConnectType as) {
    return as.type().isEmpty() ? format.textDecimals() : as.type().equals("string");
  }

  private ChronoUnit unit(String column, TimeText time, ConnectType as) {
    ChronoUnit unit = as.unit();
    if (unit == null) {
      unit = format.units().get(column);
    }
    return unit == null ? DebeziumTime.defaultUnit(time) : unit;
  }

  private static String columnOf(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (".[{".indexOf(path.charAt(i)) >= 0) {
        return path.substring(0, i);
      }
    }
    return path;
  }
}
