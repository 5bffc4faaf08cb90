package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.secret.KeySource;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/**
 * Shifts every date by a number of days that is secret and the same for all dates of one subject:
 * of a patient, say. So nobody knows the dates, and the days between those of a subject are right,
 * in all fields and records that are shifted with the same key and limit. A shift is from -max to
 * max days and never 0.
 *
 * <p><b>Types.</b> DATETIME, and the logical types {@code SqlTypes.DATE}, {@code
 * SqlTypes.DATETIME}, {@code SqlTypes.TIMESTAMP}, {@code NanosInstant} and {@code Timestamp}. The
 * time of the day stays; of an instant that is the one in UTC.
 *
 * <p><b>The subject.</b> A field with a text, bytes or a whole number, in no array or map. If it is
 * null, the record is a dead letter: all that have no subject would be shifted by the same number.
 * It is taken as the masked record has it: where the same {@link Mask} hashes it, the pseudonym is
 * the subject. So {@link Unmask} finds the same, if the subject is not unmasked in a step before.
 * Tables are shifted alike where their subjects are masked alike.
 *
 * <p><b>Protection.</b> Who has not the key learns each date up to max days, the time of the day,
 * the days between the dates of a subject, and from one known date of a subject all others of it.
 * {@link Unmask} turns dates back. A wrong key is not noticed there: it gives other dates.
 *
 * <p><b>How.</b> HMAC-SHA256 of the subject, with a key that is HMAC-SHA512 of {@code shiftDays};
 * its first 8 bytes as an unsigned number modulo 2 max. The key has 16 bytes or more.
 */
@AutoValue
public abstract class ShiftDaysRule extends ReversibleMaskRule {

  private static final long serialVersionUID = 1;

  /** The largest limit: a hundred years. */
  public static final int MAX_DAYS = 36_525;

  ShiftDaysRule() {}

  static ShiftDaysRule of(FieldPath path, int maxDays, FieldPath subject, KeySource key) {
    if (maxDays < 1 || maxDays > MAX_DAYS) {
      throw new IllegalArgumentException(
          "shiftDays() must shift by 1 to " + MAX_DAYS + " days at most, but was told: " + maxDays);
    }
    return new AutoValue_ShiftDaysRule(path, maxDays, subject, key);
  }

  @Override
  public abstract FieldPath path();

  abstract int maxDays();

  abstract FieldPath subject();

  abstract KeySource key();

  @Override
  public String technique() {
    return "shiftDays";
  }

  @Override
  public Protection protection() {
    return Protection.of(
        true,
        false,
        true,
        "The date up to "
            + maxDays()
            + " days, the time of the day, and the days between the dates of one '"
            + subject()
            + "'.");
  }

  @Override
  List<FieldPath> reads() {
    return List.of(subject());
  }

  @Override
  void check(FieldType type, Schema input) {
    if (TemporalType.of(type) == null) {
      throw unfit(type, TemporalType.NAMES, "Parse it before.");
    }
    RecordField.check(subject(), input, this);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return shift(type, input, 1);
  }

  @Override
  ValueMask openInverse(FieldType type, Schema input) {
    return shift(type, input, -1);
  }

  private ValueMask shift(FieldType type, Schema input, int direction) {
    TemporalType temporal = TemporalType.of(type);
    if (temporal == null) {
      throw new IllegalStateException(this + ": not checked");
    }
    Shift shift =
        new Shift(
            RecordField.open(subject(), input),
            new HmacSha256(HmacSha256.derive(RawKey.ofHmac(this, key()), technique())),
            maxDays());
    return (value, record) -> temporal.plusDays(value, direction * shift.days(record));
  }

  /** By how many days the dates of a record are shifted. */
  private record Shift(RecordField subject, HmacSha256 hmac, int max) {

    long days(Row record) throws MaskException {
      byte[] hash = hmac.of(subject.bytes(record));
      long one = Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), 2L * max);
      // From -max to -1, and from 1 to max.
      return one < max ? one - max : one - max + 1;
    }
  }
}
