package io.summerbeam.transforms.mask.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.secret.KeySource;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policy that a configuration gives: its text, its file, or what is done to single fields. */
final class PolicyConfiguration {

  private static final JsonFactory JSON = new JsonFactory();

  private PolicyConfiguration() {}

  /**
   * The policy.
   *
   * @param identifier of the transform, first word of messages
   * @throws IllegalArgumentException if there is not one of the three
   */
  static MaskPolicy policy(String identifier, MaskConfiguration configuration) {
    String policy = configuration.getPolicy();
    String policyFile = configuration.getPolicyFile();
    List<MaskedField> fields = configuration.getFields();
    Map<String, String> keys = configuration.getKeys();
    List<String> given = new ArrayList<>();
    addIfThere("policy", policy, given);
    addIfThere("policy_file", policyFile, given);
    addIfThere("fields", fields, given);
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          identifier
              + " must have one of policy, policy_file and fields, but has "
              + (given.isEmpty() ? "none." : String.join(", ", given) + "."));
    }
    Map<String, String> references = keys == null ? Map.of() : keys;
    if (fields != null) {
      return MaskPolicy.parse(identifier, text(references, fields));
    }
    MaskPolicy written =
        policy != null
            ? MaskPolicy.parse(identifier, policy)
            : MaskPolicy.load(String.valueOf(policyFile));
    for (Map.Entry<String, String> key : references.entrySet()) {
      written = written.withKey(key.getKey(), KeySource.of(key.getValue()));
    }
    return written;
  }

  private static void addIfThere(String name, @Nullable Object value, List<String> given) {
    if (value != null) {
      given.add(name);
    }
  }

  /** A policy in JSON, which is YAML, so that there is one reader of all. */
  private static String text(Map<String, String> keys, List<MaskedField> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("version", PolicyFile.VERSION);
      json.writeFieldName("keys");
      writeValue(json, keys);
      json.writeObjectFieldStart("fields");
      for (MaskedField field : fields) {
        json.writeFieldName(field.getField());
        writeValue(json, settings(field));
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot be written.", e);
    }
    return text.toString();
  }

  private static Map<String, Object> settings(MaskedField field) {
    Map<String, Object> settings = new LinkedHashMap<>();
    put(settings, "technique", field.getTechnique());
    put(settings, "key", field.getKey());
    put(settings, "text", field.getText());
    put(settings, "number", field.getNumber());
    put(settings, "count", field.getCount());
    put(settings, "mask_character", field.getMaskCharacter());
    put(settings, "pattern", field.getPattern());
    put(settings, "replacement", field.getReplacement());
    put(settings, "match_required", field.getMatchRequired());
    put(settings, "format", field.getFormat());
    put(settings, "length", field.getLength());
    put(settings, "domain", field.getDomain());
    put(settings, "per_field", field.getPerField());
    put(settings, "associated_field", field.getAssociatedField());
    put(settings, "alphabet", field.getAlphabet());
    put(settings, "characters", field.getCharacters());
    put(settings, "luhn", field.getLuhn());
    put(settings, "tweak_field", field.getTweakField());
    put(settings, "max_days", field.getMaxDays());
    put(settings, "subject", field.getSubject());
    put(settings, "width", field.getWidth());
    put(settings, "starting_at", field.getStartingAt());
    put(settings, "to", field.getTo());
    put(settings, "prefix", field.getPrefix());
    put(settings, "detectors", field.getDetectors());
    put(settings, "patterns", field.getPatterns());
    return settings;
  }

  private static void put(Map<String, Object> settings, String name, @Nullable Object value) {
    if (value != null) {
      settings.put(name, value);
    }
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        writeValue(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        writeValue(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof Double number) {
      // As it would be written: 10 and not 10.0, which has a fraction.
      BigDecimal plain = new BigDecimal(number.toString()).stripTrailingZeros();
      json.writeNumber(plain.toPlainString());
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
