package io.summerbeam.sdk.secret;

import java.nio.charset.StandardCharsets;

/** A key in an environment variable. */
record EnvironmentKey(String name, KeyEncoding encoding) implements KeySource {

  private static final long serialVersionUID = 1;

  @Override
  public byte[] read() {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(
          this + ": the environment variable is not set. Set it on every worker.");
    }
    return encoding.decode(value.getBytes(StandardCharsets.UTF_8), this);
  }

  @Override
  public String toString() {
    return "env:" + name + encoding.suffix();
  }
}
