package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;

/** What a technique protects and what it leaves: the properties to choose one by. */
@AutoValue
public abstract class Protection {

  /** Whether who has the key gets the value back. */
  public abstract boolean reversible();

  /** Whether equal values stay equal, so that masked data can be joined and counted. */
  public abstract boolean keepsJoins();

  /** Whether the masked value still looks like one of its kind. */
  public abstract boolean keepsFormat();

  /** What somebody without the key learns of the value, in one sentence. */
  public abstract String reveals();

  static Protection of(
      boolean reversible, boolean keepsJoins, boolean keepsFormat, String reveals) {
    return new AutoValue_Protection(reversible, keepsJoins, keepsFormat, reveals);
  }
}
