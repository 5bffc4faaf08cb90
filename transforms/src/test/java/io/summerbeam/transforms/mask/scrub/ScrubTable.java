package io.summerbeam.transforms.mask.scrub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;

import java.util.List;

/** What detectors must make of texts in which «marks» are around what they must find. */
final class ScrubTable {

  private final Scrubber scrubber;

  private ScrubTable(Scrubber scrubber) {
    this.scrubber = scrubber;
  }

  static ScrubTable of(Detector... detectors) {
    return new ScrubTable(Scrubber.of(List.of(detectors)).withReplacement("#"));
  }

  void finds(String... marked) {
    for (String each : marked) {
      String text = each.replaceAll("[«»]", "");
      assertThat(text, scrubber.scrub(text), equalTo(each.replaceAll("«[^»]*»", "#")));
    }
  }

  void findsNothingIn(String... texts) {
    for (String text : texts) {
      assertThat(scrubber.scrub(text), sameInstance(text));
    }
  }
}
