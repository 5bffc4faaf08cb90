package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Replaces all that matches a regular expression: {@code maskPattern("card",
 * "(\\d{4})\\d{8}(\\d{4})", "$1********$2")}.
 *
 * <p>The regular expression is of <a href="https://github.com/google/re2/wiki/Syntax">RE2</a>,
 * whose time grows with the length of a value and does not explode with what is in it; so there is
 * no look-around and no back-reference. The replacement stands in the place of each match; in it
 * {@code $1} is what the first group has matched, <code>${12}</code> the twelfth, <code>${name}
 * </code> that of the name, and {@code $$} a dollar sign.
 *
 * <p><b>Types.</b> STRING.
 *
 * <p><b>Protection.</b> None for what does not match: a value without a match stays as it is.
 * {@link #withMatchRequired} makes its record a dead letter instead.
 */
@AutoValue
public abstract class MaskPatternRule extends MaskRule {

  private static final long serialVersionUID = 1;

  MaskPatternRule() {}

  static MaskPatternRule of(FieldPath path, String regex, String replacement) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "maskPattern() must have a regular expression of RE2, which has no look-around and no"
              + " back-references, but has: "
              + regex
              + " ("
              + e.getDescription()
              + ")",
          e);
    }
    return new AutoValue_MaskPatternRule(
        path, pattern, PatternReplacement.parse(replacement, pattern), false);
  }

  /** Makes records with a value that nothing in matches dead letters. Default: the value stays. */
  public MaskPatternRule withMatchRequired() {
    return new AutoValue_MaskPatternRule(path(), pattern(), replacement(), true);
  }

  @Override
  public abstract FieldPath path();

  abstract Pattern pattern();

  abstract PatternReplacement replacement();

  abstract boolean matchRequired();

  @Override
  public String technique() {
    return "maskPattern";
  }

  @Override
  public Protection protection() {
    return Protection.of(
        false,
        false,
        false,
        "All that the pattern does not match or the replacement repeats"
            + (matchRequired() ? "." : "; values without a match whole."));
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(type, "Convert it to a text before.", TypeName.STRING);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return new PatternMask(pattern(), replacement(), matchRequired());
  }
}
