package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterStatus;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filter that options ask for. */
final class Filters {

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private Filters() {}

  /**
   * The filter.
   *
   * @param clock what an age is counted from
   * @throws UsageException if an option is not of its form
   */
  static LetterFilter of(StoreOptions options, Clock clock) {
    LetterFilter filter = LetterFilter.all();
    if (options.getId() != null) {
      filter = filter.withIds(texts("--id", options.getId()));
    }
    if (options.getExceptId() != null) {
      filter = filter.withoutIds(texts("--except-id", options.getExceptId()));
    }
    if (options.getReason() != null) {
      filter = filter.withReasons(texts("--reason", options.getReason()));
    }
    if (options.getStep() != null) {
      filter = filter.withSteps(texts("--step", options.getStep()));
    }
    if (options.getPipeline() != null) {
      filter = filter.withPipelines(texts("--pipeline", options.getPipeline()));
    }
    if (options.getSeverity() != null) {
      filter = filter.withSeverities(texts("--severity", options.getSeverity()));
    }
    if (options.getStatus() != null) {
      filter = filter.withStatuses(statuses(options.getStatus()));
    }
    if (options.getSince() != null) {
      filter = filter.withFailedFrom(time("--since", options.getSince(), clock));
    }
    if (options.getUntil() != null) {
      filter = filter.withFailedBefore(time("--until", options.getUntil(), clock));
    }
    return filter;
  }

  private static String[] texts(String option, @Nullable List<String> given) {
    if (given == null || given.stream().anyMatch(String::isBlank)) {
      throw new UsageException(option + " must not be blank.");
    }
    return given.toArray(new String[0]);
  }

  private static LetterStatus[] statuses(@Nullable List<String> given) {
    try {
      return Arrays.stream(texts("--status", given))
          .map(LetterStatus::ofCode)
          .toArray(LetterStatus[]::new);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--status: " + e.getMessage());
    }
  }

  private static org.joda.time.Instant time(String option, @Nullable String text, Clock clock) {
    return org.joda.time.Instant.ofEpochMilli(
        instant(option, String.valueOf(text), clock).toEpochMilli());
  }

  private static Instant instant(String option, String text, Clock clock) {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        String unit = ago.group(2);
        return clock
            .instant()
            .minus(
                unit.equals("d")
                    ? Duration.ofDays(Long.parseLong(ago.group(1)))
                    : Duration.parse("PT" + ago.group(1) + unit));
      }
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          option
              + " must be a day (2001-01-31), a time (2001-01-31T12:00:00Z) or an age (90m, 24h,"
              + " 7d), but was: "
              + text);
    }
  }
}
