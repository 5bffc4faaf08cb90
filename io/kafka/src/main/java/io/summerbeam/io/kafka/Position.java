package io.summerbeam.io.kafka;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a record among all that a shard of an exactly-once sink writes.
 *
 * @param run whose numbers these are: a job that goes on from a checkpoint keeps it, one that
 *     starts anew has another
 * @param seq 0 for the first record
 */
record Position(long run, long seq) {

  private static final SecureRandom RANDOM = new SecureRandom();

  // A number of 64 bits is not safe in JSON: many readers make a double of it.
  private static final Pattern TEXT =
      Pattern.compile("\\{\"run\":\"([0-9a-f]{16})\",\"seq\":([0-9]{1,18})}");

  /** That of the first record of a shard, in a run that there was not before. */
  static Position first() {
    return new Position(RANDOM.nextLong(), 0);
  }

  /** That of the record behind. */
  Position next() {
    return new Position(run, seq + 1);
  }

  /** Whether it is of the same run as another one, and behind it. */
  boolean isBehind(Position other) {
    return run == other.run && seq > other.seq;
  }

  /** As it stands in Kafka. */
  String toText() {
    return "{\"run\":\"" + runText() + "\",\"seq\":" + seq + "}";
  }

  /** Reads what {@link #toText} wrote; empty where it is something else. */
  static Optional<Position> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Position(
                HexFormat.fromHexDigitsToLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The run, for people. */
  String runText() {
    return HexFormat.of().toHexDigits(run);
  }
}
