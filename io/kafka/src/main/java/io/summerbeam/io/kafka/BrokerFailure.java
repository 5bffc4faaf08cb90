package io.summerbeam.io.kafka;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Why the brokers did not do what a store asked for, in words that show no secret. */
final class BrokerFailure {

  private BrokerFailure() {}

  /**
   * The exception to throw.
   *
   * @param what what failed, as a sentence without its end: {@code The topic 'a' cannot be read}
   */
  static IOException of(KafkaConnection connection, String what, Exception failure) {
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new IOException(what + ": " + meaning(cause, connection.servers()), failure);
  }

  private static String meaning(Throwable cause, String servers) {
    if (cause instanceof SslAuthenticationException) {
      return "the brokers at " + servers + " and this side do not agree on TLS. Is it trusted?";
    }
    if (cause instanceof AuthenticationException) {
      return "the brokers at " + servers + " refuse the user or the password.";
    }
    if (cause instanceof AuthorizationException) {
      return "the user may not do that (" + cause.getClass().getSimpleName() + ").";
    }
    if (cause instanceof TimeoutException) {
      return "the brokers at "
          + servers
          + " do not answer. Do they run, is the address right, and do they want TLS or a user?";
    }
    return SendFailure.named(cause) + ".";
  }
}
