package io.summerbeam.sdk.json;

import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How large a record of JSON may be: the same for all who read one, so that what was read once can
 * be edited, too.
 */
public final class JsonLimits {

  /** How deep objects and arrays may be nested. */
  public static final int MAX_DEPTH = 1000;

  private static final StreamReadConstraints OF_RECORDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .build();

  private JsonLimits() {}

  /** For a parser of records: strings and the digits of numbers have no limit of their own. */
  public static StreamReadConstraints ofRecords() {
    return OF_RECORDS;
  }
}
