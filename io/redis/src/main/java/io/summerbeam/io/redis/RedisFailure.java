package io.summerbeam.io.redis;

import io.summerbeam.sdk.lookup.LookupException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What an error of the server or the client means. Its own text is left out, also as a cause: it
 * may quote keys. Only the code is told that the server's errors begin with.
 */
final class RedisFailure {

  private static final Pattern CODE = Pattern.compile("([A-Z]{2,20})(?: .*|$)", Pattern.DOTALL);

  // The server is starting, busy, full, or not the one to ask now.
  private static final Set<String> RETRYABLE =
      Set.of("LOADING", "BUSY", "TRYAGAIN", "MASTERDOWN", "CLUSTERDOWN", "OOM", "UNKILLABLE");

  private RedisFailure() {}

  /**
   * @param where first words of the message
   * @param what what failed: {@code the request failed}
   */
  static LookupException of(String where, String what, RuntimeException e) {
    // The client wraps what happens while it connects.
    JedisDataException answer = find(e, JedisDataException.class);
    if (answer != null) {
      return answered(where + ": " + what, answer);
    }
    if (find(e, SSLHandshakeException.class) != null) {
      return LookupException.permanent(
          where + ": " + what + ": TLS failed. Is the server's certificate trusted?", null);
    }
    if (find(e, SocketTimeoutException.class) != null) {
      return LookupException.retryable(
          where + ": " + what + ": it took longer than withTimeout().", null);
    }
    if (e instanceof JedisConnectionException) {
      return LookupException.retryable(
          where + ": " + what + ": the server cannot be reached.", null);
    }
    return LookupException.permanent(
        where + ": " + what + " (" + e.getClass().getSimpleName() + ").", null);
  }

  private static LookupException answered(String text, JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    Matcher matcher = CODE.matcher(message);
    String code = matcher.matches() ? matcher.group(1) : "";
    // An error without a code of its own.
    boolean full = message.startsWith("ERR max number of clients");
    String all = text + (code.isEmpty() ? "." : " (" + code + ")" + meaning(code, full) + ".");
    return full || RETRYABLE.contains(code)
        ? LookupException.retryable(all, null)
        : LookupException.permanent(all, null);
  }

  private static String meaning(String code, boolean full) {
    return switch (code) {
      case "WRONGPASS", "NOAUTH" -> ": the user or the password is refused";
      case "NOPERM" -> ": the user may not read it";
      case "WRONGTYPE" -> ": a key has a value of another type";
      case "CROSSSLOT", "MOVED", "ASK" -> ": clusters are not supported";
      case "LOADING" -> ": the server is starting";
      default -> full ? ": the server has too many clients" : "";
    };
  }

  private static <T> @Nullable T find(Throwable e, Class<T> type) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
