package io.summerbeam.samples.mask;

import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Policies on the command line: what is wrong with one is a wrong argument. */
public final class Policies {

  private static final String OPTION = "--policy";

  private static final String KEYS = "--keys";
  // A comma that is followed by another name; paths may have commas.
  private static final Pattern NEXT_KEY = Pattern.compile(",(?=[^,=/:]+=)");

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
   * Reads the policy of a job, with the keys that the options say.
   *
   * @throws UsageException if there is none in the file, or a key is not one of the policy's
   */
  public static MaskPolicy load(PolicyOptions options) {
    return withKeys(load(options.getPolicy()), options.getKeys());
  }

  /**
   * The same policy with keys from somewhere else.
   *
   * @param keys as {@code --keys} has them; null for those that the policy says
   * @throws UsageException if one is no reference, or not one of the policy's
   */
  public static MaskPolicy withKeys(MaskPolicy policy, @Nullable String keys) {
    if (keys == null) {
      return policy;
    }
    MaskPolicy keyed = policy;
    for (String key : NEXT_KEY.split(keys, -1)) {
      int separator = key.indexOf('=');
      if (separator < 1) {
        // Not what it is: it may be the key itself.
        throw new UsageException(KEYS + " must be NAME=REFERENCE,... but a part of it is not.");
      }
      String name = key.substring(0, separator);
      KeySource source = reference(name, key.substring(separator + 1));
      try {
        keyed = keyed.withKey(name, source);
      } catch (IllegalArgumentException e) {
        throw new UsageException(KEYS + ": " + e.getMessage());
      }
    }
    return keyed;
  }

  @SuppressWarnings("UnusedException") // Its message may quote what was given.
  private static KeySource reference(String name, String text) {
    try {
      return KeySource.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          KEYS
              + ": '"
              + name
              + "' must be a reference, env:VARIABLE or file:PATH, but is something else.");
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
