package io.summerbeam.samples.deadletters;

import io.summerbeam.io.files.FileDeadLetterStore;
import io.summerbeam.io.files.FileReplayTarget;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.ReplayTarget;
import java.util.List;
import java.util.regex.Pattern;

/** The stores and targets there are, and how they are written. */
final class Stores {

  private static final String TOPIC = "kafka:";

  /** Where dead letters can be; the last one takes what no other does. */
  private static final List<Opener<StoreOptions, DeadLetterStore>> STORES =
      List.of(
          new Opener<>(TOPIC, "kafka:TOPIC", Topics::store),
          new Opener<>(Tables.PREFIX, Tables.PREFIX + "//HOST/NAME", Tables::store),
          new Opener<>("", "a folder", (options, folder) -> FileDeadLetterStore.in(folder)));

  /** Where records can go; the last one takes what no other does. */
  private static final List<Opener<ReplayOptions, ReplayTarget>> TARGETS =
      List.of(
          new Opener<>(TOPIC, "kafka:TOPIC, kafka: (the topics they came from)", Topics::target),
          new Opener<>(Tables.PREFIX, Tables.PREFIX + "//HOST/NAME", Tables::target),
          new Opener<>("", "a folder", (options, folder) -> FileReplayTarget.to(folder)));

  // Of two letters or more: C: is a drive.
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):.*");

  // What Beam's file systems may be registered for.
  private static final List<String> FILE_SYSTEMS = List.of("file", "gs", "s3", "hdfs", "azfs");

  private Stores() {}

  /**
   * Opens the store.
   *
   * @throws UsageException if it is written as none
   */
  static DeadLetterStore open(StoreOptions options) {
    return find("STORE", options.getStore(), STORES).open(options, options.getStore());
  }

  /**
   * Makes the target.
   *
   * @throws UsageException if it is written as none
   */
  static ReplayTarget target(ReplayOptions options) {
    Opener<ReplayOptions, ReplayTarget> opener = find("--to", options.getTo(), TARGETS);
    if (!opener.prefix().equals(Tables.PREFIX)) {
      Tables.refuseOptions(options);
    }
    return opener.open(options, options.getTo());
  }

  /** Whether the target takes records, and not bytes of any format. */
  static boolean takesRecords(ReplayOptions options) {
    return !options.getTo().startsWith(TOPIC);
  }

  private static <O extends StoreOptions, T> Opener<O, T> find(
      String name, String address, List<Opener<O, T>> openers) {
    for (Opener<O, T> opener : openers) {
      if (!opener.prefix().isEmpty() && address.startsWith(opener.prefix())) {
        return opener;
      }
    }
    var scheme = SCHEME.matcher(address);
    if (scheme.matches() && !FILE_SYSTEMS.contains(scheme.group(1))) {
      throw new UsageException(
          name
              + " must be "
              + String.join(" or ", openers.stream().map(opener -> opener.form()).toList())
              + ", but was: "
              + scheme.group(1)
              + ":...");
    }
    return openers.get(openers.size() - 1);
  }

  /**
   * One kind of place.
   *
   * @param prefix what its addresses begin with; empty for folders
   * @param form how they are written, for messages
   */
  record Opener<O extends StoreOptions, T>(String prefix, String form, Opening<O, T> opening) {

    T open(O options, String address) {
      try {
        return opening.open(options, address.substring(prefix.length()));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Makes a store or a target of an address without its prefix, and of the options. */
  interface Opening<O extends StoreOptions, T> {
    T open(O options, String place);
  }
}
