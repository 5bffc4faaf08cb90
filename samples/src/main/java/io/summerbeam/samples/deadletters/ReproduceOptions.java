package io.summerbeam.samples.deadletters;

import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** The options of {@code dead-letters reproduce}. */
public interface ReproduceOptions extends ShowingOptions, PayloadOptions {

  /** What runs. */
  @Description("The job that the record runs through. Without it, the one that the letter names.")
  @Nullable String getJob();

  /** See {@link #getJob}. */
  void setJob(@Nullable String job);

  /** Its options. */
  @Description(
      "An option of that job: --with=--airports=airports.csv, --with=--seed=7. May be given more"
          + " than once.")
  @Nullable List<String> getWith();

  /** See {@link #getWith}. */
  void setWith(@Nullable List<String> with);

  /** Where a debugger attaches. */
  @Description(
      "Runs the record in a JVM of its own, which waits for a debugger on this port of this machine,"
          + " from 1 to 65535: --debugPort=5005.")
  @Nullable Integer getDebugPort();

  /** See {@link #getDebugPort}. */
  void setDebugPort(@Nullable Integer port);
}
