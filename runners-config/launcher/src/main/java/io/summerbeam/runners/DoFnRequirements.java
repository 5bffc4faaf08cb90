package io.summerbeam.runners;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/** What the declarations of a DoFn need of a runner. */
final class DoFnRequirements {

  private DoFnRequirements() {}

  static Set<Capability> of(DoFn<?, ?> fn, PCollection<?> input) {
    DoFnSignature signature = DoFnSignatures.signatureForDoFn(fn);
    Set<Capability> needed = EnumSet.noneOf(Capability.class);
    // All of them: Spark looks at the first only, and accepts what it cannot run.
    timeDomains(fn, signature)
        .map(
            domain ->
                domain == TimeDomain.EVENT_TIME
                    ? Capability.EVENT_TIME_TIMERS
                    : Capability.PROCESSING_TIME_TIMERS)
        .forEach(needed::add);
    if (signature.processElement().isSplittable()) {
      needed.add(
          signature.isBoundedPerElement() == IsBounded.UNBOUNDED
              ? Capability.UNBOUNDED_SPLITTABLE_DOFN
              : Capability.BOUNDED_SPLITTABLE_DOFN);
    }
    if (signature.onWindowExpiration() != null) {
      needed.add(Capability.ON_WINDOW_EXPIRATION);
    }
    if (signature.processElement().requiresStableInput()) {
      needed.add(Capability.STABLE_INPUT);
    }
    if (signature.processElement().requiresTimeSortedInput()) {
      needed.add(Capability.TIME_SORTED_INPUT);
    }
    if (DoFnSignatures.usesOrderedListState(fn)) {
      needed.add(Capability.ORDERED_LIST_STATE);
    }
    if (DoFnSignatures.usesMultimapState(fn)) {
      needed.add(Capability.MULTIMAP_STATE);
    }
    if ((DoFnSignatures.usesState(fn) || DoFnSignatures.usesTimers(fn))
        && !input.getWindowingStrategy().getWindowFn().isNonMerging()) {
      needed.add(Capability.MERGING_WINDOW_STATE);
    }
    return needed;
  }

  private static Stream<TimeDomain> timeDomains(DoFn<?, ?> fn, DoFnSignature signature) {
    return Stream.concat(
        signature.timerDeclarations().values().stream()
            .map(timer -> DoFnSignatures.getTimerSpecOrThrow(timer, fn).getTimeDomain()),
        signature.timerFamilyDeclarations().values().stream()
            .map(family -> DoFnSignatures.getTimerFamilySpecOrThrow(family, fn).getTimeDomain()));
  }
}
