package io.summerbeam.benchmarks.enrich.lookup;

import io.summerbeam.sdk.secret.KeySource;
import java.nio.charset.StandardCharsets;

/** A server that is gone after the measurement asks for none, and takes any. */
record NoPassword() implements KeySource {

  private static final long serialVersionUID = 1;

  @Override
  public byte[] read() {
    return "none".getBytes(StandardCharsets.US_ASCII);
  }
}
