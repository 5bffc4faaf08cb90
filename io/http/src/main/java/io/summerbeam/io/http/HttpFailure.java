package io.summerbeam.io.http;

import io.summerbeam.sdk.lookup.LookupException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a status or an error means. Messages name neither URL nor body: both may quote keys. */
final class HttpFailure {

  private static final int MAX_DIGITS = 9;

  private HttpFailure() {}

  /** Of a status that is neither success nor a miss. */
  static LookupException of(int status, HttpHeaders headers) {
    String text = "HttpLookup: the service answered " + status;
    Duration retryAfter = retryAfter(headers);
    if (status == 429 || (status == 503 && retryAfter != null)) {
      return LookupException.throttled(
          text + (retryAfter == null ? "." : ": it wants to be asked after " + retryAfter + "."),
          retryAfter,
          null);
    }
    if (status >= 500 || status == 408 || status == 425) {
      return LookupException.retryable(text + ".", null);
    }
    if (status >= 300 && status < 400) {
      return LookupException.permanent(
          text + ": redirects are not followed; give the URL it redirects to.", null);
    }
    return LookupException.permanent(
        text + (status == 401 || status == 403 ? ": the credentials are refused." : "."), null);
  }

  private static @Nullable Duration retryAfter(HttpHeaders headers) {
    String value = headers.firstValue("Retry-After").map(String::trim).orElse("");
    if (value.matches("[0-9]{1," + MAX_DIGITS + "}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration until = Duration.between(Instant.now(), at);
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Of a request that was not answered. */
  static LookupException of(Throwable error, int maxBytes) {
    Throwable e = error;
    while ((e instanceof CompletionException || e instanceof ExecutionException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    if (e instanceof LookupException known) {
      return known;
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof BoundedBody.TooLongException) {
        return LookupException.permanent(
            "HttpLookup: the answer is longer than " + maxBytes + " bytes (withMaxResponseBytes).",
            null);
      }
      if (each instanceof SSLHandshakeException || each instanceof SSLPeerUnverifiedException) {
        return LookupException.permanent(
            "HttpLookup: TLS failed. Is the service's certificate trusted, and of its name?", null);
      }
    }
    return e instanceof IOException
        ? LookupException.retryable(
            "HttpLookup: the service cannot be reached, or ended the connection ("
                + e.getClass().getSimpleName()
                + ").",
            null)
        : LookupException.permanent(
            "HttpLookup: the request failed (" + e.getClass().getName() + ").", null);
  }
}
