package io.summerbeam.transforms.mask.scrub;

import java.io.Serializable;

/**
 * One kind of personal data that a {@link Scrubber} finds in text: one of {@link Detectors}, or a
 * pattern of one's own.
 */
public sealed interface Detector extends Serializable permits BuiltIn, PatternDetector {

  /** What is found, which stands in the text in its place: {@code EMAIL}. */
  String name();
}
