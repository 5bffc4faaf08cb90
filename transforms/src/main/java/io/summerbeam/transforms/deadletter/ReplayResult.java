package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.failure.ReplayDelivery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Replay} did, or would do.
 *
 * @param delivery how often a record may arrive; null where nothing was delivered because it was
 *     asked what would be
 * @param delivered how many letters were delivered
 * @param superseded how many of those changed nothing, because the target has something newer
 * @param parked how many were parked, because they had the maximum of attempts
 * @param passedOver how many were not to be had: copies of others, or another replay has them
 * @param refused how many could not be replayed, by reason; they stay as they are. Of more than
 *     {@value Replay#MAX_REASONS} reasons, those of the rest are {@link Replay#FURTHER_REASONS}
 * @param refusedIds the ids of those, by reason; of each the first {@value Replay#LISTED_IDS}
 * @param added how many payloads had no such field before an edit set it, by field
 * @param unreadable how much there is in the store that is no dead letter
 */
public record ReplayResult(
    @Nullable ReplayDelivery delivery,
    long delivered,
    long superseded,
    long parked,
    long passedOver,
    Map<String, Long> refused,
    Map<String, List<String>> refusedIds,
    Map<String, Long> added,
    long unreadable) {

  /** How many were refused, for whatever reason. */
  public long refusedInAll() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
