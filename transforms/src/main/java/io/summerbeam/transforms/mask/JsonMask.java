package io.summerbeam.transforms.mask;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.json.JsonLimits;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.mask.scrub.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks JSON event by event. Where the document has not the shape that a path goes through, all
 * that is in the way is replaced; and so is, where a schema is known, all that is not in it or of
 * another type.
 */
final class JsonMask {

  static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(JsonLimits.ofRecords()).build();

  private static final Set<String> FORMATS = Set.of("json", DeadLetterFactory.ROW_AS_JSON);

  // A name that is none of the schema's and no identifier may be data itself.
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

  private final List<Place> start = new ArrayList<>();
  private final @Nullable Scrubber scrubber;
  private final JsonShape shape;

  /** Where no schema is known. */
  JsonMask(List<PathMask> masks, @Nullable Scrubber scrubber) {
    this(masks, scrubber, JsonShape.ANYTHING);
  }

  JsonMask(List<PathMask> masks, @Nullable Scrubber scrubber, JsonShape shape) {
    for (PathMask mask : masks) {
      start.add(new Place(mask, 0));
    }
    this.scrubber = scrubber;
    this.shape = shape;
  }

  /** Whether a payload of this format is JSON. */
  static boolean isJson(@Nullable String format) {
    return format != null && FORMATS.contains(format);
  }

  /**
   * A document, masked.
   *
   * @throws IOException if it is not one JSON value; the message may quote it
   */
  byte[] apply(byte[] json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
    try (JsonParser in = JSON.createParser(json);
        JsonGenerator out = JSON.createGenerator(bytes)) {
      if (in.nextToken() == null) {
        throw new IOException("There is no JSON value.");
      }
      value(in, out, start, shape);
      if (in.nextToken() != null) {
        throw new IOException("There is more than one JSON value.");
      }
    }
    return bytes.toByteArray();
  }

  /** The value at hand, with the rules whose paths lead through it. */
  private void value(JsonParser in, JsonGenerator out, List<Place> places, JsonShape expected)
      throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      out.writeNull();
      return;
    }
    if (!expected.fits(in)) {
      redact(in, out);
      return;
    }
    for (Place place : places) {
      if (place.isEnd()) {
        end(in, out, place.mask());
        return;
      }
      if (!place.leadsInto(token)) {
        redact(in, out);
        return;
      }
    }
    switch (token) {
      case START_OBJECT -> object(in, out, places, expected);
      case START_ARRAY -> array(in, out, places, expected.element());
      case VALUE_STRING -> out.writeString(scrubbed(in.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getText(), out);
      default -> out.copyCurrentEvent(in);
    }
  }

  private void object(JsonParser in, JsonGenerator out, List<Place> places, JsonShape expected)
      throws IOException {
    int hidden = 0;
    out.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonShape member = expected.member(name);
      if (member == null && !IDENTIFIER.matcher(name).matches()) {
        hidden++;
        out.writeFieldName(hidden == 1 ? PathMask.REDACTED : PathMask.REDACTED + "-" + hidden);
      } else {
        out.writeFieldName(scrubbed(name));
      }
      JsonToken token = in.nextToken();
      if (member == null) {
        unknown(in, out);
        continue;
      }
      List<Place> inside = new ArrayList<>();
      for (Place place : places) {
        if (place.takes(name)) {
          inside.add(place.next());
        }
      }
      if (inside.isEmpty() && mayHoldText(token) && isSecret(name)) {
        redact(in, out);
      } else {
        value(in, out, inside, member);
      }
    }
    out.writeEndObject();
  }

  private void array(JsonParser in, JsonGenerator out, List<Place> places, JsonShape element)
      throws IOException {
    List<Place> inside = new ArrayList<>();
    for (Place place : places) {
      inside.add(place.next());
    }
    out.writeStartArray();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      value(in, out, inside, element);
    }
    out.writeEndArray();
  }

  private void number(String digits, JsonGenerator out) throws IOException {
    // A card number may be a number.
    String scrubbed = scrubbed(digits);
    if (scrubbed.equals(digits)) {
      out.writeNumber(digits);
    } else {
      out.writeString(scrubbed);
    }
  }

  private static void end(JsonParser in, JsonGenerator out, PathMask mask) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      out.writeString(mask.apply(in.getText()));
    } else {
      redact(in, out);
    }
  }

  /** The value of a name that is no field's: it may be that of one that should be masked. */
  private static void unknown(JsonParser in, JsonGenerator out) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      out.writeNull();
    } else {
      redact(in, out);
    }
  }

  private static void redact(JsonParser in, JsonGenerator out) throws IOException {
    in.skipChildren();
    out.writeString(PathMask.REDACTED);
  }

  private String scrubbed(String text) {
    return scrubber == null ? text : scrubber.scrub(text);
  }

  /** Whether what has this name is to be replaced, as it would be in {@code name=value}. */
  private boolean isSecret(String name) {
    return !scrubbed(name + "=value").endsWith("=value");
  }

  private static boolean mayHoldText(JsonToken token) {
    return token != JsonToken.VALUE_NULL && !token.isBoolean();
  }

  /** How far the document has followed a path. */
  private record Place(PathMask mask, int taken) {

    boolean isEnd() {
      return taken == mask.steps().size();
    }

    boolean leadsInto(JsonToken token) {
      return mask.steps().get(taken) instanceof FieldPath.Elements
          ? token == JsonToken.START_ARRAY
          : token == JsonToken.START_OBJECT;
    }

    /** Whether the path goes on in the member of this name; upper and lower case count as one. */
    boolean takes(String name) {
      return !(mask.steps().get(taken) instanceof FieldPath.Name named)
          || named.name().equalsIgnoreCase(name);
    }

    Place next() {
      return new Place(mask, taken + 1);
    }
  }
}
