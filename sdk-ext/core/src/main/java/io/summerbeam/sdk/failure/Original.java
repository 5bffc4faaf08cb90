package io.summerbeam.sdk.failure;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.source.Provenance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as its source has it, and what is needed to read it again. A source gives it to {@link
 * DeadLetterFactory#of}, so that the {@link PayloadPolicy} sees all of it.
 *
 * <pre>{@code
 * factory.of(
 *     Original.of(bytes, "json")
 *         .withSchema(SchemaText.of(schema))
 *         .withSource(source)
 *         .withKey(key)
 *         .withHeaders(headers),
 *     eventTime, window, failure);
 * }</pre>
 *
 * <p>{@link #toString} shows where it came from, and none of its content.
 */
@AutoValue
public abstract class Original {

  /**
   * A record that is bytes.
   *
   * @param payload the bytes, not to be changed; null where they are too many to be carried
   * @param format how they are encoded: {@code json}, {@code csv}
   */
  public static Original of(byte @Nullable [] payload, @Nullable String format) {
    return new AutoValue_Original(payload, format, null, null, null, Map.of());
  }

  /**
   * The schema the payload was to be read with, as text ({@link
   * io.summerbeam.sdk.schema.SchemaText}), or a reference to it.
   */
  public Original withSchema(String schema) {
    return new AutoValue_Original(payload(), format(), schema, source(), key(), headers());
  }

  /** Where it came from; a payload, a key and headers in it are not taken from there. */
  public Original withSource(@Nullable Provenance source) {
    return new AutoValue_Original(payload(), format(), schema(), source, key(), headers());
  }

  /** The key it has in its source, not to be changed. */
  public Original withKey(byte @Nullable [] key) {
    return new AutoValue_Original(payload(), format(), schema(), source(), key, headers());
  }

  /** The headers it has in its source. */
  public Original withHeaders(Map<String, String> headers) {
    return new AutoValue_Original(
        payload(), format(), schema(), source(), key(), Map.copyOf(headers));
  }

  @SuppressWarnings("mutable") // As in the dead letter it goes to.
  abstract byte @Nullable [] payload();

  abstract @Nullable String format();

  abstract @Nullable String schema();

  abstract @Nullable Provenance source();

  @SuppressWarnings("mutable") // As in the dead letter it goes to.
  abstract byte @Nullable [] key();

  abstract Map<String, String> headers();

  @Override
  public final String toString() {
    return "Original{format=" + format() + ", source=" + source() + "}";
  }
}
