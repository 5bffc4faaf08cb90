package io.summerbeam.samples.mask;

import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.mask.policy.MaskPolicy;

/** Policies on the command line: what is wrong with one is a wrong argument. */
public final class Policies {

  private static final String OPTION = "--policy";

  private Policies() {}

  /**
   * Reads a policy.
   *
   * @throws UsageException if there is none in the file
   */
  public static MaskPolicy load(String file) {
    try {
      return MaskPolicy.load(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException(OPTION + ": " + e.getMessage());
    }
  }

  /**
   * What masks by a policy.
   *
   * @throws UsageException if it does not fit the schema
   */
  public static Mask toMask(MaskPolicy policy, RecordFiles files) {
    try {
      return policy.toMask(files.schema());
    } catch (IllegalArgumentException e) {
      throw files.refused(OPTION, e);
    }
  }

  /**
   * What dead letters may hold by a policy.
   *
   * @throws UsageException if it does not fit the schema
   */
  public static PayloadPolicy payloadPolicy(MaskPolicy policy, RecordFiles files) {
    try {
      return policy.payloadPolicy(files.schema());
    } catch (IllegalArgumentException e) {
      throw files.refused(OPTION, e);
    }
  }

  /**
   * What unmasks what was masked by a policy.
   *
   * @throws UsageException if it does not fit the schema, or nothing in it can be turned back
   */
  public static Unmask toUnmask(MaskPolicy policy, RecordFiles files) {
    try {
      return policy.toUnmask(files.schema());
    } catch (IllegalArgumentException e) {
      throw files.refused(OPTION, e);
    }
  }
}
