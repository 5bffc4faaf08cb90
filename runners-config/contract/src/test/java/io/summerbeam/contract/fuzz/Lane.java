package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.transforms.validate.Validate;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A format under fuzz. Payload number n of a seed is always the same one.
 *
 * @param schema of the rows
 * @param time what is read of a row as its event time; null where nothing is
 * @param validate what is expected of the rows
 * @param records that are good
 * @param mutations of this format; those of bytes are for all
 * @param huge mutations that take their time
 */
record Lane(
    String name,
    RowFormat format,
    Schema schema,
    @Nullable EventTime time,
    Validate validate,
    List<byte[]> records,
    List<Mutation> mutations,
    List<Mutation> huge) {

  private static final int UNTOUCHED_EVERY = 20;
  private static final int NOISE_EVERY = 50;
  private static final int HUGE_EVERY = 2_000;
  private static final int MOST_NOISE = 200;

  byte[] payload(long seed, long index) {
    // Seeds that are near each other give sequences that are not.
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed * 31 + name.hashCode()).nextLong() + index);
    byte[] payload = records.get(random.nextInt(records.size()));
    if (index % UNTOUCHED_EVERY == 0) {
      return payload.clone();
    }
    if (random.nextInt(NOISE_EVERY) == 0) {
      return Mutation.random(random.nextInt(MOST_NOISE), random);
    }
    if (random.nextInt(HUGE_EVERY) == 0) {
      payload = huge.get(random.nextInt(huge.size())).of(payload, random);
    }
    // Most have one, so that many a payload is read to its end.
    do {
      List<Mutation> some = random.nextBoolean() ? ByteMutations.ALL : mutations;
      payload = some.get(random.nextInt(some.size())).of(payload, random);
    } while (random.nextInt(3) == 0);
    return payload;
  }
}
