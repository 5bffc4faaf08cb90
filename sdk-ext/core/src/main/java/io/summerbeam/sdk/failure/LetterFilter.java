package io.summerbeam.sdk.failure;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which letters of a store are meant: those that every setting takes; a setting that was not made
 * takes all. A store pushes down what its storage can do and asks {@link #matches} for the rest.
 */
@AutoValue
public abstract class LetterFilter implements Serializable {

  private static final long serialVersionUID = 1;

  /** All letters. */
  public static LetterFilter all() {
    return new AutoValue_LetterFilter.Builder()
        .setIds(Set.of())
        .setExceptIds(Set.of())
        .setPipelines(Set.of())
        .setSteps(Set.of())
        .setReasons(Set.of())
        .setSeverities(Set.of())
        .setStatuses(Set.of())
        .build();
  }

  /**
   * Those with one of these ids.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public LetterFilter withIds(String... ids) {
    return toBuilder().setIds(set("withIds()", ids)).build();
  }

  /**
   * Those with none of these ids: what is known not to be wanted by a target, for example.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public LetterFilter withoutIds(String... ids) {
    return toBuilder().setExceptIds(set("withoutIds()", ids)).build();
  }

  /**
   * Those of one of these pipelines.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public LetterFilter withPipelines(String... pipelines) {
    return toBuilder().setPipelines(set("withPipelines()", pipelines)).build();
  }

  /**
   * Those of one of these steps.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public LetterFilter withSteps(String... steps) {
    return toBuilder().setSteps(set("withSteps()", steps)).build();
  }

  /**
   * Those with one of these codes of a {@link Reason}; a newer version may know more of them.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public LetterFilter withReasons(String... reasons) {
    return toBuilder().setReasons(set("withReasons()", reasons)).build();
  }

  /**
   * Those with one of these codes of a {@link Severity}.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public LetterFilter withSeverities(String... severities) {
    return toBuilder().setSeverities(set("withSeverities()", severities)).build();
  }

  /**
   * Those with one of these statuses.
   *
   * @throws IllegalArgumentException if there is none
   */
  public LetterFilter withStatuses(LetterStatus... statuses) {
    if (statuses.length == 0) {
      throw new IllegalArgumentException("withStatuses() must be given at least one, but was: []");
    }
    return toBuilder().setStatuses(Set.copyOf(Arrays.asList(statuses))).build();
  }

  /** Those that failed at this time or later ({@link DeadLetter#failureTime}). */
  public LetterFilter withFailedFrom(Instant from) {
    return toBuilder().setFailedFrom(from).build();
  }

  /** Those that failed before this time. */
  public LetterFilter withFailedBefore(Instant before) {
    return toBuilder().setFailedBefore(before).build();
  }

  /** The ids, one of which a letter has; empty for any. */
  public abstract Set<String> ids();

  /** The ids, none of which a letter has. */
  public abstract Set<String> exceptIds();

  /** The pipelines, one of which a letter is of; empty for any. */
  public abstract Set<String> pipelines();

  /** The steps, one of which a letter is of; empty for any. */
  public abstract Set<String> steps();

  /** The reasons, one of which a letter has; empty for any. */
  public abstract Set<String> reasons();

  /** The severities, one of which a letter has; empty for any. */
  public abstract Set<String> severities();

  /** The statuses, one of which a letter has; empty for any. */
  public abstract Set<LetterStatus> statuses();

  /** The first failure time; null for any. */
  public abstract @Nullable Instant failedFrom();

  /** The first failure time that is too late; null for any. */
  public abstract @Nullable Instant failedBefore();

  /** Whether it takes a letter that has this status. */
  public final boolean matches(DeadLetter letter, LetterStatus status) {
    return takes(statuses(), status) && matches(letter);
  }

  private boolean matches(DeadLetter letter) {
    Instant from = failedFrom();
    Instant before = failedBefore();
    return takes(ids(), letter.id())
        && !exceptIds().contains(letter.id())
        && takes(reasons(), letter.reason())
        && takes(steps(), letter.step())
        && takes(pipelines(), letter.pipeline())
        && takes(severities(), letter.severity())
        && (from == null || !letter.failureTime().isBefore(from))
        && (before == null || letter.failureTime().isBefore(before));
  }

  private static <T> boolean takes(Set<T> wanted, T value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static Set<String> set(String method, String... values) {
    List<String> list = Arrays.asList(values);
    if (list.isEmpty() || list.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          method + " must be given at least one text and no blank one, but was: " + list);
    }
    return Set.copyOf(list);
  }

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setIds(Set<String> ids);

    abstract Builder setExceptIds(Set<String> exceptIds);

    abstract Builder setPipelines(Set<String> pipelines);

    abstract Builder setSteps(Set<String> steps);

    abstract Builder setReasons(Set<String> reasons);

    abstract Builder setSeverities(Set<String> severities);

    abstract Builder setStatuses(Set<LetterStatus> statuses);

    abstract Builder setFailedFrom(@Nullable Instant from);

    abstract Builder setFailedBefore(@Nullable Instant before);

    abstract LetterFilter build();
  }
}
