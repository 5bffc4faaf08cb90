package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The types of columns, with the two names that some have; and how a value is shown. */
enum CellType {
  STRING("STRING", TableFieldSchema.Type.STRING),
  BYTES("BYTES", TableFieldSchema.Type.BYTES),
  JSON("JSON", TableFieldSchema.Type.JSON),
  INT64("INTEGER", TableFieldSchema.Type.INT64) {
    @Override
    JsonNode parse(String text) {
      return LongNode.valueOf(Long.parseLong(text));
    }
  },
  FLOAT64("FLOAT", TableFieldSchema.Type.DOUBLE) {
    @Override
    JsonNode parse(String text) {
      double value = Double.parseDouble(text);
      // JSON has no number for them.
      return Double.isFinite(value) ? DoubleNode.valueOf(value) : TextNode.valueOf(text);
    }
  },
  NUMERIC("NUMERIC", TableFieldSchema.Type.NUMERIC) {
    @Override
    JsonNode parse(String text) {
      return decimal(text);
    }
  },
  BIGNUMERIC("BIGNUMERIC", TableFieldSchema.Type.BIGNUMERIC) {
    @Override
    JsonNode parse(String text) {
      return decimal(text);
    }
  },
  BOOL("BOOLEAN", TableFieldSchema.Type.BOOL) {
    @Override
    JsonNode parse(String text) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
  },
  TIMESTAMP("TIMESTAMP", TableFieldSchema.Type.TIMESTAMP) {
    @Override
    JsonNode parse(String text) {
      return TextNode.valueOf(Instant.parse(text).toString());
    }
  },
  DATE("DATE", TableFieldSchema.Type.DATE) {
    @Override
    JsonNode parse(String text) {
      return TextNode.valueOf(LocalDate.parse(text).toString());
    }
  },
  TIME("TIME", TableFieldSchema.Type.TIME) {
    @Override
    JsonNode parse(String text) {
      return TextNode.valueOf(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.parse(text)));
    }
  },
  DATETIME("DATETIME", TableFieldSchema.Type.DATETIME) {
    @Override
    JsonNode parse(String text) {
      return TextNode.valueOf(
          DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.parse(text)));
    }
  },
  STRUCT("RECORD", TableFieldSchema.Type.STRUCT) {
    @Override
    JsonNode parse(String text) {
      throw new IllegalArgumentException("A STRUCT is no text.");
    }
  };

  private final String otherName;
  private final TableFieldSchema.Type wireType;

  CellType(String otherName, TableFieldSchema.Type wireType) {
    this.otherName = otherName;
    this.wireType = wireType;
  }

  static CellType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name) || type.otherName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no type " + name + " here."));
  }

  /** As the Storage Write API calls it. */
  TableFieldSchema.Type wireType() {
    return wireType;
  }

  /**
   * A value that was sent as text.
   *
   * @throws RuntimeException if it is none of this type
   */
  JsonNode parse(String text) {
    return TextNode.valueOf(text);
  }

  private static JsonNode decimal(String text) {
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    return DecimalNode.valueOf(value.scale() < 0 ? value.setScale(0) : value);
  }
}
