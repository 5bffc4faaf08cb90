package io.summerbeam.transforms.mask.policy;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldName;
import org.jspecify.annotations.Nullable;

/**
 * A field, the technique it is masked with, and the settings of that, all as in a {@link
 * MaskPolicy}: for Beam YAML and other SDKs.
 */
// Beam puts underscores into the names of a configuration, but not of what is in its lists.
@DefaultSchema(AutoValueSchema.class)
@AutoValue
public abstract class MaskedField {

  /** The path of the field: items[*].card. */
  @SchemaFieldDescription("The path of the field: items[*].card.")
  public abstract String getField();

  /** The technique: redact, hash, ... */
  @SchemaFieldDescription("The technique: redact, hash, ...")
  public abstract String getTechnique();

  /** The name of the key. */
  @SchemaFieldDescription("The name of the key.")
  public abstract @Nullable String getKey();

  /** redact: the text. */
  @SchemaFieldDescription("redact: the text.")
  public abstract @Nullable String getText();

  /** redact: the number that stands in the place of numbers. */
  @SchemaFieldDescription("redact: the number that stands in the place of numbers.")
  public abstract @Nullable Double getNumber();

  /** keep_first, keep_last, truncate: how many characters. */
  @SchemaFieldDescription("keep_first, keep_last, truncate: how many characters.")
  public abstract @Nullable Integer getCount();

  /** keep_first, keep_last: what stands in the place of the others. */
  @SchemaFieldDescription("keep_first, keep_last: what stands in the place of the others.")
  @SchemaFieldName("mask_character")
  public abstract @Nullable String getMaskCharacter();

  /** mask_pattern: a regular expression of RE2. */
  @SchemaFieldDescription("mask_pattern: a regular expression of RE2.")
  public abstract @Nullable String getPattern();

  /** mask_pattern, scrub: what is put in. */
  @SchemaFieldDescription("mask_pattern, scrub: what is put in.")
  public abstract @Nullable String getReplacement();

  /** mask_pattern: whether a value without a match is a failure. */
  @SchemaFieldDescription("mask_pattern: whether a value without a match is a failure.")
  @SchemaFieldName("match_required")
  public abstract @Nullable Boolean getMatchRequired();

  /** hash: hex or base64url. */
  @SchemaFieldDescription("hash: hex or base64url.")
  public abstract @Nullable String getFormat();

  /** hash: how many characters. */
  @SchemaFieldDescription("hash: how many characters.")
  public abstract @Nullable Integer getLength();

  /** hash, tokenize, preserve_format: a domain of its own. */
  @SchemaFieldDescription("hash, tokenize, preserve_format: a domain of its own.")
  public abstract @Nullable String getDomain();

  /** hash, tokenize, preserve_format: whether the field is a domain of its own. */
  @SchemaFieldDescription("hash, tokenize, preserve_format: whether the field is its own domain.")
  @SchemaFieldName("per_field")
  public abstract @Nullable Boolean getPerField();

  /** encrypt: the field that the ciphertext is bound to. */
  @SchemaFieldDescription("encrypt: the field that the ciphertext is bound to.")
  @SchemaFieldName("associated_field")
  public abstract @Nullable String getAssociatedField();

  /** preserve_format: digits, letters, alphanumeric, ... */
  @SchemaFieldDescription("preserve_format: digits, letters, alphanumeric, ...")
  public abstract @Nullable String getAlphabet();

  /** preserve_format: an alphabet of one's own. */
  @SchemaFieldDescription("preserve_format: an alphabet of one's own.")
  public abstract @Nullable String getCharacters();

  /** preserve_format: whether the check digit is kept right. */
  @SchemaFieldDescription("preserve_format: whether the check digit is kept right.")
  public abstract @Nullable Boolean getLuhn();

  /** preserve_format: the field that is the tweak. */
  @SchemaFieldDescription("preserve_format: the field that is the tweak.")
  @SchemaFieldName("tweak_field")
  public abstract @Nullable String getTweakField();

  /** shift_days: how far at most. */
  @SchemaFieldDescription("shift_days: how far at most.")
  @SchemaFieldName("max_days")
  public abstract @Nullable Integer getMaxDays();

  /** shift_days: the field that says whose dates they are. */
  @SchemaFieldDescription("shift_days: the field that says whose dates they are.")
  public abstract @Nullable String getSubject();

  /** generalize: the width of buckets of numbers. */
  @SchemaFieldDescription("generalize: the width of buckets of numbers.")
  public abstract @Nullable Double getWidth();

  /** generalize: where buckets of numbers begin. */
  @SchemaFieldDescription("generalize: where buckets of numbers begin.")
  @SchemaFieldName("starting_at")
  public abstract @Nullable List<Double> getStartingAt();

  /** generalize: day, month or year. */
  @SchemaFieldDescription("generalize: day, month or year.")
  public abstract @Nullable String getTo();

  /** generalize: how many characters are kept. */
  @SchemaFieldDescription("generalize: how many characters are kept.")
  public abstract @Nullable Integer getPrefix();

  /** scrub: what is looked for; all if not given. */
  @SchemaFieldDescription("scrub: what is looked for; all if not given.")
  public abstract @Nullable List<String> getDetectors();

  /** scrub: regular expressions of one's own, by name. */
  @SchemaFieldDescription("scrub: regular expressions of one's own, by name.")
  public abstract @Nullable Map<String, String> getPatterns();

  /** A builder. */
  public static Builder builder() {
    return new AutoValue_MaskedField.Builder();
  }

  /** Builds a {@link MaskedField}. */
  @AutoValue.Builder
  public abstract static class Builder {

    /** See {@link MaskedField#getField}. */
    public abstract Builder setField(String field);

    /** See {@link MaskedField#getTechnique}. */
    public abstract Builder setTechnique(String technique);

    /** See {@link MaskedField#getKey}. */
    public abstract Builder setKey(@Nullable String key);

    /** See {@link MaskedField#getText}. */
    public abstract Builder setText(@Nullable String text);

    /** See {@link MaskedField#getNumber}. */
    public abstract Builder setNumber(@Nullable Double number);

    /** See {@link MaskedField#getCount}. */
    public abstract Builder setCount(@Nullable Integer count);

    /** See {@link MaskedField#getMaskCharacter}. */
    public abstract Builder setMaskCharacter(@Nullable String maskCharacter);

    /** See {@link MaskedField#getPattern}. */
    public abstract Builder setPattern(@Nullable String pattern);

    /** See {@link MaskedField#getReplacement}. */
    public abstract Builder setReplacement(@Nullable String replacement);

    /** See {@link MaskedField#getMatchRequired}. */
    public abstract Builder setMatchRequired(@Nullable Boolean matchRequired);

    /** See {@link MaskedField#getFormat}. */
    public abstract Builder setFormat(@Nullable String format);

    /** See {@link MaskedField#getLength}. */
    public abstract Builder setLength(@Nullable Integer length);

    /** See {@link MaskedField#getDomain}. */
    public abstract Builder setDomain(@Nullable String domain);

    /** See {@link MaskedField#getPerField}. */
    public abstract Builder setPerField(@Nullable Boolean perField);

    /** See {@link MaskedField#getAssociatedField}. */
    public abstract Builder setAssociatedField(@Nullable String associatedField);

    /** See {@link MaskedField#getAlphabet}. */
    public abstract Builder setAlphabet(@Nullable String alphabet);

    /** See {@link MaskedField#getCharacters}. */
    public abstract Builder setCharacters(@Nullable String characters);

    /** See {@link MaskedField#getLuhn}. */
    public abstract Builder setLuhn(@Nullable Boolean luhn);

    /** See {@link MaskedField#getTweakField}. */
    public abstract Builder setTweakField(@Nullable String tweakField);

    /** See {@link MaskedField#getMaxDays}. */
    public abstract Builder setMaxDays(@Nullable Integer maxDays);

    /** See {@link MaskedField#getSubject}. */
    public abstract Builder setSubject(@Nullable String subject);

    /** See {@link MaskedField#getWidth}. */
    public abstract Builder setWidth(@Nullable Double width);

    /** See {@link MaskedField#getStartingAt}. */
    public abstract Builder setStartingAt(@Nullable List<Double> startingAt);

    /** See {@link MaskedField#getTo}. */
    public abstract Builder setTo(@Nullable String to);

    /** See {@link MaskedField#getPrefix}. */
    public abstract Builder setPrefix(@Nullable Integer prefix);

    /** See {@link MaskedField#getDetectors}. */
    public abstract Builder setDetectors(@Nullable List<String> detectors);

    /** See {@link MaskedField#getPatterns}. */
    public abstract Builder setPatterns(@Nullable Map<String, String> patterns);

    /** Builds it. */
    public abstract MaskedField build();
  }
}
