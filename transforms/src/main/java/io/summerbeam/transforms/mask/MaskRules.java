package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.scrub.Detector;
import java.util.ArrayList;
import java.util.List;

/**
 * The techniques there are, to be imported statically. A path leads into nested rows ({@code
 * customer.email}), the elements of arrays ({@code items[*].card}) and the values of maps (<code>
 * attributes{*}</code>); null stays null with all of them.
 *
 * <ul>
 *   <li>Nothing shall be left: {@link #redact}, {@link #nullify}.
 *   <li>A part shall be left: {@link #keepFirst}, {@link #keepLast}, {@link #truncate}, {@link
 *       #maskPattern}; of free text, all that is not personal: {@link #scrub}.
 *   <li>It shall be counted and joined, and never be turned back: {@link #hash}.
 *   <li>It shall be analyzed: {@link #generalize}, {@link #shiftDays}.
 *   <li>It shall look the same and be turned back: {@link #preserveFormat}.
 *   <li>It shall be turned back: {@link #tokenize}, which keeps joins; {@link #encrypt}, which
 *       keeps nothing.
 * </ul>
 *
 * <p>Each rule's {@link MaskRule#protection} says what it gives away. Paths that are none are
 * refused with an {@link IllegalArgumentException}.
 */
public final class MaskRules {

  private MaskRules() {}

  /** Puts {@value RedactRule#TEXT}, or another text, in the place of texts. */
  public static RedactRule redact(String path) {
    return RedactRule.of(FieldPath.of(path));
  }

  /** Makes values null. */
  public static NullifyRule nullify(String path) {
    return NullifyRule.of(FieldPath.of(path));
  }

  /**
   * Keeps the first characters of texts and masks the others.
   *
   * @param count how many, 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public static KeepFirstRule keepFirst(String path, int count) {
    return KeepFirstRule.of(FieldPath.of(path), count);
  }

  /**
   * Keeps the last characters of texts and masks the others.
   *
   * @param count how many, 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public static KeepLastRule keepLast(String path, int count) {
    return KeepLastRule.of(FieldPath.of(path), count);
  }

  /**
   * Replaces what a regular expression matches in texts.
   *
   * @param regex of RE2
   * @param replacement in which {@code $1} is the first group
   * @throws IllegalArgumentException if the regular expression is none of RE2, or the replacement
   *     has a group that it has not
   */
  public static MaskPatternRule maskPattern(String path, String regex, String replacement) {
    return MaskPatternRule.of(FieldPath.of(path), regex, replacement);
  }

  /**
   * Keeps the first characters of texts and leaves the others out.
   *
   * @param count how many, 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public static TruncateRule truncate(String path, int count) {
    return TruncateRule.of(FieldPath.of(path), count);
  }

  /**
   * Puts keyed pseudonyms in the place of texts and bytes.
   *
   * @param key of 16 bytes or more
   */
  public static HashRule hash(String path, KeySource key) {
    return HashRule.of(FieldPath.of(path), key);
  }

  /**
   * Encrypts texts into texts of the same format.
   *
   * @param key of 16, 24 or 32 bytes
   * @param alphabet which characters are encrypted
   */
  public static PreserveFormatRule preserveFormat(String path, KeySource key, Alphabet alphabet) {
    return PreserveFormatRule.of(FieldPath.of(path), key, alphabet);
  }

  /**
   * Shifts dates by days that are secret and the same for one subject.
   *
   * @param maxDays the limit, in both directions
   * @param subjectPath the field that says whose dates they are
   * @param key of 16 bytes or more
   * @throws IllegalArgumentException if the limit is not 1 to {@value ShiftDaysRule#MAX_DAYS}
   */
  public static ShiftDaysRule shiftDays(
      String path, int maxDays, String subjectPath, KeySource key) {
    return ShiftDaysRule.of(FieldPath.of(path), maxDays, FieldPath.of(subjectPath), key);
  }

  /** Makes numbers, dates or texts coarser. */
  public static GeneralizeRule generalize(String path, Buckets buckets) {
    return GeneralizeRule.of(FieldPath.of(path), buckets);
  }

  /**
   * Masks personal data inside of free text.
   *
   * @throws IllegalArgumentException if two detectors have the same name
   */
  public static ScrubRule scrub(String path, Detector first, Detector... others) {
    List<Detector> detectors = new ArrayList<>();
    detectors.add(first);
    detectors.addAll(List.of(others));
    return scrub(path, detectors);
  }

  /**
   * Masks personal data inside of free text: {@code scrub("note", Detectors.all())}.
   *
   * @throws IllegalArgumentException if there are no detectors, or two of the same name
   */
  public static ScrubRule scrub(String path, List<Detector> detectors) {
    return ScrubRule.of(FieldPath.of(path), detectors);
  }

  /**
   * Puts tokens in the place of texts and bytes: equal ones for equal values, which {@link Unmask}
   * turns back.
   *
   * @param keyset of a deterministic AEAD, AES-SIV
   */
  public static TokenizeRule tokenize(String path, KeysetSource keyset) {
    return TokenizeRule.of(FieldPath.of(path), keyset);
  }

  /**
   * Encrypts texts and bytes so that not even equal ones are seen; {@link Unmask} turns them back.
   *
   * @param keyset of an AEAD, such as AES-GCM
   */
  public static EncryptRule encrypt(String path, KeysetSource keyset) {
    return EncryptRule.of(FieldPath.of(path), keyset);
  }
}
